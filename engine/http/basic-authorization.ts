/**
 * The value of an Authorization header for HTTP basic authentication, in UTF-8.
 *
 * @param given `user:password`, or a user alone, who then has an empty password
 */
export function basicAuthorization(given: string): string {
	const bytes = new TextEncoder().encode(given.includes(':') ? given : `${given}:`);
	return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}
