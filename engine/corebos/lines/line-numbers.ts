import { CoreBosError } from '../corebos-error';
import { plainNumber } from '../field-values';

/** What cannot be sent to coreBOS; the reason names line and member. */
export function refusedLines(reason: string): CoreBosError {
	return new CoreBosError({ code: 'INVALID_PARAMETER', operation: '', reason });
}

/**
 * A number of a line or of the totals as coreBOS's database writes it. coreBOS itself reads `12,5`
 * as 12 or 125 there, whatever the user's format is (recorded), so that nothing else is let through.
 *
 * @param what names the value in the error
 * @returns undefined where there is none
 * @throws CoreBosError `INVALID_PARAMETER` for text that is not a plain number
 */
export function numberOf(value: unknown, what: string): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const number = plainNumber(value);
	if (number !== undefined) return number === '' ? undefined : number;
	throw refusedLines(`${what} is "${String(value)}", which is not a plain number such as 12.5`);
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
