/** A name that HTTP allows for a header: a token of RFC 9110. */
export function isHeaderName(text: string): boolean {
	return /^[!#$%&'*+.^_`|~\da-z-]+$/i.test(text);
}

/**
 * A value that every client can send and no proxy changes: visible ASCII, with inner spaces. HTTP
 * itself allows more.
 */
export function isPlainHeaderValue(text: string): boolean {
	return /^[\x20-\x7e]+$/.test(text) && text === text.trim();
}
