import { createHash, timingSafeEqual } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
	IWebhookFunctions,
} from 'n8n-workflow';
import { isHeaderName, isPlainHeaderValue, thrownError } from '../../engine';
import { keptCredential } from './keptCredential';

/** Name of the credential type. */
export const SHARED_SECRET = 'coreBosTriggerSecretApi';

/** The header that a caller must send, and its value. */
interface SharedSecret {
	/** In lower case, as Node names headers. */
	header: string;
	value: string;
}

/** Headers that appear in the workflow or n8n's log, or that decide how the body is read. */
const TAKEN = new Set(['content-length', 'content-type', 'content-encoding', 'host', 'user-agent']);

/**
 * Whether a call has the shared secret of the node; true if the node has none.
 *
 * @param headers the headers of the call, with names in lower case
 * @throws Error if the credential is missing or not valid
 */
export async function hasSharedSecret(
	context: IWebhookFunctions,
	headers: Record<string, string | string[] | undefined>,
): Promise<boolean> {
	if (!context.getNodeParameter('sharedSecret', false)) return true;
	const secret = sharedSecretOf(await keptCredential(context, SHARED_SECRET));
	return sameText(String(headers[secret.header] ?? ''), secret.value);
}

/** Takes the same time for every text of the same length, and reveals nothing about the secret. */
function sameText(given: string, expected: string): boolean {
	return timingSafeEqual(digestOf(given), digestOf(expected));
}

function digestOf(text: string): Uint8Array {
	return createHash('sha256').update(text).digest();
}

/** @throws Error that says what is wrong with the credential */
function sharedSecretOf(data: ICredentialDataDecryptedObject): SharedSecret {
	const header = String(data.headerName ?? '')
		.trim()
		.toLowerCase();
	const value = String(data.secret ?? '');
	if (!isHeaderName(header)) {
		throw new Error(
			'The header name of the shared secret is not valid. Use letters, digits and dashes.',
		);
	}
	if (TAKEN.has(header)) {
		throw new Error(
			`The header ${header} has another meaning. Use a header that is only for the secret.`,
		);
	}
	if (!isPlainHeaderValue(value)) {
		throw new Error(
			'The shared secret is not valid. Use visible ASCII characters, without spaces at the beginning or end.',
		);
	}
	return { header, value };
}

/**
 * The *Test* button of the credential. There is no server to ask: the secret is valid if it can be
 * sent as a header and compared.
 */
export async function coreBosTriggerSecretTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	try {
		const { header } = sharedSecretOf(credential.data ?? {});
		return { status: 'OK', message: `Callers must send the secret in the header ${header}` };
	} catch (error) {
		return { status: 'Error', message: thrownError(error).message };
	}
}
