import { trimEnd } from './text';

/**
 * The values of the language: PHP's. An int is a bigint, a float a number, and
 * a string is a byte string: every character is one byte, 0 to 255, as PHP has
 * it, so text arrives here as its UTF-8 bytes. All rules of this module are
 * PHP 8.2's.
 */
export type Value = null | boolean | bigint | number | string | PhpArray;

const MAX_INT = 9223372036854775807n;
const MIN_INT = -9223372036854775808n;

/** The names PHP's gettype gives, in the short form of the recordings. */
export type TypeName = 'null' | 'bool' | 'int' | 'float' | 'string' | 'array';

const INTEGER_KEY = /^(?:0|-?[1-9]\d{0,18})$/;

/**
 * PHP's ordered map, which is also its list. Keys are text: PHP turns a string
 * key that is a decimal integer into an int, so the text says which it is.
 */
export class PhpArray {
	/** The values under 0, 1, 2 …, as long as there are no other keys. */
	private items: Value[] | undefined = [];
	private entriesByKey = new Map<string, Value>();
	private nextIndex = 0n;

	/** A list: the values under 0, 1, 2 … */
	static list(values: Iterable<Value>): PhpArray {
		const array = new PhpArray();
		array.items = [...values];
		return array;
	}

	/** A map, in the order of the entries. */
	static map(entries: Iterable<readonly [string, Value]>): PhpArray {
		const array = new PhpArray();
		for (const [key, value] of entries) array.set(key, value);
		return array;
	}

	/** What `weight` found, until something is added. */
	private knownWeight: number | undefined;

	/** Bytes it takes, roughly, written out: what is in it twice counts twice. */
	weight(): number {
		this.knownWeight ??= this.values().reduce<number>(
			(sum, value) => sum + ENTRY_BYTES + weightOf(value),
			0,
		);
		return this.knownWeight;
	}

	get size(): number {
		return this.items?.length ?? this.entriesByKey.size;
	}

	get(key: string): Value | undefined {
		if (this.items === undefined) return this.entriesByKey.get(key);
		return isIntegerKey(key) ? this.items[Number(key)] : undefined;
	}

	has(key: string): boolean {
		return this.get(key) !== undefined;
	}

	set(key: string, value: Value): void {
		this.knownWeight = undefined;
		if (this.items !== undefined) {
			const index = isIntegerKey(key) ? Number(key) : -1;
			if (index >= 0 && index <= this.items.length) {
				this.items[index] = value;
				return;
			}
			this.leaveList(this.items);
		}
		this.entriesByKey.set(key, value);
		if (isIntegerKey(key)) {
			const index = BigInt(key);
			if (index >= this.nextIndex) this.nextIndex = index + 1n;
		}
	}

	private leaveList(items: Value[]): void {
		this.entriesByKey = new Map(items.map((item, index) => [String(index), item]));
		this.nextIndex = BigInt(items.length);
		this.items = undefined;
	}

	push(value: Value): void {
		this.knownWeight = undefined;
		if (this.items !== undefined) {
			this.items.push(value);
			return;
		}
		this.entriesByKey.set(this.nextIndex.toString(), value);
		this.nextIndex += 1n;
	}

	keys(): string[] {
		if (this.items !== undefined) return this.items.map((_, index) => String(index));
		return [...this.entriesByKey.keys()];
	}

	values(): Value[] {
		return this.items?.slice() ?? [...this.entriesByKey.values()];
	}

	entries(): Array<[string, Value]> {
		return this.items?.map((item, index) => [String(index), item]) ?? [...this.entriesByKey];
	}

	/** Keys 0, 1, 2 … in this order: what JSON calls a list. */
	isList(): boolean {
		if (this.items !== undefined) return true;
		let index = 0;
		for (const key of this.entriesByKey.keys()) {
			if (key !== String(index)) return false;
			index++;
		}
		return true;
	}
}

/** What an entry of an array takes besides its value. */
const ENTRY_BYTES = 40;

function weightOf(value: Value): number {
	if (typeof value === 'string') return value.length;
	return value instanceof PhpArray ? value.weight() : 0;
}

/** Whether PHP would make an int of this array key. */
function isIntegerKey(key: string): boolean {
	if (!INTEGER_KEY.test(key)) return false;
	if (key.length < 19) return true;
	const index = BigInt(key);
	return index <= MAX_INT && index >= MIN_INT;
}

export function typeName(value: Value): TypeName {
	if (value === null) return 'null';
	switch (typeof value) {
		case 'boolean':
			return 'bool';
		case 'bigint':
			return 'int';
		case 'number':
			return 'float';
		case 'string':
			return 'string';
		default:
			return 'array';
	}
}

/** PHP's truth: false for null, false, 0, 0.0, '', '0' and the empty array. */
export function isTruthy(value: Value): boolean {
	if (typeof value === 'string') return value !== '' && value !== '0';
	if (value instanceof PhpArray) return value.size > 0;
	if (typeof value === 'number') return value !== 0;
	if (typeof value === 'bigint') return value !== 0n;
	return value === true;
}

const NUMERIC_TEXT =
	/^[ \t\n\r\v\f]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\v\f]*$/;
const NUMERIC_START = /^[ \t\n\r\v\f]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)/;
/** Digits, with or without a sign. */
export const WHOLE_NUMBER = /^[+-]?\d+$/;

/** Whole numbers that a float holds exactly, whatever their digits. */
const SHORT_WHOLE_NUMBER = /^-?\d{1,15}$/;

