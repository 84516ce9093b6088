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
		displayName: 'Output the Item',
		name: 'outputItem',
		type: 'boolean',
		default: false,
		description:
			'Whether to output the item itself instead of the response. What the response tells of the same record goes into it; everything else of the item stays, such as its workflow context.',
	},
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
	const { outputItem, outputFields, simplify } = node.getNodeParameter(
		'options',
		itemIndex,
		{},
	) as {
		outputItem?: boolean;
		outputFields?: string;
		simplify?: boolean;
	};
	if (outputItem) return [itemWith(node.getInputData()[itemIndex], outputs)];
	const names = splitNames(outputFields);
	if (names.length > 0) return outputs.map((output) => ({ ...output, json: only(output, names) }));
	return simplify ? outputs.map((output) => ({ ...output, json: simplified(output) })) : outputs;
}

/** The item with what the outputs tell of its own record. */
function itemWith({ json, binary }: Output, outputs: Output[]): Output {
	const own = outputs.filter((output) => output.json.id === json.id).map((output) => output.json);
	return { json: Object.assign({}, json, ...own) as IDataObject, binary };
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
