/** Maps and workflows of coreBOS as n8n workflows. */
export {
	convertMaps,
	type Conversion,
	type ConvertedWorkflow,
	type MapSecret,
	type MapWarning,
	type NamedMap,
} from './maps-to-workflow';
export {
	workflowsToN8n,
	type ConvertedCoreBosWorkflow,
	type N8nWorkflow,
	type WorkflowOptions,
} from './workflows-to-n8n';
export { workflowFileName, workflowFileNames } from './file-names';
export type { KeptSessionReport } from './kept-session';
