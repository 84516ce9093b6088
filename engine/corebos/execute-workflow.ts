import type { CoreBosClient } from '../environment';
import { CoreBosError } from './corebos-error';
import { workflowFailures } from './workflow-failures';

/** A call of `ExecuteWorkflow` or `ExecuteWorkflowWithContext`. */
type WorkflowExecution = Record<string, unknown> & {
	/** Number or name of the workflow. */
	workflow: string;
	/** Web service IDs of the records. */
	entities: string[];
};

/**
 * Executes a workflow of coreBOS by one of its two operations.
 *
 * @returns coreBOS's answer: `true`, or a tracking ID if the call is queued
 * @throws CoreBosError that names each record that failed, with its reason
 */
export async function executeWorkflow(
	client: CoreBosClient,
	operation: 'ExecuteWorkflow' | 'ExecuteWorkflowWithContext',
	execution: WorkflowExecution,
): Promise<unknown> {
	try {
		return await client.call(operation, execution);
	} catch (error) {
		if (!(error instanceof CoreBosError) || error.code !== 'WORKFLOW_TASK_FAILED') throw error;
		throw new CoreBosError({ ...error, reason: workflowFailures(error.reason) });
	}
}
