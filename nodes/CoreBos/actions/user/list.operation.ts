import { listAssignableUsers, listUsers, readRows } from '../../../../engine';
import { moduleLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action } from '../../action';
import { locatorValue } from '../../../editor/parameterValues';

/** `getAllUsers`, `getAssignedUserList`, or a query for users. */
export const getUsers: Action = {
	choice: {
		name: 'List',
		value: 'list',
		action: 'List users',
		description: 'List the users of coreBOS',
	},
	properties: [
		{
			displayName: 'Users',
			name: 'users',
			type: 'options',
			options: [
				{ name: 'All Users', value: 'all', description: 'ID and name of every user' },
				{
					name: 'All Users With Their Fields',
					value: 'records',
					description: 'The user records that the user of the credential can read',
				},
				{
					name: 'Users Who Can Own Records',
					value: 'assignable',
					description: 'ID and name of the users to whom records of a module can be assigned',
				},
			],
			default: 'all',
			description: 'Which users to list',
		},
		moduleLocator({
			description: 'The module of the records to assign',
			displayOptions: { show: { users: ['assignable'] } },
		}),
	],
	async execute({ node, client }, itemIndex) {
		switch (node.getNodeParameter('users', itemIndex)) {
			case 'records':
				return outputsOf((await readRows(client, 'select * from Users;', Infinity)).rows);
			case 'assignable':
				return outputsOf(
					await listAssignableUsers(client, locatorValue(node, 'module', itemIndex, 'Module')),
				);
			default:
				return outputsOf(await listUsers(client));
		}
	},
};
