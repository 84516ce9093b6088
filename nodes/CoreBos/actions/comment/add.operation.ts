import type { IDataObject } from 'n8n-workflow';
import { ownerLocator, recordLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action, type ActionRun } from '../../action';
import { locatorValue, optionalLocatorValue, optionsOf } from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';
import { ownerOrCurrentUser, existingId, webServiceId, writtenValues } from '../../../../engine';
import { writingOf } from '../../writtenValues';

/**
 * Two kinds of comments: records of ModComments, and the history that tickets and FAQ entries
 * keep themselves (`addTicketFaqComment`).
 */
export const addComment: Action = {
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
					name: 'Comment on a Record',
					value: 'record',
					description:
						'A record of the module Comments (ModComments), for every module that has comments',
				},
				{
					name: 'Comment on a Ticket or FAQ Entry',
					value: 'ticketFaq',
					description: 'An entry in the history of a support ticket or FAQ entry',
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
			description: 'The owner of the comment; empty uses the user of the credential',
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
			description: 'The contact who comments on the ticket, for comments from the portal',
		},
		{
			displayName: 'From Portal',
			name: 'fromPortal',
			type: 'boolean',
			default: false,
			description: 'Whether the customer and not a user comments on the ticket or FAQ entry',
		},
		{
			displayName: 'Parent Comment ID',
			name: 'parentComment',
			type: 'string',
			default: '',
			placeholder: 'e.g. 34x8700',
			description: 'The comment to reply to, for comments on a record',
		},
	],
	async execute(run, itemIndex) {
		const id = locatorValue(run.node, 'recordId', itemIndex, 'Record');
		const text = String(run.node.getNodeParameter('comment', itemIndex));
		if (text.trim() === '') {
			throw new ParameterError(
				'The parameter "Comment" is empty',
				'Enter the text of the comment.',
			);
		}
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
	const options = optionsOf(node, itemIndex);
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
 * @throws ParameterError if coreBOS created it, but not for this record: it silently empties
 *   references to modules that have no comments
 */
async function recordComment(
	run: ActionRun,
	itemIndex: number,
	given: string,
	commentcontent: string,
): Promise<unknown> {
	const { node, client } = run;
	const { parentComment } = optionsOf(node, itemIndex);
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
		`The comment ${String(comment.id)} was created, but coreBOS did not attach it to ${related_to}`,
		'The module of this record has no comments. Do not add the comment again; delete it if you do not need it.',
	);
}
