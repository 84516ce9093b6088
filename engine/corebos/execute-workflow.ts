import type { CoreBosClient } from '../environment';
import { CoreBosError } from './corebos-error';

/**
 * Executes a workflow of coreBOS by one of its two operations.
 *
 * @param parameters `workflow` (number or name), `entities` (web service IDs), `context`, …
 * @returns coreBOS's answer: `true`, or a tracking ID if the call is queued
 * @throws CoreBosError that names each record that failed, with its reason
 */
export async function executeWorkflow(
	client: CoreBosClient,
	operation: 'ExecuteWorkflow' | 'ExecuteWorkflowWithContext',
	parameters: Record<string, unknown>,
): Promise<unknown> {
	try {
		return await client.call(operation, parameters);
	} catch (error) {
		if (!(error instanceof CoreBosError) || error.code !== 'WORKFLOW_TASK_FAILED') throw error;
		throw new CoreBosError({ ...error, reason: reasonsIn(error.reason) });
	}
}

/** The reason is a JSON object in this case: record → what went wrong. */
function reasonsIn(json: string): string {
	try {
		const reasons = Object.entries(JSON.parse(json) as Record<string, unknown>);
		return reasons.map(([id, reason]) => `${id}: ${String(reason)}`).join('; ');
	} catch {
		return json;
	}
}
