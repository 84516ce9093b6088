import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { connectionData } from './coreBosConnection';
import { testConnection } from '../../engine';
import { credentialTestHttp } from './n8nHttp';

/**
 * What the *Test* button of the coreBOS credential does: a login of its own, so that a key
 * which no longer works cannot hide behind a session that is still kept.
 *
 * @returns coreBOS's answer in words, with what to do where the login failed
 */
export async function coreBosApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	try {
		await testConnection(connectionData(credential.data ?? {}), credentialTestHttp(this.helpers));
		return { status: 'OK', message: 'Connection successful' };
	} catch (error) {
		return { status: 'Error', message: (error as Error).message };
	}
}
