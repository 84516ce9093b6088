import type { IDataObject } from 'n8n-workflow';
import { moduleLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action } from '../../action';
import { locatorValue } from '../../../editor/parameterValues';

/** The three operations for the relations between modules. */
export const getRelatedModules: Action = {
	choice: {
		name: 'Get Related Modules',
		value: 'getModules',
		action: 'Get related modules',
		description: 'Get the modules that are related to a module, with the fields that link them',
	},
	properties: [
		moduleLocator({ description: 'The module whose relations to get' }),
		{
			displayName: 'Direction',
			name: 'direction',
			type: 'options',
			options: [
				{
					name: 'Modules It Refers To',
					value: 'GetRelatedModulesOneToMany',
					description: 'By reference fields of the module, such as the account of a contact',
				},
				{
					name: 'Modules That Refer to It',
					value: 'getRelatedModulesManytoOne',
					description: 'By reference fields of other modules, such as the tickets of a contact',
				},
				{
					name: 'Related Lists',
					value: 'getRelatedModulesInfomation',
					description:
						'The related lists that coreBOS shows for a record, one-to-many and many-to-many',
				},
			],
			default: 'getRelatedModulesInfomation',
			description: 'Which relations to return',
		},
	],
	async execute({ node, client }, itemIndex) {
		const module = locatorValue(node, 'module', itemIndex, 'Module');
		const direction = node.getNodeParameter('direction', itemIndex) as string;
		const result = await client.call(direction, { module });
		if (Array.isArray(result)) return outputsOf(result);
		const lists = Object.entries((result ?? {}) as Record<string, IDataObject>);
		return lists.map(([list, relation]) => ({ json: { list, ...relation } }));
	},
};
