import { PhpError } from './php-error';
import { PhpArray, toBytes, type Value } from './values';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
// Anything but 7-bit text has to pass the encoder.
const NOT_ASCII = /[\u0080-\uffff]/;
const CHUNK = 8192;

/** JavaScript text as the language's byte string (its UTF-8 bytes). */
export function bytesOfText(text: string): string {
	return NOT_ASCII.test(text) ? byteString(encoder.encode(text)) : text;
}

/** Bytes as the language's byte string. */
function byteString(bytes: Uint8Array): string {
	let result = '';
	for (let start = 0; start < bytes.length; start += CHUNK) {
		result += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
	}
	return result;
}

/** The bytes of a byte string. */
export function bytesOf(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
	return bytes;
}

/** A byte string as JavaScript text; bytes that are not UTF-8 become U+FFFD. */
export function textOfBytes(bytes: string): string {
	return NOT_ASCII.test(bytes) ? decoder.decode(bytesOf(bytes)) : bytes;
}

/**
 * A value of the language as JavaScript text, converted as PHP converts to
 * string.
 */
export function toText(value: Value): string {
	return textOfBytes(toBytes(value));
}

/**
 * A JavaScript value as a value of the language: whole numbers become ints,
 * others floats, objects and arrays ordered maps. Nothing of a prototype is
 * read.
 *
 * @throws PhpError for an object that contains itself
 */
export function fromPlain(value: unknown): Value {
	return convert(value, []);
}

function convert(value: unknown, parents: object[]): Value {
	switch (typeof value) {
		case 'string':
			return bytesOfText(value);
		case 'number':
			return Number.isSafeInteger(value) ? BigInt(value) : value;
		case 'bigint':
			return BigInt.asIntN(64, value) === value ? value : Number(value);
		case 'boolean':
			return value;
		case 'object':
			return value === null ? null : convertObject(value, parents);
		default:
			return null;
	}
}

/** More nested than any JSON that PHP itself would read. */
const MAX_DEPTH = 512;

function convertObject(value: object, parents: object[]): Value {
	if (value instanceof PhpArray) return value;
	if (value instanceof Uint8Array) return byteString(value);
	if (parents.includes(value)) {
		throw new PhpError('a value that contains itself cannot be used in an expression');
	}
	if (parents.length >= MAX_DEPTH) {
		throw new PhpError(`a value may not be nested deeper than ${MAX_DEPTH} levels`);
	}
	const inside = [...parents, value];
	if (Array.isArray(value)) return PhpArray.list(value.map((item) => convert(item, inside)));
	if (value instanceof Date) return bytesOfText(value.toISOString());
	if (value instanceof Map) {
		return PhpArray.map([...value].map(([k, v]) => [bytesOfText(String(k)), convert(v, inside)]));
	}
	return PhpArray.map(
		Object.entries(value).map(([key, item]) => [bytesOfText(key), convert(item, inside)]),
	);
}

/**
 * A value of the language as plain JavaScript: ints as numbers where they are
 * safe, else bigints; lists as arrays, other arrays as objects (a key
 * `__proto__` is an ordinary own property there).
 */
export function toPlain(value: Value): unknown {
	if (typeof value === 'string') return textOfBytes(value);
	if (typeof value === 'bigint') {
		const number = Number(value);
		return Number.isSafeInteger(number) ? number : value;
	}
	if (!(value instanceof PhpArray)) return value;
	if (value.isList()) return value.values().map(toPlain);
	const plain: Record<string, unknown> = {};
	for (const [key, item] of value.entries()) setOwn(plain, textOfBytes(key), toPlain(item));
	return plain;
}

/** Sets an own property whatever its name; assigning `__proto__` would set the prototype. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
	if (key === '__proto__') {
		Object.defineProperty(target, key, {
			value,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	} else {
		target[key] = value;
	}
}

/** An own property, or undefined: `constructor` and the like read nothing. */
export function getOwn(source: Record<string, unknown> | undefined, key: string): unknown {
	return source !== undefined && Object.hasOwn(source, key) ? source[key] : undefined;
}
