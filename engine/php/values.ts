import { PhpError } from './php-error';
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
 * PHP's ordered map, which is also its list. Keys are text: PHP turns a text
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
const WHOLE_NUMBER = /^[+-]?\d+$/;

/** Whole numbers that a float holds exactly, whatever their digits. */
const SHORT_WHOLE_NUMBER = /^-?\d{1,15}$/;

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

/** The number a string starts with; 0 where it starts with none. */
export function leadingNumber(text: string): bigint | number {
	const match = NUMERIC_START.exec(text);
	return match === null ? 0n : numberOf(match[1]);
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

function compareNumbers(left: bigint | number, right: bigint | number): number {
	if (typeof left === 'bigint' && typeof right === 'bigint') {
		return left < right ? -1 : left > right ? 1 : 0;
	}
	const a = Number(left);
	const b = Number(right);
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

function compareBytes(left: string, right: string): number {
	return left === right ? 0 : left < right ? -1 : 1;
}

function compareStrings(left: string, right: string): number {
	const a = numericText(left);
	if (a === undefined) return compareBytes(left, right);
	const b = numericText(right);
	if (b === undefined) return compareBytes(left, right);
	const [leftBeyond, rightBeyond] = [beyondInt(left, a), beyondInt(right, b)];
	if (leftBeyond !== 0 && leftBeyond === rightBeyond && a === b) return compareBytes(left, right);
	if (leftBeyond !== 0 && typeof b === 'bigint') return leftBeyond;
	if (rightBeyond !== 0 && typeof a === 'bigint') return -rightBeyond;
	if (a === b && !Number.isFinite(Number(a))) return compareBytes(left, right);
	return compareNumbers(a, b);
}

/** On which side digits leave 64 bits: their floats no longer tell them apart. */
function beyondInt(text: string, number: bigint | number): number {
	return typeof number === 'number' && WHOLE_NUMBER.test(text.trim()) ? Math.sign(number) : 0;
}

function compareArrays(left: PhpArray, right: PhpArray): number {
	if (left.size !== right.size) return left.size < right.size ? -1 : 1;
	for (const [key, value] of left.entries()) {
		const other = right.get(key);
		if (other === undefined) return 1;
		const order = compare(value, other);
		if (order !== 0) return order;
	}
	return 0;
}

/**
 * PHP 8's loose comparison (`<=>`).
 *
 * @returns negative, 0 or positive as left is smaller, equal or greater
 */
export function compare(left: Value, right: Value): number {
	if (typeof left === 'string' && typeof right === 'string') return compareStrings(left, right);
	if (typeof left === 'string' && right === null) return left === '' ? 0 : 1;
	if (left === null && typeof right === 'string') return right === '' ? 0 : -1;
	if (isBoolOrNull(left) || isBoolOrNull(right)) {
		return Number(isTruthy(left)) - Number(isTruthy(right));
	}
	if (left instanceof PhpArray || right instanceof PhpArray) {
		if (left instanceof PhpArray && right instanceof PhpArray) return compareArrays(left, right);
		return left instanceof PhpArray ? 1 : -1;
	}
	return compareScalars(left, right);
}

function isBoolOrNull(value: Value): value is boolean | null {
	return value === null || typeof value === 'boolean';
}

function compareScalars(
	left: bigint | number | string | boolean | null,
	right: bigint | number | string | boolean | null,
): number {
	if (typeof left === 'string') return -compareScalars(right, left);
	const number = typeof left === 'bigint' || typeof left === 'number' ? left : 0n;
	if (typeof right === 'string') {
		const other = numericText(right);
		return other === undefined
			? compareBytes(toBytes(number), right)
			: compareNumbers(number, other);
	}
	return compareNumbers(
		number,
		typeof right === 'bigint' || typeof right === 'number' ? right : 0n,
	);
}

/** PHP's `==`. A NAN equals nothing. */
export function looseEquals(left: Value, right: Value): boolean {
	if (typeof left === 'number' && Number.isNaN(left)) return false;
	if (typeof right === 'number' && Number.isNaN(right)) return false;
	if (left instanceof PhpArray && right instanceof PhpArray) return equalArrays(left, right);
	return compare(left, right) === 0;
}

function equalArrays(left: PhpArray, right: PhpArray): boolean {
	if (left.size !== right.size) return false;
	for (const [key, value] of left.entries()) {
		const other = right.get(key);
		if (other === undefined || !looseEquals(value, other)) return false;
	}
	return true;
}

function operand(value: Value, operator: string): bigint | number {
	if (typeof value === 'bigint' || typeof value === 'number') return value;
	if (typeof value === 'string') {
		const number = numericText(value);
		if (number !== undefined) return number;
		const start = NUMERIC_START.exec(value);
		if (start !== null) return numberOf(start[1]);
		throw new PhpError(`'${operator}' needs numbers, but one side is text that is not a number`);
	}
	if (value instanceof PhpArray) {
		throw new PhpError(`'${operator}' needs numbers, but one side is an array`);
	}
	return value === true ? 1n : 0n;
}

function wrapped(whole: bigint): bigint | number {
	return whole <= MAX_INT && whole >= MIN_INT ? whole : Number(whole);
}

/** PHP's `+`: an int that leaves 64 bits becomes a float. */
export function add(left: Value, right: Value): bigint | number {
	const a = operand(left, '+');
	const b = operand(right, '+');
	if (typeof a === 'bigint' && typeof b === 'bigint') return wrapped(a + b);
	return Number(a) + Number(b);
}

/** PHP's `-`. */
export function subtract(left: Value, right: Value): bigint | number {
	const a = operand(left, '-');
	const b = operand(right, '-');
	if (typeof a === 'bigint' && typeof b === 'bigint') return wrapped(a - b);
	return Number(a) - Number(b);
}

/** PHP's `*`. */
export function multiply(left: Value, right: Value): bigint | number {
	const a = operand(left, '*');
	const b = operand(right, '*');
	if (typeof a === 'bigint' && typeof b === 'bigint') return wrapped(a * b);
	return Number(a) * Number(b);
}

/** PHP's `/`: an int only where two ints divide without a rest. */
export function divide(left: Value, right: Value): bigint | number {
	const a = operand(left, '/');
	const b = operand(right, '/');
	if (Number(b) === 0) throw new PhpError("'/' cannot divide by zero");
	if (typeof a === 'bigint' && typeof b === 'bigint' && a % b === 0n) return wrapped(a / b);
	return Number(a) / Number(b);
}

/** PHP's unary `-`, which is `* -1`. */
export function negate(value: Value): bigint | number {
	return multiply(value, -1n);
}

/** PHP's `%` on ints. */
export function modulo(left: Value, right: Value): bigint {
	const a = intOperand(left, '%');
	const b = intOperand(right, '%');
	if (b === 0n) throw new PhpError('the remainder of a division by zero does not exist');
	return a % b;
}

function intOperand(value: Value, operator: string): bigint {
	const number = operand(value, operator);
	if (typeof number === 'bigint') return number;
	return typeof value === 'string' ? toInt(value) : intOfFloat(number);
}

/** PHP's `**`: an int where base and exponent are ints and the result fits. */
export function power(base: Value, exponent: Value): bigint | number {
	const a = operand(base, '**');
	const b = operand(exponent, '**');
	if (typeof a === 'bigint' && typeof b === 'bigint' && b >= 0n) {
		const approximate = Number(a) ** Number(b);
		if (Math.abs(approximate) < 1e19) return wrapped(a ** b);
		// A large exponent as a float is always even; the sign is that of the int.
		const size = Math.abs(approximate);
		return a < 0n && b % 2n === 1n ? -size : size;
	}
	// C's pow, unlike JavaScript's, has an answer for 1 to the power of INF.
	if (Math.abs(Number(a)) === 1 && Math.abs(Number(b)) === Infinity) return 1;
	return Number(a) ** Number(b);
}
