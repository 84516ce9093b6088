import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowsToN8n, type N8nWorkflow } from '../../../convert';
import { parseWorkflowExport, type CoreBosWorkflow } from '../../../engine';
import { taskOf, workflowOf, type PhpWritten } from '../workflow/written-workflows';
import { overlaps, STICKY_NOTE } from './layout';

const EXPORTS = join(__dirname, '../../recordings/workflow-exports');

function read(file: string): CoreBosWorkflow[] {
	return parseWorkflowExport(readFileSync(join(EXPORTS, file), 'utf8'));
}

const FILES = [
	'export.csv',
	...readdirSync(join(EXPORTS, 'more'))
		.filter((file) => file.endsWith('.csv'))
		.map((file) => join('more', file)),
];

type Node = N8nWorkflow['nodes'][number];

/** Nodes that nothing leads to, the notes aside. */
function unconnected({ nodes, connections }: N8nWorkflow): string[] {
	const reached = new Set(
		Object.values(connections).flatMap(({ main }) => main.flat().map(({ node }) => node)),
	);
	return nodes
		.filter(({ type, name }) => type !== STICKY_NOTE && !reached.has(name))
		.map(({ name }) => name);
}

describe.each(['calls', 'watch'] as const)('exports of coreBOS, trigger %s', (trigger) => {
	test.each(FILES)('%s: a workflow for each, whole and readable', (file) => {
		const workflows = read(file);
		const converted = workflowsToN8n(workflows, { trigger });
		expect(converted.map(({ name }) => name)).toEqual(
			workflows.map(({ description }) => description),
		);
		for (const [index, { workflow }] of converted.entries()) {
			const { nodes, connections } = workflow;
			const names = nodes.map(({ name }) => name);
			expect(new Set(names).size).toBe(names.length);
			expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
			for (const [from, { main }] of Object.entries(connections)) {
				for (const { node } of main.flat())
					expect(names).toEqual(expect.arrayContaining([from, node]));
			}
			// The trigger alone stands at the beginning.
			expect(unconnected(workflow)).toHaveLength(1);
			expect(overlaps(nodes)).toEqual([]);
			for (const { summary, task } of workflows[index].tasks) {
				expect(names.some((name) => name.includes(summary || task))).toBe(true);
			}
		}
	});
});

test('the same export always gives the same workflows', () => {
	const [one, other] = [read('export.csv'), read('export.csv')].map((workflows) =>
		workflowsToN8n(workflows),
	);
	expect(one).toEqual(other);
});

test('ids of workflows differ, also of those that are called alike', () => {
	const workflows = [...read('export.csv'), ...read('export.csv')];
	const ids = workflowsToN8n(workflows).map(({ workflow }) => workflow.id);
	expect(new Set(ids).size).toBe(ids.length);
});

function convert(
	workflow: CoreBosWorkflow,
	options: Parameters<typeof workflowsToN8n>[1] = {},
): ReturnType<typeof workflowsToN8n>[number] {
	return workflowsToN8n([workflow], options)[0];
}

function nodesOf(
	workflow: CoreBosWorkflow,
	options?: Parameters<typeof workflowsToN8n>[1],
): Node[] {
	return convert(workflow, options).workflow.nodes.filter(
		({ type, name }) => type !== STICKY_NOTE && !AT_THE_END.includes(name),
	);
}

/** What tells the error of a task when all of them have run. */
const AT_THE_END = ['Any Error?', 'A Task Failed'];

