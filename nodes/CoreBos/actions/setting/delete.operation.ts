import type { Action } from '../../action';
import { keyParameter, settingKey } from './settingKey';

/** `delSetting`, which ignores settings that do not exist. */
export const deleteSetting: Action = {
	choice: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete a setting',
		description: 'Delete a setting of the install',
	},
	properties: [keyParameter],
	async execute({ node, client }, itemIndex) {
		const key = settingKey(node, itemIndex);
		await client.call('delSetting', { key });
		return [{ json: { key, deleted: true } }];
	},
};
