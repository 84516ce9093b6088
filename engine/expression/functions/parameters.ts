import { ExpressionError } from '../expression-error';
import { intOfFloat, numericText, PhpArray, toBytes, type Value } from '../../php';

/**
 * An argument for a PHP function that takes a string.
 *
 * @throws ExpressionError for an array, where PHP throws a TypeError
 */
export function textParameter(value: Value): string {
	if (value instanceof PhpArray) {
		throw new ExpressionError('this function takes text, but was given an array');
	}
	return toBytes(value);
}

/** An argument for a PHP function that takes an int or a float. */
export function numberParameter(value: Value): bigint | number {
	if (typeof value === 'bigint' || typeof value === 'number') return value;
	if (typeof value === 'boolean') return value ? 1n : 0n;
	if (value === null) return 0n;
	if (typeof value === 'string') {
		const number = numericText(value);
		if (number !== undefined) return number;
		throw new ExpressionError(
			'this function takes a number, but was given text that is not a number',
		);
	}
	throw new ExpressionError('this function takes a number, but was given an array');
}

/** An argument for a PHP function that takes an int. */
export function intParameter(value: Value): bigint {
	const number = numberParameter(value);
	if (typeof number === 'bigint') return number;
	if (!(number >= -(2 ** 63) && number < 2 ** 63)) {
		throw new ExpressionError('this function takes a whole number of at most 64 bits');
	}
	return intOfFloat(number);
}

/** A whole number as JavaScript has them, for lengths and positions. */
export function indexParameter(value: Value): number {
	return Number(intParameter(value));
}

/**
 * Refuses a call with another number of arguments. coreBOS passes its context after the
 * arguments, at a place of its own: with one too few or too many PHP does not find it and stops.
 */
export function checkCount(what: string, parameters: Value[], least: number, most = least): void {
	if (parameters.length >= least && parameters.length <= most) return;
	const wanted = least === most ? String(least) : `${least} to ${most}`;
	throw new ExpressionError(`${what} takes ${wanted} arguments, not ${parameters.length}`);
}

/** An argument for a PHP function that takes an array. */
export function arrayParameter(value: Value): PhpArray {
	if (value instanceof PhpArray) return value;
	throw new ExpressionError('this function takes an array, but was given none');
}

/** PHP's FILTER_VALIDATE_BOOLEAN: `1`, `true`, `on` and `yes` in any letter case, nothing else. */
export function isFilterTrue(value: Value): boolean {
	if (value instanceof PhpArray) return false;
	return /^\s*(?:1|true|on|yes)\s*$/i.test(toBytes(value));
}
