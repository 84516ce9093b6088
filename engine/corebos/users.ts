import { asRecord, isRecord } from '../is-record';
import type { CoreBosClient } from '../environment';
import { currentUser } from './current-user';
import { jsonListResult } from './encoded-answers';
import { parseWebServiceId, recordNumberOf } from './record-id';

/** A user as lists show it. */
interface UserName {
	/** Web service ID, such as `19x1`. */
	id: string;
	name: string;
}

/**
 * All users of the install.
 *
 * @throws CoreBosError of `getAllUsers`
 */
export async function listUsers(client: CoreBosClient): Promise<UserName[]> {
	const users = asRecord(await client.call('getAllUsers'));
	return Object.entries(users).map(([id, name]) => ({ id, name: String(name).trim() }));
}

/**
 * The users to whom records of a module may be assigned. coreBOS answers with JSON text inside
 * the JSON.
 *
 * @throws CoreBosError of `getAssignedUserList`; `UNEXPECTED_RESULT` if the text is not a JSON list
 * of users
 */
export async function listAssignableUsers(
	client: CoreBosClient,
	module: string,
): Promise<UserName[]> {
	const text = String(await client.call('getAssignedUserList', { module }));
	const users = jsonListResult('getAssignedUserList', text, isAssignable);
	return users.map(({ userid, username }) => ({ id: userid, name: username.trim() }));
}

/** A user as `getAssignedUserList` has it. */
interface AssignableUser {
	userid: string;
	username: string;
}

function isAssignable(user: unknown): user is AssignableUser {
	return isRecord(user) && typeof user.userid === 'string' && typeof user.username === 'string';
}

/**
 * The users who share a group with a user. coreBOS takes and returns the plain numbers of users
 * here.
 *
 * @param user web service ID or number
 * @throws CoreBosError of `getUsersInSameGroup`
 */
export async function listUsersInSameGroups(
	client: CoreBosClient,
	user: string,
): Promise<UserName[]> {
	const prefix = parseWebServiceId((await currentUser(client)).id)?.prefix ?? '';
	const users = await client.call('getUsersInSameGroup', { id: recordNumberOf(user) });
	return Object.entries(asRecord(users)).map(([id, name]) => ({
		id: `${prefix}x${id}`,
		name: String(name).trim(),
	}));
}
