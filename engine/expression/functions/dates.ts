import {
	checkTextLength,
	compare,
	DAY,
	dayOf,
	daysBetween,
	isNumeric,
	isoDate,
	isTruthy,
	leadingNumber,
	looseEquals,
	MICROSECOND,
	momentOf,
	multiply,
	parseDate,
	phpDate,
	SECOND,
	timeZone,
	toBytes,
	toFloat,
	trim,
	type Value,
	wallOf,
	wallTime,
	type WallTime,
	weekday,
	yearsBetween,
} from '../../php';
import { ExpressionError } from '../expression-error';
import type { Run } from '../run';
import {
	argument,
	functionTable,
	rawFunctionTable,
	type FunctionBody,
	type FunctionTable,
} from './definition';
import { indexParameter, textParameter } from './parameters';

function now(run: Run): WallTime {
	const zone = timeZone(run.environment.timeZone);
	return Math.floor(wallOf(run.now.getTime(), zone) / SECOND) * SECOND;
}

/** A string that may be a date; undefined where it is not (PHP's strtotime). */
function tryDate(value: Value, run: Run): WallTime | undefined {
	const text = textParameter(value);
	if (text === '') return undefined;
	return checkedDate(parseDate(text, () => now(run), timeZone(run.environment.timeZone)));
}

function checkedDate(wall: WallTime | undefined): WallTime | undefined {
	if (wall === undefined || !Number.isNaN(new Date(wall).getTime())) return wall;
	throw new ExpressionError('no calendar goes that far');
}

/** A date; empty text is now (PHP's `new DateTime`). */
function date(value: Value, run: Run, present = now(run)): WallTime {
	const text = textParameter(value);
	const wall = checkedDate(parseDate(text, () => present, timeZone(run.environment.timeZone)));
	if (wall !== undefined) return wall;
	throw new ExpressionError(`'${text.slice(0, 60)}' is not a date`);
}

/**
 * Two dates that PHP reads one after the other. A string that says nothing of date and time, such as
 * `now` or `+1 month`, has the microseconds of the clock, and the second one has more of them: from
 * `+1 month` back to `now` there is not quite a month.
 */
function dates(first: Value, second: Value, run: Run): [WallTime, WallTime] {
	const present = now(run);
	return [date(first, run, present + MICROSECOND), date(second, run, present + 2 * MICROSECOND)];
}

function isoText(wall: WallTime, run: Run): string {
	return phpDate('Y-m-d', wall, timeZone(run.environment.timeZone));
}

/** Two dates: with one argument the first is now. */
function pair(parameters: Value[], run: Run): [Value, Value] {
	if (parameters.length > 1) return [parameters[0], parameters[1]];
	const present = phpDate('Y-m-d H:i:s', now(run), timeZone(run.environment.timeZone));
	return [present, argument(parameters, 0)];
}

/** A clock time anywhere in a string. */
const CLOCK_TIME = /(?:[01]?\d|2[0-3]):[0-5]\d/;
/** The end of a text that coreBOS takes for its time of day. */
const TIME_AT_END = /\d{1,2}:\d{2}(?::\d{2})?$/;
const STORED_DATE = /^\d{2,4}-[0-3](?:\d{1,2}|[0-3]\d\d)-\d{2,4}$/;

/** A date in the form coreBOS stores; empty for what it does not take for a date. */
function storedDate(text: string): string {
	const parts = text.split(/[-/.]/).map((part) => (part.length === 1 ? `0${part}` : part));
	const date = parts.join('-');
	return STORED_DATE.test(date) ? date : '';
}

/** A stored date with or without a time, in a form that PHP may read; empty for all else. */
function storedText(value: Value, run: Run): string {
	const parts = trim(textParameter(value)).split(' ');
	if (parts.length !== 2) return storedDate(parts.join(' '));
	const text = withoutLateTime(`${storedDate(parts[0])} ${fullClock(parts[1])}`);
	return tryDate(text, run) === undefined ? '' : text;
}

