import { findRecords } from '../../corebos';
import type { CoreBosClient } from '../../environment';

/**
 * The first record of a module whose field has a value, in any case.
 *
 * @returns its `id` and the field; undefined where there is none
 * @throws whatever the client throws
 */
export async function recordNamed(
	client: CoreBosClient,
	module: string,
	field: string,
	value: string,
): Promise<Record<string, unknown> | undefined> {
	const rows = await findRecords(client, {
		module,
		fields: ['id', field],
		conditions: [{ field, operator: 'equals', value }],
	});
	return rows.find((row) => String(row[field]).toLowerCase() === value.toLowerCase());
}
