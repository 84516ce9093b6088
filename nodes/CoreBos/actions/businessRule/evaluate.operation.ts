import type { IDataObject } from 'n8n-workflow';
import { businessMapLocator, recordLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { jsonObject, locatorValue, optionalLocatorValue } from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';
import { mapIdentifier, existingId } from '../../../../engine';

/** `cbRule`: coreBOS evaluates a condition or decision table. */
export const evaluateRule: Action = {
	choice: {
		name: 'Evaluate',
		value: 'evaluate',
		action: 'Evaluate a business rule',
		description:
			'Evaluate a business rule for a record, for values, or for both, and get its result',
	},
	properties: [
		businessMapLocator(
			{
				displayName: 'Business Rule',
				name: 'businessRule',
				description:
					'A business map of type Condition Expression, Condition Query or Decision Table',
			},
			'searchBusinessRules',
		),
		recordLocator(
			{
				required: false,
				description: 'The record to evaluate the rule for; empty evaluates it for the values only',
			},
			{ list: false },
		),
		{
			displayName: 'Values',
			name: 'values',
			type: 'json',
			default: '{}',
			placeholder: 'e.g. {"unit_price": 20}',
			description: 'Values by field name; they replace those of the record',
		},
	],
	async execute({ node, client }, itemIndex) {
		const chosen = locatorValue(node, 'businessRule', itemIndex, 'Business Rule');
		const record = optionalLocatorValue(node, 'recordId', itemIndex);
		const values = jsonObject(node, 'values', itemIndex, 'Values');
		const hasValues = Object.keys(values).length > 0;
		if (record === '' && !hasValues) {
			throw new ParameterError(
				'There is nothing to evaluate the rule for',
				'Enter a record, values, or both.',
			);
		}
		const conditionid = await mapIdentifier(client, chosen);
		// coreBOS takes the values of a deleted record, and dies of one that never was (observed).
		const recordId = record === '' ? {} : { record_id: await existingId(client, record) };
		const context = hasValues ? { ...recordId, ...values } : recordId.record_id;
		const result = (await client.call('cbRule', { conditionid, context })) as IDataObject[string];
		return [{ json: { result } }];
	},
};
