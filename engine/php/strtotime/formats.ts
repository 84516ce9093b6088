import { findTimeZone, type TimeZone } from '../time-zone';
import { HOUR, isoDate, MINUTE, SECOND, wallTime, DAY } from '../calendar';
import { DAYS, MONTHS } from '../date-format';
import type { DateReading } from './state';
import { turnAround, type WeekdaySearch } from './relative-time';
import { offsetOfLetters } from './timezone-abbreviations';

/** A form that a piece of a date text can have. */
export interface DateForm {
	/** Sticky. */
	pattern: RegExp;
	/** @returns false where the piece makes the whole text no date */
	read(reading: DateReading, match: Groups): boolean;
}

type Groups = Readonly<Record<string, string | undefined>>;

/** A pattern for words in letters of any case; the longest come first, so that they win. */
function words(...list: string[]): string {
	const longestFirst = [...list].sort((one, other) => other.length - one.length);
	return longestFirst.map((word) => word.replace(/[a-z]/gi, eitherCase)).join('|');
}

function eitherCase(letter: string): string {
	return `[${letter.toLowerCase()}${letter.toUpperCase()}]`;
}

const ROMAN_MONTHS = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];
const SHORT_MONTHS = MONTHS.map((month) => month.slice(0, 3));
const MONTH_NAME = words(...MONTHS, ...SHORT_MONTHS, 'sept');
const WEEKDAY_NAMES = DAYS.flatMap((day) => [day, `${day}s`, day.slice(0, 3)]);
const ORDINALS = [
	...['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'],
	...['tenth', 'eleventh', 'twelfth'],
];
/** How many units a word means, and where it looks for a weekday. */
const STEPS: ReadonlyMap<string, { count: number; search: WeekdaySearch }> = new Map([
	['next', { count: 1, search: 'beyond' }],
	['last', { count: -1, search: 'beyond' }],
	['previous', { count: -1, search: 'beyond' }],
	['this', { count: 0, search: 'fromDate' }],
	...ORDINALS.map((word, index): [string, { count: number; search: WeekdaySearch }] => [
		word,
		{ count: index + 1, search: 'beyond' },
	]),
]);
const WEEK_STEPS = ['next', 'last', 'previous', 'this'];

/** Lengths of the units that the clock counts. */
const CLOCK_UNITS: ReadonlyMap<string, number> = new Map([
	...['usec', 'microsecond', 'µsec', 'µs'].map((unit): [string, number] => [unit, 0.001]),
	...['ms', 'msec', 'millisecond'].map((unit): [string, number] => [unit, 1]),
	...['sec', 'second'].map((unit): [string, number] => [unit, SECOND]),
	...['min', 'minute'].map((unit): [string, number] => [unit, MINUTE]),
	['hour', HOUR],
]);
const DAY_UNITS: ReadonlyMap<string, number> = new Map([
	['day', 1],
	['week', 7],
	['fortnight', 14],
	['forthnight', 14],
]);
const PLURAL_UNITS = [...CLOCK_UNITS.keys(), ...DAY_UNITS.keys(), 'month', 'year', 'weekday'];
/** All that `first` to `twelfth` count: not `week`, but `weeks`. */
const UNIT_NAMES = [
	...PLURAL_UNITS.flatMap((unit) => [unit, `${unit}s`]).filter((unit) => unit !== 'week'),
	...WEEKDAY_NAMES,
];

