import type { CoreBosClient } from '../../../../engine';
import { readRows } from '../../../../engine';
import { moduleLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action, type Output } from '../../action';
import { locatorValue } from '../../../editor/parameterValues';

/** `getAllUsers`, `getAssignedUserList`, and a query of Users. */
export const list: Action = {
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
					description: 'The records that the user of the credential may read',
				},
				{
					name: 'Users to Whom Records May Be Assigned',
					value: 'assignable',
					description: 'ID and name of those who may have records of a module',
				},
			],
			default: 'all',
			description: 'Which users to list',
		},
		moduleLocator({
			description: 'The module of the records to be assigned',
			displayOptions: { show: { users: ['assignable'] } },
		}),
	],
	async execute({ node, client }, itemIndex) {
		switch (node.getNodeParameter('users', itemIndex)) {
			case 'records':
				return outputsOf((await readRows(client, 'select * from Users;', Infinity)).rows);
			case 'assignable':
				return await assignable(client, locatorValue(node, 'module', itemIndex, 'Module'));
			default:
				return await allUsers(client);
		}
	},
};

async function allUsers(client: CoreBosClient): Promise<Output[]> {
	const users = (await client.call('getAllUsers')) as Record<string, string>;
	return Object.entries(users).map(([id, name]) => ({ json: { id, name: name.trim() } }));
}

/** The answer is JSON text inside of the JSON. */
async function assignable(client: CoreBosClient, module: string): Promise<Output[]> {
	const text = String(await client.call('getAssignedUserList', { module }));
	const users = JSON.parse(text) as Array<{ userid: string; username: string }>;
	return users.map(({ userid, username }) => ({ json: { id: userid, name: username.trim() } }));
}