describe('how a workflow starts', () => {
	test.each<[string, object, string, object]>([
		['create', { executionCondition: '1' }, 'coreBosWatchTrigger', { events: ['created'] }],
		[
			'save',
			{ executionCondition: '3' },
			'coreBosWatchTrigger',
			{ events: ['created', 'updated'] },
		],
		['change', { executionCondition: '4' }, 'coreBosWatchTrigger', { events: ['updated'] }],
		['delete', { executionCondition: '5' }, 'coreBosWatchTrigger', { events: ['deleted'] }],
		['manual', { executionCondition: '7' }, 'executeWorkflowTrigger', {}],
		['relate', { executionCondition: '9' }, 'coreBosTrigger', { loadRecord: true }],
	])('%s, by watching', (_what, members, type, parameters) => {
		const [trigger] = nodesOf(workflowOf(members), { trigger: 'watch' });
		expect(trigger.type).toMatch(new RegExp(`\\.${type}$`));
		expect(trigger.parameters).toMatchObject(parameters);
	});

	const update = taskOf('VTUpdateFieldsTask', {
		field_value_mapping: '[{"fieldname":"a","valuetype":"rawtext","value":"1"}]',
	});
	const mail = taskOf('VTEmailTask', { recepient: '$email' });
	const changes = (more: object = {}) =>
		JSON.stringify([
			{ fieldname: 'phone', operation: 'has changed', ...more },
			{ fieldname: 'city', operation: 'is', value: 'Altea', valuetype: 'rawtext' },
		]);

	test.each<[string, object, string[], object]>([
		['it writes the record', {}, [update], { ignoreChangesBy: ['currentUser'] }],
		['it writes nothing', {}, [mail], {}],
		['it starts once, when the record is created', { executionCondition: '1' }, [update], {}],
		['it asks for a change', { test: changes() }, [mail], { changedFields: ['phone'] }],
		['it has an alternative', { test: changes({ joincondition: 'or' }) }, [mail], {}],
	])('options of Watch Records: %s', (_what, members, tasks, options) => {
		const [trigger] = nodesOf(workflowOf(members, tasks), { trigger: 'watch' });
		expect(trigger.parameters.options).toEqual(options);
	});

	test.each(['calls', 'watch'] as const)('a workflow that starts itself is told: %s', (trigger) => {
		const { nodes } = convert(workflowOf({}, [update]), { trigger }).workflow;
		const [title] = nodes.filter(({ type }) => type === STICKY_NOTE).slice(-1);
		expect(title.parameters.content).toContain('its own user in coreBOS');
	});

	test('a call: one permission for the workflow, from this machine alone', () => {
		const [trigger] = nodesOf(workflowOf({ description: 'Añadir & más' }));
		expect(trigger).toMatchObject({
			type: 'n8n-nodes-corebos.coreBosTrigger',
			parameters: {
				path: expect.stringMatching(/^accounts-anadir-mas-[0-9a-f]{6}$/) as string,
				permissions: { permission: [{ title: 'Añadir & más', addresses: '127.0.0.1' }] },
				loadRecord: true,
			},
		});
		expect(trigger.webhookId).toMatch(/^[0-9a-f-]{36}$/);
	});

	test.each<[object, object[]]>([
		[{ schtypeid: '1' }, [{ field: 'hours', hoursInterval: 1 }]],
		[
			{ schtypeid: '2', schtime: '03:05:00' },
			[{ field: 'days', daysInterval: 1, triggerAtHour: 3, triggerAtMinute: 5 }],
		],
		[
			{ schtypeid: '3', schdayofweek: '["1","7"]', schtime: '08:30:00' },
			[
				{
					field: 'weeks',
					weeksInterval: 1,
					triggerAtDay: [0, 6],
					triggerAtHour: 8,
					triggerAtMinute: 30,
				},
			],
		],
		[
			{ schtypeid: '5', schdayofmonth: '["1","15"]', schtime: '07:00:00' },
			[{ field: 'cronExpression', expression: '0 7 1,15 * *' }],
		],
		[
			{ schtypeid: '7', schannualdates: '["2026-01-06","2026-12-25"]', schtime: '06:10:00' },
			[
				{ field: 'cronExpression', expression: '10 6 6 1 *' },
				{ field: 'cronExpression', expression: '10 6 25 12 *' },
			],
		],
		[{ schtypeid: '8', schminuteinterval: '15' }, [{ field: 'minutes', minutesInterval: 15 }]],
		[{ schtypeid: '8', schminuteinterval: '120' }, [{ field: 'hours', hoursInterval: 2 }]],
		[{ schtypeid: '8', schminuteinterval: '480' }, [{ field: 'hours', hoursInterval: 8 }]],
		[
			{ schtypeid: '8', schminuteinterval: '90' },
			[
				{ field: 'cronExpression', expression: '0 0,3,6,9,12,15,18,21 * * *' },
				{ field: 'cronExpression', expression: '30 1,4,7,10,13,16,19,22 * * *' },
			],
		],
	])('schedule %j', (schedule, interval) => {
		const members = { executionCondition: '6', options: 'conditions', ...schedule };
		const [trigger, records] = nodesOf(workflowOf(members));
		expect(trigger.parameters).toEqual({ rule: { interval } });
		expect(records.parameters).toMatchObject({ operation: 'getAll', returnAll: true });
	});

	test.each<[object, object, string]>([
		[
			{ schtypeid: '8', schminuteinterval: '100' },
			{ field: 'minutes', minutesInterval: 20 },
			'Math.floor($now.toMillis() / 60000) % 100 === 0',
		],
		[
			{ schtypeid: '8', schminuteinterval: '7' },
			{ field: 'minutes', minutesInterval: 1 },
			'Math.floor($now.toMillis() / 60000) % 7 === 0',
		],
		[
			{ schtypeid: '6', schdayofmonth: 'second monday of', schtime: '07:30:00' },
			{ field: 'weeks', triggerAtDay: [1], triggerAtHour: 7, triggerAtMinute: 30 },
			'Math.ceil($now.day / 7) === 2',
		],
		[
			{ schtypeid: '6', schdayofmonth: 'last friday of' },
			{ field: 'weeks', triggerAtDay: [5] },
			'$now.plus({ days: 7 }).month !== $now.month',
		],
	])('schedule %j: what the rules cannot say is checked', (schedule, rule, check) => {
		const members = { executionCondition: '6', options: 'conditions', ...schedule };
		const workflow = workflowOf(members);
		const [trigger, isTime, records] = nodesOf(workflow);
		expect(trigger.parameters).toMatchObject({ rule: { interval: [rule] } });
		expect(JSON.stringify(isTime.parameters)).toContain(check);
		expect(records.parameters.operation).toBe('getAll');
		expect(convert(workflow).notConverted).toEqual([]);
	});

	test.each([
		[{ schtypeid: '6', schdayofmonth: 'the day after the fair' }, /the day after the fair/],
		[{ schtypeid: '0' }, /never/],
	])('a schedule that n8n cannot say is told: %j', (schedule, reason) => {
		const { notConverted } = convert(workflowOf({ executionCondition: '6', ...schedule }));
		expect(notConverted).toEqual([
			{ task: 'Schedule', reason: expect.stringMatching(reason) as string },
		]);
	});

	test('several times of a day are several rules; the zone is that of the option', () => {
		const [workflow] = read('more/22-scheduled-daily-multiple-times.csv');
		const { nodes, settings } = convert(workflow, { timeZone: 'Europe/Madrid' }).workflow;
		expect(nodes[0].parameters.rule).toMatchObject({
			interval: [
				{ triggerAtHour: 9 },
				{ triggerAtHour: 13 },
				{ triggerAtHour: 18, triggerAtMinute: 30 },
			],
		});
		expect(settings.timezone).toBe('Europe/Madrid');
	});

	test('a scheduled workflow with one record looks at no conditions', () => {
		const [workflow] = read('more/23-scheduled-onerecord.csv');
		expect(nodesOf(workflow).map(({ parameters }) => parameters.operation)).toEqual([
			undefined,
			'get',
			'update',
		]);
	});

	test('a scheduled workflow that does not say from where takes no records, as in coreBOS', () => {
		const workflow = workflowOf({ executionCondition: '6', schtypeid: '1', options: '' });
		const nodes = nodesOf(workflow);
		expect(nodes.map(({ name }) => name).slice(1, 3)).toEqual(['Takes No Records', 'Get Many']);
		expect(JSON.stringify(nodes[1].parameters)).toContain('={{ false }}');
		const { workflow: converted, notConverted } = convert(workflow);
		expect(notConverted).toEqual([]);
		expect(JSON.stringify(converted.nodes)).toContain('deactivate the node');
	});

	test('a name is cut to what n8n takes, and the note has it in full', () => {
		const description = `Ñ${'a'.repeat(180)}`;
		const { name, workflow } = convert(workflowOf({ description }));
		expect([name.length, name.slice(-2)]).toEqual([128, 'a…']);
		expect(workflow.name).toBe(name);
		expect(JSON.stringify(workflow.nodes)).toContain(description);
	});

	test('once per record', () => {
		const nodes = nodesOf(read('more/02-once-until-first-true.csv')[0]);
		expect(nodes.map(({ type }) => type)).toContain('n8n-nodes-base.removeDuplicates');
	});

	test('only in its time', () => {
		const [workflow] = read('more/11-between-dates.csv');
		const [, period] = nodesOf(workflow);
		expect(JSON.stringify(period.parameters)).toContain('2020-01-01 00:00:00');
		expect(JSON.stringify(period.parameters)).toContain('2040-01-01 00:00:00');
	});
});

