import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { taskValues, type TaskEnvironment, type TaskValues } from '../../../../engine';
import { FIELD_LIST } from '../../../editor/filterParameters';
import type { ActionRun } from '../../action';
import { valueTypes } from '../../valueTypes';
import { environmentOfItem } from '../../../environment/itemEnvironment';

/** Rows of a task of a coreBOS workflow. */
export const fieldMapping: INodeProperties = {
	displayName: 'Field Mapping',
	name: 'fieldMapping',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add field',
	default: {},
	displayOptions: { show: { valuesFrom: ['fieldMapping'] } },
	description:
		'The fields with their values, as in a task of a coreBOS workflow. The item is the record; later rows see the values of earlier ones.',
	options: [
		{
			displayName: 'Field',
			name: 'rows',
			values: [
				{
					displayName: 'Field Name or ID',
					name: 'fieldname',
					...FIELD_LIST,
					default: '',
					description:
						'The field to write. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				},
				valueTypes,
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description:
						'Text, the name of a field of the item, or a coreBOS expression. Write values as coreBOS stores them: 1234.56, 2026-01-31, true:boolean.',
				},
			],
		},
	],
};

/** The tasks of coreBOS that write fields. */
export type WritingTask =
	| { task: 'VTUpdateFieldsTask'; properties: Record<string, never> }
	| { task: 'VTCreateEntityTask'; properties: { entity_type: string; reference_field: string } }
	| { task: 'CBUpsertTask'; properties: { upsert_module: string; bmapid: string } };

/**
 * The values of the field mapping for an item; what its expressions set in the workflow context
 * goes along with the item.
 *
 * @param known `module` of the item's record, if it is known; `context`, if it is not the item's
 * @throws ExpressionError for an expression that cannot be evaluated; CoreBosError of what is
 * asked for
 */
export async function mappedValues(
	{ node, client, connection, setContext }: ActionRun,
	itemIndex: number,
	known: Pick<TaskEnvironment, 'module' | 'context'>,
	{ task, properties }: WritingTask,
): Promise<TaskValues> {
	const { rows = [] } = node.getNodeParameter('fieldMapping', itemIndex, {}) as {
		rows?: IDataObject[];
	};
	const values = await taskValues(
		{ task, properties: { ...properties, field_value_mapping: rows } },
		{
			...environmentOfItem(node, itemIndex),
			...known,
			coreBos: client,
			siteUrl: connection.baseUrl,
			accessKeyFor: (token) => connection.accessKeyFor(token),
		},
	);
	setContext(values.context ?? {}, itemIndex);
	return values;
}
