import type { IDataObject } from 'n8n-workflow';
import { readSetting } from '../../../../engine';
import type { Action } from '../../action';
import { keyParameter, settingKey } from './settingKey';

/** `getSetting` */
export const getSetting: Action = {
	choice: {
		name: 'Get',
		value: 'get',
		action: 'Get a setting',
		description: 'Get the value of a setting of the install',
	},
	properties: [
		keyParameter,
		{
			displayName: 'Default',
			name: 'default',
			type: 'string',
			default: '',
			description: 'What to return if the setting does not exist',
		},
	],
	async execute({ node, client }, itemIndex) {
		const key = settingKey(node, itemIndex);
		const fallback = String(node.getNodeParameter('default', itemIndex, ''));
		const value = (await readSetting(client, key, fallback)) as IDataObject[string];
		return [{ json: { key, value } }];
	},
};
