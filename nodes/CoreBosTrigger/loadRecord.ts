import { NodeOperationError, type IDataObject, type IWebhookFunctions } from 'n8n-workflow';
import { coreBosConnection } from '../transport/coreBosConnection';
import { CoreBosError } from '../../engine';
import { n8nHttp } from '../transport/n8nHttp';

/** What coreBOS answers where a record does not exist, or its user may not read it. */
const NO_SUCH_RECORD = new Set(['ACCESS_DENIED', 'INVALID_ID_ATTRIBUTE', 'RECORD_NOT_FOUND']);

/**
 * Retrieves the record that a call names, in the session of the node's credential.
 *
 * @param recordId plain number, web service id or record UUID: `retrieve` takes all three
 * @returns its fields with `id`, the web service id; undefined where there is no such record
 * @throws NodeOperationError where coreBOS cannot be reached or refuses the credential
 */
export async function loadRecord(
	context: IWebhookFunctions,
	recordId: string,
): Promise<IDataObject | undefined> {
	const node = context.getNode();
	const connection = await coreBosConnection(context, n8nHttp(context.helpers));
	if (!connection) {
		throw new NodeOperationError(node, 'Load Record needs a coreBOS credential', {
			description: 'Select the credential of the install that the records come from.',
		});
	}
	try {
		return (await connection.client.call('retrieve', { id: recordId })) as IDataObject;
	} catch (error) {
		if (error instanceof CoreBosError && NO_SUCH_RECORD.has(error.code)) return undefined;
		throw new NodeOperationError(node, error as Error, {
			message: `Record ${recordId} could not be loaded: ${(error as Error).message}`,
		});
	}
}
