import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowsToN8n } from '../../convert';
import { parseWorkflowExport, type CoreBosWorkflow } from '../../engine';

const root = join(__dirname, '..', '..');
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

test('the table names every task class of coreBOS', () => {
	const types = JSON.parse(
		readFileSync(join(exports, 'more', 'task-types.json'), 'utf8'),
	) as Array<{ class: string }>;
	const table = documented();
	expect(types.map((type) => type.class).filter((name) => !table.has(name))).toEqual([]);
});
