import type { IDataObject } from 'n8n-workflow';
import type { CoreBosClient } from '../../engine';

const known = new WeakMap<CoreBosClient, Promise<IDataObject>>();

/**
 * The user of the credential, asked for once in a run of the node.
 *
 * @returns `id` (`19x1`), names, language, formats, role
 * @throws CoreBosError of `getPortalUserInfo`
 */
export async function ownUser(client: CoreBosClient): Promise<IDataObject> {
	const asked = known.get(client) ?? (client.call('getPortalUserInfo') as Promise<IDataObject>);
	known.set(client, asked);
	asked.catch(() => known.delete(client));
	return await asked;
}

/** The given owner, or the user of the credential where none is given. */
export async function ownerOr(client: CoreBosClient, given: string): Promise<string> {
	return given === '' ? String((await ownUser(client)).id) : given;
}
