import { addMonths, DAY, wallTime, weekday as isoWeekday, type WallTime } from '../calendar';

/** Where a weekday is looked for. */
export type WeekdaySearch =
	/** Beyond the date: `next monday`. */
	| 'beyond'
	/** From the date on: `monday`. */
	| 'fromDate'
	/** In the week of the date: `monday this week`. */
	| 'sameWeek';

/** What PHP keeps apart from the sums; the last one in the text counts. */
type SpecialStep =
	/** Mondays to Fridays to go. */
	| { kind: 'workingDays'; count: number }
	/** The days and the weekday count from the first day of the month: `second tuesday of`. */
	| { kind: 'weekdayOfMonth' }
	/** They count back from the day after the month: `last friday of`. */
	| { kind: 'lastWeekdayOfMonth' };

/**
 * All that a string adds to a date. PHP sums the steps up while it reads, and
 * applies the sums in an order of its own, whatever the order in the text.
 */
export interface RelativeTime {
	years: number;
	months: number;
	days: number;
	/** Milliseconds of whole seconds that the clock on the wall goes on. */
	clock: number;
	/** Milliseconds from units below the second, which PHP's `ago` does not reverse. */
	belowSeconds: number;
	/** A day of the week, Sunday 0 to Saturday 6; below zero (Sunday -7) it is looked for backwards. */
	weekday?: number;
	weekdaySearch: WeekdaySearch;
	special?: SpecialStep;
	/** The end of the month that all else leads to. */
	endOfMonth?: 'first' | 'last';
}

export function noRelativeTime(): RelativeTime {
	return { years: 0, months: 0, days: 0, clock: 0, belowSeconds: 0, weekdaySearch: 'beyond' };
}

/** `ago`: reverses everything before it. */
export function turnAround(relative: RelativeTime): void {
	relative.years = -relative.years;
	relative.months = -relative.months;
	relative.days = -relative.days;
	relative.clock = -relative.clock;
	if (relative.weekday !== undefined) relative.weekday = -relative.weekday || -7;
	if (relative.special?.kind === 'workingDays') relative.special.count *= -1;
}

/** A date of parts that need not fit: day 31 of a month of 30, hour 24. */
export interface LooseDate {
	year: number;
	month: number;
	day: number;
	/** Milliseconds into the day. */
	time: number;
}

/**
 * Applies the sums to the date they start from, in PHP's order: the month of a special
 * weekday and the end of the month, the weekday, the sums of units, the end of
 * the month again, and at last working days.
 */
export function applyRelative(relative: RelativeTime, start: LooseDate): WallTime {
	const { weekday, special, endOfMonth } = relative;
	let wall = startingPoint(relative, start);
	if (weekday !== undefined) wall += daysToWeekday(wall, weekday, relative) * DAY;
	const months = relative.years * 12 + (ofMonth(special) ? 0 : relative.months);
	if (endOfMonth === undefined) wall = addMonths(wall, months) + relative.days * DAY;
	else wall = toEndOfMonth(addMonths(firstOfMonth(wall), months), endOfMonth);
	wall += relative.clock + relative.belowSeconds;
	return special?.kind === 'workingDays' ? addWorkingDays(wall, special.count) : wall;
}

function ofMonth(special: SpecialStep | undefined): boolean {
	return special !== undefined && special.kind !== 'workingDays';
}

/** The date as a wall time: a start or end of the month is taken before the day is made to fit. */
function startingPoint({ months, special, endOfMonth }: RelativeTime, start: LooseDate): WallTime {
	let { month, day } = start;
	if (ofMonth(special)) {
		month += months + (special?.kind === 'lastWeekdayOfMonth' ? 1 : 0);
		day = 1;
	}
	if (endOfMonth === 'first') day = 1;
	if (endOfMonth === 'last') [month, day] = [month + 1, 0];
	return wallTime(start.year, month, day) + start.time;
}

/** The first day of the month, at the same time of day. */
function firstOfMonth(wall: WallTime): WallTime {
	return wall - (new Date(wall).getUTCDate() - 1) * DAY;
}

function toEndOfMonth(wall: WallTime, end: 'first' | 'last'): WallTime {
	const first = firstOfMonth(wall);
	return end === 'first' ? first : addMonths(first, 1) - DAY;
}

function daysToWeekday(
	wall: WallTime,
	weekday: number,
	{ days, weekdaySearch }: RelativeTime,
): number {
	const today = new Date(wall).getUTCDay();
	if (weekdaySearch === 'sameWeek') return daysInWeek(today, weekday);
	if (weekday < 0) return -(7 - (-weekday - today));
	const ahead = weekday - today;
	// A step back of weeks starts at a weekday before the date: `last monday`.
	if (days < 0) return ahead < 0 ? ahead + 7 : ahead;
	const nearest = weekdaySearch === 'beyond' ? 1 : 0;
	return ahead < nearest ? ahead + 7 : ahead;
}

/** Weeks go from Monday to Sunday. */
function daysInWeek(today: number, weekday: number): number {
	if (weekday === 0) return today === 0 ? 0 : 7 - today;
	return weekday - (today || 7);
}

/** Beyond the calendar (NaN) there is none. */
function isWeekend(wall: WallTime): boolean {
	return !Number.isNaN(new Date(wall).getTime()) && isoWeekday(wall) > 5;
}

/** Mondays to Fridays later or earlier: whole weeks first, then the one to five that are left. */
function addWorkingDays(wall: WallTime, count: number): WallTime {
	const direction = count > 0 ? 1 : -1;
	const weeks = Math.max(Math.ceil(Math.abs(count) / 5) - 1, 0);
	let moved = wall + direction * weeks * 7 * DAY;
	for (let left = Math.abs(count) - weeks * 5; left > 0; ) {
		moved += direction * DAY;
		if (!isWeekend(moved)) left--;
	}
	// No days to go still lead from a weekend to the Monday after it.
	while (count === 0 && isWeekend(moved)) moved += DAY;
	return moved;
}
