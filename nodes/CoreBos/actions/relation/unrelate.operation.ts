import { recordLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { locatorValue, idsIn } from '../../../editor/parameterValues';
import { webServiceId, webServiceIds } from '../../../../engine';
import { withRecords } from './withRecords';

/** `UnsetRelation`; records that are not related stay so. */
export const unrelate: Action = {
	choice: {
		name: 'Unrelate',
		value: 'unrelate',
		action: 'Unrelate records',
		description: 'Take the relation between a record and others away; the records themselves stay',
	},
	properties: [
		recordLocator({ description: 'The record whose relations to take away' }, { list: false }),
		withRecords,
	],
	async execute({ node, client }, itemIndex) {
		const given = idsIn(node.getNodeParameter('withRecords', itemIndex), 'With Records');
		const subject = await webServiceId(client, locatorValue(node, 'recordId', itemIndex, 'Record'));
		const ids = await webServiceIds(client, given);
		await client.call('UnsetRelation', { unrelate_this_id: subject, with_these_ids: ids });
		return [{ json: { id: subject, unrelatedFrom: ids } }];
	},
};
