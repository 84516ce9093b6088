import type { CoreBosClient } from '../environment';

/**
 * A client that asks the same thing once: calls of the named operations with the same
 * parameters share one answer, also while it is still awaited. A failed call is not kept.
 *
 * @param client makes the calls
 * @param operations names of reading operations, in any letter case
 */
export function askedOnce(client: CoreBosClient, operations: readonly string[]): CoreBosClient {
	const kept = new Set(operations.map((operation) => operation.toLowerCase()));
	const answers = new Map<string, Promise<unknown>>();
	return {
		call: async (operation, parameters) => {
			if (!kept.has(operation.toLowerCase())) return await client.call(operation, parameters);
			const question = JSON.stringify([operation, parameters]);
			const known = answers.get(question);
			if (known) return await known;
			const answer = client.call(operation, parameters);
			answers.set(question, answer);
			answer.catch(() => answers.delete(question));
			return await answer;
		},
	};
}
