import type { Compatibility } from '../compatibility';
import { ExpressionError } from './expression-error';
import { bytesOfText, clampedInt } from '../php';
import type { BinaryOperator } from './syntax-tree';

/** `offset` and `end` are indexes into the source. */
export type Token = { offset: number; end: number } & (
	| { kind: 'symbol'; name: string }
	| { kind: 'reference'; link: string; module: string; field: string }
	| { kind: 'variable'; name: string }
	| { kind: 'inner'; source: string }
	| { kind: 'string'; value: string }
	| { kind: 'integer'; value: bigint }
	| { kind: 'float'; value: number }
	| { kind: 'operator'; operator: BinaryOperator }
	| { kind: 'open' }
	| { kind: 'close' }
	| { kind: 'comma' }
	| { kind: 'end' }
);

const SPACE = /\s+/y;
const SYMBOL = /[a-zA-Z]\w*/y;
const FLOAT = /\d*\.\d+/y;
const INTEGER = /\d+/y;
const OPERATOR = />=|<=|==|!=|[+\-*/<>]/y;
const REFERENCE = /\$\(\s*(\w+)\s*:\s*\(\s*(\w+)\s*\)\s*(\w+)\s*\)/y;
const VARIABLE = /\$env\[\s*(?:"([^"\]]*)"|'([^'\]]*)')\s*\]/y;

/** A character that coreBOS skips; `reason` says what that means and what to write. */
export interface SkippedSign {
	offset: number;
	reason: string;
}

/**
 * Splits an expression into tokens.
 *
 * @param source the expression, HTML entities already decoded
 * @param compatibility `coreBos` skips what starts no token, `native` refuses it
 * @returns the tokens, the last one of kind `end`, and the characters that were skipped
 * @throws ExpressionError for what cannot be read
 */
export function tokenize(
	source: string,
	compatibility: Compatibility,
): { tokens: Token[]; skipped: SkippedSign[] } {
	const tokens: Token[] = [];
	const skipped: SkippedSign[] = [];
	let offset = skipSpace(source, 0);
	while (offset < source.length) {
		const token = tokenAt(source, offset, compatibility);
		if (token === undefined) {
			skipped.push(...skippedAt(source, offset, compatibility));
			offset += String.fromCodePoint(source.codePointAt(offset) ?? 0).length;
		} else {
			tokens.push(token);
			offset = token.end;
		}
		offset = skipSpace(source, offset);
	}
	tokens.push({ kind: 'end', offset: source.length, end: source.length });
	return { tokens, skipped };
}

/** The skipped character, unless it is a `$`, which may precede every name. */
function skippedAt(source: string, offset: number, compatibility: Compatibility): SkippedSign[] {
	if (source[offset] === '$') return [];
	const reason = strayCharacter(source, offset);
	if (compatibility === 'native') throw new ExpressionError(reason, source, offset);
	if (source[offset] === '`') throw new ExpressionError(reason, source, offset);
	return [{ offset, reason }];
}

function match(expression: RegExp, source: string, offset: number): RegExpExecArray | null {
	expression.lastIndex = offset;
	return expression.exec(source);
}

function skipSpace(source: string, offset: number): number {
	const code = source.charCodeAt(offset);
	if (code > 0x20 && code < 0x80) return offset;
	return offset + (match(SPACE, source, offset)?.[0].length ?? 0);
}

/** @returns undefined for what starts no token */
function tokenAt(source: string, offset: number, compatibility: Compatibility): Token | undefined {
	switch (source[offset]) {
		case '(':
			return { kind: 'open', offset, end: offset + 1 };
		case ')':
			return { kind: 'close', offset, end: offset + 1 };
		case ',':
			return { kind: 'comma', offset, end: offset + 1 };
		case "'":
			return stringAt(source, offset, compatibility);
		case '"':
			return compatibility === 'native' ? stringAt(source, offset, compatibility) : undefined;
		case '$':
			return dollarAt(source, offset);
		case '{':
			return innerAt(source, offset, compatibility);
		default:
			return wordAt(source, offset);
	}
}

