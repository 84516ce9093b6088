import {
	conditionsOf,
	taskOf,
	type ExchangedWorkflow,
	type PhpWritten,
} from '../../unit/workflow/written-workflows';
import { CLASSES } from '../../unit/convert/task-classes';

/** Every kind of trigger and schedule, as members of an exchanged workflow. */
const STARTS: Array<[name: string, members: Record<string, unknown>]> = [
	['first save', { executionCondition: '1' }],
	['once', { executionCondition: '2' }],
	['every save', { executionCondition: '3' }],
	['modify', { executionCondition: '4' }],
	['delete', { executionCondition: '5' }],
	['manual', { executionCondition: '7' }],
	['access', { executionCondition: '8' }],
	['relate', { executionCondition: '9', relatemodule: 'Products' }],
	['unrelate', { executionCondition: '10', relatemodule: 'Any' }],
	...(
		[
			['hourly', { schtypeid: '1' }],
			['daily', { schtypeid: '2', schtime: '03:05:00' }],
			['weekly', { schtypeid: '3', schdayofweek: '["1","7"]', schtime: '23:59:00' }],
			['a date', { schtypeid: '4', schannualdates: '["2027-02-03"]' }],
			['by date', { schtypeid: '5', schdayofmonth: '["1","31"]' }],
			['by weekday', { schtypeid: '6', schdayofmonth: 'first monday of' }],
			['annually', { schtypeid: '7', schannualdates: '["2026-02-29","2026-12-25"]' }],
			['every 15 minutes', { schtypeid: '8', schminuteinterval: '15' }],
			['every 7 minutes', { schtypeid: '8', schminuteinterval: '7' }],
			['several times', { schtypeid: '2', multipleschtime: '9:00 am,1:00 pm' }],
			['one record', { schtypeid: '1', options: 'onerecord', onerecord: '8851' }],
			['a question', { schtypeid: '1', options: 'cbquestion', cbquestion: '9' }],
			['a map', { schtypeid: '1', options: 'recordset', recordset: '9' }],
			['no records', { schtypeid: '1', options: '' }],
		] as Array<[string, Record<string, unknown>]>
	).map(([name, schedule]): [string, Record<string, unknown>] => [
		name,
		{ executionCondition: '6', options: 'conditions', ...schedule },
	]),
];

const CONDITIONS = [
	'',
	'[]',
	'no JSON',
	conditionsOf({ fieldname: 'phone', operation: 'is', value: '1' }),
];
const DELAYS: Array<Record<string, PhpWritten> | null> = [
	null,
	{ days: 2, field: 'createdtime' },
	null,
	{ hours: -5, field: 'createdtime' },
	{ mins: 10, field: 'modifiedtime' },
];
/** Tasks of a workflow. */
const TASKS = 5;

/**
 * Workflows that nobody has recorded: each kind of start twice, and in turn every class of task,
 * with and without conditions, delays, inactive ones and activity periods.
 */
export function generatedWorkflows(): ExchangedWorkflow[] {
	let next = 0;
	return [...STARTS, ...STARTS].map(([name, members], index) => {
		const tasks = Array.from({ length: TASKS }, (_, position) => {
			const [task, properties] = CLASSES[next % CLASSES.length];
			const delay = DELAYS[next % DELAYS.length];
			const more: Record<string, PhpWritten> = delay === null ? {} : { trigger: delay };
			const summary = `task ${index}.${position}`;
			const test = CONDITIONS[next % CONDITIONS.length];
			next++;
			return taskOf(task, { summary, test, ...properties, ...more }, next % 7 !== 0);
		});
		return {
			moduleName: index % 4 === 0 ? 'Quotes' : 'Accounts',
			description: `Workflow ${index}: ${name}`,
			purpose: index % 3 === 0 ? 'What it is for' : '',
			test: CONDITIONS[index % CONDITIONS.length],
			active: index % 5 === 0 ? 'false' : 'true',
			wfstarton: index % 6 === 0 ? '2026-01-01 00:00:00' : '',
			wfendon: index % 7 === 0 ? '2040-01-01 00:00:00' : '',
			...members,
			tasks,
		};
	});
}
