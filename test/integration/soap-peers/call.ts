import type { Http } from '../../../engine/environment';
import {
	bodyOf,
	buildEnvelope,
	faultIn,
	findOperation,
	readSoapAnswer,
	WsdlCache,
	type SoapValue,
} from '../../../engine/soap';

/** The engine's HTTP over the wire, with redirects as answers. */
export const fetchHttp: Http = async ({ method, url, headers, body }) => {
	const response = await fetch(url, {
		method,
		headers,
		redirect: 'manual',
		body: body === undefined ? undefined : Buffer.from(body),
	});
	return {
		status: response.status,
		headers: Object.fromEntries(response.headers),
		body: new Uint8Array(await response.arrayBuffer()),
	};
};

/**
 * One call of a service, as a map makes it natively.
 *
 * @throws SoapFault, or SoapError
 */
export async function callSoap(
	wsdlUrl: string,
	operationName: string,
	parameters: Record<string, unknown>,
): Promise<unknown> {
	const asked = { method: 'GET', url: wsdlUrl, headers: {} };
	const wsdl = await new WsdlCache().read(asked, fetchHttp);
	const operation = findOperation(wsdl, operationName);
	const { headers, body } = buildEnvelope(wsdl, operation, parameters, {
		compatibility: 'native',
		warn: (text) => {
			throw new Error(text);
		},
	});
	const response = await fetchHttp({ method: 'POST', url: operation.address, headers, body });
	const text = new TextDecoder().decode(response.body as Uint8Array);
	const answer = bodyOf(text);
	if (answer === undefined) throw new Error(`no envelope: HTTP ${response.status} ${text}`);
	const fault = faultIn(wsdl, answer);
	if (fault !== undefined) throw fault;
	return plain(readSoapAnswer(wsdl, operation, answer, 'native').value);
}

function plain(value: SoapValue): unknown {
	if (value instanceof Map) {
		return Object.fromEntries([...value].map(([name, item]) => [name, plain(item)]));
	}
	if (Array.isArray(value)) return value.map(plain);
	return typeof value === 'bigint' ? Number(value) : value;
}
