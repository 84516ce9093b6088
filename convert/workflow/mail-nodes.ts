import type { ContextExpression, WorkflowTask } from '../../engine';
import type { NodeToPlace } from './canvas';
import { contextNode, type ContextRow } from './context-node';
import { ifNode, locator, recordsNode } from './corebos-nodes';
import { mayHaveContext, namesVariable } from './task-context';
import type { Line } from './task-line';
import type { TaskSecrets } from './task-secrets';

type MailTask = Extract<WorkflowTask, { does: 'sendMail' }>;

/** The templates are rendered into the context; n8n's own node sends what they give. */
export function placeMail(line: Line, name: string, task: MailTask, secrets: TaskSecrets): void {
	const { mail } = task;
	const { workflow } = line.conversion;
	const template = placeTemplate(line, name, task);
	const rows = textRows(task, template, mayHaveContext(workflow));
	if (template?.isMerged || namesVariable(workflow, MERGED_WITH)) {
		for (const row of rows) if (row.kind === 'template') row.kind = 'message';
	}
	line.add(contextNode(`${name}: Texts`, workflow.moduleName, rows, secrets));
	const { ends } = line;
	line.step(
		ifNode(
			`${name}: Anyone?`,
			'!!($json.context.mail_to || $json.context.mail_cc || $json.context.mail_bcc)',
		),
	);
	const documents = mail.attachments.split(',').filter((id) => id.trim() !== '');
	const files = documents.map((id, index) => {
		const file = `attachment_${index + 1}`;
		line.step(downloadNode(`${name}: Attachment`, id.trim(), file));
		return file;
	});
	line.aside(emailNode(name, files, template !== undefined));
	line.ends = ends;
}

/** Variables of the context that name other records and another template for a mail. */
const MERGED_WITH = 'MergeTemplateWith';
const TEMPLATE_OF_CONTEXT = 'SendThisMsgTemplate';

/** The node that reads the message template of a mail. */
interface PlacedTemplate {
	node: string;
	/** True: its texts may also hold `$contacts-lastname$`. */
	isMerged: boolean;
}

function placeTemplate(line: Line, name: string, { mail }: MailTask): PlacedTemplate | undefined {
	const isGiven = namesVariable(line.conversion.workflow, TEMPLATE_OF_CONTEXT);
	if (mail.template === undefined && !isGiven) return undefined;
	const id = mail.template?.id ?? `={{ $json.context?.${TEMPLATE_OF_CONTEXT} }}`;
	const get = recordsNode(`${name}: Message Template`, 'record', 'get', {
		module: locator('name', 'MsgTemplate'),
		recordId: locator('id', id),
	});
	return { node: line.aside(get), isMerged: mail.template !== undefined };
}

/** @param hasContext whether the context may replace text */
function textRows(
	{ mail }: MailTask,
	template: PlacedTemplate | undefined,
	hasContext: boolean,
): ContextRow[] {
	const row = (
		variable: string,
		given: string,
		expression: string,
		kind: ContextExpression['kind'],
		field?: 'subject' | 'template',
	): ContextRow => {
		// An empty subject or text leaves the task's own, an empty address counts.
		const unlessEmpty = (value: string) =>
			field === undefined ? value : `(${value} || undefined)`;
		const read =
			template === undefined || field === undefined
				? []
				: [unlessEmpty(`$(${JSON.stringify(template.node)}).first()?.json.${field}`)];
		const set = hasContext ? [unlessEmpty(`$json.context?.${given}`)] : [];
		const instead = [...read, ...set].join(' ?? ');
		return { variable: `mail_${variable}`, expression, kind, ...(instead !== '' && { instead }) };
	};
	return [
		row('from_name', 'SendFromName', mail.fromName, 'template'),
		row('from', 'SendFromEmail', mail.fromEmail, 'addresses'),
		row('reply_to', 'ReplyToEmail', mail.replyTo, 'addresses'),
		row('to', 'SendEmailTo', mail.to, 'addresses'),
		row('cc', 'SendEmailCC', mail.cc, 'addresses'),
		row('bcc', 'SendEmailBCC', mail.bcc, 'addresses'),
		row('subject', 'SendThisSubject', mail.subject, 'template', 'subject'),
		row('content', 'SendThisBody', mail.content, 'template', 'template'),
	];
}

/** The file of a document goes along with the item. */
function downloadNode(name: string, id: string, file: string): NodeToPlace {
	const node = recordsNode(name, 'document', 'download', {
		documentId: locator('id', id),
		binaryProperty: file,
	});
	return { ...node, parameters: { ...node.parameters, options: { keepItem: true } } };
}

/** @param files binary properties of the item that are attached */
function emailNode(name: string, files: string[], hasTemplate: boolean): NodeToPlace {
	const variable = (of: string) => `$json.context.mail_${of}`;
	const from = `${variable('from_name')} ? ${variable('from_name')} + ' <' + ${variable('from')} + '>' : ${variable('from')}`;
	return {
		name,
		type: 'n8n-nodes-base.emailSend',
		typeVersion: 2.1,
		parameters: {
			fromEmail: `={{ ${from} }}`,
			toEmail: `={{ ${variable('to')} }}`,
			subject: `={{ ${variable('subject')} }}`,
			emailFormat: 'html',
			html: `={{ ${variable('content')} }}`,
			options: {
				appendAttribution: false,
				...(files.length > 0 && { attachments: files.join(',') }),
				ccEmail: `={{ ${variable('cc')} }}`,
				bccEmail: `={{ ${variable('bcc')} }}`,
				replyTo: `={{ ${variable('reply_to')} }}`,
			},
		},
		notes: [
			'Choose an SMTP credential. If the sender is empty, coreBOS uses the one in its settings: enter it here.',
			...(hasTemplate ? ['Documents of the message template are not attached.'] : []),
		].join(' '),
		goesOnAfterErrors: true,
	};
}
