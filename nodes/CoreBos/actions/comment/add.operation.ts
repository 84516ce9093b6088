import type { IDataObject } from 'n8n-workflow';
import { ownerLocator, recordLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action, type ActionRun } from '../../action';
import {
	locatorValue,
	optionalLocatorValue,
	ParameterError,
} from '../../../editor/parameterValues';
import { ownerOrCurrentUser, existingId, webServiceId, writtenValues } from '../../../../engine';
import { writingOf } from '../../writtenValues';

/**
 * Two kinds of comments: records of ModComments, and those that tickets and FAQ entries keep
 * themselves (`addTicketFaqComment`).
 */
export const add: Action = {
	choice: {
		name: 'Add',
		value: 'add',
		action: 'Add a comment',
		description: 'Add a comment to a record, a ticket or an FAQ entry',
	},
	properties: [
		{
			displayName: 'Kind',
			name: 'kind',
			type: 'options',
			options: [
				{
					name: 'Comment of a Record',
					value: 'record',
					description:
						'A record of the module Comments (ModComments), for every module that has them',
				},
				{
					name: 'Comment of a Ticket or FAQ Entry',
					value: 'ticketFaq',
					description: 'A line in the history of a support ticket or FAQ entry',
				},
			],
			default: 'record',
			description: 'Which kind of comment to add',
		},
		recordLocator({ description: 'The record to comment on' }, { list: false }),
		{
			displayName: 'Comment',
			name: 'comment',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			required: true,
			description: 'The text of the comment',
		},
		ownerLocator({
			description: 'Who the comment belongs to; empty takes the user of the credential',
			displayOptions: { show: { kind: ['record'] } },
		}),
	],
	options: [
		{
			displayName: 'Contact ID',
			name: 'contactId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 12x8651',
			description: 'The contact who comments on a ticket, for comments from the portal',
		},
		{
			displayName: 'From Portal',
			name: 'fromPortal',
			type: 'boolean',
			default: false,
			description: 'Whether a comment of a ticket or FAQ entry is the customer’s, not a user’s',
		},
		{
			displayName: 'Parent Comment ID',
			name: 'parentComment',
			type: 'string',
			default: '',
			placeholder: 'e.g. 34x8700',
			description: 'The comment of a record that this one answers',
		},
	],
	async execute(run, itemIndex) {
		const id = locatorValue(run.node, 'recordId', itemIndex, 'Record');
		const text = String(run.node.getNodeParameter('comment', itemIndex));
		if (text.trim() === '') throw new ParameterError('The parameter "Comment" is empty');
		const kind = run.node.getNodeParameter('kind', itemIndex);
		const result =
			kind === 'ticketFaq'
				? await ticketComment(run, itemIndex, id, text)
				: await recordComment(run, itemIndex, id, text);
		return outputsOf(result);
	},
};

/** @returns the ticket or FAQ entry with its new history */
async function ticketComment(
	{ node, client }: ActionRun,
	itemIndex: number,
	given: string,
	comments: string,
): Promise<unknown> {
	const options = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const id = await webServiceId(client, given);
	const values = {
		from_portal: options.fromPortal === true ? 1 : 0,
		...(options.contactId && { parent_id: options.contactId }),
		comments,
	};
	return await client.call('addTicketFaqComment', { id, values });
}

/**
 * @returns the comment
 * @throws ParameterError where coreBOS has made it, but not of this record: it empties
 *   references that the module does not have without a word
 */
async function recordComment(
	run: ActionRun,
	itemIndex: number,
	given: string,
	commentcontent: string,
): Promise<unknown> {
	const { node, client } = run;
	const { parentComment } = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const related_to = await existingId(client, given);
	const { fields } = await run.describe('ModComments');
	const values = {
		commentcontent,
		related_to,
		assigned_user_id: await ownerOrCurrentUser(
			client,
			optionalLocatorValue(node, 'owner', itemIndex),
		),
		...(parentComment && { parent_comments: parentComment }),
	};
	const element = await writtenValues(values, fields, writingOf(run, itemIndex));
	const call = { elementType: 'ModComments', element };
	const comment = (await client.call('create', call)) as IDataObject;
	if (comment.related_to !== '') return comment;
	throw new ParameterError(
		`The comment ${String(comment.id)} was made, but coreBOS did not attach it to ${related_to}: the module of this record has no comments`,
	);
}
