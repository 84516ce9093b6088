import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { thrownError } from '../../engine';
import { clientCertificate } from './clientCertificate';
import { credentialTestHttp } from './n8nHttp';

/**
 * The *Test* button of the client certificate: checks the format, and calls the test URL if there
 * is one.
 */
export async function clientCertificateTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	try {
		const certificate = clientCertificate(data);
		const url = String(data.testUrl ?? '').trim();
		if (url === '') return { status: 'OK', message: 'The format of the certificate is valid' };
		const http = credentialTestHttp(this.helpers, { certificate });
		const { status } = await http({ method: 'GET', url, headers: {} });
		return status === 401 || status === 403
			? { status: 'Error', message: `The server rejected the certificate (HTTP ${status})` }
			: { status: 'OK', message: `The server answered (HTTP ${status})` };
	} catch (error) {
		return { status: 'Error', message: thrownError(error).message };
	}
}
