import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../../engine/environment';
import { evaluateExpression } from '../../../engine/expression';
import { dayOf, momentOf, wallOf, wallTime, yearsBetween } from '../../../engine/php/calendar';
import { timeZone } from '../../../engine/php/time-zone';
import { phpDate } from '../../../engine/php/date-format';
import { parseDate } from '../../../engine/php/strtotime/parse';

const UTC = timeZone();
const MADRID = timeZone('Europe/Madrid');
const NOW = wallTime(2026, 11, 22, 10, 30, 15);

describe('texts that PHP reads as dates', () => {
	test.each<[string, string]>([
		['2016-05-22', '2016-05-22 00:00:00'],
		['2016-5-2', '2016-05-02 00:00:00'],
		['2016/05/22 7:08', '2016-05-22 07:08:00'],
		['2016-05-22T19:14:11', '2016-05-22 19:14:11'],
		['2016-05-22T19:14:11.5Z', '2016-05-22 19:14:11'],
		['2016-05-22 19:14:11+02:00', '2016-05-22 17:14:11'],
		['05/22/2016', '2016-05-22 00:00:00'],
		['22-05-2016', '2016-05-22 00:00:00'],
		['22.05.2016', '2016-05-22 00:00:00'],
		['20160522', '2016-05-22 00:00:00'],
		['2016-05', '2016-05-01 00:00:00'],
		['22 May 2016', '2016-05-22 00:00:00'],
		['May 22nd, 2016', '2016-05-22 00:00:00'],
		['2020-02-30', '2020-03-01 00:00:00'],
		['2020-00-10', '2019-12-10 00:00:00'],
		['2020-1-2 3:4:5', '2020-01-02 03:04:05'],
		['0000-00-00', '-0001-11-30 00:00:00'],
		['10:15', '2026-11-22 10:15:00'],
		['7:14 pm', '2026-11-22 19:14:00'],
		['12:00 AM', '2026-11-22 00:00:00'],
		['now', '2026-11-22 10:30:15'],
		['', '2026-11-22 10:30:15'],
		['today', '2026-11-22 00:00:00'],
		['tomorrow', '2026-11-23 00:00:00'],
		['yesterday noon', '2026-11-21 12:00:00'],
		['noon tomorrow', '2026-11-23 00:00:00'],
		['2016-05-22 10:00 tomorrow', '2016-05-23 00:00:00'],
		['+1 day', '2026-11-23 10:30:15'],
		['2016-01-31 +1 month', '2016-03-02 00:00:00'],
		['2016-05-22 -2 weeks', '2016-05-08 00:00:00'],
		['2016-05-22 +-3 days', '2016-05-19 00:00:00'],
		['next year', '2027-11-22 10:30:15'],
		['@86400', '1970-01-02 00:00:00'],
		['2020-01-31 first day of next month', '2020-02-01 00:00:00'],
		['2020-01-31 last day of next month', '2020-02-29 00:00:00'],
		['2020-02-29 10:00 last day of this month', '2020-02-29 10:00:00'],
		['2016-05-22 19:14:11 monday', '2016-05-23 00:00:00'],
		['2016-05-22 next sunday', '2016-05-29 00:00:00'],
		['2016-05-22 last sunday', '2016-05-15 00:00:00'],
		['2016-05-22 +1 day monday', '2016-05-24 00:00:00'],
		['2016-05-22 this week', '2016-05-16 00:00:00'],
		['2016-05-18 10:00 next week', '2016-05-23 10:00:00'],
		['2020-01-31 sunday this week', '2020-02-02 00:00:00'],
		['2020-01-31 2 weeks ago', '2020-01-17 00:00:00'],
		['2021-12-31 previous month', '2021-12-01 00:00:00'],
		['saturday 10:00 2016-05-22', '2016-05-28 10:00:00'],
	])('%j', (text, expected) => {
		const wall = parseDate(text, () => NOW, UTC);
		expect(wall === undefined ? undefined : phpDate('Y-m-d H:i:s', wall, UTC)).toBe(expected);
	});

	test.each([
		'abc',
		'2016-13-01',
		'2016-05-32',
		'25:61',
		'Chemex Labs Ltd',
		'2016-05-22 foo',
		'1,2',
	])('%j is none', (text) => {
		expect(parseDate(text, () => NOW, UTC)).toBeUndefined();
	});
});

