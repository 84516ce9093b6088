import type { Action } from '../../action';
import { callOptionsOf } from '../../callOptions';
import { jsonObject } from '../../../editor/parameterValues';
import { executeForRecords, executionParameters } from './executeForRecords';

/** `ExecuteWorkflowWithContext` */
export const executeWithContext: Action = {
	choice: {
		name: 'Execute With Context',
		value: 'executeWithContext',
		action: 'Execute a workflow with context',
		description: 'Execute a coreBOS workflow for records, with variables for its tasks',
	},
	properties: [
		...executionParameters,
		{
			displayName: 'Context',
			name: 'context',
			type: 'json',
			default: '{}',
			required: true,
			description: 'Variables of the workflow context by name, as read with getFromContext',
		},
	],
	options: callOptionsOf('ExecuteWorkflowWithContext'),
	async execute(run, itemIndex) {
		const context = jsonObject(run.node, 'context', itemIndex, 'Context');
		return await executeForRecords(run, itemIndex, 'ExecuteWorkflowWithContext', { context });
	},
};
