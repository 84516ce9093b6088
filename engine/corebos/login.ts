import type { Http } from '../environment';
import { accessKeyFor } from './access-key';
import { isRecord } from '../is-record';
import { CoreBosError } from './corebos-error';
import { sendCall } from './send-call';
import { webServiceUrl } from './web-service-url';

/** Whose session, and where. */
export interface CoreBosConnection {
	/** Base url of the install, or the url of its webservice.php. */
	url: string;
	username: string;
	/** The user's access key (My Preferences), not the password. */
	accessKey: string;
	/** Further texts that no error may show, such as those of a proxy in front of the install. */
	secrets?: string[];
}

/** The texts of a connection that no error may show. */
export function secretsOfConnection({ accessKey, secrets = [] }: CoreBosConnection): string[] {
	return [accessKey, ...secrets];
}

/** A token that a login proves the access key with. */
export interface Challenge {
	token: string;
	/** How long it is valid after it was issued, in milliseconds. */
	lifetime: number;
}

/** What `login` answers. */
export interface Session {
	sessionName: string;
	/** Web service id of the user (`19x1`). */
	userId: string;
	/** Version of the web service interface. */
	version: string;
	/** Version of the application. */
	vtigerVersion: string;
}

/**
 * Operation `getchallenge`. The same token is handed out for two hours and is good for
 * several logins (recorded).
 *
 * @param connection its url is that of webservice.php
 * @throws CoreBosError `AUTHENTICATION_REQUIRED` for an unknown user
 */
export async function requestChallenge(
	connection: CoreBosConnection,
	http: Http,
): Promise<Challenge> {
	const result = await askForChallenge(connection, http);
	const token = memberText(result, 'token');
	if (token === '') throw unexpected('getchallenge', 'the answer contains no token');
	const seconds =
		Number(memberText(result, 'expireTime')) - Number(memberText(result, 'serverTime'));
	return { token, lifetime: Number.isFinite(seconds) ? seconds * 1000 : 0 };
}

async function askForChallenge(connection: CoreBosConnection, http: Http): Promise<unknown> {
	const { url, username } = connection;
	const secrets = secretsOfConnection(connection);
	const call = { url, operation: 'getchallenge', parameters: { username }, secrets };
	return (await sendCall(http, call)).result;
}

/**
 * The time of coreBOS's clock, in seconds since 1970. It comes with a challenge.
 *
 * @param connection as the user wrote it
 * @throws CoreBosError as {@link requestChallenge}; `NOT_A_WEB_SERVICE` for an answer without it
 */
export async function serverTime(connection: CoreBosConnection, http: Http): Promise<number> {
	const url = webServiceUrl(connection.url);
	const result = await askForChallenge({ ...connection, url }, http);
	const seconds = Number(memberText(result, 'serverTime'));
	if (seconds > 0) return seconds;
	throw unexpected('getchallenge', 'the answer contains no server time');
}

/**
 * Operation `login`.
 *
 * @param connection its url is that of webservice.php
 * @param token of a challenge that is still valid
 * @throws CoreBosError `INVALID_USER_CREDENTIALS` for a wrong access key
 */
export async function logIn(
	connection: CoreBosConnection,
	http: Http,
	token: string,
): Promise<Session> {
	const { url, username } = connection;
	const accessKey = accessKeyFor(token, connection.accessKey);
	const { result } = await sendCall(http, {
		url,
		operation: 'login',
		parameters: { username, accessKey },
		secrets: [...secretsOfConnection(connection), token],
	});
	const sessionName = memberText(result, 'sessionName');
	if (sessionName === '') throw unexpected('login', 'the answer contains no session');
	return {
		sessionName,
		userId: memberText(result, 'userId'),
		version: memberText(result, 'version'),
		vtigerVersion: memberText(result, 'vtigerVersion'),
	};
}

/** Operation `logout`: ends the session on the server. */
export async function logOut(
	connection: CoreBosConnection,
	http: Http,
	sessionName: string,
): Promise<void> {
	const secrets = secretsOfConnection(connection);
	await sendCall(http, {
		url: connection.url,
		operation: 'logout',
		parameters: {},
		sessionName,
		secrets,
	});
}

/** coreBOS gives times and versions now as numbers, now as texts. */
function memberText(result: unknown, name: string): string {
	const value = isRecord(result) ? result[name] : undefined;
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function unexpected(operation: string, reason: string): CoreBosError {
	return new CoreBosError({ code: 'NOT_A_WEB_SERVICE', operation, reason });
}
