import type { HttpResponse } from '../environment';

/**
 * The body of an answer as text. Bytes are read in the charset that the content type
 * or the XML declaration names, else as UTF-8.
 *
 * @param warn is told about bytes that the charset does not have
 */
export function decodeBody({ body, headers }: HttpResponse, warn: (text: string) => void): string {
	if (typeof body === 'string') return body;
	const label = charsetOf(headers) ?? declaredEncoding(body) ?? 'utf-8';
	return decoded(body, knownLabel(label), warn);
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

/** An unknown charset is most likely a misspelled UTF-8. */
function knownLabel(label: string): string {
	try {
		return new TextDecoder(label).encoding;
	} catch {
		return 'utf-8';
	}
}

function decoded(body: Uint8Array, label: string, warn: (text: string) => void): string {
	try {
		return new TextDecoder(label, { ignoreBOM: true, fatal: true }).decode(body);
	} catch {
		warn(`The answer contains bytes that are not valid ${label}. They are read as \uFFFD`);
		return new TextDecoder(label, { ignoreBOM: true }).decode(body);
	}
}
