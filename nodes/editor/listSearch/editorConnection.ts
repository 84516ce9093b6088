import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { thrownError, type CoreBosWebService } from '../../../engine';
import { requireCoreBosConnection, type NodeConnection } from '../../transport/coreBosConnection';

/** How the lists of the editor call coreBOS. */
interface EditorConnection extends Pick<NodeConnection, 'account' | 'baseUrl'> {
	/** Calls operations of the install; its errors are those of the node. */
	call: CoreBosWebService['call'];
}

/**
 * The install of the credential that is selected in the editor.
 *
 * @throws NodeOperationError if none is selected
 */
export async function editorConnection(context: ILoadOptionsFunctions): Promise<EditorConnection> {
	const { client, account, baseUrl } = await requireCoreBosConnection(context);
	return {
		account,
		baseUrl,
		call: async (operation, parameters) => {
			try {
				return await client.call(operation, parameters);
			} catch (error) {
				throw new NodeOperationError(context.getNode(), thrownError(error).message);
			}
		},
	};
}
