import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { workflowsToN8n, type WorkflowOptions } from '../../convert';
import {
	isRecord,
	jsonValue,
	parseWorkflowExport,
	readInstallWorkflow,
	type CoreBosWorkflow,
} from '../../engine';
import { showWarnings } from '../transport/showWarnings';
import { ItemParameters } from './itemParameters';
import { runForEachItem } from './itemBatches';
import { workflowFile } from './workflowFile';
import { ParameterError } from '../transport/parameterError';

const shown = { show: { operation: ['convert'], mapSource: ['workflows'] } };
const shownForExport = { show: { ...shown.show, workflowsFrom: ['export'] } };

/** Parameters of the conversion of an export. */
export const convertWorkflowsParameters: INodeProperties[] = [
	{
		displayName: 'Workflows From',
		name: 'workflowsFrom',
		type: 'options',
		options: [
			{
				name: 'Export File',
				value: 'export',
				description: 'The CSV file that coreBOS exports, as text or as a binary file',
			},
			{
				name: 'Items of Workflow: Get',
				value: 'items',
				description:
					'Trigger and conditions of workflows of the install. The web service does not return the tasks; the output says so.',
			},
		],
		default: 'export',
		description: 'Where the coreBOS workflows come from',
		displayOptions: shown,
	},
	{
		displayName: 'Export',
		name: 'exportText',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. "workflow_id","module_name",…',
		description:
			'The text of the file from Settings → Workflows → Export in coreBOS; empty reads it from the binary field',
		displayOptions: shownForExport,
	},
	{
		displayName: 'Input Binary Field',
		name: 'exportProperty',
		type: 'string',
		default: 'data',
		hint: 'The name of the input binary field that contains the file',
		description: 'Read where Export is empty',
		displayOptions: shownForExport,
	},
	{
		displayName: 'Start By',
		name: 'exportTrigger',
		type: 'options',
		options: [
			{
				name: 'Calls of coreBOS',
				value: 'calls',
				description: 'A coreBOS Trigger, which a calling workflow of coreBOS calls',
			},
			{
				name: 'Watching the Records',
				value: 'watch',
				description: 'With the coreBOS Watch Records trigger; no changes in coreBOS are needed',
			},
		],
		default: 'calls',
		description: 'How to start workflows that coreBOS runs on a save',
		displayOptions: shown,
	},
	{
		displayName: 'Maps (JSON)',
		name: 'exportMaps',
		type: 'json',
		default: '{}',
		description:
			'XML of the business maps that tasks run, by their names or record numbers. Tasks whose map is not here read it from coreBOS.',
		displayOptions: shown,
	},
];

/**
 * Turns exports of coreBOS workflows into n8n workflows, an item and a JSON file for each.
 *
 * @returns also the items whose export could not be read, where the node continues on fail
 * @throws NodeOperationError of the first item whose export cannot be read, with its row
 */
export async function executeConvertWorkflows(
	node: IExecuteFunctions,
): Promise<INodeExecutionData[]> {
	const converted = new Map<number, INodeExecutionData[]>();
	const items = await runForEachItem(node, {}, async ({ item, itemIndex }) => {
		converted.set(itemIndex, await convertExport(node, itemIndex));
		return item;
	});
	return items.flatMap((failed, itemIndex) => converted.get(itemIndex) ?? [failed]);
}

async function convertExport(
	node: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const parameters = new ItemParameters(node);
	const workflows = await workflowsOf(node, parameters, itemIndex);
	const trigger = parameters.get<'calls' | 'watch'>('exportTrigger', itemIndex, 'calls');
	const given = parameters.get<unknown>('exportMaps', itemIndex, '{}');
	const converted = workflowsToN8n(workflows, { trigger, maps: mapsByNumber(given, workflows) });
	showWarnings(
		node,
		converted.flatMap(({ name, notConverted }) =>
			notConverted.map(({ task, reason }) => `${name}: not converted: ${task}. ${reason}`),
		),
	);
	return await Promise.all(
		converted.map(async ({ name, workflow, notConverted, secrets }) => {
			return {
				json: { name, workflow, notConverted, secrets } as unknown as IDataObject,
				binary: { data: await workflowFile(node, name, workflow) },
				pairedItem: { item: itemIndex },
			};
		}),
	);
}

async function workflowsOf(
	node: IExecuteFunctions,
	parameters: ItemParameters,
	itemIndex: number,
): Promise<CoreBosWorkflow[]> {
	if (parameters.get<string>('workflowsFrom', itemIndex, 'export') === 'export') {
		return parseWorkflowExport(await exportOf(node, parameters, itemIndex));
	}
	const { json } = node.getInputData()[itemIndex];
	if (typeof json.module_name === 'string' && typeof json.execution_condition === 'string') {
		return [readInstallWorkflow(json)];
	}
	throw new ParameterError(
		'The item is not a coreBOS workflow',
		'Connect the operation "Workflow: Get" of the coreBOS node, which outputs one.',
	);
}

async function exportOf(
	node: IExecuteFunctions,
	parameters: ItemParameters,
	itemIndex: number,
): Promise<string> {
	const text = String(parameters.get<unknown>('exportText', itemIndex, '') ?? '');
	if (text.trim() !== '') return text;
	const property = parameters.get<string>('exportProperty', itemIndex, 'data');
	const bytes = await node.helpers.getBinaryDataBuffer(itemIndex, property);
	return bytes.toString('utf8');
}

/** The maps by the record numbers that tasks name, whichever way they were given. */
function mapsByNumber(given: unknown, workflows: CoreBosWorkflow[]): WorkflowOptions['maps'] {
	const texts = mapTexts(given);
	const known = workflows
		.flatMap(({ tasks }) => tasks)
		.flatMap((task) => ('map' in task ? [task.map] : []))
		.flatMap(({ id, name }) => {
			const key = [name, id].find((one) => Object.hasOwn(texts, one));
			return key === undefined ? [] : [[id, { name, xml: String(texts[key]) }] as const];
		});
	return Object.fromEntries(known);
}

function mapTexts(given: unknown): Record<string, unknown> {
	const value = typeof given === 'string' ? jsonValue(given.trim() || '{}') : given;
	if (isRecord(value)) return value;
	throw new ParameterError(
		'The parameter "Maps (JSON)" is not a JSON object',
		'Write the names or record numbers of the maps with their XML: {"My Map": "…"}.',
	);
}
