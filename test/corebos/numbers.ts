import type { UserFormat } from './user-format';

/** Types of number fields by their `uitype`. */
const MONEY = '71';
const FORMATTED = new Set(['71', '72', '7', '9']);

/** A column of the database: digits in all, and how many of them are decimals. */
export interface ColumnSize {
	digits: number;
	decimals: number;
}

/** Whether a field's numbers are written as the user writes them. */
export function isFormatted(uitype: unknown): boolean {
	return FORMATTED.has(String(uitype));
}

/** The number that a user means, in the format of the database; not yet cut to its column. */
export function readNumber(text: string, uitype: unknown, format: UserFormat): string {
	if (!isFormatted(uitype)) return text;
	const plain = text.replaceAll(format.grouping, '').replaceAll(format.decimal, '.');
	if (uitype !== MONEY || format.rate === 1) return plain;
	return phpText(leadingNumber(plain) / format.rate);
}

/** A float as PHP writes it: with 14 digits, its setting `precision`. */
function phpText(number: number): string {
	return String(Number(number.toPrecision(14)));
}

/** A number of the database as the user writes it: six decimals, as coreBOS hands it on. */
export function shownNumber(value: string, uitype: unknown, format: UserFormat): string {
	// Integers have no decimals, and stay as they are.
	if (!isFormatted(uitype) || !value.includes('.')) return value;
	const inCurrency = uitype === MONEY ? Number(value) * format.rate : Number(value);
	return grouped(rounded(inCurrency, 6), format);
}

/** A number with the signs of a user. */
export function grouped(number: string, format: UserFormat): string {
	const [whole, decimals] = number.split('.');
	const signed = format.groups ? whole.replace(/\B(?=(\d{3})+$)/g, () => format.grouping) : whole;
	return decimals === undefined ? signed : signed + format.decimal + decimals;
}

/** What MariaDB keeps of a text in a number column: the number before it, rounded and clamped. */
export function columnNumber(text: string, { digits, decimals }: ColumnSize): string {
	const limit = (10 ** digits - 1) / 10 ** decimals;
	const number = leadingNumber(decimals === 0 ? withoutFirstPoint(text) : text);
	const clamped = Math.min(Math.max(number, -limit), limit);
	const result = rounded(clamped, decimals);
	return Number(result) === 0 ? rounded(0, decimals) : result;
}

/** An integer column reads the digits before a second point, the first one's too (recorded). */
function withoutFirstPoint(text: string): string {
	return text.replace(/^(\s*[-+]?\d+)\.(\d+)\..*$/s, '$1$2');
}

/**
 * Whether a change is none to coreBOS: the user sees no more than the stored number rounded to
 * the decimals of the user's format, and this is what came.
 *
 * @param sent in the format of the database
 */
export function isShownValue(
	sent: string,
	stored: string,
	uitype: unknown,
	format: UserFormat,
): boolean {
	if (!isFormatted(uitype)) return false;
	const decimals = uitype === '9' ? Math.min(format.decimals, 2) : format.decimals;
	const rate = uitype === MONEY ? format.rate : 1;
	const shown = Number(rounded(Number(stored) * rate, decimals));
	return Math.abs(leadingNumber(sent) * rate - shown) < 1e-9;
}

/** PHP's and MariaDB's reading of a number: what is none is 0. */
export function leadingNumber(text: string): number {
	const found = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/i.exec(text);
	return found === null ? 0 : Number(found[0]);
}

/** Rounds half away from zero, as PHP and MariaDB do, on the decimal digits of the number. */
export function rounded(number: number, decimals: number): string {
	const sign = number < 0 ? -1 : 1;
	const shifted = Number(`${Math.abs(number)}e${decimals}`);
	if (!Number.isFinite(shifted)) return number.toFixed(decimals);
	const result = sign * Math.round(Number(shifted.toPrecision(15)));
	return Number(`${result}e-${decimals}`).toFixed(decimals);
}