/**
 * coreBOS has a time from 24:00 on begin the day that is named, and compares the texts, so that
 * this holds for `9:30`, too.
 */
function withoutLateTime(text: string): string {
	const [time = ''] = TIME_AT_END.exec(text) ?? [];
	if (time < '24:00') return text;
	return `${text.slice(0, text.indexOf(time)).trim().slice(0, 10)} 00:00`;
}

/** Milliseconds since 1970 of a stored date with or without a time; undefined for all else. */
function storedMoment(value: Value, run: Run): number | undefined {
	const wall = tryDate(storedText(value, run), run);
	return wall === undefined ? undefined : momentOf(wall, timeZone(run.environment.timeZone));
}

/** A time of which the minutes may be left out. */
function fullClock(time: string): string {
	const clock = time === '' || time.includes(':') ? time : `${time}:`;
	return clock.endsWith(':') ? `${clock}00` : clock;
}

/** Seconds between two dates, where anything else counts as 1970; of two clock times a time. */
function timeDifference(parameters: Value[], run: Run): Value {
	const [first, second] = pair(parameters, run);
	if (!isTruthy(first) || !isTruthy(second)) return 0n;
	const [from, to] = [storedMoment(first, run), storedMoment(second, run)];
	const areTimes = [first, second].every((value) => CLOCK_TIME.test(textParameter(value)));
	if (from === undefined && to === undefined && areTimes) {
		const [start, end] = [tryDate(first, run) ?? 0, tryDate(second, run) ?? 0];
		return phpDate('H:i:s', start - end, timeZone());
	}
	return BigInt(Math.round(((from ?? 0) - (to ?? 0)) / SECOND));
}

function dayDifference(parameters: Value[], run: Run): Value {
	const difference = timeDifference(parameters, run);
	const seconds = typeof difference === 'string' ? leadingNumber(difference) : difference;
	return Math.floor(Number(seconds) / 86400);
}

function yearDifference(parameters: Value[], run: Run): Value {
	const [first, second] = pair(parameters, run);
	if (!isTruthy(first) || !isTruthy(second)) return 0n;
	// What is not a stored date counts as now.
	return BigInt(yearsBetween(...dates(storedText(first, run), storedText(second, run), run)));
}

/** How many of the days from a date on have a weekday up to a limit. */
function workingDays(from: WallTime, count: number, lastWeekday: number): number {
	const weeks = Math.floor(count / 7);
	let days = weeks * lastWeekday;
	for (let day = weeks * 7; day < count; day++) {
		if (weekday(from + day * DAY) <= lastWeekday) days++;
	}
	return days;
}

function weekdayDifference(parameters: Value[], run: Run): Value {
	const [first, second] = pair(parameters, run);
	if (!isTruthy(first) || !isTruthy(second)) return 0n;
	const [from, to] = dates(first, second, run);
	return BigInt(workingDays(Math.min(from, to), daysBetween(from, to), 5));
}

/** The holidays of a comma list. coreBOS also takes the name of an Information map. */
function holidayList(value: Value, run: Run): WallTime[] {
	const parts = textParameter(value)
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
	return parts.map((part) => {
		const wall = tryDate(part, run);
		if (wall !== undefined) return wall;
		throw new ExpressionError(
			`'${part.slice(0, 60)}' is not a date: holidays are a comma-separated list of dates such as 2026-12-25 ` +
				'(an Information map of coreBOS cannot be read here)',
		);
	});
}

/** The holidays where coreBOS compares texts: with a blank before it, a date is another one. */
function holidaysAsWritten(value: Value): Set<string> {
	return new Set(textParameter(value).split(','));
}

/** Holidays that coreBOS also takes from a map: what could be the name of one is refused. */
function holidaysOrMap(value: Value, run: Run): Set<string> {
	const texts = holidaysAsWritten(value);
	for (const text of texts) if (/[^\d\W]/.test(text)) holidayList(text, run);
	return texts;
}

