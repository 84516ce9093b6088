import { PhpError } from '../php-error';
import { byteSet, WORD } from './byte-sets';
import { PatternError } from './parser';
import { linearProgram, linearSearch, type LinearProgram } from './linear-search';
import type { Anchor, ByteSet, Pattern, PatternNode } from './tree';

/** Where a pattern matched, and where its groups did (-1: not at all). */
export interface PatternMatch {
	start: number;
	end: number;
	/** Start and end of each group, the whole match first. */
	groups: Int32Array;
}

/** What the searches of one call may cost together, besides what long subjects need anyway. */
export interface SearchBudget {
	/** Steps left for trying one way after the other; one is about 20 nanoseconds. */
	steps: number;
	/** Steps left for following all ways at once, where the others were not enough. */
	linearSteps: number;
}

/** A budget for one call of a function. */
export function searchBudget(): SearchBudget {
	return { steps: 2_000_000, linearSteps: 5_000_000 };
}

/** Steps that a subject brings with it: searching a long text is not a fault of the pattern. */
const STEPS_PER_BYTE = 6;
/** What the more expensive pieces cost in steps, as measured: closures and saved groups. */
const REPEATED_GROUP = 40;
const SAVED_GROUPS = 12;
const CLOSURE = 3;
type Continue = (position: number) => boolean;
type Matcher = (search: Search, position: number, next: Continue) => boolean;

/** The searches through one subject: the groups of the last and what all have cost so far. */
class Search {
	groups: Int32Array;
	/** Steps that the subject brought and that are left. */
	private free: number;

	constructor(
		readonly subject: string,
		groupCount: number,
		readonly budget: SearchBudget,
	) {
		this.groups = new Int32Array((groupCount + 1) * 2).fill(-1);
		this.free = subject.length * STEPS_PER_BYTE;
	}

	step(): void {
		if (this.free > 0) this.free--;
		else if (--this.budget.steps < 0) throw tooExpensive();
	}

	/** Something that costs as much as several steps. */
	spend(steps: number): void {
		this.free -= steps;
		if (this.free >= 0) return;
		this.budget.steps += this.free;
		this.free = 0;
		if (this.budget.steps < 0) throw tooExpensive();
	}

	/** Bytes looked at in a row, each much cheaper than a step. */
	pass(bytes: number): void {
		this.spend(1 + (bytes >> 3));
	}
}

function tooExpensive(): PhpError {
	return new PhpError(
		'the search for this pattern takes too long: it can match in too many ways; ' +
			'avoid nested repetitions such as (a+)+',
	);
}

/** Finds the first match at or after a position of a subject. */
export type PatternSearch = (from: number, notEmptyAt?: number) => PatternMatch | null;

/**
 * Makes the search functions of a pattern, one for each subject. They try what PCRE tries in
 * PCRE's order. Where that takes too long they follow all ways at once, in a time that grows with
 * the subject only; patterns that cannot be searched so are given up.
 */
export function compilePattern(
	pattern: Pattern,
): (subject: string, budget: SearchBudget) => PatternSearch {
	const root = matcherOf(pattern.root);
	const first = firstBytes(pattern.root);
	const starts = first.nullable ? undefined : first.set;
	let program: LinearProgram | undefined;
	return (subject, budget) => {
		const search = new Search(subject, pattern.groups, budget);
		let linear = false;
		return (from, notEmptyAt) => {
			try {
				if (!linear) return find(root, starts, search, from, notEmptyAt);
			} catch (error) {
				if (!isTooExpensive(error)) throw error;
				program ??= linearProgram(pattern);
				if (program === undefined) throw tooExpensive();
				linear = true;
			}
			return program === undefined ? null : findLinear(program, search, from, notEmptyAt);
		};
	};
}

/** Every repetition of a group takes native stack; its end is a limit like the number of steps. */
function isTooExpensive(error: unknown): boolean {
	return error instanceof RangeError || error instanceof PhpError;
}

function findLinear(
	program: LinearProgram,
	{ subject, budget }: Search,
	from: number,
	notEmptyAt: number | undefined,
): PatternMatch | null {
	const spend = (steps: number): void => {
		budget.linearSteps -= steps;
		if (budget.linearSteps < 0) throw tooExpensive();
	};
	const holds = (anchor: Anchor, position: number): boolean =>
		ANCHOR_RULES[anchor](subject, position);
	const groups = linearSearch(program, subject, from, notEmptyAt, spend, holds);
	return groups === null ? null : { start: groups[0], end: groups[1], groups };
}

