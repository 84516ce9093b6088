import type { Resource } from '../../action';
import { checkConditions } from './checkConditions.operation';
import { execute } from './execute.operation';
import { executeWithContext } from './executeWithContext.operation';
import { getWorkflow } from './get.operation';
import { listWorkflows } from './list.operation';

export const workflowResource: Resource = {
	choice: {
		name: 'Workflow',
		value: 'workflow',
		description: 'Workflows in coreBOS',
	},
	defaultOperation: 'list',
	actions: [checkConditions, execute, executeWithContext, getWorkflow, listWorkflows],
};
