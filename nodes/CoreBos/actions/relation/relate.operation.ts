import type { IDataObject } from 'n8n-workflow';
import { recordLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { locatorValue, idsIn } from '../../../editor/parameterValues';
import { existingIds, webServiceId, webServiceIds } from '../../../../engine';
import { withRecords } from './withRecords';

/** `SetRelation`, which says nothing of records that it did not find. */
export const relate: Action = {
	choice: {
		name: 'Relate',
		value: 'relate',
		action: 'Relate records',
		description: 'Relate a record with one or more records, such as a contact with products',
	},
	properties: [
		recordLocator({ description: 'The record to relate' }, { list: false }),
		withRecords,
	],
	options: [
		{
			displayName: 'Check Records',
			name: 'checkRecords',
			type: 'boolean',
			default: true,
			description:
				'Whether to look first if the records exist (one read for each), since coreBOS reports success for missing ones',
		},
	],
	async execute({ node, client }, itemIndex) {
		const options = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
		const given = idsIn(node.getNodeParameter('withRecords', itemIndex), 'With Records');
		const subject = await webServiceId(client, locatorValue(node, 'recordId', itemIndex, 'Record'));
		const isChecked = options.checkRecords !== false;
		const ids = await (isChecked ? existingIds : webServiceIds)(client, given);
		await client.call('SetRelation', { relate_this_id: subject, with_these_ids: ids });
		return [{ json: { id: subject, relatedWith: ids } }];
	},
};
