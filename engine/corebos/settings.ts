import type { CoreBosClient } from '../environment';
import { CoreBosError } from './corebos-error';

/** A default that no setting has. */
const NOT_THERE = 'n8n-nodes-corebos: no such setting';

/**
 * Reads a setting of the install. The web service takes the text `0` of a parameter for nothing, so
 * that the default `0` would come back as an empty text (observed).
 *
 * @param fallback what to answer where there is no such setting
 * @throws CoreBosError of the call
 */
export async function readSetting(
	client: CoreBosClient,
	key: string,
	fallback: string,
): Promise<unknown> {
	const sent = fallback === '0' ? NOT_THERE : fallback;
	const value = await client.call('getSetting', { key, default: sent });
	return value === sent ? fallback : value;
}

/**
 * Stores a setting of the install.
 *
 * @throws CoreBosError `INVALID_PARAMETER` for `0`, which the web service stores as an empty text
 * (observed); that of the call
 */
export async function storeSetting(
	client: CoreBosClient,
	key: string,
	value: unknown,
): Promise<void> {
	if (String(value) === '0') {
		throw new CoreBosError({
			code: 'INVALID_PARAMETER',
			operation: 'setSetting',
			reason: `the web service of coreBOS stores the value 0 of the setting "${key}" as an empty text: use another value, such as 0.0`,
		});
	}
	await client.call('setSetting', { key, value });
}
