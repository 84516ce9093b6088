import { readPicklists } from '../../../../engine';
import { moduleLocator } from '../../../editor/listSearch/locators';
import { locatorValue } from '../../../editor/parameterValues';
import { outputsOf, type Action } from '../../action';

/** Operation `getPicklistValues`. */
export const getPicklistValues: Action = {
	choice: {
		name: 'Get Picklist Values',
		value: 'getPicklistValues',
		action: 'Get the picklist values of a module',
		description: 'Get the values of each picklist field of a module, one item per field',
	},
	properties: [moduleLocator({ description: 'The module whose picklists to get' })],
	async execute({ node, client }, itemIndex) {
		const module = locatorValue(node, 'module', itemIndex, 'Module');
		return outputsOf(await readPicklists(client, module));
	},
};
