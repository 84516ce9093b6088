import type { Answer } from './answer';
import type { MapRun } from '../run-context';
import type { ResponseEntry } from '../model/types';

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
 * @param body the whole body, for the path `.`; false where no answer came
 */
export function responseValues(run: MapRun, answer: Answer, body: string | false): ResponseValues {
	const values: ResponseValues = { context: new Map(), fields: new Map() };
	for (const entry of responseEntries(run)) {
		const value = entry.path === '.' ? body : answer.valueAt(entry.path);
		if (value === undefined) {
			run.warn(`The answer has nothing at "${entry.path}": nothing is kept for it`);
			continue;
		}
		values.context.set(named(run, entry.context) ?? `wsctx_${entry.path}`, value);
		const field = named(run, entry.field);
		if (field !== undefined) values.fields.set(field, value);
	}
	return values;
}

/** The name of a destination: none to coreBOS is what PHP takes for empty, `0` too. */
function named(run: MapRun, name: string | undefined): string | undefined {
	return name === '' || (name === '0' && !run.native) ? undefined : name;
}

/** The entries that count: in coreBOS a later one of a path takes the place of an earlier. */
export function responseEntries(run: MapRun): ResponseEntry[] {
	const { response } = run.map;
	if (run.native) return response;
	return [...new Map(response.map((entry) => [entry.path, entry])).values()];
}
