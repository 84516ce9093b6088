import { isTruthy, numericText, PhpArray, toBytes, WHOLE_NUMBER, type Value } from './values';

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
