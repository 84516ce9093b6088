import type { PhpValue } from '../php';

/** When coreBOS runs a workflow: its `executionCondition`, 1 to 10. */
export type WorkflowTrigger =
	/** 1: on the first save of a record. */
	| { when: 'create' }
	/** 2: on every save until its conditions are met for the first time, then never again. */
	| { when: 'once' }
	/** 3: on every save. */
	| { when: 'save' }
	/** 4: on every save but the first. */
	| { when: 'change' }
	/** 5: before a record is deleted. */
	| { when: 'delete' }
	/** 6: at times, for records that are looked up. */
	| { when: 'schedule'; schedule: WorkflowSchedule; records: ScheduledRecords }
	/** 7: only by hand, by a Launch Workflow task or by the web service. */
	| { when: 'manual' }
	/** 8: says who may see a record; runs no tasks. */
	| { when: 'access' }
	/** 9 and 10: when a record of the other module (`Any`: of each one) is related or unrelated. */
	| { when: 'relate' | 'unrelate'; otherModule: string };

/** Times of a scheduled workflow, `schtypeid`; times of day are `HH:MM:SS`. */
export type WorkflowSchedule =
	| { every: 'hour' }
	| { every: 'day'; times: string[] }
	/** Days from 1 (Sunday) to 7 (Saturday). */
	| { every: 'week'; weekdays: number[]; times: string[] }
	/** Days of the month from 1 to 31. */
	| { every: 'month'; days: number[]; times: string[] }
	/** As PHP says it, such as `first monday of`. */
	| { every: 'monthWeekday'; day: string; times: string[] }
	/** On days of each year, `YYYY-MM-DD`; the year says when it begins. */
	| { every: 'year'; dates: string[]; times: string[] }
	| { every: 'minutes'; minutes: number }
	/** coreBOS does not know the `schtypeid`: it never runs. */
	| { every: 'never' };

/** The records that a scheduled workflow takes, `options`; ids are plain numbers. */
export type ScheduledRecords =
	/** Those that meet the workflow's conditions. */
	| { from: 'conditions' }
	| { from: 'question'; id: string; name: string }
	| { from: 'map'; id: string; name: string }
	/** One record, whatever the conditions are. */
	| { from: 'record'; id: string; name: string }
	/** `options` is empty: none. */
	| { from: 'nowhere' };

/** A value for a field: text, another field or an expression. */
export interface FieldMapping {
	fieldname: string;
	valuetype: 'rawtext' | 'fieldname' | 'expression';
	value: string;
	/** Module of a linked record that gets the value, which `fieldname` leads to. */
	fldmodule?: string;
	/** Field of that record. */
	fldrelname?: string;
	/** `Module__link`: related records get the value (mass update). */
	fieldmodule?: string;
}

/** A variable of the workflow context and what it is set to. */
export interface ContextExpression {
	/** Name of the variable; empty: the expression runs for what it does. */
	variable: string;
	expression: string;
	/**
	 * How the value is made: coreBOS has expressions and texts, n8n also templates, texts of
	 * message templates, and templates that give addresses for mails.
	 */
	kind: 'expression' | 'text' | 'template' | 'message' | 'addresses';
}

/** A business map, by record number, with the name it had in the install of the export. */
export interface MapReference {
	id: string;
	name: string;
}

/** A time relative to a date field, at which a task is to run. */
export interface TaskDelay {
	field: string;
	/** Negative: before the date. */
	days: number;
	hours: number;
	minutes: number;
}

/** What all tasks have. */
interface TaskBase {
	/** Name of the task's class in coreBOS. */
	task: string;
	/** What its designer called it. */
	summary: string;
	active: boolean;
	/** Conditions of its own, coreBOS's JSON text; empty: none. */
	test: string;
	delay: TaskDelay | undefined;
	/** All of its properties as the export has them, private ones by their bare names. */
	properties: Readonly<Record<string, PhpValue>>;
}

/** What a task does, with what it needs for it. */
export type TaskAction =
	| { does: 'runMap'; map: MapReference }
	| { does: 'updateFields'; mapping: FieldMapping[]; launchesWorkflows: boolean }
	| { does: 'createRecord'; module: string; referenceField: string; mapping: FieldMapping[] }
	| { does: 'upsertRecord'; module: string; map: MapReference; mapping: FieldMapping[] }
	| { does: 'setContext'; expressions: ContextExpression[] }
	| { does: 'sendMail'; mail: MailTemplates }
	| { does: 'launchWorkflow'; workflow: string; name: string; records: LaunchRecords }
	| { does: 'relate'; action: 'add' | 'remove' | 'removeAll'; ids: string }
	| { does: 'tag'; action: 'add' | 'remove'; tags: string; forAllUsers: boolean }
	| { does: 'generateDocument'; template: string; format: string }
	| { does: 'deleteRelated'; module: string; map: MapReference }
	| { does: 'assignRelated'; module: string; owner: string }
	| { does: 'updateRelated'; mapping: FieldMapping[]; map: MapReference }
	| { does: 'duplicate'; map: MapReference }
	| { does: 'selectMap'; map: MapReference }
	| { does: 'callMethod'; method: string }
	| { does: 'sendSms'; recipient: string; content: string }
	| { does: 'sendWhatsapp'; recipient: string; content: string; attachments: string }
	/** Calls an address that is merged with the record. */
	| { does: 'callUrl'; url: string }
	/** Relates what the lines of a document sell to its account or vendor, and its contact. */
	| {
			does: 'relateSales';
			products: boolean;
			services: boolean;
			withAccount: boolean;
			withContact: boolean;
	  }
	/** A class that only an install runs: its properties say what. */
	| { does: 'other' };

/** Templates of a mail task. */
interface MailTemplates {
	fromName: string;
	fromEmail: string;
	replyTo: string;
	to: string;
	cc: string;
	bcc: string;
	subject: string;
	content: string;
	/** Record numbers of documents, with commas between them. */
	attachments: string;
	/** Record number and name of a message template that takes the place of subject and content. */
	template: MapReference | undefined;
}

/** The records that a launched workflow runs for. */
export type LaunchRecords =
	| { from: 'current' }
	| { from: 'list'; ids: string }
	| { from: 'related'; module: string; map: MapReference }
	| { from: 'map'; map: MapReference };

/** A task of a workflow; `does` says what it does. */
export type WorkflowTask = TaskBase & TaskAction;

/** A workflow of coreBOS. */
export interface CoreBosWorkflow {
	/** Module of the records it works on. */
	moduleName: string;
	/** Its name. */
	description: string;
	purpose: string;
	active: boolean;
	/** First and last moment of the time in which it runs, in the database's format; '' for none. */
	activeFrom: string;
	activeUntil: string;
	trigger: WorkflowTrigger;
	/** Its conditions, coreBOS's JSON text. */
	test: string;
	/** In the order in which they run. */
	tasks: WorkflowTask[];
	/** True: it was read by the web service, which does not return its tasks. */
	hasUnknownTasks?: true;
	/** All members as the export has them, except the tasks. */
	properties: Readonly<Record<string, unknown>>;
}
