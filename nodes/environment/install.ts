import type { IExecuteFunctions } from 'n8n-workflow';
import { ReadCache, sessionsFor, WsdlCache } from '../../engine';
import type { Environment } from '../../engine';
import { coreBosConnection } from '../transport/coreBosConnection';
import { ParameterError } from '../transport/parameterError';
import { RECORD_PLACE, type RecordPlace } from './recordPlace';
import { vatCheckOf } from './vatCheck';

/** What a run asks outside of its item: VIES, and the install of the node's credential, if any. */
export type Install = Pick<
	Environment,
	'coreBos' | 'siteUrl' | 'accessKeyFor' | 'session' | 'vatCheck'
>;

/**
 * The install of the node's credential, for all items of a run: what they read of it is asked
 * for once. It is looked up when the first of them asks.
 *
 * @param context the node's execute context
 * @param concurrency how many items may ask at the same time
 * @param wsdls the WSDLs of this run of the node
 * @returns asks for it; rejects with ParameterError where an install is to be asked but no
 * credential is selected, with CoreBosError where the credential's url is not valid, or with n8n's
 * own error where the credential cannot be read
 */
export function installOf(
	context: IExecuteFunctions,
	concurrency = 1,
	wsdls = new WsdlCache(),
): () => Promise<Install> {
	let install: Promise<Install> | undefined;
	const connected = async () => ({
		...(await connectedInstall(context, concurrency)),
		vatCheck: vatCheckOf(context, wsdls),
	});
	return async () => await (install ??= connected());
}

async function connectedInstall(context: IExecuteFunctions, concurrency: number): Promise<Install> {
	const place = context.getNodeParameter(RECORD_PLACE, 0, 'install') as RecordPlace;
	if (place === 'item') return {};
	const connection = await coreBosConnection(context, {
		cancelled: context.getExecutionCancelSignal(),
		sessions: sessionsFor(concurrency),
	});
	if (!connection) {
		// Nodes of earlier versions do not say whether they need one.
		if (context.getNode().typeVersion < 1.2) return {};
		throw new ParameterError(
			'No coreBOS credential is selected',
			'The call was not made. Select the credential of the install that has the record, or set "Record Lives In" to "The Item Only".',
		);
	}
	return {
		coreBos: new ReadCache(connection.client, 'items'),
		siteUrl: connection.baseUrl,
		accessKeyFor: (token) => connection.accessKeyFor(token),
		session: connection.client.session,
	};
}
