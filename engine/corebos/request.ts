import type { HttpRequest } from '../environment';
import { isReading } from './operations';

/** Servers and proxies take urls of this length everywhere; longer calls go by POST. */
const LONGEST_URL = 2000;
/**
 * PHP drops forms above its `post_max_size`, 8 MB where nobody changed it, and coreBOS then knows
 * no operation; a JSON body of any size is read (recorded). Characters of a form.
 */
const LARGEST_FORM = 2_000_000;
const FORM = 'application/x-www-form-urlencoded';

/**
 * The HTTP request of a web service call: GET for reading operations, POST with a form
 * for writing ones and for what is too long for a url, with JSON for what is too large for a form.
 * coreBOS does not tell them apart.
 *
 * @param url address of webservice.php
 * @param operation name of the operation, in any letter case
 * @param parameters see {@link parameterText}
 * @param sessionName session to work on. A GET carries it in the header
 *   `corebos-authorization`, since urls get into logs, a POST as the parameter
 */
export function webServiceRequest(
	url: string,
	operation: string,
	parameters: Record<string, unknown>,
	sessionName?: string,
): HttpRequest {
	const form = new URLSearchParams({ operation });
	for (const [name, value] of Object.entries(parameters)) {
		const text = parameterText(value);
		if (text !== undefined) form.set(name, text);
	}
	const hasSecret = form.has('sessionName') || form.has('accessKey');
	if (isReading(operation) && !hasSecret) {
		const address = `${url}?${form.toString()}`;
		const headers: Record<string, string> = { Accept: 'application/json' };
		if (sessionName !== undefined) headers['corebos-authorization'] = sessionName;
		if (address.length <= LONGEST_URL) return { method: 'GET', url: address, headers };
	}
	if (sessionName !== undefined) form.set('sessionName', sessionName);
	const text = form.toString();
	const isJson = text.length > LARGEST_FORM;
	return {
		method: 'POST',
		url,
		headers: { Accept: 'application/json', 'Content-Type': isJson ? 'application/json' : FORM },
		// The parameters stay texts: PHP fails on an object.
		body: isJson ? JSON.stringify(Object.fromEntries(form)) : text,
	};
}

/**
 * A parameter as coreBOS reads it: objects and lists as JSON text (`encoded` parameters
 * must be text, an object makes PHP fail), true and false as `1` and `0` (PHP takes the
 * text `false` for true).
 *
 * @returns undefined for undefined and null: the parameter is left out
 */
function parameterText(value: unknown): string | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'boolean') return value ? '1' : '0';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
