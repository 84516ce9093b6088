import { listUsersInSameGroups, readRows } from '../../../../engine';
import { userLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action } from '../../action';
import { locatorValue } from '../../../editor/parameterValues';

/** A query for groups, or `getUsersInSameGroup`. */
export const getGroups: Action = {
	choice: {
		name: 'Get Groups',
		value: 'getGroups',
		action: 'Get the groups of users',
		description:
			'Get the groups to which records can be assigned, or the users who share a group with a user',
	},
	properties: [
		{
			displayName: 'Get',
			name: 'what',
			type: 'options',
			options: [
				{ name: 'Groups', value: 'groups', description: 'All groups of the install' },
				{
					name: 'Users in the Same Groups',
					value: 'users',
					description: 'The users who share a group with a user',
				},
			],
			default: 'groups',
			description: 'What to return',
		},
		userLocator({ displayOptions: { show: { what: ['users'] } } }),
	],
	async execute({ node, client }, itemIndex) {
		if (node.getNodeParameter('what', itemIndex) === 'users') {
			const user = locatorValue(node, 'userId', itemIndex, 'User');
			return outputsOf(await listUsersInSameGroups(client, user));
		}
		return outputsOf((await readRows(client, 'select * from Groups;', Infinity)).rows);
	},
};
