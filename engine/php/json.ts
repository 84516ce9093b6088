import { PhpError } from './php-error';
import { JSON_DEPTH, readJson, type JsonBuilder } from './json-reader';
import { bytesOfText, textOfBytes } from './js-conversion';
import { exactFloatText, numericText, PhpArray, type Value } from './values';

/** What PHP's JSON_* flags are for. */
interface JsonOptions {
	/** Numeric strings become numbers (JSON_NUMERIC_CHECK). */
	numericCheck?: boolean;
	/** A whole float keeps its `.0` (JSON_PRESERVE_ZERO_FRACTION); default true. */
	zeroFraction?: boolean;
}

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
 * are not UTF-8, more than 512 levels)
 */
export function encodeJson(value: Value, options: JsonOptions = {}): string | false {
	try {
		return encode(value, options, 0);
	} catch (error) {
		if (error === CANNOT_ENCODE) return false;
		throw error;
	}
}

const CANNOT_ENCODE = new PhpError('this value has no JSON form');

/** A value as PHP's JSON text, as JavaScript text; `false` where it has none, as in PHP. */
export function toJson(value: Value, options: JsonOptions): string {
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
	if (depth > JSON_DEPTH) throw CANNOT_ENCODE;
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

/** JSON as values of the expression language: a list and an object are both a PHP array. */
const VALUES: JsonBuilder<Value> = {
	word: (value) => value,
	number: (text) => (text === '-0' ? 0n : (numericText(text) ?? null)),
	string: (literal) => bytesOfText(String(JSON.parse(textOfBytes(literal)))),
	text: (value) => value,
	list: (items) => {
		const array = new PhpArray();
		for (const item of items) array.push(item);
		return array;
	},
	object: (names, values) => {
		const array = new PhpArray();
		for (const [index, name] of names.entries()) array.set(name, values[index]);
		return array;
	},
};

/**
 * PHP's json_decode with objects as maps.
 *
 * @param bytes JSON as a byte string
 * @returns the value; null for text that is not JSON, as in PHP
 */
export function decodeJson(bytes: string): Value {
	const text = textOfBytes(bytes);
	if (text.includes('\ufffd') && bytesOfText(text) !== bytes) return null;
	return readJson(bytes, VALUES) ?? null;
}
