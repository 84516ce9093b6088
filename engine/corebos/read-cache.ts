import type { CoreBosClient } from '../environment';

/** What expressions and maps read of coreBOS and what stays as it is while a run lasts. */
export const READING_OPERATIONS = [
	'retrieve',
	'describe',
	'query',
	'getRelatedRecords',
	'getReferenceValue',
	'getRecordImages',
	'getPortalUserInfo',
	'getSetting',
	'SearchGlobalVar',
	'gettranslation',
	'cbRule',
] as const;

const RECORD_READS = ['retrieve', 'query', 'getrelatedrecords', 'getreferencevalue', 'cbrule'];

/** Operations that change what others read; all in small letters. */
const CHANGES: ReadonlyMap<string, readonly string[]> = new Map([
	['setsetting', ['getsetting']],
	['delsetting', ['getsetting']],
	...[
		...['create', 'update', 'revise', 'delete', 'upsert', 'setrelation', 'unsetrelation'],
		...['masscreate', 'massupdate', 'massdelete', 'executeworkflow', 'executeworkflowwithcontext'],
		...['createwithvalidation', 'updatewithvalidation', 'revisewithvalidation', 'convertlead'],
	].map((operation): [string, readonly string[]] => [operation, RECORD_READS]),
]);

/**
 * A client that asks the same thing once: calls of the named operations with the same
 * parameters share one answer, also while it is still awaited. A failed call is not kept, nor
 * is what a write through this client may have changed: a setting, the records.
 *
 * Answers live as long as the client that is returned: whoever makes it decides what a run
 * is. An expression that is evaluated by itself makes one for its evaluation, a map makes one
 * for all its fields, a node may make one for all its items.
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
			const changed = CHANGES.get(name);
			if (changed !== undefined) {
				try {
					return await client.call(operation, parameters);
				} finally {
					// Also after a failure: MassCreate keeps its good records and answers with an error.
					for (const reading of changed) answers.delete(reading);
				}
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
