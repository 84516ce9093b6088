import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import { optionalLocatorValue } from '../../../editor/parameterValues';
import { CoreBosError, validateValues } from '../../../../engine';
import type { Action } from '../../action';
import { writtenValueOptions } from '../../writtenValues';
import { fieldParameters, recordToSend } from './recordFields';

/** Operation `ValidateInformation`, of a record that is there with its other values; nothing is saved. */
export const validate: Action = {
	choice: {
		name: 'Validate',
		value: 'validate',
		action: 'Validate a record',
		description:
			'Check field values with the validations of the module (business maps of type Validations), without saving anything',
	},
	properties: [
		moduleLocator({ description: 'The module whose validations to apply' }),
		recordLocator({
			required: false,
			description:
				'The record to which the values belong; its other values are checked, too. Empty for a new record.',
		}),
		...fieldParameters('getFieldsToChange', 'add'),
	],
	options: writtenValueOptions,
	async execute(run, itemIndex) {
		const { node, client } = run;
		const { module, fields, element } = await recordToSend(run, itemIndex);
		const id = optionalLocatorValue(node, 'recordId', itemIndex) || undefined;
		return await validateValues(client, { module, fields, id, element }).then(
			() => [{ json: { valid: true, errors: {} } }],
			(error: Error) => {
				const errors = complaintsOf(error);
				if (errors === undefined) throw error;
				return [{ json: { valid: false, errors } }];
			},
		);
	},
};

/** The failed validations by field; undefined for a call that failed for another reason. */
function complaintsOf(error: Error): Record<string, string[]> | undefined {
	const isFailed = error instanceof CoreBosError && error.code === 'VALIDATION_FAILED';
	return isFailed ? (error.result as Record<string, string[]>) : undefined;
}
