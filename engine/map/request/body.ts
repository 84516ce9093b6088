import {
	bytesOfText,
	encodeJson,
	PhpArray,
	textOfBytes,
	toBytes,
	type Value,
	urlencode,
} from '../../php';
import { MapError } from '../map-error';
import type { RequestHeaders } from './headers';

const FORM = 'application/x-www-form-urlencoded';

/** The spellings of a header with which coreBOS sends a form instead of JSON. */
const FORM_LINES = [
	`Content-type:${FORM}`,
	'Content-type:multipart/form-data',
	'Content-type:text/plain',
];

/** A body and, where the map names no content type, the label it goes out with. */
export interface RequestBody {
	text?: string;
	contentType?: string;
}

/**
 * The body of a call: JSON, or a form where `inputtype` or a header says so. Without
 * fields there is none.
 *
 * @throws MapError for a value that JSON cannot hold
 */
export function requestBody(
	inputType: string,
	fields: Map<string, Value>,
	headers: RequestHeaders,
	{ native, method }: { native: boolean; method: string | undefined },
): RequestBody {
	if (native) return nativeBody(inputType, fields, headers);
	const hasBody = fields.size > 0 && inputType !== 'URL' && inputType !== '';
	// cURL gives everything that it sends as POST this label.
	const label = hasBody || method === 'POST';
	const isForm = inputType === 'XML' || headers.lines.some((line) => FORM_LINES.includes(line));
	return {
		...(hasBody ? { text: isForm ? formText(fields) : jsonBody(fields) } : {}),
		...(label && !headers.namesContentType ? { contentType: FORM } : {}),
	};
}

function jsonBody(fields: Map<string, Value>): string {
	const json = encodeJson(asArray(fields), { zeroFraction: false });
	if (json === false) {
		throw new MapError(
			'The fields cannot be written as JSON: a value has bytes that are not UTF-8, or is not a finite number',
			{ element: 'fields' },
		);
	}
	return json;
}

function asArray(fields: Map<string, Value>): PhpArray {
	return PhpArray.map([...fields].map(([name, value]) => [bytesOfText(name), value] as const));
}

/** PHP's http_build_query. */
function formText(fields: Map<string, Value>): string {
	return flat(fields)
		.map(([name, text]) => `${urlencode(name)}=${urlencode(text)}`)
		.join('&');
}

/** Names and texts as forms have them: nested names in brackets, nulls and empty lists left out. */
function flat(fields: Iterable<[name: string, value: Value]>): Array<[name: string, text: string]> {
	return [...fields].flatMap(([name, value]): Array<[string, string]> => {
		if (value === null) return [];
		if (value instanceof PhpArray) {
			const inner = value.entries();
			return flat(inner.map(([key, item]) => [`${name}[${textOfBytes(key)}]`, item]));
		}
		const text = typeof value === 'boolean' ? (value ? '1' : '0') : textOfBytes(toBytes(value));
		return [[name, text]];
	});
}

/** Content types that a map sends a form under, besides multipart, which is one of its own kind. */
const FORM_TYPES = [FORM, 'text/plain'];

/** By the meaning of the content type, not by its spelling. */
function nativeBody(
	inputType: string,
	fields: Map<string, Value>,
	{ headers }: RequestHeaders,
): RequestBody {
	if (fields.size === 0 || inputType === 'URL') return {};
	const given = [...headers].find(([name]) => name.toLowerCase() === 'content-type')?.[1];
	const type = given?.split(';')[0].trim().toLowerCase();
	if (type === 'multipart/form-data') return multipart(fields);
	const isForm = type === undefined ? inputType === 'XML' : FORM_TYPES.includes(type);
	const label = isForm ? FORM : 'application/json';
	return {
		text: isForm ? formText(fields) : jsonBody(fields),
		...(given === undefined ? { contentType: label } : {}),
	};
}

function multipart(fields: Map<string, Value>): RequestBody {
	const parts = flat(fields).map(([name, text]) => partText(name, text));
	let boundary = 'corebos-map';
	while (parts.some((part) => part.includes(boundary))) boundary += '-x';
	const body = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('');
	return {
		text: `${body}--${boundary}--\r\n`,
		contentType: `multipart/form-data; boundary=${boundary}`,
	};
}

function partText(name: string, text: string): string {
	const quoted = name.replace(/["\r\n]/g, (character) => encodeURIComponent(character));
	return `Content-Disposition: form-data; name="${quoted}"\r\n\r\n${text}`;
}
