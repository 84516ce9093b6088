import { isRecord } from '../is-record';

/** How a call ended that has no answer. */
export interface ConnectionFailure {
	/**
	 * `notSent`: no connection was made, so the service did not get the call; `cancelled`: the caller
	 * gave it up; `dropped`: the connection ended before the answer was whole; `other`: anything
	 * else, such as the time being up.
	 */
	kind: 'notSent' | 'cancelled' | 'dropped' | 'other';
	/** True: the certificate of the server was refused, before anything was sent. */
	isCertificateRefused: boolean;
	/** Messages and codes of the failure and its causes, each said once. */
	text: string;
}

/** Codes of failures before there is a connection. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL']);

/** Codes that a connection may fail with when it is made, and also when it is in use. */
const MAYBE_CONNECTED = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ETIMEDOUT']);

/** Codes with which TLS refuses the server, before anything is sent over it. */
const REFUSED_SERVER = new Set([
	'CERT_CHAIN_TOO_LONG',
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'CERT_REJECTED',
	'CERT_REVOKED',
	'CERT_SIGNATURE_FAILURE',
	'CERT_UNTRUSTED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'HOSTNAME_MISMATCH',
	'INVALID_CA',
	'INVALID_PURPOSE',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const CANCELLED = /ERR_CANCELED|ABORT_ERR|operation was aborted/;
const DROPPED =
	/ECONNRESET|EPIPE|UND_ERR_SOCKET|ERR_STREAM_PREMATURE_CLOSE|Z_BUF_ERROR|socket hang up|other side closed|\baborted\b|^terminated|unexpected end of file/i;

/** Causes of causes that are looked at; an error may even be its own cause. */
const MOST_CAUSES = 5;

/**
 * What a call without an answer failed with. `fetch` hides the reason in `cause`, Node tells of
 * several addresses in `errors`.
 *
 * @param reason what the call was rejected with
 */
export function connectionFailure(reason: unknown): ConnectionFailure {
	const causes = causesOf(reason);
	const text = textOf(causes);
	return { kind: kindOf(causes, text), text, isCertificateRefused: causes.some(isOfCertificate) };
}

function causesOf(reason: unknown): unknown[] {
	const causes: unknown[] = [];
	for (let cause = reason; cause !== undefined && cause !== null; ) {
		causes.push(cause);
		if (!isRecord(cause) || causes.length > MOST_CAUSES) break;
		cause = cause.cause ?? (Array.isArray(cause.errors) ? cause.errors[0] : undefined);
	}
	return causes;
}

function textOf(causes: unknown[]): string {
	let told = '';
	for (const cause of causes) {
		const { message, code } = isRecord(cause) ? cause : {};
		for (const part of [typeof message === 'string' ? message : String(cause), code]) {
			if (typeof part !== 'string' || part === '' || told.includes(part)) continue;
			told += told === '' ? part : `, ${part}`;
		}
	}
	return told;
}

function kindOf(causes: unknown[], text: string): ConnectionFailure['kind'] {
	if (causes.some(isBeforeConnection)) return 'notSent';
	if (CANCELLED.test(text)) return 'cancelled';
	return DROPPED.test(text) ? 'dropped' : 'other';
}

function isOfCertificate(cause: unknown): boolean {
	const code = isRecord(cause) ? codeOf(cause) : undefined;
	return code !== undefined && REFUSED_SERVER.has(code);
}

function isBeforeConnection(cause: unknown): boolean {
	if (!isRecord(cause)) return false;
	const { syscall, message } = cause;
	const code = codeOf(cause);
	if (code === undefined) return false;
	if (NEVER_CONNECTED.has(code) || REFUSED_SERVER.has(code)) return true;
	const isConnecting = syscall === 'connect' || /^connect E/.test(String(message));
	return MAYBE_CONNECTED.has(code) && isConnecting;
}

/**
 * The code, or where there is none what Node's messages begin or end with. A code anywhere else in
 * a message is quoted from who knows where.
 */
function codeOf({ code, message }: Record<string, unknown>): string | undefined {
	if (typeof code === 'string') return code;
	const text = String(message);
	return (/^(?:connect|getaddrinfo) (E[A-Z_]+)\b/.exec(text) ??
		/, ([A-Z][A-Z_]+)$/.exec(text))?.[1];
}
