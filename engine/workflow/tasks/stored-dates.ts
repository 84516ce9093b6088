import { calendarDay, shownFormat } from '../../corebos';
import { bytesOfText, parseDate, phpDate, timeZone, wallOf, type TimeZone } from '../../php';
import { WorkflowError } from '../workflow-error';
import type { TaskRun } from './task-run';

/** Dates and times of tasks as the database of coreBOS holds them. */

const STORED_DATE = /^\d{4}-\d{2}-\d{2}$/;
/** The only form that coreBOS reads a date in: with `/` or `.`, or in words, there is none. */
const DASHED = /^(\d{1,4})-(\d{1,2})-(\d{1,4})$/;
/** What the database makes of a day that does not exist. */
const ZERO_DATE = '0000-00-00';
const YEAR_FIRST = 'yyyy-mm-dd';
/** The database is in this zone. */
const STORED_ZONE = timeZone('UTC');
/** Two digits of a year from which on the database means the last century. */
const LAST_CENTURY = 70;

/**
 * The date that a field keeps of a string, as the database of coreBOS holds it.
 *
 * @param field its name, for errors
 * @param text a date in the order of the user or with its year first, or a moment, in UTC, of
 * which the date that the user has then is kept
 * @returns `2026-12-31`; empty for a string that is not a date; `0000-00-00` for a day that does not
 * exist
 * @throws WorkflowError for a string with a blank that is not a moment: coreBOS ends the task
 */
export async function storedDate(run: TaskRun, field: string, text: string): Promise<string> {
	if (text === '' || STORED_DATE.test(text)) return calendarDay(text) ?? (text && ZERO_DATE);
	if (text.includes(' ')) {
		const { zone } = await formatOfUser(run);
		return phpDate('Y-m-d', wallOf(momentOfText(run, field, text), zone), zone);
	}
	const parts = DASHED.exec(text)?.slice(1);
	if (parts === undefined) return '';
	const { order } = await formatOfUser(run);
	const year = order === YEAR_FIRST || parts[0].length === 4 ? 0 : 2;
	if (parts[year].length === 2) {
		parts[year] = `${Number(parts[year]) < LAST_CENTURY ? '20' : '19'}${parts[year]}`;
	}
	return calendarDay(parts.join('-'), order) ?? ZERO_DATE;
}

/** The date that the user has now. */
export async function today(run: TaskRun): Promise<string> {
	const { zone } = await formatOfUser(run);
	return phpDate('Y-m-d', wallOf(run.now.getTime(), zone), zone);
}

/**
 * The moment that a field keeps of a string: coreBOS keeps it to the minute, and a date alone for
 * its caller to give a time.
 *
 * @param field its name, for errors
 * @param text a date and time, in UTC
 * @returns `2026-12-31 10:00:00`, or a date alone
 * @throws WorkflowError for a string that is not a date: coreBOS ends the task
 */
export function storedMoment(run: TaskRun, field: string, text: string): string {
	if (text === '' || text === '0' || text.startsWith(ZERO_DATE)) return '';
	const format = DASHED.test(text) ? 'Y-m-d' : 'Y-m-d H:i:00';
	return phpDate(format, momentOfText(run, field, text), STORED_ZONE);
}

/** Milliseconds since 1970. */
function momentOfText({ now }: TaskRun, field: string, text: string): number {
	const wall = parseDate(bytesOfText(text), () => now.getTime(), STORED_ZONE);
	if (wall !== undefined) return wall;
	throw new WorkflowError(`"${text.slice(0, 40)}" is not a date`, {
		description: `The field "${field}" takes dates such as 2026-12-31.`,
	});
}

async function formatOfUser({
	client,
	environment,
}: TaskRun): Promise<{ order: string; zone: TimeZone }> {
	const format = client && (await shownFormat(client, [environment.user?.id]));
	return {
		order: format?.dateFormat ?? YEAR_FIRST,
		zone: timeZone(format?.zone ?? environment.timeZone),
	};
}
