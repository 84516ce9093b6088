import { thrownError } from '../thrown-error';
import type { CoreBosClient } from '../environment';
import { isRecord } from '../is-record';
import type { CoreBosWebService } from './client';
import { CoreBosError } from './corebos-error';
import { namingLeftBehind } from './left-behind';
import { findRecords } from './query-rows';

/** Records that MySQL takes for having the same value; unique ones are one or two. */
const MOST_ALIKE = 100;

/** What was found of a record that may or may not have been created. */
type LookUp =
	| { kind: 'found'; record: Record<string, unknown> }
	| { kind: 'none' }
	/** More than one record has the value: it does not tell which one is meant. */
	| { kind: 'several'; ids: string[] };

/** A record to create. */
export interface RecordToCreate {
	module: string;
	element: Record<string, unknown>;
	/** A field whose value in the element no other record of the module has. */
	uniqueField?: string;
	/** Further parameters of the call, such as `cbwsOptions`. */
	parameters?: Record<string, unknown>;
	/** The operation that creates it: `create` (default) or `CreateWithValidation`. */
	operation?: string;
	/**
	 * Waits before a look-up that found nothing is made again; default: nothing waits.
	 *
	 * @param milliseconds how long
	 */
	wait?(milliseconds: number): Promise<void>;
}

/** A record that exists now. */
export interface CreatedRecord {
	record: Record<string, unknown>;
	/** True: its answer was lost, and the record was found by its unique field. */
	lookedUp: boolean;
	/**
	 * True: the answer to the first call was lost, nothing was found by the unique field, and the
	 * record was created by a second call. Should the first one still arrive, there are two.
	 */
	repeated?: boolean;
}

/**
 * Milliseconds that are waited before each further look-up. A call that a proxy holds back comes
 * in no session's queue: only time tells that it is lost.
 */
const PATIENCE = [1000, 3000];

/**
 * Creates a record, and never twice. Where the answer was lost and a unique field is named,
 * the record is looked up: if it is there, it was created; if it is not, it is looked up again
 * after a while, and then created again, once. All calls go on one session: PHP lets the look-up
 * begin only after a create that still runs has ended, so that it cannot come too early. What
 * nobody can know is whether a call that is still on its way arrives after that (`repeated`).
 *
 * @returns the record as coreBOS answers `create`, or as a query finds it
 * @throws CoreBosError of `create`; with `uncertain` where coreBOS may have created the record
 */
export async function createOnce(
	client: CoreBosWebService,
	wanted: RecordToCreate,
): Promise<CreatedRecord> {
	const onOneSession = client.onOneSession();
	return await create(onOneSession, wanted).catch(async (error: unknown) => {
		const again = async () => await create(onOneSession, wanted);
		const named = await namingLeftBehind(onOneSession, wanted, error);
		return await afterLostAnswer(onOneSession, wanted, named, again);
	});
}

async function create(client: CoreBosClient, wanted: RecordToCreate): Promise<CreatedRecord> {
	const { module: elementType, element, parameters, operation = 'create' } = wanted;
	const record = await client.call(operation, { ...parameters, elementType, element });
	return { record: isRecord(record) ? record : { result: record }, lookedUp: false };
}

/**
 * Looks up the record of a create that has failed, where nobody knows whether it was done.
 *
 * @param client on the session of that create (`onOneSession`)
 * @param error of the create
 * @param again what is done where the record turns out not to exist; without it, nothing
 * @throws the error, where it is certain or no unique field is named; the error with `uncertain`
 * and the reason where the look-up does not tell
 */
export async function afterLostAnswer(
	client: CoreBosClient,
	wanted: RecordToCreate,
	error: unknown,
	again?: () => Promise<CreatedRecord>,
): Promise<CreatedRecord> {
	const { module, element, uniqueField, wait } = wanted;
	if (!(error instanceof CoreBosError) || !error.uncertain || uniqueField === undefined) {
		throw error;
	}
	const lookUp = async () => {
		try {
			return await lookUpLostCreate(client, module, uniqueField, element[uniqueField]);
		} catch (reason) {
			throw notLookedUp(error, reason);
		}
	};
	let found = await lookUp();
	for (const milliseconds of wait === undefined ? [] : PATIENCE) {
		if (found.kind !== 'none') break;
		await wait?.(milliseconds);
		found = await lookUp();
	}
	if (found.kind === 'found') return { record: found.record, lookedUp: true };
	if (found.kind === 'several') throw ambiguous(error, wanted, found.ids);
	if (again === undefined) throw error;
	const made = await again().catch((second: unknown) => afterLostAnswer(client, wanted, second));
	return made.lookedUp ? made : { ...made, repeated: true };
}

/**
 * Looks for the record that a call with a lost answer may have created or changed.
 *
 * @param client on the session of that call (`onOneSession`), so that it waits for its end
 * @param module of the record
 * @param field a field whose values are unique in the module
 * @param value the value of that record
 * @throws CoreBosError `INVALID_PARAMETER` for a value that cannot be looked up; whatever the
 * query throws
 */
export async function lookUpLostCreate(
	client: CoreBosClient,
	module: string,
	field: string,
	value: unknown,
): Promise<LookUp> {
	const wanted = typeof value === 'number' ? String(value) : value;
	if (typeof wanted !== 'string' || wanted.trim() === '') {
		throw new CoreBosError({
			code: 'INVALID_PARAMETER',
			operation: 'query',
			reason: `a record of "${module}" cannot be looked up by its field "${field}": the field needs a text or number as value`,
		});
	}
	const conditions = [{ field, operator: 'equals' as const, value: wanted }];
	const alike = await findRecords(client, { module, conditions, limit: MOST_ALIKE });
	// MySQL takes texts of another letter case for equal, which a unique value may differ in.
	const records = alike.filter((record) => isSame(record[field], wanted));
	if (records.length === 0) return { kind: 'none' };
	if (records.length === 1) return { kind: 'found', record: records[0] };
	return { kind: 'several', ids: records.map(({ id }) => String(id)) };
}

/** coreBOS trims texts and writes numbers its own way (`12.5` as `12.500000`). */
function isSame(stored: unknown, wanted: string): boolean {
	const [one, other] = [String(stored ?? '').trim(), wanted.trim()];
	return one === other || (one !== '' && Number(one) === Number(other));
}

/**
 * The error of a create whose answer was lost, where looking for the record failed, too.
 *
 * @param error of the create
 * @param reason why the look-up failed
 * @returns an error that still says that the record may have been created
 */
export function notLookedUp(error: CoreBosError, reason: unknown): CoreBosError {
	const why = thrownError(reason).message;
	return stillUncertain(error, `looking up the record failed too: ${why}`);
}

function ambiguous(
	error: CoreBosError,
	{ uniqueField }: RecordToCreate,
	ids: string[],
): CoreBosError {
	const found = `${ids.length} records have the value of "${uniqueField}" (${ids.slice(0, 3).join(', ')})`;
	return stillUncertain(error, `${found}, so it is not clear whether the new one is among them`);
}

function stillUncertain(error: CoreBosError, why: string): CoreBosError {
	return new CoreBosError({ ...error, reason: `${error.reason}; ${why}` });
}