describe("PHP's date letters", () => {
	const wall = wallTime(2016, 4, 2, 19, 4, 9);

	test.each<[string, string]>([
		['d D j l N S w z', '02 Sat 2 Saturday 6 nd 6 92'],
		['W F m M n t L o Y y', '13 April 04 Apr 4 30 1 2016 2016 16'],
		['a A g G h H i s u v', 'pm PM 7 19 07 19 04 09 000000 000'],
		['e I O P p Z', 'Europe/Madrid 1 +0200 +02:00 +02:00 7200'],
		['c', '2016-04-02T19:04:09+02:00'],
		['r', 'Sat, 02 Apr 2016 19:04:09 +0200'],
		['U', '1459616649'],
		['\\Y\\m\\d q', 'Ymd q'],
		['x X', '2016 +2016'],
	])('%s', (format, text) => {
		expect(phpDate(format, wall, MADRID)).toBe(text);
	});

	test.each([
		[1, '1st'],
		[2, '2nd'],
		[3, '3rd'],
		[4, '4th'],
		[11, '11th'],
		[12, '12th'],
		[13, '13th'],
		[21, '21st'],
		[22, '22nd'],
		[31, '31st'],
	])('day %p is the %s', (day, text) => {
		expect(phpDate('jS', wallTime(2016, 5, day), UTC)).toBe(text);
	});

	test.each([
		['2021-01-03', '53 2020'],
		['2018-12-31', '01 2019'],
		['2016-01-01', '53 2015'],
	])('ISO week of %s', (date, week) => {
		expect(phpDate('W o', parseDate(date, () => NOW, UTC) ?? 0, UTC)).toBe(week);
	});

	test('UTC by name', () => {
		expect(phpDate('e T P p I', wall, UTC)).toBe('UTC UTC +00:00 Z 0');
	});
});

