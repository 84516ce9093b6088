import type { ResponseEntry } from '../model/types';
import type { Answer } from './answer';

/** What the entries of a map's Response make of an answer. */
export interface ResponseValues {
	/** By context variable. */
	context: Map<string, unknown>;
	/** By field of the record. */
	fields: Map<string, unknown>;
}

/**
 * Takes what the map's Response asks for out of an answer.
 *
 * @param entries those that count, see {@link countedEntries}
 * @param body the whole body, for the path `.`; false where no answer came
 * @param native whether a name `0` is one
 * @param warn hears of what the answer does not have
 */
export function responseValues(
	entries: ResponseEntry[],
	answer: Answer,
	body: string | false,
	{ native, warn }: { native: boolean; warn: (text: string) => void },
): ResponseValues {
	const values: ResponseValues = { context: new Map(), fields: new Map() };
	for (const entry of entries) {
		const value = entry.path === '.' ? body : answer.valueAt(entry.path);
		if (value === undefined) {
			warn(`The answer has nothing at "${entry.path}", so nothing is kept for it`);
			continue;
		}
		values.context.set(named(entry.context, native) ?? `wsctx_${entry.path}`, value);
		const field = named(entry.field, native);
		if (field !== undefined) values.fields.set(field, value);
	}
	return values;
}

/** The name of a destination: none to coreBOS is what PHP takes for empty, `0` too. */
function named(name: string | undefined, native: boolean): string | undefined {
	return name === '' || (name === '0' && !native) ? undefined : name;
}

/** The entries that count: in coreBOS a later one of a path takes the place of an earlier. */
export function countedEntries(response: ResponseEntry[], native: boolean): ResponseEntry[] {
	if (native) return response;
	return [...new Map(response.map((entry) => [entry.path, entry])).values()];
}