describe('conditions', () => {
	const condition = (more: object) => ({
		fieldname: 'industry',
		operation: 'is',
		value: 'Banking',
		valuetype: 'rawtext',
		...more,
	});

	test.each([
		['3', {}],
		['6', { conditionsReading: 'scheduled' }],
	])('execution condition %s', (executionCondition, reading) => {
		const text = JSON.stringify([condition({})]);
		const members = { executionCondition, options: 'conditions', schtypeid: '1', test: text };
		const check = nodesOf(workflowOf(members)).at(-1);
		expect(check?.parameters).toEqual({
			resource: 'workflow',
			operation: 'checkConditions',
			module: { __rl: true, mode: 'name', value: 'Accounts' },
			conditionsFrom: 'json',
			conditionsJson: text,
			...reading,
			options: {},
		});
	});

	test.each(['', '[]', '{}', 'null', 'no JSON'])('%j are none', (text) => {
		expect(nodesOf(workflowOf({ test: text }))).toHaveLength(1);
	});

	test.each<[string, object[], object[]]>([
		[
			'what a query says, too',
			[condition({})],
			[{ field: 'industry', operator: 'equals', value: 'Banking' }],
		],
		[
			'a check box',
			[condition({ value: 'true:boolean' })],
			[{ field: 'industry', operator: 'equals', value: '1' }],
		],
		[
			'one of several',
			[condition({}), condition({ operation: 'contains' })],
			[{ field: 'industry', operator: 'equals', value: 'Banking' }],
		],
		['an alternative', [condition({ joincondition: 'or' }), condition({})], []],
		['an alternative group', [condition({}), condition({ groupid: '1', groupjoin: 'or' })], []],
		['a reference, which coreBOS compares by name', [condition({ fieldname: 'account_id' })], []],
		['an owner', [condition({ fieldname: 'assigned_user_id' })], []],
		['a field of a linked record', [condition({ fieldname: 'account_id : (Accounts) phone' })], []],
		['an empty value', [condition({ value: '' })], []],
		['a list of values', [condition({ value: 'a,b' })], []],
		['an expression', [condition({ valuetype: 'expression' })], []],
		['a birthday, of which the year does not count', [condition({ fieldname: 'birthday' })], []],
	])('filters of Get Many: %s', (_what, conditions, filters) => {
		const members = {
			executionCondition: '6',
			schtypeid: '1',
			options: 'conditions',
			test: JSON.stringify(conditions),
		};
		const [, records] = nodesOf(workflowOf(members));
		expect(records.parameters.filters).toEqual({ conditions: filters });
	});

	test("a task's own conditions: who does not meet them goes on to the next task", () => {
		const own = JSON.stringify([condition({})]);
		const tasks = [
			taskOf('VTUpdateFieldsTask', {
				test: own,
				field_value_mapping: '[{"fieldname":"a","valuetype":"rawtext","value":"1"}]',
			}),
			taskOf('wfExecExpression', { summary: 'next', wfexeexps: '[]' }),
		];
		const { connections } = convert(workflowOf({}, tasks)).workflow;
		expect(connections['T?'].main.map((output) => output.map(({ node }) => node))).toEqual([
			['T'],
			['next'],
		]);
		expect(connections.T.main[0]).toEqual([{ node: 'next', type: 'main', index: 0 }]);
	});
});

