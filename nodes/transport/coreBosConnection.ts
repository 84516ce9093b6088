import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { accessKeyFor, createCoreBosClient, serverTime } from '../../engine';
import type { CoreBosConnection, CoreBosWebService, Http, SessionOptions } from '../../engine';

/** One coreBOS install as the credential of a node describes it. */
export interface NodeConnection {
	/** Calls operations of the install in the session of this credential. */
	client: CoreBosWebService;
	/** md5 of a challenge token and the credential's access key. */
	accessKeyFor(token: string): string;
	/** The time of coreBOS's clock, in seconds since 1970. */
	serverTime(): Promise<number>;
}

/** The contexts that can read a credential. */
type CredentialContext = Pick<IAllExecuteFunctions, 'getCredentials' | 'getNode'>;

/**
 * The coreBOS install of the node's `coreBosApi` credential.
 *
 * @param context the node's execute, webhook or poll context
 * @param http how calls are made (`n8nHttp`)
 * @param options `sessions`: how many sessions calls under way at the same time may be spread
 * over. A node that works on several items at a time says
 * `{ sessions: sessionsFor(concurrency) }`; default is the one session of the credential.
 * All nodes and executions share the sessions, so nothing is opened that is open already
 * @returns undefined where the node has no such credential selected
 * @throws n8n's own error where the credential cannot be read
 */
export async function coreBosConnection(
	context: CredentialContext,
	http: Http,
	options?: SessionOptions,
): Promise<NodeConnection | undefined> {
	if (!context.getNode().credentials?.coreBosApi) return undefined;
	const credential = connectionData(await context.getCredentials('coreBosApi'));
	return {
		client: createCoreBosClient(credential, http, undefined, options),
		accessKeyFor: (token) => accessKeyFor(token, credential.accessKey),
		serverTime: async () => await serverTime(credential, http),
	};
}

/** The three values of a `coreBosApi` credential as text. */
export function connectionData(credential: ICredentialDataDecryptedObject): CoreBosConnection {
	const { url, username, accessKey } = credential;
	return {
		url: String(url ?? '').trim(),
		username: String(username ?? '').trim(),
		accessKey: String(accessKey ?? '').trim(),
	};
}
