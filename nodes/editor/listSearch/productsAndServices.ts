import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { queryText } from '../../../engine';
import { editorConnection } from './editorConnection';
import { PAGE_SIZE } from './filterItems';

/** What a line of an invoice, order or quote can be of, with the field that names it. */
const SOLD = [
	{ module: 'Products', nameField: 'productname', word: 'Product' },
	{ module: 'Services', nameField: 'servicename', word: 'Service' },
];

/** Products and services by name, for the lines of a document: a page of each. */
export async function searchProductsAndServices(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { call } = await editorConnection(this);
	const offset = Number(paginationToken ?? 0);
	const wanted = filter?.trim() ?? '';
	const pages = await Promise.all(
		SOLD.map(async ({ module, nameField, word }) => {
			const query = queryText({
				module,
				fields: [nameField],
				conditions:
					wanted === '' ? [] : [{ field: nameField, operator: 'contains', value: wanted }],
				sortBy: nameField,
				offset,
				limit: PAGE_SIZE,
			});
			const rows = (await call('query', { query })) as IDataObject[];
			return rows.map((row) => ({
				name: `${String(row[nameField])} (${word})`,
				value: String(row.id),
			}));
		}),
	);
	const isLast = pages.every((rows) => rows.length < PAGE_SIZE);
	return {
		results: pages.flat(),
		paginationToken: isLast ? undefined : String(offset + PAGE_SIZE),
	};
}
