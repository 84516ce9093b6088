import type { Clock } from './challenge-cache';
import { CoreBosError, isOfLogin } from './corebos-error';

/** Codes with which coreBOS refuses a user or an access key, whatever the token. */
const REFUSED = new Set(['INVALID_USER_CREDENTIALS', 'AUTHENTICATION_REQUIRED']);

/** Milliseconds: someone may correct the user in coreBOS while a client is in use. */
const REMEMBERED = 30_000;

/**
 * Remembers for a client that coreBOS has refused its login, so that a run of many items with a
 * wrong or changed access key does not log in once for each of them.
 */
export class RefusedLogin {
	private refused?: { error: CoreBosError; until: number };

	/** @param clock tells when a refusal is forgotten */
	constructor(private readonly clock: Clock) {}

	/**
	 * Does a work that may log in.
	 *
	 * @throws CoreBosError of the login that was refused before, without trying another one;
	 * whatever else `work` throws
	 */
	async unlessRefused<Result>(work: () => Promise<Result>): Promise<Result> {
		if (this.refused !== undefined && this.clock.now() < this.refused.until) {
			throw this.refused.error;
		}
		try {
			return await work();
		} catch (error) {
			if (error instanceof CoreBosError && isOfLogin(error) && REFUSED.has(error.code)) {
				this.refused = { error, until: this.clock.now() + REMEMBERED };
			}
			throw error;
		}
	}
}
