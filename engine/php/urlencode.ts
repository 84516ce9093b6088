/**
 * PHP's urlencode.
 *
 * @param text text for a form or a query; half of a surrogate pair becomes U+FFFD
 */
export function urlencode(text: string): string {
	return percentEncoded(text).replace(/%20|[!'()*~]/g, (part) =>
		part === '%20' ? '+' : `%${part.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

function percentEncoded(text: string): string {
	try {
		return encodeURIComponent(text);
	} catch {
		// It refuses half of a surrogate pair, and nothing else.
		return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
	}
}
