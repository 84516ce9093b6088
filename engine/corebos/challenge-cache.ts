import type { Http } from '../environment';
import { isCancelled } from './corebos-error';
import { requestChallenge, type CoreBosConnection } from './login';

/** A token is not used in its last minute: clocks and networks are not exact. */
const MARGIN = 60_000;

/** A clock: milliseconds since 1970. */
export interface Clock {
	now(): number;
}

/** Keeps the challenge token of a connection, which is good for many logins while it is valid. */
export class ChallengeCache {
	private kept?: { token: string; until: number };
	private asked?: Promise<string>;

	constructor(
		private readonly connection: CoreBosConnection,
		private readonly clock: Clock,
	) {}

	/** The kept token; undefined where none is valid any more. */
	living(): string | undefined {
		return this.kept !== undefined && this.kept.until > this.clock.now()
			? this.kept.token
			: undefined;
	}

	/** A valid token. The first caller that needs one asks coreBOS, the others wait for it. */
	async token(http: Http): Promise<string> {
		const living = this.living();
		if (living !== undefined) return living;
		if (this.asked === undefined) return await (this.asked = this.ask(http));
		try {
			return await this.asked;
		} catch (error) {
			if (!isCancelled(error)) throw error;
			return await this.token(http);
		}
	}

	/** For a token that coreBOS has not taken. */
	forget(token: string): void {
		if (this.kept?.token === token) this.kept = undefined;
	}

	private async ask(http: Http): Promise<string> {
		try {
			const { token, lifetime } = await requestChallenge(this.connection, http);
			this.kept = { token, until: this.clock.now() + lifetime - MARGIN };
			return token;
		} finally {
			this.asked = undefined;
		}
	}
}
