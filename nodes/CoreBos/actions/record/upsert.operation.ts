import type { IExecuteFunctions } from 'n8n-workflow';
import { massCreate, ownedByUser, withFlags } from '../../../../engine';
import { moduleLocator } from '../../../editor/listSearch/locators';
import type { Action, ActionRun } from '../../action';
import { callOptions, callOptionsOf } from '../../callOptions';
import { splitNames } from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';
import { fieldParameters, recordToSend, type RecordToSend } from './recordFields';
import { savedOrQueued, savedRecordOptions } from './savedRecord';
import { bulkOptions, workInBulk } from './bulk';

/** Operations `upsert` and `MassCreate` with `searchon`. */
export const upsert: Action = {
	choice: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update a record',
		description: 'Create a new record, or update the current one if it already exists (upsert)',
	},
	properties: [
		moduleLocator({ description: 'The module of the record' }),
		...fieldParameters('getFieldsOfNewRecord', 'upsert'),
		{
			displayName: 'Fields to Match On',
			name: 'searchOn',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. email',
			displayOptions: { show: { valuesFrom: ['json'] } },
			description:
				'Names of the fields by which to look for an existing record, separated by commas. Each needs a value.',
		},
	],
	options: [
		...savedRecordOptions,
		...bulkOptions,
		...callOptionsOf('upsert'),
		{
			displayName: 'Fields to Update',
			name: 'updatedFields',
			type: 'string',
			default: '',
			placeholder: 'e.g. phone,description',
			description:
				'Names of the fields to change in an existing record, separated by commas. By default all fields that have a value. Not available with Send Items in Bulk.',
		},
	],
	async execute(run, itemIndex) {
		const { node, client } = run;
		const { module: elementType, element, fields, searchOn } = await wantedOf(run, itemIndex);
		const chosen = updatedFields(node, itemIndex);
		const record = (await client.call('upsert', {
			...callOptions(node, itemIndex).parameters,
			elementType,
			// The owner is for a new record: one that exists keeps its own.
			element: await ownedByUser(element, fields, client),
			searchOn: searchOn.join(','),
			updatedfields: (chosen.length > 0 ? withFlags(chosen, element) : Object.keys(element)).join(
				',',
			),
		})) as Record<string, unknown>;
		const compared = chosen.length > 0 ? only(element, [...chosen, ...searchOn]) : element;
		return await savedOrQueued(run, itemIndex, { element: compared, fields }, record);
	},
	bulk: workInBulk((run) => ({
		prepare: async (itemIndex) => {
			if (updatedFields(run.node, itemIndex).length > 0) {
				throw new ParameterError(
					'Items sent in bulk always update all their fields',
					'Remove the option "Fields to Update" or "Send Items in Bulk".',
				);
			}
			return await wantedOf(run, itemIndex);
		},
		send: async (wanted, options) => await massCreate(run.client, wanted, options),
		finish: (itemIndex, wanted, record) => savedOrQueued(run, itemIndex, wanted, record),
	})),
};

/** @throws ParameterError if no field to match on is selected, or one of them has no value */
async function wantedOf(
	run: ActionRun,
	itemIndex: number,
): Promise<RecordToSend & { searchOn: string[] }> {
	const sent = await recordToSend(run, itemIndex);
	const searchOn = searchFields(run.node, itemIndex);
	if (searchOn.length === 0) {
		throw new ParameterError(
			'No field to match on is selected',
			'Select at least one field in "Fields to Match On".',
		);
	}
	const empty = searchOn.find((name) => String(sent.element[name] ?? '') === '');
	if (empty === undefined) return { ...sent, searchOn };
	throw new ParameterError(
		`The field to match on "${empty}" has no value`,
		'Enter a value: coreBOS looks for an existing record by it.',
	);
}

function searchFields(node: IExecuteFunctions, itemIndex: number): string[] {
	return node.getNodeParameter('valuesFrom', itemIndex) === 'json'
		? splitNames(node.getNodeParameter('searchOn', itemIndex))
		: (node.getNodeParameter('fields.matchingColumns', itemIndex, []) as string[]);
}

function updatedFields(node: IExecuteFunctions, itemIndex: number): string[] {
	const { updatedFields: names } = node.getNodeParameter('options', itemIndex, {}) as {
		updatedFields?: string;
	};
	return splitNames(names);
}

function only<Value>(values: Record<string, Value>, names: string[]): Record<string, Value> {
	return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}
