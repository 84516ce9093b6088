import type { CoreBosClient } from './environment';

/** Operations that change what another one reads; all in small letters. */
const CHANGES: Readonly<Record<string, string>> = {
	setsetting: 'getsetting',
	delsetting: 'getsetting',
};

/**
 * A client that asks the same thing once: calls of the named operations with the same
 * parameters share one answer, also while it is still awaited. A failed call is not kept, nor
 * is a setting that is written through this client.
 *
 * @param client makes the calls
 * @param operations names of reading operations, in any letter case
 */
export function askedOnce(client: CoreBosClient, operations: readonly string[]): CoreBosClient {
	const kept = new Set(operations.map((operation) => operation.toLowerCase()));
	const answers = new Map<string, Map<string, Promise<unknown>>>();
	return {
		call: async (operation, parameters) => {
			const name = operation.toLowerCase();
			if (Object.hasOwn(CHANGES, name)) {
				const written = await client.call(operation, parameters);
				answers.delete(CHANGES[name]);
				return written;
			}
			if (!kept.has(name)) return await client.call(operation, parameters);
			const known = answers.get(name) ?? new Map<string, Promise<unknown>>();
			answers.set(name, known);
			const question = JSON.stringify(parameters ?? {});
			const before = known.get(question);
			if (before) return await before;
			const answer = client.call(operation, parameters);
			known.set(question, answer);
			answer.catch(() => known.delete(question));
			return await answer;
		},
	};
}
