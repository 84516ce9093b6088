/** What becomes of the parts of a JSON text. */
export interface JsonBuilder<T> {
	/** `true`, `false` or `null`. */
	word(value: boolean | null): T;
	/** @param text the number as written */
	number(text: string): T;
	/** @param literal the string as written, with its quotes and escapes */
	string(literal: string): string;
	/** A string as a value. */
	text(value: string): T;
	list(items: T[]): T;
	/** @param names of the members in their order, also repeated ones; `values` has their values */
	object(names: string[], values: T[]): T;
}

/** PHP's own limit of json_encode and json_decode. */
export const JSON_DEPTH = 512;

/**
 * Reads JSON as PHP's json_decode does: at most 512 levels. By hand, because
 * JavaScript's own parser drops the difference of 2 and 2.0 and the order of number-like names.
 *
 * @param source the JSON text, or its bytes
 * @param build makes the values
 * @returns the value; undefined where the source is not JSON
 */
export function readJson<T>(source: string, build: JsonBuilder<T>): T | undefined {
	return new JsonReader(source, build).read();
}

/** What begins at an offset; made once, since a large answer asks for each of its values. */
const WORD = /(?:true|false|null)/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;
/** What a string cannot contain as it is. */
const ESCAPED_OR_CONTROL = /\\|[^ -\uffff]/;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const LIST = 0x5b;
const END_OF_LIST = 0x5d;
const OBJECT = 0x7b;
const END_OF_OBJECT = 0x7d;

function isSpace(code: number): boolean {
	return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

class JsonReader<T> {
	private offset = 0;

	constructor(
		private readonly source: string,
		private readonly build: JsonBuilder<T>,
	) {}

	read(): T | undefined {
		const value = this.value(0);
		this.skipSpace();
		return this.offset === this.source.length ? value : undefined;
	}

	private skipSpace(): void {
		while (isSpace(this.source.charCodeAt(this.offset))) this.offset++;
	}

	/** Goes on behind a character. @returns false where there is another one */
	private passes(code: number): boolean {
		if (this.source.charCodeAt(this.offset) !== code) return false;
		this.offset++;
		return true;
	}

	private take(expression: RegExp): string | undefined {
		expression.lastIndex = this.offset;
		const match = expression.exec(this.source);
		if (match === null) return undefined;
		this.offset += match[0].length;
		return match[0];
	}

	private value(depth: number): T | undefined {
		this.skipSpace();
		const first = this.source.charCodeAt(this.offset);
		if (first === QUOTE) {
			const text = this.string();
			return text === undefined ? undefined : this.build.text(text);
		}
		if (first !== OBJECT && first !== LIST) return this.scalar();
		if (depth >= JSON_DEPTH) return undefined;
		this.offset++;
		return first === OBJECT ? this.object(depth + 1) : this.list(depth + 1);
	}

	private scalar(): T | undefined {
		const word = this.take(WORD);
		if (word !== undefined) return this.build.word(word === 'null' ? null : word === 'true');
		const number = this.take(NUMBER);
		return number === undefined ? undefined : this.build.number(number);
	}

	private string(): string | undefined {
		if (this.source.charCodeAt(this.offset) !== QUOTE) return undefined;
		const end = this.source.indexOf('"', this.offset + 1);
		const plain = this.source.slice(this.offset + 1, end);
		if (end === -1 || ESCAPED_OR_CONTROL.test(plain)) return this.escapedString();
		this.offset = end + 1;
		return plain;
	}

	/** Piece by piece: one expression for the whole of it exhausts the stack on a long string. */
	private escapedString(): string | undefined {
		const start = this.offset;
		const special = /["\\]|[^ -\uffff]/g;
		special.lastIndex = start + 1;
		for (let match = special.exec(this.source); match !== null; match = special.exec(this.source)) {
			this.offset = special.lastIndex;
			if (match[0] === '"') return this.build.string(this.source.slice(start, this.offset));
			if (match[0] !== '\\' || this.take(ESCAPE) === undefined) return undefined;
			special.lastIndex = this.offset;
		}
		return undefined;
	}

	private list(depth: number): T | undefined {
		const items: T[] = [];
		this.skipSpace();
		if (this.passes(END_OF_LIST)) return this.build.list(items);
		for (;;) {
			const item = this.value(depth);
			if (item === undefined) return undefined;
			items.push(item);
			this.skipSpace();
			if (this.passes(END_OF_LIST)) return this.build.list(items);
			if (!this.passes(COMMA)) return undefined;
		}
	}

	private object(depth: number): T | undefined {
		const names: string[] = [];
		const values: T[] = [];
		this.skipSpace();
		if (this.passes(END_OF_OBJECT)) return this.build.object(names, values);
		for (;;) {
			this.skipSpace();
			const name = this.string();
			this.skipSpace();
			if (name === undefined || !this.passes(COLON)) return undefined;
			const item = this.value(depth);
			if (item === undefined) return undefined;
			names.push(name);
			values.push(item);
			this.skipSpace();
			if (this.passes(END_OF_OBJECT)) return this.build.object(names, values);
			if (!this.passes(COMMA)) return undefined;
		}
	}
}
