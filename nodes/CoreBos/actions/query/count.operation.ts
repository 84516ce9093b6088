import { countRows } from '../../../../engine';
import type { Action } from '../../action';
import { filledInByAgents } from '../../agentParameters';
import { ParameterError } from '../../../transport/parameterError';

/** Operation `query` with no rows: `moreinfo.totalrows` counts them. */
export const count: Action = {
	choice: {
		name: 'Count',
		value: 'count',
		action: 'Count the rows of a query',
		description: 'Count the records that a VTQL query finds, without reading them',
	},
	properties: [
		...filledInByAgents(
			{
				displayName: 'Query',
				name: 'query',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				required: true,
				placeholder: "e.g. select lastname from Contacts where lastname like 'A%'",
				description: 'The query in VTQL. Its columns, order and limit do not matter.',
			},
			"A VTQL query over one module, such as: select id from Accounts where bill_city = 'Altea';",
		),
	],
	async execute({ node, client }, itemIndex) {
		const query = node.getNodeParameter('query', itemIndex) as string;
		if (query.trim() === '') {
			throw new ParameterError('The query is empty', 'Enter a query in VTQL.');
		}
		return [{ json: { count: await countRows(client, query) } }];
	},
};
