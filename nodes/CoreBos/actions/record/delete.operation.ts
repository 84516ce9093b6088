import { massDelete } from '../../../../engine';
import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action } from '../../action';
import { locatorValue } from '../../../editor/parameterValues';
import { bulkOptions, workInBulk } from './bulk';

/** Operations `delete` and `MassDelete`. */
export const deleteRecord: Action = {
	choice: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete a record',
		description: 'Delete a record by its ID; coreBOS keeps it in the recycle bin',
	},
	properties: [
		moduleLocator({ required: false, description: 'The module of the records in the list' }),
		recordLocator({ description: 'The record to delete' }),
	],
	options: bulkOptions,
	async execute({ node, client }, itemIndex) {
		const id = locatorValue(node, 'recordId', itemIndex, 'Record');
		await client.call('delete', { id });
		return deleted(id);
	},
	bulk: workInBulk(({ node, client }) => ({
		prepare: async (itemIndex) => locatorValue(node, 'recordId', itemIndex, 'Record'),
		send: async (ids, options) => await massDelete(client, ids, options),
		finish: (_itemIndex, id) => deleted(id),
	})),
};

function deleted(id: string) {
	return outputsOf({ id, deleted: true });
}
