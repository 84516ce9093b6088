import type { Resource } from '../../action';
import { describe } from './describe.operation';
import { getPicklistValues } from './getPicklistValues.operation';
import { getViews } from './getViews.operation';
import { listModules } from './list.operation';

export const moduleResource: Resource = {
	choice: {
		name: 'Module',
		value: 'module',
		description: 'Modules of the install, with their fields, views and picklists',
	},
	defaultOperation: 'list',
	actions: [describe, getViews, getPicklistValues, listModules],
};
