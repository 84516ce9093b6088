import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { compileExpression, evaluateTypedExpression, renderShownTemplate } from '../../engine';
import type { Environment, TypedValue } from '../../engine';
import { installOf, type Install } from '../environment/install';
import { ItemParameters } from './itemParameters';
import { recordOfItem } from '../environment/itemRecord';
import {
	batchingOption,
	concurrencyOption,
	runForEachItem,
	type ItemRun,
	type BatchOptions,
} from './itemBatches';
import {
	CONTEXT_PROPERTY,
	contextPropertyOption,
	moduleOption,
	recordIdOption,
	recordOption,
	type RecordOptions,
} from '../environment/recordOptions';

const shown = { show: { operation: ['evaluate'] } };

export const evaluateExpressionParameters: INodeProperties[] = [
	{
		displayName: 'Kind',
		name: 'expressionKind',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Expression',
				value: 'expression',
				description: 'A coreBOS workflow expression, like EXPRESSION in a map',
			},
			{
				name: 'Template',
				value: 'template',
				description: 'Text that contains $field, like TEMPLATE in a map',
			},
		],
		default: 'expression',
		displayOptions: shown,
	},
	{
		displayName: 'Expression',
		name: 'expression',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: "e.g. concat(firstname, ' ', lastname)",
		description:
			'Expression in the coreBOS workflow expression language. Names are properties of the item.',
		displayOptions: { show: { operation: ['evaluate'], expressionKind: ['expression'] } },
	},
	{
		displayName: 'Template',
		name: 'template',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. $firstname of $(account_id : (Accounts) accountname)',
		description:
			'Text in which $field, $(link : (Module) field) and $(general : (__WorkflowFunction__) expression ) are replaced',
		displayOptions: { show: { operation: ['evaluate'], expressionKind: ['template'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: shown,
		options: [
			batchingOption,
			concurrencyOption,
			contextPropertyOption,
			{
				displayName: 'Include Other Input Fields',
				name: 'includeOtherFields',
				type: 'boolean',
				default: false,
				description: 'Whether to include the properties of the item in the output',
			},
			moduleOption,
			recordOption,
			recordIdOption,
		],
	},
];

interface EvaluateOptions extends RecordOptions, BatchOptions {
	includeOtherFields?: boolean;
}

/**
 * Evaluates the expression or template for each item: `value` and its PHP `type`, as coreBOS's
 * expression tester shows them. The output has the context where there is one.
 *
 * @throws NodeOperationError or NodeApiError of the first item that fails, unless the node
 * continues on fail
 */
export async function executeEvaluateExpression(
	this: IExecuteFunctions,
): Promise<INodeExecutionData[]> {
	const parameters = new ItemParameters(this);
	const batches = parameters.get<BatchOptions>('options', 0, {});
	const install = installOf(this, batches.concurrency);
	return await runForEachItem(this, batches, async (run) => {
		const source = sourceOf(parameters, run.itemIndex);
		const evaluated = await evaluateForItem(this, source, run, parameters, await install());
		source.warnings().forEach(run.warn);
		return evaluated;
	});
}

interface Source {
	evaluate(environment: Environment): Promise<TypedValue>;
	/** What coreBOS reads differently than it looks. */
	warnings(): readonly string[];
}

function sourceOf(parameters: ItemParameters, itemIndex: number): Source {
	const kind = parameters.get<string>('expressionKind', itemIndex, 'expression');
	if (kind === 'template') {
		const template = textOf(parameters.get<unknown>('template', itemIndex, ''), 'Template');
		return {
			evaluate: async (environment) => ({
				value: await renderShownTemplate(template, environment).catch(inParameter('Template')),
				type: 'string',
			}),
			warnings: () => [],
		};
	}
	const expression = textOf(parameters.get<unknown>('expression', itemIndex, ''), 'Expression');
	if (expression.trim() === '') throw new TypeError('The parameter "Expression" is empty');
	return {
		evaluate: async (environment) =>
			await evaluateTypedExpression(expression, environment).catch(inParameter('Expression')),
		warnings: () => compileExpression(expression).warnings,
	};
}

/** An n8n expression in the parameter may give anything. */
function textOf(value: unknown, parameter: string): string {
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	const isObject = typeof value === 'object' && value !== null;
	const found = isObject ? (Array.isArray(value) ? 'a list' : 'an object') : String(value);
	throw new TypeError(`The parameter "${parameter}" must be text, but is ${found}`);
}

function inParameter(parameter: string): (error: Error) => never {
	return (error) => {
		throw new Error(`${parameter}: ${error.message}`, { cause: error });
	};
}

async function evaluateForItem(
	context: IExecuteFunctions,
	source: Source,
	{ item, itemIndex, written }: ItemRun,
	parameters: ItemParameters,
	install: Install,
): Promise<INodeExecutionData> {
	const options = parameters.get<EvaluateOptions>('options', itemIndex, {});
	const contextProperty = options.contextProperty || CONTEXT_PROPERTY;
	const record = recordOfItem(item.json, { ...options, contextProperty });
	// setToContext writes into it: the input item stays as it is.
	const after = { ...record.context };
	const { value, type } = await source.evaluate({
		...record,
		context: after,
		env: item.json.env as IDataObject | undefined,
		module: options.module?.trim() || undefined,
		timeZone: context.getTimezone(),
		written,
		...install,
	});
	const hasContext = Object.hasOwn(item.json, contextProperty) || Object.keys(after).length > 0;
	const json: IDataObject = {
		...(options.includeOtherFields && item.json),
		...(hasContext && { [contextProperty]: after }),
		value: asJson(value) as IDataObject,
		type,
	};
	return { json, pairedItem: { item: itemIndex } };
}

/** An int that a JavaScript number does not hold exactly is given in its digits. */
function asJson(value: unknown): unknown {
	if (typeof value === 'bigint') return value.toString();
	if (Array.isArray(value)) return value.map(asJson);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asJson(member)]));
}
