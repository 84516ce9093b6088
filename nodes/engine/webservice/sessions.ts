import sha256 from 'crypto-js/sha256';
import type { Http } from '../environment';
import { CoreBosError } from './corebos-error';
import { getChallenge, logIn, type CoreBosConnection, type Session } from './login';

/** Credentials whose session is kept at the same time; the longest unused one goes first. */
const MOST_KEEPERS = 200;
/** A token is not used in its last minute: clocks and networks are not exact. */
const CHALLENGE_MARGIN = 60_000;
/** A kept token that coreBOS no longer knows is answered with one of these. */
const STALE_CHALLENGE = new Set(['INVALID_AUTH_TOKEN', 'INVALID_USER_CREDENTIALS']);

/** A clock: milliseconds since 1970. */
export interface Clock {
	now(): number;
}

/**
 * Keeps the one session of a connection: whoever comes first logs in, the others wait
 * for that login. A login that failed is not kept.
 */
export class SessionKeeper {
	private session?: Promise<Session>;
	private challenge?: { token: string; until: number };

	constructor(
		private readonly connection: CoreBosConnection,
		private readonly clock: Clock,
	) {}

	/** The session to work with; logs in where there is none. */
	async current(http: Http): Promise<Session> {
		if (this.session === undefined) {
			const login = this.logIn(http);
			this.session = login;
			login.catch(() => this.forget(login));
		}
		return await this.session;
	}

	/**
	 * The session after the one that coreBOS has refused. Of many calls that were refused
	 * with the same session, the first renews it and the others get that renewed one.
	 */
	async renewed(refused: Session, http: Http): Promise<Session> {
		await this.drop(refused.sessionName);
		return await this.current(http);
	}

	/** Forgets the kept session if it is this one, so that the next call logs in. */
	async drop(sessionName: string): Promise<void> {
		const kept = this.session;
		const session = await kept?.catch(() => undefined);
		if (kept !== undefined && session?.sessionName === sessionName) this.forget(kept);
	}

	/** Only what is still kept: a newer login must survive the end of an older one. */
	private forget(login: Promise<Session>): void {
		if (this.session === login) this.session = undefined;
	}

	private async logIn(http: Http): Promise<Session> {
		const kept = this.challenge;
		if (kept !== undefined && kept.until > this.clock.now()) {
			const session = await this.logInWith(kept.token, http).catch((error: unknown) =>
				isStale(error) ? undefined : Promise.reject(error),
			);
			if (session !== undefined) return session;
		}
		return await this.logInWith(await this.newToken(http), http);
	}

	private async newToken(http: Http): Promise<string> {
		this.challenge = undefined;
		const { token, lifetime } = await getChallenge(this.connection, http);
		this.challenge = { token, until: this.clock.now() + lifetime - CHALLENGE_MARGIN };
		return token;
	}

	private async logInWith(token: string, http: Http): Promise<Session> {
		return await logIn(this.connection, http, token).catch((error: unknown) => {
			this.challenge = undefined;
			return Promise.reject(error);
		});
	}
}

const keepers = new Map<string, SessionKeeper>();

/**
 * The keeper of a connection, one for everything in the process that names the same url,
 * user and access key. Access keys are not kept as keys of the map, only their hash.
 */
export function sessionKeeper(connection: CoreBosConnection, clock: Clock): SessionKeeper {
	const { url, username, accessKey } = connection;
	const key = sha256(JSON.stringify([url, username, accessKey])).toString();
	const keeper = keepers.get(key) ?? new SessionKeeper(connection, clock);
	keepers.delete(key);
	keepers.set(key, keeper);
	if (keepers.size > MOST_KEEPERS) keepers.delete(keepers.keys().next().value ?? '');
	return keeper;
}

function isStale(error: unknown): boolean {
	return error instanceof CoreBosError && STALE_CHALLENGE.has(error.code);
}
