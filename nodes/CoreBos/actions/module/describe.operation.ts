import type { IDataObject } from 'n8n-workflow';
import { moduleLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action } from '../../action';
import { filledInByAgents } from '../../agentParameters';
import { locatorValue } from '../../../editor/parameterValues';

/** Operation `describe`. */
export const describe: Action = {
	choice: {
		name: 'Describe',
		value: 'describe',
		action: 'Describe a module',
		description:
			'Get the fields of a module with their names and types, whether they are mandatory, their picklist values, and the modules they refer to',
	},
	properties: [
		...filledInByAgents(
			moduleLocator({ description: 'The module to describe' }),
			'The name of the module, in English and in the plural, such as Accounts, Contacts, Products or Invoice',
			'name',
		),
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			options: [
				{ name: 'One Item per Field', value: 'fields' },
				{
					name: 'One Item',
					value: 'module',
					description: 'The module with its fields, related modules and permissions',
				},
			],
			default: 'module',
			description: 'What to return',
		},
	],
	async execute({ node, client }, itemIndex) {
		const elementType = locatorValue(node, 'module', itemIndex, 'Module');
		const module = (await client.call('describe', { elementType })) as IDataObject;
		const output = node.getNodeParameter('output', itemIndex) as string;
		return outputsOf(output === 'fields' ? (module.fields ?? []) : module);
	},
};
