import type { INodeProperties } from 'n8n-workflow';
import type { QueryCondition } from '../../engine';
import { ParameterError } from '../transport/parameterError';

/** A list of the fields of the selected module. */
export const FIELD_LIST = {
	type: 'options' as const,
	typeOptions: { loadOptionsMethod: 'getModuleFields', loadOptionsDependsOn: ['module.value'] },
};

const OPERATORS: INodeProperties['options'] = [
	{ name: 'Contains', value: 'contains' },
	{ name: 'Does Not Equal', value: 'notEquals' },
	{ name: 'Ends With', value: 'endsWith' },
	{ name: 'Equals', value: 'equals' },
	{ name: 'Is Empty', value: 'isEmpty' },
	{ name: 'Is Greater Than', value: 'greaterThan' },
	{ name: 'Is Greater Than or Equal', value: 'greaterOrEqual' },
	{ name: 'Is Less Than', value: 'lessThan' },
	{ name: 'Is Less Than or Equal', value: 'lessOrEqual' },
	{ name: 'Is None Of', value: 'notIn' },
	{ name: 'Is Not Empty', value: 'isNotEmpty' },
	{ name: 'Is One Of', value: 'in' },
	{ name: 'Starts With', value: 'startsWith' },
];

/** Conditions on fields of the selected module. */
export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add filter',
	default: {},
	description: 'Conditions that the records must match',
	options: [
		{
			displayName: 'Condition',
			name: 'conditions',
			values: [
				{
					displayName: 'Field Name or ID',
					name: 'field',
					...FIELD_LIST,
					default: '',
					description:
						'The field to compare. With an expression, also a field of a linked record, such as Accounts.bill_city. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				},
				{
					displayName: 'Operator',
					name: 'operator',
					type: 'options',
					options: OPERATORS,
					default: 'equals',
					description: 'How to compare the field. Is Empty also matches number fields that are 0.',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					displayOptions: { hide: { operator: ['isEmpty', 'isNotEmpty'] } },
					description:
						'The value to compare with. For Is One Of and Is None Of, enter several values, separated by commas; put a value that contains a comma in double quotes.',
				},
			],
		},
	],
};

/**
 * The conditions of {@link filters}.
 *
 * @param value of the parameter
 * @throws ParameterError for a filter without a field
 */
export function filterConditions(value: unknown): QueryCondition[] {
	const { conditions = [] } = (value ?? {}) as { conditions?: QueryCondition[] };
	const empty = conditions.findIndex(({ field }) => String(field ?? '').trim() === '');
	if (empty === -1) return conditions;
	throw new ParameterError(
		`Filter ${empty + 1} has no field`,
		'Select its field, or delete the filter.',
	);
}
