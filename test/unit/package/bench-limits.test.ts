/** The page about performance says of every goal what became of it, as the last benchmark measured it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { limitsOf } from '../../../bench/limits';
import { isMet, type Figure } from '../../../bench/measure';
import { tableOf, type EarlierRun } from '../../../bench/report';

const root = join(__dirname, '..', '..', '..');
const page = readFileSync(join(root, 'docs', 'performance.md'), 'utf8');
const { figures, before } = JSON.parse(
	readFileSync(join(root, 'bench', 'results.json'), 'utf8'),
) as {
	figures: Figure[];
	before: EarlierRun;
};

/** The lines of a table, without the spaces that align its cells. */
function linesOf(table: string): string[] {
	return table
		.split('\n')
		.map((line) => line.replace(/ +/g, ' ').trim())
		.filter((line) => line !== '' && !/^\|[-:| ]+\|$/.test(line));
}

function blockOf(name: string): string[] {
	const [, block] = page.split(new RegExp(`<!-- /?${name} -->`));
	return linesOf(block);
}

test('the table of the page holds the figures of the results', () => {
	expect(figures.length).toBeGreaterThan(40);
	expect(blockOf('bench').slice(1)).toEqual(linesOf(tableOf(figures, before)));
});

test('each missed goal has a line that says what stands in the way, and no other goal', () => {
	expect(blockOf('limits')).toEqual(linesOf(limitsOf(figures)));
});

test('a line names the goal, what was measured and the figure that shows the limit', () => {
	const spread = (median: number) => ({ median, low: median, high: median });
	const figure = (title: string, ratio: number, goal?: Figure['goal']): Figure => ({
		title: `sync of 10 products: ${title}`,
		peer: 'HTTP Request',
		engine: 'legacy',
		kind: 'speed',
		goal,
		rounds: 7,
		unit: 'ms',
		own: spread(1),
		other: spread(ratio),
		ratio: spread(ratio),
	});
	const run = [
		figure('the four maps as written', 0.7, { atLeast: 1 }),
		figure('coreBOS: Create in bulk', 21, { atLeast: 20 }),
		figure('the four bare calls of each product, without a node', 0.9),
	];
	const [, line, ...others] = linesOf(limitsOf(run));
	expect(others).toEqual([]);
	expect(line).toContain('the four maps as written | `legacy` | ≥ 1 × | 0.70 × |');
	expect(line).toContain('the four bare calls of each product, without a node: 0.90 ×');
	expect(limitsOf(run.slice(1))).toBe('This run met all goals.');
});

test('of two figures that show a limit, that of the same title counts', () => {
	const of = (title: string, median: number, goal?: Figure['goal']): Figure => {
		const ratio = { median, low: median, high: median };
		const compared = { peer: 'net.BlockList', kind: 'speed', unit: 'µs', rounds: 7 } as const;
		return { title, ...compared, goal, own: ratio, other: ratio, ratio };
	};
	const list = 'a look-up in an allowlist of 100000 addresses';
	const run = [
		of(`${list} and subnets: reading the address alone`, 12),
		of(list, 6, { atLeast: 10 }),
		of(`${list}: reading the address alone`, 7),
	];
	expect(limitsOf(run)).toContain('reading the address alone: 7.00 ×');
});

test('a cost misses its goal above it, a speed below it', () => {
	const ratio = { median: 0.6, low: 0.6, high: 0.6 };
	const of = (goal: Figure['goal']) => isMet({ goal, ratio } as Figure);
	expect([
		of({ atMost: 0.5 }),
		of({ atMost: 0.6 }),
		of({ atLeast: 0.6 }),
		of({ atLeast: 0.7 }),
	]).toEqual([false, true, true, false]);
	expect(of(undefined)).toBe(true);
});