function wordAt(source: string, offset: number): Token | undefined {
	const operator = match(OPERATOR, source, offset)?.[0];
	if (operator !== undefined) {
		const end = offset + operator.length;
		return { kind: 'operator', operator: operator as BinaryOperator, offset, end };
	}
	const symbol = match(SYMBOL, source, offset)?.[0];
	if (symbol !== undefined) {
		return { kind: 'symbol', name: symbol, offset, end: offset + symbol.length };
	}
	const float = match(FLOAT, source, offset)?.[0];
	if (float !== undefined) {
		return { kind: 'float', value: Number(float), offset, end: offset + float.length };
	}
	const integer = match(INTEGER, source, offset)?.[0];
	if (integer !== undefined) {
		return { kind: 'integer', value: clampedInt(integer), offset, end: offset + integer.length };
	}
	return undefined;
}

/** What to say about characters that people are likely to try. */
const HINTS: Readonly<Record<string, string>> = {
	'"': 'text goes in single quotes; coreBOS reads double quotes as names',
	'{': '{{ … }} inserts an inner expression',
	'`': 'field names have no quotes',
	'=': "'==' compares",
	'&': 'AND(a, b) joins conditions',
	'|': 'OR(a, b) joins conditions',
	'!': "'!=' compares, NOT(a) negates",
	'.': 'concat(a, b) joins texts',
	'%': 'modulo(a, b) returns the remainder of a division',
	'^': 'power(a, b) raises to a power',
};

function strayCharacter(source: string, offset: number): string {
	if (source[offset] === "'") return 'a string starts here and is not closed';
	const character = String.fromCodePoint(source.codePointAt(offset) ?? 0);
	const hint = HINTS[character];
	const advice = hint === undefined ? '' : `: ${hint}`;
	return `'${character}' has no meaning in an expression${advice}`;
}

function dollarAt(source: string, offset: number): Token | undefined {
	const reference = match(REFERENCE, source, offset);
	if (reference !== null) {
		const [whole, link, module, field] = reference;
		return { kind: 'reference', link, module, field, offset, end: offset + whole.length };
	}
	const variable = match(VARIABLE, source, offset);
	if (variable !== null) {
		const name = variable[1] ?? variable[2];
		return { kind: 'variable', name, offset, end: offset + variable[0].length };
	}
	return undefined;
}

/** Braces inside each other: ten inner expressions. */
const MAX_BRACES = 20;
const TOO_MANY_BRACES = 'more than 10 nested inner expressions';

/** `{{ … }}`; braces inside it and inside its strings are its own. */
function innerAt(source: string, offset: number, compatibility: Compatibility): Token | undefined {
	if (!source.startsWith('{{', offset)) return undefined;
	let depth = 0;
	for (let index = offset; index < source.length; index++) {
		if (source[index] === "'")
			index = (stringAt(source, index, compatibility)?.end ?? index + 1) - 1;
		else if (source[index] === '{') {
			if (++depth > MAX_BRACES) throw new ExpressionError(TOO_MANY_BRACES, source, index);
		} else if (source[index] === '}' && --depth === 0) {
			const inner = source.slice(offset + 2, index - 1);
			if (source[index - 1] !== '}') break;
			return { kind: 'inner', source: inner, offset, end: index + 1 };
		}
	}
	throw new ExpressionError("'{{' is not closed by '}}'", source, offset);
}

/**
 * A string ends at the first quote that no backslash precedes. Where there is
 * none, it ends at the last quote there is: coreBOS's pattern backtracks to it,
 * which is what makes `'a\'` a string.
 */
function stringAt(source: string, offset: number, compatibility: Compatibility): Token | undefined {
	const mark = source[offset];
	let quote = source.indexOf(mark, offset + 1);
	let last = -1;
	while (quote !== -1 && source[quote - 1] === '\\') {
		last = quote;
		quote = source.indexOf(mark, quote + 1);
	}
	if (quote === -1) quote = last;
	if (quote === -1) {
		if (compatibility === 'coreBos') return undefined;
		throw new ExpressionError('a string starts here and is not closed', source, offset);
	}
	const value = stripEscapes(bytesOfText(source.slice(offset + 1, quote)));
	return { kind: 'string', value, offset, end: quote + 1 };
}

const ESCAPED: Readonly<Record<string, string>> = {
	n: '\n',
	t: '\t',
	r: '\r',
	a: '\x07',
	v: '\v',
	b: '\b',
	f: '\f',
};

/** PHP's stripcslashes: C escapes; the backslash of an unknown one is dropped. */
function stripEscapes(bytes: string): string {
	if (!bytes.includes('\\')) return bytes;
	return bytes.replace(
		/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([\s\S]))/g,
		(_, hex?: string, octal?: string, character?: string) => {
			if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
			if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 255);
			return ESCAPED[character ?? ''] ?? character ?? '';
		},
	);
}
