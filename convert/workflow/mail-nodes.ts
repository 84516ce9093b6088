import type { ContextExpression, WorkflowTask } from '../../engine';
import type { NodeToPlace } from './canvas';
import { contextNode } from './context-node';
import { ifNode, locator, recordsNode } from './corebos-nodes';
import { type Line, NotConvertible } from './task-line';
import type { TaskSecrets } from './task-secrets';

/** The templates are rendered into the context; n8n's own node sends what they give. */
export function placeMail(
	line: Line,
	name: string,
	task: Extract<WorkflowTask, { does: 'sendMail' }>,
	secrets: TaskSecrets,
): void {
	const { mail } = task;
	if (mail.template !== undefined) {
		throw new NotConvertible(
			`Subject and content come from the message template "${mail.template.name}", which the web service does not merge. Write them in Send Email.`,
		);
	}
	const row = (variable: string, expression: string, kind: ContextExpression['kind']) => ({
		variable: `mail_${variable}`,
		expression,
		kind,
	});
	const rows: ContextExpression[] = [
		row('from_name', mail.fromName, 'template'),
		row('from', mail.fromEmail, 'addresses'),
		row('reply_to', mail.replyTo, 'addresses'),
		row('to', mail.to, 'addresses'),
		row('cc', mail.cc, 'addresses'),
		row('bcc', mail.bcc, 'addresses'),
		row('subject', mail.subject, 'template'),
		row('content', mail.content, 'template'),
	];
	line.add(contextNode(`${name}: Texts`, rows, secrets));
	const { ends } = line;
	const recipients = line.aside(
		ifNode(
			`${name}: Anyone?`,
			'!!($json.context.mail_to || $json.context.mail_cc || $json.context.mail_bcc)',
		),
	);
	line.ends = [{ node: recipients, output: 0 }];
	const documents = mail.attachments.split(',').filter((id) => id.trim() !== '');
	const files = documents.map((id, index) => {
		const file = `attachment_${index + 1}`;
		const download = line.aside(downloadNode(`${name}: Attachment`, id.trim(), file));
		line.ends = [{ node: download, output: 0 }];
		return file;
	});
	line.aside(emailNode(name, files));
	line.ends = ends;
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
function emailNode(name: string, files: string[]): NodeToPlace {
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
		notes:
			'Choose an SMTP credential. If the sender is empty, coreBOS uses the one in its settings: enter it here.',
		goesOnAfterErrors: true,
	};
}
