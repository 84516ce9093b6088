import { PhpError } from './php-error';
import {
	intOfFloat,
	intOrFloat,
	numericText,
	PhpArray,
	startingNumber,
	toInt,
	type Value,
} from './values';

function operand(value: Value, operator: string): bigint | number {
	if (typeof value === 'bigint' || typeof value === 'number') return value;
	if (typeof value === 'string') {
		const number = numericText(value) ?? startingNumber(value);
		if (number !== undefined) return number;
		throw new PhpError(`'${operator}' needs numbers, but one side is text that is not a number`);
	}
	if (value instanceof PhpArray) {
		throw new PhpError(`'${operator}' needs numbers, but one side is an array`);
	}
	return value === true ? 1n : 0n;
}

/** PHP's `+`: an int that leaves 64 bits becomes a float. */
export function add(left: Value, right: Value): bigint | number {
	const a = operand(left, '+');
	const b = operand(right, '+');
	if (typeof a === 'bigint' && typeof b === 'bigint') return intOrFloat(a + b);
	return Number(a) + Number(b);
}

/** PHP's `-`. */
export function subtract(left: Value, right: Value): bigint | number {
	const a = operand(left, '-');
	const b = operand(right, '-');
	if (typeof a === 'bigint' && typeof b === 'bigint') return intOrFloat(a - b);
	return Number(a) - Number(b);
}

/** PHP's `*`. */
export function multiply(left: Value, right: Value): bigint | number {
	const a = operand(left, '*');
	const b = operand(right, '*');
	if (typeof a === 'bigint' && typeof b === 'bigint') return intOrFloat(a * b);
	return Number(a) * Number(b);
}

/** PHP's `/`: an int only where two ints divide without a rest. */
export function divide(left: Value, right: Value): bigint | number {
	const a = operand(left, '/');
	const b = operand(right, '/');
	if (Number(b) === 0) throw new PhpError("'/' cannot divide by zero");
	if (typeof a === 'bigint' && typeof b === 'bigint' && a % b === 0n) return intOrFloat(a / b);
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
		if (Math.abs(approximate) < 1e19) return intOrFloat(a ** b);
		// A large exponent as a float is always even; the sign is that of the int.
		const size = Math.abs(approximate);
		return a < 0n && b % 2n === 1n ? -size : size;
	}
	// C's pow, unlike JavaScript's, has an answer for 1 to the power of INF.
	if (Math.abs(Number(a)) === 1 && Math.abs(Number(b)) === Infinity) return 1;
	return Number(a) ** Number(b);
}
