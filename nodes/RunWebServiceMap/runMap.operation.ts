import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { assertSaveTarget, returnsUnsaved, runMap, saveToRecord, WsdlCache } from '../../engine';
import type {
	Environment,
	Http,
	RunOptions,
	RunResult,
	SaveTarget,
	WebServiceMap,
} from '../../engine';
import { clientCertificate } from '../transport/clientCertificate';
import { n8nHttp, sizeLimitOf, sizeLimitOption, type HttpSettings } from '../transport/n8nHttp';
import { showWarnings } from '../transport/showWarnings';
import { callSummary } from './callSummary';
import { installOf, type Install } from './install';
import { ItemParameters } from './itemParameters';
import { recordOfItem } from './itemRecord';
import {
	batchingOption,
	concurrencyOption,
	runForEachItem,
	type ItemRun,
	type BatchOptions,
} from './itemBatches';
import { MapReader, type SourcedMap } from './mapSource';
import { ParameterError } from '../transport/parameterError';
import { WITH_INSTALL } from './recordPlace';
import {
	CONTEXT_PROPERTY,
	contextPropertyOption,
	recordIdOption,
	recordOption,
	type RecordOptions,
} from './recordOptions';
import { vatCheckOf } from './soapVatCheck';

/** Seconds. */
const DEFAULT_TIMEOUT = 60;

const shown = { show: { operation: ['run'] } };

/** Stands above the map, which is read with it in mind. */
export const recordNotice: INodeProperties = {
	displayName:
		'The item is the record: its properties are the fields that the map reads. Its property "context" is the workflow context.',
	name: 'recordNotice',
	type: 'notice',
	default: '',
	displayOptions: shown,
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
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: shown,
		options: [
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
			{
				displayName: 'Never Error',
				name: 'neverError',
				type: 'boolean',
				default: false,
				description:
					'Whether the output of a failed call holds what coreBOS would store, which can empty fields, instead of failing the item. Nothing of it is saved to the record.',
			},
			recordOption,
			recordIdOption,
			sizeLimitOption,
			{
				displayName: 'Timeout',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: DEFAULT_TIMEOUT,
				description:
					'How long a call may take in all, in seconds, unless the map has a wsresponsetime',
			},
		],
	},
	{
		displayName: 'Client Certificate',
		name: 'useClientCertificate',
		type: 'boolean',
		default: false,
		isNodeSetting: true,
		description:
			'Whether calls use the client certificate of a credential instead of certtype and cert of the map',
		displayOptions: shown,
	},
];

interface RunMapOptions extends RecordOptions, BatchOptions {
	allowUnauthorizedCerts?: boolean;
	callSummaryProperty?: string;
	compatibility?: RunOptions['compatibility'];
	encodeUrlValues?: boolean;
	neverError?: boolean;
	responseSizeLimit?: number;
	timeout?: number;
}

/** What the items of a run share. */
interface RunContext {
	parameters: ItemParameters;
	maps: MapReader;
	/** Asks for the install of the node's credential. */
	install: () => Promise<Install>;
	/** The HTTP of the maps' calls. */
	http: (options: RunMapOptions) => Promise<Http>;
	/** Whether the calls have a client certificate. */
	hasCertificate: boolean;
	/** The WSDLs of SOAP maps: each is fetched once for all items. */
	wsdls: WsdlCache;
	vatCheck: Environment['vatCheck'];
	/** Warnings of all items, each said once. */
	warnings: Set<string>;
}

/**
 * Runs the map once for each item, in order and one after the other as coreBOS does, unless the
 * options let several run at a time.
 *
 * @throws NodeOperationError or NodeApiError of the first item that fails, unless the node
 * continues on fail
 */
export async function executeRunMap(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const shared = createRunContext(this);
	const batches = shared.parameters.get<BatchOptions>('options', 0, {});
	const output = await runForEachItem(this, batches, async (run) => {
		const { itemIndex } = run;
		const sourced = await shared.maps.read(itemIndex);
		run.ofMap(sourced.map.config.methodName);
		return await runForItem(this, sourced, run, shared);
	});
	showWarnings(this, [...shared.warnings]);
	return output;
}

