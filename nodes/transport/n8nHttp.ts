import type {
	ICredentialTestFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import type { ClientCertificate } from './clientCertificate';
import type { Http, HttpRequest } from '../../engine';

/** The part of n8n's helpers that makes calls; every node context has it. */
interface HttpHelpers {
	httpRequest(options: IHttpRequestOptions): Promise<unknown>;
}

/** The timeout of a call unless it sets its own, in milliseconds. */
const DEFAULT_TIMEOUT = 60_000;

/** How to connect to servers with TLS. */
export interface TlsSettings {
	/** The client certificate, if the server asks for one. */
	certificate?: ClientCertificate;
	/** True: the certificate of the server is not verified. */
	ignoreSslIssues?: boolean;
}

/**
 * The HTTP of the engine, by n8n's helper, so that n8n's proxy settings, its protection against
 * requests to the private network, and its user agent apply.
 *
 * @param helpers `this.helpers` of a node context
 * @param cancelled the cancel signal of the execution, if the context has one
 * @param tls deviations from TLS with a verified server
 * @returns an `Http` that resolves for every status and rejects only if there is no answer
 */
export function n8nHttp(
	helpers: HttpHelpers,
	cancelled?: AbortSignal,
	tls: TlsSettings = {},
): Http {
	return async (request) => {
		const options: IHttpRequestOptions = {
			url: request.url,
			headers: { ...request.headers },
			timeout: request.timeout ?? DEFAULT_TIMEOUT,
			encoding: 'arraybuffer',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// A redirect may change the method and lose the body, or carry a session to
			// another host: only a plain read follows it, and never with credentials.
			disableFollowRedirect: request.followRedirects === false || !isRead(request),
			sendCredentialsOnCrossOriginRedirect: false,
		};
		// n8n drops the body of a request whose method is "GET", but not of one that has
		// none, which is a GET as well; coreBOS maps do send bodies with GET.
		if (request.method.toUpperCase() !== 'GET') {
			options.method = request.method as IHttpRequestMethods;
		}
		if (request.body?.length) options.body = bodyFor(request.body, request.headers);
		if (request.proxy) options.proxy = request.proxy;
		if (cancelled) options.abortSignal = cancelled;
		if (tls.certificate) options.agentOptions = agentOptions(tls.certificate);
		if (tls.ignoreSslIssues) options.skipSslCertificateValidation = true;

		const response = (await helpers.httpRequest(options)) as IN8nHttpFullResponse;
		return {
			status: response.statusCode,
			headers: flatHeaders(response.headers),
			body: new Uint8Array(response.body as Buffer),
		};
	};
}

/**
 * The same for the *Test* button of a credential, whose context has only n8n's older helper.
 *
 * @param helpers `this.helpers` of a credential test
 * @param certificate the client certificate, if the server asks for one
 */
export function credentialTestHttp(
	helpers: ICredentialTestFunctions['helpers'],
	certificate?: ClientCertificate,
): Http {
	return async (request) => {
		const response = (await helpers.request({
			method: request.method,
			uri: request.url,
			headers: request.headers,
			body: request.body,
			encoding: null,
			resolveWithFullResponse: true,
			simple: false,
			timeout: request.timeout ?? DEFAULT_TIMEOUT,
			...(certificate && { agentOptions: agentOptions(certificate) }),
		})) as { statusCode: number; headers: Record<string, unknown>; body: Uint8Array | string };
		return {
			status: response.statusCode,
			headers: flatHeaders(response.headers),
			body: response.body,
		};
	};
}

function agentOptions(certificate: ClientCertificate) {
	return 'pfx' in certificate
		? { ...certificate, pfx: Buffer.from(certificate.pfx) }
		: { ...certificate };
}

const FORM = 'application/x-www-form-urlencoded';

/**
 * The body in a form that n8n sends unchanged. The HTTP client of n8n quotes text that is declared
 * as JSON but is not, as maps of inputtype XML send it; n8n itself does not accept bytes that are
 * declared as a form.
 */
function bodyFor(body: string | Uint8Array, headers: Record<string, string>): string | Buffer {
	const isForm = Object.entries(headers).some(
		([name, value]) => name.toLowerCase() === 'content-type' && value === FORM,
	);
	if (isForm) return typeof body === 'string' ? body : new TextDecoder().decode(body);
	return typeof body === 'string' ? Buffer.from(body, 'utf8') : Buffer.from(body);
}

function isRead(request: HttpRequest): boolean {
	return ['GET', 'HEAD'].includes(request.method.toUpperCase()) && !request.body?.length;
}

function flatHeaders(headers: Record<string, unknown>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name.toLowerCase(),
			Array.isArray(value) ? value.join(', ') : String(value),
		]),
	);
}
