import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { assertSaveTarget, returnsUnsaved, runMap, saveToRecord } from '../../engine';
import type { RunResult, SaveTarget } from '../../engine';
import { itemsPerCallOption } from '../editor/itemsPerCall';
import { sizeLimitOption } from '../transport/n8nHttp';
import { ParameterError } from '../transport/parameterError';
import { showOutcomes, showWarnings } from '../transport/showWarnings';
import { callOutcomeText, callSummary } from './callSummary';
import {
	batchingOption,
	concurrencyOption,
	runForEachItem,
	type ItemRun,
	type BatchOptions,
} from './itemBatches';
import { BulkRun, bulkBatches, togetherOption } from './bulkOptions';
import type { BulkOptions, Gather } from './bulkOptions';
import { createRunContext, DEFAULT_TIMEOUT, preparedItem, type RunContext } from './mapRuns';
import { WITH_INSTALL } from '../environment/recordPlace';
import { contextPropertyOption, recordIdOption, recordOption } from '../environment/recordOptions';

const shown = { show: { operation: ['run'] } };

/** Above the map, which is read with it in mind. */
export const recordNotice: INodeProperties = {
	displayName:
		'The item is the record: its properties are the fields that the map reads. Its property "context" is the workflow context.',
	name: 'recordNotice',
	type: 'notice',
	default: '',
	displayOptions: shown,
};

const runOptions: INodeProperties[] = [
	batchingOption,
	{
		displayName: 'Call Summary Property',
		name: 'callSummaryProperty',
		type: 'string',
		default: 'call',
		description:
			'Property of the output for the summary of the call: name, method, URL, HTTP status, saved fields and warnings',
	},
	{
		displayName: 'Compatibility',
		name: 'compatibility',
		type: 'options',
		options: [
			{
				name: 'coreBOS',
				value: 'coreBos',
				description:
					'Sends and stores exactly what coreBOS does, including its quirks. Default for maps from XML and from coreBOS.',
			},
			{
				name: 'Native',
				value: 'native',
				description:
					'Values keep their types and are not formatted; 0 and false are kept. Default for maps defined in the node.',
			},
		],
		default: 'coreBos',
		description: 'Which rules the map follows',
	},
	concurrencyOption,
	contextPropertyOption,
	{
		displayName: 'Encode URL Values',
		name: 'encodeUrlValues',
		type: 'boolean',
		default: true,
		description:
			'Whether to percent-encode characters that are not allowed in a query. Valid %XX codes are left as they are.',
	},
	{
		displayName: 'Ignore SSL Issues (Insecure)',
		name: 'allowUnauthorizedCerts',
		type: 'boolean',
		default: false,
		description: 'Whether to connect even if SSL certificate validation is not possible',
	},
	itemsPerCallOption,
	{
		displayName: 'Never Error',
		name: 'neverError',
		type: 'boolean',
		default: false,
		description:
			'Whether the output of a failed call contains what coreBOS would store, which can empty fields, instead of failing the item. None of it is saved to the record.',
	},
	recordOption,
	recordIdOption,
	sizeLimitOption,
	togetherOption,
	{
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: DEFAULT_TIMEOUT,
		description: 'Maximum time of a call, in seconds, unless the map has a wsresponsetime',
	},
];

/** Options that have no effect where no call is made. */
const OF_A_CALL = [
	'batching',
	'callSummaryProperty',
	'concurrency',
	'itemsPerCall',
	'neverError',
	'together',
];

const optionsParameter: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
};

export const runMapParameters: INodeProperties[] = [
	{
		displayName: 'Save Fields to the Record',
		name: 'saveToRecord',
		type: 'boolean',
		default: false,
		description:
			'Whether to also save the fields that the map takes from the answer to the record in coreBOS, as the coreBOS task does. Requires the credential of the install that has the record, and the ID of the record.',
		displayOptions: {
			show: { ...shown.show, ...WITH_INSTALL.show },
			hide: { '/options.record': ['none'] },
		},
	},
	{ ...optionsParameter, displayOptions: shown, options: runOptions },
	{
		...optionsParameter,
		displayOptions: { show: { operation: ['dryRun'] } },
		options: runOptions.filter(({ name }) => !OF_A_CALL.includes(name)),
	},
	{
		displayName: 'Client Certificate',
		name: 'useClientCertificate',
		type: 'boolean',
		default: false,
		isNodeSetting: true,
		description:
			'Whether calls use the client certificate of a credential instead of certtype and cert of the map',
		displayOptions: { show: { operation: ['run', 'dryRun'] } },
	},
];

