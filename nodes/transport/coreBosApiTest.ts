import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { connectionData } from './coreBosConnection';
import { testConnection, thrownError } from '../../engine';
import { installAccess, withHeaders } from './installAccess';
import { credentialTestHttp } from './n8nHttp';

/**
 * The *Test* button of the coreBOS credential: a new login, so that an access key that no longer
 * works cannot hide behind a session that is still open.
 *
 * @returns the result, with advice if the login failed
 */
export async function coreBosApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	try {
		const { data = {} } = credential;
		const connection = connectionData(data);
		const { ignoreSslIssues, headers } = installAccess(data);
		const calls = credentialTestHttp(this.helpers, { ignoreSslIssues });
		await testConnection(connection, withHeaders(calls, headers, connection.url));
		return { status: 'OK', message: 'Connection successful' };
	} catch (error) {
		return { status: 'Error', message: thrownError(error).message };
	}
}
