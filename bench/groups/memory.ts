/**
 * What a run keeps in memory, and how time grows with the number of items. Calls are answered in
 * the process, so that the number of items is not limited by the network.
 */
import type { IDataObject } from 'n8n-workflow';
import { figureOf, inTurns, median, millisecondsOf, scaled, type Results } from '../measure';
import { answerInProcess } from '../answered';
import { runNodes, startExpressions, type BenchNode } from '../n8n';
import { exampleMap } from '../../scripts/n8n/example-workflow';
import { httpRequestNode, mapNode } from './sync';

const ITEMS = 2_000;
/** Calls between two looks at the heap. */
const LOOKED_AT_EVERY = 250;
const ANSWER = JSON.stringify({
	success: true,
	result: { token: '5f0c1f2e3d4c5b6a', serverTime: 1764324000, expireTime: 1764324300 },
	moreinfo: null,
});
/** Nobody is asked there. */
const nowhere = { connection: { url: 'http://127.0.0.1:9', username: 'admin', accessKey: 'x' } };

/** Most that the heap has held since it was reset, garbage left out. */
let peak = 0;
let calls = 0;

function lookAtHeap(): void {
	globalThis.gc?.();
	peak = Math.max(peak, process.memoryUsage().heapUsed);
}

function items(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({ id: `14x${index}`, name: `P ${index}` }));
}

/** Kilobytes of heap for each item at the peak of a run. */
async function peakOf(node: BenchNode, count: number): Promise<number> {
	globalThis.gc?.();
	const before = process.memoryUsage().heapUsed;
	peak = before;
	const output = await runNodes(items(count), [node]);
	if (output.length !== count) throw new Error(`${output.length} of ${count} items came out`);
	lookAtHeap();
	return (peak - before) / count / 1000;
}

/** Heap at the peak of a run of calls, and time against items. */
export async function measure(): Promise<Results> {
	if (globalThis.gc === undefined) throw new Error('memory needs Node with --expose-gc');
	await startExpressions('vm');
	answerInProcess(() => {
		if (++calls % LOOKED_AT_EVERY === 0) lookAtHeap();
		return ANSWER;
	});
	const own = mapNode('Own', exampleMap('challenge', nowhere.connection.url), {}, nowhere);
	const peer = httpRequestNode('Request', nowhere, {
		operation: 'getchallenge',
		username: 'admin',
	});
	const count = scaled(ITEMS);
	const [mine, theirs] = await inTurns([
		async () => await peakOf(own, count),
		async () => await peakOf(peer, count),
	]);
	const sizes = [100, 1_000, 10_000, 100_000].filter((size) => size <= scaled(100_000));
	const evaluate: BenchNode = {
		name: 'Evaluate',
		type: 'n8n-nodes-corebos.runWebServiceMap',
		typeVersion: 1,
		parameters: {
			operation: 'evaluate',
			expressionKind: 'expression',
			expression: "concat(name, ' ', id)",
			options: {},
		},
	};
	const points = [];
	// Node compiles what it runs first.
	await runNodes(items(scaled(1_000)), [evaluate]);
	for (const size of sizes) {
		const given = items(size);
		const times = [];
		for (let round = 0; round < (size > 10_000 ? 1 : 3); round++) {
			times.push(await millisecondsOf(() => runNodes(given, [evaluate])));
		}
		points.push({ size, milliseconds: median(times) });
	}
	const about = {
		title: `heap at the peak of a run of ${count} items, per item`,
		peer: 'HTTP Request, the same call',
		kind: 'cost' as const,
		goal: { atMost: 1 },
		unit: 'kB',
	};
	return {
		figures: [figureOf(about, mine, theirs)],
		curves: [{ title: 'Evaluate Expression', of: 'items', points }],
	};
}
