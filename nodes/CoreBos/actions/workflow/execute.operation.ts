import type { Action } from '../../action';
import { callOptionsOf } from '../../callOptions';
import { executeWorkflow, executionParameters } from './executeWorkflow';

/** `ExecuteWorkflow` */
export const execute: Action = {
	choice: {
		name: 'Execute',
		value: 'execute',
		action: 'Execute a workflow',
		description: 'Execute a workflow of coreBOS on records',
	},
	properties: executionParameters,
	options: callOptionsOf('ExecuteWorkflow'),
	async execute(run, itemIndex) {
		return await executeWorkflow(run, itemIndex, 'ExecuteWorkflow');
	},
};
