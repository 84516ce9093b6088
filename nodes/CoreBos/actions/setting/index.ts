import type { Resource } from '../../action';
import { deleteSetting } from './delete.operation';
import { getSetting } from './get.operation';
import { set } from './set.operation';

export const settingResource: Resource = {
	choice: {
		name: 'Setting',
		value: 'setting',
		description: 'Settings of the install, which expressions and maps read with getSetting',
	},
	defaultOperation: 'get',
	actions: [deleteSetting, getSetting, set],
};
