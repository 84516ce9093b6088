import { storeSetting } from '../../../../engine';
import type { Action } from '../../action';
import { keyParameter, settingKey } from './settingKey';

/** `setSetting` */
export const set: Action = {
	choice: {
		name: 'Set',
		value: 'set',
		action: 'Set a setting',
		description: 'Set a setting of the install; an existing value is replaced',
	},
	properties: [
		keyParameter,
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			default: '',
			description: 'The value; objects and lists from an expression are stored as JSON text',
		},
	],
	async execute({ node, client }, itemIndex) {
		const key = settingKey(node, itemIndex);
		const given: unknown = node.getNodeParameter('value', itemIndex);
		const value = typeof given === 'object' ? JSON.stringify(given) : String(given);
		await storeSetting(client, key, value);
		return [{ json: { key, value } }];
	},
};
