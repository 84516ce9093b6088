import type { HttpRequest } from '../../environment';
import type { Value } from '../../php';
import { basicAuthorization } from '../../http';
import { fieldValues } from './fields';
import { MapError } from '../map-error';
import type { MapRun } from '../run-context';
import { requestBody, type RequestBody } from './body';
import { requestHeaders } from './headers';
import { requestTarget } from './url';

/**
 * The HTTP request of a map's call.
 *
 * @throws MapError for values, addresses and headers that cannot be sent
 */
export async function mapRequest(run: MapRun): Promise<HttpRequest> {
	return (await fieldsRequest(run, await fieldValues(run))).request;
}

/** A request, and the fields that are not in its address. */
export interface FieldsRequest {
	request: HttpRequest;
	rest: Map<string, Value>;
}

/**
 * The request that sends these values. With SOAP it asks for the WSDL: the values are put into
 * its address where that names them, and nothing has a body.
 *
 * @throws MapError for values, addresses and headers that cannot be sent
 */
export async function fieldsRequest(
	run: MapRun,
	fields: Map<string, Value>,
): Promise<FieldsRequest> {
	const { config } = run.map;
	const isSoap = config.webServiceType === 'SOAP';
	const inputType = isSoap ? 'URLRESTFUL' : (config.inputType ?? '');
	const target = await requestTarget(run, inputType, fields);
	const headers = await requestHeaders(run);
	const written = isSoap ? 'GET' : config.method?.trim();
	const body: RequestBody = isSoap
		? {}
		: requestBody(run, inputType, target.rest, headers, written);
	const timeout = timeoutOf(run);
	const proxy = proxyOf(run);
	if (body.contentType !== undefined) setHeader(headers.headers, 'Content-Type', body.contentType);
	addCredentials(run, headers.headers, target.credentials);
	const request: HttpRequest = {
		method: written ?? (body.text === undefined ? 'GET' : 'POST'),
		url: target.url,
		headers: Object.fromEntries(headers.headers),
		...(body.text === undefined ? {} : { body: body.text }),
		...(timeout === undefined ? {} : { timeout }),
		...(proxy === undefined ? {} : { proxy }),
	};
	return { request, rest: target.rest };
}

function setHeader(headers: Map<string, string>, name: string, value: string): void {
	for (const known of headers.keys()) {
		if (known.toLowerCase() === name.toLowerCase()) headers.delete(known);
	}
	headers.set(name, value);
}

/** Basic authentication from wsuser and wspass or from the address; a header of the map wins. */
function addCredentials(
	run: MapRun,
	headers: Map<string, string>,
	inUrl: string | undefined,
): void {
	const { user, password } = run.map.config;
	const given = user !== undefined && user !== '' ? `${user}:${password ?? ''}` : inUrl;
	if (given === undefined) return;
	const isSet = [...headers.keys()].some((name) => name.toLowerCase() === 'authorization');
	if (isSet) return;
	headers.set('Authorization', basicAuthorization(given));
}

function timeoutOf(run: MapRun): number | undefined {
	const written = (run.map.config.responseTime ?? '').trim();
	if (written === '') return run.options.timeout;
	const seconds = Number(written);
	if (Number.isFinite(seconds) && seconds > 0) return Math.round(seconds * 1000);
	run.warn(`wsresponsetime "${written}" is no number of seconds and has no effect`);
	return run.options.timeout;
}

/** cURL's own port of a proxy without one. */
export const PROXY_PORT = 1080;

function proxyOf(run: MapRun): HttpRequest['proxy'] {
	const host = (run.map.config.proxyHost ?? '').trim();
	if (host === '') return undefined;
	const written = (run.map.config.proxyPort ?? '').trim();
	const port = written === '' ? PROXY_PORT : Number(written);
	if (Number.isInteger(port) && port > 0 && port < 65536) return { host, port };
	throw new MapError(`wsproxyport "${written}" is no port: give a number from 1 to 65535`, {
		element: 'wsproxyport',
	});
}
