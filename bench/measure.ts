/** Rounds in turns, medians and spreads: how every figure of the benchmark is taken. */

/** Rounds of a figure, unless it says otherwise. */
export const ROUNDS = 7;

/** Share of the full size: less to try the benchmark out, which says nothing about speed then. */
const SCALE = Number(process.env.BENCH_SCALE ?? 1);

/** So many, or fewer where the benchmark is only tried out. */
export function scaled(count: number): number {
	return Math.max(10, Math.round(count * SCALE));
}

/** The median of some rounds, and the lowest and highest of them. */
export interface Spread {
	median: number;
	low: number;
	high: number;
}

/** What a figure wants to be. */
export type Goal = { atLeast: number } | { atMost: number };

/** One figure: this package next to a peer, measured in the same rounds. */
export interface Figure {
	/** What is measured. */
	title: string;
	/** What it is compared with. */
	peer: string;
	/** n8n's expression engine, where one is at work. */
	engine?: string;
	/** What the ratio is: how many times as fast as the peer, or how many times its cost. */
	kind: 'speed' | 'cost';
	goal?: Goal;
	rounds: number;
	/** Unit of `own` and `other`. */
	unit: string;
	own: Spread;
	other: Spread;
	ratio: Spread;
}

/** Cost against size, for the plot. */
export interface Curve {
	title: string;
	/** What is counted: items, fields, entries. */
	of: string;
	points: Array<{ size: number; milliseconds: number }>;
}

/** What a group of figures gives. */
export interface Results {
	figures: Figure[];
	curves: Curve[];
}

/** A piece of work whose cost is measured. @returns its cost; less is better */
export type Work = (isWarmUp: boolean) => Promise<number> | number;

/**
 * Measures works in turns, forwards and backwards, so that a machine that slows down is slow for
 * all of them. Each work runs once before, unmeasured.
 *
 * @returns the costs by round, in the order of the works
 */
export async function inTurns(works: Work[], rounds = ROUNDS): Promise<number[][]> {
	const costs = works.map((): number[] => []);
	for (const work of works) await work(true);
	for (let round = 0; round < rounds; round++) {
		const order = [...works.keys()];
		if (round % 2 === 1) order.reverse();
		for (const index of order) costs[index].push(await works[index](false));
	}
	return costs;
}

/** Milliseconds that a work takes. */
export async function millisecondsOf(work: () => Promise<unknown> | unknown): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}

/** Milliseconds that the processors work on something in this process, waiting left out. */
export async function processorTimeOf(work: () => Promise<unknown>): Promise<number> {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

export function median(values: number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)];
}

export function spreadOf(values: number[]): Spread {
	return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** A figure of two costs by round: the ratio is taken within each round. */
export function figureOf(
	about: Pick<Figure, 'title' | 'peer' | 'engine' | 'kind' | 'goal' | 'unit'>,
	own: number[],
	other: number[],
): Figure {
	const ratios = own.map((cost, round) =>
		about.kind === 'speed' ? other[round] / cost : cost / other[round],
	);
	return {
		...about,
		rounds: own.length,
		own: spreadOf(own),
		other: spreadOf(other),
		ratio: spreadOf(ratios),
	};
}

/** A goal in words. */
export function wantedOf(goal: Goal): string {
	return 'atLeast' in goal ? `≥ ${goal.atLeast} ×` : `≤ ${goal.atMost} ×`;
}

/** Whether a figure reaches its goal, if it has one. */
export function isMet({ goal, ratio }: Figure): boolean {
	if (goal === undefined) return true;
	return 'atLeast' in goal ? ratio.median >= goal.atLeast : ratio.median <= goal.atMost;
}

/** Three significant digits. */
export function shown(value: number): string {
	if (value >= 100) return value.toFixed(0);
	return value.toFixed(value >= 10 ? 1 : value >= 0.1 ? 2 : 3);
}
