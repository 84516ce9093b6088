import { countRows } from '../../../../engine';
import type { Action } from '../../action';
import { givenQuery, queryParameter } from '../../queryParameter';

/** Operation `query` with no rows: `moreinfo.totalrows` counts them. */
export const count: Action = {
	choice: {
		name: 'Count',
		value: 'count',
		action: 'Count the rows of a query',
		description: 'Count the records that a VTQL query finds, without reading them',
	},
	properties: [
		...queryParameter(
			{
				placeholder: "e.g. select lastname from Contacts where lastname like 'A%'",
				description: 'The query in VTQL. Its columns, order and limit do not matter.',
			},
			"A VTQL query over one module, such as: select id from Accounts where bill_city = 'Altea';",
		),
	],
	async execute({ node, client }, itemIndex) {
		return [{ json: { count: await countRows(client, givenQuery(node, itemIndex)) } }];
	},
};
