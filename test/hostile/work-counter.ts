/**
 * Counts work instead of time, so that a busy machine changes nothing: the blocks of shipped
 * code that V8 ran, and what the built-in searches read. Import it before the code it counts,
 * as V8 counts the blocks of what is loaded from then on.
 */
import { Session } from 'node:inspector';

const COUNTED =
	/\/(?:engine|convert|nodes)\/[^?]*\.ts$|\/node_modules\/(?:crypto-js|fast-xml-parser|ipaddr\.js|strnum)\//;

interface Coverage {
	result: Array<{ url: string; functions: Array<{ ranges: Array<{ count: number }> }> }>;
}

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
// The next test file of this process runs at full speed again.
afterAll(() => session.disconnect());

/** The blocks of shipped code that ran since the last call. */
function takeBlocks(): number {
	let blocks = 0;
	session.post('Profiler.takePreciseCoverage', (error, coverage?: Coverage) => {
		if (error !== null) throw error;
		for (const { url, functions } of coverage?.result ?? []) {
			if (!COUNTED.test(url)) continue;
			for (const { ranges } of functions) for (const { count } of ranges) blocks += count;
		}
	});
	return blocks;
}

/** What the built-in searches have read, in characters and elements, while they are watched. */
let searched = 0;

function patch(prototype: object, methods: object): void {
	for (const [name, value] of Object.entries(methods)) {
		Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
	}
}

/**
 * Lets built-in searches tell what they read, the backtracking of patterns excepted. V8 runs them
 * slowly then, so this is for small inputs. @returns undoes it
 */
function watchSearches(): () => void {
	const { indexOf, includes } = String.prototype;
	const { exec } = RegExp.prototype;
	const { shift, splice, indexOf: indexInArray, includes: isInArray } = Array.prototype;
	patch(String.prototype, {
		indexOf(this: string, wanted: string, from = 0) {
			const found = indexOf.call(this, wanted, from);
			searched += Math.max(0, (found < 0 ? this.length : found) - from);
			return found;
		},
		includes(this: string, wanted: string, from = 0) {
			const found = indexOf.call(this, wanted, from);
			searched += Math.max(0, (found < 0 ? this.length : found) - from);
			return found >= 0;
		},
	});
	patch(RegExp.prototype, {
		exec(this: RegExp, text: string) {
			const anchored = this.sticky || (this.source.startsWith('^') && !this.multiline);
			const from = this.global || this.sticky ? this.lastIndex : 0;
			const found = exec.call(this, text);
			if (found !== null) searched += found.index - from + found[0].length + 1;
			else searched += anchored ? 1 : Math.max(0, text.length - from);
			return found;
		},
	});
	patch(Array.prototype, {
		shift(this: unknown[]) {
			searched += this.length;
			return shift.call(this) as unknown;
		},
		splice(this: unknown[], ...parameters: [number, number, ...unknown[]]) {
			searched += this.length - Math.max(0, parameters[0]);
			return splice.apply(this, parameters);
		},
		indexOf(this: unknown[], wanted: unknown, from = 0) {
			const found = indexInArray.call(this, wanted, from);
			searched += (found < 0 ? this.length : found) - from;
			return found;
		},
		includes(this: unknown[], wanted: unknown, from = 0) {
			searched += this.length - from;
			return isInArray.call(this, wanted, from);
		},
	});
	return () => {
		patch(String.prototype, { indexOf, includes });
		patch(RegExp.prototype, { exec });
		patch(Array.prototype, { shift, splice, indexOf: indexInArray, includes: isInArray });
	};
}

/**
 * The steps that something takes.
 *
 * @param work what is counted
 * @returns blocks of shipped code that ran
 * @throws what `work` throws
 */
export async function stepsOf(work: () => unknown): Promise<number> {
	takeBlocks();
	await work();
	return takeBlocks();
}

/**
 * How the steps grow when an input doubles: 2 where they follow its size, 4 where they follow
 * its square. What built-in searches read counts as well.
 *
 * @param work is given a size, and has to make a new input of it
 * @param size the smaller of the two sizes
 * @returns the steps for twice the size as a multiple of those for the size
 */
export async function growth(work: (size: number) => unknown, size: number): Promise<number> {
	// What is made on first use, such as tables, belongs to neither size.
	await work(Math.ceil(size / 8));
	const unwatch = watchSearches();
	const steps = async (of: number): Promise<number> => {
		searched = 0;
		return (await stepsOf(() => work(of))) + searched;
	};
	try {
		const small = await steps(size);
		return (await steps(2 * size)) / small;
	} finally {
		unwatch();
	}
}

/** The most that {@link growth} may be where work follows the size of its input. */
export const LINEAR = 2.2;