describe('time zones', () => {
	test('a moment on the wall and back', () => {
		for (const moment of [
			Date.UTC(2026, 2, 29, 0, 59),
			Date.UTC(2026, 2, 29, 1),
			Date.UTC(2026, 6, 1),
		]) {
			expect(momentOf(wallOf(moment, MADRID), MADRID)).toBe(moment);
		}
	});

	test('a time that the clocks skip', () => {
		const skipped = wallTime(2026, 3, 29, 2, 30);
		expect(new Date(momentOf(skipped, MADRID)).toISOString()).toBe('2026-03-29T01:30:00.000Z');
	});

	test.each([
		['Europe/Madrid', 'CET', 'CEST'],
		['America/New_York', 'EST', 'EDT'],
		['Australia/Sydney', 'AEDT', 'AEST'],
		['Africa/Johannesburg', 'SAST', 'SAST'],
		['America/Sao_Paulo', '-03', '-03'],
		['Asia/Kathmandu', '+0545', '+0545'],
		['Asia/Tashkent', '+05', '+05'],
	])('%s is called %s in January and %s in July', (name, january, july) => {
		const zone = timeZone(name);
		expect(zone.abbreviation(Date.UTC(2026, 0, 15))).toBe(january);
		expect(zone.abbreviation(Date.UTC(2026, 6, 15))).toBe(july);
	});

	test('a text that cannot be a name is refused', () => {
		expect(() => timeZone('Mars/Olympus')).toThrow(/is not a time zone/);
	});

	const environment: Environment = {
		fields: {},
		now: new Date('2026-10-24T22:30:00Z'),
		timeZone: 'Europe/Madrid',
	};

	test.each<[string, unknown]>([
		["get_date('today')", '2026-10-25'],
		["get_date('yesterday')", '2026-10-24'],
		["get_date('time')", '00:30:00'],
		['add_days(1)', '2026-10-26'],
		["add_days('2026-10-24', 2)", '2026-10-26'],
		["add_days('2026-10-24 12:00', 0.5)", '2026-10-25'],
		["sub_days('2026-10-24 11:00', 0.5)", '2026-10-23'],
		["sub_days('2026-03-30', 1)", '2026-03-29'],
		["time_diff('2026-10-26', '2026-10-25')", 90000],
		["time_diff('10:30', '09:00')", '01:30:00'],
		["time_diff('2026-10-25')", 1800],
		["time_diff('', '2026-10-25')", 0],
		["time_diffweekdays('2026-10-23', '2026-10-27')", 2],
		["format_date('2026-10-25 12:00:00', 'P')", '+01:00'],
		["format_date('23:45:10', 'd H:i')", '25 23:45'],
		["isholidaydate('2026-10-24')", true],
		["isholidaydate('2026-10-24', 0)", false],
		["isholidaydate('', 1)", false],
		["isholidaydate('2026-10-26', 0, '2026-10-26')", true],
		["isholidaydate('2026-10-26 10:00:00', 0, '2026-10-26')", false],
		["isholidaydate('2026-10-26', 0, '2026-10-23, 2026-10-26')", false],
		["add_workdays('2026-10-23', 1, 0, '2026-10-26')", '2026-10-27'],
		["add_workdays('2026-10-23', 1, 0, '2026-10-22, 2026-10-26')", '2026-10-26'],
		["add_workdays('2026-10-23', '')", '2026-10-23'],
		["sub_workdays('2026-10-23', missing)", '2026-10-23'],
		["get_nextdate('2026-10-23', '26', '2026-10-26', 0)", '2026-11-26'],
		["time_diff('2026-10-25T09:00', '2026-10-26T08:30')", '00:30:00'],
		["time_diff('10:30', '1970-01-02')", -82800],
		["time_diff('tomorrow', '1970-01-02')", -82800],
		["time_diff('1970-01-02 10', '1970-1-2')", 36000],
		["time_diff('02/01/1970', '02.01.1970')", 0],
		["time_diffdays('23:59:59', '01:00')", 0],
		// coreBOS compares the time with '24:00' as text.
		["time_diff('2026-11-29 24:00:00', '2026-11-28')", 86400],
		["time_diff('2026-11-29 9:30', '2026-11-28')", 86400],
		["time_diff('2026-11-29 09:30', '2026-11-28')", 86400 + 34200],
		["time_diff('oops 25:00', '2026-10-25')", 0],
		["time_diff('2026/11.28', '2026-11-28')", 0],
		["time_diff('2026-11-28-1', '1970-01-02')", -82800],
		["time_diff('2026--28', '1970-01-02')", -82800],
		["time_diffyears('2027-10-25 99:00', '2026-10-26')", 0],
		["time_diffyears('oops', '2020-10-24')", 6],
		["time_diffyears('2026-11-28 10:xx', '2020-10-24')", 6],
		["add_months('2026-01-31', '-1')", '2025-12-31'],
		["add_months('2026-01-31', ' 2 ')", '2026-03-31'],
		["add_months('2026-01-31', 'two')", '1970-01-01'],
		["sub_months('2026-01-31', '')", '1970-01-01'],
		['add_months()', '1970-01-01'],
		["add_time('10:00', 'x')", '00:00:00'],
		["add_time('10:00', '-15')", '09:45:00'],
		["add_time('oops', 30)", '00:30:00'],
		["networkdays('2026-10-26', '2026-10-26')", 1],
		["networkdays('2026-10-30', '2026-10-26')", 5],
		["networkdays('now', '+5 days')", 5],
		["networkdays('+5 days', 'now')", 4],
		["networkdays('+5 days', '00:30')", 5],
		["networkdays('+5 days', get_date('now'))", 5],
		["networkdays('tomorrow', '+5 days')", 5],
		["time_diffweekdays('now', '+6 days')", 5],
		["time_diffweekdays('+6 days', 'now')", 4],
		["time_diffweekdays('+3 days', 'now')", 1],
		["holidaydifference('+3 days', 'now', 0, '')", 1],
		["format_date('2026-11', 'c')", '2026-11-25T00:00:00+01:00'],
		["format_date('2026-11-28 10', 'H:i:s')", '10:30:00'],
		["format_date('2026 11', 'c')", '2026-10-25T11:30:00+01:00'],
	])('%s', async (source, value) => {
		expect(await evaluateExpression(source, environment)).toBe(value);
	});

	// A day is a day, and a text that is no date is 1970, wherever the clock hangs: coreBOS runs in
	// UTC unless its administrator changes that.
	test.each([
		['America/New_York', '2026-03-08', '2026-11-01'],
		['Europe/Madrid', '2026-03-29', '2026-10-25'],
		['Australia/Lord_Howe', '2026-04-05', '2026-10-04'],
	])('moving a date across a change of the clocks: %s', async (timeZone, ...changes) => {
		for (const day of changes) {
			const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
			const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
			for (const [source, wanted] of [
				[`add_days('${day}', 1)`, next],
				[`add_days('${before}', 2)`, next],
				[`sub_days('${next}', 1)`, day],
				[`sub_days('${next}', 2)`, before],
				[`add_time('${before} 02:15:00', 1440)`, '02:15:00'],
				["time_diff('12:00', '02:30')", '09:30:00'],
				["add_days('nope', 1)", '1970-01-02'],
				["sub_time('nope', 30)", '23:30:00'],
			]) {
				const got = await evaluateExpression(source, { timeZone });
				expect(`${source}: ${String(got)}`).toBe(`${source}: ${wanted}`);
			}
		}
	});

	// Seconds are those that pass, as PHP counts them in that zone.
	test.each([
		['America/New_York', '2026-03-08', 82_800, '2026-11-01', 90_000],
		['Europe/Madrid', '2026-03-29', 82_800, '2026-10-25', 90_000],
		['Australia/Lord_Howe', '2026-10-04', 84_600, '2026-04-05', 88_200],
	])('the seconds of a day of 23 or 25 hours: %s', async (timeZone, short, less, long, more) => {
		for (const [day, seconds] of [
			[short, less],
			[long, more],
		] as const) {
			const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
			expect(await evaluateExpression(`time_diff('${next}', '${day}')`, { timeZone })).toBe(
				seconds,
			);
		}
	});

	test.each<[string, RegExp]>([
		["format_date('oops', 'Y')", /takes a number/],
		["format_date('2026-', 'Y')", /takes a number/],
		["format_date('2026-11-28T10:30', 'Y')", /takes a number/],
		["add_workdays('2020-01-01', 'x')", /cannot be moved by 'x'/],
		["add_workdays('2020-01-01', 1, 0, 'Holidays of Spain')", /an Information map of coreBOS/],
		["get_nextdate('oops', '1')", /'oops' is not a date/],
		["time_diffyears('2026-11-28', '01/31/2026')", /'01-31-2026' is not a date/],
		["time_diffyears('2026-13-45')", /'2026-13-45' is not a date/],
		["networkdays('2026-01-01', '+9999999999 years 3 weekdays')", /no calendar/],
		["networkdays('2026-01-01', '+9999999999 years 0 weekdays')", /no calendar/],
	])('%s is refused', async (source, reason) => {
		await expect(evaluateExpression(source, environment)).rejects.toThrow(reason);
	});
});