describe('tasks', () => {
	const mapping = (...rows: object[]) => ({ field_value_mapping: JSON.stringify(rows) });
	const row = { fieldname: 'city', valuetype: 'rawtext', value: '=Altea' };
	const own = { __rl: true, mode: 'id', value: '={{ $json.id }}' };

	function lastOf(task: string): Node {
		const node = nodesOf(workflowOf({}, [task])).at(-1);
		if (node === undefined) throw new Error('no node');
		return node;
	}

	test.each<[string, string, object]>([
		[
			'update, a text that begins with = kept from being an n8n expression',
			taskOf('VTUpdateFieldsTask', mapping(row)),
			{
				resource: 'record',
				operation: 'update',
				recordId: own,
				valuesFrom: 'fieldMapping',
				fieldMapping: { rows: [{ ...row, value: '==Altea' }] },
				options: { outputItem: true },
			},
		],
		[
			'create, with the field that refers to the record',
			taskOf('VTCreateEntityTask', {
				entity_type: 'Contacts',
				reference_field: 'account_id',
				...mapping({ ...row, value: 'x' }),
			}),
			{
				operation: 'create',
				module: { __rl: true, mode: 'name', value: 'Contacts' },
				fieldMapping: { rows: [{ ...row, value: 'x' }] },
				referenceField: 'account_id',
				originModule: 'Accounts',
			},
		],
		[
			'create in the same module starts as a copy',
			taskOf('VTCreateEntityTask', { entity_type: 'Accounts', ...mapping(row) }),
			{ operation: 'create', startAsCopy: true },
		],
		[
			'upsert by a rule map',
			taskOf('CBUpsertTask', { upsert_module: 'Contacts', bmapid: '86', ...mapping(row) }),
			{
				operation: 'upsert',
				matchBy: 'rule',
				ruleMap: { __rl: true, mode: 'id', value: '86' },
			},
		],
		[
			'upsert without a map',
			taskOf('CBUpsertTask', { upsert_module: 'Contacts', bmapid: '', ...mapping(row) }),
			{ operation: 'upsert', matchBy: 'nothing' },
		],
		[
			'context',
			taskOf('wfExecExpression', {
				wfexeexps:
					'[{"typ":"rawtext","exp":"=1","var":"a"},{"typ":"expression","exp":"n*2","var":"b"}]',
			}),
			{
				operation: 'setContext',
				contextVariables: {
					rows: [
						{ variable: 'a', expression: '==1', kind: 'text' },
						{ variable: 'b', expression: 'n*2', kind: 'expression' },
					],
				},
			},
		],
		[
			'a map by its id',
			taskOf('RunWebserviceWorkflowTask', { bmapid: '88', bmapid_display: 'm' }),
			{ mapSource: 'coreBos', coreBosMap: { __rl: true, mode: 'id', value: '88' } },
		],
		[
			'relate',
			taskOf('setManyToManyRelationwf', { relAction: 'addrel', idlist: '14x1' }),
			{ resource: 'relation', operation: 'relate' },
		],
		[
			'unrelate',
			taskOf('setManyToManyRelationwf', { relAction: 'delrel', idlist: '14x1' }),
			{ resource: 'relation', operation: 'unrelate' },
		],
		[
			'launch a workflow that stays in coreBOS',
			taskOf('CBLaunchWorkFlowTask', {
				workflowid: '39',
				record_filter_opt: 'filterByCurrentRecord',
			}),
			{
				resource: 'workflow',
				operation: 'executeWithContext',
				workflowId: { __rl: true, mode: 'id', value: '39' },
			},
		],
		[
			'assign related records',
			taskOf('CBAssignRelatedTask', { relmodule: 'Contacts', username: 'assigneduser' }),
			{ operation: 'update', valuesFrom: 'json' },
		],
		[
			'write related records',
			taskOf(
				'CBMassiveUpdateRelatedTask',
				mapping({ ...row, fieldmodule: 'Contacts__account_id' }),
			),
			{ operation: 'update', valuesFrom: 'json' },
		],
	])('%s', (_what, task, parameters) => {
		expect(lastOf(task).parameters).toMatchObject(parameters);
		expect(convert(workflowOf({}, [task])).notConverted).toEqual([]);
	});

	test('rows of linked records have nodes of their own, where there is such a record', () => {
		const linked = { ...row, fieldname: 'account_id', fldmodule: 'Accounts', fldrelname: 'phone' };
		const task = taskOf('VTUpdateFieldsTask', mapping(row, linked));
		const nodes = nodesOf(workflowOf({ moduleName: 'Contacts' }, [task])).slice(1);
		expect(nodes.map(({ name }) => name)).toEqual(['T', 'Has Accounts?', 'T: Accounts']);
		expect(nodes[2].parameters).toMatchObject({
			recordId: { value: '={{ $json["account_id"] }}' },
			fieldMapping: { rows: [{ fieldname: 'phone' }] },
		});
	});

	test('a map that was given is a node of its own parameters, its secrets replaced', () => {
		const xml =
			'<map><originmodule><originname>Accounts</originname></originmodule><wsconfig><wsurl>http://x.example</wsurl><wshttpmethod>POST</wshttpmethod><methodname>m</methodname><wspass>hunter22</wspass><wstype>REST</wstype><inputtype>JSON</inputtype><outputtype>JSON</outputtype></wsconfig><fields></fields><Response><field><fieldname>id</fieldname><destination><field>cf_1</field></destination></field></Response></map>';
		const task = taskOf('RunWebserviceWorkflowTask', { bmapid: '88', bmapid_display: 'm' });
		const { workflow, secrets } = convert(workflowOf({}, [task]), {
			maps: { 88: { name: 'm.xml', xml } },
		});
		expect(JSON.stringify(workflow)).not.toContain('hunter22');
		expect(secrets).toEqual([expect.stringMatching(/^W: map "m\.xml", .*FILL_IN_WSPASS/)]);
		const node = workflow.nodes.find(({ name }) => name === 'T');
		expect(node?.parameters).toMatchObject({ mapSource: 'define', saveToRecord: true });
	});

	test.each([
		['rawtext', 'hunter22', 'replace FILL_IN_API_TOKEN by your own value'],
		['template', 'hunter22', 'replace FILL_IN_API_TOKEN by your own value'],
		['expression', "concat('hunter22', name)", 'replace FILL_IN_API_TOKEN by your own value'],
		['expression', "hash(concat(name,'hunter22'),'md5')", 'select the coreBOS credential that'],
	])('a secret in a variable of type %s is replaced: %s', (typ, exp, advice) => {
		const variables = JSON.stringify([{ var: 'api_token', exp, typ }]);
		const task = taskOf('wfExecExpression', { wfexeexps: variables });
		const { workflow, secrets } = convert(workflowOf({}, [task]));
		expect(JSON.stringify(workflow)).not.toContain('hunter22');
		expect(secrets).toEqual([expect.stringContaining(`W: task "T", "api_token": ${advice}`)]);
	});

	test('a template of fields alone stays, whatever its variable is called', () => {
		const variables = JSON.stringify([{ var: 'api_token', exp: '$token', typ: 'template' }]);
		const task = taskOf('wfExecExpression', { wfexeexps: variables });
		const { workflow, secrets } = convert(workflowOf({}, [task]));
		expect(JSON.stringify(workflow)).toContain('$token');
		expect(secrets).toEqual([]);
	});

	test('secrets in tasks do not go along', () => {
		const task = taskOf('wfExecExpression', {
			wfexeexps:
				'[{"typ":"rawtext","exp":"hunter22","var":"api_token"},{"typ":"expression","exp":"concat(\'password=hunter22&x=\',name)","var":"body"}]',
		});
		const { workflow, secrets } = convert(workflowOf({}, [task]));
		expect(JSON.stringify(workflow)).not.toContain('hunter22');
		expect(secrets).toHaveLength(2);
	});

	test('a mail: its texts in the context, then Send Email, which what follows does not wait for', () => {
		const tasks = [
			taskOf('VTEmailTask', { recepient: '$email', subject: 'Dear $name', content: '<p>x</p>' }),
			taskOf('wfExecExpression', { summary: 'next', wfexeexps: '[]' }),
		];
		const { connections, nodes } = convert(workflowOf({}, tasks)).workflow;
		expect(connections['T: Texts'].main[0].map(({ node }) => node)).toEqual(['T: Anyone?', 'next']);
		expect(connections['T: Anyone?'].main[0].map(({ node }) => node)).toEqual(['T']);
		const mail = nodes.find(({ name }) => name === 'T');
		expect(mail?.parameters).toMatchObject({
			toEmail: '={{ $json.context.mail_to }}',
			subject: '={{ $json.context.mail_subject }}',
			emailFormat: 'html',
		});
	});

	test('a delay waits in a branch of its own, and looks at the record as it is then', () => {
		const [workflow] = read('more/13-delayed-tasks.csv');
		const { connections, nodes } = convert(workflow).workflow;
		const wait = nodes.find(({ name }) => name === 'Wait for closingdate');
		expect(wait?.parameters.dateTime).toContain('.plus({ days: -3, hours: 0, minutes: 0 })');
		expect(connections['Wait for closingdate'].main[0][0].node).toBe('Record as It Is Now');
	});

	test('delays stand behind all tasks that do not wait: n8n follows a branch to its end', () => {
		const [workflow] = read('more/13-delayed-tasks.csv');
		const { connections, nodes } = convert(workflow).workflow;
		const waits = nodes.filter(({ type }) => type === 'n8n-nodes-base.wait');
		expect(waits).toHaveLength(4);
		const sources = waits.map(({ name }) =>
			Object.entries(connections).flatMap(([from, { main }]) =>
				main.flat().some(({ node }) => node === name) ? [from] : [],
			),
		);
		const [line] = sources;
		expect(line).toContain('mail without delay, with condition?');
		expect(sources).toEqual(waits.map(() => line));
	});

	test('delays wait in the order of their dates, and what n8n cannot do of them is said', () => {
		const delayed = (summary: string, trigger: PhpWritten) =>
			taskOf('VTUpdateFieldsTask', { summary, trigger, ...mapping({ ...row, value: 'x' }) });
		const tasks = [
			delayed('late', { days: 2, field: 'closingdate' }),
			delayed('other', { mins: 10, field: 'createdtime' }),
			delayed('early', { days: -3, field: 'closingdate' }),
			delayed('between', { hours: 5, field: 'closingdate' }),
		];
		const { nodes } = convert(workflowOf({}, tasks)).workflow;
		const top = (name: string) => Number(nodes.find((node) => node.name === name)?.position[1]);
		const names = ['early', 'between', 'late', 'other'];
		expect([...names].sort((one, other) => top(one) - top(other))).toEqual(names);
		const texts = nodes.map(({ parameters }) => String(parameters.content)).join();
		expect(texts).toContain('one after another, from top to bottom');
		expect(texts).not.toContain('all records of a run');
		expect(texts).not.toContain('If a task fails');
		const scheduled = { executionCondition: '6', schtypeid: '1', options: 'conditions' };
		const { workflow } = convert(workflowOf(scheduled, [tasks[0]]));
		expect(JSON.stringify(workflow.nodes)).toContain('waits for all records of a run');
		const atOnce = taskOf('VTUpdateFieldsTask', { summary: 'now', ...mapping(row) });
		const mixed = convert(workflowOf({}, [atOnce, tasks[0]])).workflow;
		expect(JSON.stringify(mixed.nodes)).toContain('If a task fails, the run ends before');
	});

	test('an error of a task is told when all of them have run', () => {
		const tasks = ['first', 'second'].map((summary) =>
			taskOf('VTUpdateFieldsTask', { summary, ...mapping({ ...row, value: 'x' }) }),
		);
		const { connections, nodes } = convert(workflowOf({}, tasks)).workflow;
		const next = (name: string) => connections[name].main[0].map(({ node }) => node);
		expect([next('first'), next('second'), next('Any Error?')]).toEqual([
			['second'],
			['Any Error?'],
			['A Task Failed'],
		]);
		const nodeNamed = (name: string) => nodes.find((node) => node.name === name);
		expect(nodeNamed('first')?.onError).toBe('continueRegularOutput');
		expect(nodeNamed('A Task Failed')?.type).toBe('n8n-nodes-base.stopAndError');
	});

	test('the documents of a mail go along as files', () => {
		const task = taskOf('VTEmailTask', { recepient: 'a@x.example', attachmentids: '8801,8802,' });
		const { workflow, notConverted } = convert(workflowOf({}, [task]));
		expect(notConverted).toEqual([]);
		const downloads = workflow.nodes.filter(
			({ parameters }) => parameters.operation === 'download',
		);
		expect(downloads.map(({ parameters }) => parameters)).toMatchObject([
			{
				documentId: { value: '8801' },
				binaryProperty: 'attachment_1',
				options: { keepItem: true },
			},
			{ documentId: { value: '8802' }, binaryProperty: 'attachment_2' },
		]);
		const mail = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.emailSend');
		expect(mail?.parameters.options).toMatchObject({ attachments: 'attachment_1,attachment_2' });
	});

	test('a workflow that is launched for related records', () => {
		const task = taskOf('CBLaunchWorkFlowTask', {
			workflowid: '41',
			record_filter_opt: 'filterByrelModuleAndConditionExpressionMap',
			relModlist: 'Contacts',
		});
		const { workflow, notConverted } = convert(workflowOf({}, [task]));
		expect(notConverted).toEqual([]);
		const node = (name: string) => workflow.nodes.find((one) => one.name === name);
		expect(node('T: Records')?.parameters).toMatchObject({
			operation: 'getRelated',
			relatedModule: { value: 'Contacts' },
		});
		expect(node('T')?.parameters).toMatchObject({
			operation: 'executeWithContext',
			records: '={{ $json.id }}',
			context: expect.stringContaining('$("coreBOS Trigger").item.json.context') as string,
		});
	});

	test('an inactive task is a node that is switched off', () => {
		const task = taskOf('VTUpdateFieldsTask', mapping(row), false);
		expect(lastOf(task).disabled).toBe(true);
	});

	test('workflows that launch each other do so in n8n', () => {
		const launched = workflowOf({ description: 'Second', executionCondition: '7' });
		const task = taskOf('CBLaunchWorkFlowTask', { workflowid: '39', workflowid_display: 'Second' });
		const [first, second] = workflowsToN8n([workflowOf({}, [task]), launched]);
		const node = first.workflow.nodes.find(({ name }) => name === 'T');
		expect(node).toMatchObject({
			type: 'n8n-nodes-base.executeWorkflow',
			parameters: { workflowId: { value: second.workflow.id } },
		});
	});

	test.each<[string, Record<string, string>]>([
		['CBTagTask', { listoftags: 'vip', addrel: '1' }],
		['CBDeleteRelatedTask', { relmodule: '' }],
		['DuplicateRecords', { bmapid: '' }],
		['CBRelateSales', { relpdo: '', withaccvnd: '1' }],
		['CBLaunchWorkFlowTask', { workflowid: '3', record_filter_opt: 'filterByRecordSetMap' }],
		['GenerateDocument', { gendoctemplate: '5' }],
		['CBSelectcbMap', { bmapid: '5' }],
		['VTEntityMethodTask', { methodName: 'x' }],
		['SomethingOfAnInstall', { whatever: '1', apikey: 'hunter22' }],
		['RunWebserviceWorkflowTask', { bmapid: '' }],
		['VTUpdateFieldsTask', { field_value_mapping: '[]' }],
		['VTCreateEntityTask', { entity_type: '' }],
	])('%s %j stops with an error, beside a note that holds it', (name, properties) => {
		const { workflow, notConverted } = convert(workflowOf({}, [taskOf(name, properties)]));
		expect(notConverted).toEqual([
			{ task: `T (${name})`, reason: expect.stringMatching(/\.$/) as string },
		]);
		const stop = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.stopAndError');
		expect(stop?.parameters.errorMessage).toContain(notConverted[0].reason);
		const notes = workflow.nodes.filter(({ type }) => type === STICKY_NOTE);
		const texts = notes.map(({ parameters }) => String(parameters.content));
		expect(texts.some((text) => text.startsWith(`**${name}**`))).toBe(true);
		expect(texts.some((text) => text.includes(notConverted[0].reason))).toBe(true);
		expect(texts.join()).not.toContain('hunter22');
	});
});

