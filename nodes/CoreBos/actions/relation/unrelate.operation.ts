import { recordLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { locatorValue, splitIds, optionsOf } from '../../../editor/parameterValues';
import { unrelateModules, webServiceId, webServiceIds } from '../../../../engine';
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
	options: [
		{
			displayName: 'All of Their Modules',
			name: 'allOfModules',
			type: 'boolean',
			default: false,
			description:
				'Whether to remove the relations to all records of the modules that the given records belong to, not only to these',
		},
	],
	async execute({ node, client }, itemIndex) {
		const { allOfModules } = optionsOf<{ allOfModules?: boolean }>(node, itemIndex);
		const given = splitIds(node.getNodeParameter('withRecords', itemIndex), 'With Records');
		const subject = await webServiceId(client, locatorValue(node, 'recordId', itemIndex, 'Record'));
		if (allOfModules === true) {
			const unrelatedFrom = await unrelateModules(client, subject, given);
			return [{ json: { id: subject, unrelatedFrom } }];
		}
		const ids = await webServiceIds(client, given);
		await client.call('UnsetRelation', { unrelate_this_id: subject, with_these_ids: ids });
		return [{ json: { id: subject, unrelatedFrom: ids } }];
	},
};
