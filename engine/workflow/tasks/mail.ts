import { isWebServiceId } from '../../corebos';
import { renderTemplate } from '../../expression';
import { renderShownTemplate } from '../../map';
import { getOwn } from '../../php';
import type { TaskProperties } from '../read-task';
import { taskText } from '../read-task';
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
	const rendered = async (name: string): Promise<string> =>
		await renderShownTemplate(templateOf(run, properties, name), environmentOf(run));
	const addresses = async (name: string): Promise<string[]> =>
		await renderAddresses(run, templateOf(run, properties, name));
	const address = async (name: string): Promise<string> =>
		await renderTemplate(templateOf(run, properties, name), addressEnvironment(run));
	const [to, cc, bcc] = [
		await addresses('recepient'),
		await addresses('emailcc'),
		await addresses('emailbcc'),
	];
	if (to.length + cc.length + bcc.length === 0) return undefined;
	return {
		to,
		cc,
		bcc,
		fromName: await address('fromname'),
		fromEmail: await address('fromemail'),
		replyTo: await address('replyto'),
		subject: await rendered('subject'),
		content: await rendered('content'),
	};
}

/**
 * The addresses that a template gives: none of a record that opted out, none that are empty.
 *
 * @throws ExpressionError for a template that cannot be read; whatever the client throws
 */
export async function renderAddresses(run: TaskRun, template: string): Promise<string[]> {
	return addressesIn(await renderTemplate(template, addressEnvironment(run)));
}

function templateOf(run: TaskRun, properties: TaskProperties, name: string): string {
	const given = getOwn(run.context, FROM_CONTEXT[name]);
	return typeof given === 'string' && given !== '' ? given : taskText(properties, name);
}

/** A record that opted out of mails gives none of its fields for an address. */
function addressEnvironment(run: TaskRun): ReturnType<typeof environmentOf> {
	const environment = environmentOf(run);
	const optedOut = run.fields.emailoptout;
	const takesMail = optedOut === undefined || optedOut === '' || Number(optedOut) === 0;
	if (takesMail) return environment;
	const links = Object.entries(run.fields).filter(([, value]) => isWebServiceId(value));
	return { ...environment, fields: Object.fromEntries(links) };
}

/** Addresses with commas between them, as coreBOS splits them. */
function addressesIn(list: string): string[] {
	return list
		.split(',')
		.map((address) => address.trim())
		.filter((address) => address !== '');
}
