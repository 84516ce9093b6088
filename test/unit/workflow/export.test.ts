import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
	callingWorkflowCsv,
	parseWorkflowExport,
	WorkflowError,
	type CoreBosWorkflow,
} from '../../../engine';
import { exportOf, taskOf, type PhpWritten } from './written-workflows';
import { recording } from './recorded-workflows';

const EXPORTS = join(__dirname, '../../recordings/workflow-exports');

function read(file: string): CoreBosWorkflow[] {
	return parseWorkflowExport(readFileSync(join(EXPORTS, file), 'utf8'));
}

/** The object that coreBOS exchanges; its tasks are serialized. */
interface Exchanged {
	moduleName: string;
	description: string;
	test: string;
	executionCondition: string;
	active: string;
	tasks: string[];
}

const decoded = recording<Exchanged[]>('workflow-exports/decoded.json');

/** A file of the workflow's shape, of any cell. */
function fileOf(cell: unknown): string {
	const text = typeof cell === 'string' ? cell : JSON.stringify(cell);
	return `"workflow_id","module_name"\r\n"${Buffer.from(text).toString('base64')}","Products"\r\n`;
}

const lean = { moduleName: 'Products', description: 'x', executionCondition: '3' };

function errorOf(csv: string): WorkflowError {
	try {
		parseWorkflowExport(csv);
	} catch (error) {
		if (error instanceof WorkflowError) return error;
		throw error;
	}
	throw new Error('the file was read');
}

describe('an export of coreBOS', () => {
	test('holds the workflows that decoded.json says', () => {
		const workflows = read('export.csv');
		expect(workflows).toHaveLength(decoded.length);
		for (const [index, workflow] of workflows.entries()) {
			const { tasks, ...members } = decoded[index];
			expect(workflow).toMatchObject({
				moduleName: members.moduleName,
				description: members.description,
				test: members.test,
				active: members.active === 'true',
			});
			expect(workflow.properties).toMatchObject(members);
			expect(workflow.tasks.map(({ task }) => task)).toEqual(
				tasks.map((text) => /^O:\d+:"(\w+)"/.exec(text)?.[1]),
			);
		}
	});

	test.each(readdirSync(join(EXPORTS, 'more')).filter((file) => file.endsWith('.csv')))(
		'more/%s is read whole',
		(file) => {
			const { decodedExchangeJson } = recording<{ decodedExchangeJson: Exchanged }>(
				join('workflow-exports/more', file.replace('.csv', '.json')),
			);
			const [workflow, ...others] = read(join('more', file));
			const { tasks, ...members } = decodedExchangeJson;
			expect(others).toEqual([]);
			expect(workflow.properties).toMatchObject(members);
			expect(workflow.tasks).toHaveLength(tasks.length);
			expect(workflow.tasks.every(({ does }) => does !== 'other')).toBe(true);
		},
	);

	test('a private property has its bare name', () => {
		const [mail] = read('export.csv')[3].tasks;
		expect(mail.properties).toMatchObject({
			entityrecord: 0,
			subject: 'Happy birthday $firstname',
		});
	});

	test('the file that was imported is read, too', () => {
		expect(read('import-that-works.csv').map(({ tasks }) => tasks)).toEqual(
			Array.from({ length: 3 }, () => [
				expect.objectContaining({ does: 'runMap', map: { id: '8823', name: 'calls n8n' } }),
			]),
		);
	});
});