/** The symbols that the forms are made of. */
const SYMBOLS: Readonly<Record<string, string>> = {
	space: '[ \\t]+',
	gap: '[ .\\t-]*',
	hour24: '(?<hour>2[0-4]|[01]?\\d)',
	hour24lz: '(?<hour>2[0-4]|[01]\\d)',
	hour12: '(?<hour>1[0-2]|0?[1-9])',
	minute: '(?<minute>[0-5]?\\d)',
	minutelz: '(?<minute>[0-5]\\d)',
	second: '(?<second>60|[0-5]?\\d)',
	secondlz: '(?<second>60|[0-5]\\d)',
	fraction: '(?<fraction>\\.\\d+)',
	half: '[ \\t]*(?<half>[aApP])\\.?[mM]\\.?[\\0\\t ]',
	day: '(?<day>3[01]|[0-2]?\\d)(?:st|nd|rd|th|)',
	plainday: '(?<day>3[01]|[0-2]?\\d)',
	daylz: '(?<day>3[01]|[0-2]\\d)',
	month: '(?<month>1[0-2]|0?\\d)',
	monthlz: '(?<month>1[0-2]|0\\d)',
	monthtext: `(?<monthname>${MONTH_NAME}|${[...ROMAN_MONTHS].sort((a, b) => b.length - a.length).join('|')})`,
	monthname: `(?<monthname>${MONTH_NAME})`,
	monthshort: `(?<monthname>${words(...SHORT_MONTHS, 'sept')})`,
	year: '(?<year>\\d{1,4})',
	year2: '(?<year>\\d{2})',
	year4: '(?<year>\\d{4})',
	dayofyear: '(?<dayofyear>00[1-9]|0[1-9]\\d|[12]\\d\\d|3[0-5]\\d|36[0-6])',
	week: '(?<week>0[1-9]|[1-4]\\d|5[0-3])',
	weekdayname: `(?<weekday>${words(...WEEKDAY_NAMES)})`,
	anystep: `(?<step>${words(...STEPS.keys())})`,
	weekstep: `(?<step>${words(...WEEK_STEPS)})`,
	unit: `(?<unit>${words(...UNIT_NAMES)})`,
	unitorweek: `(?<unit>${words(...UNIT_NAMES, 'week')})`,
	count: '(?<count>[+-]*[ \\t]*\\d{1,13})',
	offset:
		'(?:GMT)?(?<offset>[+-](?:(?:2[0-4]|[01]\\d):[0-5]\\d:(?:60|[0-5]\\d)|' +
		'(?:2[0-4]|[01]\\d)[0-5]\\d(?:60|[0-5]\\d)|(?:2[0-4]|[01]?\\d)(?::?[0-5]?\\d)?))',
	zone:
		'\\(?(?<zone>Etc/GMT[+-]\\d{1,2}|[A-Z][a-z]+(?:/[A-Z][A-Za-z]*(?:[_-][A-Za-z]+)*)+|' +
		'[A-Za-z]{1,6})\\)?',
};

/** A form written in symbols: `{year4}-{month}`. */
function form(pattern: string, read: DateForm['read']): DateForm {
	const source = pattern.replace(/\{([a-z]\w*)\}/g, (_, name: string) => SYMBOLS[name]);
	return { pattern: new RegExp(source, 'y'), read };
}

/** Two digits of a year: 70 to 99 are of the last century. */
function fullYear(digits: string): number {
	const year = Number(digits);
	if (/\d{4}/.test(digits) || year >= 100) return year;
	return year < 70 ? 2000 + year : 1900 + year;
}

function monthNumber(name: string): number {
	const roman = ROMAN_MONTHS.indexOf(name);
	if (roman !== -1) return roman + 1;
	const start = name.slice(0, 3).toLowerCase();
	return SHORT_MONTHS.findIndex((month) => month.toLowerCase() === start) + 1;
}

/** What three letters of a weekday stand for; Sunday is 0. */
function weekdayNumber(name: string): number {
	const start = name.slice(0, 3).toLowerCase();
	return DAYS.findIndex((day) => day.slice(0, 3).toLowerCase() === start);
}

/** The number of a part that may be left out. */
function optional(digits: string | undefined): number | undefined {
	return digits === undefined ? undefined : Number(digits);
}

function readDate(reading: DateReading, match: Groups): boolean {
	const { year, month, monthname, day } = match;
	const number = monthname === undefined ? optional(month) : monthNumber(monthname);
	return reading.setDate(year === undefined ? undefined : fullYear(year), number, optional(day));
}

/** A date of a month as a whole. */
function readMonth(reading: DateReading, match: Groups): boolean {
	return readDate(reading, { ...match, day: '1' });
}

