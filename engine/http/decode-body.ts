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

const LESS_THAN = 60;

function declaredEncoding(body: Uint8Array): string | undefined {
	if (body[0] !== LESS_THAN) return undefined;
	const start = String.fromCharCode(...body.subarray(0, 200));
	return /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
}

/** What nearly all answers are read with. A decoder keeps nothing between two whole texts. */
const UTF_8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** An unknown charset is most likely a misspelled UTF-8. */
function knownLabel(label: string): string {
	if (label === UTF_8.encoding) return label;
	try {
		return new TextDecoder(label).encoding;
	} catch {
		return 'utf-8';
	}
}

function decoded(body: Uint8Array, label: string, warn: (text: string) => void): string {
	try {
		const isUtf8 = label === UTF_8.encoding;
		const decoder = isUtf8 ? UTF_8 : new TextDecoder(label, { ignoreBOM: true, fatal: true });
		return decoder.decode(body);
	} catch {
		warn(`The answer contains bytes that are not valid ${label}. They are read as \uFFFD`);
		return new TextDecoder(label, { ignoreBOM: true }).decode(body);
	}
}
