import type { ByteSet } from './tree';

const BYTES = 256;

/** A set of the bytes that a rule takes. */
export function byteSet(takes: (byte: number) => boolean): ByteSet {
	return Uint8Array.from({ length: BYTES }, (_, byte) => (takes(byte) ? 1 : 0));
}

/** A set of the bytes of a string. */
export function setOf(characters: string): ByteSet {
	return byteSet((byte) => characters.includes(String.fromCharCode(byte)));
}

/** A set of all bytes that another does not take. */
export function inverse(set: ByteSet): ByteSet {
	return set.map((taken) => 1 - taken);
}

function isBetween(byte: number, first: string, last: string): boolean {
	return byte >= first.charCodeAt(0) && byte <= last.charCodeAt(0);
}

const DIGIT = byteSet((byte) => isBetween(byte, '0', '9'));
const LOWER = byteSet((byte) => isBetween(byte, 'a', 'z'));
const UPPER = byteSet((byte) => isBetween(byte, 'A', 'Z'));
const ALPHA = byteSet((byte) => LOWER[byte] + UPPER[byte] > 0);
const ALNUM = byteSet((byte) => ALPHA[byte] + DIGIT[byte] > 0);
export const WORD = byteSet((byte) => ALNUM[byte] > 0 || byte === 95);
const SPACE = setOf(' \t\n\v\f\r');
const HORIZONTAL = setOf(' \t\xa0');
const VERTICAL = setOf('\n\v\f\r\x85');
export const NOT_NEWLINE = inverse(setOf('\n'));

/** Sets that a letter after a backslash stands for. */
export const ESCAPED_SETS: ReadonlyMap<string, ByteSet> = new Map([
	['d', DIGIT],
	['D', inverse(DIGIT)],
	['w', WORD],
	['W', inverse(WORD)],
	['s', SPACE],
	['S', inverse(SPACE)],
	['h', HORIZONTAL],
	['H', inverse(HORIZONTAL)],
	['v', VERTICAL],
	['V', inverse(VERTICAL)],
	['N', NOT_NEWLINE],
]);

const GRAPH = byteSet((byte) => byte > 32 && byte < 127);

/** Sets that a name in `[:name:]` stands for. */
export const NAMED_SETS: ReadonlyMap<string, ByteSet> = new Map([
	['alpha', ALPHA],
	['digit', DIGIT],
	['alnum', ALNUM],
	['lower', LOWER],
	['upper', UPPER],
	['space', SPACE],
	['blank', setOf(' \t')],
	['word', WORD],
	['punct', byteSet((byte) => GRAPH[byte] > 0 && ALNUM[byte] === 0)],
	['graph', GRAPH],
	['print', byteSet((byte) => byte >= 32 && byte < 127)],
	['cntrl', byteSet((byte) => byte < 32 || byte === 127)],
	['ascii', byteSet((byte) => byte < 128)],
	['xdigit', setOf('0123456789abcdefABCDEF')],
]);

/** The set with both cases of every letter in it. */
export function withBothCases(set: ByteSet): ByteSet {
	return byteSet((byte) => {
		if (ALPHA[byte] === 0) return set[byte] > 0;
		return set[byte] + set[byte ^ 32] > 0;
	});
}

/** Properties that are PCRE's own, and those that Unicode spells otherwise, as JavaScript has them. */
const OWN_PROPERTIES: ReadonlyMap<string, RegExp> = new Map([
	['any', /[^]/],
	['l&', /\p{LC}/u],
	['lc', /\p{LC}/u],
	['xan', /[\p{L}\p{N}]/u],
	['xwd', /[\p{L}\p{N}_]/u],
	['xsp', /\p{White_Space}/u],
	['xps', /\p{White_Space}/u],
]);

/**
 * The set that `\p{name}` stands for. Without its UTF-8 flag PCRE takes a byte for the character
 * of that number.
 *
 * @returns undefined for a name that is no general category, script or property with two values
 */
export function propertySet(name: string): ByteSet | undefined {
	const loose = name.replace(/[\s_-]/g, '').toLowerCase();
	const category = loose.charAt(0).toUpperCase() + loose.slice(1);
	const property =
		OWN_PROPERTIES.get(loose) ??
		(loose.length <= 2
			? unicodeProperty(`gc=${category}`)
			: (unicodeProperty(`sc=${category}`) ?? otherProperty(name.trim())));
	return property && byteSet((byte) => property.test(String.fromCharCode(byte)));
}

function otherProperty(name: string): RegExp | undefined {
	// JavaScript has the long names of categories as well, PCRE has not.
	if (!/^\w+$/.test(name) || name === 'Assigned' || unicodeProperty(`gc=${name}`)) return undefined;
	return unicodeProperty(`sc=${name}`) ?? unicodeProperty(name);
}

function unicodeProperty(name: string): RegExp | undefined {
	try {
		return new RegExp(`\\p{${name}}`, 'u');
	} catch {
		return undefined;
	}
}
