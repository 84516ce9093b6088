import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { editorConnection } from './editorConnection';
import { foundItems } from './foundItems';

/** All users of the install, by name. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return foundItems(await usersOf(this), filter);
}

/** All users, the credential's own first under a name that holds for every credential. */
export async function getUsersToIgnore(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const own = { name: 'The User of the Credential', value: 'currentUser' };
	return [own, ...(await usersOf(this))];
}

async function usersOf(
	context: ILoadOptionsFunctions,
): Promise<Array<{ name: string; value: string }>> {
	const { call } = await editorConnection(context);
	const users = (await call('getAllUsers')) as Record<string, string>;
	return Object.entries(users).map(([id, name]) => ({ name: name.trim() || id, value: id }));
}
