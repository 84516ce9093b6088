import { thrownError } from '../../engine';
import { Refusal } from './refusal';

/** The part of n8n's request that the trigger uses. */
export interface CallRequest {
	/** The address of the caller, behind the proxies that n8n trusts. */
	ip?: string;
	method: string;
	url: string;
	headers: Record<string, string | string[] | undefined>;
	/** The body, once n8n has read it. */
	rawBody?: Uint8Array;
	/** Reads the body into `rawBody`, decodes it, and applies n8n's payload limit. */
	readRawBody(): Promise<void>;
}

/** The encodings of a body that n8n decodes. */
const READABLE_ENCODINGS = new Set(['', 'identity', 'gzip', 'deflate']);

/**
 * The body as it was sent. n8n's own parser is not used: it supports neither PHP's bracket names
 * nor more than 1,000 variables, and refuses a body before the allowlist is checked.
 *
 * @returns a refusal for a body that is too large, incomplete, or has an unknown encoding
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
	return new Refusal(400, `The body cannot be read: ${thrownError(error).message}`);
}

/** The library that reads the body for n8n adds an HTTP status to its errors. */
function statusOf(error: unknown): unknown {
	return typeof error === 'object' && error !== null && 'statusCode' in error
		? error.statusCode
		: undefined;
}
