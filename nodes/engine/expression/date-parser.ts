import { IANAZone } from 'luxon';
import {
	addMonths,
	DAY,
	dayOf,
	HOUR,
	isoDate,
	MINUTE,
	momentOf,
	SECOND,
	wallOf,
	wallTime,
	weekday as isoWeekday,
	type WallTime,
} from './calendar';
import { DAYS, MONTHS } from './date-format';

/** A piece of a date text: how it looks and what it does to the parts. */
interface Piece {
	pattern: RegExp;
	apply(parts: Parts, match: string[]): boolean;
}

interface Parts {
	date?: WallTime;
	/** Milliseconds into the day. */
	time?: number;
	/** Minutes east of UTC, where the text has a zone by its offset. */
	offset?: number;
	/** The zone that the text names. */
	zone?: IANAZone;
	/** A weekday of the month that all else leads to: the second (2) Tuesday (2), the last (-1). */
	weekdayOfMonth?: { number: number; count: number };
	/** Sets to an end of the month that all else leads to. */
	dayOfMonth?: 'first' | 'last';
	/** Weeks from the week of the date, of which PHP takes the Monday or the day it names. */
	week?: number;
	/** A day of the week to go to before anything is added; Sunday is 0. */
	weekday?: { number: number; which: string };
	/** Days of the last `tomorrow` or `yesterday`: PHP does not add them up. */
	wholeDays: number;
	/** Sets back to the start of the day, where no time is given. */
	midnight: boolean;
	relative: Array<(wall: WallTime) => WallTime>;
	/** Only asked for where the text leaves something out: it costs a look at the time zone. */
	now: () => WallTime;
}

function setDate(parts: Parts, year: number, month: number, day: number): boolean {
	if (parts.date !== undefined || month > 12 || day > 31) return false;
	parts.date = wallTime(year, month, day);
	return true;
}

function setTime(parts: Parts, hour: number, minute: number, second: number): boolean {
	if (parts.time !== undefined || hour > 24 || minute > 59 || second > 60) return false;
	parts.time = hour * HOUR + minute * MINUTE + second * SECOND;
	return true;
}

/** Two digits of a year: 70 to 99 are of the last century. */
function fullYear(digits: string): number {
	const year = Number(digits);
	if (digits.length > 2) return year;
	return year < 70 ? 2000 + year : 1900 + year;
}

function monthNumber(name: string): number {
	const start = name.slice(0, 3).toLowerCase();
	return MONTHS.findIndex((month) => month.slice(0, 3).toLowerCase() === start) + 1;
}

const UNITS: Readonly<Record<string, number>> = {
	usec: 0.001,
	microsecond: 0.001,
	msec: 1,
	millisecond: 1,
	sec: SECOND,
	second: SECOND,
	min: MINUTE,
	minute: MINUTE,
	hour: HOUR,
	day: DAY,
	week: 7 * DAY,
	fortnight: 14 * DAY,
};

const MONTH_UNITS: Readonly<Record<string, number>> = { month: 1, year: 12 };

function shift(unit: string, count: number): ((wall: WallTime) => WallTime) | undefined {
	const months = MONTH_UNITS[unit];
	if (months !== undefined) return (wall) => addMonths(wall, months * count);
	const length = UNITS[unit];
	return length === undefined ? undefined : (wall) => wall + length * count;
}

/** How many units the word before one means. */
const STEPS: Readonly<Record<string, number>> = { next: 1, this: 0, last: -1, previous: -1 };

/** Signs in a row multiply: PHP reads `+-3` as -3. */
function signedNumber(text: string): number {
	const negative = (text.match(/-/g) ?? []).length % 2 === 1;
	const size = Number(text.replace(/[+-]/g, ''));
	return negative ? -size : size;
}

/** A day as a whole: a time that stands before it is forgotten, as in PHP. */
function wholeDay(days: number): (parts: Parts) => void {
	return (parts) => {
		parts.midnight = true;
		parts.time = undefined;
		parts.wholeDays = days;
	};
}

const RELATIVE_WORDS: Readonly<Record<string, (parts: Parts) => void>> = {
	now: () => undefined,
	today: wholeDay(0),
	midnight: wholeDay(0),
	noon: (parts) => {
		parts.time = 12 * HOUR;
	},
	tomorrow: wholeDay(1),
	yesterday: wholeDay(-1),
};

