import { CoreBosError, type CoreBosClient } from '../../../../engine';
import { ParameterError } from '../../../editor/parameterValues';

const known = new WeakMap<CoreBosClient, Promise<unknown>>();

/**
 * Refuses a file that the install does not take: PHP drops the whole call then, and coreBOS
 * would complain of a missing session instead.
 *
 * @param size bytes of the file
 * @throws ParameterError that tells both sizes
 */
export async function requireRoomFor(
	client: CoreBosClient,
	name: string,
	size: number,
): Promise<void> {
	const limit = await uploadLimit(client);
	if (limit === undefined || size <= limit) return;
	throw new ParameterError(
		`The file "${name}" has ${size} bytes, and this coreBOS takes ${limit} at most (upload_maxsize)`,
	);
}

/** Bytes, asked for once in a run; undefined where the install does not tell. */
async function uploadLimit(client: CoreBosClient): Promise<number | undefined> {
	const asked = known.get(client) ?? client.call('getMaxLoadSize').catch(noLimitTold);
	known.set(client, asked);
	asked.catch(() => known.delete(client));
	const limit = Number(await asked);
	return limit > 0 ? limit : undefined;
}

/** Older installs do not have the operation. */
async function noLimitTold(error: unknown): Promise<undefined> {
	const isMissing = error instanceof CoreBosError && error.code === 'UNKNOWN_OPERATION';
	return isMissing ? undefined : await Promise.reject(error);
}
