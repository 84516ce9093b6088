import { askOnce, BoundedCache } from '../bounded-cache';
import type { CoreBosClient } from '../environment';

/** Tells install, user and access key apart; a client by itself does. */
export type Account = string | CoreBosClient;

/** How long an answer is good, in milliseconds. */
const LIFETIME = 60_000;

const kept = new BoundedCache<
	Account,
	{ until: number; answers: BoundedCache<string, Promise<unknown>> }
>(100);

/** Asks a question about an account at most once a minute. */
export async function askOfAccount<Answer>(
	account: Account,
	question: string,
	ask: () => Promise<Answer>,
): Promise<Answer> {
	const known = kept.get(account);
	const current =
		known !== undefined && known.until > Date.now()
			? known
			: { until: Date.now() + LIFETIME, answers: new BoundedCache<string, Promise<unknown>>(10) };
	kept.set(account, current);
	return (await askOnce(current.answers, question, ask)) as Answer;
}
