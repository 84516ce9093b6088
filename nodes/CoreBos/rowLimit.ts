import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

const DEFAULT_LIMIT = 50;

/** *Return All* and *Limit*, as n8n's nodes have them. */
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
			hint: `Up to so many ${what} for each input item`,
		},
	];
}

/** How many rows an item may get; infinite for all. */
export function mostRows(node: IExecuteFunctions, itemIndex: number): number {
	if (node.getNodeParameter('returnAll', itemIndex) as boolean) return Infinity;
	return Number(node.getNodeParameter('limit', itemIndex, DEFAULT_LIMIT)) || DEFAULT_LIMIT;
}
