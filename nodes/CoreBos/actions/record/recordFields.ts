import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { writtenValues, type ModuleField } from '../../../../engine';
import type { ActionRun } from '../../action';
import { writingOf } from '../../writtenValues';
import { fieldMapping, mappedValues } from './fieldMapping';
import { originModule } from './originRecord';
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
					name: 'coreBOS Field Mapping',
					value: 'fieldMapping',
					description: 'Text, fields and expressions, as in the tasks of coreBOS workflows',
				},
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
					// "Select a module first" says it; n8n would add "No fields found" in red.
					hideNoDataError: true,
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
		fieldMapping,
	];
}

/**
 * What an item sends to coreBOS, without fields that have no value.
 *
 * @throws ParameterError if the module is missing or the JSON is not valid; CoreBosError of
 * `describe`, and for a value that coreBOS would not store as it is
 */
export async function recordToSend(run: ActionRun, itemIndex: number): Promise<RecordToSend> {
	const module = locatorValue(run.node, 'module', itemIndex, 'Module');
	const { fields } = await run.describe(module);
	const given = withoutNull(
		(await valuesOfMapping(run, itemIndex, module)) ?? valuesOf(run.node, itemIndex, fields),
	);
	const element = await writtenValues(given, fields, {
		...writingOf(run, itemIndex),
		following: () => followingValues(run.node, itemIndex, fields, module),
	});
	return { module, element: element as IDataObject, fields };
}

function withoutNull(values: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** How many items further the references that an item checks are looked for. */
const ITEMS_AHEAD = 99;

/** The values of the next items that write to the module, as far as they can be told already. */
function followingValues(
	node: IExecuteFunctions,
	itemIndex: number,
	fields: ModuleField[],
	module: string,
): Array<Record<string, unknown>> {
	const next = Math.min(node.getInputData().length, itemIndex + 1 + ITEMS_AHEAD);
	const values: Array<Record<string, unknown>> = [];
	for (let index = itemIndex + 1; index < next; index++) {
		try {
			if (locatorValue(node, 'module', index, 'Module') !== module || isMapping(node, index))
				continue;
			values.push(valuesOf(node, index, fields));
		} catch {
			// What is wrong with an item is said when it is its turn.
		}
	}
	return values;
}

function isMapping(node: IExecuteFunctions, itemIndex: number): boolean {
	return node.getNodeParameter('valuesFrom', itemIndex) === 'fieldMapping';
}

function valuesOf(
	node: IExecuteFunctions,
	itemIndex: number,
	fields: ModuleField[],
): Record<string, unknown> {
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

/**
 * An update changes the record of the item; what is created is another one, or a copy of it.
 *
 * @returns undefined where the values of the item come from elsewhere
 */
async function valuesOfMapping(
	run: ActionRun,
	itemIndex: number,
	module: string,
): Promise<Record<string, unknown> | undefined> {
	if (!isMapping(run.node, itemIndex)) return undefined;
	if (run.node.getNodeParameter('operation', itemIndex) === 'update') {
		const update = { task: 'VTUpdateFieldsTask', properties: {} } as const;
		const { changed = {} } = await mappedValues(run, itemIndex, { module }, update);
		return changed;
	}
	const isCopy = run.node.getNodeParameter('startAsCopy', itemIndex, false) === true;
	const link = String(run.node.getNodeParameter('referenceField', itemIndex, ''));
	const origin = isCopy ? module : originModule(run.node, itemIndex);
	const { created } = await mappedValues(
		run,
		itemIndex,
		{ module: origin },
		{
			task: 'VTCreateEntityTask',
			properties: { entity_type: module, reference_field: link },
		},
	);
	const fields = created?.fields ?? {};
	if (link !== '' && !(link in fields)) {
		run.warn(`The field "${link}" of ${module} cannot refer to the record of the item`, itemIndex);
	}
	return fields;
}
