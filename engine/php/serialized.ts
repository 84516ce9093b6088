/** What PHP's `serialize` can have written that coreBOS answers with: no objects. */
export type PhpValue = string | number | boolean | null | PhpValue[] | { [key: string]: PhpValue };

/** Deeper than coreBOS nests anything; a longer chain is no answer of it. */
const DEEPEST = 50;

/**
 * Reads a text that PHP's `serialize` wrote, as `getPicklistValues` and `getReferenceValue`
 * answer with. Objects and references are refused: coreBOS sends none, and there is nothing
 * safe to make of them. Arrays with the keys 0, 1, 2, … become lists.
 *
 * @throws SyntaxError with the place (in bytes) where the text is none of PHP's
 */
export function readPhpSerialized(text: string): PhpValue {
	return new Reader(new TextEncoder().encode(text)).whole();
}

/** An object that PHP's `serialize` wrote. */
export interface PhpObject {
	/** Name of its class. */
	className: string;
	/** Its properties by their bare names, private and protected ones too. */
	properties: Record<string, PhpValue>;
}

/**
 * Reads a text that PHP's `serialize` wrote of an object, as an export of workflows holds
 * tasks. No class is made of it: it is its name and its properties. Objects inside it and
 * references are refused.
 *
 * @throws SyntaxError with the place (in bytes) where the text is none of PHP's
 */
export function readPhpObject(text: string): PhpObject {
	return new Reader(new TextEncoder().encode(text)).wholeObject();
}

/**
 * An object as PHP's `serialize` writes it, its properties public.
 *
 * @param className name of its class
 * @param properties texts, true, false and null by name, in this order
 */
export function phpSerializedObject(
	className: string,
	properties: Readonly<Record<string, string | boolean | null>>,
): string {
	const members = Object.entries(properties).map(
		([name, value]) => `${serializedText(name)}${serializedScalar(value)}`,
	);
	return `O:${byteLength(className)}:"${className}":${members.length}:{${members.join('')}}`;
}

function serializedScalar(value: string | boolean | null): string {
	if (value === null) return 'N;';
	return typeof value === 'string' ? serializedText(value) : `b:${value ? 1 : 0};`;
}

function serializedText(text: string): string {
	return `s:${byteLength(text)}:"${text}";`;
}

function byteLength(text: string): number {
	return new TextEncoder().encode(text).length;
}

/** A list of texts as PHP's `serialize` writes it: `getReferenceValue` wants its ids so. */
export function phpSerializedList(texts: string[]): string {
	const entries = texts.map((text, index) => `i:${index};${serializedText(text)}`);
	return `a:${texts.length}:{${entries.join('')}}`;
}

/** Lengths in the text count bytes, so it is read as bytes. */
class Reader {
	private position = 0;

	constructor(private readonly bytes: Uint8Array) {}

	whole(): PhpValue {
		const value = this.value(0);
		if (this.position < this.bytes.length) throw this.unexpected('more text');
		return value;
	}

	wholeObject(): PhpObject {
		if (this.until(':') !== 'O') throw this.unexpected('no object');
		const length = this.count();
		const className = this.quoted(length);
		this.expect(':');
		const entries = this.entries(this.count(), 0);
		if (this.position < this.bytes.length) throw this.unexpected('more text');
		// A private property carries its class between two NULs before its name.
		const bare = entries.map(([name, value]) => [name.replace(/^\0[^\0]*\0/, ''), value]);
		return { className, properties: Object.fromEntries(bare) as Record<string, PhpValue> };
	}

	private value(depth: number): PhpValue {
		if (depth > DEEPEST) throw this.unexpected('arrays nested too deeply');
		const kind = this.until(':;');
		switch (kind) {
			case 'N':
				return null;
			case 'b':
				return this.until(';') === '1';
			case 'i':
			case 'd':
				return this.number(this.until(';'));
			case 's':
				return this.text();
			case 'a':
				return this.array(depth);
			default:
				throw this.unexpected(`the kind "${kind}"`);
		}
	}

	private text(): string {
		const text = this.quoted(this.count());
		this.expect(';');
		return text;
	}

	/** A text of so many bytes between quotes. */
	private quoted(length: number): string {
		this.expect('"');
		const end = this.position + length;
		if (end > this.bytes.length) throw this.unexpected('a text that is cut off');
		const text = new TextDecoder().decode(this.bytes.subarray(this.position, end));
		this.position = end;
		this.expect('"');
		return text;
	}

	/** So many keys with their values, between braces. */
	private entries(length: number, depth: number): Array<[string, PhpValue]> {
		this.expect('{');
		const entries: Array<[string, PhpValue]> = [];
		for (let index = 0; index < length; index++) {
			const key = this.value(depth + 1);
			if (typeof key !== 'string' && typeof key !== 'number') throw this.unexpected('a key');
			entries.push([String(key), this.value(depth + 1)]);
		}
		this.expect('}');
		return entries;
	}

	private array(depth: number): PhpValue {
		const length = this.count();
		const entries = this.entries(length, depth);
		const isList = length > 0 && entries.every(([key], index) => key === String(index));
		// fromEntries makes members of its own, also of a key such as __proto__.
		return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
	}

	private count(): number {
		const text = this.until(':');
		if (!/^\d{1,9}$/.test(text)) throw this.unexpected(`the length "${text.slice(0, 20)}"`);
		return Number(text);
	}

	private number(text: string): number {
		const number = Number(text);
		if (text === '' || !Number.isFinite(number)) throw this.unexpected(`the number "${text}"`);
		return number;
	}

	/** The text before the next of these characters, which is passed over. */
	private until(ends: string): string {
		const start = this.position;
		while (this.position < this.bytes.length) {
			const character = String.fromCharCode(this.bytes[this.position++]);
			if (ends.includes(character)) {
				return new TextDecoder().decode(this.bytes.subarray(start, this.position - 1));
			}
		}
		throw this.unexpected('the end');
	}

	private expect(character: string): void {
		if (this.bytes[this.position] !== character.charCodeAt(0)) {
			throw this.unexpected(`no ${character}`);
		}
		this.position++;
	}

	private unexpected(what: string): SyntaxError {
		return new SyntaxError(`PHP-serialized text: ${what} at byte ${this.position}`);
	}
}
