import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { editorConnection } from './editorConnection';
import { foundItems } from './foundItems';

/** Users and groups, to whom records may belong. */
export async function searchOwners(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { call } = await editorConnection(this);
	const users = (await call('getAllUsers')) as Record<string, string>;
	const query = 'select id,groupname from Groups;';
	const groups = (await call('query', { query })) as IDataObject[];
	const items = [
		...Object.entries(users).map(([id, name]) => ({ name: name.trim() || id, value: id })),
		...groups.map(({ id, groupname }) => ({
			name: `${String(groupname)} (Group)`,
			value: String(id),
		})),
	];
	return foundItems(items, filter);
}
