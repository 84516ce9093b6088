import { NodeOperationError, type IDataObject, type IWebhookFunctions } from 'n8n-workflow';
import { requireCoreBosConnection } from '../transport/coreBosConnection';
import { ifThere, thrownError, withOrderedLines } from '../../engine';
import { forgetCredential, keptCredential } from './keptCredential';

/**
 * Retrieves the record of a call, in the session of the node's credential.
 *
 * @param recordId record number, web service ID or cbuuid: `retrieve` accepts all three
 * @returns its fields with `id`, the web service ID; undefined if there is no such record
 * @throws NodeOperationError if coreBOS cannot be reached or refuses the credential
 */
export async function loadRecord(
	context: IWebhookFunctions,
	recordId: string,
): Promise<IDataObject | undefined> {
	const node = context.getNode();
	const { client } = await requireCoreBosConnection({
		getNode: () => node,
		helpers: context.helpers,
		getCredentials: async <T>(type: string) => (await keptCredential(context, type)) as T,
	});
	try {
		return await ifThere(async () => {
			const record = (await client.call('retrieve', { id: recordId })) as IDataObject;
			return (await withOrderedLines(client, record)) as IDataObject;
		});
	} catch (error) {
		forgetCredential(context, 'coreBosApi');
		throw new NodeOperationError(node, thrownError(error), {
			message: `Record ${recordId} could not be loaded: ${thrownError(error).message}`,
		});
	}
}
