import { countRows } from '../../../../engine';
import type { Action } from '../../action';
import { ParameterError } from '../../../editor/parameterValues';

/** Operation `query`, asked for no rows: `moreinfo.totalrows` counts them. */
export const count: Action = {
	choice: {
		name: 'Count',
		value: 'count',
		action: 'Count the rows of a query',
		description: 'Count the records that a VTQL query would find, without reading them',
	},
	properties: [
		{
			displayName: 'Query',
			name: 'query',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			required: true,
			placeholder: "e.g. select lastname from Contacts where lastname like 'A%'",
			description: 'The query in VTQL. What it selects, its order and its limit do not matter.',
		},
	],
	async execute({ node, client }, itemIndex) {
		const query = node.getNodeParameter('query', itemIndex) as string;
		if (query.trim() === '') throw new ParameterError('The query is empty');
		return [{ json: { count: await countRows(client, query) } }];
	},
};
