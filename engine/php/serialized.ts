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

/** A list of texts as PHP's `serialize` writes it: `getReferenceValue` wants its ids so. */
export function phpSerializedList(texts: string[]): string {
	const encoder = new TextEncoder();
	const entries = texts.map(
		(text, index) => `i:${index};s:${encoder.encode(text).length}:"${text}";`,
	);
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
		const length = this.count();
		this.expect('"');
		const end = this.position + length;
		if (end > this.bytes.length) throw this.unexpected('a text that is cut off');
		const text = new TextDecoder().decode(this.bytes.subarray(this.position, end));
		this.position = end;
		this.expect('"');
		this.expect(';');
		return text;
	}

	private array(depth: number): PhpValue {
		const length = this.count();
		this.expect('{');
		const entries: Array<[string, PhpValue]> = [];
		for (let index = 0; index < length; index++) {
			const key = this.value(depth + 1);
			if (typeof key !== 'string' && typeof key !== 'number') throw this.unexpected('a key');
			entries.push([String(key), this.value(depth + 1)]);
		}
		this.expect('}');
		const isList = length > 0 && entries.every(([key], index) => key === String(index));
		// fromEntries makes members of its own, also of a key such as __proto__.
		return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
	}

	private count(): number {
		return this.number(this.until(':'));
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
