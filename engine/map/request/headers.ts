import { isHeaderName } from '../../http';
import { MapError } from '../map-error';
import type { ValueScope } from './value-scope';
import type { MapHeader } from '../model/types';
import { contextText, replacePlaceholders } from './placeholders';

/** The headers of a call. */
export interface RequestHeaders {
	/** By the name as the map spells it, the values of a repeated one joined. */
	headers: Map<string, string>;
	/** `name:value` of each header as coreBOS compares them. */
	lines: string[];
	/** Whether the map names a content type, even an empty one. */
	namesContentType: boolean;
}

/** Headers while they are collected. */
interface CollectedHeaders extends RequestHeaders {
	/** The first spelling of each name, by the name in small letters. */
	spellings: Map<string, string>;
}

/**
 * The headers of a map, `getContext` and the like replaced. A header without name or
 * without value is left out, as cURL leaves it out.
 *
 * @throws MapError for a name that HTTP does not allow and for line ends in a value
 */
export async function requestHeaders(
	scope: ValueScope,
	headers: MapHeader[] | undefined,
): Promise<RequestHeaders> {
	const result: CollectedHeaders = {
		headers: new Map(),
		lines: [],
		namesContentType: false,
		spellings: new Map(),
	};
	if (headers === undefined && !scope.native) {
		scope.warn('The map has no wsheader, so it is sent without its own headers');
	}
	for (const header of headers ?? []) await addHeader(scope, result, header);
	return result;
}

async function addHeader(
	scope: ValueScope,
	result: CollectedHeaders,
	header: MapHeader,
): Promise<void> {
	const text = headerText(scope, header);
	const colon = text.indexOf(':');
	const name = (colon === -1 ? text : text.slice(0, colon)).trim();
	const written = colon === -1 ? '' : text.slice(colon + 1);
	const value = await replacedValue(scope, written, `header ${name}`);
	result.lines.push(`${colon === -1 ? text : text.slice(0, colon)}:${value}`);
	const isContentType = name.toLowerCase() === 'content-type';
	if (isContentType) result.namesContentType = true;
	const sent = value.trim();
	if (name === '' || sent === '') return;
	refuseUnsafe(name, sent);
	if (isContentType && result.spellings.has('content-type')) {
		// coreBOS sends two lines, which Apache and PHP read as one, and others in their own ways.
		scope.warn(`The map has more than one header ${name}. A server may read any of them: keep one`);
	}
	append(result, name, sent);
}

/**
 * coreBOS puts a colon between what a header has of name and value, in the order they
 * contain: a header with one of them alone is that text.
 */
function headerText(scope: ValueScope, { name, value, layout }: MapHeader): string {
	const order = (layout?.items ?? []).flatMap((item) => (item.kind === 'known' ? [item.name] : []));
	const hasName = layout === undefined || name !== '' || order.includes('keyname');
	const hasValue = layout === undefined || value !== '' || order.includes('keyvalue');
	const parts = [...(hasName ? [name] : []), ...(hasValue ? [value] : [])];
	if (order[0] === 'keyvalue' && !scope.native) parts.reverse();
	return parts.join(':');
}

/**
 * coreBOS looks up everything around `getContext()` as one name; where there is such
 * a variable, it is meant. Else the call may be anywhere.
 */
async function replacedValue(scope: ValueScope, value: string, where: string): Promise<string> {
	if (value.includes('getContext(')) {
		const whole = value.replaceAll('getContext(', '').replaceAll(')', '');
		if (!scope.native && Object.hasOwn(scope.context, whole))
			return contextText(scope, whole, where);
	}
	return replacePlaceholders(scope, value, where);
}

function refuseUnsafe(name: string, value: string): void {
	if (!isHeaderName(name)) {
		throw new MapError(`"${name}" cannot be the name of a header`, {
			element: 'keyname',
			field: name,
			advice: 'HTTP allows letters, digits and hyphens',
		});
	}
	if (/[\r\n\0]/.test(value)) {
		throw new MapError(`The value of header ${name} contains a line break or a NUL character`, {
			element: 'keyvalue',
			field: name,
			advice: 'Remove it: the server would read the rest as another header',
		});
	}
}

function append({ headers, spellings }: CollectedHeaders, name: string, value: string): void {
	const spelled = spellings.get(name.toLowerCase());
	if (spelled === undefined) spellings.set(name.toLowerCase(), name);
	const before = spelled === undefined ? undefined : headers.get(spelled);
	headers.set(spelled ?? name, before === undefined ? value : `${before}, ${value}`);
}