function find(
	root: Matcher,
	starts: ByteSet | undefined,
	search: Search,
	from: number,
	notEmptyAt: number | undefined,
): PatternMatch | null {
	const { subject } = search;
	for (let start = from; start <= subject.length; start++) {
		if (starts !== undefined) {
			const passed = start;
			while (start < subject.length && starts[subject.charCodeAt(start)] === 0) start++;
			search.pass(start - passed);
			if (start === subject.length) return null;
		}
		search.step();
		search.groups.fill(-1);
		let end = -1;
		const found = root(search, start, (position) => {
			if (position === start && position === notEmptyAt) return false;
			end = position;
			return true;
		});
		if (found) {
			const groups = search.groups.slice();
			groups[0] = start;
			groups[1] = end;
			return { start, end, groups };
		}
	}
	return null;
}

/** The bytes that a match of a node can begin with; `nullable`: it may also take nothing. */
interface FirstBytes {
	set: ByteSet;
	nullable: boolean;
}

const NOTHING: FirstBytes = { set: byteSet(() => false), nullable: true };
const ANYTHING: FirstBytes = { set: byteSet(() => true), nullable: true };

/** With which bytes a match can begin, so that a search may pass over all others. */
function firstBytes(node: PatternNode): FirstBytes {
	switch (node.kind) {
		case 'bytes':
			return { set: node.set, nullable: false };
		case 'sequence':
			return node.parts.map(firstBytes).reduceRight((rest, part) => {
				return part.nullable ? { ...eitherOf(part, rest), nullable: rest.nullable } : part;
			}, NOTHING);
		case 'choice':
			return node.options.map(firstBytes).reduce(eitherOf, { ...NOTHING, nullable: false });
		case 'repeat': {
			const body = firstBytes(node.body);
			return { set: body.set, nullable: node.min === 0 || body.nullable };
		}
		case 'group':
		case 'atomic':
			return firstBytes(node.body);
		case 'reference':
			return ANYTHING;
		case 'look':
		case 'anchor':
			return NOTHING;
	}
}

function eitherOf(one: FirstBytes, other: FirstBytes): FirstBytes {
	const set = byteSet((byte) => one.set[byte] + other.set[byte] > 0);
	return { set, nullable: one.nullable || other.nullable };
}

function matcherOf(node: PatternNode): Matcher {
	switch (node.kind) {
		case 'bytes':
			return bytesMatcher(node.set);
		case 'sequence':
			return sequenceMatcher(node.parts.map(matcherOf));
		case 'choice':
			return choiceMatcher(node.options.map(matcherOf));
		case 'repeat':
			return repeatMatcher(node);
		case 'group':
			return groupMatcher(matcherOf(node.body), node.index);
		case 'atomic':
			return atomicMatcher(matcherOf(node.body));
		case 'look':
			return node.behind ? behindMatcher(node) : aheadMatcher(matcherOf(node.body), node.negative);
		case 'reference':
			return referenceMatcher(node.index, node.ignoreCase);
		case 'anchor':
			return anchorMatcher(node.anchor);
	}
}

function bytesMatcher(set: Uint8Array): Matcher {
	return (search, position, next) => {
		search.step();
		if (position >= search.subject.length) return false;
		return set[search.subject.charCodeAt(position)] === 1 && next(position + 1);
	};
}

function sequenceMatcher(parts: Matcher[]): Matcher {
	const from = (search: Search, index: number, position: number, next: Continue): boolean => {
		if (index === parts.length) return next(position);
		return parts[index](search, position, (after) => from(search, index + 1, after, next));
	};
	return (search, position, next) => from(search, 0, position, next);
}

function choiceMatcher(options: Matcher[]): Matcher {
	return (search, position, next) => options.some((option) => option(search, position, next));
}

function groupMatcher(body: Matcher, index: number): Matcher {
	return (search, position, next) => {
		const { groups } = search;
		const before: [number, number] = [groups[index * 2], groups[index * 2 + 1]];
		const matched = body(search, position, (end) => {
			const inner: [number, number] = [groups[index * 2], groups[index * 2 + 1]];
			groups[index * 2] = position;
			groups[index * 2 + 1] = end;
			if (next(end)) return true;
			[groups[index * 2], groups[index * 2 + 1]] = inner;
			return false;
		});
		if (!matched) [groups[index * 2], groups[index * 2 + 1]] = before;
		return matched;
	};
}

