import { askOnce, BoundedCache } from '../bounded-cache';
import type { CoreBosClient } from '../environment';
import { isKept, makesStale, type CacheScope } from './operations';

/** Answers kept at the same time. */
const MOST_ANSWERS = 5_000;

/**
 * A client that asks the same thing once: reading calls with the same parameters share one
 * answer, also while it is still awaited. A failed call is not kept, nor is what a write through
 * this client may have changed: settings, the written record, what may list it.
 *
 * Answers live as long as the client, so each run makes its own: an expression that is evaluated
 * by itself, a map for all its fields, a node for all its items.
 */
export class ReadCache implements CoreBosClient {
	private readonly answers = new BoundedCache<string, Promise<unknown>>(MOST_ANSWERS);

	/**
	 * @param client makes the calls
	 * @param scope `items` leaves out what coreBOS works out again each time, such as a business rule
	 */
	constructor(
		private readonly client: CoreBosClient,
		private readonly scope: CacheScope = 'run',
	) {}

	async call(operation: string, parameters?: Record<string, unknown>): Promise<unknown> {
		if (isKept(operation, this.scope)) {
			const question = `${operation.toLowerCase()} ${JSON.stringify(parameters ?? {})}`;
			const ask = async () => await this.client.call(operation, parameters);
			return await askOnce(this.answers, question, ask);
		}
		try {
			return await this.client.call(operation, parameters);
		} finally {
			// Also after a failure: MassCreate keeps its good records and answers with an error.
			const call = { operation, parameters };
			this.answers.deleteWhere((question) => {
				const end = question.indexOf(' ');
				return makesStale(call, question.slice(0, end), question.slice(end));
			});
		}
	}
}
