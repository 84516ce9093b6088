import type { Entity, Install } from '../install';
import { entityOf, namedRecord } from '../entities';
import { Refusal, wrongId } from '../refusal';
import { decoded, text, type Operation, type OperationCall } from './operation';

/** Checks the call as coreBOS does; the stand-in's workflows have no tasks to run. */
const executeWorkflow: Operation = (call) => {
	const workflow = workflowOf(call.install, text(call, 'workflow'));
	const mismatches = entitiesOf(call).flatMap((id) => {
		// Deleted records are taken like others (seen on a real coreBOS).
		const entity = call.install.entities.find(
			(one) => call.install.idOf(one) === id || String(one.number) === id,
		);
		if (entity?.module === workflow.values.module_name) return [];
		return [[id, `Workflow and record (${id}) modules do not match`]];
	});
	const failures = mismatches.length > 0 ? mismatches : taskFailures(call, workflow);
	if (failures.length === 0) return true;
	throw new Refusal('WORKFLOW_TASK_FAILED', JSON.stringify(Object.fromEntries(failures)));
};

/** A failing task answers the whole record beside its error, as JSON per record (recorded). */
function taskFailures(call: OperationCall, workflow: Entity): Array<[id: string, text: string]> {
	const { taskError: error } = workflow;
	if (error === undefined) return [];
	return entitiesOf(call).map((id) => {
		const entity = entityOf(call.install, id, wrongId);
		const entitydata = namedRecord(call.install, entity);
		const entityid = call.install.idOf(entity);
		return [id, JSON.stringify([{ entitydata, entityid, taskid: workflow.number + 1, error }])];
	});
}

function workflowOf(install: Install, given: string): Entity {
	const workflow = install
		.of('Workflow')
		.find(({ number, values }) => String(number) === given || values.summary === given);
	if (workflow === undefined) {
		throw new Refusal('INVALID_PARAMETER', 'Invalid parameter: workflow');
	}
	return workflow;
}

/** A JSON list, or a single id as JSON. */
function entitiesOf(call: OperationCall): string[] {
	const entities = decoded(call, 'entities');
	if (entities === undefined) {
		throw new Refusal('INVALID_PARAMETER', 'Invalid entities parameter: Syntax error');
	}
	return (Array.isArray(entities) ? entities : [entities]).map(String);
}

const executeWorkflowWithContext: Operation = (call) => {
	if (decoded(call, 'context') === undefined) {
		throw new Refusal('INVALID_PARAMETER', 'Invalid context parameter: Syntax error');
	}
	return executeWorkflow(call);
};

export const workflowOperations: Record<string, Operation> = {
	ExecuteWorkflow: executeWorkflow,
	ExecuteWorkflowWithContext: executeWorkflowWithContext,
};
