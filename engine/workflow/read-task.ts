import { asRecord } from '../is-record';
import { jsonValue } from '../json-value';
import { PhpObject, type PhpValue } from '../php';
import type {
	ContextExpression,
	FieldMapping,
	LaunchRecords,
	MapReference,
	TaskAction,
	TaskDelay,
	WorkflowTask,
} from './model';

/** Properties of a task, by name. */
export type TaskProperties = Readonly<Record<string, unknown>>;

/** The text of a property; '' for what is missing, null or no text. */
export function taskText(properties: TaskProperties, name: string): string {
	const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
	if (typeof value === 'boolean') return value ? '1' : '';
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Whether a property is set as PHP sees it: not empty, not 0. */
function isSet(properties: TaskProperties, name: string): boolean {
	return !['', '0'].includes(taskText(properties, name));
}

/** A task of a workflow, out of its class and properties. */
export function readTask(
	task: string,
	properties: Readonly<Record<string, PhpValue>>,
): WorkflowTask {
	return {
		task,
		summary: taskText(properties, 'summary'),
		active: isSet(properties, 'active'),
		test: taskText(properties, 'test'),
		delay: readDelay(properties.trigger),
		properties,
		...readAction(task, properties),
	};
}

function readDelay(trigger: unknown): TaskDelay | undefined {
	if (typeof trigger !== 'object' || trigger === null) return undefined;
	const properties = trigger instanceof PhpObject ? trigger.properties : trigger;
	const members = Object.fromEntries(Object.entries(properties));
	const field = taskText(members, 'field');
	if (field === '') return undefined;
	const number = (name: string): number => Number(taskText(members, name)) || 0;
	return { field, days: number('days'), hours: number('hours'), minutes: number('mins') };
}

const READERS: Readonly<Record<string, (properties: TaskProperties) => TaskAction>> = {
	RunWebserviceWorkflowTask: (task) => ({ does: 'runMap', map: mapOf(task) }),
	VTUpdateFieldsTask: (task) => ({
		does: 'updateFields',
		mapping: readMapping(task),
		launchesWorkflows: isSet(task, 'launchwf') || isSet(task, 'launchrelwf'),
	}),
	VTCreateEntityTask: (task) => ({
		does: 'createRecord',
		module: taskText(task, 'entity_type'),
		referenceField: taskText(task, 'reference_field'),
		mapping: readMapping(task),
	}),
	CBUpsertTask: (task) => ({
		does: 'upsertRecord',
		module: taskText(task, 'upsert_module'),
		map: mapOf(task),
		mapping: readMapping(task),
	}),
	wfExecExpression: (task) => ({ does: 'setContext', expressions: readExpressions(task) }),
	VTEmailTask: readMail,
	CBLaunchWorkFlowTask: (task) => ({
		does: 'launchWorkflow',
		workflow: taskText(task, 'workflowid'),
		name: taskText(task, 'workflowid_display'),
		records: readLaunchRecords(task),
	}),
	setManyToManyRelationwf: (task) => ({
		does: 'relate',
		action: relateAction(taskText(task, 'relAction')),
		ids: taskText(task, 'idlist'),
	}),
	CBTagTask: (task) => ({
		does: 'tag',
		action: isSet(task, 'addrel') ? 'add' : 'remove',
		tags: taskText(task, 'listoftags'),
		forAllUsers: isSet(task, 'forallusers'),
	}),
	GenerateDocument: (task) => ({
		does: 'generateDocument',
		template: taskText(task, 'gendoctemplate'),
		format: taskText(task, 'gdformat'),
	}),
	CBDeleteRelatedTask: (task) => ({
		does: 'deleteRelated',
		module: taskText(task, 'relmodule'),
		map: mapOf(task),
	}),
	CBAssignRelatedTask: (task) => ({
		does: 'assignRelated',
		module: taskText(task, 'relmodule'),
		owner: taskText(task, 'username'),
	}),
	CBMassiveUpdateRelatedTask: (task) => ({
		does: 'updateRelated',
		mapping: readMapping(task),
		map: mapOf(task),
	}),
	DuplicateRecords: (task) => ({ does: 'duplicate', map: mapOf(task) }),
	CBSelectcbMap: (task) => ({ does: 'selectMap', map: mapOf(task) }),
	VTEntityMethodTask: (task) => ({ does: 'callMethod', method: taskText(task, 'methodName') }),
	VTSMSTask: (task) => ({
		does: 'sendSms',
		recipient: taskText(task, 'sms_recepient'),
		content: taskText(task, 'content'),
	}),
	WhatsappWorkflowTask: (task) => ({
		does: 'sendWhatsapp',
		recipient: taskText(task, 'phone'),
		content: taskText(task, 'messageBody'),
		attachments: taskText(task, 'attachmentids'),
	}),
	CBPushNotificationTask: (task) => ({ does: 'callUrl', url: taskText(task, 'url_query') }),
	CBRelateSales: (task) => ({
		does: 'relateSales',
		products: isSet(task, 'relpdo'),
		services: isSet(task, 'relsrv'),
		withAccount: isSet(task, 'withaccvnd'),
		withContact: isSet(task, 'withcto'),
	}),
};

function readAction(task: string, properties: TaskProperties): TaskAction {
	return Object.hasOwn(READERS, task) ? READERS[task](properties) : { does: 'other' };
}

function mapOf(task: TaskProperties, name = 'bmapid'): MapReference {
	return { id: taskText(task, name), name: taskText(task, `${name}_display`) };
}

/** Record number of the message template that takes the place of subject and content; '' for none. */
export function linkedTemplate(task: TaskProperties): string {
	return isSet(task, 'linktemplate') ? taskText(task, 'cbmsgtemplate') : '';
}

function readMail(task: TaskProperties): TaskAction {
	return {
		does: 'sendMail',
		mail: {
			fromName: taskText(task, 'fromname'),
			fromEmail: taskText(task, 'fromemail'),
			replyTo: taskText(task, 'replyto'),
			to: taskText(task, 'recepient'),
			cc: taskText(task, 'emailcc'),
			bcc: taskText(task, 'emailbcc'),
			subject: taskText(task, 'subject'),
			content: taskText(task, 'content'),
			attachments: taskText(task, 'attachmentids'),
			template: linkedTemplate(task) === '' ? undefined : mapOf(task, 'cbmsgtemplate'),
		},
	};
}

function relateAction(action: string): 'add' | 'remove' | 'removeAll' {
	if (action === 'addrel') return 'add';
	return action === 'delAllrel' ? 'removeAll' : 'remove';
}

function readLaunchRecords(task: TaskProperties): LaunchRecords {
	switch (taskText(task, 'record_filter_opt')) {
		case 'filterByThese':
			return { from: 'list', ids: taskText(task, 'crmids_list') };
		case 'filterByrelModuleAndConditionExpressionMap':
			return {
				from: 'related',
				module: taskText(task, 'relModlist'),
				map: mapOf(task, 'conditionexpressionmapid'),
			};
		case 'filterByRecordSetMap':
			return { from: 'map', map: mapOf(task, 'recordsetmapid') };
		default:
			return { from: 'current' };
	}
}

/** The entries of a list that a property holds, as JSON text or as a list; none in any other text. */
function entriesOf(properties: TaskProperties, name: string): TaskProperties[] {
	const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
	const list = typeof value === 'string' ? jsonValue(value) : value;
	if (!Array.isArray(list)) return [];
	return list.map((entry: unknown) => asRecord(entry));
}

/**
 * The mapping of a task's fields.
 *
 * @param properties the task's, `field_value_mapping` as JSON text or as a list
 */
export function readMapping(properties: TaskProperties): FieldMapping[] {
	return entriesOf(properties, 'field_value_mapping')
		.filter((entry) => taskText(entry, 'fieldname') !== '')
		.map((entry) => ({
			fieldname: taskText(entry, 'fieldname'),
			valuetype: valueType(taskText(entry, 'valuetype')),
			value: taskText(entry, 'value'),
			...optional(entry, 'fldmodule'),
			...optional(entry, 'fldrelname'),
			...optional(entry, 'fieldmodule'),
		}));
}

function optional<Name extends keyof FieldMapping>(
	entry: TaskProperties,
	name: Name,
): Partial<Record<Name, string>> {
	const text = taskText(entry, name);
	const member: Partial<Record<Name, string>> = {};
	if (text !== '') member[name] = text;
	return member;
}

/** What is neither a field nor an expression counts as text. */
function valueType(text: string): FieldMapping['valuetype'] {
	return text === 'fieldname' || text === 'expression' ? text : 'rawtext';
}

/** The expressions of a task that sets the workflow context. */
export function readExpressions(properties: TaskProperties): ContextExpression[] {
	return entriesOf(properties, 'wfexeexps').map((entry) => ({
		variable: taskText(entry, 'var'),
		expression: taskText(entry, 'exp'),
		kind: expressionKind(taskText(entry, 'typ')),
	}));
}

/** Kinds that coreBOS does not have. */
const OWN_KINDS = ['template', 'message', 'addresses'] as const;

function expressionKind(type: string): ContextExpression['kind'] {
	if (type === 'rawtext') return 'text';
	return OWN_KINDS.find((kind) => kind === type) ?? 'expression';
}
