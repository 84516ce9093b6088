import type {
	ICredentialTestFunctions,
	IDataObject,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INodeProperties,
} from 'n8n-workflow';
import type { ClientCertificate } from './clientCertificate';
import { redirectTarget, type Http, type HttpRequest, type HttpResponse } from '../../engine';

/** The part of n8n's helpers that makes calls; every node context has it. */
interface HttpHelpers {
	httpRequest(options: IHttpRequestOptions): Promise<unknown>;
}

/** The timeout of a call unless it sets its own, in milliseconds. */
const DEFAULT_TIMEOUT = 60_000;

const MEGABYTE = 1_000_000;

/** The default size limit of an answer, in megabytes. */
const DEFAULT_SIZE_LIMIT = 100;

/** Entry of *Options* of all nodes that make calls. */
export const sizeLimitOption: INodeProperties = {
	displayName: 'Response Size Limit (MB)',
	name: 'responseSizeLimit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_SIZE_LIMIT,
	description: 'The largest answer that is read, in megabytes, after decompression',
};

/** The value of {@link sizeLimitOption}, in megabytes. */
export function sizeLimitOf({ responseSizeLimit }: IDataObject): number {
	return Number(responseSizeLimit) || DEFAULT_SIZE_LIMIT;
}

/** How many redirects are followed in a row, as in browsers and cURL. */
const MAX_REDIRECTS = 20;

/** How calls are made, unless a call says otherwise. */
export interface HttpSettings {
	/** The client certificate, if the server asks for one. */
	certificate?: ClientCertificate;
	/** True: the certificate of the server is not verified. */
	ignoreSslIssues?: boolean;
	/** The largest answer that is read, in megabytes; default 100. */
	sizeLimit?: number;
}

/**
 * The HTTP of the engine, by n8n's helper, so that n8n's proxy settings, its protection against
 * requests to the private network, and its user agent apply.
 *
 * The timeout of a call is that of the whole call, from its connection to the last byte of its
 * answer. An answer that is too large is given up as soon as that is seen, also one that only
 * becomes large when it is decompressed.
 *
 * @param helpers `this.helpers` of a node context
 * @param cancelled the cancel signal of the execution, if the context has one
 * @param settings deviations from TLS with a verified server and from the default limits
 * @returns an `Http` that resolves for every status and rejects only if there is no answer
 */
export function n8nHttp(
	helpers: HttpHelpers,
	cancelled?: AbortSignal,
	settings: HttpSettings = {},
): Http {
	return async (request) => {
		const milliseconds = request.timeout ?? DEFAULT_TIMEOUT;
		const timeIsUp = AbortSignal.timeout(milliseconds);
		const signal = cancelled ? AbortSignal.any([cancelled, timeIsUp]) : timeIsUp;
		const call = new N8nCall(helpers, signal, settings);
		return await call.answer(request).catch((reason: unknown) => {
			const isOver = timeIsUp.aborted && cancelled?.aborted !== true;
			throw isOver ? overdue(milliseconds) : reason;
		});
	};
}

function overdue(milliseconds: number): Error {
	const error = new Error(
		`timeout: the answer was not complete after ${milliseconds / 1000} seconds`,
	);
	return Object.assign(error, { code: 'ETIMEDOUT' });
}

/** One call, with the redirects that it follows. */
class N8nCall {
	constructor(
		private readonly helpers: HttpHelpers,
		private readonly signal: AbortSignal,
		private readonly settings: HttpSettings,
	) {}

	async answer(request: HttpRequest): Promise<HttpResponse> {
		let at = request;
		let isOwnOrigin = true;
		for (let redirects = 0; ; redirects++) {
			const response = await this.once(at, isOwnOrigin);
			const target = followable(request, response, at.url);
			if (target === undefined) return response;
			if (redirects === MAX_REDIRECTS) {
				throw new Error(`the server redirects more than ${MAX_REDIRECTS} times`);
			}
			// What was left out once stays left out, also where the way leads back.
			isOwnOrigin &&= target.origin === new URL(at.url).origin;
			at = { ...at, url: target.href, headers: isOwnOrigin ? at.headers : openHeaders(at.headers) };
		}
	}