function createRunContext(context: IExecuteFunctions): RunContext {
	const parameters = new ItemParameters(context);
	const { concurrency } = parameters.get<RunMapOptions>('options', 0, {});
	const install = installOf(context, concurrency);
	const hasCertificate = parameters.get('useClientCertificate', 0, false);
	const https = new Map<string, Promise<Http>>();
	const wsdls = new WsdlCache();
	return {
		parameters,
		install,
		maps: new MapReader(parameters, async () => (await install()).coreBos),
		hasCertificate,
		http: async ({ allowUnauthorizedCerts = false, responseSizeLimit }) => {
			const settings = {
				ignoreSslIssues: allowUnauthorizedCerts,
				sizeLimit: sizeLimitOf({ responseSizeLimit }),
			};
			const key = JSON.stringify(settings);
			const http = https.get(key) ?? createHttp(context, hasCertificate, settings);
			https.set(key, http);
			return await http;
		},
		wsdls,
		vatCheck: vatCheckOf(context, wsdls),
		warnings: new Set(),
	};
}

/** @throws n8n's error where the certificate's credential cannot be read; TypeError for its texts */
async function createHttp(
	context: IExecuteFunctions,
	hasCertificate: boolean,
	settings: HttpSettings,
): Promise<Http> {
	const certificate = hasCertificate
		? clientCertificate(await context.getCredentials('coreBosClientCertificateApi'))
		: undefined;
	const cancelled = context.getExecutionCancelSignal();
	return n8nHttp(context.helpers, cancelled, { ...settings, certificate });
}

async function runForItem(
	context: IExecuteFunctions,
	{ map, compatibility }: SourcedMap,
	{ item, itemIndex }: ItemRun,
	{ parameters, install, http, hasCertificate, wsdls, vatCheck, warnings }: RunContext,
): Promise<INodeExecutionData> {
	const options = parameters.get<RunMapOptions>('options', itemIndex, {});
	const contextProperty = options.contextProperty || CONTEXT_PROPERTY;
	refuseSharedProperty(contextProperty, options.callSummaryProperty);
	if (!hasCertificate) refuseWantedCertificate(map);
	const record = recordOfItem(item.json, { ...options, contextProperty });
	const connected = await install();
	const target = { recordId: record.recordId, client: connected.coreBos, module: map.originModule };
	const isWanted =
		options.record !== 'none' && parameters.get<boolean>('saveToRecord', itemIndex, false);
	const saves = isWanted && !returnsUnsaved(record.context);
	if (saves) await assertSaveTarget(map, target);
	const environment: Environment = {
		...record,
		env: item.json.env as IDataObject | undefined,
		timeZone: context.getTimezone(),
		...connected,
		vatCheck,
	};

	const result = await runMap(map, environment, await http(options), {
		compatibility: options.compatibility ?? compatibility,
		encodeUrlValues: options.encodeUrlValues ?? true,
		hasClientCertificate: hasCertificate,
		neverError: options.neverError ?? false,
		saves,
		timeout: (Number(options.timeout) || DEFAULT_TIMEOUT) * 1000,
		wsdls,
	});

	const saved = saves ? await savedBy(result, target) : undefined;
	for (const warning of result.warnings) warnings.add(warning);
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

/** Saves what a run destined for the record; the output then shows the values of coreBOS. */
async function savedBy(result: RunResult, target: SaveTarget) {
	if (result.returned !== undefined || result.failed === true) return undefined;
	const fields = await saveToRecord(result.fields, target);
	return fields && { recordId: target.recordId ?? '', fields: fields as IDataObject };
}

function contextAfter(before: IDataObject, { context, removedContext }: RunResult): IDataObject {
	const after: IDataObject = { ...before, ...(context as IDataObject) };
	for (const name of removedContext) delete after[name];
	return after;
}

/** coreBOS reads the certificate from its own disk; without it the server would refuse the call. */
function refuseWantedCertificate({ config }: WebServiceMap): void {
	if ((config.certificate ?? '') === '') return;
	throw new ParameterError(
		'The call was not made: the map needs a client certificate (cert)',
		'Turn "Client Certificate" on in the settings of the node and select a credential, or remove cert from the map.',
	);
}

/** The summary in the place of the context would lose what the next map needs. */
function refuseSharedProperty(context: string, summary: string | undefined): void {
	if (summary !== context) return;
	throw new ParameterError(
		`The options "Context Property" and "Call Summary Property" are both "${context}"`,
		'Give one of them another name.',
	);
}
