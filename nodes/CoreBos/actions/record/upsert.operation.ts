import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import {
	isDocumentMember,
	isFlag,
	isMemberForLines,
	isWebServiceId,
	recordToUpsert,
	type SilentChange,
	upsertRecord,
	upsertRecords,
	withFlags,
} from '../../../../engine';
import { businessMapLocator, moduleLocator } from '../../../editor/listSearch/locators';
import type { Action, ActionRun } from '../../action';
import { callOptions, callOptionsOf } from '../../callOptions';
import { splitNames, optionsOf } from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';
import { lineParameters } from './documentLinesParameters';
import { fieldParameters } from './recordFields';
import { recordToSave, savedOrQueued, savingOptions, type RecordToSave } from './recordToSave';
import { isUpsertTask, runUpsertTask } from './upsertTask';
import { bulkOptions, workInBulk } from './bulk';

const searchOn: INodeProperties = {
	displayName: 'Fields to Match On',
	name: 'searchOn',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. email',
	description:
		'Names of the fields by which to look for an existing record, separated by commas. Each needs a value.',
};

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
		...lineParameters,
		{
			displayName: 'Match By',
			name: 'matchBy',
			type: 'options',
			options: [
				{
					name: 'Business Rule',
					value: 'rule',
					description: 'A business map of coreBOS finds the record',
				},
				{ name: 'Fields', value: 'fields', description: 'The record has the same values' },
				{
					name: 'Nothing',
					value: 'nothing',
					description: 'A record is always created, as by an upsert task without a rule',
				},
			],
			default: 'fields',
			displayOptions: { show: { valuesFrom: ['fieldMapping'] } },
			description:
				'How to look for an existing record. By a rule or by nothing, the node works as the upsert task of coreBOS: if the workflow context has a list upsert_data, a record is written for each of its rows.',
		},
		businessMapLocator(
			{
				displayName: 'Rule Map',
				name: 'ruleMap',
				displayOptions: { show: { valuesFrom: ['fieldMapping'], matchBy: ['rule'] } },
				description:
					'The rule gets the values and returns the ID of the record to update. If it returns nothing or 0, a record is created; if it returns a negative number, nothing is done.',
			},
			'searchBusinessRules',
		),
		{ ...searchOn, displayOptions: { show: { valuesFrom: ['json'] } } },
		{
			...searchOn,
			displayOptions: { show: { valuesFrom: ['fieldMapping'], matchBy: ['fields'] } },
		},
	],
	options: [
		...savingOptions,
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
		if (isUpsertTask(node, itemIndex)) return await runUpsertTask(run, itemIndex);
		const wanted = await wantedOf(run, itemIndex);
		if (wanted === undefined) return [];
		const { element, searchOn } = wanted;
		const chosen = updatedFields(node, itemIndex);
		const changed =
			chosen.length > 0 ? withMembersOfLines(withFlags(chosen, element), element) : undefined;
		const { parameters } = callOptions(node, itemIndex);
		const record = await upsertRecord(client, wanted, { parameters, updatedFields: changed });
		const compared = changed ? only(element, [...changed, ...searchOn]) : element;
		const changes = otherRecord(wanted, record);
		return await savedOrQueued(run, itemIndex, { ...wanted, element: compared, changes }, record);
	},
	bulk: workInBulk((run) => ({
		prepare: async (itemIndex) => {
			if (isUpsertTask(run.node, itemIndex)) {
				throw new ParameterError(
					'Items can only be sent in bulk if fields match the records',
					'Remove the option "Send Items in Bulk", or set "Match By" to fields.',
				);
			}
			if (updatedFields(run.node, itemIndex).length > 0) {
				throw new ParameterError(
					'Items sent in bulk always update all their fields',
					'Remove the option "Fields to Update" or "Send Items in Bulk".',
				);
			}
			return await wantedOf(run, itemIndex);
		},
		send: async (wanted, options) => await upsertRecords(run.client, wanted, options),
		finish: (itemIndex, wanted, record) =>
			savedOrQueued(run, itemIndex, { ...wanted, changes: otherRecord(wanted, record) }, record),
	})),
};

/** @throws ParameterError if no field to match on is selected, or one has no value or is unknown */
async function wantedOf(
	run: ActionRun,
	itemIndex: number,
): Promise<(RecordToSave & { searchOn: string[] }) | undefined> {
	const searchOn = searchFields(run.node, itemIndex);
	if (searchOn.length === 0) {
		throw new ParameterError(
			'No field to match on is selected',
			'Select at least one field in "Fields to Match On".',
		);
	}
	const requireValues = (element: IDataObject) => {
		const empty = searchOn.find((name) => String(element[name] ?? '') === '');
		if (empty === undefined) return;
		throw new ParameterError(
			`The field to match on "${empty}" has no value`,
			'Enter a value: coreBOS looks for an existing record by it.',
		);
	};
	const sent = await recordToSave(run, itemIndex, async ({ module, element }) => {
		requireValues(element);
		return await recordToUpsert(run.client, module, element, searchOn);
	});
	if (sent === undefined) return undefined;
	requireValues(sent.element);
	const unknown = searchOn.find((name) => !isKnown(sent, name));
	if (unknown === undefined) return { ...sent, searchOn };
	// coreBOS finds nothing by it, and creates a record each time (observed).
	throw new ParameterError(
		`The module "${sent.module}" has no field "${unknown}" to match on, or hides it from the user of the credential`,
		'Enter the name of a field that the user may see, not its label.',
	);
}

function isKnown({ fields }: RecordToSave, name: string): boolean {
	return name === 'id' || name === 'cbuuid' || fields.some((field) => field.name === name);
}

/** coreBOS creates a record where that of the ID to match on is deleted, without a word (observed). */
function otherRecord(
	{ element, searchOn }: Pick<RecordToSave, 'element'> & { searchOn: string[] },
	{ id }: Record<string, unknown>,
): SilentChange[] {
	if (!searchOn.includes('id') || !isWebServiceId(element.id) || element.id === id) return [];
	const reason = 'there was no such record, so another one was created';
	return [{ field: 'id', sent: element.id, kept: String(id), reason }];
}

function searchFields(node: IExecuteFunctions, itemIndex: number): string[] {
	return node.getNodeParameter('valuesFrom', itemIndex) === 'fields'
		? (node.getNodeParameter('fields.matchingColumns', itemIndex, []) as string[])
		: splitNames(node.getNodeParameter('searchOn', itemIndex));
}

function updatedFields(node: IExecuteFunctions, itemIndex: number): string[] {
	const { updatedFields: names } = optionsOf<{ updatedFields?: string }>(node, itemIndex);
	return splitNames(names);
}

/** Lines are changed together with all that their total is made of, and the flags of both. */
function withMembersOfLines(chosen: string[], element: IDataObject): string[] {
	if (!chosen.some(isMemberForLines)) return chosen;
	const members = Object.keys(element).filter(
		(name) => isDocumentMember(name) || isFlag(name) || name.startsWith('hdnDiscount'),
	);
	return [...new Set([...chosen, ...members])];
}

function only<Value>(values: Record<string, Value>, names: string[]): Record<string, Value> {
	return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}
