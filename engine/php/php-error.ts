/**
 * What PHP stops at, or would never end with: operands that do not fit, a date beyond the calendar,
 * a string or a search that is too large. The expression language reports it with its place.
 */
export class PhpError extends Error {
	override name = 'PhpError';
}
