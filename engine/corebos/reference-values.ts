import type { CoreBosClient } from '../environment';
import { asRecord } from '../is-record';
import { phpSerializedList } from '../php';
import { phpResult } from './encoded-answers';

/** What coreBOS says of a reference: the module of a record and its display name. */
export interface ReferenceValue {
	module: string;
	name: string;
}

/**
 * Module and display name of a record, see {@link referenceValues}.
 *
 * @param id web service id
 * @returns undefined where coreBOS knows no such record
 * @throws CoreBosError of the operation
 */
export async function referenceValue(
	client: CoreBosClient,
	id: string,
): Promise<ReferenceValue | undefined> {
	return (await referenceValues(client, [id])).get(id);
}

/**
 * Modules and display names of records, by the operation `getReferenceValue`, which takes and
 * gives PHP's serialized text.
 *
 * @param ids web service ids
 * @returns by id; none for records that coreBOS does not know
 * @throws CoreBosError of the operation, `UNEXPECTED_RESULT` for another text
 */
export async function referenceValues(
	client: CoreBosClient,
	ids: string[],
): Promise<Map<string, ReferenceValue>> {
	const answer = await client.call('getReferenceValue', { id: phpSerializedList(ids) });
	const records = asRecord(
		typeof answer === 'string' ? phpResult('getReferenceValue', answer) : answer,
	);
	const values = new Map<string, ReferenceValue>();
	for (const id of ids) {
		const { module, reference } = asRecord(records[id]);
		if (typeof module !== 'string') continue;
		values.set(id, { module, name: typeof reference === 'string' ? reference : '' });
	}
	return values;
}
