import { Refusal } from './refusal';

/** What the trigger uses of n8n's request. */
export interface CallRequest {
	/** The caller's address, after the proxies that n8n is told to trust. */
	ip?: string;
	method: string;
	url: string;
	headers: Record<string, string | string[] | undefined>;
	/** The body, once n8n has read it. */
	rawBody?: Uint8Array;
	/** Reads the body into `rawBody`, undoes its encoding, keeps to n8n's limit on payloads. */
	readRawBody(): Promise<void>;
}

/** The encodings of a body that n8n undoes. */
const READABLE_ENCODINGS = new Set(['', 'identity', 'gzip', 'deflate']);

/**
 * The body as it was sent. n8n's own parsing is not used: it knows neither PHP's bracket names
 * nor more than 1,000 variables, and refuses a body before the allowlist is asked.
 *
 * @returns a refusal for a body that is too large, broken off, or encoded in a way n8n does not
 *   know
 */
export async function rawBodyOf(request: CallRequest): Promise<Uint8Array | Refusal> {
	const encoding = String(request.headers['content-encoding'] ?? '');
	if (!READABLE_ENCODINGS.has(encoding)) {
		return new Refusal(400, `The Content-Encoding "${encoding}" cannot be read`);
	}
	try {
		await request.readRawBody();
	} catch (error) {
		return unreadable(error);
	}
	return request.rawBody ?? new Uint8Array();
}

function unreadable(error: unknown): Refusal {
	if (statusOf(error) === 413) return new Refusal(413, 'The body is larger than n8n accepts');
	return new Refusal(400, `The body cannot be read: ${(error as Error).message}`);
}

/** The library that reads the body for n8n puts an HTTP status on its errors. */
function statusOf(error: unknown): unknown {
	return typeof error === 'object' && error !== null && 'statusCode' in error
		? error.statusCode
		: undefined;
}
