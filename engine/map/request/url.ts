import { BoundedCache } from '../../bounded-cache';
import { PhpArray, textOfBytes, toBytes, type Value } from '../../php';
import { displayUrl } from '../../http';
import { MapError } from '../map-error';
import type { ValueScope } from './value-scope';
import type { MapConfig } from '../model/types';
import { misspelled } from '../model/warnings';
import { replacePlaceholders } from './placeholders';
import { typedText } from './typed-values';

/** Where a call goes, and which fields that leaves for the body. */
interface RequestTarget {
	url: string;
	/** User and password that stood in the address. */
	credentials?: string;
	/** Fields that are not in the address. */
	rest: Map<string, Value>;
}

/**
 * The address of a map's call: calls in it replaced, fields put in or appended as
 * `inputtype` says, and everything encoded that an address may not contain.
 *
 * @throws MapError for an address that does not begin with http:// or https://
 */
export async function requestTarget(
	scope: ValueScope,
	config: MapConfig,
	inputType: string,
	fields: Map<string, Value>,
	encodeUrlValues: boolean,
): Promise<RequestTarget> {
	const written = (config.url ?? '').trim();
	const template = (await replacePlaceholders(scope, written, 'wsurl')).trim();
	if (namesTwoHosts(template)) {
		throw badUrl(
			`wsurl "${displayUrl(template)}" has a #, a backslash or a space before an @, so that it names two hosts`,
			'Write %23, %5C or %20 in a user name or password',
		);
	}
	const how: UrlValues = { native: scope.native, encode: encodeUrlValues };
	if (template === '') {
		throw badUrl(`The map has no wsurl${misspelled(config, 'wsurl')}`, 'Enter the address to call');
	}
	const { text, rest } =
		inputType === 'URLRESTFUL'
			? filledIn(how, template, fields)
			: { text: encodeUrl(template), rest: fields };
	if (!/^https?:\/\//i.test(text)) {
		throw badUrl(
			`wsurl "${displayUrl(template)}" is not an address to call`,
			'It must begin with http:// or https://',
		);
	}
	const url = inputType === 'URL' ? appended(how, text, fields) : text;
	return { ...normalized(url), rest: inputType === 'URL' ? new Map() : rest };
}

