import type { CoreBosWorkflow, TaskDelay, WorkflowTask } from '../../engine';
import type { TaskConversion } from './task-line';

/**
 * The tasks of a workflow that wait, in the order in which n8n waits for them, one after the other:
 * of those with the same field the earliest comes first.
 */
export function delayedTasks({ tasks }: CoreBosWorkflow): WorkflowTask[] {
	const fields = new Map<string, WorkflowTask[]>();
	for (const task of tasks) {
		if (task.delay === undefined) continue;
		fields.set(task.delay.field, [...(fields.get(task.delay.field) ?? []), task]);
	}
	return [...fields.values()].flatMap((waiting) =>
		waiting.sort((one, other) => minutesOf(one.delay) - minutesOf(other.delay)),
	);
}

function minutesOf(delay: TaskDelay | undefined): number {
	return delay === undefined ? 0 : (delay.days * 24 + delay.hours) * 60 + delay.minutes;
}

/** What the note says of delays that n8n does not wait for as they are meant. */
export function aboutDelays({ delayed, workflow }: TaskConversion): string[] {
	const fields = new Set(delayed.map(({ delay }) => delay?.field));
	const isScheduled = workflow.trigger.when === 'schedule';
	const hasOthers = workflow.tasks.length > delayed.length;
	return [
		...(fields.size > 0 && hasOthers
			? [
					'If a task fails, the run ends before the delayed tasks, so that you hear of the error at once. coreBOS would run them.',
				]
			: []),
		...(fields.size > 1
			? [
					'n8n waits for the delayed tasks one after another, from top to bottom, so a task that is due before the one above it runs late. If this matters, move it to a separate workflow.',
				]
			: []),
		...(fields.size > 0 && isScheduled
			? [
					'A delayed task waits for all records of a run until the date of the first one: set Loop Over Items before it where their dates differ.',
				]
			: []),
	];
}
