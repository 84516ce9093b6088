/** The goals that a run of the benchmark misses, each with what stands in the way. */
import { isMet, shown, wantedOf, type Figure } from './measure';

/** What keeps figures from their goal. */
interface Limit {
	/** A part of the titles of these figures. */
	of: string;
	/** A part of the title of the figure that shows it, of the same run and engine. */
	shownBy: string;
	/** Whether that figure is compared with another peer. */
	isOfOtherPeer?: boolean;
	why: string;
}

const TEN_AT_A_TIME = {
	shownBy: 'the bare create calls of a kept session with time and size limits, 10 at a time',
	why: 'a connection for each call, what n8n needs for time and size limits, and for each item its values and its answer',
};

/** The first one that fits counts. */
const LIMITS: Limit[] = [
	{
		of: 'the four maps, concurrency 10',
		shownBy: 'the four bare calls, 10 at a time',
		why: 'four calls for each item, 10 at a time; HTTP Request makes all calls at once',
	},
	{
		of: 'the four maps',
		shownBy: 'the four bare calls of each product',
		why: 'four calls for each item, one after the other; HTTP Request makes all calls at once',
	},
	{
		of: 'in bulk',
		shownBy: 'the bare MassCreate calls',
		why: 'the bulk calls themselves, and for each item its values and its answer; HTTP Request makes all calls at once',
	},
	{
		of: 'concurrency 10',
		...TEN_AT_A_TIME,
	},
	{
		of: '10 calls at a time',
		...TEN_AT_A_TIME,
	},
	{
		of: 'sync of',
		shownBy: 'the bare create calls of a kept session with time and size limits, without a node',
		why: 'a connection for each call, one after the other, what n8n needs for time and size limits, and for each item its values and its answer; HTTP Request makes all calls at once',
	},
	{
		of: 'a read without expressions',
		shownBy: 'a read without expressions: the same call with time and size limits',
		why: 'HTTP Request evaluates nothing in this call; what n8n needs for time and size limits is a part of the cost, working out the map is the rest',
	},
	{
		of: 'each item beyond the bare call',
		shownBy: ': the same call with time and size limits',
		why: 'values are compared with the description of the module, before the call and in its answer',
	},
	{
		of: 'trigger',
		shownBy: 'trigger, 1,000 entries: denied',
		isOfOtherPeer: true,
		why: 'what n8n does around a node: with vm it prepares an isolate for each call before it asks one, also for a call that is denied',
	},
	{
		of: 'allowlist',
		shownBy: ': reading the address alone',
		why: 'the text of an address has to be read, which takes most of the time',
	},
	{
		of: '',
		shownBy: '',
		why: 'nothing that is known: the run is to be repeated on an idle machine',
	},
];

/**
 * A table of Markdown with a line for each goal that is missed.
 *
 * @param figures all figures of a run
 */
export function limitsOf(figures: Figure[]): string {
	const missed = figures.filter((figure) => !isMet(figure));
	if (missed.length === 0) return 'This run met all goals.';
	return [
		'| goal missed | engine | goal | measured | what stands in the way | shown by |',
		'| --- | --- | ---: | ---: | --- | --- |',
		...missed.map((figure) => `| ${cellsOf(figure, figures).join(' | ')} |`),
	].join('\n');
}

function cellsOf(figure: Figure, figures: Figure[]): string[] {
	const { title, engine, goal, ratio, peer } = figure;
	const limit = LIMITS.find(({ of }) => title.includes(of));
	const candidates = figures.filter(
		(other) =>
			limit !== undefined &&
			limit.shownBy !== '' &&
			other !== figure &&
			other.title.includes(limit.shownBy) &&
			(other.engine ?? engine) === engine &&
			(limit.isOfOtherPeer === true || other.peer === peer),
	);
	const shownBy = candidates.find((other) => other.title.startsWith(`${title}:`)) ?? candidates[0];
	return [
		title,
		engine === undefined ? '' : `\`${engine}\``,
		goal === undefined ? '' : wantedOf(goal),
		`${shown(ratio.median)} ×`,
		limit?.why ?? '',
		shownBy === undefined
			? 'not in this run'
			: `${shownBy.title.replace(/^[^:]*: /, '')}: ${shown(shownBy.ratio.median)} ×`,
	];
}
