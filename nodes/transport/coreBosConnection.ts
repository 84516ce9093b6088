import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { accessKeyFor, createCoreBosClient, serverTime, trimEnd } from '../../engine';
import type {
	CoreBosConnection,
	CoreBosWebService,
	HttpResponse,
	SessionOptions,
} from '../../engine';
import { installAccess, withHeaders } from './installAccess';
import { n8nHttp } from './n8nHttp';

/** The coreBOS install of a node's credential. */
export interface NodeConnection {
	/** Calls operations of the install in the session of this credential. */
	client: CoreBosWebService;
	/**
	 * Identifies install, user and access key (as a hash), so that answers are never shared
	 * between credentials. Holds no secret.
	 */
	account: string;
	/** Address at which users open coreBOS, ending in a slash. */
	baseUrl: string;
	/**
	 * A file in the install's folder, such as an image in its storage.
	 *
	 * @param path below {@link baseUrl}, not encoded
	 */
	file(path: string): Promise<HttpResponse>;
	/** md5 of a challenge token and the credential's access key. */
	accessKeyFor(token: string): string;
	/** The time of the server's clock, in seconds since 1970. */
	serverTime(): Promise<number>;
}

/** The contexts that can read a credential and make calls. */
type CredentialContext = Pick<IAllExecuteFunctions, 'getCredentials' | 'getNode'> & {
	helpers: { httpRequest(options: IHttpRequestOptions): Promise<unknown> };
};

/** How a node uses its install. */
interface ConnectionOptions extends SessionOptions {
	/** The cancel signal of the execution, if the context has one. */
	cancelled?: AbortSignal;
	/** The largest answer that is read, in megabytes. */
	sizeLimit?: number;
}

/**
 * The coreBOS install of the node's `coreBosApi` credential.
 *
 * @param context the node's execute, webhook, poll or editor context
 * @param options `sessions`: over how many sessions concurrent calls may be spread. A node that
 * runs several items at a time passes `{ sessions: sessionsFor(concurrency) }`; the default is
 * the one session of the credential. All nodes and executions share the sessions
 * @returns undefined if no such credential is selected
 * @throws n8n's own error if the credential cannot be read
 */
export async function coreBosConnection(
	context: CredentialContext,
	options: ConnectionOptions = {},
): Promise<NodeConnection | undefined> {
	if (!context.getNode().credentials?.coreBosApi) return undefined;
	const data = await context.getCredentials('coreBosApi');
	const credential = connectionData(data);
	const { url, username, accessKey } = credential;
	const { ignoreSslIssues, headers } = installAccess(data);
	const { cancelled, sizeLimit } = options;
	const calls = n8nHttp(context.helpers, cancelled, { ignoreSslIssues, sizeLimit });
	const http = withHeaders(calls, headers, url);
	return {
		client: createCoreBosClient(credential, http, undefined, options),
		account: JSON.stringify([url, username, accessKeyFor('account', accessKey)]),
		baseUrl: baseUrlOf(url),
		file: async (path) => {
			const address = path.split('/').map(encodeURIComponent).join('/');
			return await http({ method: 'GET', url: baseUrlOf(url) + address, headers: {} });
		},
		accessKeyFor: (token) => accessKeyFor(token, accessKey),
		serverTime: async () => await serverTime(credential, http),
	};
}

/**
 * The same for a node that cannot do without an install.
 *
 * @throws NodeOperationError if no credential is selected
 */
export async function requireCoreBosConnection(
	context: CredentialContext,
	options?: ConnectionOptions,
): Promise<NodeConnection> {
	const connection = await coreBosConnection(context, options);
	if (connection) return connection;
	throw new NodeOperationError(context.getNode(), 'No coreBOS credential is selected', {
		description: 'Select or create a credential at the top of the node.',
	});
}

/**
 * The install and the user of a `coreBosApi` credential. A URL without a scheme gets https.
 *
 * @throws Error that names a header of the credential that cannot be sent
 */
export function connectionData(credential: ICredentialDataDecryptedObject): CoreBosConnection {
	const { url, username, accessKey } = credential;
	return {
		url: withScheme(String(url ?? '').trim()),
		username: String(username ?? '').trim(),
		accessKey: String(accessKey ?? '').trim(),
		secrets: installAccess(credential).secrets,
	};
}

/** `localhost:8080` and `crm.example.com:8443` have a port, not a scheme. */
function withScheme(url: string): string {
	return url === '' || /^[a-z][a-z\d+.-]*:(?!\d)/i.test(url) ? url : `https://${url}`;
}

function baseUrlOf(url: string): string {
	const [address] = url.split(/[?#]/, 1);
	return `${trimEnd(address.replace(/(?:webservice|index)\.php$/, ''), '/')}/`;
}
