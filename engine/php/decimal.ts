/**
 * Exact decimal numbers as the database has them: it adds up columns without rounding and
 * answers with as many decimals as the column has.
 */
export interface Decimal {
	/** The digits without the point. */
	digits: bigint;
	/** How many of them are after the point. */
	scale: number;
}

const DECIMAL_TEXT = /^\s*([+-]?)(\d{1,65})(?:\.(\d{0,30}))?\s*$/;

/** The number that a string writes; undefined for a string that a decimal column does not hold. */
export function decimalOf(text: string): Decimal | undefined {
	const match = DECIMAL_TEXT.exec(text);
	if (match === null) return undefined;
	const [, sign, whole, fraction = ''] = match;
	const digits = BigInt(whole + fraction);
	return { digits: sign === '-' ? -digits : digits, scale: fraction.length };
}

function scaledTo({ digits, scale }: Decimal, wanted: number): bigint {
	return digits * 10n ** BigInt(wanted - scale);
}

/** Left plus right, or with sign -1n minus right. */
export function addDecimals(left: Decimal, right: Decimal, sign: 1n | -1n = 1n): Decimal {
	const scale = Math.max(left.scale, right.scale);
	return { digits: scaledTo(left, scale) + sign * scaledTo(right, scale), scale };
}

export function multiplyDecimals(left: Decimal, right: Decimal): Decimal {
	return { digits: left.digits * right.digits, scale: left.scale + right.scale };
}

/** Decimals that a division adds to those of the dividend: MySQL's default. */
const DIVISION_DECIMALS = 4;

/** Left by right, rounded half away from zero; undefined for a division by zero (SQL's NULL). */
export function divideDecimals(left: Decimal, right: Decimal): Decimal | undefined {
	if (right.digits === 0n) return undefined;
	const scale = left.scale + DIVISION_DECIMALS;
	const dividend = left.digits * 10n ** BigInt(DIVISION_DECIMALS + right.scale);
	const negative = dividend < 0n !== right.digits < 0n;
	const [top, bottom] = [absolute(dividend), absolute(right.digits)];
	const rounded = (top * 2n + bottom) / (bottom * 2n);
	return { digits: negative ? -rounded : rounded, scale };
}

function absolute(digits: bigint): bigint {
	return digits < 0n ? -digits : digits;
}

/** The number with all its decimals: `12.50`. */
export function decimalText({ digits, scale }: Decimal): string {
	const text = absolute(digits)
		.toString()
		.padStart(scale + 1, '0');
	const sign = digits < 0n ? '-' : '';
	if (scale === 0) return sign + text;
	return `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

export function decimalNumber(decimal: Decimal): number {
	return Number(decimalText(decimal));
}
