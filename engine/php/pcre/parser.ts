import { PhpError } from '../php-error';
import {
	byteSet,
	ESCAPED_SETS,
	inverse,
	NAMED_SETS,
	NOT_NEWLINE,
	propertySet,
	setOf,
	withBothCases,
} from './byte-sets';
import type { Anchor, ByteSet, Pattern, PatternNode, RepeatMode } from './tree';

/** Thrown for a pattern that PCRE would not compile either. */
export class PatternError extends Error {}

/** What PCRE can and this reader cannot: no value must be made up for it. */
function unsupported(piece: string): PhpError {
	return new PhpError(`'${piece}' in a pattern is not supported here: write it without`);
}

interface Flags {
	ignoreCase: boolean;
	multiline: boolean;
	dotAll: boolean;
	extended: boolean;
}

const NO_FLAGS: Flags = { ignoreCase: false, multiline: false, dotAll: false, extended: false };
const FLAG_LETTERS: Readonly<Record<string, keyof Flags>> = {
	i: 'ignoreCase',
	m: 'multiline',
	s: 'dotAll',
	x: 'extended',
};

const ANCHORS: Readonly<Record<string, Anchor>> = {
	A: 'start',
	z: 'subjectEnd',
	Z: 'end',
	b: 'wordEdge',
	B: 'noWordEdge',
	G: 'start',
};

const CONTROL: Readonly<Record<string, string>> = {
	n: '\n',
	r: '\r',
	t: '\t',
	f: '\f',
	e: '\x1b',
	a: '\x07',
};

/** Groups inside each other, and the largest number in a `{n,m}`: PCRE's own limits. */
const MAX_NESTING = 250;
const MAX_COUNT = 65535;
/** Longest pattern, in bytes. */
const MAX_LENGTH = 20_000;

/**
 * Reads a PCRE pattern, byte by byte as PCRE does without its UTF-8 flag.
 *
 * @throws PatternError where PCRE would refuse it
 * @throws PhpError for what PCRE has and this reader has not
 */
export function parsePattern(source: string): Pattern {
	if (source.length > MAX_LENGTH) throw new PatternError('the pattern is too long');
	return new PatternParser(source).parse();
}

class PatternParser {
	private offset = 0;
	private groups = 0;
	private nesting = 0;
	private flags = NO_FLAGS;
	private readonly names = new Map<string, number>();
	private largestReference = 0;

	constructor(private readonly source: string) {}

	parse(): Pattern {
		const root = this.choice();
		if (this.offset < this.source.length) throw new PatternError("')' closes no group");
		if (this.largestReference > this.groups) {
			throw new PatternError('a reference to a group that does not exist');
		}
		return { root, groups: this.groups };
	}

	private peek(): string {
		return this.source[this.offset] ?? '';
	}

	private take(expression: RegExp): RegExpExecArray | null {
		expression.lastIndex = this.offset;
		const match = expression.exec(this.source);
		if (match !== null) this.offset += match[0].length;
		return match;
	}

	/** Options up to the end of the group; flags set inside end with it. */
	private choice(): PatternNode {
		if (++this.nesting > MAX_NESTING) throw new PatternError('groups nested too deeply');
		const { flags } = this;
		const options = [this.sequence()];
		while (this.peek() === '|') {
			this.offset++;
			options.push(this.sequence());
		}
		this.flags = flags;
		this.nesting--;
		return options.length === 1 ? options[0] : { kind: 'choice', options };
	}

