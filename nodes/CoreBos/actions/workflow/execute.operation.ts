import type { Action } from '../../action';
import { callOptionsOf } from '../../callOptions';
import { executeForRecords, executionParameters } from './executeForRecords';

/** `ExecuteWorkflow` */
export const execute: Action = {
	choice: {
		name: 'Execute',
		value: 'execute',
		action: 'Execute a workflow',
		description: 'Execute a coreBOS workflow for records',
	},
	properties: executionParameters,
	options: callOptionsOf('ExecuteWorkflow'),
	async execute(run, itemIndex) {
		return await executeForRecords(run, itemIndex, 'ExecuteWorkflow');
	},
};