describe('the model of a workflow', () => {
	test.each([
		['1', { when: 'create' }],
		['2', { when: 'once' }],
		['3', { when: 'save' }],
		['4', { when: 'change' }],
		['5', { when: 'delete' }],
		['7', { when: 'manual' }],
		['8', { when: 'access' }],
		['9', { when: 'relate', otherModule: 'Any' }],
		['10', { when: 'unrelate', otherModule: 'Any' }],
	])('execution condition %s', (executionCondition, trigger) => {
		const [workflow] = parseWorkflowExport(fileOf({ ...lean, executionCondition }));
		expect(workflow.trigger).toEqual(trigger);
	});

	test.each([
		[{ schtypeid: '1' }, { every: 'hour' }],
		[
			{ schtypeid: 2, schtime: '3:05:00' },
			{ every: 'day', times: ['03:05:00'] },
		],
		[
			{ schtypeid: '3', schtime: '08:30:00', schdayofweek: '["1","7"]' },
			{ every: 'week', weekdays: [1, 7], times: ['08:30:00'] },
		],
		[
			{ schtypeid: '5', schdayofmonth: '["1","15"]', schtime: '' },
			{ every: 'month', days: [1, 15], times: ['00:00:00'] },
		],
		[
			{ schtypeid: '6', schdayofmonth: 'first monday of' },
			{ every: 'monthWeekday', day: 'first monday of', times: ['00:00:00'] },
		],
		[
			{ schtypeid: '7', schannualdates: '["2026-12-25"]' },
			{ every: 'year', dates: ['2026-12-25'], times: ['00:00:00'] },
		],
		[
			{ schtypeid: '8', schminuteinterval: '15' },
			{ every: 'minutes', minutes: 15 },
		],
		[{ schtypeid: '8', schminuteinterval: '0' }, { every: 'never' }],
		[{ schtypeid: '3', schdayofweek: '' }, { every: 'never' }],
		[{ schtypeid: '5', schdayofmonth: '[]' }, { every: 'never' }],
		[{ schtypeid: '0' }, { every: 'never' }],
	])('schedule %j', (members, schedule) => {
		const scheduled = { ...lean, executionCondition: '6', options: 'conditions', ...members };
		const [workflow] = parseWorkflowExport(fileOf(scheduled));
		expect(workflow.trigger).toEqual({
			when: 'schedule',
			schedule,
			records: { from: 'conditions' },
		});
	});

	test('several times of a day stand in a column of their own', () => {
		const [workflow] = read('more/22-scheduled-daily-multiple-times.csv');
		expect(workflow.trigger).toMatchObject({
			schedule: { every: 'day', times: ['09:00:00', '13:00:00', '18:30:00'] },
		});
	});

	test.each([
		['true', true],
		['false', false],
		[false, true],
		['', true],
	])('active %j is %s, as coreBOS takes it', (active, isActive) => {
		expect(parseWorkflowExport(fileOf({ ...lean, active }))[0].active).toBe(isActive);
	});

	test('names are told as people entered them: coreBOS exports them as HTML', () => {
		const description = 'n8n &quot;live&quot;, &Ntilde; &amp; co';
		const [workflow] = parseWorkflowExport(fileOf({ ...lean, description, purpose: '&lt;b&gt;' }));
		expect(workflow).toMatchObject({ description: 'n8n "live", Ñ & co', purpose: '<b>' });
	});

	test.each([
		['a list of PHP', 'a:2:{s:4:"days";i:-3;s:5:"field";s:11:"closingdate";}'],
		['an object of PHP', 'O:8:"stdClass":2:{s:5:"field";s:11:"closingdate";s:4:"days";s:2:"-3";}'],
	])('a delay: %s', (_what, trigger) => {
		const tasks = [`O:16:"wfExecExpression":1:{s:7:"trigger";${trigger}}`];
		const [{ delay }] = parseWorkflowExport(fileOf({ ...lean, tasks }))[0].tasks;
		expect(delay).toEqual({ field: 'closingdate', days: -3, hours: 0, minutes: 0 });
	});

	test('tasks run by their number, and an unknown one is kept whole', () => {
		const tasks = [
			'O:7:"Strange":3:{s:7:"summary";s:1:"b";s:14:"executionorder";s:1:"2";s:1:"x";a:1:{i:0;i:5;}}',
			'O:16:"wfExecExpression":2:{s:7:"summary";s:1:"a";s:14:"executionorder";s:1:"1";}',
		];
		const [workflow] = parseWorkflowExport(fileOf({ ...lean, tasks }));
		expect(workflow.tasks.map(({ summary, does }) => [summary, does])).toEqual([
			['a', 'setContext'],
			['b', 'other'],
		]);
		expect(workflow.tasks[1].properties).toMatchObject({ x: [5] });
	});
});

