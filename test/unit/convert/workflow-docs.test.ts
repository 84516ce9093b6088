import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowsToN8n } from '../../../convert';
import { parseWorkflowExport, type CoreBosWorkflow } from '../../../engine';
import { CLASSES } from './task-classes';

const root = join(__dirname, '..', '..', '..');
const exports = join(root, 'test', 'recordings', 'workflow-exports');

/** The table of tasks of docs/workflows.md: class → whether it is converted. */
function documented(): Map<string, boolean> {
	const text = readFileSync(join(root, 'docs', 'workflows.md'), 'utf8');
	const rows = text.matchAll(/^\| (\w+)\s*\| (yes|no)\s*\|/gm);
	return new Map([...rows].map(([, name, answer]) => [name, answer === 'yes']));
}

function recordedWorkflows(): CoreBosWorkflow[] {
	const files = [
		join(exports, 'export.csv'),
		...readdirSync(join(exports, 'more'))
			.filter((file) => file.endsWith('.csv'))
			.map((file) => join(exports, 'more', file)),
	];
	return files.flatMap((file) => parseWorkflowExport(readFileSync(file, 'utf8')));
}

/** Each recorded class with whether any of its tasks is converted. */
function converted(): Map<string, boolean> {
	const found = new Map<string, boolean>();
	for (const workflow of recordedWorkflows()) {
		for (const task of workflow.tasks) {
			const [{ notConverted }] = workflowsToN8n([{ ...workflow, tasks: [task] }]);
			const isConverted = !notConverted.some((one) => one.task.endsWith(`(${task.task})`));
			found.set(task.task, found.get(task.task) === true || isConverted);
		}
	}
	return found;
}

test('the table of tasks says what convert does', () => {
	const table = documented();
	const found = converted();
	expect(found.size).toBeGreaterThan(5);
	for (const [name, isConverted] of found)
		expect([name, table.get(name)]).toEqual([name, isConverted]);
});

test('the table names every task class of coreBOS, and whether it becomes nodes', () => {
	const classes = new Map<string, boolean>();
	for (const [name, , nodes] of CLASSES) {
		classes.set(name, classes.get(name) === true || nodes.length > 0);
	}
	const table = documented();
	for (const [name, isConverted] of classes)
		expect([name, table.get(name)]).toEqual([name, isConverted]);
});

/** What the docs call the nodes that a converted workflow starts with. */
const NODES: Record<string, string> = {
	'n8n-nodes-corebos.coreBosTrigger': 'coreBOS Trigger',
	'n8n-nodes-corebos.coreBosWatchTrigger': 'coreBOS Watch Records',
	'n8n-nodes-base.scheduleTrigger': 'Schedule Trigger',
	'n8n-nodes-base.executeWorkflowTrigger': 'Execute Sub-workflow Trigger',
	'n8n-nodes-base.removeDuplicates': 'Remove Duplicates',
};

describe.each<[executionCondition: string, words: string]>([
	['1', 'first save'],
	['2', 'until the conditions are true for the first time'],
	['3', 'every save'],
	['4', 'modify'],
	['5', 'delete'],
	['6', 'schedule'],
	['7', 'by hand'],
	['8', 'record access control'],
	['9', 'related'],
	['10', 'unrelated'],
])('execution condition %s in the table of triggers', (executionCondition, words) => {
	const text = readFileSync(join(root, 'docs', 'workflows.md'), 'utf8');
	const rows = [...text.matchAll(/^\| ([^|]+?) +\| ([^|]+?) +\|$/gm)].map(([, ...cells]) => cells);
	const [, how = ''] = rows.find(([when]) => new RegExp(`\\b${words}\\b`).test(when)) ?? [];

	test.each(['calls', 'watch'] as const)('says what it becomes, trigger %s', (trigger) => {
		const members = { moduleName: 'Accounts', description: 'W', executionCondition };
		const schedule = { options: 'conditions', schtypeid: '1', tasks: [] };
		const cell = Buffer.from(JSON.stringify({ ...members, ...schedule })).toString('base64');
		const [{ workflow, notConverted }] = workflowsToN8n(
			parseWorkflowExport(`"workflow_id"\r\n"${cell}"\r\n`),
			{ trigger },
		);
		if (executionCondition === '8') {
			expect(how).toMatch(/^not converted/);
			expect(notConverted).toHaveLength(1);
			return;
		}
		expect(notConverted).toEqual([]);
		const names = workflow.nodes.flatMap(({ type }) => NODES[type] ?? []);
		expect(names.length).toBeGreaterThan(0);
		const isTheSame = how.startsWith('the same');
		for (const name of names) {
			const isNamed = how.includes(name) || (isTheSame && name.startsWith('coreBOS'));
			expect([name, isNamed]).toEqual([name, true]);
		}
	});
});