/** Hours of a clock of twelve; undefined where it has no such hour. */
function hourOfHalf(hour: number, half: string): number | undefined {
	if (hour < 1 || hour > 12) return undefined;
	return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** What three letters of a weekday stand for; Sunday is 0. */
function weekdayNumber(name: string): number {
	const start = name.slice(0, 3).toLowerCase();
	return DAYS.findIndex((day) => day.slice(0, 3).toLowerCase() === start);
}

const ORDINALS = [
	...['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'],
	...['tenth', 'eleventh', 'twelfth'],
];

/** Zones by their letters, in minutes east of UTC. */
const ZONE_LETTERS: Readonly<Record<string, number>> = {
	...{ wet: 0, bst: 60, west: 60, cet: 60, cest: 120, eet: 120, eest: 180, msk: 180, jst: 540 },
	...{ est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420 },
};

/** The zones of one letter, in minutes east of UTC: A to M (without J) east, N to Y west. */
function militaryOffset(letter: string): number {
	const east = 'abcdefghiklm'.indexOf(letter) + 1;
	const west = 'nopqrstuvwxy'.indexOf(letter) + 1;
	return (east - west) * 60;
}

/** More working days than anybody adds. */
const MAX_WEEKDAYS = 100_000;

/** Mondays to Fridays later or earlier. */
function addWeekdays(wall: WallTime, count: number): WallTime {
	let moved = wall;
	for (let left = Math.min(Math.abs(count), MAX_WEEKDAYS); left > 0; ) {
		moved += Math.sign(count) * DAY;
		if (isoWeekday(moved) <= 5) left--;
	}
	return moved;
}

const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const WEEKDAY =
	'(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|nes|r|rs|rsday|urday|ur)?(?![a-z])';

/** Forms with a part left out, or that name a day by other than its number. */
const RARER_PIECES: Piece[] = [
	{
		pattern: /^(\d{4})[.-]?(00[1-9]|0[1-9]\d|[12]\d\d|3[0-5]\d|36[0-6])(?!\d)/,
		apply: (parts, [, year, day]) => {
			if (parts.date !== undefined) return false;
			parts.date = wallTime(Number(year), 1, Number(day));
			return true;
		},
	},
	{
		pattern: /^(\d{2})-(\d{2})-(\d{2})(?![\d-])/,
		apply: (parts, [, year, month, day]) =>
			setDate(parts, fullYear(year), Number(month), Number(day)),
	},
	{
		pattern: /^[Tt]?(\d{1,2})\.([0-5]?\d)(?:\.([0-5]?\d))?(?: ?([ap])\.?m\.?)?(?![\d:.])/i,
		apply: (parts, [, hour, minute, second, half]) => {
			const found = half === undefined ? Number(hour) : hourOfHalf(Number(hour), half);
			return found !== undefined && setTime(parts, found, Number(minute), Number(second ?? 0));
		},
	},
	{
		pattern: /^(front|back) of (\d{1,2})(?: ?([ap])\.?m\.?)?(?![\da-z:])/i,
		apply: (parts, [, which, hour, half]) => {
			const found = half === undefined ? Number(hour) : hourOfHalf(Number(hour), half);
			const quarter = which.toLowerCase() === 'back' ? 15 : -15;
			if (found === undefined || !setTime(parts, found, 0, 0)) return false;
			parts.time = found * HOUR + quarter * MINUTE;
			return true;
		},
	},
	{
		pattern:
			/^(\d{4})[ \t.-]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?![ \t.-]*\d)/i,
		apply: (parts, [, year, month]) => setDate(parts, Number(year), monthNumber(month), 1),
	},
	{
		pattern: new RegExp(`^([+-]*[ \\t]*\\d{1,4})[ \\t]*${WEEKDAY}(?![ \\t]+of)`, 'i'),
		apply: (parts, [, count, name]) => {
			const weeks = signedNumber(count.replace(/[ \t]/g, ''));
			parts.weekday = { number: weekdayNumber(name), which: 'this' };
			parts.relative.push((wall) => wall + (weeks > 0 ? weeks - 1 : weeks) * 7 * DAY);
			return true;
		},
	},
	{
		pattern: /^(\d{4})-?W(\d{2})(?:-?([0-7]))?(?!\d)/,
		apply: (parts, [, year, week, day]) => {
			if (parts.date !== undefined || Number(week) < 1 || Number(week) > 53) return false;
			parts.date = isoDate(Number(year), Number(week), Number(day ?? 1));
			return true;
		},
	},
	{
		pattern: /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?!\d)/,
		apply: (parts, [, year, month, day, hour, minute, second]) =>
			setDate(parts, Number(year), Number(month), Number(day)) &&
			setTime(parts, Number(hour), Number(minute), Number(second)),
	},
	{
		pattern: new RegExp(`^(\\d{4})-${MONTH}-(\\d{1,2})(?!\\d)`, 'i'),
		apply: (parts, [, year, month, day]) =>
			setDate(parts, Number(year), monthNumber(month), Number(day)),
	},
	{
		pattern: /^(\d{1,2})\/(\d{1,2})(?![\d/])/,
		apply: (parts, [, month, day]) => setDate(parts, yearOf(parts), Number(month), Number(day)),
	},
	{
		pattern: /^(\d{1,2})[ \t]?([ap])\.?m\.?(?![a-z])/i,
		apply: (parts, [, hour, half]) => {
			const found = hourOfHalf(Number(hour), half);
			return found !== undefined && setTime(parts, found, 0, 0);
		},
	},
	{
		pattern: /^[Tt]?([01]\d|2[0-4])([0-5]\d)([0-5]\d)?(?!\d)/,
		apply: (parts, [whole, hour, minute, second]) => {
			// Six digits alone are no time, but they are behind a date.
			if (second !== undefined && parts.date === undefined && !/^t/i.test(whole)) return false;
			return setTime(parts, Number(hour), Number(minute), Number(second ?? 0));
		},
	},
	{
		pattern: new RegExp(`^${MONTH}[ .\\t-]*(\\d{4})(?!\\d)`, 'i'),
		apply: (parts, [, month, year]) => setDate(parts, Number(year), monthNumber(month), 1),
	},
	{
		pattern: new RegExp(`^${MONTH}[ .\\t-]*(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:a-z])`, 'i'),
		apply: (parts, [, month, day]) =>
			setDate(parts, yearOf(parts), monthNumber(month), Number(day)),
	},
	{
		pattern: new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?[ .\\t-]*${MONTH}(?![a-z])`, 'i'),
		apply: (parts, [, day, month]) =>
			setDate(parts, yearOf(parts), monthNumber(month), Number(day)),
	},
	{
		pattern: new RegExp(`^${MONTH}(?![a-z])`, 'i'),
		apply: (parts, [, month]) =>
			setDate(parts, yearOf(parts), monthNumber(month), new Date(parts.now()).getUTCDate()),
	},
	{
		pattern: /^([+-]*[ \t]*\d{1,9})[ \t]*weekdays?(?![a-z])([ \t]+ago(?![a-z]))?/i,
		apply: (parts, [, count, ago]) => {
			const size = signedNumber(count.replace(/[ \t]/g, '')) * (ago === undefined ? 1 : -1);
			parts.relative.push((wall) => addWeekdays(wall, size));
			return true;
		},
	},
	{
		pattern: new RegExp(
			`^(${ORDINALS.slice(0, 5).join('|')}|last)[ \\t]+${WEEKDAY}[ \\t]+of(?![a-z])`,
			'i',
		),
		apply: (parts, [, which, name]) => {
			const count = ORDINALS.indexOf(which.toLowerCase()) + 1 || -1;
			parts.weekdayOfMonth = { number: weekdayNumber(name), count };
			parts.midnight = true;
			parts.time = undefined;
			return true;
		},
	},
	{
		pattern: new RegExp(
			`^(${ORDINALS.join('|')})[ \\t]+(sec|second|min|minute|hour|day|fortnight|month|year)s?(?![a-z])([ \\t]+ago(?![a-z]))?`,
			'i',
		),
		apply: (parts, [, which, unit, ago]) => {
			const size = ORDINALS.indexOf(which.toLowerCase()) + 1;
			const step = shift(unit.toLowerCase(), ago === undefined ? size : -size);
			if (step !== undefined) parts.relative.push(step);
			return step !== undefined;
		},
	},
	{
		pattern: /^([A-Za-z]+(?:\/[A-Za-z_]+(?:[+-]\d+)?)+)/,
		apply: (parts, [, name]) => {
			const zone = IANAZone.create(name);
			if (zone.isValid) parts.zone = zone;
			return zone.isValid;
		},
	},
	{
		pattern: /^(?:gmt)?([+-])(\d{1,2})(?![\d:])/i,
		apply: (parts, [, sign, hours]) => {
			parts.offset ??= Number(hours) * (sign === '-' ? -60 : 60);
			return true;
		},
	},
	{
		pattern: /^([a-ik-z])(?![a-z])/i,
		apply: (parts, [, letter]) => {
			parts.offset ??= militaryOffset(letter.toLowerCase());
			return true;
		},
	},
	{
		pattern: /^([a-z]{3,4})(?![a-z])/i,
		apply: (parts, [, letters]) => {
			const name = letters.toLowerCase();
			if (!Object.hasOwn(ZONE_LETTERS, name)) return false;
			parts.offset = ZONE_LETTERS[name];
			return true;
		},
	},
];

/** The year of now, for a date that has none. */
function yearOf(parts: Parts): number {
	return new Date(parts.now()).getUTCFullYear();
}

const PIECES: Piece[] = [
	{
		pattern: /^@(-?\d+)(?:\.\d+)?/,
		apply: (parts, [, seconds]) => {
			parts.date = 0;
			parts.time = 0;
			parts.offset = 0;
			parts.relative.push((wall) => wall + Number(seconds) * SECOND);
			return true;
		},
	},
	{
		pattern: /^([+-]?\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)(?:[Tt](?=\d))?/,
		apply: (parts, [, year, month, day]) =>
			setDate(parts, Number(year), Number(month), Number(day)),
	},
	{
		pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?!\d)/,
		apply: (parts, [, month, day, year]) =>
			setDate(parts, fullYear(year), Number(month), Number(day)),
	},
	{
		pattern: /^(\d{1,2})[-.](\d{1,2})[-.](\d{4})(?!\d)/,
		apply: (parts, [, day, month, year]) =>
			setDate(parts, Number(year), Number(month), Number(day)),
	},
	{
		pattern: /^(\d{4})(\d{2})(\d{2})(?!\d)(?:[Tt](?=\d))?/,
		apply: (parts, [, year, month, day]) =>
			setDate(parts, Number(year), Number(month), Number(day)),
	},
	{
		pattern: /^(\d{4})-(\d{1,2})(?![-\d])/,
		apply: (parts, [, year, month]) => setDate(parts, Number(year), Number(month), 1),
	},
	{
		pattern:
			/^(\d{1,2})(?:st|nd|rd|th)?[ .\t-]*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .\t,-]*(\d{4})(?!\d)/i,
		apply: (parts, [, day, month, year]) =>
			setDate(parts, Number(year), monthNumber(month), Number(day)),
	},
	{
		pattern:
			/^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .\t-]*(\d{1,2})(?:st|nd|rd|th)?[ ,.\t-]+(\d{4})(?!\d)/i,
		apply: (parts, [, month, day, year]) =>
			setDate(parts, Number(year), monthNumber(month), Number(day)),
	},
	{
		pattern: /^[Tt]?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?(?: ?([ap])\.?m\.?)?(?![\d:])/i,
		apply: (parts, [, hour, minute, second, half]) => {
			const found = half === undefined ? Number(hour) : hourOfHalf(Number(hour), half);
			return found !== undefined && setTime(parts, found, Number(minute), Number(second ?? 0));
		},
	},
	{
		pattern: /^(?:z|utc|gmt(?![+-]\d))(?![a-z])/i,
		apply: (parts) => {
			parts.offset = 0;
			return true;
		},
	},
	{
		pattern: /^(now|today|midnight|noon|tomorrow|yesterday)(?![a-z])/i,
		apply: (parts, [, word]) => {
			RELATIVE_WORDS[word.toLowerCase()](parts);
			return true;
		},
	},
	{
		pattern:
			/^([+-]*[ \t]*\d{1,9})[ \t]*(msec|millisecond|usec|microsecond|sec|second|min|minute|hour|day|week|fortnight|month|year)s?(?![a-z])([ \t]+ago(?![a-z]))?/i,
		apply: (parts, [, count, unit, ago]) => {
			const size = signedNumber(count.replace(/[ \t]/g, ''));
			const step = shift(unit.toLowerCase(), ago === undefined ? size : -size);
			if (step !== undefined) parts.relative.push(step);
			return step !== undefined;
		},
	},
	{
		pattern: /^(first|last) day of(?![a-z])/i,
		apply: (parts, [, which]) => {
			parts.dayOfMonth = which.toLowerCase() === 'first' ? 'first' : 'last';
			return true;
		},
	},
	{
		pattern: new RegExp(`^(?:(next|last|previous|this)[ \\t]+)?${WEEKDAY}(?![ \\t]+of)`, 'i'),
		apply: (parts, [, which, name]) => {
			parts.midnight = true;
			parts.time = undefined;
			parts.weekday = { number: weekdayNumber(name), which: which?.toLowerCase() ?? 'this' };
			return true;
		},
	},
	{
		pattern:
			/^(next|last|previous|this)[ \t]+(sec|second|min|minute|hour|day|week|fortnight|month|year)(?![a-z])/i,
		apply: (parts, [, which, unit]) => {
			const steps = STEPS[which.toLowerCase()];
			if (unit.toLowerCase() === 'week') {
				parts.week = steps;
				return true;
			}
			const step = shift(unit.toLowerCase(), steps);
			if (step !== undefined) parts.relative.push(step);
			return step !== undefined;
		},
	},
	{
		pattern: /^([+-])(\d{2}):?(\d{2})(?!\d)/,
		apply: (parts, [, sign, hours, minutes]) => {
			const size = Number(hours) * 60 + Number(minutes);
			parts.offset ??= sign === '-' ? -size : size;
			return true;
		},
	},
	...RARER_PIECES,
];

/** Longer texts are no dates, and are not looked at. */
const MAX_LENGTH = 200;

/**
 * Reads a date as PHP's strtotime and DateTime do, in the forms that records
 * and people use: ISO dates, weeks and times, `/` and `.` dates, month names, `now`,
 * `tomorrow`, `10am`, `+3 days`, `+2 weekdays`, `first monday of`, zones by name or offset.
 *
 * @param now what "now" is where the text leaves something out
 * @param zone zone that a text without one means
 * @returns the wall time in that zone; undefined where the text is no date
 */
export function parseDate(text: string, now: () => WallTime, zone: IANAZone): WallTime | undefined {
	const parts: Parts = { wholeDays: 0, midnight: false, relative: [], now };
	let rest = text.replace(/^[\s,.]+/, '');
	if (rest.length > MAX_LENGTH) return undefined;
	while (rest !== '') {
		const match = applyFirst(parts, rest);
		if (match === undefined) return undefined;
		rest = rest.slice(match[0].length).replace(/^[\s,.]+/, '');
	}
	return assemble(parts, zone);
}

/** Lets the first piece that fits do its work. @returns undefined where none does */
function applyFirst(parts: Parts, rest: string): RegExpExecArray | undefined {
	for (const { pattern, apply } of PIECES) {
		const match = pattern.exec(rest);
		if (match !== null) return apply(parts, match) ? match : undefined;
	}
	return undefined;
}

function assemble(parts: Parts, zone: IANAZone): WallTime {
	let wall = startOf(parts);
	const { dayOfMonth, week, weekday } = parts;
	if (dayOfMonth !== undefined) wall -= (new Date(wall).getUTCDate() - 1) * DAY;
	if (week !== undefined) wall += (week * 7 + 1 - isoWeekday(wall)) * DAY;
	if (weekday !== undefined) wall = toWeekday(wall, weekday);
	wall += parts.wholeDays * DAY;
	for (const step of parts.relative) wall = step(wall);
	if (dayOfMonth === 'last') wall = addMonths(wall, 1) - DAY;
	if (parts.weekdayOfMonth !== undefined) wall = toWeekdayOfMonth(wall, parts.weekdayOfMonth);
	if (parts.zone !== undefined) return wallOf(momentOf(wall, parts.zone), zone);
	if (parts.offset === undefined) return wall;
	return wallOf(wall - parts.offset * MINUTE, zone);
}

/** The first, second … or last day of a name in the month. */
function toWeekdayOfMonth(
	wall: WallTime,
	{ number, count }: { number: number; count: number },
): WallTime {
	const first = wall - (new Date(wall).getUTCDate() - 1) * DAY;
	if (count > 0) {
		const ahead = (number - new Date(first).getUTCDay() + 7) % 7;
		return first + (ahead + (count - 1) * 7) * DAY;
	}
	const last = addMonths(first, 1) - DAY;
	return last - ((new Date(last).getUTCDay() - number + 7) % 7) * DAY;
}

/** The nearest day of a name: from today on, after it or before it. */
function toWeekday(wall: WallTime, { number, which }: { number: number; which: string }): WallTime {
	const ahead = (number - new Date(wall).getUTCDay() + 7) % 7;
	if (which === 'next') return wall + (ahead || 7) * DAY;
	return which === 'this' ? wall + ahead * DAY : wall + (ahead - 7) * DAY;
}

function startOf({ date, time, midnight, now }: Parts): WallTime {
	if (date !== undefined) return date + (time ?? 0);
	const present = now();
	if (time !== undefined) return dayOf(present) + time;
	return midnight ? dayOf(present) : present;
}
