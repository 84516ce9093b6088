import { existingRecord, isWebServiceId, referenceValue } from '../../corebos';
import { membersWhere } from '../../is-record';
import { renderShownTemplate } from '../../map';
import { getOwn } from '../../php';
import type { TaskProperties } from '../read-task';
import { linkedTemplate, taskText } from '../read-task';
import { mergedText, type MergedRecord } from './merged-text';
import { messageTemplate } from './message-template';
import { environmentOf, type TaskRun } from './task-run';

/** A mail with its templates rendered. */
export interface RenderedMail {
	/** Addresses; empty ones are left out. */
	to: string[];
	cc: string[];
	bcc: string[];
	fromName: string;
	fromEmail: string;
	replyTo: string;
	subject: string;
	/** HTML. */
	content: string;
}

/** Variables of the context that take the place of a property. */
const FROM_CONTEXT: Readonly<Record<string, string>> = {
	fromname: 'SendFromName',
	fromemail: 'SendFromEmail',
	replyto: 'ReplyToEmail',
	recepient: 'SendEmailTo',
	emailcc: 'SendEmailCC',
	emailbcc: 'SendEmailBCC',
	subject: 'SendThisSubject',
	content: 'SendThisBody',
};

/**
 * The mail that a mail task sends for a record.
 *
 * @returns undefined where nobody would get it
 * @throws ExpressionError for a template that cannot be read; whatever the client throws
 */
export async function renderMail(
	run: TaskRun,
	properties: TaskProperties,
): Promise<RenderedMail | undefined> {
	const addresses = async (name: string): Promise<string[]> =>
		await renderAddresses(run, templateOf(run, properties, name));
	const address = async (name: string): Promise<string> =>
		await renderShownTemplate(templateOf(run, properties, name), addressEnvironment(run));
	const [to, cc, bcc] = [
		await addresses('recepient'),
		await addresses('emailcc'),
		await addresses('emailbcc'),
	];
	if (to.length + cc.length + bcc.length === 0) return undefined;
	const { subject, content } = await messageOf(run, properties);
	return {
		to,
		cc,
		bcc,
		fromName: await address('fromname'),
		fromEmail: await address('fromemail'),
		replyTo: await address('replyto'),
		subject: await renderShownTemplate(subject, environmentOf(run)),
		content: await renderShownTemplate(content, environmentOf(run)),
	};
}

/** The templates of subject and content: the task's, those of a message template, merged. */
async function messageOf(
	run: TaskRun,
	properties: TaskProperties,
): Promise<{ subject: string; content: string }> {
	let message = {
		subject: templateOf(run, properties, 'subject'),
		content: templateOf(run, properties, 'content'),
	};
	const takesPlace = async (id: string): Promise<boolean> => {
		const found = id === '' ? undefined : await messageTemplate(run, id);
		message = {
			subject: found?.subject || message.subject,
			content: found?.content || message.content,
		};
		return found !== undefined;
	};
	const merged = async (record: MergedRecord): Promise<void> => {
		message = {
			subject: await mergedText(run, message.subject, record),
			content: await mergedText(run, message.content, record),
		};
	};
	await takesPlace(contextText(run, 'SendThisMsgTemplate'));
	if (await takesPlace(linkedTemplate(properties))) await merged(ownRecord(run));
	for (const record of await recordsToMerge(run)) await merged(record);
	return message;
}

/** The record of the run. */
function ownRecord({ environment, fields }: TaskRun): MergedRecord {
	const { recordId = '', module = '' } = environment;
	return { id: recordId, module, fields };
}

/** The records that the context names to merge the message with. */
async function recordsToMerge(run: TaskRun): Promise<MergedRecord[]> {
	const ids = contextText(run, 'MergeTemplateWith').split(',');
	const { client } = run;
	if (client === undefined) return [];
	const records: MergedRecord[] = [];
	for (const given of ids.map((id) => id.trim()).filter((id) => id !== '')) {
		const fields = await existingRecord(client, given);
		const id = String(fields.id);
		const module = (await referenceValue(client, id))?.module ?? '';
		records.push({ id, module, fields });
	}
	return records;
}

function contextText({ context }: TaskRun, name: string): string {
	const value = getOwn(context, name);
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * A text of a message template, merged with the record and with those that the context names,
 * then rendered.
 *
 * @throws as renderMail
 */
export async function renderMessage(run: TaskRun, text: string): Promise<string> {
	let merged = await mergedText(run, text, ownRecord(run));
	for (const record of await recordsToMerge(run)) merged = await mergedText(run, merged, record);
	return await renderShownTemplate(merged, environmentOf(run));
}

/**
 * The addresses that a template gives: none of a record that opted out, none that are empty.
 *
 * @throws ExpressionError for a template that cannot be read; whatever the client throws
 */
export async function renderAddresses(run: TaskRun, template: string): Promise<string[]> {
	return addressesIn(await renderShownTemplate(template, addressEnvironment(run)));
}

/** A context that sets an address takes its place, also an empty one; subject and text need some. */
function templateOf(run: TaskRun, properties: TaskProperties, name: string): string {
	const given = getOwn(run.context, FROM_CONTEXT[name]);
	const isText = typeof given === 'string' || typeof given === 'number';
	const takesPlace = isText && (given !== '' || !NEEDS_TEXT.includes(name));
	return takesPlace ? String(given) : taskText(properties, name);
}

/** Properties that an empty variable of the context leaves as they are. */
const NEEDS_TEXT = ['subject', 'content'];

/** A record that opted out of mails gives none of its fields for an address. */
function addressEnvironment(run: TaskRun): ReturnType<typeof environmentOf> {
	const environment = environmentOf(run);
	const optedOut = run.fields.emailoptout;
	const takesMail = optedOut === undefined || optedOut === '' || Number(optedOut) === 0;
	if (takesMail) return environment;
	const links = membersWhere(run.fields, (_, value) => isWebServiceId(value));
	return { ...environment, fields: links };
}

/** Addresses with commas between them, as coreBOS splits them. */
function addressesIn(list: string): string[] {
	return list
		.split(',')
		.map((address) => address.trim())
		.filter((address) => address !== '');
}
