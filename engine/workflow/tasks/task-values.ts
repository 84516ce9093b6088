import { asRecord, isRecord, membersWhere } from '../../is-record';
import { jsonValue } from '../../json-value';
import { isWebServiceId, recordNumberOf } from '../../corebos';
import { fromPlain, getOwn, toJson, toPlain, toText } from '../../php';
import { renderShownTemplate } from '../../map';
import type { ContextExpression } from '../model';
import { readExpressions, readMapping, taskText, type TaskProperties } from '../read-task';
import type { ModuleFields } from '../module-fields';
import { businessMapping } from './business-mapping';
import { valueInField, mappedValue, writtenValue } from './mapped-values';
import { renderAddresses, renderMail, renderMessage, type RenderedMail } from './mail';
import {
	environmentOf,
	evaluate,
	fieldOf,
	fieldsOfModule,
	startTask,
	withPlainId,
	type TaskEnvironment,
	type TaskRun,
} from './task-run';

/** A record that a task writes. */
export interface TaskRecord {
	module: string;
	fields: Record<string, unknown>;
}

/** What a task would do, of the record and the context it runs with. */
export interface TaskValues {
	/** Fields of the record itself that it writes. */
	changed?: Record<string, unknown>;
	/** The record that it creates. */
	created?: TaskRecord;
	/** Other records that it writes, by web service id. */
	updated?: Array<TaskRecord & { id: string }>;
	/**
	 * What an upsert task writes for each row of `upsert_data`, where the context has that, in the
	 * order of the rows; without an id: a new record.
	 */
	upserted?: Array<TaskRecord & { id?: string }>;
	/** Variables of the context that it sets. */
	context?: Record<string, unknown>;
	/** The mail that it sends. */
	mail?: RenderedMail;
}

/** A task by the name of its class, with its properties. */
interface TaskToRun {
	task: string;
	properties: Record<string, unknown>;
}

type TaskReader = (run: TaskRun, properties: TaskProperties) => Promise<TaskValues>;

const READERS: Readonly<Record<string, TaskReader>> = {
	VTUpdateFieldsTask: updateFields,
	VTCreateEntityTask: createRecord,
	CBUpsertTask: upsertRecord,
	wfExecExpression: setContext,
	VTEmailTask: async (run, properties) => {
		const mail = await renderMail(run, properties);
		return mail === undefined ? {} : { mail };
	},
};

/**
 * The values that a task of a coreBOS workflow writes for a record; nothing is written here.
 *
 * @param task name of its class, such as `VTUpdateFieldsTask`, and its properties as the export
 * has them; lists as JSON text or as lists
 * @param environment the record, the context (neither is changed), and `before`, the fields
 * before the save
 * @returns fields, records, context variables and mail; empty for tasks without values
 * @throws ExpressionError for an expression that cannot be read or evaluated, which ends the task;
 * WorkflowError for a value that coreBOS would fail on; whatever the client throws
 */
export async function taskValues(
	task: TaskToRun,
	environment: TaskEnvironment,
): Promise<TaskValues> {
	if (!Object.hasOwn(READERS, task.task)) return {};
	const run = startTask(environment);
	const values = await READERS[task.task](run, task.properties);
	const context = changedContext(run);
	return context === undefined ? values : { ...values, context };
}

/** What the task put into the context, by itself or by `setToContext`. */
function changedContext({ context, contextBefore }: TaskRun): Record<string, unknown> | undefined {
	const set = membersWhere(context, (name, value) => getOwn(contextBefore, name) !== value);
	return Object.keys(set).length === 0 ? undefined : set;
}

/** Rows see what the rows before them set. Rows of a linked record write that one. */
async function updateFields(run: TaskRun, properties: TaskProperties): Promise<TaskValues> {
	const own = await fieldsOfModule(run, run.environment.module);
	const changed: Record<string, unknown> = {};
	const linked = new Map<string, TaskRecord & { id: string }>();
	for (const row of readMapping(properties)) {
		if (row.fldmodule !== undefined && row.fldrelname !== undefined) {
			const id = String(fieldOf(run, row.fieldname) ?? '');
			const module = await fieldsOfModule(run, row.fldmodule);
			if (module === undefined || !id.startsWith(`${module.idPrefix}x`)) continue;
			const target = module.fields.get(row.fldrelname);
			const record = linked.get(id) ?? { id, module: row.fldmodule, fields: {} };
			linked.set(id, record);
			record.fields[row.fldrelname] = await writtenValue(run, row, target, undefined);
			continue;
		}
		const target = own?.fields.get(row.fieldname);
		const value = await writtenValue(run, row, target, fieldOf(run, row.fieldname));
		run.fields[row.fieldname] = value;
		// coreBOS passes over a field that the module does not have.
		if (own === undefined || target !== undefined) changed[row.fieldname] = value;
	}
	return {
		...(Object.keys(changed).length > 0 && { changed }),
		...(linked.size > 0 && { updated: [...linked.values()] }),
	};
}