/** Hours of a clock of twelve, where the text says which half of the day it means. */
function hourOf({ hour, half }: Groups): number {
	if (half === undefined) return Number(hour);
	return (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function readTime(reading: DateReading, match: Groups): boolean {
	const { minute, second, fraction } = match;
	const seconds = Number(second ?? 0) + Number(fraction ?? 0);
	return reading.setTime(hourOf(match), Number(minute ?? 0), seconds);
}

/** A month and a day without a year forget a year that was said before. */
function readDayOfMonth(reading: DateReading, match: Groups): boolean {
	reading.year = undefined;
	return readDate(reading, match);
}

/** A date with its time; a zone in one piece with them replaces every other one. */
function readDateAndTime(reading: DateReading, match: Groups): boolean {
	if (!readTime(reading, match) || !readDate(reading, match)) return false;
	const { offset, zone } = match;
	if (offset === undefined && zone === undefined) return true;
	reading.zone = offset === undefined ? zoneOf(zone ?? '') : offsetOf(offset);
	return reading.zone !== undefined;
}

function readOffset(reading: DateReading, { offset = '' }: Groups): boolean {
	return reading.setZone(() => offsetOf(offset));
}

/** Seconds east of UTC of `+2`, `-0530` or `+05:30:00`. */
function offsetOf(text: string): number {
	const [hours, minutes, seconds] = offsetParts(text.slice(1));
	const size = hours * 3600 + minutes * 60 + seconds;
	return text.startsWith('-') ? -size : size;
}

/** Hours, minutes and seconds of digits with or without colons: `2`, `230`, `02:30`. */
function offsetParts(text: string): number[] {
	const parts = text.includes(':') ? text.split(':') : digitPairs(text);
	return [0, 1, 2].map((index) => Number(parts[index] ?? 0));
}

function digitPairs(digits: string): string[] {
	const even = digits.length % 2 === 0 ? digits : `0${digits}`;
	return even.match(/../g) ?? [];
}

function readZone(reading: DateReading, { zone = '' }: Groups): boolean {
	return reading.setZone(() => zoneOf(zone));
}

/** A zone by its letters or its name; undefined for anything else. */
function zoneOf(name: string): TimeZone | number | undefined {
	const offset = offsetOfLetters(name);
	if (offset !== undefined) return offset;
	return findTimeZone(name);
}

/** A whole day from the present one; a time before it is forgotten, one after it counts. */
function wholeDay(days?: number): DateForm['read'] {
	return (reading) => {
		reading.clearTime();
		if (days !== undefined) reading.relative.days = days;
		return true;
	};
}

/** Signs in a row multiply: PHP reads `+-3` as -3. */
function signedNumber(text: string): number {
	const negative = (text.match(/-/g) ?? []).length % 2 === 1;
	const size = Number(text.replace(/\D/g, ''));
	return negative ? -size : size;
}

/** Adds units to what the text has added before. @returns whether it was a day with a name */
function addUnits(
	{ relative }: DateReading,
	count: number,
	name: string,
	search: WeekdaySearch,
): boolean {
	const unit = unitOf(name);
	const days = DAY_UNITS.get(unit);
	const clock = CLOCK_UNITS.get(unit);
	if (days !== undefined) relative.days += count * days;
	else if (clock !== undefined && clock < SECOND) relative.belowSeconds += count * clock;
	else if (clock !== undefined) relative.clock += count * clock;
	else if (unit === 'month') relative.months += count;
	else if (unit === 'year') relative.years += count;
	else if (unit === 'weekday') relative.special = { kind: 'workingDays', count };
	else {
		relative.days += (count > 0 ? count - 1 : count) * 7;
		relative.weekday = weekdayNumber(name);
		relative.weekdaySearch = search;
	}
	return days === undefined && clock === undefined && unit !== 'month' && unit !== 'year';
}

/** The name of a unit without its plural s. */
function unitOf(name: string): string {
	const lower = name.toLowerCase();
	return PLURAL_UNITS.includes(lower) ? lower : lower.replace(/s$/, '');
}

function readCount(reading: DateReading, { count = '', unit = '' }: Groups): boolean {
	addUnits(reading, signedNumber(count), unit, 'fromDate');
	return true;
}

function readStep(reading: DateReading, { step = '', unit = '' }: Groups): boolean {
	const found = STEPS.get(step.toLowerCase());
	if (found === undefined) return false;
	if (addUnits(reading, found.count, unit, found.search)) reading.clearTime();
	return true;
}

function readWeekday(reading: DateReading, { weekday = '' }: Groups): boolean {
	const { relative } = reading;
	reading.clearTime();
	relative.weekday = weekdayNumber(weekday);
	if (relative.weekdaySearch !== 'sameWeek') relative.weekdaySearch = 'fromDate';
	return true;
}

/** `next week`: the day of it that the text names elsewhere, or its Monday. */
function readWeek(reading: DateReading, { step = '' }: Groups): boolean {
	const found = STEPS.get(step.toLowerCase());
	const { relative } = reading;
	relative.days += (found?.count ?? 0) * 7;
	relative.weekdaySearch = 'sameWeek';
	relative.weekday ??= 1;
	return true;
}

function readWeekdayOfMonth(reading: DateReading, { step = '', weekday = '' }: Groups): boolean {
	const found = STEPS.get(step.toLowerCase());
	if (found === undefined) return false;
	reading.clearTime();
	const counted = found.count > 0;
	addUnits(reading, found.count, weekday, counted ? 'fromDate' : found.search);
	reading.relative.special = { kind: counted ? 'weekdayOfMonth' : 'lastWeekdayOfMonth' };
	return true;
}

/** A moment in seconds since 1970, in UTC: a date before it is forgotten. */
function readTimestamp(reading: DateReading, { timestamp = '' }: Groups): boolean {
	reading.clearDate();
	reading.clearTime();
	if (reading.hasZone) return reading.setZone(() => 0);
	reading.setZone(() => 0);
	[reading.year, reading.month, reading.day] = [1970, 1, 1];
	const whole = Math.trunc(Number(timestamp));
	reading.relative.clock += whole * SECOND;
	if (timestamp.includes('.')) {
		reading.relative.belowSeconds = (Number(timestamp) - whole) * SECOND;
	}
	return true;
}

/** A quarter of an hour before or after an hour. */
function readQuarter(minutes: number): DateForm['read'] {
	return (reading, match) => {
		reading.clearTime();
		return reading.setTime(hourOf(match), minutes);
	};
}

function readIsoWeek(reading: DateReading, { year, week, weekday = '1' }: Groups): boolean {
	if (!reading.setDate(Number(year), 1, 1)) return false;
	const date = isoDate(Number(year), Number(week), Number(weekday));
	reading.relative.days = (date - wallTime(Number(year), 1, 1)) / DAY;
	return true;
}

const WORD_FORMS: DateForm[] = [
	form(words('yesterday'), wholeDay(-1)),
	form(words('now'), () => true),
	form(words('noon'), (reading) => {
		reading.clearTime();
		return reading.setTime(12);
	}),
	form(words('midnight', 'today'), wholeDay()),
	form(words('tomorrow'), wholeDay(1)),
	form('@(?<timestamp>-?\\d+(?:\\.\\d{0,6})?)', readTimestamp),
	form(`(?<end>${words('first', 'last')}) ${words('day of')}`, ({ relative }, { end = '' }) => {
		relative.endOfMonth = end.toLowerCase() === 'first' ? 'first' : 'last';
		return true;
	}),
	form(`(?:${words('back of ')}){hour24}(?:{half})?`, readQuarter(15)),
	form(`(?:${words('front of ')}){hour24}(?:{half})?`, readQuarter(-15)),
	form(`{anystep}{space}{weekdayname}{space}(?:${words('of')})`, readWeekdayOfMonth),
];

const RELATIVE_FORMS: DateForm[] = [
	form(words('ago'), ({ relative }) => {
		turnAround(relative);
		return true;
	}),
	form('{weekdayname}', readWeekday),
	// PHP takes it for a Monday where nothing is counted.
	form(words('weekday', 'weekdays'), (reading) => readWeekday(reading, { weekday: 'monday' })),
	form(`{weekstep}{space}(?:${words('week')})`, readWeek),
	form('{anystep}{space}{unit}', readStep),
	form('{count}[ \\t]*{unitorweek}', readCount),
];

const TIME_FORMS: DateForm[] = [
	form('{hour12}(?:[:.]{minutelz}(?:[:.]{secondlz})?)?{half}', readTime),
	form('{hour12}:{minutelz}:{secondlz}[:.]\\d+{half}', readTime),
	form('[tT]{hour24}', readTime),
	form('[tT]?{hour24}[:.]{minute}(?:[:.]{second}{fraction}?)?', readTime),
	form('[tT]?(?<digits>(?:2[0-4]|[01]\\d)[0-5]\\d)', (reading, { digits = '' }) =>
		reading.setTimeOrYear(digits),
	),
	form('[tT]?{hour24lz}{minutelz}{secondlz}', readTime),
];

const CALENDAR_FORMS: DateForm[] = [
	form('{month}/{plainday}(?:/{year})?', readDate),
	form('(?<year>[+-]?\\d{4})-{monthlz}-{daylz}', readDate),
	form('{year4}/{month}/{plainday}', readDate),
	form('{year4}/{monthlz}/{daylz}/', readDate),
	form('{year2}-{monthlz}-{daylz}', readDate),
	form('(?<year>[+-]\\d{5,19})-{monthlz}-{daylz}', readDate),
	form('{year4}-{month}', readMonth),
	form('{year}-{month}-{plainday}', readDate),
	form('{day}[ \\t.-]*{monthtext}[ \\t.-]*{year}', readDate),
	form('{plainday}[.\\t-]{month}[.-]{year4}', readDate),
	form('{plainday}[.\\t]{month}\\.{year2}', readDate),
	form('{monthtext}{gap}{year4}', readMonth),
	form('{year4}{gap}{monthtext}', readMonth),
	form('{monthtext}{gap}{plainday}[,.stndrh\\t ]+{year}', readDate),
	form('{monthtext}{gap}{plainday}(?:[,.stndrh\\t ]+|\\0)', readDayOfMonth),
	form('{day}{gap}{monthtext}', readDate),
	form('{year4}{monthlz}{daylz}', readDate),
	form('{year4}[.-]?{dayofyear}', (reading, { year, dayofyear }) =>
		reading.setDate(Number(year), 1, Number(dayofyear)),
	),
	form('{year4}-?W{week}(?:-?(?<weekday>[0-7]))?', readIsoWeek),
	form('{monthshort}-{daylz}-{year}', readDate),
	form('{year}-{monthshort}-{daylz}', readDate),
	form('{year4}', (reading, { year }) => {
		reading.year = Number(year);
		return true;
	}),
	form('{monthname}', readDate),
];

const DATE_AND_TIME_FORMS: DateForm[] = [
	form('{year4}{monthlz}{daylz}T{hour24}:{minutelz}:{secondlz}', readDateAndTime),
	form('{year4}{monthlz}{daylz}[tT]{hour24}{minutelz}{secondlz}', readDateAndTime),
	form(
		'{year4}-{monthlz}-{daylz}T{hour24lz}:{minutelz}:{secondlz}{fraction}{offset}?',
		readDateAndTime,
	),
	form('{year4}-{month}-{plainday}T{hour24}:{minute}:{second}', readDateAndTime),
	form('{year4}:{monthlz}:{daylz} {hour24lz}:{minutelz}:{secondlz}', readDateAndTime),
	form(
		'{plainday}/{monthshort}/{year4}:{hour24lz}:{minutelz}:{secondlz}[ \\t]*{offset}',
		readDateAndTime,
	),
	form(
		'{monthtext}{gap}{plainday}[,.stndrh\\t ]+{hour12}[:.]{minutelz}(?:[:.]{secondlz})?{half}',
		readDateAndTime,
	),
	form(
		'{monthtext}{gap}{plainday}[,.stndrh\\t ]+[tT]?{hour24}[:.]{minute}(?:[:.]{second})?',
		readDateAndTime,
	),
	form(
		'{monthtext}{gap}{plainday}[,.stndrh\\t ]+[tT]?{hour24}[:.]{minute}[:.]{secondlz}' +
			'[ \\t]*(?:{offset}|{zone})',
		readDateAndTime,
	),
];

/** All forms. The longest piece counts; of two that are as long, the first one. */
export const DATE_FORMS: readonly DateForm[] = [
	...WORD_FORMS,
	...TIME_FORMS,
	...CALENDAR_FORMS,
	...RELATIVE_FORMS,
	form('{offset}', readOffset),
	form('{zone}', readZone),
	...DATE_AND_TIME_FORMS,
];
