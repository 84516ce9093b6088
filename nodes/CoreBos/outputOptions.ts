import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { splitNames, optionsOf } from '../editor/parameterValues';
import { CONTEXT_PROPERTY } from '../environment/recordOptions';
import type { Output } from './action';

/** Fields of a simplified item at most. */
const MAX_SIMPLIFIED_FIELDS = 10;
/** Fields by which people recognize a record. */
const IDENTIFYING = /name|title|subject|label|_no$|number|email|phone|status|stage|owner|assigned/i;

/** Entries of *Options* that decide about the output. */
export const outputOptions: INodeProperties[] = [
	{
		displayName: 'Output the Item',
		name: 'outputItem',
		type: 'boolean',
		default: false,
		description:
			'Whether to output the input item instead of the response. The values of the response for the same record are merged into it; everything else of the item stays, such as its workflow context.',
	},
	{
		displayName: 'Output Fields',
		name: 'outputFields',
		type: 'string',
		default: '',
		placeholder: 'e.g. ID,lastname,email',
		description: 'Names of the fields to keep in the output, separated by commas; empty keeps all',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: false,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
];

/**
 * The outputs of an item as its output options want them; files stay as they are.
 *
 * @param context variables of the workflow context that the item's expressions have set
 */
export function applyOutputOptions(
	node: IExecuteFunctions,
	itemIndex: number,
	outputs: Output[],
	context: Record<string, unknown> = {},
): Output[] {
	const options = optionsOf<{ outputItem?: boolean; outputFields?: string; simplify?: boolean }>(
		node,
		itemIndex,
	);
	if (options.outputItem) return [mergedItem(node.getInputData()[itemIndex], outputs, context)];
	const names = splitNames(options.outputFields);
	if (names.length > 0) {
		return outputs.map((output) => ({ ...output, json: pick(output.json, names) }));
	}
	if (!options.simplify) return outputs;
	return outputs.map((output) => ({ ...output, json: simplified(output.json) }));
}

/** The item with the values of the outputs for its own record, and variables in its context. */
function mergedItem(
	{ json, binary }: Output,
	outputs: Output[],
	variables: Record<string, unknown>,
): Output {
	const own = outputs.filter((output) => output.json.id === json.id).map((output) => output.json);
	const merged = Object.assign({}, json, ...own) as IDataObject;
	if (Object.keys(variables).length === 0) return { json: merged, binary };
	const context = { ...(json[CONTEXT_PROPERTY] as IDataObject | undefined), ...variables };
	return { json: { ...merged, [CONTEXT_PROPERTY]: context as IDataObject }, binary };
}

function pick(json: IDataObject, names: string[]): IDataObject {
	return Object.fromEntries(names.filter((name) => name in json).map((name) => [name, json[name]]));
}

/** The ID, the identifying fields, and then what else has a value, in the order of coreBOS. */
function simplified(json: IDataObject): IDataObject {
	const filled = Object.entries(json).filter(([, value]) => value !== '' && value !== null);
	const rank = ([name, value]: [string, unknown]) => {
		if (name === 'id') return 0;
		if (typeof value === 'object') return 3;
		return IDENTIFYING.test(name) ? 1 : 2;
	};
	const sorted = filled.sort((one, other) => rank(one) - rank(other));
	return Object.fromEntries(sorted.slice(0, MAX_SIMPLIFIED_FIELDS));
}
