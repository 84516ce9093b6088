import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { askedOnce, runMap } from '../engine';
import type { CoreBosClient, Environment, Http, WebServiceMap } from '../engine';
import type { NodeConnection } from '../coreBosConnection';
import { coreBosConnection } from '../coreBosConnection';
import { n8nHttp } from '../n8nHttp';
import { callSummary } from './callSummary';
import { recordOfItem } from './itemRecord';
import { mapErrorForNode } from './mapErrorForNode';
import { ParsedMaps } from './parsedMaps';
import { saveToRecord } from './saveToRecord';

export const runMapParameters: INodeProperties[] = [
	{
		displayName: 'Map',
		name: 'mapXml',
		type: 'string',
		typeOptions: { rows: 16 },
		default: '',
		required: true,
		placeholder:
			'<map>\n  <originmodule><originname>Products</originname></originmodule>\n  <wsconfig>…</wsconfig>\n  <fields>…</fields>\n  <Response>…</Response>\n</map>',
		description:
			'XML of the Web Service Map, as coreBOS keeps it in the content of a Business Map of type Webservice Mapping',
		hint: 'The item is the record: its properties are the fields that the map reads. Its property "context" is the workflow context.',
	},
	{
		displayName: 'Save Fields to the Record',
		name: 'saveToRecord',
		type: 'boolean',
		default: false,
		description:
			'Whether to write the fields that the map takes from the answer into the record in coreBOS too, as the coreBOS task does. Needs the credential of the install that the record lives in, and the ID of the record.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Call Summary Property',
				name: 'callSummaryProperty',
				type: 'string',
				default: 'call',
				description:
					'Property of the output that tells how the call went: name and method of the call, its URL, the HTTP status and warnings',
			},
			{
				displayName: 'Context Property',
				name: 'contextProperty',
				type: 'string',
				default: 'context',
				description:
					'Property of the item that holds the workflow context, from one map to the next',
			},
			{
				displayName: 'Encode URL Values',
				name: 'encodeUrlValues',
				type: 'boolean',
				default: true,
				description:
					'Whether to percent-encode what may not stand in a query. Valid %XX codes stay as they are either way.',
			},
			{
				displayName: 'Never Error',
				name: 'neverError',
				type: 'boolean',
				default: false,
				description:
					'Whether a failed call stores what coreBOS would store, which can empty fields, instead of being an error of the item',
			},
			{
				displayName: 'Record',
				name: 'record',
				type: 'options',
				options: [
					{
						name: 'The Item',
						value: 'item',
						description: 'The properties of the item are the fields of the record',
					},
					{
						name: 'No Record',
						value: 'none',
						description: 'The map runs without a record: it sees the context alone',
					},
				],
				default: 'item',
				description: 'What the map takes for the record that triggered the workflow',
			},
			{
				displayName: 'Record ID',
				name: 'recordId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 14x852',
				description:
					'Web service ID of the record. Default: the ID that the item has as its own, or as its record_id.',
			},
			{
				displayName: 'Timeout',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 60,
				description: 'Seconds that a call may take where the map has no wsresponsetime of its own',
			},
		],
	},
];

interface RunMapOptions {
	callSummaryProperty?: string;
	contextProperty?: string;
	encodeUrlValues?: boolean;
	neverError?: boolean;
	record?: 'item' | 'none';
	recordId?: string;
	timeout?: number;
}

/**
 * Runs the map once for each item, in order, as coreBOS runs its task for one record after
 * the other. An item that fails ends the node, or is passed on with its error where the node
 * says *Continue*.
 */
export async function executeRunMap(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = this.getInputData();
	const http = n8nHttp(this.helpers, this.getExecutionCancelSignal());
	const connection = await coreBosConnection(this, http);
	// The fields of a module are the same for all items.
	const coreBos = connection && askedOnce(connection.client, ['describe']);
	const maps = new ParsedMaps();
	const warnings = new Set<string>();
	const output: INodeExecutionData[] = [];

	for (let itemIndex = 0; itemIndex < items.length; itemIndex++) {
		const item = items[itemIndex];
		let map: WebServiceMap | undefined;
		try {
			map = maps.read(this.getNodeParameter('mapXml', itemIndex) as string);
			output.push(
				await runForItem.call(this, map, item, itemIndex, { http, connection, coreBos, warnings }),
			);
		} catch (error) {
			const failure = mapErrorForNode(this.getNode(), error as Error, {
				itemIndex,
				methodName: map?.config.methodName,
			});
			if (!this.continueOnFail()) throw failure;
			// n8n knows an item for the error output by having nothing but an error, and adds
			// the input item itself.
			const toErrorOutput = this.getNode().onError === 'continueErrorOutput';
			output.push({
				json: { ...(!toErrorOutput && item.json), error: failure.message },
				binary: item.binary,
				pairedItem: { item: itemIndex },
			});
		}
	}
	for (const message of warnings) this.addExecutionHints({ message, type: 'warning' });
	return output;
}

interface RunEquipment {
	http: Http;
	connection: NodeConnection | undefined;
	/** The connection's client, with what the items share. */
	coreBos: CoreBosClient | undefined;
	/** Warnings of all items, each said once. */
	warnings: Set<string>;
}

async function runForItem(
	this: IExecuteFunctions,
	map: WebServiceMap,
	item: INodeExecutionData,
	itemIndex: number,
	{ http, connection, coreBos, warnings }: RunEquipment,
): Promise<INodeExecutionData> {
	const options = this.getNodeParameter('options', itemIndex, {}) as RunMapOptions;
	const contextProperty = options.contextProperty || 'context';
	const record = recordOfItem(item.json, { ...options, contextProperty });
	const environment: Environment = {
		...record,
		env: item.json.env as IDataObject | undefined,
		timeZone: this.getTimezone(),
		coreBos,
		accessKeyFor: connection && ((token) => connection.accessKeyFor(token)),
	};

	const result = await runMap(map, environment, http, {
		compatibility: 'coreBos',
		encodeUrlValues: options.encodeUrlValues ?? true,
		neverError: options.neverError ?? false,
		timeout: (options.timeout ?? 60) * 1000,
	});

	const context: IDataObject = { ...record.context, ...(result.context as IDataObject) };
	for (const name of result.removedContext) delete context[name];
	// With WSCall_ReturnResultWithNoSave in the context a task returns its values unsaved.
	const saves = result.returned === undefined;
	if (saves && this.getNodeParameter('saveToRecord', itemIndex)) {
		await saveToRecord(result.fields, record.recordId, coreBos);
	}

	for (const warning of result.warnings) warnings.add(warning);
	return {
		json: {
			...item.json,
			...((result.returned ?? result.fields) as IDataObject),
			[contextProperty]: context,
			...(options.callSummaryProperty && {
				[options.callSummaryProperty]: callSummary(result),
			}),
		},
		binary: item.binary,
		pairedItem: { item: itemIndex },
	};
}
