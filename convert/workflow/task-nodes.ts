import {
	isSecretName,
	parseMap,
	thrownError,
	type FieldMapping,
	type WorkflowTask,
} from '../../engine';
import { mapToParameters } from '../map';
import { BELOW, type End, LINE, type NodeToPlace } from './canvas';
import { contextNode } from './context-node';
import {
	checkConditionsNode,
	coreBosNode,
	hasConditions,
	locator,
	mappingRows,
	OWN_RECORD,
	stopNode,
	updateNode,
} from './corebos-nodes';
import { placeLaunch } from './launch-nodes';
import { placeMail } from './mail-nodes';
import { RUN_MAP, RUN_MAP_VERSION } from './map-node';
import { replaceSecrets } from './map-secrets';
import { placeSms, placeUrlCall, placeWhatsapp } from './message-nodes';
import { reasonFor } from './not-convertible';
import { placeAssignRelated, placeUpdateRelated, removeRelatedNode } from './related-nodes';
import { placeRelateSales } from './sales-nodes';
import { withoutNamedSecrets } from './secret-texts';
import { Line, NotConvertible, type TaskConversion } from './task-line';
import { TaskSecrets } from './task-secrets';
import { placeholderOf } from './value-secrets';

/**
 * Puts the nodes of a task on the canvas.
 *
 * @param ends outputs that lead to the task
 * @param column first free column
 * @returns the outputs that lead to what follows, and the next free column
 */
export function placeTask(
	conversion: TaskConversion,
	task: WorkflowTask,
	ends: End[],
	column: number,
): { ends: End[]; column: number } {
	const { delay, active } = task;
	if (delay === undefined) {
		const line = new Line(conversion, ends, column, LINE, !active);
		const skipping = placeConditions(line, task);
		placeAction(line, task);
		// A task alone above the line takes its column, too.
		return { ends: [...line.ends, ...skipping], column: Math.max(line.column, column + 1) };
	}
	const waiting = new Line(
		conversion,
		ends,
		column,
		conversion.canvas.waitingRow(conversion.delayed.indexOf(task)),
		!active,
	);
	waiting.add(waitNode(delay));
	const { moduleName } = conversion.workflow;
	waiting.add(freshRecord(moduleName));
	placeConditions(waiting, task);
	placeAction(waiting, task);
	return { ends, column };
}

/** The task's own conditions. @returns the output of those that do not meet them */
function placeConditions(line: Line, task: WorkflowTask): End[] {
	if (!hasConditions(task.test)) return [];
	const { moduleName } = line.conversion.workflow;
	const name = line.add(checkConditionsNode(`${task.summary}?`, moduleName, task.test));
	return [{ node: name, output: 1 }];
}

/** A date field and what is added to it, as n8n's Wait takes a moment. */
function waitNode({
	field,
	days,
	hours,
	minutes,
}: NonNullable<WorkflowTask['delay']>): NodeToPlace {
	const name = JSON.stringify(field);
	const plus = `{ days: ${days}, hours: ${hours}, minutes: ${minutes} }`;
	const moment = `DateTime.fromSQL($json[${name}], { zone: $now.zoneName }).plus(${plus})`;
	return {
		name: `Wait for ${field}`,
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: {
			resume: 'specificTime',
			dateTime: `={{ ($json[${name}] ? ${moment} : $now).toISO() }}`,
		},
		notes: 'coreBOS loses most delays: on a save it runs such a task at once.',
	};
}

/** After a wait the record may have changed. */
function freshRecord(module: string): NodeToPlace {
	const get = coreBosNode('Record as It Is Now', 'record', 'get', {
		module: locator('name', module),
		recordId: locator('id', OWN_RECORD),
	});
	return { ...get, goesOnAfterErrors: false };
}

function placeAction(line: Line, task: WorkflowTask): void {
	const { conversion } = line;
	const secrets = new TaskSecrets(`${conversion.workflow.description}: task "${task.summary}"`);
	const { ends, column } = line;
	try {
		placeNodes(line, task, secrets);
	} catch (error) {
		if (!(error instanceof NotConvertible)) throw error;
		line.ends = ends;
		line.column = column;
		placeStop(line, task, error.message);
	}
	conversion.secrets.push(...secrets.found);
}

