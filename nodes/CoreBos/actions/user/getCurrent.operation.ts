import { outputsOf, type Action } from '../../action';
import { currentUser } from '../../../../engine';

/** `getPortalUserInfo`, which every user may call; `retrieve` for all fields. */
export const getCurrent: Action = {
	choice: {
		name: 'Get Current',
		value: 'getCurrent',
		action: 'Get the current user',
		description: 'Get the user of the credential with ID, name, role, language and formats',
	},
	properties: [
		{
			displayName: 'All Fields',
			name: 'allFields',
			type: 'boolean',
			default: false,
			description: 'Whether to read the whole record of the user',
		},
	],
	async execute({ node, client }, itemIndex) {
		const user = await currentUser(client);
		if (node.getNodeParameter('allFields', itemIndex) !== true) return outputsOf(user);
		return outputsOf(await client.call('retrieve', { id: user.id }));
	},
};
