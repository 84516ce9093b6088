import { isHarmless, maskSecrets } from '../corebos';
import type { CoreBosClient, Environment, Http, HttpRequest } from '../environment';
import { MapCallError, MapError } from './map-error';
import { secretsOfRequest } from './request-secrets';
import { runMap } from './run-map';
import type { WebServiceMap } from './model/types';
import type { RunOptions } from './run-options';

/** The request that a map would make. */
export interface DryRun {
	/** The map's methodname. */
	methodName: string;
	/** The request, secrets masked. */
	request: HttpRequest;
	/** What the user should know, as of a run. */
	warnings: string[];
}

/** Ends a run where its call would be made. */
class Unsent extends Error {
	constructor(readonly request: HttpRequest) {
		super('the call is not made in a dry run');
		this.name = 'Unsent';
	}
}

/**
 * Works out the request of a map and does not send it. What values need is read as in a run: of
 * coreBOS and, with SOAP, the WSDL. Nothing is changed in coreBOS.
 *
 * @param map the map, or its XML
 * @param environment as for `runMap`
 * @param http fetches the WSDL of a SOAP map
 * @param options as for `runMap`
 * @returns the request; secrets in address, headers and body are masked
 * @throws as `runMap`; MapError for an expression that would change something in coreBOS
 */
export async function dryRunMap(
	map: WebServiceMap,
	environment: Environment,
	http: Http,
	options: RunOptions,
): Promise<DryRun> {
	const isSoap = map.config.webServiceType === 'SOAP';
	const { coreBos } = environment;
	const reading = { ...environment, ...(coreBos && { coreBos: readingClient(coreBos) }) };
	const unsent: Http = async (request) => {
		// A WSDL is fetched; the message to the service is a POST.
		if (isSoap && request.method === 'GET') return await http(request);
		throw new Unsent(request);
	};
	try {
		await runMap(map, reading, unsent, { ...options, neverError: false });
	} catch (error) {
		const stopped = unsentIn(error);
		if (stopped === undefined) throw error;
		const warnings = error instanceof MapCallError ? [...error.warnings] : [];
		const methodName = map.config.methodName ?? '';
		return { methodName, request: masked(stopped.request), warnings };
	}
	throw new MapError('The map makes no call');
}

function unsentIn(error: unknown): Unsent | undefined {
	if (error instanceof Unsent) return error;
	return error instanceof Error ? unsentIn(error.cause) : undefined;
}

/** Calls only what changes nothing. */
function readingClient(client: CoreBosClient): CoreBosClient {
	return {
		call: async (operation, parameters) => {
			if (isHarmless(operation)) return await client.call(operation, parameters);
			throw new MapError(
				`The map calls the operation ${operation} of coreBOS, which a dry run does not do`,
				{ advice: 'Run the map to see its request' },
			);
		},
	};
}

function masked(request: HttpRequest): HttpRequest {
	const secrets = secretsOfRequest(request);
	const { url, headers, body } = request;
	return {
		...request,
		url: maskSecrets(url, secrets),
		headers: Object.fromEntries(
			Object.entries(headers).map(([name, value]) => [name, maskSecrets(value, secrets)]),
		),
		...(typeof body === 'string' && { body: maskSecrets(body, secrets) }),
	};
}
