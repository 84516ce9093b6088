import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ParameterError } from '../../../transport/parameterError';
import { valueTypes } from '../../valueTypes';

/** Operations without a value to compare with. */
const WITHOUT_VALUE = ['has changed', 'is empty', 'is not empty', 'is today'];

const JOINS: INodeProperties['options'] = [
	{ name: 'And', value: 'and' },
	{ name: 'Or', value: 'or' },
];

const CONDITION: INodeProperties[] = [
	{
		displayName: 'Field',
		name: 'field',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'A field of the record or of a linked record',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a field...',
				typeOptions: { searchListMethod: 'searchConditionFields', searchable: true },
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. amount, or account_id : (Accounts) industry',
			},
		],
	},
	{
		displayName: 'Operation Name or ID',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		typeOptions: {
			loadOptionsMethod: 'getConditionOperations',
			loadOptionsDependsOn: ['module.value', '&field.value'],
		},
		default: '',
		description:
			'How to compare the field. The list shows the operations that coreBOS offers for its type. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{ ...valueTypes, displayOptions: { hide: { operation: WITHOUT_VALUE } } },
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		displayOptions: { hide: { operation: WITHOUT_VALUE } },
		description:
			'The value to compare with: text, the name of a field, or a coreBOS expression. For a checkbox, enter true:boolean or false:boolean.',
	},
	{
		displayName: 'Next Condition',
		name: 'joincondition',
		type: 'options',
		options: JOINS,
		default: 'and',
		description:
			'How to combine the next condition with those above. coreBOS reads a group from top to bottom; And does not take precedence over Or.',
	},
];

/** Groups of conditions as the workflow editor of coreBOS shows them. */
export const conditionGroups: INodeProperties = {
	displayName: 'Conditions',
	name: 'conditionGroups',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add group',
	default: {},
	description: 'Groups of conditions. Without conditions, every item meets them.',
	options: [
		{
			displayName: 'Group',
			name: 'groups',
			values: [
				{
					displayName: 'Combine With Groups Above',
					name: 'groupjoin',
					type: 'options',
					options: JOINS,
					default: 'and',
					description:
						'How to combine the group with the result of the groups above. The first group is combined with true, so that Or makes the result true, as in coreBOS.',
				},
				{
					displayName: 'Conditions of the Group',
					name: 'conditions',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true, sortable: true },
					placeholder: 'Add condition',
					default: {},
					options: [{ displayName: 'Condition', name: 'rows', values: CONDITION }],
				},
			],
		},
	],
};

interface ConditionRow {
	field?: unknown;
	operation?: string;
	valuetype?: string;
	value?: unknown;
	joincondition?: string;
}

interface ConditionGroup {
	groupjoin?: string;
	conditions?: { rows?: ConditionRow[] };
}

/**
 * The groups of the node as coreBOS's JSON text.
 *
 * @throws ParameterError for a condition without a field or an operation
 */
export function conditionsOfGroups(node: IExecuteFunctions, itemIndex: number): string {
	const { groups = [] } = node.getNodeParameter('conditionGroups', itemIndex, {}) as {
		groups?: ConditionGroup[];
	};
	const conditions = groups.flatMap(
		({ groupjoin = 'and', conditions: { rows = [] } = {} }, group) =>
			rows.map((row, index): IDataObject => {
				const place = `Condition ${index + 1} of group ${group + 1}`;
				const { operation = '', value = '', valuetype = 'rawtext', joincondition = 'and' } = row;
				if (operation === '') {
					throw new ParameterError(`${place} has no operation`, 'Select an operation.');
				}
				return {
					fieldname: fieldName(row.field, place),
					operation,
					value: WITHOUT_VALUE.includes(operation) ? '' : String(value),
					valuetype: WITHOUT_VALUE.includes(operation) ? 'rawtext' : valuetype,
					joincondition,
					groupid: String(group),
					groupjoin,
				};
			}),
	);
	return JSON.stringify(conditions);
}

function fieldName(field: unknown, place: string): string {
	const given =
		typeof field === 'object' && field !== null && 'value' in field ? field.value : field;
	const name = String(given ?? '').trim();
	if (name !== '') return name;
	throw new ParameterError(`${place} has no field`, 'Select a field.');
}
