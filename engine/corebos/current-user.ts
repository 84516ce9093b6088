import type { CoreBosClient } from '../environment';

/** What `getPortalUserInfo` tells of a user: `id` (`19x1`), names, language, formats, role. */
export type CurrentUser = Record<string, unknown>;

const known = new WeakMap<CoreBosClient, Promise<CurrentUser>>();

/**
 * The user of a client's session, asked for once per client.
 *
 * @throws CoreBosError of `getPortalUserInfo`
 */
export async function currentUser(client: CoreBosClient): Promise<CurrentUser> {
	const asked = known.get(client) ?? (client.call('getPortalUserInfo') as Promise<CurrentUser>);
	known.set(client, asked);
	asked.catch(() => known.delete(client));
	return await asked;
}

/** The given owner, or the user of the session where none is given. */
export async function ownerOrCurrentUser(client: CoreBosClient, given: string): Promise<string> {
	return given === '' ? String((await currentUser(client)).id) : given;
}