/** Readers of addresses end the host at different ones of these, before the @ or after it. */
function namesTwoHosts(address: string): boolean {
	const authority = /^https?:\/\/([^/?]*)/i.exec(address)?.[1] ?? '';
	return /[#\\\s]/.test(authority.slice(0, Math.max(0, authority.lastIndexOf('@'))));
}

function badUrl(reason: string, advice?: string): MapError {
	return new MapError(reason, { element: 'wsurl', advice });
}

/** How values are put into an address. */
interface UrlValues {
	native: boolean;
	/** Whether what is not allowed there is percent-encoded. */
	encode: boolean;
}

function filledIn(
	how: UrlValues,
	template: string,
	fields: Map<string, Value>,
): { text: string; rest: Map<string, Value> } {
	// The longest name first, so that $id does not take the beginning of $idx.
	const names = [...fields.keys()].filter((name) => name !== '');
	names.sort((a, b) => b.length - a.length);
	const rest = new Map(fields);
	if (names.length === 0) return { text: encodeUrl(template), rest };
	const placeholder = new RegExp(`\\$(${names.map(escapedPattern).join('|')})`, 'g');
	let text = '';
	let end = 0;
	for (const match of template.matchAll(placeholder)) {
		text += encodeUrl(template.slice(end, match.index));
		const value = urlText(how, match[1], fields.get(match[1]) ?? '');
		text += encodedValue(how, value, text.includes('?') ? 'query' : 'path');
		rest.delete(match[1]);
		end = match.index + match[0].length;
	}
	return { text: text + encodeUrl(template.slice(end)), rest };
}

function escapedPattern(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function appended(how: UrlValues, url: string, fields: Map<string, Value>): string {
	const pairs = [...fields].map(([name, value]) => {
		const text = encodedValue(how, urlText(how, name, value), 'query');
		return `${encodedValue(how, name, 'query')}=${text}`;
	});
	if (!url.includes('?'))
		return how.native && pairs.length === 0 ? url : `${url}?${pairs.join('&')}`;
	const separator = pairs.length === 0 || /[?&]$/.test(url) ? '' : '&';
	return `${url}${separator}${pairs.join('&')}`;
}

function urlText(how: UrlValues, name: string, value: Value): string {
	if (value instanceof PhpArray) {
		throw new MapError(`Field "${name}" of the map is a list, which an address cannot hold`, {
			element: 'field',
			field: name,
			advice: 'Convert it to text with jsonEncode or implode',
		});
	}
	return textOfBytes(how.native ? typedText(value) : toBytes(value));
}

const encoder = new TextEncoder();

function percentEncoded(text: string): string {
	return Array.from(encoder.encode(text), (byte) => {
		return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
	}).join('');
}

/** What an address may hold as it is written; `%XX` is left alone everywhere. */
const NOT_IN_URL = /%(?![0-9A-Fa-f]{2})|[^%A-Za-z0-9\-._~:/?[\]@!$&'()*+,;=]+/g;
const NOT_IN_PATH_VALUE = /%(?![0-9A-Fa-f]{2})|[^%A-Za-z0-9\-._~:/?[\]@!$&()*+,;=]+/g;
const NOT_IN_QUERY_VALUE = /%(?![0-9A-Fa-f]{2})|[^%A-Za-z0-9\-._~:/?[\]@!$()*,;=]+/g;

/**
 * Encodes what an address may not hold, `#` too: nothing after it would be sent. A host
 * stays as it is written.
 */
function encodeUrl(url: string): string {
	const origin = /^https?:\/\/[^/?#\s]*/i.exec(url)?.[0] ?? '';
	return origin + url.slice(origin.length).replace(NOT_IN_URL, percentEncoded);
}

function encodedValue(how: UrlValues, value: string, place: 'path' | 'query'): string {
	if (!how.encode) return value;
	return value.replace(place === 'path' ? NOT_IN_PATH_VALUE : NOT_IN_QUERY_VALUE, percentEncoded);
}

/** Path and credentials as cURL sends them: no dot segments, at least `/`, credentials apart. */
function normalized(url: string): { url: string; credentials?: string } {
	const [scheme = ''] = /^https?:\/\//i.exec(url) ?? [];
	const [authority] = url.slice(scheme.length).split(/[/?]/, 1);
	const at = authority.lastIndexOf('@');
	const credentials = at === -1 ? undefined : authority.slice(0, at);
	const host = authority.slice(at + 1);
	// Every reader of an address ends the host at one of these two.
	const isSplit = /[#\\]/.test(host);
	const isUsable =
		scheme !== '' &&
		!isSplit &&
		host !== '' &&
		usableOrigins.getOrMake(scheme + host, () => canParse(scheme + host));
	if (!isUsable) throw badUrl(`wsurl "${displayUrl(url)}" does not name a host to call`);
	const rest = url.slice(scheme.length + authority.length);
	const [path] = rest.split('?', 1);
	const query = rest.slice(path.length);
	const plainPath = withoutDotSegments(path === '' ? '/' : path);
	return {
		url: `${scheme}${host}${path === '' && query === '' ? '' : plainPath}${query}`,
		...(credentials === undefined ? {} : { credentials: decodedCredentials(credentials) }),
	};
}

/** Most origins whose answer is kept: a map has the same one for each item. */
const MOST_ORIGINS = 100;
const usableOrigins = new BoundedCache<string, boolean>(MOST_ORIGINS);

/** Whether an address has a host; `URL` throws for one that it cannot read. */
function canParse(origin: string): boolean {
	try {
		return new URL(origin).hostname !== '';
	} catch {
		return false;
	}
}

/** Credentials that are not percent-encoded UTF-8 are meant as they are written. */
function decodedCredentials(credentials: string): string {
	try {
		return decodeURIComponent(credentials);
	} catch {
		return credentials;
	}
}

function withoutDotSegments(path: string): string {
	if (!/\/\.{1,2}(?:\/|$)/.test(path)) return path;
	const kept: string[] = [];
	const segments = path.split('/').slice(1);
	segments.forEach((segment, index) => {
		if (segment === '..') kept.pop();
		else if (segment !== '.') kept.push(segment);
		if (/^\.{1,2}$/.test(segment) && index === segments.length - 1) kept.push('');
	});
	return `/${kept.join('/')}`;
}
