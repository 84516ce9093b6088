import { BoundedCache } from '../bounded-cache';
import sha256 from 'crypto-js/sha256';
import { ChallengeCache, type Clock } from './challenge-cache';
import type { CoreBosConnection, Session } from './login';
import { SessionCache } from './session-cache';

/**
 * Measured (`bench/sessions.ts`): with calls one after the other a second session brings
 * nothing and is not opened; four calls at a time are 1.1 × as fast on one session, 2.2 × on
 * two, 2.6 × on four and no faster on eight. Each session holds a PHP process of the server
 * while it works.
 */
const MOST_USEFUL_SESSIONS = 4;

/**
 * How many sessions a node should use for calls that are under way at the same time. PHP
 * locks a session, so calls on one session wait for each other.
 *
 * @param concurrency calls at a time; 1: one after the other
 */
export function sessionsFor(concurrency: number): number {
	return Math.min(Math.max(1, Math.floor(concurrency)), MOST_USEFUL_SESSIONS);
}

/** The sessions of one connection, opened when they are needed. */
export class SessionPool {
	private readonly caches: SessionCache[] = [];
	private readonly challenge: ChallengeCache;

	constructor(
		private readonly connection: CoreBosConnection,
		clock: Clock,
	) {
		this.challenge = new ChallengeCache(connection, clock);
	}

	/**
	 * The session with the fewest calls under way: an idle one where there is one, otherwise
	 * a new one as long as there are fewer than allowed.
	 *
	 * @param most how many sessions the caller may use; others of the pool are not its own
	 */
	leastBusy(most: number): SessionCache {
		const [first, ...others] = this.caches.slice(0, most);
		const least = others.reduce((one, other) => (other.calls < one.calls ? other : one), first);
		if (least !== undefined && (least.calls === 0 || this.caches.length >= most)) return least;
		const added = new SessionCache(this.connection, this.challenge);
		this.caches.push(added);
		return added;
	}

	/** Forgets the session of a name, wherever it is kept. */
	async drop(sessionName: string): Promise<void> {
		await Promise.all(this.caches.map(async (cache) => await cache.drop(sessionName)));
	}

	/** Forgets all sessions. @returns those that were open */
	async takeAll(): Promise<Session[]> {
		const taken = await Promise.all(this.caches.map(async (cache) => await cache.take()));
		return taken.filter((session) => session !== undefined);
	}
}

/** The sessions of as many connections as are kept at the same time. */
const pools = new BoundedCache<string, SessionPool>(200);

/**
 * The sessions of a connection, one pool for everything in the process that names the same
 * url, user and access key. Access keys are not kept as keys of the map, only their hash, which
 * is worked out once for a client and not for each of its calls.
 *
 * @returns gives the pool that is kept at the time
 */
export function sessionPool(connection: CoreBosConnection, clock: Clock): () => SessionPool {
	const { url, username, accessKey } = connection;
	let key: string | undefined;
	return () => {
		key ??= sha256(JSON.stringify([url, username, accessKey])).toString();
		return pools.getOrMake(key, () => new SessionPool(connection, clock));
	};
}
