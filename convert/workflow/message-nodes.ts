import type { ContextExpression, WorkflowTask } from '../../engine';
import type { NodeToPlace } from './canvas';
import { contextNode } from './context-node';
import { ifNode } from './corebos-nodes';
import type { Line } from './task-line';
import type { TaskSecrets } from './task-secrets';

type SmsTask = Extract<WorkflowTask, { does: 'sendSms' }>;
type WhatsappTask = Extract<WorkflowTask, { does: 'sendWhatsapp' }>;
type UrlTask = Extract<WorkflowTask, { does: 'callUrl' }>;

/** Number of the sender: coreBOS has it in its settings, which an export does not hold. */
const SENDER = 'FILL_IN_SENDER_NUMBER';

/** What a way of sending messages needs of its own. */
interface Way {
	isWhatsapp: boolean;
	/** Expression of n8n for the number, out of `$json.recipient`. */
	number: string;
	/** Expression of n8n for the text, out of `text`. */
	body: (text: string) => string;
	notes: string;
}

const SMS: Way = {
	isWhatsapp: false,
	number: '$json.recipient',
	body: (text) => text,
	notes:
		'Choose a Twilio credential and write the number of the sender, or put the node of your SMS provider here: coreBOS uses its own provider.',
};

const WHATSAPP: Way = {
	isWhatsapp: true,
	// As coreBOS cleans numbers: 00 stands for +, and all other characters are dropped.
	number: "$json.recipient.replace(/^00/, '+').replace(/(?!^\\+)[^0-9]/g, '')",
	// As coreBOS writes its formats.
	body: (text) =>
		`${text}.replace(/<\\/?p>/g, '').replace(/<\\/?strong>/g, '*').replace(/<\\/?em>/g, '_')`,
	notes:
		'Choose the Twilio credential that coreBOS has in its settings, and write the number of the sender.',
};

/** Number and text are rendered into the context; Twilio's node sends a message to each number. */
export function placeSms(line: Line, name: string, task: SmsTask, secrets: TaskSecrets): void {
	placeMessage(line, name, task, SMS, secrets);
}

/** As an SMS, by WhatsApp; coreBOS also uses Twilio. */
export function placeWhatsapp(
	line: Line,
	name: string,
	task: WhatsappTask,
	secrets: TaskSecrets,
): void {
	placeMessage(line, name, task, WHATSAPP, secrets);
	if (task.attachments.replaceAll(',', '').trim() === '') return;
	line.conversion.notConverted.push({
		task: `${name} (${task.task})`,
		reason: `Its attachments (${task.attachments}) are not sent: coreBOS gives WhatsApp the addresses of the files on its server.`,
	});
}

function placeMessage(
	line: Line,
	name: string,
	{ recipient, content }: { recipient: string; content: string },
	way: Way,
	secrets: TaskSecrets,
): void {
	const variables = ['message_to', 'message_text'];
	const rows = [recipient, content].map(
		(expression, index): ContextExpression => ({
			variable: variables[index],
			expression,
			kind: 'template',
		}),
	);
	const { workflow } = line.conversion;
	const texts = line.add(contextNode(`${name}: Texts`, workflow.moduleName, rows, secrets));
	const { ends } = line;
	const steps: NodeToPlace[] = [
		recipientsNode(`${name}: Recipients`),
		{
			name: `${name}: Each Recipient`,
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'recipient', options: {} },
		},
		twilioNode(name, `$(${JSON.stringify(texts)}).item.json.context.message_text`, way),
	];
	for (const step of steps) line.step(step);
	line.ends = ends;
	line.conversion.secrets.push(
		`${workflow.description}: task "${name}": replace ${SENDER} by the number of the sender`,
	);
}

/** The numbers of the text, empty ones left out. */
function recipientsNode(name: string): NodeToPlace {
	const list =
		"$json.context.message_to.split(',').map((one) => one.trim()).filter((one) => one !== '')";
	return {
		name,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {
			assignments: {
				assignments: [
					{ id: 'recipients', name: 'recipient', type: 'array', value: `={{ ${list} }}` },
				],
			},
			options: {},
		},
	};
}

function twilioNode(name: string, text: string, way: Way): NodeToPlace {
	return {
		name,
		type: 'n8n-nodes-base.twilio',
		typeVersion: 1,
		parameters: {
			from: SENDER,
			to: `={{ ${way.number} }}`,
			...(way.isWhatsapp && { toWhatsapp: true }),
			message: `={{ ${way.body(text)} }}`,
			options: {},
		},
		notes: way.notes,
		goesOnAfterErrors: true,
	};
}

/** The address is merged with the record, then called. */
export function placeUrlCall(line: Line, name: string, task: UrlTask, secrets: TaskSecrets): void {
	const { moduleName } = line.conversion.workflow;
	const row: ContextExpression = {
		variable: 'push_url',
		expression: task.url,
		kind: 'message',
	};
	line.add(contextNode(`${name}: Address`, moduleName, [row], secrets));
	const { ends } = line;
	line.step(ifNode(`${name}: Any?`, '!!$json.context.push_url'));
	line.aside({
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url: '={{ encodeURI($json.context.push_url) }}', options: {} },
		goesOnAfterErrors: true,
	});
	line.ends = ends;
}
