import { runConcurrently, type ConcurrencyOptions } from '../../../engine';

const tick = async () => await new Promise<void>((resolve) => setImmediate(resolve));

/** Runs ten items that take differently long and tells how many were under way at most. */
async function watchedRun(options: ConcurrencyOptions, failing: number[] = []) {
	const started: number[] = [];
	const log: string[] = [];
	let underWay = 0;
	let most = 0;
	const run = async (index: number) => {
		started.push(index);
		most = Math.max(most, ++underWay);
		for (let ticks = 0; ticks <= (index * 7) % 5; ticks++) await tick();
		underWay--;
		log.push(String(index));
		if (failing.includes(index)) throw new Error(`item ${index}`);
		return index * 10;
	};
	const pause = options.pause && (async () => void log.push('pause'));
	const outcome = await runConcurrently(10, { ...options, pause }, run).catch(
		(error: Error) => error,
	);
	return { outcome, started, most, log, underWay };
}

const allResults = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90];

test.each([
	[1, 1],
	[3, 3],
	[10, 10],
	[50, 10],
	[0, 1],
	[2.9, 2],
])('concurrency %p: at most %p under way, results in order', async (concurrency, most) => {
	const run = await watchedRun({ concurrency });
	expect(run.outcome).toEqual(allResults);
	expect(run.most).toBe(most);
});

test('a batch ends before the pause and the next one', async () => {
	const { outcome, log } = await watchedRun({
		concurrency: 4,
		batchSize: 4,
		pause: async () => undefined,
	});
	expect(outcome).toEqual(allResults);
	const batches = log.join(' ').split(' pause ');
	expect(batches.map((batch) => batch.split(' ').sort())).toEqual([
		['0', '1', '2', '3'],
		['4', '5', '6', '7'],
		['8', '9'],
	]);
});

test('after a failure nothing new starts, and the first failed item is told', async () => {
	const run = await watchedRun({ concurrency: 3 }, [3, 4]);
	expect(run.outcome).toEqual(new Error('item 3'));
	expect(run.underWay).toBe(0);
	expect(run.started.length).toBeLessThan(10);
});

test('no items, no runs', async () => {
	expect(await runConcurrently(0, { concurrency: 4 }, async () => 1)).toEqual([]);
});
