import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { editorConnection } from './editorConnection';
import { filterItems } from './filterItems';

/** More folders than any install has. */
const MAX_FOLDERS = 2000;

/** Folders of documents, by name. */
export async function searchFolders(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { call } = await editorConnection(this);
	const query = `select id,foldername from DocumentFolders limit ${MAX_FOLDERS};`;
	const rows = (await call('query', { query })) as IDataObject[];
	const items = rows.map(({ id, foldername }) => ({ name: String(foldername), value: String(id) }));
	return filterItems(items, filter);
}