/** Fields that coreBOS gives each record itself, which a copy does not take over. */
const OWN_FIELDS = ['id', 'cbuuid', 'createdtime', 'modifiedtime', 'modifiedby', 'created_user_id'];
/** How coreBOS edits numbers that it gives itself. */
const RECORD_NUMBER = '4';
/** When a user's day begins, where the install does not say: a date alone gets this time. */
const START_OF_DAY = '08:00';

async function createRecord(run: TaskRun, properties: TaskProperties): Promise<TaskValues> {
	const module = taskText(properties, 'entity_type');
	const mapping = readMapping(properties);
	if (module === '' || mapping.length === 0) return {};
	const target = await fieldsOfModule(run, module);
	const fields: Record<string, unknown> =
		module === run.environment.module ? await copyOf(run, module) : {};
	for (const row of mapping) {
		const facts = target?.fields.get(row.fieldname);
		const own = row.value.trim() === 'id' && row.valuetype === 'fieldname';
		const value = own
			? await mappedValue(run, { ...row, value: 'record_id' }, facts, undefined)
			: await mappedValue(run, row, facts, fieldOf(run, row.fieldname));
		fields[row.fieldname] = facts?.type === 'datetime' ? await withTime(run, value) : value;
	}
	const link = taskText(properties, 'reference_field');
	const { recordId } = run.environment;
	if (link !== '' && recordId !== undefined && (await canRefer(run, target, link, recordId))) {
		fields[link] = recordId;
	}
	Object.assign(fields, partyOfDocument(run, module, fields));
	for (const [name, value] of Object.entries(await businessMapping(run, module, fields))) {
		const known = { target: target?.fields.get(name), current: fields[name] };
		fields[name] = await valueInField(run, { fieldname: name }, toText(fromPlain(value)), known);
	}
	return created(module, target, fields);
}

/** The account, contact or vendor of a sales document, which pays what is made of the document. */
const PARTIES: ReadonlyArray<{ from: string[]; to: string; field: string; parties: string[] }> = [
	{
		from: ['Invoice', 'SalesOrder'],
		to: 'CobroPago',
		field: 'parent_id',
		parties: ['account_id', 'contact_id'],
	},
	{
		from: ['Invoice', 'SalesOrder'],
		to: 'Potentials',
		field: 'related_to',
		parties: ['account_id', 'contact_id'],
	},
	{ from: ['PurchaseOrder'], to: 'CobroPago', field: 'parent_id', parties: ['vendor_id'] },
];

/** What coreBOS fills of a payment or opportunity that is made of a sales document. */
function partyOfDocument(
	run: TaskRun,
	module: string,
	fields: Record<string, unknown>,
): Record<string, unknown> {
	const isEmpty = (value: unknown) => ['', '0'].includes(String(value ?? ''));
	const { module: own = '' } = run.environment;
	const filled = PARTIES.find(({ from, to }) => to === module && from.includes(own));
	if (filled === undefined || !isEmpty(fields[filled.field])) return {};
	const party = filled.parties.map((name) => fieldOf(run, name)).find((id) => !isEmpty(id));
	return party === undefined ? {} : { [filled.field]: party };
}

/** A new record with what the web service would fill otherwise. */
function created(
	module: string,
	target: ModuleFields | undefined,
	fields: Record<string, unknown>,
): TaskValues {
	return { created: { module, fields: { ...withoutDefaults(target), ...fields } } };
}

/** What a task of coreBOS leaves empty, by the type of the field. */
const LEFT_EMPTY: Readonly<Record<string, string>> = { date: '', datetime: '', boolean: '0' };

/**
 * The web service fills fields that are not sent: dates with today, check boxes with their default. A task
 * of coreBOS leaves them empty.
 */
function withoutDefaults(target: ModuleFields | undefined): Record<string, unknown> {
	const filled = [...(target?.fields ?? [])].filter(
		([, { type, defaultValue = '', mandatory = false }]) =>
			defaultValue !== '' && !mandatory && Object.hasOwn(LEFT_EMPTY, type),
	);
	return Object.fromEntries(filled.map(([name, { type }]) => [name, LEFT_EMPTY[type]]));
}

/** Whether a field of the new record can hold the record: otherwise it is made without. */
async function canRefer(
	run: TaskRun,
	target: ModuleFields | undefined,
	link: string,
	recordId: string,
): Promise<boolean> {
	if (target === undefined || !isWebServiceId(recordId)) return true;
	const modules = target.fields.get(link)?.refersTo ?? [];
	if (modules.length === 0) return target.fields.has(link);
	const known = await Promise.all(modules.map((module) => fieldsOfModule(run, module)));
	const prefixes = known.map((module) => module?.idPrefix);
	return prefixes.some((prefix) => prefix === undefined || recordId.startsWith(`${prefix}x`));
}

