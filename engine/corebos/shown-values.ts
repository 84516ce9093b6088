import type { CoreBosClient } from '../environment';
import { asRecord } from '../is-record';
import { momentInZone, timeOfDay } from './field-values/dates';
import { ifThere } from './not-there';

/** Values as coreBOS shows them to a user on its pages and in templates. */

/** How a user wants numbers, dates and times shown. */
export interface ShownFormat {
	decimals: number;
	decimalSeparator: string;
	groupSeparator: string;
	/** `123,456,789`, `123456789`, `123456,789` or `12,34,56,789` */
	groupPattern: string;
	/** `yyyy-mm-dd`, `dd-mm-yyyy` or `mm-dd-yyyy`; undefined: what describe says. */
	dateFormat?: string;
	/** IANA name of the time zone; undefined: the server's, UTC. */
	zone?: string;
	/** Such as `es_es`; undefined: coreBOS's own, English. */
	language?: string;
}

/** What coreBOS takes of a user who has chosen nothing, or of whom nothing is known. */
export const UNKNOWN_FORMAT: ShownFormat = {
	decimals: 2,
	decimalSeparator: '.',
	groupSeparator: ',',
	groupPattern: '123,456,789',
};

/**
 * The formats of the first of several users whose record can be read; coreBOS's defaults where
 * there is none.
 *
 * @param ids web service ids; a group, which has no formats, and empty ones are passed over
 * @param onGroup called for an owner who is a group: coreBOS takes the first of its members, whom
 * the web service does not tell
 * @throws whatever the client throws, except that a record is not there
 */
export async function shownFormat(
	client: CoreBosClient,
	ids: ReadonlyArray<string | undefined>,
	onGroup: (id: string) => void = () => undefined,
): Promise<ShownFormat> {
	for (const id of ids) {
		if (id === undefined || id === '') continue;
		const record = await ifThere(async () => asRecord(await client.call('retrieve', { id })));
		if (record === undefined) continue;
		if (typeof record.groupname !== 'string') return formatOf(record);
		onGroup(id);
	}
	return UNKNOWN_FORMAT;
}

function formatOf(user: Record<string, unknown>): ShownFormat {
	const text = (name: string, otherwise: string): string => {
		const value = user[name];
		return typeof value === 'string' && value !== '' ? value : otherwise;
	};
	const decimals = Number(text('no_of_currency_decimals', String(UNKNOWN_FORMAT.decimals)));
	const dateFormat = text('date_format', '');
	const zone = text('time_zone', '');
	const language = text('language', '');
	return {
		decimals:
			Number.isInteger(decimals) && decimals >= 0 && decimals <= 20
				? decimals
				: UNKNOWN_FORMAT.decimals,
		decimalSeparator: text('currency_decimal_separator', UNKNOWN_FORMAT.decimalSeparator),
		groupSeparator: text('currency_grouping_separator', UNKNOWN_FORMAT.groupSeparator),
		groupPattern: text('currency_grouping_pattern', UNKNOWN_FORMAT.groupPattern),
		...(dateFormat === '' ? {} : { dateFormat }),
		...(zone === '' ? {} : { zone }),
		...(language === '' || language === 'en_us' ? {} : { language }),
	};
}

/** A number as coreBOS shows it to the user: `1234.5` → `1,234.50`. */
export function shownNumber(text: string, format: ShownFormat): string {
	const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text.trim());
	if (match === null || (match[2] === '' && (match[3] ?? '') === '')) return text;
	const [whole, fraction] = rounded(match[2], match[3] ?? '', format.decimals);
	const isZero = /^0*$/.test(whole) && /^0*$/.test(fraction);
	const sign = match[1] === '-' && !isZero ? '-' : '';
	const end = fraction === '' ? '' : `${format.decimalSeparator}${fraction}`;
	return `${sign}${grouped(whole, format)}${end}`;
}

function rounded(whole: string, fraction: string, decimals: number): [string, string] {
	const digits = `${whole === '' ? '0' : whole}${fraction.slice(0, decimals).padEnd(decimals, '0')}`;
	const up = (fraction[decimals] ?? '0') >= '5' ? 1n : 0n;
	const value = (BigInt(digits) + up).toString().padStart(decimals + 1, '0');
	const point = value.length - decimals;
	return [value.slice(0, point), value.slice(point)];
}

function grouped(whole: string, { groupPattern, groupSeparator }: ShownFormat): string {
	const groups = groupPattern.split(/[^0-9]/);
	const last = groups.at(-1)?.length ?? 0;
	if (groups.length < 2 || last === 0 || whole.length <= last) return whole;
	const head = whole.slice(0, -last);
	const tail = whole.slice(-last);
	// `123456,789` has one separator, `12,34,56,789` groups of two, `123,456,789` of three.
	const size = groups.length === 2 ? head.length : groups[1].length;
	return [...splitFromEnd(head, size), tail].join(groupSeparator);
}

function splitFromEnd(text: string, size: number): string[] {
	const parts: string[] = [];
	for (let end = text.length; end > 0; end -= size)
		parts.unshift(text.slice(Math.max(0, end - size), end));
	return parts;
}

/** A stored date in the user's order; any other text stays. */
export function shownDate(text: string, order: string): string {
	const match = /^(\d{4})-(\d{2})-(\d{2})(.*)$/.exec(text);
	if (match === null) return text;
	const [, year, month, day, rest] = match;
	const parts: Readonly<Record<string, string>> = { yyyy: year, mm: month, dd: day };
	return order.toLowerCase().replace(/yyyy|mm|dd/g, (part) => parts[part]) + rest;
}

/** A moment of the database in the user's time zone and date order; a date alone has no time. */
export function shownMoment(text: string, order: string, zone = 'UTC'): string {
	return shownDate(/^\d{4}-\d{2}-\d{2} /.test(text) ? momentInZone(text, zone) : text, order);
}

/** A time of the database, in UTC, as the user's clock shows it today; any other text stays. */
export function shownTime(text: string, now: Date, zone = 'UTC'): string {
	const time = timeOfDay(text);
	if (time === undefined) return text;
	return momentInZone(`${now.toISOString().slice(0, 10)} ${time}`, zone).slice(11);
}
