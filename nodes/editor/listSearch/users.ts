import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { listUsers } from '../../../engine';
import { editorConnection } from './editorConnection';
import { filterItems } from './filterItems';

/** All users of the install, by name. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return filterItems(await usersOf(this), filter);
}

/** All users; first the user of the credential, by a value that fits every credential. */
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
	const users = await listUsers({ call });
	return users.map(({ id, name }) => ({ name: name || id, value: id }));
}