/** A whole number as an int, or as a float where it leaves 64 bits. */
export function intOrFloat(whole: bigint): bigint | number {
	return whole <= MAX_INT && whole >= MIN_INT ? whole : Number(whole);
}

function numberOf(text: string): bigint | number {
	if (SHORT_WHOLE_NUMBER.test(text)) return BigInt(Number(text));
	if (WHOLE_NUMBER.test(text)) {
		const digits = text.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1');
		// A run of digits longer than any int is a float, and BigInt is slow on long ones.
		if (digits.length <= 20) {
			const whole = BigInt(digits);
			if (whole <= MAX_INT && whole >= MIN_INT) return whole;
		}
	}
	return Number(text);
}

/** The number a numeric string stands for, or undefined: PHP's is_numeric for strings. */
export function numericText(text: string): bigint | number | undefined {
	const match = NUMERIC_TEXT.exec(text);
	return match === null ? undefined : numberOf(match[1]);
}

/** The number a string starts with; undefined where it starts with none. */
export function startingNumber(text: string): bigint | number | undefined {
	const match = NUMERIC_START.exec(text);
	return match === null ? undefined : numberOf(match[1]);
}

/** The number a string starts with; 0 where it starts with none. */
export function leadingNumber(text: string): bigint | number {
	return startingNumber(text) ?? 0n;
}

/** PHP's is_numeric: ints, floats and numeric strings. */
export function isNumeric(value: Value): boolean {
	if (typeof value === 'bigint' || typeof value === 'number') return true;
	return typeof value === 'string' && numericText(value) !== undefined;
}

/** The int a float becomes: cut at the point, wrapped to 64 bits, 0 for NAN and INF. */
export function intOfFloat(value: number): bigint {
	if (!Number.isFinite(value)) return 0n;
	return BigInt.asIntN(64, BigInt(Math.trunc(value)));
}

/** PHP's intval. */
export function toInt(value: Value): bigint {
	if (typeof value === 'bigint') return value;
	if (typeof value === 'number') return intOfFloat(value);
	if (typeof value === 'string') {
		const match = /^[ \t\n\r\v\f]*([+-]?\d+)(?![\d.eE])/.exec(value);
		if (match !== null) return clampedInt(match[1]);
		const number = leadingNumber(value);
		if (typeof number === 'bigint') return number;
		return Number.isFinite(number) ? clampFloat(number) : 0n;
	}
	if (value instanceof PhpArray) return value.size > 0 ? 1n : 0n;
	return value === true ? 1n : 0n;
}

/** Digits, with or without a sign, as an int; what is past 64 bits is the last int there is. */
export function clampedInt(digits: string): bigint {
	if (digits.replace(/^[+-]?0*/, '').length > 19) return digits[0] === '-' ? MIN_INT : MAX_INT;
	const whole = BigInt(digits[0] === '+' ? digits.slice(1) : digits);
	if (whole > MAX_INT) return MAX_INT;
	return whole < MIN_INT ? MIN_INT : whole;
}

function clampFloat(value: number): bigint {
	if (value >= 2 ** 63) return MAX_INT;
	if (value <= -(2 ** 63)) return MIN_INT;
	return BigInt(Math.trunc(value));
}

/** PHP's floatval. */
export function toFloat(value: Value): number {
	if (typeof value === 'number') return value;
	if (typeof value === 'bigint') return Number(value);
	if (typeof value === 'string') return Number(leadingNumber(value));
	if (value instanceof PhpArray) return value.size > 0 ? 1 : 0;
	return value === true ? 1 : 0;
}

/** Digits of a float's text, PHP's `precision`. */
const PRECISION = 14;

/** A float as PHP writes it as text: 14 significant digits, `1.0E+24`. */
export function floatText(value: number): string {
	if (Number.isNaN(value)) return 'NAN';
	if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF';
	if (value === 0) return Object.is(value, -0) ? '-0' : '0';
	return formatDigits(roundedDigits(value), PRECISION);
}

/** A float with as many digits as it takes to read it back: PHP's JSON and var_export. */
export function exactFloatText(value: number): string {
	if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
	const text = formatDigits(value.toExponential(), 17);
	return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function roundedDigits(value: number): string {
	const rounded = value.toExponential(PRECISION - 1);
	// JavaScript rounds an exact half away from zero, C's dtoa to the even digit.
	const exact = value.toExponential(PRECISION + 26);
	const mantissa = exact.slice(0, exact.indexOf('e')).replace('-', '');
	if (!/^\d\.\d{13}50*$/.test(mantissa) || Number(mantissa[PRECISION]) % 2 === 1) return rounded;
	const kept = mantissa.slice(0, PRECISION + 1);
	return `${value < 0 ? '-' : ''}${kept}${exact.slice(exact.indexOf('e'))}`;
}

function formatDigits(exponential: string, precision: number): string {
	const [mantissa, exponentText] = exponential.split('e');
	const sign = mantissa[0] === '-' ? '-' : '';
	const digits = trimEnd(mantissa.replace('-', '').replace('.', ''), '0') || '0';
	const exponent = Number(exponentText);
	if (exponent < -4 || exponent >= precision) {
		const fraction = digits.slice(1) || '0';
		return `${sign}${digits[0]}.${fraction}E${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
	}
	if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
	if (digits.length <= exponent + 1) return sign + digits.padEnd(exponent + 1, '0');
	return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

/**
 * PHP's string conversion. An array becomes `Array`, as it does there.
 */
export function toBytes(value: Value): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'bigint') return value.toString();
	if (typeof value === 'number') return floatText(value);
	if (value instanceof PhpArray) return 'Array';
	return value === true ? '1' : '';
}
