import type { CoreBosClient } from '../../../engine';
import { ParameterError } from '../../parameterValues';

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
	const asked = known.get(client) ?? client.call('getMaxLoadSize');
	known.set(client, asked);
	asked.catch(() => known.delete(client));
	const limit = Number(await asked);
	if (!(limit > 0) || size <= limit) return;
	throw new ParameterError(
		`The file "${name}" has ${size} bytes, and this coreBOS takes ${limit} at most (upload_maxsize)`,
	);
}