	/** @param isOwnOrigin false: nothing may tell who calls */
	private async once(request: HttpRequest, isOwnOrigin: boolean): Promise<HttpResponse> {
		const { certificate, ignoreSslIssues } = this.settings;
		const options: IHttpRequestOptions = {
			url: request.url,
			headers: { ...request.headers },
			timeout: request.timeout ?? DEFAULT_TIMEOUT,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// n8n's helper would take session and keys along to another host.
			disableFollowRedirect: true,
			abortSignal: this.signal,
		};
		// n8n drops the body of a request whose method is "GET", but not of one that has
		// none, which is a GET as well; coreBOS maps do send bodies with GET.
		if (request.method.toUpperCase() !== 'GET') {
			options.method = request.method as IHttpRequestMethods;
		}
		if (request.body?.length) options.body = bodyFor(request.body, request.headers);
		if (request.proxy) options.proxy = request.proxy;
		if (certificate && isOwnOrigin) options.agentOptions = agentOptions(certificate);
		if (ignoreSslIssues) options.skipSslCertificateValidation = true;

		const response = (await this.helpers.httpRequest(options)) as IN8nHttpFullResponse;
		return {
			status: response.statusCode,
			headers: flatHeaders(response.headers),
			body: await readWithin(response, this.settings.sizeLimit ?? DEFAULT_SIZE_LIMIT),
		};
	}
}

/** A redirect may change the method and lose the body: only a plain read follows it. */
function followable(request: HttpRequest, response: HttpResponse, from: string): URL | undefined {
	if (request.followRedirects === false || !isRead(request)) return undefined;
	const location = FOLLOWED.has(response.status) ? redirectTarget(response) : undefined;
	if (location === undefined || !URL.canParse(location, from)) return undefined;
	const target = new URL(location, from);
	return /^https?:$/.test(target.protocol) ? target : undefined;
}

const FOLLOWED = new Set([301, 302, 303, 307, 308]);

/** The headers that say nothing about who calls. Any other may be a key. */
function openHeaders(headers: Record<string, string>): Record<string, string> {
	const open = Object.entries(headers).filter(([name]) =>
		/^(?:accept(?:-.*)?|user-agent)$/i.test(name),
	);
	return Object.fromEntries(open);
}

/** The part of Node's readable streams that an answer is read by. */
interface Streamed {
	on(event: 'data', listener: (piece: Uint8Array) => void): unknown;
	on(event: 'error', listener: (reason: Error) => void): unknown;
	on(event: 'end' | 'close', listener: () => void): unknown;
	destroy(): void;
}

/** The body of an answer, which comes decompressed, piece by piece. */
async function readWithin(
	{ body, headers }: IN8nHttpFullResponse,
	megabytes: number,
): Promise<Uint8Array> {
	if (!isStream(body)) return new Uint8Array(body as unknown as Buffer);
	const most = megabytes * MEGABYTE;
	if (Number(headers['content-length'] ?? 0) > most) {
		// What is destroyed while nobody listens would end the process with its error.
		body.on('error', () => undefined);
		body.destroy();
		throw tooLarge(megabytes);
	}
	return await piecesOf(body, most, () => tooLarge(megabytes));
}

/**
 * The pieces of a body, joined. Events and not `for await`, which takes a tenth of a small call.
 *
 * @param most how many bytes there may be
 * @param excess the error where there are more
 */
async function piecesOf(body: Streamed, most: number, excess: () => Error): Promise<Uint8Array> {
	return await new Promise((resolve, reject) => {
		const pieces: Uint8Array[] = [];
		let length = 0;
		let isComplete = false;
		body.on('data', (piece) => {
			length += piece.length;
			if (length > most) {
				reject(excess());
				body.destroy();
			} else {
				pieces.push(piece);
			}
		});
		body.on('end', () => {
			isComplete = true;
			resolve(joined(pieces, length));
		});
		body.on('error', reject);
		body.on('close', () => {
			if (!isComplete) reject(brokenOff());
		});
	});
}

function joined(pieces: Uint8Array[], length: number): Uint8Array {
	// Most answers come in one piece. It is not to be read as the Buffer that it is.
	if (pieces.length === 1) return new Uint8Array(pieces[0].buffer, pieces[0].byteOffset, length);
	const whole = new Uint8Array(length);
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}

function tooLarge(megabytes: number): Error {
	return Object.assign(new Error(`the answer is larger than ${megabytes} MB`), {
		code: 'ERR_BAD_RESPONSE',
	});
}

/** A stream that is closed before its end, and says nothing more about it. */
function brokenOff(): Error {
	return Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
}

function isStream(body: unknown): body is Streamed {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/**
 * The same for the *Test* button of a credential, whose context has only n8n's older helper.
 *
 * @param helpers `this.helpers` of a credential test
 * @param settings as for {@link n8nHttp}; a size limit has no effect
 */
export function credentialTestHttp(
	helpers: ICredentialTestFunctions['helpers'],
	{ certificate, ignoreSslIssues }: Pick<HttpSettings, 'certificate' | 'ignoreSslIssues'>,
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
			followRedirect: request.followRedirects !== false,
			...(certificate && { agentOptions: agentOptions(certificate) }),
			...(ignoreSslIssues && { rejectUnauthorized: false }),
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
