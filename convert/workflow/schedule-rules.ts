import type { INodeParameters } from 'n8n-workflow';
import type { WorkflowSchedule } from '../../engine';

/** One rule of n8n's Schedule Trigger. */
type Rule = INodeParameters;

/**
 * A schedule of coreBOS as the rules of n8n's Schedule Trigger: the same days and times.
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
		case 'monthWeekday':
		case 'never':
			return undefined;
	}
}

const DAY = 24 * 60;

/** n8n counts minutes from the full hour, so that it can say only parts of an hour by them. */
function minuteRules(minutes: number): Rule[] | undefined {
	if (60 % minutes === 0 && minutes < 60) return [{ field: 'minutes', minutesInterval: minutes }];
	if (minutes % 60 === 0) return [{ field: 'hours', hoursInterval: minutes / 60 }];
	if (DAY % minutes !== 0) return undefined;
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