function holidaysInside(
	holidays: WallTime[],
	from: WallTime,
	to: WallTime,
	lastWeekday: number,
): number {
	return holidays.filter((day) => day >= from && day <= to && weekday(day) <= lastWeekday).length;
}

/** Working days from a date up to, not including, another. */
function holidayDifference(parameters: Value[], run: Run): Value {
	const [first, second, saturdays, holidays] = parameters;
	if (parameters.length !== 4 || !isTruthy(first) || !isTruthy(second)) return 0n;
	const lastWeekday = looseEquals(saturdays ?? 1n, 0n) ? 5 : 6;
	const [from, to] = dates(first, second, run);
	const days = workingDays(Math.min(from, to), daysBetween(from, to), lastWeekday);
	return BigInt(days - holidaysInside(holidayList(holidays, run), from, to, lastWeekday));
}

/** Working days from a date up to and including another. */
function networkDays(parameters: Value[], run: Run): Value {
	if (!isTruthy(argument(parameters, 0))) return 0n;
	const second = argument(parameters, 1);
	const present = phpDate('Y-m-d H:i:s', now(run), timeZone(run.environment.timeZone));
	const [from, to] = dates(parameters[0], isTruthy(second) ? second : present, run);
	const days = workingDays(Math.min(from, to), daysBetween(from, to) + 1, 5);
	return BigInt(days - holidaysInside(holidayList(argument(parameters, 2), run), from, to, 5));
}

/** A Sunday, a listed holiday, or (unless told otherwise) a Saturday. */
function isHoliday(parameters: Value[], run: Run): Value {
	const [value, saturdays, holidays] = parameters;
	if (!isTruthy(value ?? null)) return false;
	const text = textParameter(value);
	const day = tryDate(text, run);
	if (day !== undefined && weekday(day) === 7) return true;
	if (day !== undefined && weekday(day) === 6 && looseEquals(saturdays ?? 1n, 1n)) return true;
	// coreBOS compares the texts, so a time next to the date is not a holiday.
	return textParameter(holidays ?? null)
		.split(',')
		.some((holiday) => holiday !== '' && looseEquals(holiday, value));
}

/** A date as coreBOS passes it on to PHP: of what does not begin with four characters, three parts. */
function withDashes(text: string): string {
	const [year, month = '', day = ''] = text.split('-');
	return year.length === 4 ? text : `${year}-${month}-${day}`;
}

/** The first of two arguments as a date, today where it is missing or empty; the other one. */
function baseAndCount(parameters: Value[], run: Run): { base: WallTime; count: Value } {
	if (parameters.length < 2) return { base: dayOf(now(run)), count: argument(parameters, 0) };
	const [base, count] = parameters;
	if (!isTruthy(base)) return { base: dayOf(now(run)), count };
	return { base: tryDate(withDashes(textParameter(base)), run) ?? 0, count };
}

/** Days as far as a date can be moved: the range of JavaScript's dates. */
const MAX_DAYS = 100_000_000;

function checkedText(wall: WallTime, run: Run): string {
	checkedDate(wall);
	return isoText(wall, run);
}

/** Adding takes a number and refuses other text; subtracting treats other text as 0. */
function moveDays(sign: 1 | -1): FunctionBody {
	return (parameters, run) => {
		const { base, count: given } = baseAndCount(parameters, run);
		const taken = isNumeric(given) ? toFloat(given) : 0;
		const days = sign === 1 ? Number(multiply(given, 1n)) : -taken;
		if (Math.abs(days) > MAX_DAYS) throw new ExpressionError(`a date cannot be moved by ${days}`);
		return checkedText(base + days * DAY, run);
	};
}

/** A base moved by what PHP makes of `+3 months`; a string that is not a step leads to 1970. */
function shifted(base: WallTime, sign: 1 | -1, amount: Value, unit: string): WallTime {
	const text = `${sign === 1 ? '+' : '-'}${toBytes(amount)} ${unit}`;
	return parseDate(text, () => base, timeZone()) ?? 0;
}

