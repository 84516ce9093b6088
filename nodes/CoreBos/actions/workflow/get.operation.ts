import type { IDataObject } from 'n8n-workflow';
import { readableConditions } from '../../../../engine';
import { workflowLocator } from '../../../editor/listSearch/locators';
import { locatorValue } from '../../../editor/parameterValues';
import type { Action } from '../../action';
import { workflowOfInstall } from './installWorkflow';

/** A query for a workflow; the web service does not return the tasks. */
export const getWorkflow: Action = {
	choice: {
		name: 'Get',
		value: 'get',
		action: 'Get a workflow',
		description:
			'Get a coreBOS workflow with readable conditions. The web service does not return its tasks; to get them, export the workflow in coreBOS.',
	},
	properties: [workflowLocator({ description: 'The workflow to get' })],
	async execute({ node, client }, itemIndex) {
		const wanted = locatorValue(node, 'workflowId', itemIndex, 'Workflow');
		const workflow = await workflowOfInstall(client, wanted);
		const runs = RUNS[String(workflow.execution_condition)] ?? 'unknown';
		const conditions = readableConditions(workflow.test);
		return [{ json: { ...workflow, runs, conditions } as IDataObject }];
	},
};

/** When a workflow runs, by its execution condition. */
const RUNS: Readonly<Record<string, string>> = {
	1: 'when a record is created',
	2: 'on every save until the conditions are met for the first time',
	3: 'on every save',
	4: 'when a record that exists is saved',
	5: 'before a record is deleted',
	6: 'on a schedule',
	7: 'manually, or when it is launched',
	8: 'when a record is opened, to decide who can see it',
	9: 'when a record is related',
	10: 'when a relation is removed',
};
