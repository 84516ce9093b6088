import type { INodeParameters } from 'n8n-workflow';
import type { WorkflowSchedule } from '../../engine';

/** One rule of n8n's Schedule Trigger. */
type Rule = INodeParameters;

/**
 * A schedule of coreBOS as the rules of n8n's Schedule Trigger: the same days and times, and more
 * times, which {@link scheduleCheck} passes over.
 *
 * @returns undefined for a schedule that n8n's rules cannot say
 */
export function scheduleRules(schedule: WorkflowSchedule): Rule[] | undefined {
	switch (schedule.every) {
		case 'hour':
			return [{ field: 'hours', hoursInterval: 1 }];
		case 'minutes':
			return minuteRules(schedule.minutes);
		case 'day':
			return schedule.times.map((time) => ({ field: 'days', daysInterval: 1, ...at(time) }));
		case 'week':
			return schedule.times.map((time) => ({
				field: 'weeks',
				weeksInterval: 1,
				// coreBOS counts from 1, Sunday; n8n from 0.
				triggerAtDay: schedule.weekdays.map((weekday) => weekday - 1),
				...at(time),
			}));
		case 'month':
			return schedule.times.map((time) => cron(time, schedule.days.join(','), '*'));
		case 'year':
			return schedule.times.flatMap((time) =>
				schedule.dates.map((date) => {
					const [, month, day] = date.split('-').map(Number);
					return cron(time, String(day), String(month));
				}),
			);
		case 'monthWeekday': {
			const day = weekdayOfMonth(schedule.day);
			return (
				day && scheduleRules({ every: 'week', weekdays: [day.weekday], times: schedule.times })
			);
		}
		case 'never':
			return undefined;
	}
}

/**
 * What n8n's rules cannot say about a schedule: an expression of n8n, without its marks, for
 * whether the moment has come when the trigger runs. Undefined where the rules are enough.
 */
export function scheduleCheck(schedule: WorkflowSchedule): string | undefined {
	if (schedule.every === 'monthWeekday') return weekdayOfMonth(schedule.day)?.check;
	if (schedule.every !== 'minutes' || isSaid(schedule.minutes)) return undefined;
	return `Math.floor($now.toMillis() / 60000) % ${schedule.minutes} === 0`;
}

/** `first monday of`: the weekday, from 1 (Sunday), and which one of the month. */
function weekdayOfMonth(text: string): { weekday: number; check: string } | undefined {
	const [, which, name] = /^\s*(\w+) (\w+) of\b/.exec(text.toLowerCase()) ?? [];
	const weekday = WEEKDAYS.findIndex((day) => day.toLowerCase() === name) + 1;
	const week = ['first', 'second', 'third', 'fourth', 'fifth'].indexOf(which);
	if (weekday === 0) return undefined;
	if (which === 'last') return { weekday, check: '$now.plus({ days: 7 }).month !== $now.month' };
	return week === -1 ? undefined : { weekday, check: `Math.ceil($now.day / 7) === ${week + 1}` };
}

const HOUR = 60;
const DAY = 24 * HOUR;

function commonDivisor(one: number, other: number): number {
	return other === 0 ? one : commonDivisor(other, one % other);
}

/** n8n counts minutes from the full hour: it says parts of an hour, full hours and parts of a day. */
function isSaid(minutes: number): boolean {
	return HOUR % minutes === 0 || minutes % HOUR === 0 || DAY % minutes === 0;
}

function minuteRules(minutes: number): Rule[] {
	if (!isSaid(minutes)) return minuteRules(commonDivisor(minutes, HOUR));
	if (HOUR % minutes === 0 && minutes < HOUR) {
		return [{ field: 'minutes', minutesInterval: minutes }];
	}
	if (minutes % HOUR === 0) return [{ field: 'hours', hoursInterval: minutes / HOUR }];
	const times = Array.from({ length: DAY / minutes }, (_, index) => index * minutes);
	const hours = new Map<number, number[]>();
	for (const time of times) {
		hours.set(time % 60, [...(hours.get(time % 60) ?? []), Math.floor(time / 60)]);
	}
	return [...hours].map(([minute, list]) => ({
		field: 'cronExpression',
		expression: `${minute} ${list.join(',')} * * *`,
	}));
}

function at(time: string): Rule {
	const [triggerAtHour, triggerAtMinute] = time.split(':').map(Number);
	return { triggerAtHour, triggerAtMinute };
}

function cron(time: string, days: string, months: string): Rule {
	const [hour, minute] = time.split(':').map(Number);
	return { field: 'cronExpression', expression: `${minute} ${hour} ${days} ${months} *` };
}

/** A schedule in words, for the note. */
export function scheduleInWords(schedule: WorkflowSchedule): string {
	switch (schedule.every) {
		case 'hour':
			return 'every hour';
		case 'minutes':
			return `every ${schedule.minutes} minutes`;
		case 'day':
			return `every day at ${schedule.times.join(', ')}`;
		case 'week':
			return `on ${schedule.weekdays.map((weekday) => WEEKDAYS[weekday - 1]).join(', ')} at ${schedule.times.join(', ')}`;
		case 'month':
			return `on day ${schedule.days.join(', ')} of the month at ${schedule.times.join(', ')}`;
		case 'year':
			return `on ${schedule.dates.map((date) => date.slice(5)).join(', ')} of each year at ${schedule.times.join(', ')}`;
		case 'monthWeekday':
			return `on the "${schedule.day}" each month at ${schedule.times.join(', ')}`;
		case 'never':
			return 'never: it has no schedule';
	}
}

const WEEKDAYS = [
	'Sunday',
	'Monday',
	'Tuesday',
	'Wednesday',
	'Thursday',
	'Friday',
	'Saturday',
] as const;
