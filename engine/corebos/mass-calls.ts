import type { CoreBosClient } from '../environment';
import { isWebServiceId, parseWebServiceId } from './record-id';
import { runConcurrently } from '../concurrency';
import { sendInChunks } from './adaptive-chunks';
import { isRecord, recordsIn } from '../is-record';
import { isDocument } from './lines/documents';
import { notThereCode } from './not-there';
import {
	chunks,
	massFailure,
	outcomeOf,
	queued,
	unassignable,
	type MassOutcome,
	type MassOptions,
} from './mass-outcomes';

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
	options: MassOptions,
): Promise<MassOutcome[]> {
	return await inChunks(elements, options, async (chunk, parameters) => {
		const result = await client.call('MassUpdate', { ...parameters, elements: chunk });
		if (!isRecord(result) || result.success_updates === undefined) {
			return chunk.map(() => ({ record: queued(result) }));
		}
		const updated = recordsIn(result.success_updates);
		const failed = recordsIn(result.failed_updates);
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
 * records fail (recorded). Its answer names records by their web service ids: others, by
 * number or cbuuid, are deleted alone.
 *
 * @returns the outcomes in the order of the ids; the record of one that was deleted is its id
 */
export async function massDelete(
	client: CoreBosClient,
	ids: string[],
	options: MassOptions,
): Promise<MassOutcome[]> {
	const keyOf = (id: string, index: number) => (isWebServiceId(id) ? 'bulk' : `alone ${index}`);
	const send = async (chunk: string[], parameters?: Record<string, unknown>) =>
		keyOf(chunk[0], 0) === 'bulk'
			? await deleteInBulk(client, chunk, parameters)
			: [await deleteAlone(client, chunk[0])];
	return await inChunks(ids, options, send, keyOf);
}

async function deleteAlone(client: CoreBosClient, id: string): Promise<MassOutcome> {
	return await outcomeOf(client.call('delete', { id }).then(() => ({ id })));
}

async function deleteInBulk(
	client: CoreBosClient,
	ids: string[],
	parameters?: Record<string, unknown>,
): Promise<MassOutcome[]> {
	const result = await client.call('MassDelete', { ...parameters, ids: ids.join(',') });
	if (!isRecord(result) || result.success_deletes === undefined) {
		return ids.map(() => ({ record: queued(result) }));
	}
	const deleted = Array.isArray(result.success_deletes) ? result.success_deletes.map(String) : [];
	const failed = recordsIn(result.failed_deletes);
	return ids.map((id): MassOutcome => {
		if (taken(deleted, (one) => one === id) !== undefined) return { record: { id } };
		return failedOrLost(
			'MassDelete',
			taken(failed, (one) => one.id === id),
		);
	});
}

/**
 * Reads many records with few calls of `MassRetrieve`. It takes all ids for those of one
 * module and leaves out what it cannot read (recorded): ids of a module go together, and what
 * is left out is asked for alone, for the reason. Ids that do not tell their module, by number
 * or cbuuid, are read alone as well, and so are documents with lines: it gives all of them the
 * lines of the last one (recorded).
 *
 * @returns the outcomes in the order of the ids
 */
export async function massRetrieve(
	client: CoreBosClient,
	ids: string[],
	options: MassOptions,
): Promise<MassOutcome[]> {
	const outcomes: MassOutcome[] = [];
	const prefixes = ids.map((id) => parseWebServiceId(id)?.prefix);
	const groups = chunks(ids, options.chunkSize, (_, index) => prefixes[index]);
	await runConcurrently(groups.length, options, async (group) => {
		const wanted = groups[group].map((index) => ids[index]).join(',');
		const found = await client.call('MassRetrieve', { ids: wanted }).catch((error: Error) => error);
		for (const index of groups[group]) {
			const record = isRecord(found) ? found[ids[index]] : undefined;
			if (isRecord(record) && isDocument(record)) continue;
			if (isRecord(record)) outcomes[index] = { record };
			else if (found instanceof Error && !isAboutRecords(found)) outcomes[index] = { error: found };
		}
	});
	const missing = ids.flatMap((_, index) => (outcomes[index] === undefined ? [index] : []));
	await runConcurrently(missing.length, options, async (place) => {
		const id = ids[missing[place]];
		outcomes[missing[place]] = await outcomeOf(client.call('retrieve', { id }));
	});
	return outcomes;
}

/** A refusal that may be one record's, which it then gets when it is asked for alone. */
function isAboutRecords(error: Error): boolean {
	return notThereCode(error) !== undefined;
}

/** Sends chunks; the failure of a whole call is that of all its records. */
async function inChunks<Item>(
	items: Item[],
	options: MassOptions,
	send: (chunk: Item[], parameters?: Record<string, unknown>) => Promise<MassOutcome[]>,
	keyOf: (item: Item, index: number) => string = () => 'bulk',
): Promise<MassOutcome[]> {
	return await sendInChunks(items, options, keyOf, async (indexes) => {
		const chunk = indexes.map((index) => items[index]);
		return await send(chunk, options.parameters?.(indexes[0])).catch((error: Error) =>
			chunk.map((): MassOutcome => ({ error })),
		);
	});
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
	return { error: failure ? massFailure(operation, failure) : unassignable(operation) };
}
