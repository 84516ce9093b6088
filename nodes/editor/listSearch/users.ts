import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listUsers } from '../../../engine';
import { editorConnection } from './editorConnection';
import { filterItems } from './filterItems';

/** All users of the install, by name. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { call } = await editorConnection(this);
	const users = await listUsers({ call });
	const items = users.map(({ id, name }) => ({ name: name || id, value: id }));
	return filterItems(items, filter);
}
