import { isRecord } from '../is-record';
import { queryText, readRows, type CoreBosWebService } from '../corebos';
import { jsonValue } from '../json-value';
import type { Change } from './take-changes';

/**
 * What watched fields held when their records were seen last, so that a change of other fields
 * can be told from a change of these. Plain JSON, kept between runs.
 */
export interface FieldMemory {
	/** The watched fields, in the order of the values. */
	fields: string[];
	/** By record id, the one that was seen last at the end. */
	values: Record<string, string[]>;
}

/** Records that are remembered; of others the first change is handed out whatever it changed. */
const MOST_RECORDS = 10_000;

/**
 * Reads what the watched fields hold now.
 *
 * @param fields names of fields of the module
 * @throws CoreBosError of the query
 */
export async function rememberFields(
	client: CoreBosWebService,
	module: string,
	fields: string[],
): Promise<FieldMemory> {
	// A query does not return lines: what they held is known from the first change on.
	if (fields.includes(LINES)) return { fields, values: {} };
	const query = queryText({ module, fields: ['id', ...fields], descending: true });
	const { rows } = await readRows(client, query, MOST_RECORDS);
	const values: FieldMemory['values'] = {};
	for (const row of rows.reverse()) values[String(row.id)] = textsOf(row, fields);
	return { fields, values };
}

/** The member that holds the lines of an invoice, order or quote. */
const LINES = 'pdoInformation';

/** Changes of watched fields, each with what they held before. */
interface FieldChanges {
	changes: Change[];
	memory: FieldMemory;
}

/**
 * Of the changes of a run those that changed a watched field. Records that were created or
 * deleted stay; so do updated ones that are not remembered, since nobody knows what they held.
 *
 * @returns each updated record with `before`, the values that were remembered, and the memory
 * for the next run
 */
export function changesOfFields(changes: Change[], { fields, values }: FieldMemory): FieldChanges {
	const known = new Map(Object.entries(values));
	const kept = changes.flatMap((change): Change[] => {
		const then = known.get(change.id);
		known.delete(change.id);
		if (change.values === undefined) return [change];
		const now = textsOf(change.values, fields);
		known.set(change.id, now);
		if (change.event !== 'updated' || then === undefined) return [change];
		if (then.every((text, index) => text === now[index])) return [];
		const before = Object.fromEntries(fields.map((name, index) => [name, valueOf(then[index])]));
		return [{ ...change, before }];
	});
	const newest = [...known].slice(-MOST_RECORDS);
	return { changes: kept, memory: { fields, values: Object.fromEntries(newest) } };
}

function textsOf(record: Record<string, unknown>, fields: string[]): string[] {
	return fields.map((name) => {
		const value = record[name];
		return isRecord(value) || Array.isArray(value) ? JSON.stringify(value) : String(value ?? '');
	});
}

/** Lines are remembered as JSON. */
function valueOf(text: string): unknown {
	return text.startsWith('[') ? (jsonValue(text) ?? text) : text;
}
