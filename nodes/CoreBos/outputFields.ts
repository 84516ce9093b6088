import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Output } from './action';
import { splitNames } from '../editor/parameterValues';

/** Fields of a simplified item at most. */
const MOST_FIELDS = 10;
/** Fields by which people know a record. */
const TELLING = /name|title|subject|label|_no$|number|email|phone|status|stage|owner|assigned/i;

/** Entries of *Options* of all actions. */
export const outputOptions: INodeProperties[] = [
	{
		displayName: 'Output Fields',
		name: 'outputFields',
		type: 'string',
		default: '',
		placeholder: 'e.g. ID,lastname,email',
		description:
			'Names of the fields to keep in the output with commas between them; empty keeps all',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: false,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
];

/** The outputs of an item with the fields that its options ask for; files stay as they are. */
export function withWantedFields(
	node: IExecuteFunctions,
	itemIndex: number,
	outputs: Output[],
): Output[] {
	const { outputFields, simplify } = node.getNodeParameter('options', itemIndex, {}) as {
		outputFields?: string;
		simplify?: boolean;
	};
	const names = splitNames(outputFields);
	if (names.length > 0) return outputs.map((output) => ({ ...output, json: only(output, names) }));
	return simplify ? outputs.map((output) => ({ ...output, json: simplified(output) })) : outputs;
}

function only({ json }: Output, names: string[]): IDataObject {
	return Object.fromEntries(names.filter((name) => name in json).map((name) => [name, json[name]]));
}

/** The id, what a record is known by, and then what else holds a value, in coreBOS's order. */
function simplified({ json }: Output): IDataObject {
	const filled = Object.entries(json).filter(([, value]) => value !== '' && value !== null);
	const rank = ([name, value]: [string, unknown]) => {
		if (name === 'id') return 0;
		if (typeof value === 'object') return 3;
		return TELLING.test(name) ? 1 : 2;
	};
	const sorted = filled.sort((one, other) => rank(one) - rank(other));
	return Object.fromEntries(sorted.slice(0, MOST_FIELDS));
}
