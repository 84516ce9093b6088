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
/** Labels under which coreBOS sends JSON and forms; `''` is none. */
const MISLABELLED = new Set(['', 'text/plain', 'application/xml', 'text/xml', MULTIPART]);

const OPENING_BRACE = 0x7b;
const EQUALS = 0x3d;
const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
/** The bytes that an encoded form is made of, of PHP's `http_build_query` and of browsers. */
const FORM_BYTES = Array.from({ length: 256 }, (_, byte) =>
	/[\w.~*+%=&[\]-]/.test(String.fromCharCode(byte)) ? byte < 0x80 : false,
);

/**
 * Reads the body of a call as the HTTP handler of coreBOS offers it to its workflows: PHP forms
 * (bracket names, trailing `&`, repeated names), JSON objects, multipart with files; anything
 * else is handed on as it came, as a file.
 *
 * A real *Run Web Service* task labels bodies as something else than they are (recorded:
 * webservice-live, `arrivedAtEcho`): JSON as a form where the map has no header, forms as
 * `text/plain`, `application/xml` or multipart without a boundary. So a JSON object counts as
 * one under each of these labels, and what is written as an encoded form counts as a form.
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
	const charset = headerParameter(header, 'charset');
	if (type === 'application/json' || type === 'text/json' || type.endsWith('+json')) {
		return { env: readJson(textDecoder(charset ?? 'utf-8').decode(bytes)), files: [] };
	}
	if (type === FORM) {
		return { env: jsonObjectIn(bytes, charset) ?? readForm(bytes, charset), files: [] };
	}
	if (type === MULTIPART && headerParameter(header, 'boundary')) {
		return readMultipartBody(header, bytes, charset);
	}
	if (MISLABELLED.has(type)) {
		const env = jsonObjectIn(bytes, charset) ?? formIn(bytes, charset);
		if (env !== undefined) return { env, files: [] };
	}
	if (type === MULTIPART) {
		throw new CallError('The Content-Type of the multipart body names no boundary');
	}
	return {
		env: {},
		files: [{ field: BINARY_FIELD, fileName: '', contentType: type, content: bytes }],
	};
}

/** The variables of a JSON object; undefined for a body that is not one. */
function jsonObjectIn(bytes: Uint8Array, charset: string | undefined): Variables | undefined {
	const first = bytes.find((byte) => !WHITE_SPACE.has(byte));
	if (first !== OPENING_BRACE) return undefined;
	let text: string;
	try {
		text = textDecoder(charset ?? 'utf-8')
			.decode(bytes)
			.trim();
	} catch {
		// It only begins like JSON; the caller goes on with what the label says.
		return undefined;
	}
	refuseExcessiveJson(text);
	try {
		return JSON.parse(text) as Variables;
	} catch {
		// As above.
		return undefined;
	}
}

/** The variables of an encoded form; undefined for a body with signs that a form would encode. */
function formIn(bytes: Uint8Array, charset: string | undefined): Variables | undefined {
	const isForm = bytes.includes(EQUALS) && bytes.every((byte) => FORM_BYTES[byte]);
	return isForm ? readForm(bytes, charset) : undefined;
}

function readMultipartBody(
	header: string,
	bytes: Uint8Array,
	charset: string | undefined,
): CallBody {
	const boundary = headerParameter(header, 'boundary') ?? '';
	const { values, files } = readMultipart(bytes, boundary, charset);
	return { env: readNames(values), files };
}

function readJson(text: string): Variables {
	// JavaScript's trim takes the byte order mark that some callers put in front.
	const trimmed = text.trim();
	if (trimmed === '') return {};
	refuseExcessiveJson(trimmed);
	const value = parseJson(trimmed);
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
		return value as Variables;
	}
	throw new CallError('The JSON body must be an object whose members are the variables');
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw asCallError('The body is not valid JSON', error);
	}
}