describe('years between', () => {
	test.each([
		['2000-02-29', '2001-02-28', 0],
		['2000-02-29', '2001-03-01', 1],
		['2016-05-02', '2020-05-02', 4],
		['2020-05-01', '2016-05-02', 3],
	])('%s and %s', (from, to, years) => {
		const [one, other] = [from, to].map((text) => dayOf(parseDate(text, () => NOW, UTC) ?? 0));
		expect(yearsBetween(one, other)).toBe(years);
	});
});

describe('dates as fields hold them are read as all others', () => {
	const dates = [
		'2016-05-22',
		'2020-02-30',
		'2020-00-10',
		'0000-00-00',
		'9999-12-31',
		'0099-01-31',
	];
	const times = ['', ' 00:00', ' 23:59:59', ' 24:00:00', ' 12:30:60', ' 02:30:00'];
	const skipped = '2026-03-29 02:30:00';
	const texts = [skipped, ...dates.flatMap((date) => times.map((time) => date + time))];

	test.each(texts)('%s', (text) => {
		for (const zone of [UTC, MADRID]) {
			// A dot after it leads through all the forms.
			expect(parseDate(text, () => NOW, zone)).toBe(parseDate(`${text} .`, () => NOW, zone));
		}
	});
});

interface PhpDates {
	now: string;
	cases: Array<[text: string, date: string | null]>;
}

const phpDates = JSON.parse(
	readFileSync(join(__dirname, '../../recordings/php-dates.json'), 'utf8'),
) as PhpDates;

describe('texts recorded from strtotime', () => {
	const now = Date.parse(phpDates.now);

	test.each(phpDates.cases)('%j is %s', (text, date) => {
		const wall = parseDate(text, () => now, timeZone('UTC'));
		const shown = wall === undefined ? null : new Date(wall).toISOString().slice(0, 19);
		expect(shown?.replace('T', ' ') ?? null).toBe(date);
	});
});
