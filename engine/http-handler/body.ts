import { isRecord } from '../is-record';
import { jsonValue } from '../json-value';
import { asCallError, CallError } from './call-error';
import { readForm, readNames, textDecoder } from './form';
import { refuseExcessiveJson } from './json-limits';
import { headerParameter, readMultipart, type UploadedFile } from './multipart';
import type { Variables } from './php-variables';

/** What the body of a call holds. */
export interface CallBody {
	/** The POST variables, `$env["name"]` in the tasks of the workflow. */
	env: Variables;
	/** Files of a multipart body; a body of a kind that holds no variables is one file, `data`. */
	files: UploadedFile[];
}

const BINARY_FIELD = 'data';

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data';
const [DASH, EQUALS] = [0x2d, 0x3d];
/** The bytes that an encoded form is made of, of PHP's `http_build_query` and of browsers. */
const FORM_BYTES = Array.from({ length: 256 }, (_, byte) =>
	/[\w.~*+%=&[\]-]/.test(String.fromCharCode(byte)) ? byte < 0x80 : false,
);

/**
 * Reads the body of a call as the HTTP handler of coreBOS offers it to its workflows: PHP forms
 * (bracket names, trailing `&`, repeated names), JSON objects, multipart with files; anything
 * else is passed on unchanged, as a file.
 *
 * A real *Run Web Service* task labels bodies as something else than they are (recorded:
 * webservice-live, `arrivedAtEcho`): JSON as a form where the map has no header, forms as
 * `text/plain`, `application/xml` or multipart, and those of maps with the input type XML as JSON,
 * too; what the map has as a header goes out. So a JSON object counts as one under each label that
 * is no other type of data, and what is written as an encoded form counts as a form. Whatever
 * charset the map names, coreBOS escapes JSON and encodes forms in UTF-8.
 *
 * @param contentType the Content-Type header; undefined where there is none
 * @param bytes the body, without the encoding of the transfer
 * @throws CallError for a body that is not what its Content-Type says, and for characters that
 * are not of its charset
 */
export function readBody(contentType: string | undefined, bytes: Uint8Array): CallBody {
	if (bytes.length === 0) return { env: {}, files: [] };
	const header = contentType ?? '';
	const type = header.split(';', 1)[0].trim().toLowerCase();
	const charset = charsetOf(header, bytes);
	if (type === 'application/json' || type === 'text/json' || type.endsWith('+json')) {
		const form = formIn(bytes, charset);
		if (form !== undefined) return { env: form, files: [] };
		return { env: readJson(textDecoder(charset ?? 'utf-8').decode(bytes)), files: [] };
	}
	if (type === FORM) {
		const json = jsonIn(bytes, charset);
		return { env: json === undefined ? formOf(bytes, charset) : variablesOf(json), files: [] };
	}
	// Nothing that is multipart begins as JSON does, and a form has no two dashes at its start.
	if (isMislabelled(type) && !(type === MULTIPART && bytes[0] === DASH)) {
		const json = jsonIn(bytes, charset);
		const env = isRecord(json) ? json : formIn(bytes, charset);
		if (env !== undefined) return { env, files: [] };
	}
	if (type === MULTIPART) return readMultipartBody(header, bytes, charset);
	return {
		env: {},
		files: [{ field: BINARY_FIELD, fileName: '', contentType: type, content: bytes }],
	};
}

/** Texts, XML, multipart, and what is no type at all: what coreBOS sends JSON and forms as. */
function isMislabelled(type: string): boolean {
	const isText = type.startsWith('text/') || type.endsWith('xml');
	return isText || type === MULTIPART || !/^\w[^/]*\/\w/.test(type);
}

/**
 * The charset of a body: what its Content-Type names, UTF-16 where it begins with the byte order
 * mark of that, else undefined. Neither JSON nor a form in UTF-16 is without a byte 0: a body of
 * ASCII alone is not one, whatever it is labelled as.
 */
function charsetOf(header: string, bytes: Uint8Array): string | undefined {
	const [first, second] = bytes;
	const named = headerParameter(header, 'charset') || undefined;
	if (named !== undefined && isWide(named) && bytes.every(isAscii)) return undefined;
	if (named !== undefined && !/^utf-?16$/i.test(named)) return named;
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	return first === 0xff && second === 0xfe ? 'utf-16le' : named;
}

function isWide(charset: string): boolean {
	return /^utf-?16/i.test(charset);
}

function isAscii(byte: number): boolean {
	return byte > 0 && byte < 0x80;
}

/** The JSON object or list that a body is; undefined for one that is neither. */
function jsonIn(bytes: Uint8Array, charset: string | undefined): unknown {
	let text: string;
	try {
		// JavaScript's trim takes a byte order mark as well.
		text = textDecoder(charset ?? 'utf-8')
			.decode(bytes)
			.trim();
	} catch {
		// It is not JSON then; the caller goes on with what the label says.
		return undefined;
	}
	if (!/^[{[]/.test(text)) return undefined;
	refuseExcessiveJson(text);
	return jsonValue(text);
}

/** A form's own characters are single bytes, except in UTF-16. */
function formOf(bytes: Uint8Array, charset: string | undefined): Variables {
	if (charset !== undefined && isWide(charset)) {
		const text = textDecoder(charset).decode(bytes);
		return readForm(text.replace(/^\uFEFF/, ''));
	}
	return encodedForm(bytes, charset);
}

/** The variables of an encoded form; undefined where characters are not encoded as in a form. */
function formIn(bytes: Uint8Array, charset: string | undefined): Variables | undefined {
	const isForm = bytes.includes(EQUALS) && bytes.every((byte) => FORM_BYTES[byte]);
	return isForm ? encodedForm(bytes, charset) : undefined;
}

/** Charsets in which the bytes of a character in UTF-8 make no sense, such as `Ã¼` for `ü`. */
const WESTERN = /^(?:iso-8859-15?|latin-?1|windows-1252|us-ascii)$/i;

/**
 * A form whose characters are all encoded, and in UTF-8, is one in UTF-8, as coreBOS sends it
 * under any label.
 */
function encodedForm(bytes: Uint8Array, charset: string | undefined): Variables {
	if (charset !== undefined && WESTERN.test(charset) && bytes.every(isAscii)) {
		try {
			return readForm(bytes, 'utf-8');
		} catch (error) {
			if (!(error instanceof CallError)) throw error;
		}
	}
	return readForm(bytes, charset);
}

function readMultipartBody(
	header: string,
	bytes: Uint8Array,
	charset: string | undefined,
): CallBody {
	const boundary = headerParameter(header, 'boundary');
	if (!boundary) throw new CallError('The Content-Type of the multipart body names no boundary');
	const { values, files } = readMultipart(bytes, boundary, charset);
	return { env: readNames(values), files };
}

function readJson(text: string): Variables {
	// JavaScript's trim takes the byte order mark that some callers put in front.
	const trimmed = text.trim();
	if (trimmed === '') return {};
	refuseExcessiveJson(trimmed);
	return variablesOf(parseJson(trimmed));
}

function variablesOf(value: unknown): Variables {
	if (isRecord(value)) return value;
	throw new CallError('The JSON body must be an object whose members are the variables');
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw asCallError('The body is not valid JSON', error);
	}
}
