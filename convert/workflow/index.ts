/** Maps and workflows of coreBOS as n8n workflows. */
export {
	convertMaps,
	type ConvertMapsOptions,
	type Conversion,
	type ConvertedNode,
	type ConvertedWorkflow,
	type MapSecret,
	type MapWarning,
	type NamedMap,
} from './maps-to-workflow';
export type { NotConverted } from './task-line';
export {
	workflowsToN8n,
	type ConvertedCoreBosWorkflow,
	type N8nWorkflow,
	type WorkflowOptions,
} from './workflows-to-n8n';
export type { KeptSessionReport } from './kept-session';
