import type { CoreBosClient } from '../environment';
import { inTurns } from '../turns';
import { isRecord } from './answer';
import type { CoreBosWebService } from './client';
import { CoreBosError } from './corebos-error';
import { createOnce, lookUpAfterLostAnswer } from './lost-answer';

/** What became of one record of many. */
export type MassOutcome = { record: Record<string, unknown> } | { error: Error };

/** How many records go how. */
export interface MassTurns {
	/** Records of one call. */
	chunkSize: number;
	/** Calls at the same time. */
	concurrency: number;
	/** Further parameters of the call that begins with this record, such as `cbwsOptions`. */
	parameters?(firstIndex: number): Record<string, unknown>;
}

/** A record to make. */
export interface MassRecord {
	module: string;
	element: Record<string, unknown>;
	/** Fields to look for an existing record by, which is changed then (`searchon`). */
	searchOn?: string[];
	/** A field whose value no other record has: a create with a lost answer is looked up by it. */
	uniqueField?: string;
}

/**
 * Makes many records with few calls of `MassCreate`, each with its own outcome: coreBOS says
 * that all failed when one did, and lists the others as made (recorded).
 *
 * Records of a module go together, since a module that is none refuses its whole call. Values
 * that are lists or hold `@{`, which MassCreate would take for a reference, go by themselves.
 *
 * @returns the outcomes in the order of the records; an error with `uncertain` where nobody
 * knows whether the record was made
 */
export async function massCreate(
	client: CoreBosWebService,
	records: MassRecord[],
	turns: MassTurns,
): Promise<MassOutcome[]> {
	const outcomes: MassOutcome[] = [];
	const together = records.map(({ element }) => isPlain(element));
	const groups = [
		...chunks(records, turns.chunkSize, ({ module }, index) =>
			together[index] ? `of ${module}` : undefined,
		),
		...records.flatMap((_, index) => (together[index] ? [] : [[index]])),
	];
	await inTurns(groups.length, turns, async (group) => {
		const indexes = groups[group];
		const parameters = turns.parameters?.(indexes[0]);
		const made = together[indexes[0]]
			? await createTogether(
					client,
					indexes.map((index) => records[index]),
					parameters,
				)
			: [await createAlone(client, records[indexes[0]], parameters)];
		indexes.forEach((index, place) => (outcomes[index] = made[place]));
	});
	return outcomes;
}

/** PHP looks for `@{` in every value as in a text, and dies of a list. */
function isPlain(element: Record<string, unknown>): boolean {
	return Object.values(element).every(
		(value) => (typeof value !== 'object' || value === null) && !String(value ?? '').includes('@{'),
	);
}

async function createTogether(
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
		return createdOf(records, result);
	} catch (error) {
		const result = error instanceof CoreBosError ? error.result : undefined;
		if (isRecord(result) && Array.isArray(result.failed_creates)) {
			return createdOf(records, result);
		}
		return await inTurns(
			records.length,
			{ concurrency: 1 },
			async (index) => await lookedUp(onOneSession, records[index], error as Error),
		);
	}
}

/** Failed records are known by their reference, the others came in the order of the call. */
function createdOf(records: MassRecord[], result: unknown): MassOutcome[] {
	if (!isRecord(result) || result.success_creates === undefined) {
		return records.map(() => ({ record: queued(result) }));
	}
	const failed = new Map(
		listOf(result.failed_creates).map((failure) => [
			isRecord(failure.record) ? failure.record.referenceId : undefined,
			failure,
		]),
	);
	const created = listOf(result.success_creates);
	if (created.length + failed.size !== records.length) {
		return records.map(() => ({ error: unassignable('MassCreate') }));
	}
	return records.map((_, index): MassOutcome => {
		const failure = failed.get(`record${index}`);
		if (failure !== undefined) return { error: failureOf('MassCreate', failure) };
		const record = created.shift();
		return record === undefined ? { error: unassignable('MassCreate') } : { record };
	});
}

/** A record of a call whose answer was lost: there, not there and made now, or uncertain. */
async function lookedUp(
	client: CoreBosWebService,
	record: MassRecord,
	error: Error,
): Promise<MassOutcome> {
	const { module, element, uniqueField } = record;
	const isLost = error instanceof CoreBosError && error.uncertain;
	if (!isLost || uniqueField === undefined) return { error };
	return await lookUpAfterLostAnswer(client, module, uniqueField, element[uniqueField]).then(
		async (found): Promise<MassOutcome> => {
			if (found.kind === 'found') return { record: found.record };
			return found.kind === 'none' ? await createAlone(client, record) : { error };
		},
		(): MassOutcome => ({ error }),
	);
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
	return await outcomeOf(
		createOnce(client, { ...record, parameters }).then(({ record: made }) => made),
	);
}

/**
 * Changes many records with few calls of `MassUpdate`, which answers success although single
 * records fail (recorded).
 *
 * @param elements each with its `id`: web service id, number or cbuuid
 * @returns the outcomes in the order of the elements
 */
export async function massUpdate(
	client: CoreBosClient,
	elements: Array<Record<string, unknown>>,
	turns: MassTurns,
): Promise<MassOutcome[]> {
	return await inChunks(elements, turns, async (chunk, parameters) => {
		const result = await client.call('MassUpdate', { ...parameters, elements: chunk });
		if (!isRecord(result) || result.success_updates === undefined) {
			return chunk.map(() => ({ record: queued(result) }));
		}
		const updated = listOf(result.success_updates);
		const failed = listOf(result.failed_updates);
		return chunk.map(({ id }): MassOutcome => {
			const record = taken(updated, (one) => isRecordNamed(one, String(id)));
			if (record !== undefined) return { record };
			return failedOrLost(
				'MassUpdate',
				taken(failed, (one) => String(one.id) === String(id)),
			);
		});
	});
}

