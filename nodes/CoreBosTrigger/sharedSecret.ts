import { createHash, timingSafeEqual } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
	IWebhookFunctions,
} from 'n8n-workflow';

/** Name of the credential type. */
export const SHARED_SECRET = 'coreBosTriggerSecretApi';

/** The header that a caller has to send, and its value. */
interface SharedSecret {
	/** In lower case, as Node names headers. */
	header: string;
	value: string;
}

const HEADER_NAME = /^[!#$%&'*+.^_`|~\da-z-]+$/;
/** What every client can send and no proxy changes: visible ASCII, with spaces inside. */
const HEADER_VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
/** Headers that the workflow or n8n's log gets to see, or that say how the body is read. */
const TAKEN = new Set(['content-length', 'content-type', 'content-encoding', 'host', 'user-agent']);

/**
 * Whether a call carries the node's shared secret; without one every call does.
 *
 * @param headers the headers of the call, named in lower case
 * @throws Error where the credential is missing or cannot be used
 */
export async function carriesSharedSecret(
	context: IWebhookFunctions,
	headers: Record<string, string | string[] | undefined>,
): Promise<boolean> {
	if (!context.getNodeParameter('sharedSecret', false)) return true;
	const secret = sharedSecretOf(await context.getCredentials(SHARED_SECRET));
	return sameText(String(headers[secret.header] ?? ''), secret.value);
}

/** Takes the same time for every text of one length, and tells nothing about the secret's. */
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
	if (!HEADER_NAME.test(header)) {
		throw new Error(
			'The header name of the shared secret is no name of a header: letters, digits and dashes',
		);
	}
	if (TAKEN.has(header)) {
		throw new Error(`The header ${header} has another meaning, choose one for the secret alone`);
	}
	if (!HEADER_VALUE.test(value)) {
		throw new Error(
			'The shared secret has to be visible ASCII characters, without spaces at its ends',
		);
	}
	return { header, value };
}

/**
 * What the *Test* button of the credential does. There is nobody to ask: the secret is right
 * where it can be sent as a header and compared.
 */
export async function coreBosTriggerSecretTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	try {
		const { header } = sharedSecretOf(credential.data ?? {});
		return { status: 'OK', message: `Callers have to send the secret as ${header}` };
	} catch (error) {
		return { status: 'Error', message: (error as Error).message };
	}
}
