import { massUpdate } from '../../../../engine';
import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { callOptions, callOptionsOf } from '../../callOptions';
import { locatorValue } from '../../../editor/parameterValues';
import { fieldParameters, recordToSend } from './recordFields';
import { savedOrQueued, savedRecordOptions } from './savedRecord';
import { bulkOptions, workInBulk } from './bulk';
import { isValidated, refuseValidation, validateOption } from './validation';

/** Operations `revise`, `ReviseWithValidation` and `MassUpdate`: only the given fields. */
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
	],
	options: [...savedRecordOptions, ...bulkOptions, ...callOptionsOf('revise'), validateOption],
	async execute(run, itemIndex) {
		const { node, client } = run;
		const sent = await recordToSend(run, itemIndex);
		const element = { ...sent.element, id: locatorValue(node, 'recordId', itemIndex, 'Record') };
		const operation = isValidated(node, itemIndex) ? 'ReviseWithValidation' : 'revise';
		const { parameters } = callOptions(node, itemIndex);
		const record = await client.call(operation, { ...parameters, element });
		return await savedOrQueued(run, itemIndex, sent, record as Record<string, unknown>);
	},
	bulk: workInBulk((run) => ({
		prepare: async (itemIndex) => {
			refuseValidation(run.node, itemIndex);
			const id = locatorValue(run.node, 'recordId', itemIndex, 'Record');
			return { ...(await recordToSend(run, itemIndex)), id };
		},
		send: async (wanted, options) => {
			const elements = wanted.map(({ element, id }) => ({ ...element, id }));
			return await massUpdate(run.client, elements, options);
		},
		finish: (itemIndex, wanted, record) => savedOrQueued(run, itemIndex, wanted, record),
	})),
};
