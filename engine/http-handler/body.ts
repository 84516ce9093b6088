import { asCallError, CallError } from './call-error';
import { readForm, readNames, textDecoder } from './form';
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

/**
 * Reads the body of a call as the HTTP handler of coreBOS offers it to its workflows: PHP forms
 * (bracket names, trailing `&`, repeated names), JSON objects, multipart with files; anything
 * else is handed on as it came, as a file.
 *
 * @param contentType the Content-Type header; undefined where there is none
 * @param bytes the body, without the encoding of the transfer
 * @throws CallError for a body that is not what its Content-Type says
 */
export function readBody(contentType: string | undefined, bytes: Uint8Array): CallBody {
	if (bytes.length === 0) return { env: {}, files: [] };
	const header = contentType ?? '';
	const type = header.split(';', 1)[0].trim().toLowerCase();
	const charset = headerParameter(header, 'charset');
	if (type === 'application/x-www-form-urlencoded') {
		return { env: readForm(bytes, charset), files: [] };
	}
	if (type === 'multipart/form-data') return readMultipartBody(header, bytes, charset);
	if (type === 'application/json' || type === 'text/json' || type.endsWith('+json')) {
		return { env: readJson(textDecoder(charset ?? 'utf-8').decode(bytes)), files: [] };
	}
	return {
		env: {},
		files: [{ field: BINARY_FIELD, fileName: '', contentType: type, content: bytes }],
	};
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
	const value = parseJson(trimmed);
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
		return value as Variables;
	}
	throw new CallError('The JSON body has to be an object, whose members are the variables');
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw asCallError('The body is not valid JSON', error);
	}
}
