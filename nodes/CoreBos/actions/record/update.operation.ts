import { updateRecord, updateRecords } from '../../../../engine';
import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import type { Action, ActionRun } from '../../action';
import { callOptions, callOptionsOf } from '../../callOptions';
import { locatorValue } from '../../../editor/parameterValues';
import { lineParameters } from './documentLinesParameters';
import { fieldParameters } from './recordFields';
import {
	readRecord,
	recordToSave,
	savedOrQueued,
	savingOptions,
	type RecordToSave,
} from './recordToSave';
import { bulkOptions, workInBulk } from './bulk';
import { isValidated, refuseValidation, validateOption } from './validation';

/** Operations `revise` and `MassUpdate`: only the given fields. */
export const update: Action = {
	choice: {
		name: 'Update',
		value: 'update',
		action: 'Update a record',
		description:
			'Change some fields of a record. All others keep their values, except that coreBOS sets the seconds of other date and time fields to 00.',
	},
	properties: [
		moduleLocator({ description: 'The module of the record' }),
		recordLocator({ description: 'The record to update' }),
		...fieldParameters('getFieldsToChange', 'add'),
		...lineParameters,
	],
	options: [...savingOptions, ...bulkOptions, ...callOptionsOf('revise'), validateOption],
	async execute(run, itemIndex) {
		const { node, client } = run;
		const sent = await changeOf(run, itemIndex);
		if (sent === undefined) return [];
		const { parameters } = callOptions(node, itemIndex);
		const how = { isValidated: isValidated(node, itemIndex), parameters };
		const record = await updateRecord(client, sent, how);
		return await savedOrQueued(run, itemIndex, sent, record);
	},
	bulk: workInBulk((run) => ({
		prepare: async (itemIndex) => {
			refuseValidation(run.node, itemIndex);
			return await changeOf(run, itemIndex);
		},
		send: async (wanted, options) => await updateRecords(run.client, wanted, options),
		finish: (itemIndex, wanted, record) => savedOrQueued(run, itemIndex, wanted, record),
	})),
};

async function changeOf(
	run: ActionRun,
	itemIndex: number,
): Promise<(RecordToSave & { id: string }) | undefined> {
	const id = locatorValue(run.node, 'recordId', itemIndex, 'Record');
	const sent = await recordToSave(run, itemIndex, async () => await readRecord(run.client, id));
	return sent && { ...sent, id };
}
