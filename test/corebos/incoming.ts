import type { IncomingMessage } from 'node:http';

/** A file of a multipart body. */
export interface UploadedFile {
	filename: string;
	contentType: string;
	base64: string;
}

/** A request as PHP sees it. */
export interface Incoming {
	method: string;
	path: string;
	encoding: 'query' | 'form' | 'multipart' | 'json';
	/** Texts as a rule; a JSON body may hold anything. */
	parameters: Record<string, unknown>;
	files: Record<string, UploadedFile>;
	headers: IncomingMessage['headers'];
}

/** PHP's own `post_max_size`. */
const POST_LIMIT = 8 * 1024 * 1024;

/**
 * Reads parameters as coreBOS does: from the query, a form (also multipart) or a JSON body.
 *
 * @param postLimit bytes above which PHP drops a form, all of it; a JSON body may have more
 */
export async function readIncoming(
	request: IncomingMessage,
	postLimit = POST_LIMIT,
): Promise<Incoming> {
	const address = new URL(request.url ?? '/', 'http://stand-in');
	const incoming: Incoming = {
		method: request.method ?? 'GET',
		path: address.pathname,
		encoding: 'query',
		parameters: Object.fromEntries(address.searchParams),
		files: {},
		headers: request.headers,
	};
	const body = await readBody(request);
	// PHP fills $_POST for POST only: a form sent with PUT is not seen (recorded).
	if (incoming.method !== 'POST') return incoming;
	const type = request.headers['content-type'] ?? '';
	if (/^application\/json/i.test(type)) readJson(incoming, body.toString('utf8'), address.search);
	else if (body.length > postLimit) return incoming;
	else if (/^multipart\/form-data/i.test(type)) readMultipart(incoming, body, type);
	else readForm(incoming, body.toString('utf8'));
	return incoming;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

function readForm(incoming: Incoming, body: string): void {
	incoming.encoding = 'form';
	Object.assign(incoming.parameters, Object.fromEntries(new URLSearchParams(body)));
}

/** A JSON body counts only where the url has no query; what is not JSON is as if empty. */
function readJson(incoming: Incoming, body: string, query: string): void {
	incoming.encoding = 'json';
	if (query !== '') return;
	try {
		const value: unknown = JSON.parse(body);
		if (typeof value === 'object' && value !== null) Object.assign(incoming.parameters, value);
	} catch {
		incoming.parameters = {};
	}
}

function readMultipart(incoming: Incoming, body: Buffer, type: string): void {
	incoming.encoding = 'multipart';
	const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
	if (boundary === undefined) return;
	// latin1 keeps every byte: one character is one byte.
	for (const part of body.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
		const [head, ...rest] = part.replace(/^\r\n/, '').split('\r\n\r\n');
		const content = Buffer.from(rest.join('\r\n\r\n').replace(/\r\n$/, ''), 'latin1');
		const name = /name="([^"]*)"/i.exec(head)?.[1] ?? '';
		const filename = /filename="([^"]*)"/i.exec(head)?.[1];
		if (filename === undefined) incoming.parameters[name] = content.toString('utf8');
		else incoming.files[name] = uploaded(head, filename, content);
	}
}

function uploaded(head: string, filename: string, content: Buffer): UploadedFile {
	const contentType = /content-type:\s*([^\r\n]+)/i.exec(head)?.[1] ?? 'application/octet-stream';
	return { filename, contentType, base64: content.toString('base64') };
}
