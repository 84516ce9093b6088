import type { CoreBosClient } from '../environment';
import { CoreBosError } from './corebos-error';

const known = new WeakMap<CoreBosClient, Promise<unknown>>();

/**
 * The largest file that the install accepts. PHP drops the whole call for a larger one, and
 * coreBOS would complain about a missing session instead.
 *
 * @returns bytes, asked for once per client; undefined if the install does not tell
 * @throws CoreBosError of `getMaxLoadSize`
 */
export async function uploadLimit(client: CoreBosClient): Promise<number | undefined> {
	const asked = known.get(client) ?? fetchUploadLimit(client);
	known.set(client, asked);
	asked.catch(() => known.delete(client));
	const limit = Number(await asked);
	return limit > 0 ? limit : undefined;
}

async function fetchUploadLimit(client: CoreBosClient): Promise<unknown> {
	try {
		return await client.call('getMaxLoadSize');
	} catch (error) {
		// Older installs do not have the operation.
		if (error instanceof CoreBosError && error.code === 'UNKNOWN_OPERATION') return undefined;
		throw error;
	}
}
