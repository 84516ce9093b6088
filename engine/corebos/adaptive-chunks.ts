import { runConcurrently } from '../concurrency';
import { byKey, type MassOptions, type MassOutcome } from './mass-outcomes';

/**
 * The most characters that the records of one call have as JSON. PHP takes 8 MB of a form unless
 * the server says otherwise, and a form is up to three times as long as what it holds.
 */
const MOST_CHARACTERS = 2_000_000;

/** A call should not take longer, in milliseconds: calls are given up after 60 seconds. */
const SLOW = 10_000;

/**
 * Sends items in chunks, several at a time. A chunk is as large as the options allow, but no
 * larger than a form of PHP may be; after a slow answer the next chunks are smaller, after quick
 * ones larger again.
 *
 * @param keyOf items of a key go together; items without one go by themselves, after all others
 * @param send makes one call for the items of these indexes and gives their outcomes in their order
 * @returns the outcomes in the order of the items
 * @throws what `send` rejects with
 */
export async function sendInChunks<Item>(
	items: readonly Item[],
	options: MassOptions,
	keyOf: (item: Item, index: number) => string | undefined,
	send: (indexes: number[]) => Promise<MassOutcome[]>,
): Promise<MassOutcome[]> {
	const outcomes: MassOutcome[] = [];
	const clock = options.clock ?? Date;
	const queue = new ChunkQueue(items, keyOf, options.chunkSize);
	const worker = async () => {
		for (let indexes = queue.take(); indexes.length > 0; indexes = queue.take()) {
			const begun = clock.now();
			const done = await send(indexes);
			queue.answered(indexes.length, clock.now() - begun);
			indexes.forEach((index, place) => (outcomes[index] = done[place]));
		}
	};
	const workers = Math.min(Math.max(1, Math.floor(options.concurrency)), items.length);
	await runConcurrently(workers, { concurrency: workers }, worker);
	return outcomes;
}

/** The indexes that are still to be sent, and how many of them the next call takes. */
class ChunkQueue<Item> {
	private readonly groups: number[][];
	private readonly most: number;
	private size: number;
	/** The group that is being sent, and how many of it have been. */
	private group = 0;
	private sent = 0;

	constructor(
		private readonly items: readonly Item[],
		keyOf: (item: Item, index: number) => string | undefined,
		most: number,
	) {
		const alone = items.flatMap((item, index) =>
			keyOf(item, index) === undefined ? [[index]] : [],
		);
		this.groups = [...byKey(items, keyOf).values(), ...alone];
		this.most = Math.max(1, Math.floor(most));
		this.size = this.most;
	}

	/** The indexes of the next call; none when all are sent. */
	take(): number[] {
		const group = this.groups[this.group] ?? [];
		const chunk: number[] = [];
		let characters = 0;
		while (chunk.length < this.size && this.sent < group.length) {
			characters += (JSON.stringify(this.items[group[this.sent]]) ?? '').length;
			if (chunk.length > 0 && characters > MOST_CHARACTERS) break;
			chunk.push(group[this.sent++]);
		}
		if (this.sent === group.length) {
			this.group++;
			this.sent = 0;
		}
		return chunk;
	}

	answered(count: number, milliseconds: number): void {
		if (milliseconds > SLOW) {
			this.size = Math.max(1, Math.floor((count * SLOW) / milliseconds));
		} else if (milliseconds < SLOW / 2) {
			this.size = Math.min(this.most, this.size * 2);
		}
	}
}
