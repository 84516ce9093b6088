import { readBusinessMap } from '../../../../engine';
import { businessMapLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { locatorValue } from '../../../editor/parameterValues';

/** `retrieve` of a map, or a query for its name. */
export const getMap: Action = {
	choice: {
		name: 'Get',
		value: 'get',
		action: 'Get a business map',
		description: 'Get a business map with its XML, by its ID or name',
	},
	properties: [businessMapLocator()],
	async execute({ node, client }, itemIndex) {
		const wanted = locatorValue(node, 'businessMap', itemIndex, 'Business Map');
		return [{ json: { ...(await readBusinessMap(client, wanted)) } }];
	},
};
