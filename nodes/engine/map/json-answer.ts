import { bytesOfText, encodeJson } from '../expression';

/**
 * JSON as PHP's json_decode reads it without `assoc`: an object is a map in the order
 * of its members, so that it differs from a list and no name in it can do harm; a whole
 * number is a bigint, others are numbers.
 */
export type Json = null | boolean | bigint | number | string | Json[] | Map<string, Json>;

/** PHP's own limit. */
const MAX_DEPTH = 512;

const INT_LIMIT = 9223372036854775807n;

/**
 * Reads a JSON text.
 *
 * @returns the value; undefined where the text is no JSON
 */
export function parseJson(text: string): Json | undefined {
	const reader = new JsonReader(text);
	return reader.read();
}

class JsonReader {
	private offset = 0;

	constructor(private readonly source: string) {}

	read(): Json | undefined {
		const value = this.value(0);
		this.skipSpace();
		return this.offset === this.source.length ? value : undefined;
	}

	private skipSpace(): void {
		this.take(/[ \t\n\r]*/y);
	}

	private take(expression: RegExp): string | undefined {
		expression.lastIndex = this.offset;
		const match = expression.exec(this.source);
		if (match === null) return undefined;
		this.offset += match[0].length;
		return match[0];
	}

	private value(depth: number): Json | undefined {
		this.skipSpace();
		const first = this.source[this.offset];
		if (first === '"') return this.string();
		if (first === '{' || first === '[') {
			if (depth >= MAX_DEPTH) return undefined;
			this.offset++;
			return first === '{' ? this.object(depth + 1) : this.list(depth + 1);
		}
		return this.scalar();
	}

	private scalar(): Json | undefined {
		const word = this.take(/(?:true|false|null)/iy)?.toLowerCase();
		if (word !== undefined) return word === 'null' ? null : word === 'true';
		const number = this.take(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
		if (number === undefined) return undefined;
		if (!/^-?\d{1,19}$/.test(number)) return Number(number);
		const whole = BigInt(number);
		return whole <= INT_LIMIT && whole >= -INT_LIMIT - 1n ? whole : Number(number);
	}

	private string(): string | undefined {
		const literal = this.take(/"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y);
		if (literal === undefined) return undefined;
		return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
	}

	private list(depth: number): Json[] | undefined {
		const list: Json[] = [];
		this.skipSpace();
		if (this.take(/\]/y) !== undefined) return list;
		for (;;) {
			const item = this.value(depth);
			if (item === undefined) return undefined;
			list.push(item);
			this.skipSpace();
			const separator = this.take(/[,\]]/y);
			if (separator === ']') return list;
			if (separator === undefined) return undefined;
		}
	}

	private object(depth: number): Map<string, Json> | undefined {
		const object = new Map<string, Json>();
		this.skipSpace();
		if (this.take(/\}/y) !== undefined) return object;
		for (;;) {
			this.skipSpace();
			const name = this.string();
			this.skipSpace();
			if (name === undefined || this.take(/:/y) === undefined) return undefined;
			const item = this.value(depth);
			if (item === undefined) return undefined;
			object.set(name, item);
			this.skipSpace();
			const separator = this.take(/[,}]/y);
			if (separator === '}') return object;
			if (separator === undefined) return undefined;
		}
	}
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
