import type { IAllExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { coreBosConnection } from '../../transport/coreBosConnection';
import { accessKeyFor, type CoreBosWebService } from '../../../engine';
import { n8nHttp } from '../../transport/n8nHttp';

/** What the lists of the editor ask coreBOS by. */
export interface EditorConnection {
	/** Calls operations of the install; its errors are those of the node. */
	call: CoreBosWebService['call'];
	/** Address that the user opens coreBOS with, ending in a slash. */
	baseUrl: string;
	/** Tells credentials apart, to keep their answers apart; holds no secret. */
	account: string;
}

/**
 * The install of the credential that the node in the editor has selected.
 *
 * @throws NodeOperationError where none is selected
 */
export async function editorConnection(context: ILoadOptionsFunctions): Promise<EditorConnection> {
	const connection = await coreBosConnection(context, n8nHttp(context.helpers));
	if (!connection) {
		throw new NodeOperationError(context.getNode(), 'Choose the coreBOS credential first');
	}
	const { url } = await context.getCredentials('coreBosApi');
	return {
		call: async (operation, parameters) =>
			await connection.client
				.call(operation, parameters)
				.catch((error: Error) =>
					Promise.reject(new NodeOperationError(context.getNode(), error.message)),
				),
		baseUrl: baseUrlOf(String(url)),
		account: await accountOf(context),
	};
}

/**
 * Names install, user and access key (as a hash) of the node's credential: whoever has no
 * valid key must not see what another one was answered.
 */
export async function accountOf(
	context: Pick<IAllExecuteFunctions, 'getCredentials'>,
): Promise<string> {
	const { url, username, accessKey } = await context.getCredentials('coreBosApi');
	return JSON.stringify([url, username, accessKeyFor('account', String(accessKey))]);
}

function baseUrlOf(url: string): string {
	return url
		.trim()
		.replace(/[?#].*$/, '')
		.replace(/(?:webservice|index)\.php$/, '')
		.replace(/\/*$/, '/');
}
