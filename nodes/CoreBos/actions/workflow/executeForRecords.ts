import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { executeWorkflow, existingIds, recordNumberOf } from '../../../../engine';
import { workflowLocator } from '../../../editor/listSearch/locators';
import type { ActionRun, Output } from '../../action';
import { callOptions } from '../../callOptions';
import { locatorValue, splitIds } from '../../../editor/parameterValues';

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
			'IDs of the records to execute it for, separated by commas, or a list from an expression',
	},
];

/**
 * Executes a workflow for the records of an item.
 *
 * @param more the context, for ExecuteWorkflowWithContext
 * @returns the workflow and the records; coreBOS itself only confirms the execution
 * @throws CoreBosError that names each record that failed, with its reason
 */
export async function executeForRecords(
	{ node, client }: ActionRun,
	itemIndex: number,
	operation: 'ExecuteWorkflow' | 'ExecuteWorkflowWithContext',
	more: IDataObject = {},
): Promise<Output[]> {
	// coreBOS expects the number or the name of a workflow, not its web service ID.
	const workflow = recordNumberOf(locatorValue(node, 'workflowId', itemIndex, 'Workflow'));
	const given = splitIds(node.getNodeParameter('records', itemIndex), 'Records');
	// coreBOS executes it for deleted records, too, and reports success (observed).
	const entities = await existingIds(client, given);
	const { parameters, isQueued } = callOptions(node, itemIndex);
	const call = { workflow, entities, ...more, ...parameters };
	const result = await executeWorkflow(client, operation, call);
	if (isQueued) return [{ json: { ...(result as IDataObject) } }];
	return [{ json: { workflow, records: entities, executed: result === true } }];
}
