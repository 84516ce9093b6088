import type { TimeZone } from './time-zone';

/**
 * A moment as a clock on the wall shows it: milliseconds since 1970, as if the
 * wall stood in UTC. PHP's date arithmetic works on these, so that a day is a
 * day even where the clocks change.
 */
export type WallTime = number;

export const MICROSECOND = 0.001;
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What the clock shows in a zone at a moment (milliseconds since 1970). */
export function wallOf(moment: number, zone: TimeZone): WallTime {
	return moment + zone.offset(moment) * MINUTE;
}

/** The moment at which a zone's clock shows a time; one that is skipped counts as if it were not. */
export function momentOf(wall: WallTime, zone: TimeZone): number {
	const guess = wall - zone.offset(wall) * MINUTE;
	const offset = zone.offset(guess);
	const moment = wall - offset * MINUTE;
	return zone.offset(moment) === offset ? moment : Math.max(guess, moment);
}

/** A wall time of its parts; parts that are too large roll over, as in PHP (31 April is 1 May). */
export function wallTime(
	year: number,
	month: number,
	day: number,
	hour = 0,
	minute = 0,
	second = 0,
): WallTime {
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	date.setUTCHours(hour, minute, second);
	return date.getTime();
}

/** The start of the day. */
export function dayOf(wall: WallTime): WallTime {
	return Math.floor(wall / DAY) * DAY;
}

/** Months later or earlier; a day that the month does not have rolls over into the next. */
export function addMonths(wall: WallTime, months: number): WallTime {
	const date = new Date(wall);
	date.setUTCMonth(date.getUTCMonth() + months);
	return date.getTime();
}

/** ISO day of the week, Monday 1 to Sunday 7. */
export function weekday(wall: WallTime): number {
	return new Date(wall).getUTCDay() || 7;
}

/** Whole days between two wall times, never negative. */
export function daysBetween(from: WallTime, to: WallTime): number {
	return Math.floor(Math.abs(to - from) / DAY);
}

/** Whole years between two wall times, never negative: PHP's interval. */
export function yearsBetween(one: WallTime, other: WallTime): number {
	const from = new Date(Math.min(one, other));
	const to = Math.max(one, other);
	const years = new Date(to).getUTCFullYear() - from.getUTCFullYear();
	return addMonths(from.getTime(), years * 12) > to ? years - 1 : years;
}

/** ISO week of a date and the year that the week belongs to. */
export function isoWeek(wall: WallTime): { year: number; week: number } {
	const thursday = dayOf(wall) + (4 - weekday(wall)) * DAY;
	const year = new Date(thursday).getUTCFullYear();
	const week = Math.floor((thursday - wallTime(year, 1, 1)) / DAY / 7) + 1;
	return { year, week };
}

/** The date of an ISO week and weekday; both may be beyond what the year has. */
export function isoDate(year: number, week: number, day: number): WallTime {
	const fourth = wallTime(year, 1, 4);
	return fourth + ((week - 1) * 7 + day - weekday(fourth)) * DAY;
}

export function isLeapYear(year: number): boolean {
	return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
