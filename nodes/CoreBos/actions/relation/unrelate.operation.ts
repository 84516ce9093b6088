import { recordLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { locatorValue, splitIds } from '../../../editor/parameterValues';
import { webServiceId, webServiceIds } from '../../../../engine';
import { withRecordsParameter } from './withRecords';

/** `UnsetRelation`, which ignores records that are not related. */
export const unrelate: Action = {
	choice: {
		name: 'Unrelate',
		value: 'unrelate',
		action: 'Unrelate records',
		description:
			'Remove the relation between a record and other records; the records themselves are kept',
	},
	properties: [
		recordLocator({ description: 'The record whose relations to remove' }, { list: false }),
		withRecordsParameter,
	],
	async execute({ node, client }, itemIndex) {
		const given = splitIds(node.getNodeParameter('withRecords', itemIndex), 'With Records');
		const subject = await webServiceId(client, locatorValue(node, 'recordId', itemIndex, 'Record'));
		const ids = await webServiceIds(client, given);
		await client.call('UnsetRelation', { unrelate_this_id: subject, with_these_ids: ids });
		return [{ json: { id: subject, unrelatedFrom: ids } }];
	},
};
