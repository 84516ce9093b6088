import { checkTextLength, trim } from '../text';
import {
	compilePattern,
	type PatternMatch,
	type PatternSearch,
	type SearchBudget,
} from './matcher';
import { parsePattern, PatternError } from './parser';

/** What a part of a string takes until they are joined. */
const PART_BYTES = 8;
const CACHE_SIZE = 100;
type CompiledPattern = (subject: string, budget: SearchBudget) => PatternSearch;
const cache = new Map<string, CompiledPattern | undefined>();

/**
 * The search functions of a pattern as coreBOS writes it: it puts `/` around
 * the pattern, so that a `/` inside must be escaped and no flag can follow.
 *
 * @returns undefined where PHP would refuse the pattern
 */
function searchFor(pattern: string): CompiledPattern | undefined {
	if (cache.has(pattern)) return cache.get(pattern);
	const search = readPattern(pattern);
	if (cache.size >= CACHE_SIZE) cache.clear();
	cache.set(pattern, search);
	return search;
}

function readPattern(body: string): CompiledPattern | undefined {
	if (!/^(?:[^\\/]|\\[\s\S])*$/.test(body)) return undefined;
	try {
		return compilePattern(parsePattern(body));
	} catch (error) {
		if (error instanceof PatternError) return undefined;
		throw error;
	}
}

/**
 * PHP's preg_match with the pattern put between slashes, in place of those that it has.
 *
 * @param budget what all searches of the evaluation may cost
 * @returns whether it matches; false for a pattern that PHP refuses, as there
 * @throws PhpError for a pattern that would search without end
 */
export function matchesPattern(pattern: string, subject: string, budget: SearchBudget): boolean {
	const search = searchFor(trim(pattern, '/'))?.(subject, budget);
	return search !== undefined && search(0) !== null;
}

/**
 * PHP's preg_replace with the pattern put between slashes. PHP refuses one that has its own.
 *
 * @param replacement `$1`, `${1}` and `\1` stand for groups
 * @param budget what all searches of the evaluation may cost
 * @returns the text; null for a pattern that PHP refuses, as there
 * @throws PhpError for a pattern that would search without end
 */
export function replacePattern(
	pattern: string,
	replacement: string,
	subject: string,
	budget: SearchBudget,
): string | null {
	const search = searchFor(pattern)?.(subject, budget);
	if (search === undefined) return null;
	const pieces = readReplacement(replacement);
	const parts: string[] = [];
	let position = 0;
	let copied = 0;
	let emptyAt: number | undefined;
	let length = subject.length;
	while (position <= subject.length) {
		const match = search(position, emptyAt);
		if (match === null) break;
		parts.push(subject.slice(copied, match.start));
		for (const piece of pieces) {
			const text = typeof piece === 'string' ? piece : groupText(piece, match, subject);
			checkTextLength((length += text.length + PART_BYTES));
			parts.push(text);
		}
		copied = match.end;
		position = match.end;
		// After an empty match the same place may only give a longer one.
		emptyAt = match.end === match.start ? match.end : undefined;
	}
	return parts.join('') + subject.slice(copied);
}

const GROUP_REFERENCE = /\\(\\|\$)|[\\$](\d{1,2})|\$\{(\d{1,2})\}/g;

/** A replacement as its pieces: texts, and numbers of groups. */
function readReplacement(replacement: string): Array<string | number> {
	const pieces: Array<string | number> = [];
	let copied = 0;
	for (const reference of replacement.matchAll(GROUP_REFERENCE)) {
		pieces.push(replacement.slice(copied, reference.index));
		const [whole, plain, bare, braced] = reference;
		pieces.push(plain === undefined ? Number(bare ?? braced) : plain);
		copied = reference.index + whole.length;
	}
	return [...pieces, replacement.slice(copied)].filter((piece) => piece !== '');
}

function groupText(group: number, match: PatternMatch, subject: string): string {
	const start = match.groups[group * 2] ?? -1;
	return start === -1 ? '' : subject.slice(start, match.groups[group * 2 + 1]);
}
