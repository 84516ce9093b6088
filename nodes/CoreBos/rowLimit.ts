import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

const DEFAULT_LIMIT = 50;

/** *Return All* and *Limit*, as in n8n's own nodes. */
export function limitParameters(what: string): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { returnAll: [false] } },
			description: 'Max number of results to return',
			hint: `The maximum number of ${what} for each input item`,
		},
	];
}

/** The maximum number of rows for an item; `Infinity` for all. */
export function rowLimit(node: IExecuteFunctions, itemIndex: number): number {
	if (node.getNodeParameter('returnAll', itemIndex) as boolean) return Infinity;
	return Number(node.getNodeParameter('limit', itemIndex, DEFAULT_LIMIT)) || DEFAULT_LIMIT;
}
