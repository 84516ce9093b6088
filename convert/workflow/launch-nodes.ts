import type { LaunchRecords, MapReference, WorkflowTask } from '../../engine';
import type { End, NodeToPlace } from './canvas';
import { coreBosNode, locator, OWN_RECORD } from './corebos-nodes';
import { placeRule, relatedRecordsNode, ruleNode } from './related-nodes';
import { NotConvertible, type Line } from './task-line';

/** A workflow that is converted as well is one of n8n; any other one stays in coreBOS. */
export function placeLaunch(
	line: Line,
	name: string,
	task: Extract<WorkflowTask, { does: 'launchWorkflow' }>,
): void {
	const { ids } = line.conversion;
	const { records, workflow: number } = task;
	const launched = [...ids.keys()].find(({ description }) => description === task.name);
	if (records.from === 'related') {
		placeLaunchOfRelated(line, name, records, number);
		return;
	}
	if (launched !== undefined && records.from === 'current') {
		line.aside(subWorkflowNode(name, launched.description, ids.get(launched) ?? ''));
		return;
	}
	if (number === '') throw new NotConvertible('The task names no workflow.');
	if (records.from === 'map') {
		placeLaunchOfMap(line, name, records.map, number);
		return;
	}
	const these =
		records.from === 'list'
			? `={{ $json.context?.LaunchWorkflow_Records || ${JSON.stringify(records.ids)} }}`
			: OWN_RECORD;
	line.add(executeNode(name, number, these, '$json.context'));
}

/** For each related record, in a branch of its own: they are other items. */
function placeLaunchOfRelated(
	line: Line,
	name: string,
	{ module, map }: Extract<LaunchRecords, { from: 'related' }>,
	number: string,
): void {
	if (number === '' || module === '') {
		throw new NotConvertible('The task names no workflow or no module.');
	}
	const { ends, conversion } = line;
	const related = line.step(relatedRecordsNode(name, conversion.workflow.moduleName, module));
	const these = placeRule(line, name, map, related);
	line.aside(executeNode(name, number, these, contextOf(ends)));
	line.ends = ends;
}

/** For the records that a business rule answers, in a branch of its own. */
function placeLaunchOfMap(line: Line, name: string, map: MapReference, number: string): void {
	if (map.id === '') throw new NotConvertible('The task names no map.');
	const { ends } = line;
	line.step(ruleNode(`${name}: Records`, map));
	// A rule answers an ID, or rows whose first column is one.
	const rows = '[$json.result ?? []].flat().map((row) => Object.values(Object(row))[0] ?? row)';
	const ids = "(typeof $json.result === 'string' ? [$json.result] : " + `${rows})`;
	line.aside(executeNode(name, number, `={{ ${ids} }}`, contextOf(ends)));
	line.ends = ends;
}

/** The context of the item that a branch began with. */
function contextOf(ends: End[]): string {
	return `$(${JSON.stringify(ends[0].node)}).item.json.context`;
}

/** @param records ids or an expression that gives them; context: an expression, without its marks */
function executeNode(name: string, number: string, records: string, context: string): NodeToPlace {
	return coreBosNode(name, 'workflow', 'executeWithContext', {
		workflowId: locator('id', number),
		records,
		context: `={{ JSON.stringify(${context} ?? {}) }}`,
	});
}

function subWorkflowNode(name: string, launched: string, id: string): NodeToPlace {
	return {
		name,
		type: 'n8n-nodes-base.executeWorkflow',
		typeVersion: 1.2,
		parameters: {
			workflowId: { ...locator('id', id), cachedResultName: launched },
			workflowInputs: { mappingMode: 'defineBelow', value: {} },
			mode: 'each',
			options: { waitForSubWorkflow: true },
		},
		notes: `Choose "${launched}" here if n8n gave it another ID on import.`,
		goesOnAfterErrors: true,
	};
}