/**
 * Deletes many records with few calls of `MassDelete`, which answers success although single
 * records fail (recorded).
 *
 * @returns the outcomes in the order of the ids; the record of one that was deleted is its id
 */
export async function massDelete(
	client: CoreBosClient,
	ids: string[],
	turns: MassTurns,
): Promise<MassOutcome[]> {
	return await inChunks(ids, turns, async (chunk, parameters) => {
		const result = await client.call('MassDelete', { ...parameters, ids: chunk.join(',') });
		if (!isRecord(result) || result.success_deletes === undefined) {
			return chunk.map(() => ({ record: queued(result) }));
		}
		const deleted = Array.isArray(result.success_deletes) ? result.success_deletes.map(String) : [];
		const failed = listOf(result.failed_deletes);
		return chunk.map((id): MassOutcome => {
			if (taken(deleted, (one) => one === id) !== undefined) return { record: { id } };
			return failedOrLost(
				'MassDelete',
				taken(failed, (one) => one.id === id),
			);
		});
	});
}

/**
 * Reads many records with few calls of `MassRetrieve`. It takes all ids for those of one
 * module and leaves out what it cannot read (recorded): ids of a module go together, and what
 * is left out is asked for alone, for the reason. Ids that do not tell their module, by number
 * or cbuuid, are read alone as well.
 *
 * @returns the outcomes in the order of the ids
 */
export async function massRetrieve(
	client: CoreBosClient,
	ids: string[],
	turns: MassTurns,
): Promise<MassOutcome[]> {
	const outcomes: MassOutcome[] = [];
	const prefixes = ids.map((id) => /^(\d+)x\d+$/.exec(id)?.[1]);
	const groups = chunks(ids, turns.chunkSize, (_, index) => prefixes[index]);
	await inTurns(groups.length, turns, async (group) => {
		const wanted = groups[group].map((index) => ids[index]).join(',');
		const result = await client.call('MassRetrieve', { ids: wanted }).catch(() => undefined);
		for (const index of groups[group]) {
			const record = isRecord(result) ? result[ids[index]] : undefined;
			if (isRecord(record)) outcomes[index] = { record };
		}
	});
	const missing = ids.flatMap((_, index) => (outcomes[index] === undefined ? [index] : []));
	await inTurns(missing.length, turns, async (place) => {
		const id = ids[missing[place]];
		outcomes[missing[place]] = await outcomeOf(client.call('retrieve', { id }));
	});
	return outcomes;
}

/** Runs chunks one after the other; the failure of a whole call is that of all its records. */
async function inChunks<Item>(
	items: Item[],
	turns: MassTurns,
	send: (chunk: Item[], parameters?: Record<string, unknown>) => Promise<MassOutcome[]>,
): Promise<MassOutcome[]> {
	const groups = chunks(items, turns.chunkSize, () => 'all');
	const outcomes = await inTurns(groups.length, turns, async (group) => {
		const chunk = groups[group].map((index) => items[index]);
		return await send(chunk, turns.parameters?.(groups[group][0])).catch((error: Error) =>
			chunk.map((): MassOutcome => ({ error })),
		);
	});
	return outcomes.flat();
}

/** Indexes of the items of each call; items without a key are in none. */
function chunks<Item>(
	items: Item[],
	size: number,
	keyOf: (item: Item, index: number) => string | undefined,
): number[][] {
	const byKey = new Map<string, number[]>();
	items.forEach((item, index) => {
		const key = keyOf(item, index);
		if (key !== undefined) byKey.set(key, [...(byKey.get(key) ?? []), index]);
	});
	const most = Math.max(1, Math.floor(size));
	return [...byKey.values()].flatMap((indexes) =>
		Array.from({ length: Math.ceil(indexes.length / most) }, (_, chunk) =>
			indexes.slice(chunk * most, (chunk + 1) * most),
		),
	);
}

async function outcomeOf(call: Promise<unknown>): Promise<MassOutcome> {
	return await call.then(
		(record): MassOutcome => ({ record: isRecord(record) ? record : { result: record } }),
		(error: Error): MassOutcome => ({ error }),
	);
}

/** What a queued call answers: what it can be asked for later, the same for all its records. */
function queued(result: unknown): Record<string, unknown> {
	return isRecord(result) ? result : { result };
}

/** Takes the first match out of the list: two items may name the same record. */
function taken<Entry>(list: Entry[], matches: (entry: Entry) => boolean): Entry | undefined {
	const index = list.findIndex(matches);
	return index < 0 ? undefined : list.splice(index, 1)[0];
}

function isRecordNamed(record: Record<string, unknown>, id: string): boolean {
	return record.id === id || record.cbuuid === id || String(record.id).endsWith(`x${id}`);
}

function failedOrLost(operation: string, failure?: Record<string, unknown>): MassOutcome {
	return { error: failure ? failureOf(operation, failure) : unassignable(operation) };
}

function failureOf(operation: string, { code, message }: Record<string, unknown>): CoreBosError {
	return new CoreBosError({ code: String(code), operation, reason: String(message) });
}

function unassignable(operation: string): CoreBosError {
	return new CoreBosError({
		code: 'OPERATION_FAILED',
		operation,
		reason: 'the answer does not tell what became of this record',
		uncertain: true,
	});
}

function listOf(value: unknown): Array<Record<string, unknown>> {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}
