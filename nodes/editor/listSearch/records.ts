import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { describeModule, namingFields, queryText, recordNumberOf } from '../../../engine';
import { editorConnection } from './editorConnection';
import { PAGE_SIZE } from './filterItems';
import { selectedModule } from './modules';

/** Records of the selected module, by the fields that name them in coreBOS. */
export async function searchRecords(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const module = selectedModule(this);
	const { call, baseUrl, account } = await editorConnection(this);
	const labelFields = namingFields(await describeModule({ call }, module, account));
	const offset = Number(paginationToken ?? 0);
	const query = queryText({
		module,
		fields: labelFields,
		conditions: conditionsFor(labelFields, filter),
		combine: 'or',
		sortBy: labelFields[0],
		offset,
		limit: PAGE_SIZE,
	});
	const rows = (await call('query', { query })) as IDataObject[];
	return {
		results: rows.map((row) => ({
			name: labelOf(row, labelFields),
			value: String(row.id),
			url: `${baseUrl}index.php?module=${module}&action=DetailView&record=${recordNumberOf(String(row.id))}`,
		})),
		paginationToken: rows.length < PAGE_SIZE ? undefined : String(offset + PAGE_SIZE),
	};
}

function conditionsFor(fields: string[], filter: string | undefined) {
	const wanted = filter?.trim() ?? '';
	if (wanted === '') return [];
	return fields.map((field) => ({ field, operator: 'contains' as const, value: wanted }));
}

function labelOf(row: IDataObject, labelFields: string[]): string {
	const label = labelFields
		.map((field) => String(row[field] ?? ''))
		.join(' ')
		.trim();
	return label === '' ? String(row.id) : label;
}