	private sequence(): PatternNode {
		const parts: PatternNode[] = [];
		for (;;) {
			if (this.flags.extended) this.take(/(?:[ \t\n\r\f\v]|#[^\n]*(?:\n|$))+/y);
			const next = this.peek();
			if (next === '' || next === '|' || next === ')') break;
			const atom = this.atom();
			if (atom !== undefined) parts.push(this.quantified(atom));
		}
		return parts.length === 1 ? parts[0] : { kind: 'sequence', parts };
	}

	private quantified(atom: PatternNode): PatternNode {
		let node = atom;
		for (;;) {
			// Comments, and spaces where they do not count, may precede a quantifier.
			this.take(
				this.flags.extended
					? /(?:[ \t\n\r\f\v]|#[^\n]*(?:\n|$)|\(\?#[^)]*\))+/y
					: /(?:\(\?#[^)]*\))+/y,
			);
			const range = this.range();
			if (range === undefined) return node;
			if (atom.kind === 'anchor' || (node.kind === 'repeat' && node !== atom)) {
				throw new PatternError('nothing to repeat');
			}
			node = { kind: 'repeat', body: node, ...range, mode: this.mode() };
		}
	}

	private range(): { min: number; max: number } | undefined {
		switch (this.peek()) {
			case '*':
				this.offset++;
				return { min: 0, max: Infinity };
			case '+':
				this.offset++;
				return { min: 1, max: Infinity };
			case '?':
				this.offset++;
				return { min: 0, max: 1 };
			default:
				return this.counts();
		}
	}

	private counts(): { min: number; max: number } | undefined {
		const match = this.take(/\{(\d{1,6})(?:(,)(\d{0,6}))?\}/y);
		if (match === null) return undefined;
		const min = Number(match[1]);
		const max = match[2] === undefined ? min : match[3] === '' ? Infinity : Number(match[3]);
		if (max < min || min > MAX_COUNT || (max > MAX_COUNT && max !== Infinity)) {
			throw new PatternError('numbers out of order or too large in a {} quantifier');
		}
		return { min, max };
	}

	private mode(): RepeatMode {
		if (this.peek() === '?') {
			this.offset++;
			return 'lazy';
		}
		if (this.peek() === '+') {
			this.offset++;
			return 'possessive';
		}
		return 'greedy';
	}

	private bytes(set: ByteSet): PatternNode {
		return { kind: 'bytes', set: this.cased(set) };
	}

	private atom(): PatternNode | undefined {
		const character = this.source[this.offset++];
		switch (character) {
			case '(':
				return this.group();
			case '[':
				return { kind: 'bytes', set: this.characterClass() };
			case '.':
				return this.bytes(this.flags.dotAll ? byteSet(() => true) : NOT_NEWLINE);
			case '^':
				return { kind: 'anchor', anchor: this.flags.multiline ? 'lineStart' : 'start' };
			case '$':
				return { kind: 'anchor', anchor: this.flags.multiline ? 'lineEnd' : 'end' };
			case '\\':
				return this.escape();
			case '*':
			case '+':
			case '?':
				throw new PatternError('a quantifier follows nothing');
			default:
				return this.bytes(setOf(character));
		}
	}

	private group(): PatternNode | undefined {
		if (this.peek() === '*') throw unsupported('(*');
		if (this.peek() !== '?') return this.capture();
		this.offset++;
		const named = this.take(/P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)'/y);
		if (named !== null) return this.capture(named[1] ?? named[2]);
		const kind = this.take(/:|\||>|=|!|<=|<!|#[^)]*|P=\w+|[imsxUJ]*(?:-[imsxUJ]+)?(?=[:)])/y)?.[0];
		if (kind === undefined) throw this.unknownGroup();
		if (kind.startsWith('#')) {
			this.close();
			return undefined;
		}
		if (kind.startsWith('P=')) {
			this.close();
			return this.namedReference(kind.slice(2));
		}
		return this.specialGroup(kind);
	}

	/** Recursion, conditions and callouts, which PCRE has, or something that nobody knows. */
	private unknownGroup(): Error {
		const known = this.take(/R|[+-]?\d|&|P>|\(|C/y);
		return known === null
			? new PatternError('an unknown kind of group')
			: unsupported(`(?${known[0]}`);
	}

	private specialGroup(kind: string): PatternNode | undefined {
		switch (kind) {
			case ':':
				return this.body();
			case '>':
				return { kind: 'atomic', body: this.body() };
			case '=':
			case '!':
				return { kind: 'look', body: this.body(), behind: false, negative: kind === '!' };
			case '<=':
			case '<!':
				return { kind: 'look', body: this.body(), behind: true, negative: kind === '<!' };
			case '|':
				throw unsupported('(?|');
			default:
				return this.flagGroup(kind);
		}
	}

	private flagGroup(letters: string): PatternNode | undefined {
		const before = this.flags;
		this.setFlags(letters);
		if (this.peek() === ')') {
			this.offset++;
			return undefined;
		}
		this.offset++;
		const body = this.body();
		this.flags = before;
		return body;
	}

	private setFlags(letters: string): void {
		let on = true;
		for (const letter of letters) {
			const name = FLAG_LETTERS[letter];
			if (letter === '-') on = false;
			else if (name === undefined) throw unsupported(`(?${letter})`);
			else this.flags = { ...this.flags, [name]: on };
		}
	}

	private capture(name?: string): PatternNode {
		const index = ++this.groups;
		if (name !== undefined) {
			if (this.names.has(name)) throw new PatternError(`two groups are named ${name}`);
			this.names.set(name, index);
		}
		return { kind: 'group', body: this.body(), index };
	}

	private body(): PatternNode {
		const body = this.choice();
		this.close();
		return body;
	}

	private close(): void {
		if (this.peek() !== ')') throw new PatternError("a '(' is not closed");
		this.offset++;
	}

	private escape(): PatternNode | undefined {
		const quoted = this.take(/Q([\s\S]*?)(?:\\E|$)/y);
		if (quoted !== null) {
			const parts = [...quoted[1]].map((character) => this.bytes(setOf(character)));
			return { kind: 'sequence', parts };
		}
		const letter = this.peek();
		if (letter === 'E') {
			this.offset++;
			return undefined;
		}
		if (Object.hasOwn(ANCHORS, letter)) {
			this.offset++;
			return { kind: 'anchor', anchor: ANCHORS[letter] };
		}
		if (letter === 'R') {
			this.offset++;
			return this.newline();
		}
		const property = this.property();
		// A property is the same in both cases.
		if (property !== undefined) return { kind: 'bytes', set: property };
		return this.reference() ?? this.bytes(this.escapedSet());
	}

	/** `\R`: a line ending of every kind, and never half of one. */
	private newline(): PatternNode {
		const pair: PatternNode = {
			kind: 'sequence',
			parts: [
				{ kind: 'bytes', set: setOf('\r') },
				{ kind: 'bytes', set: setOf('\n') },
			],
		};
		const single: PatternNode = { kind: 'bytes', set: setOf('\n\v\f\r\x85') };
		return { kind: 'atomic', body: { kind: 'choice', options: [pair, single] } };
	}

	private reference(): PatternNode | undefined {
		const named = this.take(/k(?:<(\w+)>|'(\w+)'|\{(\w+)\})/y);
		if (named !== null) return this.namedReference(named[1] ?? named[2] ?? named[3]);
		const number =
			this.take(/g(-?\d+)/y) ?? this.take(/g\{(-?\d+)\}/y) ?? this.take(/([1-9])(?!\d)/y);
		const two = number ?? (this.groups >= 10 ? this.take(/([1-9]\d)/y) : null);
		if (two === null) return undefined;
		const counted = Number(two[1]);
		const index = counted < 0 ? this.groups + 1 + counted : counted;
		if (index < 1) throw new PatternError('a reference to a group that does not exist');
		this.largestReference = Math.max(this.largestReference, index);
		return { kind: 'reference', index, ignoreCase: this.flags.ignoreCase };
	}

	private namedReference(name: string): PatternNode {
		const index = this.names.get(name);
		if (index === undefined) throw new PatternError(`there is no group named ${name}`);
		return { kind: 'reference', index, ignoreCase: this.flags.ignoreCase };
	}

	/** `\p{L}`, `\P{L}`, `\p{^L}` or `\pL`, past the backslash. */
	private property(): ByteSet | undefined {
		if (this.peek().toLowerCase() !== 'p') return undefined;
		const match = this.take(/([pP])(?:\{(\^?)([^{}]*)\}|([A-Za-z]))/y);
		if (match === null) throw new PatternError('a \\p without a property');
		const [written, letter, caret = '', inBraces, single] = match;
		const set = propertySet(inBraces ?? single);
		if (set === undefined) throw unsupported(`\\${written}`);
		return (letter === 'P') === (caret === '^') ? set : inverse(set);
	}

	/** What a backslash and the letters after it take; also inside a class. */
	private escapedSet(): ByteSet {
		const hex = this.take(/x(?:\{([0-9a-fA-F]{1,8})\}|([0-9a-fA-F]{0,2}))/y);
		if (hex !== null) return this.single(parseInt(hex[1] ?? (hex[2] || '0'), 16));
		const octal = this.take(/o\{([0-7]{1,6})\}/y) ?? this.take(/([0-7]{1,3})/y);
		if (octal !== null) return this.single(parseInt(octal[1], 8));
		const control = this.take(/c([\x20-\x7e])/y);
		if (control !== null) return this.single(control[1].toUpperCase().charCodeAt(0) ^ 64);
		const letter = this.source[this.offset++];
		if (letter === undefined) throw new PatternError('the pattern ends in a backslash');
		const set = ESCAPED_SETS.get(letter);
		if (set !== undefined) return set;
		if (CONTROL[letter] !== undefined) return setOf(CONTROL[letter]);
		if ('CKXgk'.includes(letter)) throw unsupported(`\\${letter}`);
		if (/[A-Za-z]/.test(letter)) throw new PatternError(`\\${letter} means nothing`);
		return setOf(letter);
	}

	private single(code: number): ByteSet {
		if (code > 255) throw new PatternError('a character beyond one byte');
		return setOf(String.fromCharCode(code));
	}

	private characterClass(): ByteSet {
		const negated = this.peek() === '^';
		if (negated) this.offset++;
		const set = byteSet(() => false);
		let first = true;
		while (first || this.peek() !== ']') {
			if (this.peek() === '') throw new PatternError("a '[' is not closed");
			first = false;
			const property = this.classProperty();
			addAll(set, property ?? this.cased(this.classRange()));
		}
		this.offset++;
		return negated ? inverse(set) : set;
	}

	private cased(set: ByteSet): ByteSet {
		return this.flags.ignoreCase ? withBothCases(set) : set;
	}

	private classProperty(): ByteSet | undefined {
		if (!/^\\[pP]/.test(this.source.slice(this.offset, this.offset + 2))) return undefined;
		this.offset++;
		const property = this.property();
		if (this.isRange()) throw new PatternError('a range that starts with a class');
		return property;
	}

	/** One character or set of a class, or all characters from one to another. */
	private classRange(): ByteSet {
		const start = this.classItem();
		if (!this.isRange()) return start;
		if (size(start) !== 1) throw new PatternError('a range that starts with a class');
		this.offset++;
		const property = this.classProperty();
		const end = property ?? this.classItem();
		if (property !== undefined || size(end) !== 1) {
			throw new PatternError('a range that ends in a class');
		}
		return rangeOf(start, end);
	}

	private isRange(): boolean {
		const after = this.source[this.offset + 1];
		return this.peek() === '-' && after !== ']' && after !== undefined;
	}

	private classItem(): ByteSet {
		const named = this.take(/\[:(\^?)([a-z]+):\]/y);
		if (named !== null) {
			const found = NAMED_SETS.get(named[2]);
			if (found === undefined) throw new PatternError(`there is no class [:${named[2]}:]`);
			return named[1] === '^' ? inverse(found) : found;
		}
		const character = this.source[this.offset++];
		if (character !== '\\') return setOf(character);
		if (this.peek() === 'b') {
			this.offset++;
			return setOf('\b');
		}
		return this.escapedSet();
	}
}

function size(set: ByteSet): number {
	return set.reduce((total, taken) => total + taken, 0);
}

function addAll(set: ByteSet, more: ByteSet): void {
	more.forEach((taken, byte) => {
		if (taken > 0) set[byte] = 1;
	});
}

function rangeOf(start: ByteSet, end: ByteSet): ByteSet {
	const [from, to] = [start.indexOf(1), end.indexOf(1)];
	if (from > to) throw new PatternError('a range of characters out of order');
	return byteSet((byte) => byte >= from && byte <= to);
}
