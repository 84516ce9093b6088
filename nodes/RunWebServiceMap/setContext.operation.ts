import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { taskValues } from '../../engine';
import { environmentOfItem } from '../environment/itemEnvironment';
import { installOf } from '../environment/install';
import { ItemParameters } from './itemParameters';
import {
	batchingOption,
	concurrencyOption,
	runForEachItem,
	type BatchOptions,
} from './itemBatches';
import {
	CONTEXT_PROPERTY,
	contextPropertyOption,
	moduleOption,
	type RecordOptions,
} from '../environment/recordOptions';

const shown = { show: { operation: ['setContext'] } };

export const setContextParameters: INodeProperties[] = [
	{
		displayName: 'Variables',
		name: 'contextVariables',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Variable',
		default: {},
		displayOptions: shown,
		description:
			'Variables of the workflow context, set one after another; later ones can read earlier ones with getFromContext',
		options: [
			{
				displayName: 'Variable',
				name: 'rows',
				values: [
					{
						displayName: 'Variable',
						name: 'variable',
						type: 'string',
						default: '',
						placeholder: 'e.g. score',
						description:
							'Name of the variable; if empty, the expression is evaluated, but its value is not kept',
					},
					{
						displayName: 'Kind',
						name: 'kind',
						type: 'options',
						options: [
							{
								name: 'Addresses',
								value: 'addresses',
								description:
									'A template that returns email addresses, separated by commas. Empty addresses and those of recipients who opted out are removed.',
							},
							{
								name: 'Expression',
								value: 'expression',
								description: 'An expression of the workflow language of coreBOS',
							},
							{
								name: 'Message',
								value: 'message',
								description:
									'Text of a message template of coreBOS, which also contains $contacts-lastname$ and $custom-currentdate$',
							},
							{
								name: 'Template',
								value: 'template',
								description:
									'Text that contains $field, as in a mail of coreBOS; with a credential and a module, numbers and dates are written as the owner of the record has them',
							},
							{ name: 'Text', value: 'text', description: 'The value as it is written' },
						],
						default: 'expression',
						description: 'Where the value comes from',
					},
					{
						displayName: 'Value',
						name: 'expression',
						type: 'string',
						typeOptions: { rows: 2 },
						default: '',
						placeholder: 'e.g. amount * 2',
						description: 'The expression, template or text. Names are properties of the item.',
					},
				],
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: shown,
		options: [batchingOption, concurrencyOption, contextPropertyOption, moduleOption],
	},
];

interface ContextRow {
	variable?: string;
	expression?: unknown;
	kind?: 'addresses' | 'expression' | 'message' | 'template' | 'text';
}

/**
 * Sets variables of the workflow context, as coreBOS's task *Set Context* does, and hands the
 * items on with it.
 *
 * @throws NodeOperationError or NodeApiError of the first item that fails, unless the node
 * continues on fail
 */
export async function executeSetContext(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const parameters = new ItemParameters(this);
	const batches = parameters.get<BatchOptions>('options', 0, {});
	const install = installOf(this, batches.concurrency);
	return await runForEachItem(this, batches, async ({ item, itemIndex, written }) => {
		const { rows = [] } = parameters.get<{ rows?: ContextRow[] }>(
			'contextVariables',
			itemIndex,
			{},
		);
		const { contextProperty, module } = parameters.get<RecordOptions>('options', itemIndex, {});
		const environment = environmentOfItem(this, itemIndex);
		const { context } = await taskValues(
			{ task: 'wfExecExpression', properties: { wfexeexps: rows.map(expressionOf) } },
			{ ...environment, ...(await install()), module: module?.trim() || undefined, written },
		);
		const json = {
			...item.json,
			[contextProperty || CONTEXT_PROPERTY]: { ...environment.context, ...context },
		} as IDataObject;
		return { json, binary: item.binary, pairedItem: { item: itemIndex } };
	});
}

/** A row as coreBOS's task has it. */
function expressionOf({ variable = '', expression = '', kind = 'expression' }: ContextRow): {
	var: string;
	exp: string;
	typ: string;
} {
	return { var: variable, exp: String(expression), typ: kind === 'text' ? 'rawtext' : kind };
}
