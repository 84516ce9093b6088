import { massRetrieve } from '../../../../engine';
import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action } from '../../action';
import { locatorValue } from '../../../editor/parameterValues';
import { bulkOptions, workInBulk } from './bulk';

/** Operations `retrieve` and `MassRetrieve`. */
export const get: Action = {
	choice: {
		name: 'Get',
		value: 'get',
		action: 'Get a record',
		description:
			'Get a record with all its fields by its ID, including the lines of invoices and the names of the records that it refers to',
	},
	properties: [
		moduleLocator({ required: false, description: 'The module of the records in the list' }),
		recordLocator({ description: 'The record to get' }),
	],
	options: bulkOptions,
	async execute({ node, client }, itemIndex) {
		const id = locatorValue(node, 'recordId', itemIndex, 'Record');
		return outputsOf(await client.call('retrieve', { id }));
	},
	bulk: workInBulk(({ node, client }) => ({
		prepare: async (itemIndex) => locatorValue(node, 'recordId', itemIndex, 'Record'),
		send: async (ids, options) => await massRetrieve(client, ids, options),
		finish: (_itemIndex, _id, record) => outputsOf(record),
	})),
};
