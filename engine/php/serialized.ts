/** What PHP's `serialize` writes, as plain values; an object keeps the name of its class. */
export type PhpValue =
	| string
	| number
	| boolean
	| null
	| PhpObject
	| PhpValue[]
	| { [key: string]: PhpValue };

/**
 * An object of PHP, such as a workflow task: the name of its class and its properties by their
 * names, also the private and protected ones. Nothing of it is ever run.
 */
export class PhpObject {
	constructor(
		readonly className: string,
		readonly properties: Readonly<Record<string, PhpValue>>,
	) {}
}

/** Deeper than coreBOS nests anything; a longer chain is not an answer of it. */
const DEEPEST = 50;

/** The shortest entry of an array, `i:0;N;`. */
const SHORTEST_ENTRY = 6;

/**
 * Reads what PHP's `serialize` wrote, as `getPicklistValues` and `getReferenceValue` answer with
 * and as workflow exports hold their tasks. Arrays with the keys 0, 1, 2, … become lists, integers
 * that a JavaScript number cannot hold become their digits. References are refused: coreBOS writes
 * none, and a few of them can stand for gigabytes.
 *
 * @param serialized the text, or its bytes: lengths in it count bytes
 * @throws SyntaxError with the place (in bytes) where it cannot be read
 */
export function readPhpSerialized(serialized: string | Uint8Array): PhpValue {
	const bytes = typeof serialized === 'string' ? new TextEncoder().encode(serialized) : serialized;
	return new Reader(bytes).whole();
}

/** A list of texts as PHP's `serialize` writes it: `getReferenceValue` wants its ids so. */
export function phpSerializedList(texts: string[]): string {
	const entries = texts.map((text, index) => `i:${index};${serializedScalar(text)}`);
	return `a:${texts.length}:{${entries.join('')}}`;
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
		([name, value]) => serializedScalar(name) + serializedScalar(value),
	);
	return `O:${byteLength(className)}:"${className}":${members.length}:{${members.join('')}}`;
}

function serializedScalar(value: string | boolean | null): string {
	if (value === null) return 'N;';
	if (typeof value === 'boolean') return `b:${value ? 1 : 0};`;
	return `s:${byteLength(value)}:"${value}";`;
}

function byteLength(text: string): number {
	return new TextEncoder().encode(text).length;
}

class Reader {
	private position = 0;
	private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

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
				return this.flag(this.until(';'));
			case 'i':
				return this.integer(this.until(';'));
			case 'd':
				return this.float(this.until(';'));
			case 's': {
				const text = this.quoted();
				this.expect(';');
				return text;
			}
			case 'a':
				return this.array(depth);
			case 'O':
				return this.object(depth);
			default:
				throw this.unexpected(`the kind "${kind.slice(0, 20)}"`);
		}
	}

	/** A string between quotes, with its length before it. */
	private quoted(): string {
		const length = this.count(1);
		this.expect('"');
		const end = this.position + length;
		const text = this.decoder.decode(this.bytes.subarray(this.position, end));
		this.position = end;
		this.expect('"');
		return text;
	}

	private array(depth: number): PhpValue {
		const entries = this.entries(depth);
		const isList = entries.length > 0 && entries.every(([key], index) => key === String(index));
		// fromEntries makes members of its own, also of a key such as __proto__.
		return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
	}

	private object(depth: number): PhpObject {
		const className = this.quoted();
		this.expect(':');
		const properties = this.entries(depth).map(
			([key, value]) => [propertyName(key), value] as const,
		);
		return new PhpObject(className, Object.fromEntries(properties));
	}

	private entries(depth: number): Array<[string, PhpValue]> {
		const count = this.count(SHORTEST_ENTRY);
		this.expect('{');
		const entries: Array<[string, PhpValue]> = [];
		while (entries.length < count) {
			const key = this.value(depth + 1);
			if (typeof key !== 'string' && typeof key !== 'number') throw this.unexpected('a key');
			entries.push([String(key), this.value(depth + 1)]);
		}
		this.expect('}');
		return entries;
	}

	/**
	 * A length or a count.
	 *
	 * @param size the bytes that each of what is counted takes at least
	 */
	private count(size: number): number {
		const digits = this.until(':');
		if (!/^\d+$/.test(digits)) throw this.unexpected(`the length "${digits.slice(0, 20)}"`);
		const count = Number(digits);
		if (count * size <= this.bytes.length - this.position) return count;
		throw this.unexpected('a value that is shorter than its length says');
	}

	private flag(text: string): boolean {
		if (text === '0' || text === '1') return text === '1';
		throw this.unexpected(`the boolean "${text.slice(0, 20)}"`);
	}

	private integer(text: string): number | string {
		if (!/^[-+]?\d{1,20}$/.test(text)) throw this.unexpected(`the number "${text.slice(0, 20)}"`);
		const number = Number(text);
		return Number.isSafeInteger(number) ? number : text;
	}

	private float(text: string): number {
		const special = SPECIAL_FLOATS.get(text);
		if (special !== undefined) return special;
		const number = Number(text);
		if (/^[-+\d.eE]+$/.test(text) && Number.isFinite(number)) return number;
		throw this.unexpected(`the number "${text.slice(0, 20)}"`);
	}

	/** The text before the next of these characters, which is passed over. */
	private until(ends: string): string {
		const start = this.position;
		while (this.position < this.bytes.length) {
			const character = String.fromCharCode(this.bytes[this.position++]);
			if (ends.includes(character)) {
				return this.decoder.decode(this.bytes.subarray(start, this.position - 1));
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

const SPECIAL_FLOATS = new Map([
	['INF', Infinity],
	['-INF', -Infinity],
	['NAN', NaN],
]);

/** Private properties are written as NUL, class, NUL, name, protected ones as NUL, `*`, NUL, name. */
function propertyName(key: string): string {
	return key.startsWith('\0') ? key.slice(key.indexOf('\0', 1) + 1) : key;
}
