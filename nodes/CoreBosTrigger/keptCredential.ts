import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';
import { BoundedCache } from '../../engine';

/** How long a credential serves the calls after the one it was read for, in milliseconds. */
const KEPT_FOR = 5_000;

/** Triggers whose credentials are kept at the same time. */
const MOST_KEPT = 200;

interface Kept {
	data: Promise<ICredentialDataDecryptedObject>;
	/** In milliseconds since 1970. */
	readAt: number;
}

const kept = new BoundedCache<string, Kept>(MOST_KEPT);

/** The part of n8n's context that reads a credential. */
type CredentialReader = Pick<
	IWebhookFunctions,
	'getCredentials' | 'getNode' | 'getWorkflow' | 'getMode'
>;

/**
 * A credential of the trigger, read at most every five seconds on the production URL.
 *
 * n8n resolves the expressions that a credential may contain in an isolate of its own, which it
 * prepares for each reading; under load this costs as much as the rest of the call. What is kept
 * belongs to this node of this workflow, so that no other workflow gets at it, and does not depend
 * on the caller: n8n runs the webhook of a node without the identity of who calls. On the test
 * URL, where somebody tries the credential, it is always read.
 *
 * @param type name of the credential type
 * @throws n8n's own error if the credential cannot be read; a failure is not kept
 */
export async function keptCredential(
	context: CredentialReader,
	type: string,
): Promise<ICredentialDataDecryptedObject> {
	if (context.getMode() === 'manual') return await context.getCredentials(type);
	const key = keyOf(context, type);
	const known = kept.get(key);
	const now = Date.now();
	const age = known === undefined ? Infinity : now - known.readAt;
	// A clock that was set back does not make a credential younger.
	if (known !== undefined && age >= 0 && age < KEPT_FOR) return await known.data;
	const read: Kept = { data: context.getCredentials(type), readAt: now };
	kept.set(key, read);
	read.data.catch(() => kept.delete(key, read));
	return await read.data;
}

/** Makes the next call read the credential again: this one has failed with it. */
export function forgetCredential(context: CredentialReader, type: string): void {
	kept.delete(keyOf(context, type));
}

function keyOf(context: CredentialReader, type: string): string {
	const { id, credentials } = context.getNode();
	return JSON.stringify([context.getWorkflow().id, id, type, credentials?.[type]?.id]);
}
