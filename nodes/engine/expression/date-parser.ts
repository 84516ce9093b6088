import type { IANAZone } from 'luxon';
import {
	addMonths,
	DAY,
	dayOf,
	HOUR,
	MINUTE,
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
	/** Minutes east of UTC, where the text has a zone. */
	offset?: number;
	/** Sets to an end of the month that all else leads to. */
	dayOfMonth?: 'first' | 'last';
	/** Weeks from the week of the date, of which PHP takes the Monday or the day it names. */
	week?: number;
	/** A day of the week to go to before anything is added; Sunday is 0. */
	weekday?: { number: number; which: string };
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
	sec: SECOND,
	second: SECOND,
	min: MINUTE,
	minute: MINUTE,
	hour: HOUR,
	day: DAY,
	week: 7 * DAY,
	fortnight: 14 * DAY,
};

const MONTH_UNITS: Readonly<Record<string, number>> = { month: 1, mon: 1, year: 12 };

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
		parts.relative.push((wall) => wall + days * DAY);
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

const PIECES: Piece[] = [
	{
		pattern: /^@(-?\d+)/,
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
			/^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .\t-]*(\d{1,2})(?:st|nd|rd|th)?[ ,.\t]+(\d{4})(?!\d)/i,
		apply: (parts, [, month, day, year]) =>
			setDate(parts, Number(year), monthNumber(month), Number(day)),
	},
	{
		pattern: /^[Tt]?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?(?: ?([ap])\.?m\.?)?(?![\d:])/i,
		apply: (parts, [, hour, minute, second, half]) => {
			const twelve = half === undefined ? Number(hour) : Number(hour) % 12;
			const afternoon = half !== undefined && half.toLowerCase() === 'p' ? 12 : 0;
			return setTime(parts, twelve + afternoon, Number(minute), Number(second ?? 0));
		},
	},
	{
		pattern: /^(?:z|utc|gmt)(?![a-z])/i,
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
			/^([+-]*[ \t]*\d{1,9})[ \t]*(sec|second|min|minute|hour|day|week|fortnight|month|mon|year)s?(?![a-z])([ \t]+ago(?![a-z]))?/i,
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
		pattern:
			/^(?:(next|last|previous|this)[ \t]+)?((?:mon|tues|wednes|thurs|fri|satur|sun)day)(?![a-z])/i,
		apply: (parts, [, which, name]) => {
			parts.midnight = true;
			parts.time = undefined;
			const weekdayNumber = DAYS.findIndex((day) => day.toLowerCase() === name.toLowerCase());
			parts.weekday = { number: weekdayNumber, which: which?.toLowerCase() ?? 'this' };
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
			parts.offset = sign === '-' ? -size : size;
			return true;
		},
	},
];

/** Longer texts are no dates, and are not looked at. */
const MAX_LENGTH = 200;

/**
 * Reads a date as PHP's strtotime and DateTime do, in the forms that records
 * and people use: ISO dates and times, `/` and `.` dates, month names, `now`,
 * `tomorrow`, `+3 days`, zones as offsets.
 *
 * @param now what "now" is where the text leaves something out
 * @param zone zone that a text without one means
 * @returns the wall time in that zone; undefined where the text is no date
 */
export function parseDate(text: string, now: () => WallTime, zone: IANAZone): WallTime | undefined {
	const parts: Parts = { midnight: false, relative: [], now };
	let rest = text.replace(/^[\s,]+/, '');
	if (rest.length > MAX_LENGTH) return undefined;
	while (rest !== '') {
		const piece = PIECES.find(({ pattern }) => pattern.test(rest));
		const match = piece?.pattern.exec(rest);
		if (piece === undefined || !match || !piece.apply(parts, match)) return undefined;
		rest = rest.slice(match[0].length).replace(/^[\s,]+/, '');
	}
	return assemble(parts, zone);
}

function assemble(parts: Parts, zone: IANAZone): WallTime {
	let wall = startOf(parts);
	const { dayOfMonth, week, weekday } = parts;
	if (dayOfMonth !== undefined) wall -= (new Date(wall).getUTCDate() - 1) * DAY;
	if (week !== undefined) wall += (week * 7 + 1 - isoWeekday(wall)) * DAY;
	if (weekday !== undefined) wall = toWeekday(wall, weekday);
	for (const step of parts.relative) wall = step(wall);
	if (dayOfMonth === 'last') wall = addMonths(wall, 1) - DAY;
	if (parts.offset === undefined) return wall;
	return wallOf(wall - parts.offset * MINUTE, zone);
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
