import { askedOnce, isWebServiceId } from '../../engine';
import type { CoreBosClient } from '../../engine';

/**
 * What the items of a run share, all in small letters. Not among them is what coreBOS works out
 * anew each time, such as a business rule.
 */
const SHARED = new Set([
	'describe',
	'getportaluserinfo',
	'getrecordimages',
	'getreferencevalue',
	'getrelatedrecords',
	'getsetting',
	'gettranslation',
	'listtypes',
	'query',
	'retrieve',
	'searchglobalvar',
]);

/** Reading operations whose answers a written record cannot be told from: they are asked again. */
const OF_MANY_RECORDS = new Set(['getrelatedrecords', 'query']);

/** Operations that change no record. */
const NO_WRITE = new Set(['cbrule', 'getsetting', 'processmap', 'searchglobalvar']);

const SETTING = /^(?:set|del)setting$/;

/**
 * A client for all items of a node's run: what they read of coreBOS is asked for once, however
 * many ask, also while the answer is still awaited. What is written through the client is read
 * anew: the record with its id, everything that may list it, and settings.
 *
 * @param client makes the calls
 */
export function sharedReads(client: CoreBosClient): CoreBosClient {
	const questions = new Map<string, CoreBosClient>();
	return {
		call: async (operation, parameters) => {
			const name = operation.toLowerCase();
			if (!SHARED.has(name)) {
				try {
					return await client.call(operation, parameters);
				} finally {
					// A failed call may have written nevertheless.
					forget(questions, name, parameters);
				}
			}
			const question = `${name} ${JSON.stringify(parameters ?? {})}`;
			const once = questions.get(question) ?? askedOnce(client, [name]);
			questions.set(question, once);
			return await once.call(operation, parameters);
		},
	};
}

/** Drops the questions whose answers a call may have changed. */
function forget(
	questions: Map<string, unknown>,
	operation: string,
	parameters: Record<string, unknown> | undefined,
): void {
	if (NO_WRITE.has(operation)) return;
	const writesSetting = SETTING.test(operation);
	const id = writtenId(parameters);
	for (const question of questions.keys()) {
		const name = question.slice(0, question.indexOf(' '));
		const isSetting = name === 'getsetting';
		const isOfRecord = !isSetting && name !== 'describe';
		const mayBeOfIt = id === undefined || OF_MANY_RECORDS.has(name) || question.includes(id);
		if (writesSetting ? isSetting : isOfRecord && mayBeOfIt) questions.delete(question);
	}
}

/** The record that a call writes; undefined where it may be any. */
function writtenId(parameters: Record<string, unknown> = {}): string | undefined {
	const { element, id } = parameters;
	const written = typeof element === 'object' && element !== null ? Object(element).id : id;
	return isWebServiceId(written) ? written : undefined;
}
