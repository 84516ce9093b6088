import type { HttpResponse } from '../environment';

/**
 * Where an answer sends the caller.
 *
 * @returns the value of `Location` as it is written; undefined for what is not a redirect
 */
export function redirectTarget({
	status,
	headers,
}: Pick<HttpResponse, 'status' | 'headers'>): string | undefined {
	if (status < 300 || status > 399) return undefined;
	return Object.entries(headers).find(([name]) => name.toLowerCase() === 'location')?.[1];
}
