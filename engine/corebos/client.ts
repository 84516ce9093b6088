import type { CoreBosClient, Http, KeptSession } from '../environment';
import type { WebServiceAnswer } from './answer';
import type { Clock } from './challenge-cache';
import { CoreBosError } from './corebos-error';
import { decodedResult } from './encoded-answers';
import { RefusedLogin } from './refused-login';
import { sendCall } from './send-call';
import { requestChallenge, logIn, logOut, secretsOfConnection } from './login';
import type { CoreBosConnection, Session } from './login';
import { needsSession } from './operations';
import { sessionPool, type SessionPool } from './session-pool';
import type { SessionCache } from './session-cache';
import { webServiceUrl } from './web-service-url';

/** A client that also gives what comes with the result. */
export interface CoreBosWebService extends CoreBosClient {
	/**
	 * Like `call`, with the whole answer: `moreInfo` (`{ totalrows }` of a query) and what
	 * PHP printed before it.
	 */
	request(operation: string, parameters?: Record<string, unknown>): Promise<WebServiceAnswer>;
	/**
	 * The same client for calls that must not overtake each other: all on one session, on
	 * which PHP lets a call begin when the one before it has ended, also one whose answer was
	 * lost while coreBOS still worked on it.
	 */
	onOneSession(): CoreBosWebService;
	/** The session of the client, for calls that are made elsewhere. */
	readonly session: KeptSession;
}

/** How many sessions a client may use. */
export interface SessionOptions {
	/**
	 * Sessions that calls under way at the same time are spread over, each opened when all
	 * others are at work; default 1. See {@link sessionsFor}.
	 */
	sessions?: number;
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
 * access key share their sessions, one as a rule: one login, renewed once when coreBOS says
 * that it is over. Such a call was refused before coreBOS did anything, so repeating it does
 * nothing twice.
 *
 * A parameter `sessionName` is used as given, and the kept sessions left alone; `login` and
 * `getchallenge` are passed on as they are; `logout` without a session ends the kept ones.
 *
 * @param connection url of the install (or of its webservice.php), user, access key
 * @param http makes the HTTP calls
 * @param clock gives the time, by which challenge tokens expire
 * @param options how many sessions it may use
 * @throws CoreBosError `INVALID_URL` at once; everything else from `call`
 */
export function createCoreBosClient(
	connection: CoreBosConnection,
	http: Http,
	clock: Clock = Date,
	{ sessions = 1 }: SessionOptions = {},
): CoreBosWebService {
	const known = { ...connection, url: webServiceUrl(connection.url) };
	const most = Math.max(1, Math.floor(sessions));
	const pool = sessionPool(known, clock);
	const logins = new RefusedLogin(clock);
	const clientOn = (cache: () => SessionCache): CoreBosWebService => {
		const send = async (operation: string, parameters: Record<string, unknown>) => {
			const call = { url: known.url, operation, parameters, secrets: secretsOfConnection(known) };
			if (!needsSession(operation) || parameters.sessionName !== undefined) {
				return await sendCall(http, call);
			}
			const sendOn = (sessionName: string) => sendCall(http, { ...call, sessionName });
			if (operation.toLowerCase() === 'logout') return await endAll(pool(), http, sendOn);
			return await logins.unlessRefused(async () => await withSession(cache(), http, sendOn));
		};
		const request = async (operation: string, parameters: Record<string, unknown> = {}) => {
			const answer = await send(operation, parameters);
			return { ...answer, result: decodedResult(operation, answer.result, parameters) };
		};
		return {
			request,
			session: {
				name: async () =>
					(await logins.unlessRefused(async () => await cache().current(http))).sessionName,
				drop: async (name) => await pool().drop(name),
			},
			call: async (operation, parameters) => (await request(operation, parameters)).result,
			onOneSession: () => {
				const one = cache();
				return clientOn(() => one);
			},
		};
	};
	return clientOn(() => pool().leastBusy(most));
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
	const { token } = await requestChallenge(known, http);
	const { sessionName, ...about } = await logIn(known, http, token);
	await logOut(known, http, sessionName);
	return about;
}

type Send = (sessionName: string) => Promise<WebServiceAnswer>;

async function withSession(cache: SessionCache, http: Http, send: Send): Promise<WebServiceAnswer> {
	cache.calls++;
	try {
		const session = await cache.current(http);
		return await send(session.sessionName).catch(async (error: unknown) => {
			if (!isSessionOver(error)) throw error;
			const { sessionName } = await cache.renewed(session, http);
			return await send(sessionName);
		});
	} finally {
		cache.calls--;
	}
}

/** The logouts that are under way, by their pool: all that come meanwhile get its answer. */
const endings = new WeakMap<SessionPool, Promise<WebServiceAnswer>>();

async function endAll(pool: SessionPool, http: Http, send: Send): Promise<WebServiceAnswer> {
	const ending = endings.get(pool) ?? endKept(pool, http, send);
	endings.set(pool, ending);
	return await ending.finally(() => endings.delete(pool));
}

/** Ends every kept session. Where none is kept, one is opened for coreBOS to answer. */
async function endKept(pool: SessionPool, http: Http, send: Send): Promise<WebServiceAnswer> {
	const open = await pool.takeAll();
	if (open.length === 0) {
		await pool.leastBusy(1).current(http);
		open.push(...(await pool.takeAll()));
	}
	const ends = open.map(async ({ sessionName }) => await send(sessionName));
	await Promise.allSettled(ends);
	return (await Promise.all(ends))[0];
}

function isSessionOver(error: unknown): boolean {
	return error instanceof CoreBosError && saysSessionOver(error.code);
}

/** Whether a code of coreBOS says that the session of the call is over or not known. */
export function saysSessionOver(code: string | undefined): boolean {
	return code !== undefined && SESSION_OVER.has(code);
}
