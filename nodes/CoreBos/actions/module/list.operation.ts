import type { IDataObject } from 'n8n-workflow';
import type { Action } from '../../action';
import { splitNames, optionsOf } from '../../../editor/parameterValues';

/** Operation `listtypes`. */
export const listModules: Action = {
	choice: {
		name: 'List',
		value: 'list',
		action: 'List modules',
		description: 'List the modules that the user of the credential can see, with their labels',
	},
	properties: [],
	options: [
		{
			displayName: 'Only With Field Types',
			name: 'fieldTypes',
			type: 'string',
			default: '',
			placeholder: 'e.g. email,phone',
			description: 'Only modules that have a field of one of these types, separated by commas',
		},
	],
	async execute({ node, client }, itemIndex) {
		const { fieldTypes } = optionsOf(node, itemIndex);
		const wanted = splitNames(fieldTypes);
		const fieldTypeList = wanted.length > 0 ? wanted : 'null';
		const { types = [], information = {} } = (await client.call('listtypes', {
			fieldTypeList,
		})) as { types?: string[]; information?: Record<string, IDataObject> };
		return types.map((name) => ({ json: { name, ...information[name] } }));
	},
};
