import type { IDataObject } from 'n8n-workflow';
import type { CoreBosClient } from '../../../../engine';
import { parseWebServiceId, readRows, recordNumberOf, currentUser } from '../../../../engine';
import { userLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action, type Output } from '../../action';
import { locatorValue } from '../../../editor/parameterValues';

/** A query of Groups, or `getUsersInSameGroup`. */
export const getGroups: Action = {
	choice: {
		name: 'Get Groups',
		value: 'getGroups',
		action: 'Get the groups of users',
		description:
			'Get the groups that records may belong to, or the users who share a group with one',
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
					description: 'The users who are in a group with a user',
				},
			],
			default: 'groups',
			description: 'What to get',
		},
		userLocator({ displayOptions: { show: { what: ['users'] } } }),
	],
	async execute({ node, client }, itemIndex) {
		if (node.getNodeParameter('what', itemIndex) === 'users') {
			return await companions(client, locatorValue(node, 'userId', itemIndex, 'User'));
		}
		return outputsOf((await readRows(client, 'select * from Groups;', Infinity)).rows);
	},
};

/** coreBOS asks and answers by the numbers of users here, without the module number. */
async function companions(client: CoreBosClient, user: string): Promise<Output[]> {
	const prefix = parseWebServiceId((await currentUser(client)).id)?.prefix ?? '';
	const number = recordNumberOf(user);
	const users = (await client.call('getUsersInSameGroup', { id: number })) as IDataObject;
	return Object.entries(users ?? {}).map(([id, name]) => ({
		json: { id: `${prefix}x${id}`, name: String(name).trim() },
	}));
}
