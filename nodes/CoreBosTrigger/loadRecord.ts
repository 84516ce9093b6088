import { NodeOperationError, type IDataObject, type IWebhookFunctions } from 'n8n-workflow';
import { coreBosConnection } from '../transport/coreBosConnection';
import { CoreBosError } from '../../engine';

/** coreBOS's codes for a record that does not exist, or that the user may not read. */
const NO_SUCH_RECORD = new Set(['ACCESS_DENIED', 'INVALID_ID_ATTRIBUTE', 'RECORD_NOT_FOUND']);

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
	const connection = await coreBosConnection(context);
	if (!connection) {
		throw new NodeOperationError(node, 'Load Record requires a coreBOS credential', {
			description: 'Select the credential of the install that has the records.',
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
