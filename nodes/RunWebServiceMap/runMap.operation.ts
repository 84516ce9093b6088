import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { askedOnce, returnsUnsaved, runMap } from '../engine';
import type { Environment, Http, RunResult, WebServiceMap } from '../engine';
import { coreBosConnection } from '../coreBosConnection';
import { n8nHttp } from '../n8nHttp';
import { callSummary } from './callSummary';
import { recordOfItem } from './itemRecord';
import { mapErrorForNode } from './mapErrorForNode';
import { ParsedMaps } from './parsedMaps';
import { requireTarget, saveToRecord } from './saveToRecord';
import { showWarnings } from './showWarnings';

/** Seconds. */
const DEFAULT_TIMEOUT = 60;

export const runMapParameters: INodeProperties[] = [
	{
		displayName: 'Map',
		name: 'mapXml',
		type: 'string',
		typeOptions: { rows: 16 },
		default: '',
		required: true,
		placeholder:
			'<map>\n  <originmodule>…</originmodule>\n  <wsconfig>…</wsconfig>\n  <fields>…</fields>\n  <Response>…</Response>\n</map>',
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
				default: DEFAULT_TIMEOUT,
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
	const warnings = new Set<string>();
	let install: Install | undefined;
	const maps = new ParsedMaps();
	const output: INodeExecutionData[] = [];

	for (let itemIndex = 0; itemIndex < items.length; itemIndex++) {
		const item = items[itemIndex];
		let map: WebServiceMap | undefined;
		try {
			map = maps.read(this.getNodeParameter('mapXml', itemIndex) as string);
			install ??= await installOf(this, http);
			output.push(await runForItem.call(this, map, item, itemIndex, { http, install, warnings }));
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
	showWarnings(this, [...warnings]);
	return output;
}

/** What the items of a run share. */
interface RunEquipment {
	http: Http;
	/** The install of the node's credential. */
	install: Install;
	/** Warnings of all items, each said once. */
	warnings: Set<string>;
}

type Install = Pick<Environment, 'coreBos' | 'accessKeyFor'>;

/** @throws CoreBosError where the credential's url is none; n8n's own error where there is none */
async function installOf(context: IExecuteFunctions, http: Http): Promise<Install> {
	const connection = await coreBosConnection(context, http);
	if (!connection) return {};
	return {
		// The fields of a module are the same for all items.
		coreBos: askedOnce(connection.client, ['describe']),
		accessKeyFor: (token) => connection.accessKeyFor(token),
	};
}

async function runForItem(
	this: IExecuteFunctions,
	map: WebServiceMap,
	item: INodeExecutionData,
	itemIndex: number,
	{ http, install, warnings }: RunEquipment,
): Promise<INodeExecutionData> {
	const options = this.getNodeParameter('options', itemIndex, {}) as RunMapOptions;
	const contextProperty = options.contextProperty || 'context';
	refuseSharedProperty(contextProperty, options.callSummaryProperty);
	const record = recordOfItem(item.json, { ...options, contextProperty });
	const { coreBos, accessKeyFor } = install;
	const target = { recordId: record.recordId, client: coreBos, module: map.originModule };
	const saves = this.getNodeParameter('saveToRecord', itemIndex) as boolean;
	if (saves && !returnsUnsaved(record.context)) await requireTarget(map, target);
	const environment: Environment = {
		...record,
		env: item.json.env as IDataObject | undefined,
		timeZone: this.getTimezone(),
		coreBos,
		accessKeyFor,
	};

	const result = await runMap(map, environment, http, {
		compatibility: 'coreBos',
		encodeUrlValues: options.encodeUrlValues ?? true,
		neverError: options.neverError ?? false,
		timeout: (Number(options.timeout) || DEFAULT_TIMEOUT) * 1000,
	});

	if (saves && result.returned === undefined) await saveToRecord(result.fields, target);
	for (const warning of result.warnings) warnings.add(warning);
	const json: IDataObject = {
		...item.json,
		...((result.returned ?? result.fields) as IDataObject),
		[contextProperty]: contextAfter(record.context, result),
	};
	if (options.callSummaryProperty) json[options.callSummaryProperty] = callSummary(result);
	return { json, binary: item.binary, pairedItem: { item: itemIndex } };
}

function contextAfter(before: IDataObject, { context, removedContext }: RunResult): IDataObject {
	const after: IDataObject = { ...before, ...(context as IDataObject) };
	for (const name of removedContext) delete after[name];
	return after;
}

/** The summary in the place of the context would lose what the next map needs. */
function refuseSharedProperty(context: string, summary: string | undefined): void {
	if (summary !== context) return;
	throw new TypeError(
		`The options "Context Property" and "Call Summary Property" both say "${context}". Give one of them another name.`,
	);
}
