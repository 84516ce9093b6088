import { asCallError, CallError } from './call-error';
import { phpVariables, type Variables } from './php-variables';

const [AMPERSAND, EQUALS, PERCENT, PLUS, SPACE] = [0x26, 0x3d, 0x25, 0x2b, 0x20];

/**
 * Reads `application/x-www-form-urlencoded` as PHP reads a POST body or a query string: bracket
 * names, repeated names, `+` for a space, empty parts (a trailing `&`) ignored.
 *
 * @param form the encoded form; text is taken as UTF-8
 * @param charset encoding of the characters, also of those behind percent signs; default UTF-8
 * @throws CallError for an unknown charset, or for names nested too deep
 */
export function readForm(form: Uint8Array | string, charset = 'utf-8'): Variables {
	const bytes = typeof form === 'string' ? new TextEncoder().encode(form) : form;
	const decoder = textDecoder(charset);
	const decode = (encoded: Uint8Array) => decoder.decode(unescaped(encoded));
	const pairs: Array<[string, string]> = [];
	for (let start = 0; start < bytes.length; ) {
		const end = positionOf(AMPERSAND, bytes, start);
		if (end > start) {
			const part = bytes.subarray(start, end);
			const equals = positionOf(EQUALS, part, 0);
			pairs.push([decode(part.subarray(0, equals)), decode(part.subarray(equals + 1))]);
		}
		start = end + 1;
	}
	return readNames(pairs);
}

/**
 * {@link phpVariables} for names that a caller chose.
 *
 * @throws CallError for names nested too deep
 */
export function readNames(pairs: Array<[string, string]>): Variables {
	try {
		return phpVariables(pairs);
	} catch (error) {
		throw asCallError('The names of the variables cannot be read', error);
	}
}

/**
 * @param charset label of an encoding, as a Content-Type names it
 * @returns its `decode` throws a CallError for bytes that are not of the encoding: what cannot be
 * read is refused, not replaced
 * @throws CallError for an unknown charset
 */
export function textDecoder(charset: string): { decode(bytes: Uint8Array): string } {
	const decoder = decoderOf(charset);
	return {
		decode: (bytes) => {
			try {
				return decoder.decode(bytes);
			} catch {
				throw new CallError(
					`The body has bytes that are not ${charset}: send it in that charset, or name another one in the Content-Type`,
				);
			}
		},
	};
}

function decoderOf(charset: string): InstanceType<typeof TextDecoder> {
	try {
		return new TextDecoder(charset, { ignoreBOM: true, fatal: true });
	} catch (error) {
		throw asCallError('The charset of the Content-Type cannot be used', error);
	}
}

function positionOf(byte: number, bytes: Uint8Array, from: number): number {
	const index = bytes.indexOf(byte, from);
	return index === -1 ? bytes.length : index;
}

/** The bytes that percent signs and plus signs stand for; what is not an escape stays as it is. */
function unescaped(bytes: Uint8Array): Uint8Array {
	if (!bytes.includes(PERCENT) && !bytes.includes(PLUS)) return bytes;
	const result = new Uint8Array(bytes.length);
	let length = 0;
	for (let index = 0; index < bytes.length; index++) {
		const byte = bytes[index];
		const escaped = byte === PERCENT ? hexByte(bytes, index + 1) : undefined;
		result[length++] = escaped ?? (byte === PLUS ? SPACE : byte);
		if (escaped !== undefined) index += 2;
	}
	return result.subarray(0, length);
}

function hexByte(bytes: Uint8Array, at: number): number | undefined {
	const digits = String.fromCharCode(...bytes.subarray(at, at + 2));
	return /^[\da-f]{2}$/i.test(digits) ? parseInt(digits, 16) : undefined;
}
