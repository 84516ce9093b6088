import type { INodeProperties } from 'n8n-workflow';

/** A list of the fields of the chosen module. */
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

/** Conditions on fields of the chosen module. */
export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add filter',
	default: {},
	description: 'Conditions that the records must meet',
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
						'The field to look at. By an expression also a field of a referred record, such as Accounts.bill_city. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				},
				{
					displayName: 'Operator',
					name: 'operator',
					type: 'options',
					options: OPERATORS,
					default: 'equals',
					description: 'How the field is compared. Is Empty also finds number fields that are 0.',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					displayOptions: { hide: { operator: ['isEmpty', 'isNotEmpty'] } },
					description:
						'What to compare with. Is One Of and Is None Of take several values, separated by commas; put a value that has a comma in double quotes.',
				},
			],
		},
	],
};