/** A record of the same module starts as a copy. */
async function copyOf(run: TaskRun, module: string): Promise<Record<string, unknown>> {
	const known = await fieldsOfModule(run, module);
	const { fields = {} } = run.environment;
	return membersWhere(
		fields,
		(name) =>
			!OWN_FIELDS.includes(name) &&
			known?.fields.get(name)?.uitype !== RECORD_NUMBER &&
			(known?.fields.has(name) ?? true),
	);
}

async function withTime({ client, environment }: TaskRun, value: string): Promise<string> {
	if (value === '' || value.includes(' ')) return value;
	const { user } = environment;
	const asked = client === undefined || user === undefined ? undefined : { id: user.id };
	const fields = asked === undefined ? {} : asRecord(await client?.call('retrieve', asked));
	const start = typeof fields.start_hour === 'string' ? fields.start_hour : '';
	return `${value} ${start === '' ? START_OF_DAY : start}:00`;
}

/**
 * A rule map says which record is updated; without one, or where it finds none, one is created. The
 * task is repeated for each row of `upsert_data`, such as the customers that a web service map read.
 */
async function upsertRecord(run: TaskRun, properties: TaskProperties): Promise<TaskValues> {
	const rows = upsertRows(run.context);
	if (rows === undefined) return await upsertRow(run, properties, storedFields(run));
	const upserted: Array<TaskRecord & { id?: string }> = [];
	for (const row of rows) {
		const { created: made, changed, updated = [] } = await upsertRow(run, properties, row);
		const { module = '', recordId: id = '' } = run.environment;
		if (made) upserted.push(made);
		if (changed) upserted.push({ id, module, fields: changed });
		upserted.push(...updated);
	}
	return { upserted };
}

/** Where the context of a workflow has the rows for which an upsert task is repeated. */
const UPSERT_ROWS = 'upsert_data';
/** Where the values of the task find their row. */
const UPSERT_ROW = 'current_upsert_row';

/**
 * The rows for which an upsert task is repeated.
 *
 * @param context of the workflow
 * @returns undefined where it has none: the task runs once, for the record; no rows for a string
 * that is not a list, of which coreBOS writes nothing
 */
export function upsertRows(context: Readonly<Record<string, unknown>>): unknown[] | undefined {
	const given = getOwn(context, UPSERT_ROWS);
	if (!given || given === '0') return undefined;
	if (typeof given === 'object') {
		const rows: unknown[] = Object.values(given);
		return rows.length === 0 ? undefined : rows;
	}
	const list = jsonValue(toText(fromPlain(given)));
	return isRecord(list) || Array.isArray(list) ? Object.values(list) : [];
}

/** The record as its database row has it, which is the row of a task that has no others. */
function storedFields({ fields }: TaskRun): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [name, withPlainId(value)]),
	);
}

/** What expressions of a row set in the context is gone after it. */
async function upsertRow(
	run: TaskRun,
	properties: TaskProperties,
	row: unknown,
): Promise<TaskValues> {
	const module = taskText(properties, 'upsert_module');
	const mapping = readMapping(properties);
	if (module === '' || mapping.length === 0) return {};
	const own = { ...run, context: { ...run.context, [UPSERT_ROW]: row } };
	const target = await fieldsOfModule(run, module);
	const fields: Record<string, unknown> = {};
	for (const field of mapping) {
		const facts = target?.fields.get(field.fieldname);
		fields[field.fieldname] = await writtenValue(own, field, facts, fieldOf(run, field.fieldname));
	}
	const found = await ruleAnswer(run, taskText(properties, 'bmapid'), fields);
	if (found === '' || found === '0') return created(module, target, fields);
	if (found.startsWith('-')) return {};
	const id = found.includes('x') ? found : `${target?.idPrefix ?? ''}x${found}`;
	if (id === run.environment.recordId) return { changed: fields };
	return { updated: [{ id, module, fields }] };
}

/** What a rule map answers for the values; '' without a map. */
async function ruleAnswer(
	run: TaskRun,
	map: string,
	fields: Record<string, unknown>,
): Promise<string> {
	if (map === '' || run.client === undefined) return '';
	const { recordId = '' } = run.environment;
	const context = { ...run.fields, ...fields, record_id: recordNumberOf(recordId) };
	const answer = await run.client.call('cbRule', {
		conditionid: map,
		context: toJson(fromPlain(context), { zeroFraction: false }),
	});
	return typeof answer === 'string' || typeof answer === 'number' ? String(answer) : '';
}

async function setContext(run: TaskRun, properties: TaskProperties): Promise<TaskValues> {
	for (const row of readExpressions(properties)) {
		const value = await contextValue(run, row);
		if (row.variable !== '') run.context[row.variable] = value;
	}
	return {};
}

async function contextValue(run: TaskRun, row: ContextExpression): Promise<unknown> {
	switch (row.kind) {
		case 'text':
			return row.expression;
		case 'template':
			return await renderShownTemplate(row.expression, environmentOf(run));
		case 'message':
			return await renderMessage(run, row.expression);
		case 'addresses':
			return (await renderAddresses(run, row.expression)).join(',');
		case 'expression':
			return toPlain(await evaluate(run, row.expression));
	}
}
