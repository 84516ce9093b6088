import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { writtenValues, type ModuleField } from '../../../../engine';
import type { ActionRun } from '../../action';
import { writingOf } from '../../writtenValues';
import { jsonObject, locatorValue } from '../../../editor/parameterValues';

/** A record as an item describes it. */
export interface RecordToSend {
	module: string;
	/** Field values as coreBOS takes them, with the flags of numbers and times. */
	element: IDataObject;
	/** The module's fields. */
	fields: ModuleField[];
}

type MapperMethod = 'getFieldsOfNewRecord' | 'getFieldsToChange';

/** The parameters *Values From*, *Fields* (resource mapper) and *Fields (JSON)*. */
export function fieldParameters(
	resourceMapperMethod: MapperMethod,
	mode: 'add' | 'upsert',
): INodeProperties[] {
	const columnsToMatch = {
		title: 'Fields to Match On',
		description: 'The fields by which to look for an existing record',
		hint: 'A record with these values is updated; if there is none, one is created',
	};
	return [
		{
			displayName: 'Values From',
			name: 'valuesFrom',
			type: 'options',
			options: [
				{
					name: 'Fields Below',
					value: 'fields',
					description: 'Select the fields of the module and fill them in, or use those of the item',
				},
				{
					name: 'JSON',
					value: 'json',
					description: 'Field names and values, including invoice lines and relations',
				},
			],
			default: 'fields',
			description: 'Where the field values come from',
		},
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'defineBelow', value: null },
			required: true,
			displayOptions: { show: { valuesFrom: ['fields'] } },
			typeOptions: {
				loadOptionsDependsOn: ['module.value'],
				resourceMapper: {
					resourceMapperMethod,
					mode,
					valuesLabel: 'Values to Send',
					fieldWords: { singular: 'field', plural: 'fields' },
					addAllFields: false,
					multiKeyMatch: true,
					supportAutoMap: true,
					...(mode === 'upsert' && { matchingFieldsLabels: columnsToMatch }),
				},
			},
			description: 'The fields of the module with their values',
		},
		{
			displayName: 'Fields (JSON)',
			name: 'fieldsJson',
			type: 'json',
			default: '{}',
			required: true,
			displayOptions: { show: { valuesFrom: ['json'] } },
			description:
				'Field names of the module with their values. Write references as record IDs (11x852), dates as 2026-01-31, and numbers as 1234.56.',
		},
	];
}

/**
 * What an item sends to coreBOS, without fields that have no value.
 *
 * @throws ParameterError if the module is missing or the JSON is not valid; CoreBosError of
 * `describe`, and for a value that coreBOS would not store as it is
 */
export async function recordToSend(run: ActionRun, itemIndex: number): Promise<RecordToSend> {
	const { node } = run;
	const module = locatorValue(node, 'module', itemIndex, 'Module');
	const { fields } = await run.describe(module);
	const values = valuesOf(node, itemIndex, fields);
	const given = Object.entries(values).filter(([, value]) => value !== null);
	const writing = writingOf(run, itemIndex);
	const element = await writtenValues(Object.fromEntries(given), fields, writing);
	return { module, element: element as IDataObject, fields };
}

function valuesOf(node: IExecuteFunctions, itemIndex: number, fields: ModuleField[]): IDataObject {
	if (node.getNodeParameter('valuesFrom', itemIndex) === 'json') {
		return jsonObject(node, 'fieldsJson', itemIndex, 'Fields (JSON)');
	}
	if (node.getNodeParameter('fields.mappingMode', itemIndex) !== 'autoMapInputData') {
		return (node.getNodeParameter('fields.value', itemIndex, {}) ?? {}) as IDataObject;
	}
	// The properties of the item that are writable fields: it has other properties as well.
	const { json } = node.getInputData()[itemIndex];
	const writable = fields.filter(({ editable, name }) => editable && name !== 'id');
	return Object.fromEntries(
		writable.filter(({ name }) => name in json).map(({ name }) => [name, json[name]]),
	);
}
