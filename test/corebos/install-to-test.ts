import type { CoreBosConnection } from '../../engine/corebos';
import { startCoreBos, type CoreBosStandIn } from '.';

const { COREBOS_URL, COREBOS_USERNAME, COREBOS_ACCESS_KEY } = process.env;

/** Whether the environment names a real coreBOS to test against. */
export const isReal = COREBOS_URL !== undefined;

/**
 * The install that a test works on: the real coreBOS that COREBOS_URL, COREBOS_USERNAME and
 * COREBOS_ACCESS_KEY name, or else a stand-in, which the test closes.
 */
export async function installToTest(): Promise<{
	connection: CoreBosConnection;
	standIn?: CoreBosStandIn;
}> {
	if (COREBOS_URL === undefined) {
		const standIn = await startCoreBos();
		return { connection: standIn.connection, standIn };
	}
	return {
		connection: {
			url: COREBOS_URL,
			username: COREBOS_USERNAME ?? '',
			accessKey: COREBOS_ACCESS_KEY ?? '',
		},
	};
}
