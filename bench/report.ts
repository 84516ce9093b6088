/** The results of a run as a table, as JSON, as a plot, and in the page of the documentation. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { limitsOf } from './limits';
import {
	isMet,
	shown,
	wantedOf,
	type Curve,
	type Figure,
	type Results,
	type Spread,
} from './measure';

/** Where a run was made. */
export interface Machine {
	/** ISO 8601. */
	date: string;
	processor: string;
	cores: number;
	memory: string;
	system: string;
	/** The Node that everything measured ran with. */
	node: string;
	n8n: string;
	/** Load of the machine over the minute before the run. */
	load: number;
}

/** What `bench/results.json` keeps of the run before: two runs show how far a ratio can be trusted. */
export interface EarlierRun {
	/** ISO 8601. */
	date: string;
	ratios: Array<Pick<Figure, 'title' | 'peer' | 'engine'> & { ratio: number }>;
}

const root = join(__dirname, '..');
const file = join(root, 'bench', 'results.json');
const page = join(root, 'docs', 'performance.md');

/** Figures as a table of Markdown, with what the run before made of them, if that is known. */
export function tableOf(figures: Figure[], before?: EarlierRun): string {
	const rows = figures.map((figure) => {
		const { title, peer, engine, own, other, ratio, unit } = figure;
		const cells = [
			title,
			peer,
			engine === undefined ? '' : `\`${engine}\``,
			`${shown(own.median)} / ${shown(other.median)} ${unit}`,
			`**${shown(ratio.median)} ×** (${spread(ratio)})`,
			...(before === undefined ? [] : [ratioBefore(figure, before)]),
			goalOf(figure),
		];
		return `| ${cells.join(' | ')} |`;
	});
	const [title, line] = before === undefined ? ['', ''] : [' run before |', ' ---: |'];
	return [
		`| what | compared with | engine | this package / peer | ratio (spread) |${title} goal |`,
		`| --- | --- | --- | ---: | ---: |${line} --- |`,
		...rows,
	].join('\n');
}

function ratioBefore({ title, peer, engine }: Figure, { ratios }: EarlierRun): string {
	const same = ratios.find(
		(one) => one.title === title && one.peer === peer && one.engine === engine,
	);
	return same === undefined ? '' : `${shown(same.ratio)} ×`;
}

function goalOf(figure: Figure): string {
	const { goal } = figure;
	return goal === undefined ? '' : `${wantedOf(goal)} ${isMet(figure) ? 'met' : 'missed'}`;
}

function spread({ low, high }: Spread): string {
	return `${shown(low)}–${shown(high)}`;
}

/** Writes `bench/results.json`, the plot, and the table of the page. */
export function writeResults(machine: Machine, results: Results): void {
	const before = earlierRun();
	writeFileSync(file, `${JSON.stringify({ machine, before, ...results }, null, '\t')}\n`);
	writeFileSync(join(root, 'docs', 'images', 'performance.svg'), plotOf(results.curves));
	const { processor, cores, memory, system, node, n8n, date, load } = machine;
	const about = `Measured on ${date.slice(0, 10)}: ${processor}, ${cores} cores, ${memory}, ${system}, Node ${node}, n8n ${n8n}; load before the run ${load}. Medians of 7 rounds, except sizes, which do not vary. The run before was that of ${before.date.slice(0, 16).replace('T', ' ')} UTC.`;
	const withTable = replaced(
		readFileSync(page, 'utf8'),
		'bench',
		`${about}\n\n${tableOf(results.figures, before)}`,
	);
	writeFileSync(page, replaced(withTable, 'limits', limitsOf(results.figures)));
	const prettier = require.resolve('prettier/bin/prettier.cjs');
	execFileSync(process.execPath, [prettier, '--write', file, page], { cwd: root, stdio: 'ignore' });
	console.log('Written: bench/results.json, docs/performance.md, docs/images/performance.svg');
}

/** What is to be kept of the results that this run replaces. */
function earlierRun(): EarlierRun {
	const { machine, figures } = JSON.parse(readFileSync(file, 'utf8')) as Results & {
		machine: Machine;
	};
	const ratios = figures.map(({ title, peer, engine, ratio }) => ({
		title,
		peer,
		engine,
		ratio: ratio.median,
	}));
	return { date: machine.date, ratios };
}

/** A page with other text between the two marks of this name. */
function replaced(text: string, name: string, content: string): string {
	const begin = `<!-- ${name} -->`;
	const end = `<!-- /${name} -->`;
	const from = text.indexOf(begin) + begin.length;
	return `${text.slice(0, from)}\n\n${content}\n\n${text.slice(text.indexOf(end))}`;
}

const WIDTH = 640;
const HEIGHT = 400;
const EDGE = { left: 70, right: 40, top: 20, bottom: 50 };
const COLORS = ['#1f6feb', '#d9480f', '#2b8a3e', '#7048e8'];

/** Milliseconds against size, both logarithmic, with a line of linear growth to compare with. */
function plotOf(curves: Curve[]): string {
	const points = curves.flatMap((curve) => curve.points);
	const x = scaleOf(
		points.map(({ size }) => size),
		EDGE.left,
		WIDTH - EDGE.right,
	);
	const y = scaleOf(
		points.map(({ milliseconds }) => milliseconds),
		HEIGHT - EDGE.bottom,
		EDGE.top,
	);
	const grid = [
		...x.ticks.map(
			(tick) =>
				`<line x1="${x.at(tick)}" x2="${x.at(tick)}" y1="${EDGE.top}" y2="${HEIGHT - EDGE.bottom}" stroke="#ddd"/><text x="${x.at(tick)}" y="${HEIGHT - EDGE.bottom + 18}" text-anchor="middle">${tick.toLocaleString('en')}</text>`,
		),
		...y.ticks.map(
			(tick) =>
				`<line x1="${EDGE.left}" x2="${WIDTH - EDGE.right}" y1="${y.at(tick)}" y2="${y.at(tick)}" stroke="#ddd"/><text x="${EDGE.left - 8}" y="${y.at(tick) + 4}" text-anchor="end">${tick.toLocaleString('en')}</text>`,
		),
	];
	const lines = curves.map(({ title, of, points: own }, index) => {
		const color = COLORS[index % COLORS.length];
		const path = own
			.map(({ size, milliseconds }) => `${x.at(size).toFixed(1)},${y.at(milliseconds).toFixed(1)}`)
			.join(' ');
		const label = `${title}, by ${of}`;
		return `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/><text x="${EDGE.left + 12}" y="${EDGE.top + 20 + index * 18}" fill="${color}">${label}</text>`;
	});
	// From corner to corner, so that it stays inside.
	const most = Math.min(x.ticks.length, y.ticks.length) - 1;
	const linear = `<line x1="${x.at(x.ticks[0])}" y1="${y.at(y.ticks[0])}" x2="${x.at(x.ticks[most])}" y2="${y.at(y.ticks[most])}" stroke="#999" stroke-dasharray="4 4"/>`;
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img" aria-label="Time against size">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${[...grid, linear, ...lines].join('\n')}
<text x="${WIDTH / 2}" y="${HEIGHT - 10}" text-anchor="middle">size; dashed: linear growth</text>
<text x="16" y="${HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 16 ${HEIGHT / 2})">milliseconds</text>
</svg>
`;
}

/** A logarithmic scale with a tick at each power of ten. */
function scaleOf(values: number[], from: number, to: number) {
	const low = Math.floor(Math.log10(Math.min(...values)));
	const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
	return {
		at: (value: number) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
		ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
	};
}