describe('a file that a spreadsheet has saved again', () => {
	const cell = Buffer.from(JSON.stringify({ ...lean, description: 'Ñandú €' })).toString('base64');

	test.each<[string, string]>([
		['as coreBOS writes it', `"workflow_id","summary"\r\n"${cell}","x"\r\n`],
		['a byte order mark', `\uFEFF"workflow_id","summary"\r\n"${cell}","x"\r\n`],
		['no quotes', `workflow_id,summary\r\n${cell},x\r\n`],
		['semicolons', `workflow_id;summary\r\n${cell};"x;y"\r\n`],
		['tabs', `"workflow_id"\t"summary"\r\n"${cell}"\t"x"\r\n`],
		['line feeds alone', `"workflow_id","summary"\n"${cell}","x"\n`],
		['no line end at the end', `"workflow_id"\r\n"${cell}"`],
		['the column elsewhere', `"summary","workflow_id"\r\n"x","${cell}"\r\n`],
		['quotes and line ends in a cell', `"workflow_id","summary"\r\n"${cell}","a ""b"",\r\nc"\r\n`],
		['cells that are missing', `"workflow_id","summary","test"\r\n"${cell}"\r\n`],
		['empty rows', `"workflow_id","summary"\r\n"",""\r\n"${cell}","x"\r\n`],
	])('%s', (_what, csv) => {
		expect(parseWorkflowExport(csv)).toMatchObject([
			{ description: 'Ñandú €', moduleName: 'Products', trigger: { when: 'save' } },
		]);
	});
});

describe('what is written is read', () => {
	const text = fc.string({ unit: 'grapheme', maxLength: 30 });
	const property: fc.Arbitrary<PhpWritten> = fc.oneof(
		text,
		fc.integer(),
		fc.boolean(),
		fc.constant(null),
		// PHP tells an empty list from an empty object no more.
		fc.array(text, { minLength: 1, maxLength: 3 }),
		fc.dictionary(fc.stringMatching(/^[a-z]\w{0,5}$/), fc.integer(), { minKeys: 1, maxKeys: 3 }),
	);
	const task = fc.record({
		name: fc.constantFrom('VTUpdateFieldsTask', 'VTEmailTask', 'Strange'),
		properties: fc.dictionary(fc.stringMatching(/^x[a-z]{1,8}$/), property, { maxKeys: 5 }),
		isPrivate: fc.boolean(),
	});

	test('any workflow, its tasks with private properties', () => {
		fc.assert(
			fc.property(
				fc.record({ description: text, purpose: text, test: text }),
				fc.array(task, { maxLength: 4 }),
				(members, tasks) => {
					const written = tasks.map(({ name, properties, isPrivate }) => {
						const prefix = isPrivate ? `\0${name}\0` : '';
						const named = Object.entries(properties).map(([key, value]) => [prefix + key, value]);
						return taskOf(name, Object.fromEntries(named) as Record<string, PhpWritten>);
					});
					const [workflow] = parseWorkflowExport(exportOf([{ ...members, tasks: written }]));
					expect(workflow.properties).toMatchObject(members);
					expect(workflow.tasks.map((one) => one.task)).toEqual(tasks.map(({ name }) => name));
					for (const [index, { properties }] of tasks.entries()) {
						expect(workflow.tasks[index].properties).toMatchObject(properties);
					}
				},
			),
			{ numRuns: 200 },
		);
	});

	test('any file for the import', () => {
		const named = text.filter((one) => one.trim() !== '');
		fc.assert(
			fc.property(
				named,
				named,
				fc.nat(),
				fc.constantFrom('create' as const, 'change' as const, 'save' as const, 'delete' as const),
				(description, name, number, when) => {
					const map = { id: String(number + 1), name };
					const csv = callingWorkflowCsv({ module: 'Products', description, when, map });
					expect(parseWorkflowExport(csv)).toMatchObject([
						{ moduleName: 'Products', trigger: { when }, tasks: [{ does: 'runMap', map }] },
					]);
				},
			),
			{ numRuns: 200 },
		);
	});
});

