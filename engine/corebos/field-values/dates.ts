import { momentOf, SECOND, timeZone, wallOf, wallTime } from '../../php';

/** Dates and times as people, programs and n8n write them, and as the database does. */

/** How a user of coreBOS writes dates and times. */
export interface Calendar {
	/** Order of a date's parts: `yyyy-mm-dd`, `dd-mm-yyyy` or `mm-dd-yyyy`. */
	order: string;
	/** IANA name of the time zone. */
	zone: string;
}

/** What a DateTime of luxon has, which n8n's expressions give. */
interface LuxonDateTime {
	toISO(): string | null;
	toMillis(): number;
}

const DATE = String.raw`(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})`;
const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?`;
const DAY_FIRST_PART = new RegExp(`^${DATE}(?:[ T].*)?$`);
const DATE_ALONE = new RegExp(`^${DATE}$`);
const DATE_AND_TIME = new RegExp(
	`^${DATE}(?:T|\\s+)${CLOCK}(?:\\s*(am|pm))?\\s*(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?$`,
	'i',
);
const TIME = new RegExp(`^${CLOCK}\\s*(am|pm)?$`, 'i');
/** What MySQL keeps of a date that does not exist; coreBOS shows nothing then. */
const ZERO_DATE = /^0000-00-00(?: 00:00:00)?$/;
const YEAR_FIRST = 'yyyy-mm-dd';

/** Whether a value is one of luxon's dates. */
function isLuxon(value: unknown): value is LuxonDateTime {
	return typeof value === 'object' && value !== null && 'toISO' in value && 'toMillis' in value;
}

/** A date object as text; any other value as it is. */
export function dateText(value: unknown): unknown {
	if (value instanceof Date)
		return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
	return isLuxon(value) ? (value.toISO() ?? 'Invalid DateTime') : value;
}

/**
 * The calendar day of a string, whatever time and zone follow it.
 *
 * @param order the order of a date that does not begin with its year
 * @returns `2026-01-31`; empty for the zero date; undefined for what is not a date
 */
export function calendarDay(text: string, order?: string): string | undefined {
	const trimmed = text.trim();
	if (ZERO_DATE.test(trimmed)) return '';
	const parts = (DATE_AND_TIME.exec(trimmed) ? DAY_FIRST_PART : DATE_ALONE).exec(trimmed);
	return parts === null ? undefined : dayOfParts(parts, order);
}

/**
 * The moment of a string with date and time.
 *
 * @param zone IANA name of the zone of a string that names none; undefined: such a string is not a
 * moment
 * @param order the order of a date that does not begin with its year
 * @returns `2026-01-31 10:00:00` in UTC; empty for the zero date; undefined for anything else, such
 * as a date without a time
 */
export function utcMoment(text: string, zone?: string, order?: string): string | undefined {
	const trimmed = text.trim();
	if (ZERO_DATE.test(trimmed)) return '';
	const parts = DATE_AND_TIME.exec(trimmed);
	const day = parts === null ? undefined : dayOfParts(parts, order);
	if (parts === null || day === undefined) return undefined;
	const seconds = secondsOfDay(parts.slice(5, 9));
	const offset = parts[9] === undefined ? undefined : offsetMinutes(parts[9]);
	if (seconds === undefined || (offset === undefined && zone === undefined)) return undefined;
	const [year, month, date] = day.split('-').map(Number);
	const wall = wallTime(year, month, date) + seconds * SECOND;
	const moment =
		offset === undefined ? momentOf(wall, timeZone(zone)) : wall - offset * 60 * SECOND;
	return momentText(moment);
}

/** A time of the day as `HH:MM:SS`; undefined for anything else. Of a moment, the time as written. */
export function timeOfDay(text: string): string | undefined {
	const trimmed = text.trim();
	const parts = TIME.exec(trimmed)?.slice(1) ?? DATE_AND_TIME.exec(trimmed)?.slice(5);
	const seconds = parts && secondsOfDay(parts.slice(0, 4));
	return seconds === undefined ? undefined : new Date(seconds * SECOND).toISOString().slice(11, 19);
}

/** A moment of the database, in UTC, as the clock of a zone shows it. */
export function momentInZone(moment: string, zone: string): string {
	const utc = Date.parse(`${moment.replace(' ', 'T')}Z`);
	return Number.isNaN(utc) ? moment : momentText(wallOf(utc, timeZone(zone)));
}

function momentText(milliseconds: number): string {
	return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** A day of the calendar, of the parts of {@link DATE}. */
function dayOfParts(parts: RegExpExecArray, order = YEAR_FIRST): string | undefined {
	const [, first, , second, third] = parts;
	const [year, month, day] = inOrder(first, second, third, first.length === 4 ? YEAR_FIRST : order);
	if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(day)) return undefined;
	const date = new Date(wallTime(Number(year), Number(month), Number(day)));
	const isDay = date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
	return isDay ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : undefined;
}

function inOrder(first: string, second: string, third: string, order: string): string[] {
	if (order === 'dd-mm-yyyy') return [third, second, first];
	return order === 'mm-dd-yyyy' ? [third, first, second] : [first, second, third];
}

function secondsOfDay([hours, minutes, seconds = '0', half]: string[]): number | undefined {
	const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
	const most = half === undefined ? 23 : 12;
	if (hour > most || minute > 59 || second > 59 || (half !== undefined && hour === 0))
		return undefined;
	const ofDay = half === undefined ? hour : (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
	return (ofDay * 60 + minute) * 60 + second;
}

function offsetMinutes(zone: string): number {
	const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
	if (parts === null) return 0;
	const [, sign, hours, minutes = '0'] = parts;
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
