import { CoreBosError } from '../corebos-error';

const PLAIN = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** What cannot be sent to coreBOS; the reason tells line and member. */
export function refusedLines(reason: string): CoreBosError {
	return new CoreBosError({ code: 'INVALID_PARAMETER', operation: '', reason });
}

/**
 * A number of a line or of the totals as coreBOS's database writes it. coreBOS itself reads `12,5`
 * as 12 or 125 there, whatever the user's format is (recorded), so that nothing else is let through.
 *
 * @param what names the value in the error
 * @returns undefined where there is none
 * @throws CoreBosError `INVALID_PARAMETER` for text that is no plain number
 */
export function plainNumber(value: unknown, what: string): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const text = typeof value === 'number' ? withoutExponent(value) : String(value).trim();
	if (text === '') return undefined;
	if (PLAIN.test(text)) return text;
	throw refusedLines(`${what} is "${text}", which is no plain number such as 12.5`);
}

/** Six decimals are what the database keeps. */
function withoutExponent(value: number): string {
	const text = String(value);
	return text.includes('e') ? String(Number(value.toFixed(6))) : text;
}

/**
 * A number as coreBOS answers it: in database format, or as the user writes it, with the decimal
 * sign last in both (recorded: formatted answers always have six decimals).
 */
export function answeredNumber(value: unknown): number {
	const text = String(value ?? '').trim();
	const decimalAt = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
	const whole = decimalAt < 0 ? text : text.slice(0, decimalAt);
	const decimals = decimalAt < 0 ? '' : text.slice(decimalAt + 1);
	const number = Number(`${whole.replaceAll(/[^\d-]/g, '')}.${decimals}`);
	return Number.isFinite(number) ? number : 0;
}