/** A node that stops, with a note that holds all that the task is. */
function placeStop(line: Line, task: WorkflowTask, reason: string): void {
	const { canvas, notConverted } = line.conversion;
	const what = `${task.summary || 'A task'} (${task.task})`;
	notConverted.push({ task: what, reason });
	const row = line.row === LINE ? BELOW : line.row;
	const node = stopNode(task.summary || task.task, `Not converted: ${what}. ${reason}`);
	const column = line.column++;
	const name = canvas.place({ ...node, disabled: line.disabled }, column, row);
	canvas.connect(line.ends, name);
	if (row === BELOW) canvas.noteBelow(`**${task.task}**\n${propertiesOf(task)}`, column, row);
}

/** Properties that every task has and that say nothing about what it does. */
const COMMON = [
	...['test', 'summary', 'active', 'executionorder', 'reevaluate', 'logmessages', 'trigger'],
	...['executeImmediately', 'queable', 'id', 'workflowId'],
];

function propertiesOf({ properties }: WorkflowTask): string {
	const own = Object.entries(properties).filter(
		([name, value]) => !COMMON.includes(name) && value !== '' && value !== null,
	);
	const lines = own.map(([name, value]) => {
		const text = typeof value === 'string' ? value : JSON.stringify(value);
		const hidden = placeholderOf(name);
		return `${name}: ${isSecretName(name) ? hidden : withoutNamedSecrets(text, hidden)}`;
	});
	return `\`\`\`\n${lines.join('\n').replaceAll('```', "'''")}\n\`\`\``;
}

function placeNodes(line: Line, task: WorkflowTask, secrets: TaskSecrets): void {
	const { conversion } = line;
	const { moduleName } = conversion.workflow;
	const name = task.summary || task.task;
	switch (task.does) {
		case 'runMap':
			line.add(mapNode(conversion, name, task.map));
			return;
		case 'updateFields':
			placeUpdates(line, name, task.mapping, secrets);
			return;
		case 'createRecord':
			line.add(createNode(name, moduleName, task, secrets));
			return;
		case 'upsertRecord':
			line.add(upsertNode(name, task, secrets));
			return;
		case 'setContext':
			line.add(contextNode(name, moduleName, task.expressions, secrets));
			return;
		case 'sendMail':
			placeMail(line, name, task, secrets);
			return;
		case 'launchWorkflow':
			placeLaunch(line, name, task);
			return;
		case 'relate':
			line.add(relationNode(name, task));
			return;
		case 'assignRelated':
			placeAssignRelated(line, name, task);
			return;
		case 'updateRelated':
			placeUpdateRelated(line, name, task, secrets);
			return;
		case 'deleteRelated':
			line.add(removeRelatedNode(name, moduleName, task));
			return;
		case 'relateSales':
			placeRelateSales(line, name, task);
			return;
		case 'duplicate':
			placeDuplicate(line, name, task);
			return;
		case 'sendSms':
			placeSms(line, name, task, secrets);
			return;
		case 'sendWhatsapp':
			placeWhatsapp(line, name, task, secrets);
			return;
		case 'callUrl':
			placeUrlCall(line, name, task, secrets);
			return;
		default:
			throw new NotConvertible(reasonFor(task));
	}
}

function mapNode(
	{ maps, secrets, workflow }: TaskConversion,
	name: string,
	map: { id: string; name: string },
): NodeToPlace {
	const node = (parameters: NodeToPlace['parameters'], notes?: string): NodeToPlace => ({
		name,
		type: RUN_MAP,
		typeVersion: RUN_MAP_VERSION,
		parameters: {
			operation: 'run',
			// The task reads the record of its workflow, and saves to it.
			recordLivesIn: 'install',
			...parameters,
			// The map was written for coreBOS and should do what it did there.
			options: { compatibility: 'coreBos' },
		},
		notes,
	});
	const known = Object.hasOwn(maps, map.id) ? maps[map.id] : undefined;
	if (known === undefined) {
		if (map.id === '') throw new NotConvertible('The task names no map.');
		return node(
			{ mapSource: 'coreBos', coreBosMap: locator('id', map.id), saveToRecord: true },
			`${map.name}: read from coreBOS when the node runs`,
		);
	}
	const cleaned = replaceSecrets(readMap(known));
	const todo = cleaned.secrets.map(({ place, advice }) => `${place}: ${advice}`);
	secrets.push(...todo.map((line) => `${workflow.description}: map "${known.name}", ${line}`));
	const saves = cleaned.map.response.some(({ field }) => Boolean(field));
	return node(
		{ ...mapToParameters(cleaned.map), ...(saves && { saveToRecord: true }) },
		todo.join('\n'),
	);
}

