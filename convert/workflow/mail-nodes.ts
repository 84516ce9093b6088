import type { ContextExpression, WorkflowTask } from '../../engine';
import type { NodeToPlace } from './canvas';
import { contextNode } from './context-node';
import { ifNode } from './corebos-nodes';
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
	if (mail.attachments.replaceAll(',', '').trim() !== '') {
		line.conversion.notConverted.push({
			task: `${name} (${task.task})`,
			reason: `The mail goes without its attachments (documents ${mail.attachments}). Add Document: Download before Send Email.`,
		});
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
	line.aside(emailNode(name));
	line.ends = ends;
}

function emailNode(name: string): NodeToPlace {
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
				ccEmail: `={{ ${variable('cc')} }}`,
				bccEmail: `={{ ${variable('bcc')} }}`,
				replyTo: `={{ ${variable('reply_to')} }}`,
			},
		},
		notes:
			'Choose an SMTP credential. A sender that is empty is the one of your coreBOS settings: write it here.',
		goesOnAfterErrors: true,
	};
}
