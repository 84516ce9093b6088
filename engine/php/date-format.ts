import {
	DAY,
	isLeapYear,
	isoWeek,
	momentOf,
	SECOND,
	wallTime,
	weekday,
	type WallTime,
} from './calendar';
import type { TimeZone } from './time-zone';

export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];

function two(number: number): string {
	return String(number).padStart(2, '0');
}

function ordinal(day: number): string {
	if (day >= 11 && day <= 13) return 'th';
	return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}

function offsetText(minutes: number, colon: string): string {
	const size = Math.abs(minutes);
	return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${colon}${two(size % 60)}`;
}

/** Swatch beats of a moment. */
function beats(moment: number): string {
	const swatch = (((Math.floor(moment / SECOND) + 3600) % 86400) + 86400) % 86400;
	return String(Math.floor(swatch / 86.4)).padStart(3, '0');
}

/** A wall time, and what only some letters need: looking at a time zone is expensive. */
class Moment {
	readonly date: Date;

	constructor(
		readonly wall: WallTime,
		readonly zone: TimeZone,
	) {
		this.date = new Date(wall);
	}

	private knownMoment?: number;
	private knownOffset?: number;

	get moment(): number {
		return (this.knownMoment ??= momentOf(this.wall, this.zone));
	}

	get offset(): number {
		return (this.knownOffset ??= this.zone.offset(this.moment));
	}
}

type Letter = (moment: Moment) => string;

const CALENDAR_LETTERS: ReadonlyArray<[string, Letter]> = [
	['d', ({ date }) => two(date.getUTCDate())],
	['D', ({ date }) => DAYS[date.getUTCDay()].slice(0, 3)],
	['j', ({ date }) => String(date.getUTCDate())],
	['l', ({ date }) => DAYS[date.getUTCDay()]],
	['N', ({ wall }) => String(weekday(wall))],
	['S', ({ date }) => ordinal(date.getUTCDate())],
	['w', ({ date }) => String(date.getUTCDay())],
	['z', ({ wall, date }) => String(dayOfYear(wall, date))],
	['W', ({ wall }) => two(isoWeek(wall).week)],
	['F', ({ date }) => MONTHS[date.getUTCMonth()]],
	['m', ({ date }) => two(date.getUTCMonth() + 1)],
	['M', ({ date }) => MONTHS[date.getUTCMonth()].slice(0, 3)],
	['n', ({ date }) => String(date.getUTCMonth() + 1)],
	['t', ({ date }) => String(daysInMonth(date))],
	['L', ({ date }) => (isLeapYear(date.getUTCFullYear()) ? '1' : '0')],
	['o', ({ wall }) => String(isoWeek(wall).year)],
	['Y', ({ date }) => yearText(date.getUTCFullYear())],
	['x', ({ date }) => expandedYear(date.getUTCFullYear(), 9999)],
	['X', ({ date }) => expandedYear(date.getUTCFullYear(), -1)],
	['y', ({ date }) => two(((date.getUTCFullYear() % 100) + 100) % 100)],
];

const CLOCK_LETTERS: ReadonlyArray<[string, Letter]> = [
	['a', ({ date }) => (date.getUTCHours() < 12 ? 'am' : 'pm')],
	['A', ({ date }) => (date.getUTCHours() < 12 ? 'AM' : 'PM')],
	['B', ({ moment }) => beats(moment)],
	['g', ({ date }) => String(date.getUTCHours() % 12 || 12)],
	['G', ({ date }) => String(date.getUTCHours())],
	['h', ({ date }) => two(date.getUTCHours() % 12 || 12)],
	['H', ({ date }) => two(date.getUTCHours())],
	['i', ({ date }) => two(date.getUTCMinutes())],
	['s', ({ date }) => two(date.getUTCSeconds())],
	['u', () => '000000'],
	['v', () => '000'],
	['e', ({ zone }) => zoneName(zone)],
	['I', ({ zone, moment }) => (isSummerTime(zone, moment) ? '1' : '0')],
	['O', ({ offset }) => offsetText(offset, '')],
	['P', ({ offset }) => offsetText(offset, ':')],
	['p', ({ offset }) => (offset === 0 ? 'Z' : offsetText(offset, ':'))],
	['T', ({ zone, moment }) => zoneAbbreviation(zone, moment)],
	['Z', ({ offset }) => String(offset * 60)],
	['U', ({ moment }) => String(Math.floor(moment / SECOND))],
];

const LETTERS = new Map([...CALENDAR_LETTERS, ...CLOCK_LETTERS]);

/** Letters that stand for a whole format. */
const WHOLE_FORMATS: Readonly<Record<string, string>> = {
	c: 'Y-m-d\\TH:i:sP',
	r: 'D, d M Y H:i:s O',
};

function yearText(year: number): string {
	return `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}`;
}

/** A year with a plus sign where it is above a limit. */
function expandedYear(year: number, limit: number): string {
	return year > limit ? `+${yearText(year)}` : yearText(year);
}

function dayOfYear(wall: WallTime, date: Date): number {
	return Math.floor((wall - wallTime(date.getUTCFullYear(), 1, 1)) / DAY);
}

function daysInMonth(date: Date): number {
	return new Date(wallTime(date.getUTCFullYear(), date.getUTCMonth() + 2, 0)).getUTCDate();
}

function zoneName(zone: TimeZone): string {
	return zone.name === 'Etc/UTC' ? 'UTC' : zone.name;
}

function zoneAbbreviation(zone: TimeZone, moment: number): string {
	if (zone.name === 'Etc/UTC') return 'UTC';
	return zone.abbreviation(moment);
}

function isSummerTime(zone: TimeZone, moment: number): boolean {
	const year = new Date(moment).getUTCFullYear();
	const winter = Math.min(zone.offset(Date.UTC(year, 0, 1)), zone.offset(Date.UTC(year, 6, 1)));
	return zone.offset(moment) !== winter;
}

/**
 * PHP's date().
 *
 * @param format PHP's letters; a backslash makes the next one plain text
 * @param wall what the clock shows
 * @param zone where the clock hangs
 */
export function phpDate(format: string, wall: WallTime, zone: TimeZone): string {
	return formatMoment(format, new Moment(wall, zone));
}

function formatMoment(format: string, moment: Moment): string {
	return format.replace(/\\([\s\S])|\\$|[a-zA-Z]/g, (letter, plain?: string) => {
		if (plain !== undefined) return plain;
		const whole = WHOLE_FORMATS[letter];
		if (whole !== undefined) return formatMoment(whole, moment);
		return LETTERS.get(letter)?.(moment) ?? letter;
	});
}