/** Matches once, on its own: what follows cannot make it try again. */
function matchOnce(body: Matcher, search: Search, position: number): number {
	search.spend(CLOSURE);
	let end = -1;
	const matched = body(search, position, (at) => {
		end = at;
		return true;
	});
	return matched ? end : -1;
}

function atomicMatcher(body: Matcher): Matcher {
	return (search, position, next) => {
		search.spend(SAVED_GROUPS);
		const before = search.groups.slice();
		const end = matchOnce(body, search, position);
		if (end !== -1 && next(end)) return true;
		search.groups.set(before);
		return false;
	};
}

function aheadMatcher(body: Matcher, negative: boolean): Matcher {
	return (search, position, next) => {
		search.spend(SAVED_GROUPS);
		const before = search.groups.slice();
		const matched = matchOnce(body, search, position) !== -1;
		if (negative) search.groups.set(before);
		if (matched !== negative && next(position)) return true;
		search.groups.set(before);
		return false;
	};
}

function behindMatcher(node: Extract<PatternNode, { kind: 'look' }>): Matcher {
	refuseVariableLength(node.body);
	const body = matcherOf(node.body);
	const [min, max] = lengthsOf(node.body);
	return (search, position, next) => {
		search.spend(SAVED_GROUPS);
		const before = search.groups.slice();
		let matched = false;
		for (let length = min; length <= Math.min(max, position) && !matched; length++) {
			search.step();
			matched = body(search, position - length, (end) => end === position);
		}
		if (node.negative) search.groups.set(before);
		if (matched !== node.negative && next(position)) return true;
		search.groups.set(before);
		return false;
	};
}

/** PCRE looks back by a fixed length, one for each alternative; a reference has its group's. */
function refuseVariableLength(node: PatternNode): void {
	const options = node.kind === 'choice' ? node.options : [node];
	for (const [min, max] of options.map(lengthsOf)) {
		if (min !== max && max !== Infinity)
			throw new PatternError('a lookbehind without a fixed length');
	}
	if (options.some(repeatsWithoutEnd)) throw new PatternError('a lookbehind without a limit');
}

function repeatsWithoutEnd(node: PatternNode): boolean {
	switch (node.kind) {
		case 'repeat':
			return node.max === Infinity || repeatsWithoutEnd(node.body);
		case 'sequence':
			return node.parts.some(repeatsWithoutEnd);
		case 'choice':
			return node.options.some(repeatsWithoutEnd);
		case 'group':
		case 'atomic':
			return repeatsWithoutEnd(node.body);
		default:
			return false;
	}
}

/** Fewest and most bytes that a node can take. */
function lengthsOf(node: PatternNode): [number, number] {
	switch (node.kind) {
		case 'bytes':
			return [1, 1];
		case 'sequence':
			return node.parts
				.map(lengthsOf)
				.reduce(([min, max], part) => [min + part[0], max + part[1]], [0, 0]);
		case 'choice': {
			const all = node.options.map(lengthsOf);
			return [Math.min(...all.map(([min]) => min)), Math.max(...all.map(([, max]) => max))];
		}
		case 'repeat': {
			const [min, max] = lengthsOf(node.body);
			return [min * node.min, max === 0 ? 0 : max * node.max];
		}
		case 'group':
		case 'atomic':
			return lengthsOf(node.body);
		case 'reference':
			return [0, Infinity];
		default:
			return [0, 0];
	}
}

function repeatMatcher(node: Extract<PatternNode, { kind: 'repeat' }>): Matcher {
	const { min, max, mode, body } = node;
	const loop = loopOf(body, min, max, mode === 'lazy');
	return mode === 'possessive' ? atomicMatcher(loop) : loop;
}

function loopOf(body: PatternNode, min: number, max: number, lazy: boolean): Matcher {
	if (body.kind === 'bytes') return byteLoop(body.set, min, max, lazy);
	const [index, inner] = body.kind === 'group' ? [body.index, body.body] : [undefined, body];
	const [shortest, longest] = lengthsOf(inner);
	if (lazy || shortest !== longest || shortest === 0 || !isPlain(inner)) {
		return groupLoop(matcherOf(body), min, max, lazy);
	}
	return fixedLoop(matcherOf(inner), shortest, index, min, max);
}

