import { basicAuthorization } from '../../http';
import type { HttpRequest } from '../../environment';
import { membersWhere } from '../../is-record';
import type { Value } from '../../php';
import { MapError } from '../map-error';
import type { MapConfig } from '../model/types';
import type { RunOptions } from '../run-options';
import { requestBody, type RequestBody } from './body';
import { requestHeaders } from './headers';
import { requestTarget } from './url';
import type { ValueScope, Warn } from './value-scope';

/** A request, and the fields that are not in its address. */
export interface MapRequest {
	request: HttpRequest;
	rest: Map<string, Value>;
}

/**
 * The request that sends these values. With SOAP it asks for the WSDL: the values are put into
 * its address where that names them, and nothing has a body.
 *
 * @throws MapError for values, addresses and headers that cannot be sent
 */
export async function mapRequest(
	scope: ValueScope,
	config: MapConfig,
	fields: Map<string, Value>,
	options: Pick<RunOptions, 'encodeUrlValues' | 'timeout'>,
): Promise<MapRequest> {
	const isSoap = config.webServiceType === 'SOAP';
	const inputType = isSoap ? 'URLRESTFUL' : (config.inputType ?? '');
	const encodes = options.encodeUrlValues !== false;
	const target = await requestTarget(scope, config, inputType, fields, encodes);
	const headers = await requestHeaders(scope, config.headers);
	const method = isSoap ? 'GET' : config.method?.trim();
	const body: RequestBody = isSoap
		? {}
		: requestBody(inputType, target.rest, headers, { native: scope.native, method });
	const timeout = timeoutOf(config, options.timeout, scope.warn);
	const proxy = proxyOf(config);
	if (body.contentType !== undefined) setHeader(headers.headers, 'Content-Type', body.contentType);
	addCredentials(config, headers.headers, target.credentials);
	const request: HttpRequest = {
		method: method ?? (body.text === undefined ? 'GET' : 'POST'),
		url: target.url,
		headers: Object.fromEntries(headers.headers),
		...(body.text === undefined ? {} : { body: body.text }),
		...(timeout === undefined ? {} : { timeout }),
		...(proxy === undefined ? {} : { proxy }),
	};
	return { request, rest: target.rest };
}

/** The request that reads a WSDL: without the headers that describe a body. */
export function wsdlRequest(request: HttpRequest): HttpRequest {
	return { ...request, headers: withoutMessageHeaders(request.headers) };
}

/** Headers without those that the envelope of a message decides, whatever the map says. */
export function withoutMessageHeaders(headers: Record<string, string>): Record<string, string> {
	const decided = ['content-type', 'content-length', 'soapaction'];
	return membersWhere(headers, (name) => !decided.includes(name.toLowerCase()));
}

function setHeader(headers: Map<string, string>, name: string, value: string): void {
	for (const known of headers.keys()) {
		if (known.toLowerCase() === name.toLowerCase()) headers.delete(known);
	}
	headers.set(name, value);
}

/** Basic authentication from wsuser and wspass or from the address; a header of the map wins. */
function addCredentials(
	{ user, password }: MapConfig,
	headers: Map<string, string>,
	inUrl: string | undefined,
): void {
	const given = user !== undefined && user !== '' ? `${user}:${password ?? ''}` : inUrl;
	if (given === undefined) return;
	const isSet = [...headers.keys()].some((name) => name.toLowerCase() === 'authorization');
	if (isSet) return;
	headers.set('Authorization', basicAuthorization(given));
}

function timeoutOf(
	{ responseTime }: MapConfig,
	otherwise: number | undefined,
	warn: Warn,
): number | undefined {
	const written = (responseTime ?? '').trim();
	if (written === '') return otherwise;
	const seconds = Number(written);
	if (Number.isFinite(seconds) && seconds > 0) return Math.round(seconds * 1000);
	warn(`wsresponsetime "${written}" is ignored: it must be a number of seconds`);
	return otherwise;
}

/** The port that cURL takes for a proxy without one. */
const PROXY_PORT = 1080;

function proxyOf({ proxyHost, proxyPort }: MapConfig): HttpRequest['proxy'] {
	const host = (proxyHost ?? '').trim();
	if (host === '') return undefined;
	const written = (proxyPort ?? '').trim();
	const port = written === '' ? PROXY_PORT : Number(written);
	if (Number.isInteger(port) && port > 0 && port < 65536) return { host, port };
	throw new MapError(`wsproxyport "${written}" is not a port`, {
		advice: 'Enter a number from 1 to 65535',
		element: 'wsproxyport',
	});
}
