import { membersWhere } from '../is-record';
import { decodeHtml } from '../php';
import type {
	CoreBosWorkflow,
	ScheduledRecords,
	WorkflowSchedule,
	WorkflowTask,
	WorkflowTrigger,
} from './model';
import { WorkflowError } from './workflow-error';

/** Members of the exchanged object, by name. */
type Members = Readonly<Record<string, unknown>>;

/** The text of a member; '' for what is missing, null or no text. */
function text(members: Members, name: string): string {
	const value = Object.hasOwn(members, name) ? members[name] : undefined;
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
		? String(value).trim()
		: '';
}

/** coreBOS exports what people entered as its database holds it: `"` and accents are HTML. */
function decodedText(members: Members, name: string): string {
	return decodeHtml(text(members, name));
}

/** The entries of a JSON list of texts or numbers; none for what is not a list. */
function list(members: Members, name: string): string[] {
	try {
		const value: unknown = JSON.parse(text(members, name) || '[]');
		return Array.isArray(value) ? value.map(String) : [];
	} catch (error) {
		throw new WorkflowError(`The workflow's ${name} is not a JSON list`, {
			description: 'Export the workflow again: coreBOS writes a list such as ["1","15"].',
			cause: error,
		});
	}
}

/**
 * The model of a workflow, out of the object that coreBOS exchanges.
 *
 * @param members its members, with `multipleschtime` of the CSV
 * @param tasks its tasks, in their order
 * @throws WorkflowError for a trigger that coreBOS does not have, and for lists that are not lists
 */
export function readWorkflow(members: Members, tasks: WorkflowTask[]): CoreBosWorkflow {
	const active = text(members, 'active').toLowerCase();
	return {
		moduleName: text(members, 'moduleName'),
		description: decodedText(members, 'description'),
		purpose: decodedText(members, 'purpose'),
		// coreBOS takes everything that is empty, a false that is not text too, for active.
		active: members.active === false || active !== 'false',
		activeFrom: text(members, 'wfstarton'),
		activeUntil: text(members, 'wfendon'),
		trigger: readTrigger(members),
		test: text(members, 'test'),
		tasks,
		properties: membersWhere(members, (name) => name !== 'tasks'),
	};
}

/** Columns of a workflow in the web service that have another name in an export. */
const EXPORTED_AS: Readonly<Record<string, string>> = {
	module_name: 'moduleName',
	summary: 'description',
	execution_condition: 'executionCondition',
};

/**
 * The model of a workflow as a query of the web service returns it: without its tasks.
 *
 * @param row the columns of the module *Workflow*
 * @throws WorkflowError as readWorkflow
 */
export function readInstallWorkflow(row: Readonly<Record<string, unknown>>): CoreBosWorkflow {
	const members = Object.entries(row).map(([name, value]) => [
		Object.hasOwn(EXPORTED_AS, name) ? EXPORTED_AS[name] : name,
		value,
	]);
	const workflow = readWorkflow(Object.fromEntries(members) as Members, []);
	return { ...workflow, hasUnknownTasks: true };
}

function readTrigger(members: Members): WorkflowTrigger {
	const number = text(members, 'executionCondition');
	switch (number) {
		case '1':
			return { when: 'create' };
		case '2':
			return { when: 'once' };
		case '3':
			return { when: 'save' };
		case '4':
			return { when: 'change' };
		case '5':
			return { when: 'delete' };
		case '6':
			return { when: 'schedule', schedule: readSchedule(members), records: readRecords(members) };
		case '7':
			return { when: 'manual' };
		case '8':
			return { when: 'access' };
		case '9':
			return { when: 'relate', otherModule: text(members, 'relatemodule') || 'Any' };
		case '10':
			return { when: 'unrelate', otherModule: text(members, 'relatemodule') || 'Any' };
		default:
			throw new WorkflowError(`"${number.slice(0, 20)}" is not an execution condition of coreBOS`, {
				description: 'executionCondition must be a number from 1 to 10.',
			});
	}
}