function moveMonths(sign: 1 | -1): FunctionBody {
	return (parameters, run) => {
		const { base, count: months } = baseAndCount(parameters, run);
		return checkedText(shifted(base, sign, months, 'months'), run);
	};
}

function moveMinutes(sign: 1 | -1): FunctionBody {
	return (parameters, run) => {
		const single = parameters.length < 2;
		const base = single ? now(run) : (tryDate(parameters[0], run) ?? 0);
		const minutes = argument(parameters, single ? 0 : 1);
		return phpDate('H:i:s', shifted(base, sign, minutes, 'minutes'), timeZone());
	};
}

/** More working days than a thousand years have. */
const MAX_WORKDAYS = 400_000n;

function tooFar(days: Value): ExpressionError {
	return new ExpressionError(
		`a date cannot be moved by '${textParameter(days).slice(0, 60)}' working days`,
	);
}

/**
 * Whether so many days would be counted in vain. PHP compares a number with a word as texts, and
 * every number sorts before what begins with `:` or above.
 */
function isOutOfReach(days: Value): boolean {
	if (typeof days === 'string' && !isNumeric(days)) return days >= ':';
	return compare(MAX_WORKDAYS, days) < 0;
}

function moveWorkdays(sign: 1 | -1): FunctionBody {
	return (parameters, run) => {
		const days = argument(parameters, 1);
		const saturdays = argument(parameters, 2);
		const withSaturdays =
			sign === 1 ? !looseEquals(saturdays ?? 1n, 0n) : looseEquals(saturdays ?? 0n, 1n);
		const lastWeekday = withSaturdays ? 6 : 5;
		const holidays = holidaysOrMap(argument(parameters, 3), run);
		let wall = date(argument(parameters, 0), run);
		if (isOutOfReach(days)) throw tooFar(days);
		for (let passed = 0n; compare(passed, days) < 0; ) {
			if (passed === MAX_WORKDAYS) throw tooFar(days);
			wall += sign * DAY;
			if (weekday(wall) <= lastWeekday && !holidays.has(isoText(wall, run))) passed++;
		}
		return isoText(wall, run);
	};
}

function getDate(parameters: Value[], run: Run): Value {
	const present = now(run);
	const zone = timeZone(run.environment.timeZone);
	switch (textParameter(argument(parameters, 0)).toLowerCase()) {
		case 'now':
			return phpDate('Y-m-d H:i:s', present, zone);
		case 'tomorrow':
			return isoText(present + DAY, run);
		case 'yesterday':
			return isoText(present - DAY, run);
		case 'time':
			return phpDate('H:i:s', present, zone);
		default:
			return isoText(present, run);
	}
}

/** How far ahead coreBOS looks for a next date. */
const DAYS_AHEAD = 180;

const MAX_DAYS_OF_MONTH = 1000;

/** The days from a date on that fall on one of some days of the month. */
function daysOfMonth(parameters: Value[], run: Run): WallTime[] {
	const start = date(argument(parameters, 0), run);
	const wanted = textParameter(argument(parameters, 1)).split(',');
	if (wanted.length > MAX_DAYS_OF_MONTH) {
		throw new ExpressionError(`at most ${MAX_DAYS_OF_MONTH} days of the month can be named`);
	}
	const { base } = baseAndCount([argument(parameters, 0), null], run);
	const end = dayOf(base) + DAYS_AHEAD * DAY;
	const days = Array.from({ length: DAYS_AHEAD }, (_, index) => start + index * DAY);
	return days.filter((day) => {
		if (day >= end) return false;
		const number = String(new Date(day).getUTCDate()).padStart(2, '0');
		return wanted.some((text) => looseEquals(text, number));
	});
}

function nextDate(parameters: Value[], run: Run): Value {
	const holidays = holidaysAsWritten(argument(parameters, 2));
	const lastWeekday = isTruthy(argument(parameters, 3)) ? 7 : 5;
	const found = daysOfMonth(parameters, run).find(
		(day) => weekday(day) <= lastWeekday && !holidays.has(isoText(day, run)),
	);
	return found === undefined ? '' : isoText(found, run);
}

