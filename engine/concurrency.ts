/** How many items of a run are worked on at a time. */
export interface ConcurrencyOptions {
	/** How many may be under way at the same time; 1: one after the other, as coreBOS runs them. */
	concurrency: number;
	/** Items of a batch; the next batch starts when this one has ended and `pause` has passed. */
	batchSize?: number;
	/** Waits between two batches. */
	pause?: () => Promise<void>;
}

/**
 * Runs something for each item, a few at a time, and keeps their order.
 *
 * After a failure nothing new is started, but what is under way comes to its end first, so
 * that nobody has to guess what became of it.
 *
 * @param count number of items
 * @param options how many at a time, and how long between batches
 * @param run works on the item with this index
 * @returns the results in the order of the items
 * @throws what `run` threw for the first of the items that failed
 */
export async function runConcurrently<Result>(
	count: number,
	options: ConcurrencyOptions,
	run: (index: number) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const batchSize = Math.max(1, options.batchSize ?? count);
	for (let start = 0; start < count; start += batchSize) {
		if (start > 0) await options.pause?.();
		await runBatch(start, Math.min(start + batchSize, count), options.concurrency, run, results);
	}
	return results;
}

/** Works through the items from `start` to before `end`. */
async function runBatch<Result>(
	start: number,
	end: number,
	concurrency: number,
	run: (index: number) => Promise<Result>,
	results: Result[],
): Promise<void> {
	let next = start;
	const failures = new Map<number, unknown>();
	const worker = async () => {
		while (next < end && failures.size === 0) {
			const index = next++;
			try {
				results[index] = await run(index);
			} catch (error) {
				failures.set(index, error);
			}
		}
	};
	const workers = Math.min(Math.max(1, Math.floor(concurrency)), end - start);
	await Promise.all(Array.from({ length: workers }, worker));
	if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
}

/** Lets a few pieces of work go on at a time; the others wait in the order in which they came. */
export class ConcurrencyLimit {
	private underWay = 0;
	private readonly waiting: Array<() => void> = [];

	/** @param most pieces of work at the same time */
	constructor(private readonly most: number) {}

	/** @throws what `work` throws */
	async run<Result>(work: () => Promise<Result>): Promise<Result> {
		if (this.underWay < this.most) this.underWay++;
		else await new Promise<void>((begin) => this.waiting.push(begin));
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			if (next === undefined) this.underWay--;
			else next();
		}
	}
}