/** Whether all ways to match a node come to the same: it captures nothing and looks nowhere else. */
function isPlain(node: PatternNode): boolean {
	switch (node.kind) {
		case 'bytes':
			return true;
		case 'sequence':
			return node.parts.every(isPlain);
		case 'choice':
			return node.options.every(isPlain);
		case 'repeat':
			return isPlain(node.body);
		default:
			return false;
	}
}

/** A repeated node of one length needs no recursion either: as many as there are, then step back. */
function fixedLoop(
	body: Matcher,
	length: number,
	index: number | undefined,
	min: number,
	max: number,
): Matcher {
	return (search, position, next) => {
		search.spend(SAVED_GROUPS);
		let count = 0;
		while (count < max && matchOnce(body, search, position + count * length) !== -1) count++;
		const before = search.groups.slice();
		for (; count >= min; count--) {
			search.step();
			const end = position + count * length;
			if (index !== undefined && count > 0) {
				search.groups[index * 2] = end - length;
				search.groups[index * 2 + 1] = end;
			}
			if (next(end)) return true;
			search.groups.set(before);
		}
		return false;
	};
}

/** A repeated single byte needs no recursion: count how far it goes, then step back. */
function byteLoop(set: Uint8Array, min: number, max: number, lazy: boolean): Matcher {
	return (search, position, next) => {
		const { subject } = search;
		const limit = Math.min(subject.length, position + max);
		let end = position;
		if (lazy) {
			for (; ; end++) {
				search.step();
				if (end - position >= min && next(end)) return true;
				if (end >= limit || set[subject.charCodeAt(end)] !== 1) return false;
			}
		}
		while (end < limit && set[subject.charCodeAt(end)] === 1) end++;
		search.pass(end - position);
		for (; end - position >= min; end--) {
			search.step();
			if (next(end)) return true;
		}
		return false;
	};
}

function groupLoop(body: Matcher, min: number, max: number, lazy: boolean): Matcher {
	const iterate = (search: Search, count: number, position: number, next: Continue): boolean => {
		search.spend(REPEATED_GROUP);
		const again = (): boolean =>
			count < max &&
			body(search, position, (after) => {
				// A repetition that takes nothing would go on for ever.
				if (after === position && count >= min) return false;
				return iterate(search, count + 1, after, next);
			});
		const done = (): boolean => count >= min && next(position);
		return lazy ? done() || again() : again() || done();
	};
	return (search, position, next) => iterate(search, 0, position, next);
}

function referenceMatcher(index: number, ignoreCase: boolean): Matcher {
	return (search, position, next) => {
		const { subject, groups } = search;
		const start = groups[index * 2];
		if (start === -1) return false;
		const length = groups[index * 2 + 1] - start;
		search.pass(length);
		let wanted = subject.slice(start, start + length);
		let found = subject.slice(position, position + length);
		if (ignoreCase) [wanted, found] = [wanted.toLowerCase(), found.toLowerCase()];
		return found === wanted && next(position + length);
	};
}

function isWord(subject: string, position: number): boolean {
	return position >= 0 && position < subject.length && WORD[subject.charCodeAt(position)] === 1;
}

const ANCHOR_RULES: Readonly<Record<Anchor, (subject: string, position: number) => boolean>> = {
	start: (_, position) => position === 0,
	subjectEnd: (subject, position) => position === subject.length,
	end: (subject, position) =>
		position === subject.length || (position === subject.length - 1 && subject[position] === '\n'),
	lineStart: (subject, position) =>
		position === 0 || (subject[position - 1] === '\n' && position < subject.length),
	lineEnd: (subject, position) => position === subject.length || subject[position] === '\n',
	wordEdge: (subject, position) => isWord(subject, position - 1) !== isWord(subject, position),
	noWordEdge: (subject, position) => isWord(subject, position - 1) === isWord(subject, position),
};

function anchorMatcher(anchor: Anchor): Matcher {
	const holds = ANCHOR_RULES[anchor];
	return (search, position, next) => holds(search.subject, position) && next(position);
}
