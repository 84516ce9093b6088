import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import {
	runConcurrently,
	thrownError,
	type CallOutcome,
	type ConcurrencyOptions,
} from '../../engine';

/** An item that failed, and why. */
interface FailedItem {
	itemIndex: number;
	error: unknown;
}

/**
 * Runs something for each item. If one fails, the node ends, and n8n shows nothing of the items that
 * were done before it or at the same time: the error lists them, so that they are not repeated.
 *
 * @param count number of items
 * @param options how many at a time, and how long between batches
 * @param run works on the item with this index
 * @returns the results in the order of the items
 * @throws what `run` threw for the first item that failed; an error of n8n says in its description
 * and in `context.items` what became of the other items
 */
export async function runItems<Result>(
	count: number,
	options: ConcurrencyOptions,
	run: (itemIndex: number) => Promise<Result>,
): Promise<Result[]> {
	const done: number[] = [];
	const failed: FailedItem[] = [];
	const watched = async (itemIndex: number): Promise<Result> => {
		const result = await run(itemIndex).catch((error: unknown) => {
			failed.push({ itemIndex, error });
			throw error;
		});
		done.push(itemIndex);
		return result;
	};
	return await runConcurrently(count, options, watched).catch((error: unknown) => {
		if (error instanceof NodeApiError || error instanceof NodeOperationError) {
			tellOthers(error, count, done, failed);
		}
		throw error;
	});
}

function tellOthers(
	error: NodeApiError | NodeOperationError,
	count: number,
	done: number[],
	failed: FailedItem[],
): void {
	const others = failed.filter((one) => one.error !== error);
	const begun = new Set([...done, ...failed.map(({ itemIndex }) => itemIndex)]);
	const notBegun = Array.from({ length: count }, (_, index) => index).filter(
		(index) => !begun.has(index),
	);
	if (done.length === 0 && others.length === 0 && notBegun.length === 0) return;
	const unknown = indexesOf(others, 'unknown');
	const late = indexesOf(others, 'done');
	const told = [
		done.length > 0 && `Done before the node stopped: ${itemsText(done)}. Do not repeat them.`,
		...others.map((one) => `Also failed: ${thrownError(one.error).message}`),
		late.length > 0 && `Done before they failed: ${itemsText(late)}. Do not repeat them.`,
		unknown.length > 0 && `May have been done: ${itemsText(unknown)}. Look before you repeat them.`,
		notBegun.length > 0 && `Not started: ${itemsText(notBegun)}.`,
	];
	error.description = [error.description, ...told].filter(Boolean).join(' ');
	error.context.items = { done: sorted([...done, ...late]), unknown, notBegun };
}

/** The items whose error says that this became of the call. */
function indexesOf(failed: FailedItem[], outcome: CallOutcome): number[] {
	const told = failed.filter(({ error }) => {
		const isOfNode = error instanceof NodeApiError || error instanceof NodeOperationError;
		return isOfNode && error.context.outcome === outcome;
	});
	return sorted(told.map(({ itemIndex }) => itemIndex));
}

function sorted(indexes: number[]): number[] {
	return [...indexes].sort((one, other) => one - other);
}

/** `items 0–11, 13`, counted from 0 as n8n does. */
export function itemsText(indexes: number[]): string {
	const ranges: Array<[first: number, last: number]> = [];
	for (const index of sorted(indexes)) {
		const range = ranges[ranges.length - 1];
		if (range !== undefined && range[1] === index - 1) range[1] = index;
		else ranges.push([index, index]);
	}
	const texts = ranges.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`));
	return `${indexes.length === 1 ? 'item' : 'items'} ${texts.join(', ')}`;
}
