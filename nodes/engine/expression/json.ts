import { ExpressionError, passedOn } from './expression-error';
import { bytesOfText, textOfBytes } from './plain-values';
import { exactFloatText, numericText, PhpArray, type Value } from './values';

/** What PHP's JSON_* flags are for. */
export interface JsonOptions {
	/** Numeric strings become numbers (JSON_NUMERIC_CHECK). */
	numericCheck?: boolean;
	/** A whole float keeps its `.0` (JSON_PRESERVE_ZERO_FRACTION); default true. */
	zeroFraction?: boolean;
}

/** PHP's own limit of json_encode and json_decode. */
const MAX_DEPTH = 512;

const ESCAPES: Readonly<Record<string, string>> = {
	'"': '\\"',
	'\\': '\\\\',
	'/': '\\/',
	'\b': '\\b',
	'\f': '\\f',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
};

/**
 * PHP's json_encode: `/` and everything beyond ASCII is escaped.
 *
 * @returns the JSON text, or false where PHP gives false (NAN, INF, bytes that
 * are no UTF-8, more than 512 levels)
 */
export function encodeJson(value: Value, options: JsonOptions = {}): string | false {
	try {
		return encode(value, options, 0);
	} catch (error) {
		if (error === CANNOT_ENCODE) return false;
		throw passedOn(error);
	}
}

const CANNOT_ENCODE = new ExpressionError('this value has no JSON form');

/** A value as PHP's JSON text, as JavaScript text; `false` where it has none, as in PHP. */
export function toJson(value: Value, options: JsonOptions = {}): string {
	const json = encodeJson(value, options);
	return json === false ? '' : json;
}

function encode(value: Value, options: JsonOptions, depth: number): string {
	if (value === null) return 'null';
	if (typeof value === 'string') return encodeString(value, options);
	if (typeof value === 'number') return encodeFloat(value, options);
	if (value instanceof PhpArray) return encodeArray(value, options, depth + 1);
	return String(value);
}

function encodeFloat(value: number, options: JsonOptions): string {
	if (!Number.isFinite(value)) throw CANNOT_ENCODE;
	const text = exactFloatText(value).replace('E', 'e');
	return options.zeroFraction === false ? text.replace(/\.0$/, '') : text;
}

function encodeString(bytes: string, options: JsonOptions): string {
	const number = options.numericCheck === true ? numericText(bytes) : undefined;
	if (typeof number === 'bigint') return number.toString();
	if (typeof number === 'number' && Number.isFinite(number)) return encodeFloat(number, options);
	const text = textOfBytes(bytes);
	if (text.includes('\ufffd') && bytesOfText(text) !== bytes) throw CANNOT_ENCODE;
	const escaped = text.replace(/["\\/]|[^ -~]/g, (char) => {
		if (char === '\x7f') return char;
		return ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});
	return `"${escaped}"`;
}

function encodeArray(array: PhpArray, options: JsonOptions, depth: number): string {
	if (depth > MAX_DEPTH) throw CANNOT_ENCODE;
	if (array.isList()) {
		return `[${array
			.values()
			.map((item) => encode(item, options, depth))
			.join(',')}]`;
	}
	const members = array
		.entries()
		.map(([key, item]) => `${encodeString(key, {})}:${encode(item, options, depth)}`);
	return `{${members.join(',')}}`;
}

/**
 * PHP's json_decode with objects as maps.
 *
 * @param bytes JSON as a byte string
 * @returns the value; null for text that is no JSON, as in PHP
 */
export function decodeJson(bytes: string): Value {
	const reader = new JsonReader(bytes);
	return reader.read() ?? null;
}

/** Reads JSON by hand: JavaScript's own parser drops the difference of 2 and 2.0. */
class JsonReader {
	private offset = 0;

	constructor(private readonly source: string) {}

	/** The value; undefined where the source is no JSON. */
	read(): Value | undefined {
		const text = textOfBytes(this.source);
		if (text.includes('\ufffd') && bytesOfText(text) !== this.source) return undefined;
		const value = this.value(0);
		this.skipSpace();
		return this.offset === this.source.length ? value : undefined;
	}

	private skipSpace(): void {
		while (/[ \t\n\r]/.test(this.source[this.offset] ?? '')) this.offset++;
	}

	private take(expression: RegExp): string | undefined {
		expression.lastIndex = this.offset;
		const match = expression.exec(this.source);
		if (match === null) return undefined;
		this.offset += match[0].length;
		return match[0];
	}

	private value(depth: number): Value | undefined {
		this.skipSpace();
		switch (this.source[this.offset]) {
			case '{':
				return depth >= MAX_DEPTH ? undefined : this.object(depth + 1);
			case '[':
				return depth >= MAX_DEPTH ? undefined : this.list(depth + 1);
			case '"':
				return this.string();
			default:
				return this.scalar();
		}
	}

	private scalar(): Value | undefined {
		switch (this.take(/(?:true|false|null)/iy)?.toLowerCase()) {
			case 'true':
				return true;
			case 'false':
				return false;
			case 'null':
				return null;
		}
		const number = this.take(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
		if (number === undefined) return undefined;
		return number === '-0' ? 0n : numericText(number);
	}

	private string(): string | undefined {
		const literal = this.take(/"(?:[ !#-[\]-\xff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y);
		if (literal === undefined) return undefined;
		if (!literal.includes('\\')) return literal.slice(1, -1);
		return bytesOfText(String(JSON.parse(textOfBytes(literal))));
	}

	private list(depth: number): PhpArray | undefined {
		const array = new PhpArray();
		if (this.closes(']')) return array;
		for (;;) {
			const item = this.value(depth);
			if (item === undefined) return undefined;
			array.push(item);
			if (this.closesAfterItem(']')) return array;
			if (this.source[this.offset - 1] !== ',') return undefined;
		}
	}

	private object(depth: number): PhpArray | undefined {
		const array = new PhpArray();
		if (this.closes('}')) return array;
		for (;;) {
			this.skipSpace();
			const key = this.source[this.offset] === '"' ? this.string() : undefined;
			this.skipSpace();
			if (key === undefined || this.source[this.offset++] !== ':') return undefined;
			const item = this.value(depth);
			if (item === undefined) return undefined;
			array.set(key, item);
			if (this.closesAfterItem('}')) return array;
			if (this.source[this.offset - 1] !== ',') return undefined;
		}
	}

	private closes(bracket: string): boolean {
		this.offset++;
		this.skipSpace();
		if (this.source[this.offset] !== bracket) return false;
		this.offset++;
		return true;
	}

	private closesAfterItem(bracket: string): boolean {
		this.skipSpace();
		return this.source[this.offset++] === bracket;
	}
}
