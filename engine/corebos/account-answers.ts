import { BoundedCache } from '../bounded-cache';
import type { CoreBosClient } from '../environment';

/** Tells install, user and access key apart; a client by itself does. */
export type Account = string | CoreBosClient;

/** How long an answer is good, in milliseconds. */
const LIFETIME = 60_000;

/** An answer, and until when it is good. */
interface Kept {
	until: number;
	answer: Promise<unknown>;
}

const kept = new BoundedCache<Account, BoundedCache<string, Kept>>(100);

/** Asks a question about an account at most once a minute. A failure is not kept. */
export async function askOfAccount<Answer>(
	account: Account,
	question: string,
	ask: () => Promise<Answer>,
): Promise<Answer> {
	const answers = kept.getOrMake(account, () => new BoundedCache(100));
	const known = answers.get(question);
	if (known !== undefined && known.until > Date.now()) return (await known.answer) as Answer;
	const answer = ask();
	const asked = { until: Date.now() + LIFETIME, answer };
	answers.set(question, asked);
	answer.catch(() => answers.delete(question, asked));
	return await answer;
}
