import type { CoreBosClient } from '../environment';
import { CoreBosError } from './corebos-error';
import { isFlag } from './field-values';
import { findRecords } from './query-rows';
import type { QueryCondition } from './query-text';
import { isRecordId } from './record-id';

/** A record that coreBOS was asked to create. */
interface WantedRecord {
	module: string;
	element: Record<string, unknown>;
}

/** Values that the record is looked for by. */
const MOST_CONDITIONS = 3;
const LONGEST_VALUE = 100;
/** Numbers and dates are stored in another form than they are sent in. */
const TELLING_TEXT = /^(?![\d\s.,:+-]*$)[^\n]+$/;

/**
 * The error of a create that the database refused. coreBOS has stored the record by then, and an
 * owner that does not exist breaks the lists of its module (recorded: webservice-more, section 9):
 * the error names the record.
 *
 * @param error of the create; any other one is passed on
 */
export async function namingLeftBehind(
	client: CoreBosClient,
	wanted: WantedRecord,
	error: unknown,
): Promise<unknown> {
	if (!(error instanceof CoreBosError) || error.code !== 'DATABASE_QUERY_ERROR') return error;
	const found = await newestLike(client, wanted).catch((reason: unknown) => reason);
	return new CoreBosError({ ...error, reason: `${error.reason}; ${told(wanted, found)}` });
}

function told({ module }: WantedRecord, found: unknown): string {
	const what = 'coreBOS may have kept the record anyway';
	if (found instanceof Error) return `${what}, which could not be looked up: ${found.message}`;
	if (found === undefined) return `${what}: look for it in ${module} before you create it again`;
	return `${what}: the newest record of ${module} with the same values is ${String(found)}. If it was created just now, give it an existing owner or delete it: until then, lists of the module fail`;
}

/** The newest record with the same texts; undefined where there is none, or nothing to look by. */
async function newestLike(
	client: CoreBosClient,
	{ module, element }: WantedRecord,
): Promise<string | undefined> {
	const conditions = Object.entries(element).flatMap(([field, value]): QueryCondition[] =>
		isTelling(field, value) ? [{ field, operator: 'equals', value: String(value).trim() }] : [],
	);
	if (conditions.length === 0) return undefined;
	const [newest] = await findRecords(client, {
		module,
		fields: ['id'],
		conditions: conditions.slice(0, MOST_CONDITIONS),
		sortBy: 'id',
		descending: true,
		limit: 1,
	});
	return newest && String(newest.id);
}

function isTelling(name: string, value: unknown): boolean {
	if (typeof value !== 'string' || isFlag(name) || isRecordId(value)) return false;
	return value.length <= LONGEST_VALUE && TELLING_TEXT.test(value.trim());
}