function readSchedule(members: Members): WorkflowSchedule {
	const times = readTimes(members);
	switch (text(members, 'schtypeid')) {
		case '1':
			return { every: 'hour' };
		case '2':
			return { every: 'day', times };
		case '3':
			return unlessEmpty(numbers(members, 'schdayofweek', 7), (weekdays) => {
				return { every: 'week', weekdays, times };
			});
		case '5':
			return unlessEmpty(numbers(members, 'schdayofmonth', 31), (days) => {
				return { every: 'month', days, times };
			});
		case '6':
			return { every: 'monthWeekday', day: text(members, 'schdayofmonth'), times };
		case '4':
		case '7':
			return unlessEmpty(dates(members), (days) => ({ every: 'year', dates: days, times }));
		case '8':
			return readInterval(members);
		default:
			return { every: 'never' };
	}
}

/** A schedule on no day at all never comes. */
function unlessEmpty<Day>(
	days: Day[],
	schedule: (days: Day[]) => WorkflowSchedule,
): WorkflowSchedule {
	return days.length === 0 ? { every: 'never' } : schedule(days);
}

function numbers(members: Members, name: string, most: number): number[] {
	return list(members, name).map((entry) => {
		const number = Number(entry);
		if (Number.isInteger(number) && number >= 1 && number <= most) return number;
		throw new WorkflowError(`"${entry.slice(0, 20)}" in ${name} is not a day`, {
			description: `It must be a number from 1 to ${most}.`,
		});
	});
}

function dates(members: Members): string[] {
	return list(members, 'schannualdates').map((entry) => {
		if (/^\d{4}-\d{2}-\d{2}$/.test(entry)) return entry;
		throw new WorkflowError(`"${entry.slice(0, 20)}" in schannualdates is not a date`, {
			description: 'Dates are written YYYY-MM-DD.',
		});
	});
}

function readInterval(members: Members): WorkflowSchedule {
	const minutes = Number(text(members, 'schminuteinterval'));
	return Number.isInteger(minutes) && minutes > 0
		? { every: 'minutes', minutes }
		: { every: 'never' };
}

/** `9:00 am,1:00 pm`, where there are several, else the one time. */
function readTimes(members: Members): string[] {
	const several = text(members, 'multipleschtime')
		.split(',')
		.filter((time) => time.trim() !== '');
	const times = several.length > 0 ? several : [text(members, 'schtime') || '00:00:00'];
	return times.map(readTime);
}

const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?$/i;

function readTime(written: string): string {
	const match = TIME.exec(written.trim());
	const hour = match === null ? NaN : hourOf(Number(match[1]), match[4]?.toLowerCase());
	if (match === null || hour > 23 || Number(match[2]) > 59) {
		throw new WorkflowError(`"${written.slice(0, 20)}" is not a time of day`, {
			description: 'Times are written 08:30:00 or 8:30 am.',
		});
	}
	return `${String(hour).padStart(2, '0')}:${match[2]}:${match[3] ?? '00'}`;
}

function hourOf(hour: number, half: string | undefined): number {
	if (half === undefined) return hour;
	return (hour % 12) + (half === 'pm' ? 12 : 0);
}

function readRecords(members: Members): ScheduledRecords {
	switch (text(members, 'options')) {
		case 'conditions':
			return { from: 'conditions' };
		case 'cbquestion':
			return { from: 'question', ...named(members, 'cbquestion') };
		case 'recordset':
			return { from: 'map', ...named(members, 'recordset') };
		case 'onerecord':
			return { from: 'record', ...named(members, 'onerecord') };
		default:
			return { from: 'nowhere' };
	}
}

function named(members: Members, name: string): { id: string; name: string } {
	return { id: text(members, name), name: decodedText(members, `${name}display`) };
}