test.each(['25-scheduled-recordset-map.csv', '26-scheduled-question.csv'])(
	'%s: records that only coreBOS can name are not replaced by all records',
	(file) => {
		const [{ workflow, notConverted }] = workflowsToN8n(read(join('more', file)));
		const before = Object.entries(workflow.connections).find(([, { main }]) =>
			main.flat().some(({ node }) => node === 'Get Many'),
		);
		const stop = workflow.nodes.find(({ name }) => name === before?.[0]);
		expect(stop?.type).toBe('n8n-nodes-base.stopAndError');
		expect(stop?.parameters.errorMessage).toMatch(/only coreBOS reads it\. .*remove this node/);
		expect(notConverted).toContainEqual({
			task: 'Records',
			reason: expect.stringContaining('only coreBOS reads it'),
		});
	},
);

describe('layout', () => {
	const rowOf = (name: string) => ({ fieldname: name, valuetype: 'rawtext', value: 'x' });
	const condition = JSON.stringify([
		{ fieldname: 'industry', operation: 'is', value: 'Banking', valuetype: 'rawtext' },
	]);
	const trigger = { days: 2, field: 'closingdate' };

	/** Each kind of task that places its nodes in a way of its own. */
	const TASKS: Array<[name: string, properties: Record<string, string>]> = [
		['VTUpdateFieldsTask', { field_value_mapping: JSON.stringify([rowOf('a')]) }],
		[
			'VTUpdateFieldsTask',
			{
				field_value_mapping: JSON.stringify([
					rowOf('a'),
					{ ...rowOf('account_id'), fldmodule: 'Accounts', fldrelname: 'phone' },
				]),
			},
		],
		['wfExecExpression', { wfexeexps: '[]' }],
		['VTEmailTask', { recepient: '$email', attachmentids: '8801,8802' }],
		['CBLaunchWorkFlowTask', { workflowid: '3', workflowid_display: 'Launched' }],
		['CBAssignRelatedTask', { relmodule: 'Contacts', username: '1' }],
		[
			'CBMassiveUpdateRelatedTask',
			{
				field_value_mapping: JSON.stringify([
					{ ...rowOf('a'), fieldmodule: 'Contacts__account_id' },
				]),
			},
		],
		['CBTagTask', { listoftags: 'vip '.repeat(200) }],
		['VTSMSTask', { sms_recepient: '$phone', content: 'Hi' }],
		['CBPushNotificationTask', { url_query: 'https://x.example' }],
		['CBRelateSales', { relpdo: '1', withaccvnd: '1', withcto: '1' }],
		['VTEmailTask', { recepient: '$email', linktemplate: '1', cbmsgtemplate: '5' }],
		[
			'CBLaunchWorkFlowTask',
			{ workflowid: '3', record_filter_opt: 'filterByRecordSetMap', recordsetmapid: '9' },
		],
	];

	const task = fc
		.record({
			kind: fc.nat(TASKS.length - 1),
			active: fc.boolean(),
			hasConditions: fc.boolean(),
			waits: fc.boolean(),
			summary: fc.constantFrom('', 'T', 'A task with quite a long name that says what it does'),
		})
		.map(({ kind, active, hasConditions, waits, summary }) => {
			const [name, properties] = TASKS[kind];
			const test = hasConditions ? condition : '';
			const delay: Record<string, PhpWritten> = waits ? { trigger } : {};
			return taskOf(name, { ...properties, summary, test, ...delay }, active);
		});
	const workflow = fc.record({
		executionCondition: fc.constantFrom('1', '2', '3', '5', '6', '7', '8', '9'),
		options: fc.constantFrom('conditions', 'onerecord', 'recordset', ''),
		schtypeid: fc.constantFrom('0', '1', '2', '8'),
		test: fc.constantFrom('[]', condition),
		wfstarton: fc.constantFrom('', '2026-01-01 00:00:00'),
		purpose: fc.constantFrom('', 'What it is for. '.repeat(20)),
	});

	test('nothing overlaps, and every connection leads to the right', () => {
		fc.assert(
			fc.property(
				workflow,
				fc.array(task, { maxLength: 8 }),
				fc.constantFrom('calls' as const, 'watch' as const),
				(members, tasks, trigger) => {
					const launched = workflowOf({ description: 'Launched', executionCondition: '7' });
					const [{ workflow: n8n }] = workflowsToN8n([workflowOf(members, tasks), launched], {
						trigger,
					});
					expect(overlaps(n8n.nodes)).toEqual([]);
					expect(unconnected(n8n)).toHaveLength(1);
					const column = new Map(n8n.nodes.map(({ name, position: [x] }) => [name, x]));
					const toTheLeft = Object.entries(n8n.connections).flatMap(([from, { main }]) =>
						main
							.flat()
							.filter(({ node }) => !(Number(column.get(node)) > Number(column.get(from)))),
					);
					expect(toTheLeft).toEqual([]);
				},
			),
			{ numRuns: 150 },
		);
	});
});
