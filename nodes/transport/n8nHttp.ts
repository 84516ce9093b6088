import type {
	ICredentialTestFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import type { ClientCertificate } from './clientCertificate';
import type { Http, HttpRequest } from '../../engine';

/** The part of n8n's helpers that makes a call: every node context has it. */
interface HttpHelpers {
	httpRequest(options: IHttpRequestOptions): Promise<unknown>;
}

/** How long a call may take where nobody says otherwise, in milliseconds. */
const DEFAULT_TIMEOUT = 60_000;

/** How TLS is spoken with the called servers. */
export interface TlsSettings {
	/** Identifies this side where a server asks for it. */
	certificate?: ClientCertificate;
	/** A server's certificate is not verified. */
	ignoreSslIssues?: boolean;
}

/**
 * The engine's HTTP, made by n8n's helper, so that n8n's proxy settings, its protection
 * against requests into the private network and its user agent apply.
 *
 * @param helpers `this.helpers` of a node context
 * @param cancelled the execution's cancel signal, when the context has one
 * @param tls what differs from plain TLS with a verified server
 * @returns an `Http` that resolves for every status and rejects only where no answer came
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
 * The same for a credential's *Test* button, whose context offers n8n's older helper alone.
 *
 * @param helpers `this.helpers` of a credential test
 * @param certificate identifies this side where the server asks for it
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
 * The body so that n8n sends it as it is. The HTTP client below n8n quotes a text that is
 * labelled JSON but is none, as maps of inputtype XML send it; n8n itself cannot take bytes
 * that are labelled a form.
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
