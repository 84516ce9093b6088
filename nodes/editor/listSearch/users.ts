import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { editorConnection } from './editorConnection';
import { foundItems } from './foundItems';

/** All users of the install, by name. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { call } = await editorConnection(this);
	const users = (await call('getAllUsers')) as Record<string, string>;
	const items = Object.entries(users).map(([id, name]) => ({ name: name.trim() || id, value: id }));
	return foundItems(items, filter);
}
