import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowsToN8n, type N8nWorkflow } from '../../../convert';
import { recording } from '../workflow/recorded-workflows';
import { exportOf, taskOf, workflowOf } from '../workflow/written-workflows';
import { CLASSES } from './task-classes';

type Node = N8nWorkflow['nodes'][number];

/** What a node does: its operation in our nodes, else its type. */
function workOf({ type, parameters }: Node): string {
	const { resource, operation } = parameters;
	if (!type.startsWith('n8n-nodes-corebos.')) return type.replace('n8n-nodes-base.', '');
	const words = [resource, operation].filter((word) => word !== undefined);
	return words.map((word) => JSON.stringify(word).slice(1, -1)).join(' ');
}

/** The nodes of a task, as they stand from left to right. */
function nodesOf(workflow: N8nWorkflow): Node[] {
	const around = ['coreBosTrigger', 'stickyNote'].map((name) => new RegExp(`\\.${name}$`));
	return workflow.nodes.filter(
		({ type, name }) =>
			!around.some((pattern) => pattern.test(type)) &&
			!['Any Error?', 'A Task Failed'].includes(name),
	);
}

describe('every task class of coreBOS', () => {
	const types = recording<Array<{ class: string; properties: string[] }>>(
		'workflow-exports/more/task-types.json',
	);

	test('is in the table', () => {
		const table = new Set(CLASSES.map(([name]) => name));
		expect(types).toHaveLength(28);
		expect(types.map((type) => type.class).filter((name) => !table.has(name))).toEqual([]);
	});

	test.each(CLASSES)('%s %j', (name, properties, works) => {
		const known = types.find((type) => type.class === name)?.properties ?? [];
		expect(Object.keys(properties).filter((property) => !known.includes(property))).toEqual([]);
		const task = taskOf(name, { summary: 'Work', ...properties });
		const module = name === 'CBRelateSales' ? 'Quotes' : 'Accounts';
		const [{ workflow, notConverted }] = workflowsToN8n([
			workflowOf({ moduleName: module }, [task]),
		]);
		const nodes = nodesOf(workflow);
		expect(nodes.map(workOf)).toEqual(works.length === 0 ? ['stopAndError'] : works);
		// Nothing that a task says is dropped: it is in a node, or in a note and in the report.
		const isTold = notConverted.some((one) => one.task === `Work (${name})`);
		expect(isTold).toBe(works.length === 0 || name === 'DuplicateRecords');
		const written = JSON.stringify(workflow.nodes);
		for (const value of Object.values(properties)) {
			if (typeof value === 'string' && /^\$|^[a-z]{2,}$/.test(value) && value !== 'addrel') {
				expect([value, written.includes(value) || IN_OTHER_WORDS.includes(value)]).toEqual([
					value,
					true,
				]);
			}
		}
	});

	/** Choices that a node has by another name. */
	const IN_OTHER_WORDS = ['delrel', 'delAllrel', 'dup'];

	test('attachments of a message are told', () => {
		const task = taskOf('WhatsappWorkflowTask', { phone: '1', attachmentids: '8801' });
		const [{ notConverted, secrets }] = workflowsToN8n([workflowOf({}, [task])]);
		expect(notConverted).toEqual([
			{ task: 'T (WhatsappWorkflowTask)', reason: expect.stringContaining('8801') as string },
		]);
		expect(secrets).toEqual([expect.stringContaining('FILL_IN_SENDER_NUMBER') as string]);
	});

	test('a mail of a message template takes its texts, and those of a context', () => {
		const context = taskOf('wfExecExpression', {
			wfexeexps: JSON.stringify([
				{ var: 'SendEmailTo', exp: "'a@x.example'", typ: 'expression' },
				{ var: 'MergeTemplateWith', exp: 'account_id', typ: 'expression' },
			]),
		});
		const properties = { recepient: '$email1', subject: 'Own }} subject', content: 'c' };
		const mail = taskOf('VTEmailTask', { ...properties, linktemplate: '1', cbmsgtemplate: '9' });
		const [{ workflow }] = workflowsToN8n([workflowOf({}, [context, mail])]);
		const texts = workflow.nodes.find(({ name }) => name === 'T: Texts');
		const { rows } = texts?.parameters.contextVariables as unknown as {
			rows: Array<{ variable: string; expression: string; kind: string }>;
		};
		const row = (variable: string) => rows.find((one) => one.variable === variable);
		expect(row('mail_to')).toMatchObject({
			expression: '={{ $json.context?.SendEmailTo ?? "$email1" }}',
			kind: 'addresses',
		});
		expect(row('mail_subject')).toMatchObject({
			expression:
				'={{ ($("T: Message Template").first()?.json.subject || undefined) ?? ($json.context?.SendThisSubject || undefined) ?? "Own }\\u007d subject" }}',
			kind: 'message',
		});
	});
});

test('the table of the docs says of each class whether it is converted', () => {
	const text = readFileSync(join(__dirname, '../../../docs/workflows.md'), 'utf8');
	const rows = [...text.matchAll(/^\| (\w+)\s*\| (yes|no)\s*\| ([^|]+?)\s*\|$/gm)];
	const documented = new Map(rows.map(([, name, answer]) => [name, answer === 'yes']));
	for (const [name, , works] of CLASSES) {
		expect([name, documented.get(name)]).toEqual([name, works.length > 0]);
	}
	expect(documented.size).toBe(28);
});

test('a class of an install stops, and says that it is one', () => {
	const csv = exportOf([{ tasks: [taskOf('MyOwnTask', { mine: 'kept' })] }]);
	expect(csv.split('\r\n')).toHaveLength(3);
	const [{ workflow, notConverted }] = workflowsToN8n([
		workflowOf({}, [taskOf('MyOwnTask', { mine: 'kept' })]),
	]);
	expect(notConverted).toEqual([
		{
			task: 'T (MyOwnTask)',
			reason: expect.stringMatching(/^MyOwnTask is a task that only/) as string,
		},
	]);
	expect(JSON.stringify(workflow.nodes)).toContain('mine: kept');
});
