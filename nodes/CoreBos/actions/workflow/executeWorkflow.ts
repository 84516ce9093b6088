import type { IDataObject, INodeProperties } from 'n8n-workflow';
import {
	CoreBosError,
	existingIds,
	recordNumberOf,
	webServiceIds,
	workflowFailures,
	type CoreBosClient,
} from '../../../../engine';
import { workflowLocator } from '../../../editor/listSearch/locators';
import type { ActionRun, Output } from '../../action';
import { callOptions } from '../../callOptions';
import { locatorValue, idsIn } from '../../../editor/parameterValues';

/** Parameters of both operations that execute a workflow. */
export const executionParameters: INodeProperties[] = [
	workflowLocator({ description: 'The workflow to execute' }),
	{
		displayName: 'Records',
		name: 'records',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 14x8612',
		description:
			'IDs of the records to execute it on with commas between them, or a list from an expression',
	},
];

/**
 * Executes a workflow on the records of an item.
 *
 * @param more the context, for ExecuteWorkflowWithContext
 * @returns the workflow and the records; coreBOS itself only says that it did it
 * @throws CoreBosError that names each record that failed, with its reason
 */
export async function executeWorkflow(
	{ node, client }: ActionRun,
	itemIndex: number,
	operation: 'ExecuteWorkflow' | 'ExecuteWorkflowWithContext',
	more: IDataObject = {},
): Promise<Output[]> {
	const chosen = locatorValue(node, 'workflowId', itemIndex, 'Workflow');
	// coreBOS takes the number or the name, not the web service id.
	const workflow = recordNumberOf(chosen);
	const given = idsIn(node.getNodeParameter('records', itemIndex), 'Records');
	const entities = await webServiceIds(client, given);
	const { parameters, isQueued } = callOptions(node, itemIndex);
	const call = { workflow, entities, ...more, ...parameters };
	const result = await client
		.call(operation, call)
		.catch(async (error: unknown) => Promise.reject(await readable(client, entities, error)));
	if (isQueued) return [{ json: { ...(result as IDataObject) } }];
	return [{ json: { workflow, records: entities, executed: result === true } }];
}

/** The reasons alone, and that a record was deleted: coreBOS may answer a page for that (recorded). */
async function readable(client: CoreBosClient, ids: string[], error: unknown): Promise<unknown> {
	if (!(error instanceof CoreBosError)) return error;
	if (error.code === 'WORKFLOW_TASK_FAILED') {
		return new CoreBosError({ ...error, reason: workflowFailures(error.reason) });
	}
	if (error.code !== 'NOT_A_WEB_SERVICE') return error;
	return await existingIds(client, ids).then(
		() => error,
		(missing: unknown) => missing,
	);
}
