import { reportOfSource, type WorkflowTask } from '../../engine';

/** An expression of a task that does not work outside coreBOS as it looks. */
interface TaskReport {
	/** Name and class of the task. */
	task: string;
	/** What it is for, what is wrong with it and where. */
	reason: string;
	/** Whether a run refuses it. */
	isRefused: boolean;
}

/** Reads the expressions of a task that its node will evaluate. */
export function reportsOfTask(task: WorkflowTask): TaskReport[] {
	const name = `${task.summary || 'A task'} (${task.task})`;
	return expressionsOf(task).flatMap(({ target, expression }) =>
		reportOfSource('expression', expression).map(({ isRefused, text }) => ({
			task: name,
			reason: `The expression for ${target} ${isRefused ? 'is refused when it runs' : 'is read differently than it looks'}: ${text}.`,
			isRefused,
		})),
	);
}

interface TaskExpression {
	/** The field or the variable that gets the value. */
	target: string;
	expression: string;
}

function expressionsOf(task: WorkflowTask): TaskExpression[] {
	if (task.does === 'setContext') {
		return task.expressions
			.filter(({ kind }) => kind === 'expression')
			.map(({ variable, expression }) => ({ target: `"${variable}"`, expression }));
	}
	if (!('mapping' in task)) return [];
	return task.mapping
		.filter(({ valuetype }) => valuetype === 'expression')
		.map(({ fieldname, value }) => ({ target: `"${fieldname}"`, expression: value }));
}
