import type { Http } from '../environment';
import type { ChallengeCache } from './challenge-cache';
import { CoreBosError, isCancelled } from './corebos-error';
import { logIn, type CoreBosConnection, type Session } from './login';

/** A kept token that coreBOS no longer knows is answered with one of these. */
const STALE_CHALLENGE = new Set(['INVALID_AUTH_TOKEN', 'INVALID_USER_CREDENTIALS']);

/**
 * Keeps one session of a connection: the first caller logs in, the others wait
 * for that login. A login that failed is not kept.
 */
export class SessionCache {
	/** Calls that are under way on this session, or wait for its login. */
	calls = 0;
	private session?: Promise<Session>;

	constructor(
		private readonly connection: CoreBosConnection,
		private readonly challenge: ChallengeCache,
	) {}

	/**
	 * The session to work with; logs in where there is none. A login that was given up with
	 * the execution that had begun it is begun again by one that waited for it.
	 */
	async current(http: Http): Promise<Session> {
		const awaited = this.session;
		if (awaited === undefined) return await this.begin(http);
		try {
			return await awaited;
		} catch (error) {
			if (!isCancelled(error)) throw error;
			return await this.current(http);
		}
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

	/** The kept session, which is forgotten; undefined where there is none. */
	async take(): Promise<Session | undefined> {
		const kept = this.session;
		if (kept === undefined) return undefined;
		this.forget(kept);
		return await kept.catch(() => undefined);
	}

	private async begin(http: Http): Promise<Session> {
		const login = this.logIn(http);
		this.session = login;
		// Before those who wait learn of it, so that they do not find the failed login again.
		login.catch(() => this.forget(login));
		return await login;
	}

	/** Only what is still kept: a newer login must survive the end of an older one. */
	private forget(login: Promise<Session>): void {
		if (this.session === login) this.session = undefined;
	}

	private async logIn(http: Http): Promise<Session> {
		const kept = this.challenge.living();
		if (kept !== undefined) {
			try {
				return await this.logInWith(kept, http);
			} catch (error) {
				if (!isStale(error)) throw error;
			}
		}
		return await this.logInWith(await this.challenge.token(http), http);
	}

	private async logInWith(token: string, http: Http): Promise<Session> {
		try {
			return await logIn(this.connection, http, token);
		} catch (error) {
			if (!isCancelled(error)) this.challenge.forget(token);
			throw error;
		}
	}
}

function isStale(error: unknown): boolean {
	return error instanceof CoreBosError && STALE_CHALLENGE.has(error.code);
}
