import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listUsers } from '../../../engine';
import { editorConnection } from './editorConnection';
import { filterItems } from './filterItems';

/** Users and groups to whom records can be assigned. */
export async function searchOwners(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { call } = await editorConnection(this);
	const users = await listUsers({ call });
	const query = 'select id,groupname from Groups;';
	const groups = (await call('query', { query })) as IDataObject[];
	const items = [
		...users.map(({ id, name }) => ({ name: name || id, value: id })),
		...groups.map(({ id, groupname }) => ({
			name: `${String(groupname)} (Group)`,
			value: String(id),
		})),
	];
	return filterItems(items, filter);
}
