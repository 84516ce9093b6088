import { grouped } from '../grouped';
import { isRecord } from '../is-record';
import type { Clock } from './challenge-cache';
import { CoreBosError } from './corebos-error';

/** What became of one record of many. */
export type MassOutcome = { record: Record<string, unknown> } | { error: Error };

/** How many records go how. */
export interface MassOptions {
	/** Records of one call at most: slow answers make calls smaller. */
	chunkSize: number;
	/** Calls at the same time. */
	concurrency: number;
	/** Further parameters of the call that begins with this record, such as `cbwsOptions`. */
	parameters?(firstIndex: number): Record<string, unknown>;
	/** Tells how long a call took; default the time of the machine. */
	clock?: Clock;
}

/** The outcome of a call for one record: its error is the record's. */
export async function outcomeOf(call: Promise<unknown>): Promise<MassOutcome> {
	return await call.then(
		(record): MassOutcome => ({ record: isRecord(record) ? record : { result: record } }),
		(error: Error): MassOutcome => ({ error }),
	);
}

/**
 * The error of one record in an answer that lists what failed.
 *
 * @param operation the call that it was part of
 */
export function massFailure(
	operation: string,
	{ code, message }: Record<string, unknown>,
): CoreBosError {
	return new CoreBosError({ code: String(code), operation, reason: String(message) });
}

/** Where the answer to a call does not tell what became of a record. */
export function unassignable(operation: string): CoreBosError {
	return new CoreBosError({
		code: 'OPERATION_FAILED',
		operation,
		reason: 'the answer does not say what became of this record',
		uncertain: true,
	});
}

/** What a queued call answers: what it can be asked for later, the same for all its records. */
export function queued(result: unknown): Record<string, unknown> {
	return isRecord(result) ? result : { result };
}

/** Indexes of the items by their key; items without a key are left out. */
export function byKey<Item>(
	items: readonly Item[],
	keyOf: (item: Item, index: number) => string | undefined,
): Map<string, number[]> {
	return grouped(items.keys(), (index) => keyOf(items[index], index));
}

/** Indexes of the items of each call; items without a key are in none. */
export function chunks<Item>(
	items: Item[],
	size: number,
	keyOf: (item: Item, index: number) => string | undefined,
): number[][] {
	const most = Math.max(1, Math.floor(size));
	return [...byKey(items, keyOf).values()].flatMap((indexes) =>
		Array.from({ length: Math.ceil(indexes.length / most) }, (_, chunk) =>
			indexes.slice(chunk * most, (chunk + 1) * most),
		),
	);
}
