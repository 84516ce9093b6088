import { runConcurrently } from '../concurrency';
import { sendInChunks } from './adaptive-chunks';
import { isRecord, recordsIn } from '../is-record';
import type { CoreBosWebService } from './client';
import { CoreBosError } from './corebos-error';
import {
	afterLostAnswer,
	createOnce,
	type CreatedRecord,
	type RecordToCreate,
} from './create-once';
import { namingLeftBehind } from './left-behind';
import {
	massFailure,
	outcomeOf,
	queued,
	unassignable,
	type MassOutcome,
	type MassOptions,
} from './mass-outcomes';
import { thrownError } from '../thrown-error';

/** A record to make. */
export interface MassRecord
	extends Pick<RecordToCreate, 'module' | 'element' | 'uniqueField' | 'wait'> {
	/** Fields to look for an existing record by, which is changed then (`searchon`). */
	searchOn?: string[];
	/** Called when the record was created by a second call, see `CreatedRecord.repeated`. */
	onRepeated?(): void;
}

/**
 * Makes many records with few calls of `MassCreate`, each with its own outcome: coreBOS says
 * that all failed when one did, and lists the others as made (recorded).
 *
 * Records of a module go together, since an unknown module refuses its whole call. Values
 * that are lists or hold `@{`, which MassCreate would take for a reference, go by themselves.
 *
 * @returns the outcomes in the order of the records; an error with `uncertain` where nobody
 * knows whether the record was made
 */
export async function massCreate(
	client: CoreBosWebService,
	records: MassRecord[],
	options: MassOptions,
): Promise<MassOutcome[]> {
	const inBulk = records.map(({ element }) => takesMassCreate(element));
	const keyOf = (_element: MassRecord['element'], index: number) =>
		inBulk[index] ? `of ${records[index].module}` : undefined;
	// Only their elements are sent; other properties of the callers would be measured, too.
	const elements = records.map(({ element }) => element);
	return await sendInChunks(elements, options, keyOf, async (indexes) => {
		const parameters = options.parameters?.(indexes[0]);
		if (!inBulk[indexes[0]]) return [await createAlone(client, records[indexes[0]], parameters)];
		const chunk = indexes.map((index) => records[index]);
		return await createInBulk(client, chunk, parameters);
	});
}

/**
 * Whether `MassCreate` can make a record of these values: PHP looks for `@{` in each of them as in
 * a string, and fails on a list.
 */
export function takesMassCreate(element: Record<string, unknown>): boolean {
	return Object.values(element).every(
		(value) => (typeof value !== 'object' || value === null) && !String(value ?? '').includes('@{'),
	);
}

async function createInBulk(
	client: CoreBosWebService,
	records: MassRecord[],
	parameters: Record<string, unknown> | undefined,
): Promise<MassOutcome[]> {
	const onOneSession = client.onOneSession();
	const elements = records.map(({ module, element, searchOn }, index) => ({
		elementType: module,
		referenceId: `record${index}`,
		...(searchOn && { searchon: searchOn.join(',') }),
		element,
	}));
	try {
		const result = await onOneSession.call('MassCreate', { ...parameters, elements });
		return await reallyCreated(onOneSession, records, createdOf(records, result));
	} catch (error) {
		const result = error instanceof CoreBosError ? error.result : undefined;
		if (isRecord(result) && Array.isArray(result.failed_creates)) {
			return await reallyCreated(onOneSession, records, createdOf(records, result));
		}
		return await runConcurrently(
			records.length,
			{ concurrency: 1 },
			async (index) => await lookedUp(onOneSession, records[index], thrownError(error)),
		);
	}
}

/** Failed records are known by their reference, the others came in the order of the call. */
function createdOf(records: MassRecord[], result: unknown): MassOutcome[] {
	if (!isRecord(result) || result.success_creates === undefined) {
		return records.map(() => ({ record: queued(result) }));
	}
	const failed = new Map(
		recordsIn(result.failed_creates).map((failure) => [
			isRecord(failure.record) ? failure.record.referenceId : undefined,
			failure,
		]),
	);
	const created = recordsIn(result.success_creates);
	if (created.length + failed.size !== records.length) {
		return records.map(() => ({ error: unassignable('MassCreate') }));
	}
	return records.map((_, index): MassOutcome => {
		const failure = failed.get(`record${index}`);
		if (failure !== undefined) return { error: massFailure('MassCreate', failure) };
		const record = created.shift();
		return record === undefined ? { error: unassignable('MassCreate') } : { record };
	});
}

/**
 * MassCreate changes a record that has all values of a new one instead of making another:
 * two equal items would end up as one record. What it has only found is created by itself.
 */
async function reallyCreated(
	client: CoreBosWebService,
	records: MassRecord[],
	outcomes: MassOutcome[],
): Promise<MassOutcome[]> {
	const ids = new Set<unknown>();
	return await runConcurrently(records.length, { concurrency: 1 }, async (index) => {
		const outcome = outcomes[index];
		if ('error' in outcome)
			return { error: await namedError(client, records[index], outcome.error) };
		if (outcome.record.id === undefined) return outcome;
		if (records[index].searchOn !== undefined) return outcome;
		const isNew = !ids.has(outcome.record.id) && !wasChanged(outcome.record);
		ids.add(outcome.record.id);
		return isNew ? outcome : await createAlone(client, records[index]);
	});
}

async function namedError(client: CoreBosWebService, record: MassRecord, error: Error) {
	const named = await namingLeftBehind(client, record, error);
	return named instanceof Error ? named : error;
}

/** Only the answer to a change names the records that a record refers to (recorded). */
function wasChanged(record: Record<string, unknown>): boolean {
	return Object.entries(record).some(
		([name, value]) => name.endsWith('ename') && isRecord(value) && 'reference' in value,
	);
}

/** A record of a call that failed: where its answer was lost it may be there, or is made now. */
async function lookedUp(
	client: CoreBosWebService,
	record: MassRecord,
	error: Error,
): Promise<MassOutcome> {
	const again = async () => await createOnce(client, record);
	return await outcomeOf(afterLostAnswer(client, record, error, again).then(made(record)));
}

async function createAlone(
	client: CoreBosWebService,
	record: MassRecord,
	parameters?: Record<string, unknown>,
): Promise<MassOutcome> {
	const { module: elementType, element, searchOn } = record;
	if (searchOn) {
		return await outcomeOf(
			client.call('upsert', {
				...parameters,
				elementType,
				element,
				searchOn: searchOn.join(','),
				updatedfields: Object.keys(element).join(','),
			}),
		);
	}
	return await outcomeOf(createOnce(client, { ...record, parameters }).then(made(record)));
}

function made({ onRepeated }: MassRecord): (created: CreatedRecord) => Record<string, unknown> {
	return ({ record, repeated }) => {
		if (repeated === true) onRepeated?.();
		return record;
	};
}
