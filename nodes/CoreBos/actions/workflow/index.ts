import type { Resource } from '../../action';
import { checkConditions } from './checkConditions.operation';
import { execute } from './execute.operation';
import { executeWithContext } from './executeWithContext.operation';
import { get } from './get.operation';
import { list } from './list.operation';

export const workflowResource: Resource = {
	choice: {
		name: 'Workflow',
		value: 'workflow',
		description: 'Workflows in coreBOS',
	},
	defaultOperation: 'list',
	actions: [checkConditions, execute, executeWithContext, get, list],
};
