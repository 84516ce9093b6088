import type { CoreBosWorkflow } from '../../engine';

/** Tasks that put variables into the context. */
const WRITING = ['setContext', 'runMap'];

/** Whether the context of a workflow can hold variables that tasks of coreBOS look for. */
export function mayHaveContext({ trigger, tasks }: CoreBosWorkflow): boolean {
	return (
		trigger.when === 'manual' ||
		tasks.some(
			({ does, properties }) => WRITING.includes(does) || mentions(properties, 'setToContext'),
		)
	);
}

/** Whether a workflow names a variable of the context somewhere in its tasks. */
export function namesVariable({ tasks }: CoreBosWorkflow, variable: string): boolean {
	return tasks.some(({ properties }) => mentions(properties, variable));
}

function mentions(properties: Readonly<Record<string, unknown>>, text: string): boolean {
	return JSON.stringify(properties).includes(text);
}
