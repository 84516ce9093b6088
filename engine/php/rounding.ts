import { PhpError } from './php-error';
import { checkTextLength } from './text';

/** Decimal digits that a float always holds, as PHP counts them. */
const SURE_DIGITS = 14;

/** Half away from zero: PHP's rounding mode. */
function roundHalf(value: number): number {
	return value >= 0 ? Math.floor(value + 0.5) : Math.ceil(value - 0.5);
}

function scaled(value: number, places: number): number {
	const factor = 10 ** Math.abs(places);
	return places >= 0 ? value * factor : value / factor;
}

/**
 * PHP 8.2's round: first to the digits that a float always holds, then to the places wanted, so
 * that 1.005 becomes 1.01 although its float is below.
 *
 * @param places decimals; negative ones round before the point
 */
export function roundFloat(value: number, places: number): number {
	if (!Number.isFinite(value) || value === 0) return value;
	const precision = SURE_DIGITS - Math.floor(Math.log10(Math.abs(value)));
	let shifted: number;
	if (precision > places && precision - 15 < places) {
		const steps = Math.max(-60, precision);
		shifted = roundHalf(scaled(value, steps)) / 10 ** Math.min(60, Math.abs(places - steps));
	} else {
		shifted = scaled(value, places);
		if (Math.abs(shifted) >= 1e15) return value;
	}
	const rounded = roundHalf(shifted);
	if (Math.abs(places) < 23) return scaled(rounded, -places);
	const result = Number(`${rounded}e${-places}`);
	return Number.isFinite(result) ? result : value;
}

/** Far beyond any use; coreBOS goes on until its memory is full. */
const MAX_DECIMALS = 1000;
/** As many as JavaScript writes; only tiny numbers have digits other than 0 after these. */
const EXACT_DECIMALS = 100;

/**
 * PHP's number_format.
 *
 * @param decimals digits after the point; less than 0 counts as 0
 * @param point byte string before the decimals
 * @param separator byte string between thousands
 * @throws PhpError for more than 1000 decimals
 */
export function numberFormat(
	value: number,
	decimals: number,
	point: string,
	separator: string,
): string {
	const places = Math.max(0, decimals);
	if (places > MAX_DECIMALS) {
		throw new PhpError(`a number is written with at most ${MAX_DECIMALS} decimals`);
	}
	const rounded = roundFloat(value, places);
	if (!Number.isFinite(rounded)) return Number.isNaN(rounded) ? 'nan' : 'inf';
	const [whole, fraction] = decimalDigits(Math.abs(rounded), places).split('.');
	checkTextLength(whole.length * separator.length);
	const first = whole.length % 3;
	const groups = whole.slice(first).match(/\d{3}/g) ?? [];
	const grouped = [...(first === 0 ? [] : [whole.slice(0, first)]), ...groups].join(separator);
	const text = fraction === undefined ? grouped : `${grouped}${point}${fraction}`;
	return rounded < 0 ? `-${text}` : text;
}

function decimalDigits(value: number, places: number): string {
	if (value < 1e21) {
		const exact = Math.min(places, EXACT_DECIMALS);
		return value.toFixed(exact) + '0'.repeat(places - exact);
	}
	const whole = BigInt(value).toString();
	return places === 0 ? whole : `${whole}.${'0'.repeat(places)}`;
}
