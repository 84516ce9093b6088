import type { ModuleField } from '../module-description';
import { isMoney, isUserWritten } from './flags';
import { isStoredAs, plainNumber } from './numbers';
import type { UserFormats } from './user-formats';

/** A number as the database writes it. */
const AS_STORED = /^-?\d+(?:\.\d+)?$/;

/** Decimals of the numbers that coreBOS writes as its users do. */
const SHOWN_DECIMALS = 6;

/**
 * Whether an answered number is the one that was sent, to six decimals. A column that has
 * fewer, such as the two of a product's `qty_per_unit`, rounds without a word (observed). A field
 * that is emptied holds 0 afterwards: that is how coreBOS keeps "no number".
 *
 * @param sent in the format of the database
 * @param kept as coreBOS answers it
 * @param formats how answers are written, where coreBOS writes them as its users do; integers and
 * fields of other uitypes are plain then, too
 */
export function isStoredNumber(
	sent: string,
	kept: string,
	field?: Pick<ModuleField, 'uitype'>,
	formats?: UserFormats,
): boolean {
	// Most numbers come back as they were sent.
	if (sent === kept && AS_STORED.test(sent)) return true;
	const number = plainNumber(sent);
	if (number === undefined || kept === '') return sent === kept;
	if (isStoredAs(number || '0', withAllDecimals(kept))) return true;
	if (formats === undefined || field === undefined || !isUserWritten(field)) return false;
	const shown = plainNumber(kept, formats);
	if (shown === undefined || !shown.includes('.')) return false;
	if (!isMoney(field) || formats.rate === 1) return isStoredAs(number || '0', shown);
	// The stored number is rounded, then multiplied by the rate, then rounded again.
	const unit = 0.5 / 10 ** SHOWN_DECIMALS;
	const apart = Math.abs(Number(number) * formats.rate - Number(shown));
	return apart <= unit * (formats.rate + 1) + Math.abs(Number(shown)) * Number.EPSILON * 4;
}

/** A stored number with six decimals, unless it is an integer. */
function withAllDecimals(stored: string): string {
	const point = stored.indexOf('.');
	return point === -1 ? stored : stored.padEnd(point + 1 + SHOWN_DECIMALS, '0');
}
