import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { WsdlCache } from '../../engine';
import type { Environment, Http, RunOptions, WebServiceMap } from '../../engine';
import { clientCertificate } from '../transport/clientCertificate';
import { n8nHttp, sizeLimitOf, type HttpSettings } from '../transport/n8nHttp';
import { ParameterError } from '../transport/parameterError';
import { installOf, type Install } from '../environment/install';
import type { BatchOptions, ItemRun } from './itemBatches';
import { ItemParameters } from './itemParameters';
import { recordOfItem, type ItemRecord } from '../environment/itemRecord';
import { MapReader, type SourcedMap } from './mapSource';
import { CONTEXT_PROPERTY, type RecordOptions } from '../environment/recordOptions';

/** Seconds. */
export const DEFAULT_TIMEOUT = 60;

/** The options of the operations that run a map, or would. */
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
export interface RunContext {
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
	/** What the calls of the items did, in words, where somebody looks on. */
	outcomes: string[];
}

/** What the items of a run of the node share. */
export function createRunContext(context: IExecuteFunctions): RunContext {
	const parameters = new ItemParameters(context);
	const { concurrency } = parameters.get<RunMapOptions>('options', 0, {});
	const wsdls = new WsdlCache();
	const install = installOf(context, concurrency, wsdls);
	const hasCertificate = parameters.get('useClientCertificate', 0, false);
	const https = new Map<string, Promise<Http>>();
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
		outcomes: [],
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

/** coreBOS reads the certificate from its own disk; without it the server would refuse the call. */
function refuseWantedCertificate({ config }: WebServiceMap): void {
	if ((config.certificate ?? '') === '') return;
	throw new ParameterError(
		'The call was not made: the map needs a client certificate (cert)',
		'Turn "Client Certificate" on in the settings of the node and select a credential, or remove cert from the map.',
	);
}

/** An item that is ready to be run. */
export interface PreparedItem {
	options: RunMapOptions;
	contextProperty: string;
	record: ItemRecord;
	connected: Install;
	environment: Environment;
	http: Http;
	runOptions: RunOptions;
}

/**
 * What the map of an item is run with.
 *
 * @throws ParameterError for options and items that cannot be used, or a missing certificate or
 * credential
 */
export async function preparedItem(
	context: IExecuteFunctions,
	{ map, compatibility }: SourcedMap,
	{ item, itemIndex }: ItemRun,
	{ parameters, install, http, hasCertificate, wsdls }: RunContext,
): Promise<PreparedItem> {
	const options = parameters.get<RunMapOptions>('options', itemIndex, {});
	const contextProperty = options.contextProperty || CONTEXT_PROPERTY;
	if (!hasCertificate) refuseWantedCertificate(map);
	const record = recordOfItem(item.json, { ...options, contextProperty });
	const connected = await install();
	return {
		options,
		contextProperty,
		record,
		connected,
		environment: {
			...record,
			env: item.json.env as IDataObject | undefined,
			timeZone: context.getTimezone(),
			...connected,
		},
		http: await http(options),
		runOptions: {
			compatibility: options.compatibility ?? compatibility,
			encodeUrlValues: options.encodeUrlValues ?? true,
			hasClientCertificate: hasCertificate,
			neverError: options.neverError ?? false,
			timeout: (Number(options.timeout) || DEFAULT_TIMEOUT) * 1000,
			wsdls,
		},
	};
}