function readMap({ name, xml }: { name: string; xml: string }): ReturnType<typeof parseMap> {
	try {
		return parseMap(xml);
	} catch (error) {
		throw new NotConvertible(`The map "${name}" cannot be read: ${thrownError(error).message}`);
	}
}

/** Rows of the record itself in one node, rows of each linked record in one of its own. */
function placeUpdates(
	line: Line,
	name: string,
	mapping: FieldMapping[],
	secrets: TaskSecrets,
): void {
	const { moduleName } = line.conversion.workflow;
	const rows = mapping.map((row) => secrets.mapping(row));
	const own = rows.filter(({ fldmodule }) => fldmodule === undefined);
	if (own.length > 0) line.add(updateNode(name, moduleName, OWN_RECORD, own));
	const linked = rows.filter(({ fldmodule }) => fldmodule !== undefined);
	const targets = new Set(linked.map(({ fldmodule, fieldname }) => `${fldmodule} ${fieldname}`));
	for (const target of targets) {
		const [module, link] = target.split(' ');
		const values = linked
			.filter((row) => row.fldmodule === module && row.fieldname === link)
			.map((row) => ({ ...row, fieldname: row.fldrelname ?? '' }));
		const leads = [{ fieldname: `${link} : (${module}) id`, operation: 'is not empty' }];
		const check = line.add(
			checkConditionsNode(`Has ${module}?`, moduleName, JSON.stringify(leads)),
		);
		line.add(
			updateNode(`${name}: ${module}`, module, `={{ $json[${JSON.stringify(link)}] }}`, values),
		);
		line.ends.push({ node: check, output: 1 });
	}
	if (rows.length === 0) throw new NotConvertible('The task names no fields.');
}

function createNode(
	name: string,
	ownModule: string,
	task: Extract<WorkflowTask, { does: 'createRecord' }>,
	secrets: TaskSecrets,
): NodeToPlace {
	const { module, referenceField, mapping } = task;
	if (module === '' || mapping.length === 0) {
		throw new NotConvertible('The task names no module or no fields: coreBOS does nothing.');
	}
	const rows = mapping.map((row) => secrets.mapping(row));
	return coreBosNode(name, 'record', 'create', {
		module: locator('name', module),
		...mappingRows(rows),
		...(referenceField !== '' && { referenceField }),
		...(module === ownModule && { startAsCopy: true }),
		originModule: ownModule,
	});
}

function upsertNode(
	name: string,
	task: Extract<WorkflowTask, { does: 'upsertRecord' }>,
	secrets: TaskSecrets,
): NodeToPlace {
	const { module, map, mapping } = task;
	if (module === '' || mapping.length === 0) {
		throw new NotConvertible('The task names no module or no fields: coreBOS does nothing.');
	}
	const rows = mappingRows(mapping.map((row) => secrets.mapping(row)));
	return coreBosNode(name, 'record', 'upsert', {
		module: locator('name', module),
		...rows,
		// Without a rule coreBOS always creates.
		...(map.id === ''
			? { matchBy: 'nothing' }
			: { matchBy: 'rule', ruleMap: locator('id', map.id) }),
	});
}

/** The record is copied; what else a business map names is reported. */
function placeDuplicate(
	line: Line,
	name: string,
	{ map, task }: Extract<WorkflowTask, { does: 'duplicate' }>,
): void {
	if (map.id === '') throw new NotConvertible('The task names no map: coreBOS does nothing.');
	const { workflow, notConverted } = line.conversion;
	const owner = 'assigned_user_id';
	line.add(
		coreBosNode(name, 'record', 'create', {
			module: locator('name', workflow.moduleName),
			...mappingRows([{ fieldname: owner, valuetype: 'fieldname', value: owner }]),
			startAsCopy: true,
		}),
	);
	notConverted.push({
		task: `${name} (${task})`,
		reason: `The record is copied, without the relations that the business map "${map.name || map.id}" names. Add Relation: Get Related Records and Relation: Relate for them.`,
	});
}

function relationNode(
	name: string,
	{ action, ids }: Extract<WorkflowTask, { does: 'relate' }>,
): NodeToPlace {
	const operation = action === 'add' ? 'relate' : 'unrelate';
	const node = coreBosNode(name, 'relation', operation, {
		recordId: locator('id', '={{ $json.context?.SetManyToManyRelation_Record || $json.id }}'),
		withRecords: `={{ $json.context?.SetManyToManyRelation_Records || ${JSON.stringify(ids)} }}`,
	});
	if (action !== 'removeAll') return node;
	const options = { outputItem: true, allOfModules: true };
	return { ...node, parameters: { ...node.parameters, options } };
}
