import type { HttpResponse } from '../environment';
import { isRecord } from '../is-record';

/**
 * What an {@link Http} of the caller's own resolved with. Missing headers and a missing body count
 * as empty.
 *
 * @throws TypeError for what is not an answer: without a status, or with a body that is
 * neither text nor bytes
 */
export function readResponse(response: unknown): HttpResponse {
	const { status, headers, body } = isRecord(response) ? response : {};
	if (typeof status !== 'number') throw unusable('a status, a number');
	if (body !== undefined && body !== null && typeof body !== 'string' && !isBytes(body)) {
		throw unusable('a body that is text or bytes (a Uint8Array)');
	}
	return {
		status,
		headers: isRecord(headers) ? (headers as Record<string, string>) : {},
		body: body ?? '',
	};
}

/** Also of another realm, where `instanceof` does not see it. */
function isBytes(value: unknown): value is Uint8Array {
	return (
		ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]'
	);
}

function unusable(needed: string): TypeError {
	return new TypeError(
		`The http function must resolve with { status, headers, body }, but the result lacks ${needed}`,
	);
}
