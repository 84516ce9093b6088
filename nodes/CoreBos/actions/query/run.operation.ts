import { readRows } from '../../../../engine';
import { outputsOf, type Action } from '../../action';
import { isoDatesOption } from '../../../editor/isoDatesOption';
import { withWantedDates } from '../../isoDates';
import { givenQuery, queryParameter } from '../../queryParameter';
import { limitParameters, rowLimit } from '../../rowLimit';

/** Operation `query`, page by page. */
export const runQuery: Action = {
	choice: {
		name: 'Run',
		value: 'run',
		action: 'Run a query',
		description:
			"Read records with a VTQL query, such as select firstname,lastname from Contacts where lastname like 'A%'",
	},
	properties: [
		...queryParameter(
			{
				placeholder: "e.g. select firstname,lastname from Contacts where lastname like 'A%'",
				description:
					'The query in VTQL. Put text in single quotes, and double single quotes inside it. Only one field to order by is possible. Parentheses, fields of linked records (Accounts.bill_city) and "not in" are supported.',
				hint: 'A limit in the query itself takes precedence over the limit below',
			},
			"A VTQL query over one module, with a limit, such as: select accountname, phone from Accounts where bill_city = 'Altea' limit 5;",
		),
		...limitParameters('rows'),
	],
	options: [isoDatesOption],
	async execute(run, itemIndex) {
		const { node, client, warn } = run;
		const query = givenQuery(node, itemIndex);
		const { rows, complete } = await readRows(client, query, rowLimit(node, itemIndex));
		if (!complete) {
			warn('Records were added or deleted while the query ran. Rows may be missing.', itemIndex);
		}
		return outputsOf(await withWantedDates(run, itemIndex, moduleOf(query), rows));
	},
};

/** The module that a query reads; undefined if it cannot be found in the query. */
function moduleOf(query: string): string | undefined {
	return /\bfrom\s+(\w+)/i.exec(query)?.[1];
}
