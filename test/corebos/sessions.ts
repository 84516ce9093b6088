import { createHash, randomBytes } from 'node:crypto';
import type { CoreBosUser, Install } from './install';
import { authenticationRequired, Refusal } from './refusal';

interface Challenge {
	token: string;
	/** Seconds since 1970. */
	expires: number;
}

interface SessionState {
	user: CoreBosUser;
	/** Milliseconds since 1970 of the last call. */
	used: number;
	/** Settles when the call that has locked the session ends. */
	lock: Promise<unknown>;
}

const CHALLENGE_SECONDS = 7200;

/** Challenges and sessions of an install. */
export class Sessions {
	private readonly challenges = new Map<string, Challenge>();
	private readonly open = new Map<string, SessionState>();

	/** @param idleSeconds a session that is not used that long is over */
	constructor(
		private readonly install: Install,
		private readonly idleSeconds: number,
	) {}

	/** The same token is handed out while it lives. */
	challenge(userName: string): Record<string, unknown> {
		const user = this.install.users.find((known) => known.userName === userName);
		if (user === undefined) {
			const message = `Given user cannot be found: ${userName}`;
			throw new Refusal('AUTHENTICATION_REQUIRED', message);
		}
		const serverTime = Math.floor(this.install.now().getTime() / 1000);
		const kept = this.challenges.get(userName);
		const isNew = kept === undefined || kept.expires <= serverTime;
		const challenge = isNew
			? {
					token: randomBytes(7).toString('hex').slice(0, 13),
					expires: serverTime + CHALLENGE_SECONDS,
				}
			: kept;
		this.challenges.set(userName, challenge);
		// A token from the database comes with its time as a text (recorded).
		const expireTime = isNew ? challenge.expires : String(challenge.expires);
		return { token: challenge.token, serverTime, expireTime };
	}

	login(userName: string, accessKey: string): Record<string, unknown> {
		const user = this.install.users.find((known) => known.userName === userName);
		if (user === undefined) {
			throw new Refusal('AUTHENTICATION_REQUIRED', 'Given user cannot be found');
		}
		const now = this.install.now().getTime();
		const challenge = this.challenges.get(userName);
		if (challenge !== undefined && challenge.expires <= now / 1000) {
			throw new Refusal('INVALID_AUTH_TOKEN', 'Specified token is invalid or expired');
		}
		const expected = createHash('md5')
			.update((challenge?.token ?? '') + user.accessKey)
			.digest('hex');
		if (challenge === undefined || accessKey !== expected) {
			throw new Refusal('INVALID_USER_CREDENTIALS', 'Invalid username or password');
		}
		const sessionName = randomBytes(16).toString('hex');
		this.open.set(sessionName, { user, used: now, lock: Promise.resolve() });
		const { version, vtigerVersion } = this.install.data;
		return { sessionName, userId: user.id, version, vtigerVersion };
	}

	/** The user of a session. @throws Refusal AUTHENTICATION_REQUIRED */
	userOf(sessionName: string): CoreBosUser {
		const session = this.open.get(sessionName);
		const now = this.install.now().getTime();
		if (session === undefined || now - session.used > this.idleSeconds * 1000) {
			this.open.delete(sessionName);
			throw authenticationRequired();
		}
		session.used = now;
		return session.user;
	}

	end(sessionName: string): void {
		this.open.delete(sessionName);
	}

	endAll(): void {
		this.open.clear();
	}

	/** Runs calls of one session one after the other, as PHP's session lock does. */
	async locked<Result>(sessionName: string, work: () => Promise<Result>): Promise<Result> {
		const session = this.open.get(sessionName);
		if (session === undefined) return await work();
		const done = session.lock.then(work);
		session.lock = done.catch(() => undefined);
		return await done;
	}
}
