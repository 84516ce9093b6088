import type { Resource } from '../../action';
import { deleteSetting } from './delete.operation';
import { get } from './get.operation';
import { set } from './set.operation';

export const settingResource: Resource = {
	choice: {
		name: 'Setting',
		value: 'setting',
		description: 'Settings of the install that expressions and maps read by getSetting',
	},
	defaultOperation: 'get',
	actions: [deleteSetting, get, set],
};
