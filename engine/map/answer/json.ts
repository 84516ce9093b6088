import { bytesOfText, encodeJson, type JsonBuilder, readJson } from '../../php';

/**
 * JSON as PHP's json_decode reads it without `assoc`: an object is a map in the order
 * of its members, so that it differs from a list and no name in it can do harm; a whole
 * number is a bigint, others are numbers.
 */
export type Json = null | boolean | bigint | number | string | Json[] | Map<string, Json>;

const INT_LIMIT = 9223372036854775807n;

const ANSWER: JsonBuilder<Json> = {
	word: (value) => value,
	number: (text) => {
		if (!/^-?\d{1,19}$/.test(text)) return Number(text);
		const whole = BigInt(text);
		return whole <= INT_LIMIT && whole >= -INT_LIMIT - 1n ? whole : Number(text);
	},
	string: (literal) => String(JSON.parse(literal)),
	text: (value) => value,
	list: (items) => items,
	object: (names, values) => {
		const object = new Map<string, Json>();
		for (let index = 0; index < names.length; index++) object.set(names[index], values[index]);
		return object;
	},
};

/**
 * Reads a JSON text.
 *
 * @returns the value; undefined if the text is not JSON
 */
export function parseJson(text: string): Json | undefined {
	return readJson(text, ANSWER);
}

/** A value as PHP's json_encode writes it. */
export function jsonText(value: Json): string {
	if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
	if (value instanceof Map) {
		const members = [...value].map(([name, item]) => `${jsonText(name)}:${jsonText(item)}`);
		return `{${members.join(',')}}`;
	}
	const scalar = typeof value === 'string' ? bytesOfText(value) : value;
	return encodeJson(scalar, { zeroFraction: false }) || JSON.stringify(String(value));
}

/**
 * A value in plain JavaScript, as an n8n item holds it. A whole number that JavaScript
 * cannot hold exactly becomes its digits as text.
 */
export function plainJson(value: Json): unknown {
	if (Array.isArray(value)) return value.map(plainJson);
	// fromEntries defines members, so that __proto__ is one like any other.
	if (value instanceof Map) {
		return Object.fromEntries([...value].map(([name, item]) => [name, plainJson(item)]));
	}
	if (typeof value !== 'bigint') return value;
	const number = Number(value);
	return Number.isSafeInteger(number) ? number : value.toString();
}