describe('a file that is not an export', () => {
	test.each<[string, string, number, string]>([
		['nothing', '', 1, 'workflow_id'],
		['another file', 'name,price\r\nHammer,5\r\n', 1, 'workflow_id'],
		['no base64', 'workflow_id\r\n???\r\n', 2, 'workflow_id'],
		['no JSON', fileOf('hello'), 2, 'workflow_id'],
		['a list', fileOf([lean]), 2, 'workflow_id'],
		['no execution condition', fileOf({ ...lean, executionCondition: '' }), 2, 'workflow_id'],
		['an unknown one', fileOf({ ...lean, executionCondition: '11' }), 2, 'workflow_id'],
		['tasks that are not a list', fileOf({ ...lean, tasks: 'x' }), 2, 'workflow_id'],
		['a task that is not text', fileOf({ ...lean, tasks: [{}] }), 2, 'workflow_id'],
		['a task that is not an object', fileOf({ ...lean, tasks: ['a:0:{}'] }), 2, 'workflow_id'],
		['a task that is cut off', fileOf({ ...lean, tasks: ['O:3:"Abc":2:{s:'] }), 2, 'workflow_id'],
		[
			'a day that is not one',
			fileOf({ ...lean, executionCondition: '6', schtypeid: '3', schdayofweek: '["8"]' }),
			2,
			'workflow_id',
		],
		['a quote that is not closed', 'workflow_id\r\n"abc\r\n', 2, 'column 1'],
	])('%s', (_what, csv, row, column) => {
		const error = errorOf(csv);
		expect({ row: error.row, column: error.column }).toEqual({ row, column });
		expect(error.description).not.toBe('');
		expect(error.message).not.toMatch(/[<>]/);
	});

	test('the row is told as a spreadsheet counts it', () => {
		const good = fileOf(lean);
		expect(errorOf(`${good}"",""\r\n"bad","Products"\r\n`).row).toBe(4);
	});
});

describe('hostile files', () => {
	test.each([
		['a length that is a lie', ['O:1:"A":999999999:{']],
		['a text longer than the file', ['O:1:"A":1:{s:999999999:"x";N;}']],
		['a negative length', ['O:1:"A":1:{s:-5:"x";N;}']],
		['references', ['O:1:"A":2:{s:1:"a";a:0:{}s:1:"b";R:2;}']],
		['nesting without end', [`O:1:"A":1:{s:1:"a";${'a:1:{i:0;'.repeat(5_000)}`]],
		['more tasks than any workflow has', Array.from({ length: 1_001 }, () => 'O:1:"A":0:{}')],
	])('%s is refused', (_what, tasks) => {
		expect(errorOf(fileOf({ ...lean, tasks })).row).toBe(2);
	});

	test('a property named __proto__ is an ordinary one', () => {
		const tasks = ['O:1:"A":1:{s:9:"__proto__";s:1:"x";}'];
		const [{ properties }] = parseWorkflowExport(fileOf({ ...lean, tasks }))[0].tasks;
		expect(Object.keys(properties)).toEqual(['__proto__']);
		expect(Object.getPrototypeOf(properties)).toBe(Object.prototype);
	});

	test('too many workflows are refused before one is read', () => {
		expect(errorOf(`workflow_id\r\n${'x\r\n'.repeat(5_001)}`).message).toMatch(/more than 5000/);
	});
});
