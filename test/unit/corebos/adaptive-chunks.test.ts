import { sendInChunks } from '../../../engine/corebos/adaptive-chunks';

/** Sends numbers; each call takes the time that `takes` tells, on a clock of the test's own. */
async function sizes(
	count: number,
	takes: (size: number) => number,
	{ chunkSize = 100, length = 1 } = {},
): Promise<number[]> {
	let now = 0;
	const sent: number[] = [];
	const items = Array.from({ length: count }, () => 'x'.repeat(length));
	const outcomes = await sendInChunks(
		items,
		{ chunkSize, concurrency: 1, clock: { now: () => now } },
		() => 'all',
		async (indexes) => {
			sent.push(indexes.length);
			now += takes(indexes.length);
			return indexes.map((index) => ({ record: { index } }));
		},
	);
	expect(outcomes).toEqual(items.map((_, index) => ({ record: { index } })));
	return sent;
}

describe('chunks of bulk calls', () => {
	test.each([
		['quick answers: as many as are allowed', 250, () => 100, {}, [100, 100, 50]],
		[
			'a second for each record: ten in a call',
			130,
			(size: number) => size * 1_000,
			{},
			[100, 10, 10, 10],
		],
		['a record that takes longer than a call should', 3, () => 60_000, {}, [3]],
		['no smaller than one', 4, () => 60_000, { chunkSize: 2 }, [2, 1, 1]],
		[
			'long records: no more than PHP takes in a form',
			3,
			() => 1,
			{ length: 1_500_000 },
			[1, 1, 1],
		],
	] as const)('%s', async (_, count, takes, options, expected) => {
		expect(await sizes(count, takes, options)).toEqual(expected);
	});

	test('larger again after quick answers', async () => {
		let call = 0;
		const takes = () => (++call === 1 ? 40_000 : 100);
		expect(await sizes(300, takes)).toEqual([100, 25, 50, 100, 25]);
	});

	test('items by key, those without one by themselves and last, in the order of the items', async () => {
		const calls: number[][] = [];
		const outcomes = await sendInChunks(
			['a', 'b', '', 'a', 'a'],
			{ chunkSize: 2, concurrency: 2 },
			(item) => item || undefined,
			async (indexes) => {
				calls.push(indexes);
				return indexes.map((index) => ({ record: { index } }));
			},
		);
		expect(calls).toEqual([[0, 3], [4], [1], [2]]);
		expect(outcomes.map((outcome) => 'record' in outcome && outcome.record.index)).toEqual([
			0, 1, 2, 3, 4,
		]);
	});

	test('what a call rejects with ends it; no further call is made by that turn', async () => {
		let calls = 0;
		const sending = sendInChunks(
			[1, 2, 3],
			{ chunkSize: 1, concurrency: 1 },
			() => 'all',
			async () => {
				calls++;
				return await Promise.reject(new Error('gone'));
			},
		);
		await expect(sending).rejects.toThrow('gone');
		expect(calls).toBe(1);
	});
});
