/**
 * Public API of n8n-nodes-corebos: the engine without n8n. Its names and signatures are
 * stable; everything else in the package is not part of it.
 */
import type { INodeParameters } from 'n8n-workflow';
import type { WebServiceMap } from './nodes/engine';

export {
	createAllowlist,
	evaluateExpression,
	parseMap,
	renderTemplate,
	runMap,
	serializeMap,
} from './nodes/engine';
export {
	AllowlistError,
	CoreBosError,
	createCoreBosClient,
	ExpressionError,
	MapCallError,
	MapError,
} from './nodes/engine';
export type {
	CoreBosClient,
	Environment,
	Http,
	HttpRequest,
	HttpResponse,
	RunOptions,
	RunResult,
	WebServiceMap,
} from './nodes/engine';

/**
 * A map as the parameters of the Run Web Service Map node.
 *
 * @param map the map as `parseMap` gives it
 * @throws Error always: maps as node parameters come with a later version
 */
export const mapToParameters: (map: WebServiceMap) => INodeParameters = () => {
	throw notSupportedYet('mapToParameters');
};

/**
 * The map that the parameters of a Run Web Service Map node stand for.
 *
 * @param parameters the node's parameters
 * @throws Error always: maps as node parameters come with a later version
 */
export const parametersToMap: (parameters: INodeParameters) => WebServiceMap = () => {
	throw notSupportedYet('parametersToMap');
};

/**
 * An n8n workflow with one Run Web Service Map node per map, connected in order.
 *
 * @param maps name and XML of each map
 * @throws Error always: the conversion comes with a later version
 */
export const mapsToWorkflow: (maps: Array<{ name: string; xml: string }>) => object = () => {
	throw notSupportedYet('mapsToWorkflow');
};

function notSupportedYet(name: string): Error {
	return new Error(`${name} is not supported yet by this version of n8n-nodes-corebos`);
}
