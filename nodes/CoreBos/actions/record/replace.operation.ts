import { replaceRecord } from '../../../../engine';
import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { callOptions, callOptionsOf } from '../../callOptions';
import { locatorValue } from '../../../editor/parameterValues';
import { lineParameters } from './documentLinesParameters';
import { fieldParameters } from './recordFields';
import { readRecord, recordToSave, savedOrQueued, savingOptions } from './recordToSave';
import { isValidated, validateOption } from './validation';

/** Operations `update` and `UpdateWithValidation`, which need every mandatory field. */
export const replace: Action = {
	choice: {
		name: 'Replace',
		value: 'replace',
		action: 'Replace a record',
		description:
			'Save a whole record, as the form in coreBOS does. Every mandatory field must have a value. To change only some fields, use Update.',
	},
	properties: [
		moduleLocator({ description: 'The module of the record' }),
		recordLocator({ description: 'The record to replace' }),
		...fieldParameters('getFieldsOfNewRecord', 'add'),
		...lineParameters,
	],
	options: [...savingOptions, ...callOptionsOf('update'), validateOption],
	async execute(run, itemIndex) {
		const { node, client } = run;
		const id = locatorValue(node, 'recordId', itemIndex, 'Record');
		const sent = await recordToSave(run, itemIndex, async () => await readRecord(client, id));
		if (sent === undefined) return [];
		const { parameters } = callOptions(node, itemIndex);
		const how = { isValidated: isValidated(node, itemIndex), parameters };
		const record = await replaceRecord(client, { ...sent, id }, how);
		return await savedOrQueued(run, itemIndex, sent, record);
	},
};
