const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** PHP's base64_encode, on a byte string. */
export function encodeBase64(bytes: string): string {
	const parts: string[] = [];
	for (let index = 0; index < bytes.length; index += 3) {
		const group =
			(bytes.charCodeAt(index) << 16) |
			((bytes.charCodeAt(index + 1) || 0) << 8) |
			(bytes.charCodeAt(index + 2) || 0);
		parts.push(
			ALPHABET[group >> 18],
			ALPHABET[(group >> 12) & 63],
			index + 1 < bytes.length ? ALPHABET[(group >> 6) & 63] : '=',
			index + 2 < bytes.length ? ALPHABET[group & 63] : '=',
		);
	}
	return parts.join('');
}

/** PHP's base64_decode without `strict`: what is no base64 digit is passed over. */
export function decodeBase64(text: string): string {
	const parts: string[] = [];
	let group = 0;
	let bits = 0;
	for (const digit of text) {
		const value = ALPHABET.indexOf(digit);
		if (value === -1) continue;
		group = ((group << 6) | value) & 0xffffff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			parts.push(String.fromCharCode((group >> bits) & 255));
		}
	}
	return parts.join('');
}
