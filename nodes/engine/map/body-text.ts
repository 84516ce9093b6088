import type { HttpResponse } from '../environment';

/**
 * The body of an answer as text. Bytes are read in the charset that the content type
 * or the XML declaration names, else as UTF-8.
 */
export function bodyText({ body, headers }: HttpResponse): string {
	if (typeof body === 'string') return body;
	const label = charsetOf(headers) ?? declaredEncoding(body) ?? 'utf-8';
	return decoded(body, label);
}

function charsetOf(headers: Record<string, string>): string | undefined {
	const name = Object.keys(headers).find((known) => known.toLowerCase() === 'content-type');
	if (name === undefined) return undefined;
	return /charset\s*=\s*"?([\w.:-]+)/i.exec(String(headers[name]))?.[1];
}

function declaredEncoding(body: Uint8Array): string | undefined {
	const start = String.fromCharCode(...body.subarray(0, 200));
	return /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
}

function decoded(body: Uint8Array, label: string): string {
	try {
		return new TextDecoder(label, { ignoreBOM: true }).decode(body);
	} catch {
		// A charset that nobody knows is most likely a misspelled UTF-8.
		return new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
	}
}
