import { existingRecord, ifThere } from '../../corebos';
import { WorkflowError } from '../workflow-error';
import type { TaskRun } from './task-run';

/** The texts of a message template; '' for one that it does not have. */
interface MessageTemplate {
	subject: string;
	content: string;
}

/**
 * Reads a message template of the install (module *MsgTemplate*).
 *
 * @param id record number or web service id
 * @returns undefined where there is none
 * @throws WorkflowError where no install can be asked; whatever the client throws
 */
export async function messageTemplate(
	{ client }: TaskRun,
	id: string,
): Promise<MessageTemplate | undefined> {
	if (client === undefined) {
		throw new WorkflowError(
			'The message template is in coreBOS, and no coreBOS credential is selected',
			{
				description: 'Choose a coreBOS API credential in the node.',
			},
		);
	}
	const record = await ifThere(async () => await existingRecord(client, id));
	if (record === undefined) return undefined;
	const { subject, template } = record;
	const text = (value: unknown): string => (typeof value === 'string' ? value : '');
	return { subject: text(subject), content: text(template) };
}
