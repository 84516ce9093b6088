import type { CoreBosClient } from '../environment';
import { asRecord } from '../is-record';
import { phpSerializedList, readPhpSerialized } from '../php';

/** What coreBOS says of a reference: the module of a record and its display name. */
export interface ReferenceValue {
	module: string;
	name: string;
}

/**
 * Module and display name of a record, by the operation `getReferenceValue`, which takes and
 * gives PHP's serialized text.
 *
 * @param id web service id
 * @returns undefined where coreBOS knows no such record
 * @throws CoreBosError of the operation
 */
export async function referenceValue(
	client: CoreBosClient,
	id: string,
): Promise<ReferenceValue | undefined> {
	const answer = await client.call('getReferenceValue', { id: phpSerializedList([id]) });
	const records = typeof answer === 'string' ? readPhpSerialized(answer) : answer;
	const { module, reference } = asRecord(asRecord(records)[id]);
	if (typeof module !== 'string') return undefined;
	return { module, name: typeof reference === 'string' ? reference : '' };
}
