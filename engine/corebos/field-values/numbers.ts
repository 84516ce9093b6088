/** How a number is written: the separator before the decimals, and the one between groups of digits. */
export interface NumberSigns {
	decimal: string;
	/** Empty: digits are not grouped. */
	grouping: string;
}

/** Separators by the names of their styles, each of which shows the number 1234.56. */
const STYLES = {
	'1234.56': { decimal: '.', grouping: '' },
	'1,234.56': { decimal: '.', grouping: ',' },
	'1.234,56': { decimal: ',', grouping: '.' },
	"1'234.56": { decimal: '.', grouping: "'" },
	'1 234,56': { decimal: ',', grouping: ' ' },
} as const satisfies Record<string, NumberSigns>;

/** A way to write numbers, named by how it writes 1234.56. */
export type NumberStyle = keyof typeof STYLES;

/** The styles, the plain one of the database first. */
export const NUMBER_STYLES = Object.keys(STYLES) as NumberStyle[];

/** Whether a string is the name of a style. */
export function isNumberStyle(text: string): text is NumberStyle {
	return Object.hasOwn(STYLES, text);
}

/** The separators of a style. */
export function signsOf(style: NumberStyle): NumberSigns {
	return STYLES[style];
}

/** Blanks that people and programs write between groups of digits: none, thin and usual ones. */
const BLANKS = /[\u00a0\u2007\u2009\u202f]/g;
const PLAIN = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/**
 * A number as the database writes it: digits, a point, digits; `1e3` as `1000`.
 *
 * @param value a number, or a string that writes one
 * @param signs the separators of numbers in text; a number needs none
 * @returns undefined for what is not a number, or is one in another style; an empty text for none
 */
export function plainNumber(
	value: unknown,
	signs: NumberSigns = STYLES['1234.56'],
): string | undefined {
	if (typeof value === 'bigint') return value.toString();
	if (typeof value === 'number')
		return Number.isFinite(value) ? expanded(String(value)) : undefined;
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	return text === '' ? '' : expanded(ungrouped(text, signs));
}

/** The text with a point before its decimals and nothing between its digits. */
function ungrouped(given: string, { decimal, grouping }: NumberSigns): string {
	const blank = grouping.trim() === '' && grouping !== '';
	const text = blank ? given.replace(BLANKS, ' ') : given;
	const parts = decimal === '' ? [text] : text.split(decimal);
	const [whole] = parts;
	const isGrouped = grouping !== '' && whole.includes(blank ? ' ' : grouping);
	const digits = isGrouped ? withoutGroups(whole, blank ? ' ' : grouping) : whole;
	// A second decimal separator, or a separator of another style in the decimals, is not a number.
	if (digits === undefined || parts.length > 2 || digits.includes('.')) return 'none';
	return parts.length === 1 ? digits : `${digits}.${parts[1]}`;
}

/** Groups have three digits; in the Indian pattern those before the last one have two. */
function withoutGroups(whole: string, grouping: string): string | undefined {
	const [first, ...groups] = whole.split(grouping);
	const last = groups.pop();
	const isGrouped =
		/^[+-]?\d+$/.test(first) &&
		groups.every((group) => /^\d{2,3}$/.test(group)) &&
		/^\d{3}$/.test(last ?? '');
	return isGrouped ? [first, ...groups, last].join('') : undefined;
}

/** A number without exponent; undefined where the text is not a number. */
function expanded(text: string): string | undefined {
	const parts = PLAIN.exec(text);
	if (parts === null) return undefined;
	const [, sign, whole, decimals = '', exponent = '0'] = parts;
	const digits = whole + decimals;
	if (digits === '') return undefined;
	const point = whole.length + Number(exponent);
	const padded = digits.padStart(digits.length + Math.max(0, -point), '0');
	const place = Math.max(0, point);
	const before = padded.slice(0, place).padEnd(place, '0') || '0';
	const after = padded.slice(place);
	return (sign === '-' ? '-' : '') + (after === '' ? before : `${before}.${after}`);
}

/**
 * A plain number divided by another one, as coreBOS divides money by the rate of a currency.
 *
 * @param number as {@link plainNumber} gives it
 * @param rate units of the currency for one of the install's
 */
export function dividedBy(number: string, rate: number): string {
	if (number === '' || rate === 1) return number;
	return plainNumber(Number(number) / rate) ?? number;
}

/**
 * A plain number in the user's currency, as {@link dividedBy} takes it back: to the 15 digits that
 * a double always holds.
 *
 * @param number as {@link plainNumber} gives it
 * @param rate units of the currency for one of the install's
 */
export function timesRate(number: string, rate: number): string {
	if (number === '' || rate === 1) return number;
	return plainNumber(Number((Number(number) * rate).toPrecision(15))) ?? number;
}

/**
 * Whether a stored number is the sent one as far as the database can hold it: rounded, half away
 * from zero, to the decimals that the stored one has. Integers hold no decimals: for them, only
 * the number itself will do.
 *
 * @param sent as {@link plainNumber} gives it
 * @param stored as the database writes it, with all decimals of its column
 */
export function isStoredAs(sent: string, stored: string): boolean {
	const [one, other] = [decimalsOf(sent), decimalsOf(stored)];
	if (one === undefined || other === undefined) return false;
	const kept = other.decimals.length;
	if (kept === 0 || one.decimals.length <= kept) {
		const length = Math.max(kept, one.decimals.length);
		return unitsOf(one, length) === unitsOf(other, length);
	}
	const cut = unitsOf({ ...one, decimals: one.decimals.slice(0, kept) }, kept);
	const away = one.isNegative ? -1n : 1n;
	const rounded = one.decimals[kept] >= '5' ? cut + away : cut;
	return rounded === unitsOf(other, kept);
}

interface Decimal {
	isNegative: boolean;
	whole: string;
	decimals: string;
}

function decimalsOf(text: string): Decimal | undefined {
	const plain = plainNumber(text);
	if (plain === undefined || plain === '') return undefined;
	const [whole, decimals = ''] = plain.replace('-', '').split('.');
	return { isNegative: plain.startsWith('-'), whole, decimals };
}

/** The number in units of its last decimal. */
function unitsOf({ isNegative, whole, decimals }: Decimal, length: number): bigint {
	const units = BigInt(whole + decimals.padEnd(length, '0'));
	return isNegative ? -units : units;
}
