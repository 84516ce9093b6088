import { recordLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { locatorValue, splitIds, optionsOf } from '../../../editor/parameterValues';
import { existingIds, webServiceId, webServiceIds } from '../../../../engine';
import { withRecordsParameter } from './withRecords';

/** `SetRelation`, which ignores records that it does not find. */
export const relate: Action = {
	choice: {
		name: 'Relate',
		value: 'relate',
		action: 'Relate records',
		description: 'Relate a record to one or more other records, such as a contact to products',
	},
	properties: [
		recordLocator({ description: 'The record to relate' }, { list: false }),
		withRecordsParameter,
	],
	options: [
		{
			displayName: 'Check Records',
			name: 'checkRecords',
			type: 'boolean',
			default: true,
			description:
				'Whether to check first that the records exist (one call each), because coreBOS reports success even for records that do not exist',
		},
	],
	async execute({ node, client }, itemIndex) {
		const options = optionsOf(node, itemIndex);
		const given = splitIds(node.getNodeParameter('withRecords', itemIndex), 'With Records');
		const subject = await webServiceId(client, locatorValue(node, 'recordId', itemIndex, 'Record'));
		const isChecked = options.checkRecords !== false;
		const ids = await (isChecked ? existingIds : webServiceIds)(client, given);
		await client.call('SetRelation', { relate_this_id: subject, with_these_ids: ids });
		return [{ json: { id: subject, relatedWith: ids } }];
	},
};
