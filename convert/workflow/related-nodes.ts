import type { ContextExpression, MapReference, WorkflowTask } from '../../engine';
import { contextNode } from './context-node';
import type { NodeToPlace } from './canvas';
import { coreBosNode, ifNode, locator, OWN_RECORD, recordsNode, updateNode } from './corebos-nodes';
import { type Line, NotConvertible } from './task-line';
import type { TaskSecrets } from './task-secrets';

/** Related records get the owner: a branch of its own, as they are other items. */
export function placeAssignRelated(
	line: Line,
	name: string,
	{ module, owner }: Extract<WorkflowTask, { does: 'assignRelated' }>,
): void {
	if (module === '' || owner === '') {
		throw new NotConvertible('The task names no module or no owner: coreBOS does nothing.');
	}
	const { moduleName } = line.conversion.workflow;
	const { ends } = line;
	line.step(relatedRecordsNode(name, moduleName, module));
	// The item behind Get Related Records is paired with the one before it.
	const before = JSON.stringify(ends[0].node);
	const value = owner === 'assigneduser' ? `$(${before}).item.json.assigned_user_id` : undefined;
	line.aside(
		value === undefined
			? updateNode(name, module, OWN_RECORD, [
					{ fieldname: 'assigned_user_id', valuetype: 'rawtext', value: owner },
				])
			: coreBosNode(name, 'record', 'update', {
					module: locator('name', module),
					recordId: locator('id', OWN_RECORD),
					valuesFrom: 'json',
					fieldsJson: `={{ JSON.stringify({ assigned_user_id: ${value} }) }}`,
				}),
	);
	line.ends = ends;
}

/** Reads the records of a module that are related to the record. */
export function relatedRecordsNode(name: string, ownModule: string, module: string): NodeToPlace {
	return recordsNode(`${name}: Records`, 'relation', 'getRelated', {
		module: locator('name', ownModule),
		recordId: locator('id', OWN_RECORD),
		relatedModule: locator('name', module),
		returnAll: true,
	});
}

/**
 * Lets only those records through for which a business rule is true; all where there is none.
 *
 * @param records name of the node that gives them
 * @returns an expression of n8n for the id of each
 */
export function placeRule(line: Line, name: string, map: MapReference, records: string): string {
	if (map.id === '') return OWN_RECORD;
	line.step(ruleNode(`${name}: Rule`, map));
	line.step(ifNode(`${name}: Met?`, "!!$json.result && $json.result !== '0'"));
	return `={{ $(${JSON.stringify(records)}).item.json.id }}`;
}

/** Evaluates a business rule for the record. */
export function ruleNode(name: string, map: MapReference): NodeToPlace {
	return recordsNode(name, 'businessRule', 'evaluate', {
		businessRule: locator('id', map.id),
		recordId: locator('id', OWN_RECORD),
	});
}

/** A node that removes the related records of a module. */
export function removeRelatedNode(
	name: string,
	ownModule: string,
	{ module, map }: Extract<WorkflowTask, { does: 'deleteRelated' }>,
): NodeToPlace {
	if (module === '') throw new NotConvertible('The task names no module: coreBOS does nothing.');
	return coreBosNode(name, 'relation', 'removeRelated', {
		module: locator('name', ownModule),
		recordId: locator('id', OWN_RECORD),
		relatedModule: locator('name', module),
		...(map.id !== '' && { condition: locator('id', map.id) }),
	});
}

/** The values are worked out on the record itself and written into those that lead to it. */
export function placeUpdateRelated(
	line: Line,
	name: string,
	task: Extract<WorkflowTask, { does: 'updateRelated' }>,
	secrets: TaskSecrets,
): void {
	const { moduleName } = line.conversion.workflow;
	const rows = task.mapping.map((row) => secrets.mapping(row));
	const targets = new Set(rows.map(({ fieldmodule = '' }) => fieldmodule));
	const [target = ''] = targets;
	const [module, link] = target.split('__');
	if (targets.size !== 1 || module === '' || link === undefined) {
		throw new NotConvertible('The task does not name one module and the field that leads here.');
	}
	const variables = rows.map(
		({ fieldname, valuetype, value }): ContextExpression => ({
			variable: `related_${fieldname}`,
			expression: value,
			kind: valuetype === 'rawtext' ? 'text' : 'expression',
		}),
	);
	const values = line.add(contextNode(`${name}: Values`, moduleName, variables, secrets));
	const { ends } = line;
	const found = line.step(
		recordsNode(`${name}: Records`, 'record', 'getAll', {
			module: locator('name', module),
			returnAll: true,
			filters: { conditions: [{ field: link, operator: 'equals', value: OWN_RECORD }] },
		}),
	);
	const id = placeRule(line, name, task.map, found);
	const context = `$(${JSON.stringify(values)}).item.json.context`;
	const members = rows.map(
		({ fieldname }) =>
			`${JSON.stringify(fieldname)}: ${context}[${JSON.stringify(`related_${fieldname}`)}]`,
	);
	line.aside(
		coreBosNode(name, 'record', 'update', {
			module: locator('name', module),
			recordId: locator('id', id),
			valuesFrom: 'json',
			fieldsJson: `={{ JSON.stringify({ ${members.join(', ')} }) }}`,
		}),
	);
	line.ends = ends;
}