function nextWorkingDate(parameters: Value[], run: Run): Value {
	const holidays = holidaysAsWritten(argument(parameters, 2));
	const lastWeekday = isTruthy(argument(parameters, 3)) ? 6 : 5;
	let [day] = daysOfMonth(parameters, run);
	if (day === undefined) return '';
	while (weekday(day) > lastWeekday || holidays.has(isoText(day, run))) day += DAY;
	return isoText(day, run);
}

/** Two digits of a year, as PHP's mktime reads them. */
function mktimeYear(year: number): number {
	if (year >= 0 && year < 70) return 2000 + year;
	return year >= 70 && year <= 100 ? 1900 + year : year;
}

/** The first part of a date or a time, and up to two more. */
function mktimeParts(text: string, separator: string): [number, number?, number?] {
	const [first, second, third] = text.split(separator);
	const part = (digits?: string) => (digits === undefined ? undefined : indexParameter(digits));
	return [indexParameter(first), part(second), part(third)];
}

/** Date and time of day of a string: without a time it is midnight, without a date today. */
function dateAndTime(text: string, run: Run): [string, string] {
	if (text.includes(' ')) {
		const [day, clock] = text.split(' ');
		return [day, clock];
	}
	return text.includes('-') ? [text, '0:0:0'] : [isoText(now(run), run), text];
}

/** More than any one letter of a date format becomes. */
const LONGEST_LETTER = 50;

function formatDateOf(parameters: Value[], run: Run): Value {
	const value = argument(parameters, 0);
	if (!isTruthy(value)) return '';
	const format = argument(parameters, 1);
	const text = trim(textParameter(value));
	const [day, clock] = dateAndTime(text, run);
	const [year, month, dayOfMonth] = mktimeParts(day, '-');
	const [hour, minute, second] = mktimeParts(clock, ':');
	// What the text leaves out is the clock's: PHP's mktime takes it from there.
	const present = new Date(now(run));
	const wall = wallTime(
		mktimeYear(year),
		month ?? present.getUTCMonth() + 1,
		dayOfMonth ?? present.getUTCDate(),
		hour,
		minute ?? present.getUTCMinutes(),
		second ?? present.getUTCSeconds(),
	);
	if (Number.isNaN(wall)) throw new ExpressionError('no calendar goes that far');
	const pattern = isTruthy(format) ? textParameter(format) : 'Y-m-d';
	checkTextLength(pattern.length * LONGEST_LETTER);
	return phpDate(pattern, wall, timeZone(run.environment.timeZone));
}

function isoWeekDate(parameters: Value[], run: Run): Value {
	if (parameters.length < 3) throw new ExpressionError('getISODate needs a year, a week and a day');
	const [year, week, day] = parameters;
	return checkedText(isoDate(indexParameter(year), indexParameter(week), indexParameter(day)), run);
}

/** Functions on dates and times: what coreBOS has in datetime.php. */
export const dateFunctions: FunctionTable = new Map([
	...functionTable({
		time_diff: timeDifference,
		time_diffdays: dayDifference,
		time_diffyears: yearDifference,
		time_diffweekdays: weekdayDifference,
		isholidaydate: isHoliday,
		add_days: moveDays(1),
		sub_days: moveDays(-1),
		add_months: moveMonths(1),
		sub_months: moveMonths(-1),
		add_workdays: moveWorkdays(1),
		sub_workdays: moveWorkdays(-1),
		add_time: moveMinutes(1),
		sub_time: moveMinutes(-1),
		get_date: getDate,
		get_nextdate: nextDate,
		get_nextdatelaborable: nextWorkingDate,
		format_date: formatDateOf,
		getISODate: isoWeekDate,
	}),
	...rawFunctionTable({ networkdays: networkDays, holidaydifference: holidayDifference }),
]);
