/** Maps as an n8n workflow. */
export {
	convertMaps,
	type Conversion,
	type ConvertedNode,
	type ConvertedWorkflow,
	type MapSecret,
	type NamedMap,
} from './maps-to-workflow';
