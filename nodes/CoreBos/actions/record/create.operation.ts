import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { createOnce, elementToValidate, massCreate, ownedByUser } from '../../../../engine';
import { FIELD_LIST } from '../../../editor/filterParameters';
import { moduleLocator } from '../../../editor/listSearch/locators';
import { optionsOf } from '../../../editor/parameterValues';
import type { Action, ActionRun } from '../../action';
import { callOptions, callOptionsOf } from '../../callOptions';
import { lineParameters } from './documentLinesParameters';
import { fieldParameters } from './recordFields';
import { originModuleParameter, relateToOrigin } from './originRecord';
import { recordToSave, savedOrQueued, savingOptions, type RecordToSave } from './recordToSave';
import { bulkOptions, workInBulk } from './bulk';
import { isValidated, refuseValidation, validateOption } from './validation';

/** Nobody can know whether a call that is still on its way arrives later. */
const REPEATED =
	'The answer of coreBOS was lost, and no record had the value of the unique field, so the record was created by a second call. If the first call still arrives at coreBOS, there will be two records.';

/** Operations `create`, `CreateWithValidation` and `MassCreate`. */
export const createRecord: Action = {
	choice: {
		name: 'Create',
		value: 'create',
		action: 'Create a record',
		description:
			'Create a record. Mandatory fields must have a value; without an owner (assigned_user_id), the record belongs to the user of the credential.',
	},
	properties: [
		moduleLocator({ description: 'The module of the new record' }),
		...fieldParameters('getFieldsOfNewRecord', 'add'),
		{
			displayName: 'Start as a Copy',
			name: 'startAsCopy',
			type: 'boolean',
			default: false,
			displayOptions: { show: { valuesFrom: ['fieldMapping'] } },
			description:
				'Whether the new record starts with the values of the item, a record of the same module, as coreBOS does it',
		},
		{
			displayName: 'Reference Field Name or ID',
			name: 'referenceField',
			...FIELD_LIST,
			default: '',
			displayOptions: { show: { valuesFrom: ['fieldMapping'] } },
			description:
				'The field of the new record that refers to the record of the item. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		originModuleParameter,
		...lineParameters,
	],
	options: [
		...savingOptions,
		...bulkOptions,
		...callOptionsOf('create'),
		validateOption,
		{
			displayName: 'Unique Field Name or ID',
			name: 'uniqueField',
			...FIELD_LIST,
			default: '',
			description:
				'A field whose value is unique. If the connection breaks before the answer arrives, the record is looked up by this field, several times within a few seconds, before it is created again. Without it, such an item fails, and the error says so. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
	],
	async execute(run, itemIndex) {
		const { node, client, warn } = run;
		const sent = await newRecord(run, itemIndex);
		if (sent === undefined) return [];
		const { parameters } = callOptions(node, itemIndex);
		const validated = isValidated(node, itemIndex);
		const { record, lookedUp, repeated } = await createOnce(client, {
			...sent,
			element: validated ? elementToValidate(sent) : sent.element,
			uniqueField: uniqueFieldOf(node, itemIndex),
			wait: sleep,
			parameters,
			operation: validated ? 'CreateWithValidation' : 'create',
		});
		if (lookedUp) {
			warn(
				`The answer of coreBOS was lost. The record ${String(record.id)} was found by its unique field.`,
				itemIndex,
			);
		}
		if (repeated === true) warn(REPEATED, itemIndex);
		await relateToOrigin(run, itemIndex, record);
		return await savedOrQueued(run, itemIndex, sent, record);
	},
	bulk: workInBulk((run) => ({
		prepare: async (itemIndex) => {
			refuseValidation(run.node, itemIndex);
			const uniqueField = uniqueFieldOf(run.node, itemIndex);
			const sent = await newRecord(run, itemIndex);
			const onRepeated = () => run.warn(REPEATED, itemIndex);
			return sent && { ...sent, uniqueField, wait: sleep, onRepeated };
		},
		send: async (wanted, options) => await massCreate(run.client, wanted, options),
		finish: async (itemIndex, wanted, record) => {
			await relateToOrigin(run, itemIndex, record);
			return await savedOrQueued(run, itemIndex, wanted, record);
		},
	})),
};

/** A record without an owner gets the user of the credential, as in coreBOS's own form. */
async function newRecord(run: ActionRun, itemIndex: number): Promise<RecordToSave | undefined> {
	const sent = await recordToSave(run, itemIndex);
	if (sent === undefined) return undefined;
	const element = await ownedByUser(sent.element, sent.fields, run.client);
	return { ...sent, element: element as IDataObject };
}

function uniqueFieldOf(node: IExecuteFunctions, itemIndex: number): string | undefined {
	const { uniqueField } = optionsOf(node, itemIndex);
	return uniqueField ? String(uniqueField) : undefined;
}
