import { recordLocator } from '../../../listSearch/locators';
import { outputsOf, type Action } from '../../action';
import { located } from '../../parameterValues';

/** Operation `retrieve`. */
export const get: Action = {
	choice: {
		name: 'Get',
		value: 'get',
		action: 'Get a record',
		description: 'Get a record with all its fields by its ID',
	},
	properties: [recordLocator({}, { list: false })],
	async execute({ node, client }, itemIndex) {
		const id = located(node, 'recordId', itemIndex, 'Record');
		return outputsOf(await client.call('retrieve', { id }));
	},
};