/**
 * Runs the map once for each item, in order and one after the other as coreBOS does, unless the
 * options let several run at a time.
 *
 * @throws NodeOperationError or NodeApiError of the first item that fails, unless the node
 * continues on fail
 */
export async function executeRunMap(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const shared = createRunContext(this);
	const options = shared.parameters.get<BatchOptions & BulkOptions>('options', 0, {});
	const bulk = options.together === true ? new BulkRun(options) : undefined;
	const batches = bulk === undefined ? options : bulkBatches(options);
	const output = await runForEachItem(this, batches, async (run) => {
		const work = async (gather?: Gather) => await runForItem(this, run, shared, gather);
		return await (bulk === undefined ? work() : bulk.during(work));
	});
	showWarnings(this, bulk?.warnings ?? []);
	showOutcomes(this, shared.outcomes);
	return output;
}

async function runForItem(
	context: IExecuteFunctions,
	run: ItemRun,
	shared: RunContext,
	gather: Gather | undefined,
): Promise<INodeExecutionData> {
	const { item, itemIndex } = run;
	const { parameters } = shared;
	const sourced = await shared.maps.read(itemIndex);
	const { map } = sourced;
	run.ofMap(map.config.methodName);
	const own = await preparedItem(context, sourced, run, shared);
	const prepared = gather === undefined ? own : gather(own);
	const { options, contextProperty, record, connected, environment, http } = prepared;
	refuseSharedProperty(contextProperty, options.callSummaryProperty);
	const target = { recordId: record.recordId, client: connected.coreBos, module: map.originModule };
	const isWanted =
		options.record !== 'none' && parameters.get<boolean>('saveToRecord', itemIndex, false);
	const saves = isWanted && !returnsUnsaved(record.context);
	if (saves) await assertSaveTarget(map, target);

	const writing = { ...environment, written: run.written };
	const result = await runMap(map, writing, http, { ...prepared.runOptions, saves });

	const saved = saves ? await savedBy(result, target) : undefined;
	result.warnings.forEach(run.warn);
	if (context.getMode() === 'manual') shared.outcomes.push(callOutcomeText(result, saved));
	const json: IDataObject = {
		...item.json,
		...((result.returned ?? saved?.fields ?? result.fields) as IDataObject),
		[contextProperty]: contextAfter(record.context, result),
	};
	if (options.callSummaryProperty) {
		json[options.callSummaryProperty] = callSummary(result, saved);
	}
	return { json, binary: item.binary, pairedItem: { item: itemIndex } };
}

/**
 * Saves what a run destined for the record; the output then shows the values of coreBOS, and the
 * warnings of the run tell which of them are other ones.
 */
async function savedBy(result: RunResult, target: SaveTarget) {
	if (result.returned !== undefined || result.failed === true) return undefined;
	const warn = (text: string) => result.warnings.push(text);
	const fields = await saveToRecord(result.fields, target, warn);
	return fields && { recordId: target.recordId ?? '', fields: fields as IDataObject };
}

function contextAfter(before: IDataObject, { context, removedContext }: RunResult): IDataObject {
	const after: IDataObject = { ...before, ...(context as IDataObject) };
	for (const name of removedContext) delete after[name];
	return after;
}

/** The summary instead of the context would lose what the next map needs. */
function refuseSharedProperty(context: string, summary: string | undefined): void {
	if (summary !== context) return;
	throw new ParameterError(
		`The options "Context Property" and "Call Summary Property" are both "${context}"`,
		'Give one of them another name.',
	);
}
