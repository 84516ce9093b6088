import type { IExecuteFunctions } from 'n8n-workflow';
import { mapOfParameters } from '../../convert';
import type { WebServiceMap } from '../../engine';
import type { MapParameters } from '../../convert';
import { defineBelowParameters } from './defineBelowParameters';

/** Each name once: drop-downs and the texts next to them are parameters of their own. */
const NAMES = [...new Set(defineBelowParameters.map(({ name }) => name))];

/**
 * The map that is defined in the node, its expressions evaluated for an item.
 *
 * @param context the node's execute context
 * @param itemIndex the item
 * @throws MapError for a value that a map cannot hold
 */
export function definedMap(
	context: Pick<IExecuteFunctions, 'getNodeParameter'>,
	itemIndex: number,
): WebServiceMap {
	// n8n has no value for what is not shown, such as the text next to a drop-down.
	const values = NAMES.map((name) => [name, context.getNodeParameter(name, itemIndex, null)]);
	const given = values.filter(([, value]) => value !== null);
	return mapOfParameters(Object.fromEntries(given) as MapParameters);
}
