import type { IDataObject } from 'n8n-workflow';
import { moduleLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action } from '../../action';
import { locatorValue } from '../../../editor/parameterValues';

/** Operations `getViewsByModule`, `getfiltersbymodule` and `getfilterfields`. */
export const getViews: Action = {
	choice: {
		name: 'Get Filters and Views',
		value: 'getViews',
		action: 'Get the filters and views of a module',
		description: 'Get the views of a module with their conditions and columns',
	},
	properties: [
		moduleLocator({ description: 'The module whose views to get' }),
		{
			displayName: 'Kind',
			name: 'kind',
			type: 'options',
			options: [
				{
					name: 'Default Columns',
					value: 'getfilterfields',
					description: 'The columns and link fields of the default list view',
				},
				{
					name: 'Filters',
					value: 'getfiltersbymodule',
					description: 'The filters shared by all users',
				},
				{
					name: 'Views',
					value: 'getViewsByModule',
					description: 'The views that the user of the credential can see',
				},
			],
			default: 'getViewsByModule',
			description: 'What to return',
		},
	],
	async execute({ node, client }, itemIndex) {
		const module = locatorValue(node, 'module', itemIndex, 'Module');
		const kind = node.getNodeParameter('kind', itemIndex) as string;
		const result = (await client.call(kind, { module })) as IDataObject;
		if (kind === 'getfilterfields') return outputsOf(result);
		const views = (result.filters ?? {}) as Record<string, IDataObject>;
		return Object.entries(views).map(([id, view]) => ({ json: { id, ...view } }));
	},
};
