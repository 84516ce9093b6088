import type { CoreBosClient, Http } from '../environment';
import type { WebServiceAnswer } from './answer';
import { CoreBosError } from './corebos-error';
import { exchange } from './exchange';
import { getChallenge, logIn, logOut, type CoreBosConnection, type Session } from './login';
import { needsSession } from './operations';
import { sessionKeeper, type Clock, type SessionKeeper } from './sessions';
import { webServiceUrl } from './web-service-url';

/** A client that also hands out what stands beside the result. */
export interface CoreBosWebService extends CoreBosClient {
	/**
	 * Like `call`, with the whole answer: `moreInfo` (`{ totalrows }` of a query) and what
	 * PHP printed before it.
	 */
	request(operation: string, parameters?: Record<string, unknown>): Promise<WebServiceAnswer>;
}

/** The codes by which coreBOS and vtiger say that a session is over or not known. */
const SESSION_OVER = new Set([
	'AUTHENTICATION_REQUIRED',
	'INVALID_SESSIONID',
	'SESSION_EXPIRED',
	'SESSION_LEFT_IDLE',
	'INVALID_AUTH_TOKEN',
]);

/**
 * A client of one coreBOS install. All clients of the process with the same url, user and
 * access key share one session: one login, renewed once when coreBOS says that it is over.
 * Such a call was refused before coreBOS did anything, so repeating it does nothing twice.
 *
 * A parameter `sessionName` is used as given, and the kept session left alone; `login` and
 * `getchallenge` are passed on as they are; `logout` without a session ends the kept one.
 *
 * @param connection url of the install (or of its webservice.php), user, access key
 * @param http makes the HTTP calls
 * @param clock tells how long a challenge token lives
 * @throws CoreBosError `INVALID_URL` at once; everything else from `call`
 */
export function createCoreBosClient(
	connection: CoreBosConnection,
	http: Http,
	clock: Clock = Date,
): CoreBosWebService {
	const known = { ...connection, url: webServiceUrl(connection.url) };
	const request = async (operation: string, parameters: Record<string, unknown> = {}) => {
		const call = { url: known.url, operation, parameters, secrets: [known.accessKey] };
		if (!needsSession(operation) || parameters.sessionName !== undefined) {
			return await exchange(http, call);
		}
		const keeper = sessionKeeper(known, clock);
		return await withSession(keeper, http, operation, (sessionName) =>
			exchange(http, { ...call, sessionName }),
		);
	};
	return {
		request,
		call: async (operation, parameters) => (await request(operation, parameters)).result,
	};
}

/**
 * Tries a connection out with a login of its own, whatever session is kept, and ends it.
 *
 * @returns the user's web service id and the versions of the install
 * @throws CoreBosError that says what to do: wrong url, user, access key
 */
export async function testConnection(
	connection: CoreBosConnection,
	http: Http,
): Promise<Omit<Session, 'sessionName'>> {
	const known = { ...connection, url: webServiceUrl(connection.url) };
	const { token } = await getChallenge(known, http);
	const { sessionName, ...about } = await logIn(known, http, token);
	await logOut(known, http, sessionName);
	return about;
}

async function withSession(
	keeper: SessionKeeper,
	http: Http,
	operation: string,
	send: (sessionName: string) => Promise<WebServiceAnswer>,
): Promise<WebServiceAnswer> {
	const session = await keeper.current(http);
	if (operation.toLowerCase() === 'logout') {
		await keeper.drop(session.sessionName);
		return await send(session.sessionName);
	}
	return await send(session.sessionName).catch(async (error: unknown) => {
		if (!isSessionOver(error)) return await Promise.reject(error);
		const { sessionName } = await keeper.renewed(session, http);
		return await send(sessionName);
	});
}

function isSessionOver(error: unknown): boolean {
	return error instanceof CoreBosError && SESSION_OVER.has(error.code);
}
