import { CallError } from './call-error';
import { textDecoder } from './form';

/** A file of a `multipart/form-data` body. */
export interface UploadedFile {
	/** The name of the form's field, such as `photo` or `photos[]`. */
	field: string;
	/** The file's own name; empty where the caller gave none. */
	fileName: string;
	/** Content type as the caller gave it; empty where none was given. */
	contentType: string;
	content: Uint8Array;
}

interface MultipartForm {
	values: Array<[string, string]>;
	files: UploadedFile[];
}

interface Part {
	headers: Map<string, string>;
	content: Uint8Array;
}

const CRLF = '\r\n';

/**
 * Reads a `multipart/form-data` body (RFC 7578) as PHP does: a part with a file name is a file,
 * any other a value; the file input a browser's user left empty is left out.
 *
 * @param body the whole body
 * @param boundary the boundary that the Content-Type names
 * @param charset encoding of the values; default UTF-8
 * @throws CallError where the body breaks off, or a part has no name
 */
export function readMultipart(
	body: Uint8Array,
	boundary: string,
	charset = 'utf-8',
): MultipartForm {
	const decoder = textDecoder(charset);
	const form: MultipartForm = { values: [], files: [] };
	for (const part of partsOf(body, boundary)) {
		const disposition = part.headers.get('content-disposition') ?? '';
		const field = headerParameter(disposition, 'name');
		if (field === undefined) throw new CallError('A part of the multipart body has no name');
		const fileName = headerParameter(disposition, 'filename');
		if (fileName === undefined) form.values.push([field, decoder.decode(part.content)]);
		else if (fileName !== '' || part.content.length > 0) {
			const contentType = part.headers.get('content-type') ?? '';
			form.files.push({ field, fileName, contentType, content: part.content });
		}
	}
	return form;
}

function partsOf(body: Uint8Array, boundary: string): Part[] {
	const delimiter = new TextEncoder().encode(`${CRLF}--${boundary}`);
	const parts: Part[] = [];
	// The first delimiter may be at the very start, without a line break before it.
	let start = startsWith(body, delimiter.subarray(2), 0)
		? delimiter.length - 2
		: after(indexOf(body, delimiter, 0), delimiter.length);
	for (;;) {
		if (start === -1) throw new CallError('The multipart body ends too early');
		if (textAt(body, start, 2) === '--') return parts;
		const end = indexOf(body, delimiter, start);
		if (end === -1) throw new CallError('The multipart body ends too early');
		parts.push(partOf(body.subarray(start, end)));
		start = end + delimiter.length;
	}
}

function after(index: number, length: number): number {
	return index === -1 ? -1 : index + length;
}

/** What lies between two delimiters: rest of the delimiter's line, headers, empty line, content. */
function partOf(bytes: Uint8Array): Part {
	const separator = new TextEncoder().encode(CRLF + CRLF);
	const end = indexOf(bytes, separator, 0);
	if (end === -1) throw new CallError('A part of the multipart body has no content');
	const headers = new Map<string, string>();
	for (const line of new TextDecoder().decode(bytes.subarray(0, end)).split(CRLF)) {
		const colon = line.indexOf(':');
		if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1));
	}
	return { headers, content: bytes.subarray(end + separator.length) };
}

/**
 * One parameter of a header such as `form-data; name="a"; filename="b.txt"`.
 *
 * @returns undefined where the header has no such parameter
 */
export function headerParameter(header: string, name: string): string | undefined {
	const pattern = /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g;
	for (const [, found, quoted, plain] of header.matchAll(pattern)) {
		if (found.toLowerCase() !== name) continue;
		return quoted === undefined ? plain.trim() : quoted.replace(/\\(["\\])/g, '$1');
	}
	return undefined;
}

function textAt(bytes: Uint8Array, start: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(start, start + length));
}

function startsWith(bytes: Uint8Array, wanted: Uint8Array, at: number): boolean {
	return wanted.every((byte, index) => bytes[at + index] === byte);
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
	for (let at = bytes.indexOf(wanted[0], from); at !== -1; at = bytes.indexOf(wanted[0], at + 1)) {
		if (startsWith(bytes, wanted, at)) return at;
	}
	return -1;
}
