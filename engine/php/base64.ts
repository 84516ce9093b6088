/**
 * PHP's base64_decode without `strict`: what is not a base64 digit is passed over.
 *
 * @param text base64
 * @returns a byte string
 */
export function decodeBase64(text: string): string {
	const digits = text.replace(/[^A-Za-z0-9+/]+/g, '');
	// A single digit at the end does not make a byte.
	return atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits);
}
