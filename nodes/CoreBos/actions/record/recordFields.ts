import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ModuleField } from '../../../../engine';
import type { ActionRun } from '../../action';
import { jsonObject, locatorValue } from '../../../editor/parameterValues';

/** What separates the values of a multi-select picklist in coreBOS. */
const VALUE_SEPARATOR = ' |##| ';
const ISO_DATE_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d))?/;

/** A record as an item describes it. */
export interface RecordToSend {
	module: string;
	/** Field values as coreBOS takes them. */
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
		description: 'The fields that an existing record is looked for by',
		hint: 'A record that has these values is changed, otherwise one is created',
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
					description:
						'Choose the fields of the module and fill them in, or take those of the item',
				},
				{
					name: 'JSON',
					value: 'json',
					description: 'Field names and values, also invoice lines and relations',
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
				'Field names of the module with their values. References take the ID of the record (11x852), dates are written 2026-01-31.',
		},
	];
}

/**
 * What an item sends to coreBOS: fields that are left untouched are left out.
 *
 * @throws ParameterError for what is no module or JSON; CoreBosError of `describe`
 */
export async function recordToSend(run: ActionRun, itemIndex: number): Promise<RecordToSend> {
	const { node } = run;
	const module = locatorValue(node, 'module', itemIndex, 'Module');
	const { fields } = await run.describe(module);
	const values = valuesOf(node, itemIndex, fields);
	const types = new Map(fields.map(({ name, type }) => [name, type]));
	const element = Object.fromEntries(
		Object.entries(values)
			.filter(([, value]) => value !== undefined && value !== null)
			.map(([name, value]) => [name, valueToSend(value, types.get(name))]),
	);
	return { module, element: element as IDataObject, fields };
}

function valuesOf(node: IExecuteFunctions, itemIndex: number, fields: ModuleField[]): IDataObject {
	if (node.getNodeParameter('valuesFrom', itemIndex) === 'json') {
		return jsonObject(node, 'fieldsJson', itemIndex, 'Fields (JSON)');
	}
	if (node.getNodeParameter('fields.mappingMode', itemIndex) !== 'autoMapInputData') {
		return (node.getNodeParameter('fields.value', itemIndex, {}) ?? {}) as IDataObject;
	}
	// Of the item, what is a field that can be written: it has other properties as well.
	const { json } = node.getInputData()[itemIndex];
	const writable = fields.filter(({ editable, name }) => editable && name !== 'id');
	return Object.fromEntries(
		writable.filter(({ name }) => name in json).map(({ name }) => [name, json[name]]),
	);
}

/** A value as coreBOS takes it: `1` and `0`, dates and times in its own form, joined lists. */
function valueToSend(value: unknown, type: string | undefined): unknown {
	if (typeof value === 'boolean') return value ? '1' : '0';
	if (typeof value === 'number') return String(value);
	if (Array.isArray(value) && type === 'multipicklist') return value.join(VALUE_SEPARATOR);
	const text = isDateTime(value) ? value.toISO() : value;
	return typeof text === 'string' ? dateToSend(text, type) : text;
}

/** The wall time as it was given: coreBOS takes it for that of its user. */
function dateToSend(text: string, type: string | undefined): string {
	const moment = ISO_DATE_TIME.exec(text);
	if (moment === null) return text;
	const [, date, time, seconds = '00'] = moment;
	if (type === 'date') return date;
	return type === 'datetime' ? `${date} ${time}:${seconds}` : text;
}

/** What n8n makes of a date in the resource mapper. */
function isDateTime(value: unknown): value is { toISO(): string } {
	return typeof value === 'object' && value !== null && 'toISO' in value;
}
