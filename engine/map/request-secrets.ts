import type { HttpRequest } from '../environment';
import { isBetterHidden } from '../corebos';
import { isRecord } from '../is-record';
import { jsonValue } from '../json-value';

/** Headers that say nothing about who calls. */
const OPEN_HEADER =
	/^(?:accept(?:-.*)?|content-.*|user-agent|soapaction|host|connection|cache-control|origin|referer|x-requested-with)$/i;

/** A shorter value of any header may occur in an answer by chance. */
const SHORTEST_VALUE = 8;

/** Whether a header of this name says nothing about who calls. Any other may be a key. */
export function isOpenHeader(name: string): boolean {
	return OPEN_HEADER.test(name.trim());
}

/**
 * What a request holds that no message may show, by its value: a service may repeat it under any
 * name. These are the headers that identify the caller, credentials in the address, and the values
 * in address and body with the name of a secret.
 */
export function secretsOfRequest({ url, headers, body }: HttpRequest): string[] {
	return [
		...Object.entries(headers).flatMap(([name, value]) => ofHeader(name, String(value))),
		...ofAddress(url),
		...(typeof body === 'string' ? ofBody(body) : []),
	];
}

function ofHeader(name: string, value: string): string[] {
	if (isOpenHeader(name)) return [];
	const [, scheme, credentials] = /^(\w+)\s+(\S+)$/.exec(value) ?? [];
	const parts = /^cookie$/i.test(name)
		? value.split(';').map((cookie) => cookie.slice(cookie.indexOf('=') + 1).trim())
		: [];
	const basic = scheme?.toLowerCase() === 'basic' ? ofBasic(credentials) : [];
	const whole = [value, ...(credentials === undefined ? [] : [credentials])];
	const hidden = whole.filter((one) => isBetterHidden(name) || one.length >= SHORTEST_VALUE);
	return [...hidden, ...parts, ...basic];
}

/** The password of a Basic header, which a service may repeat decoded. */
function ofBasic(credentials: string): string[] {
	try {
		const bytes = Uint8Array.from(atob(credentials), (char) => char.charCodeAt(0));
		const text = new TextDecoder().decode(bytes);
		return [text, text.slice(text.indexOf(':') + 1)];
	} catch {
		// A map may write the header by hand: what is not base64 is hidden as a whole.
		return [];
	}
}

function ofAddress(url: string): string[] {
	const query = url.indexOf('?');
	return query === -1 ? [] : ofForm(url.slice(query + 1));
}

function ofForm(form: string): string[] {
	return [...new URLSearchParams(form)].flatMap(([name, value]) =>
		isBetterHidden(name) ? [value] : [],
	);
}

/** Elements that hold nothing but text, and parts of a form with files. */
const ELEMENT = /<(?:[\w-]+:)?([\w.-]+)(?:\s[^<>]*)?>([^<]+)<\//g;
const PART = /name="([^"\r\n]*)"\r?\n\r?\n([^\r\n]*)/g;

function ofBody(body: string): string[] {
	const json = jsonValue(body);
	if (json !== undefined) return ofValue('', json);
	const named = [...body.matchAll(ELEMENT), ...body.matchAll(PART)].flatMap(([, name, value]) =>
		isBetterHidden(name) ? [value] : [],
	);
	return [...named, ...ofForm(body)];
}

function ofValue(name: string, value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap((item) => ofValue(name, item));
	if (isRecord(value)) {
		return Object.entries(value).flatMap(([member, one]) => ofValue(member, one));
	}
	return isBetterHidden(name) && value !== null ? [String(value)] : [];
}
