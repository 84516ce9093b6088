import type { ResponseEntry } from '../model/types';
import { child, type Answer } from './answer';
import type { Json } from './json';

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
 * @param warn is told what the answer does not have
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
		if (isMissing(entry.path, answer)) {
			const kept = value === undefined ? 'nothing is kept for it' : 'an empty value is kept for it';
			warn(
				`The answer has nothing at "${entry.path}", so ${kept}${offer(answer.content, entry.path)}`,
			);
		}
		if (value === undefined) continue;
		values.context.set(named(entry.context, native) ?? `wsctx_${entry.path}`, value);
		const field = named(entry.field, native);
		if (field !== undefined) values.fields.set(field, value);
	}
	return values;
}

/** Whether a readable answer lacks what an entry asks for, however the value is read. */
function isMissing(path: string, answer: Answer): boolean {
	if (path === '.' || !answer.readable || answer.has(path)) return false;
	const value = answer.valueAt(path);
	return value === undefined || value === '';
}

/** Names that a warning lists, and characters of each: an answer may have any number. */
const MOST_NAMES = 10;
const LONGEST_NAME = 60;

/** The names that an answer has where a path leaves it, never the values. */
function offer(content: Json | undefined, path: string): string {
	let at = content;
	const steps: string[] = [];
	for (const step of path.split('.')) {
		const next = child(at, step);
		if (next === undefined) break;
		at = next;
		steps.push(step);
	}
	const place = steps.length === 0 ? 'It' : `"${steps.join('.')}"`;
	if (Array.isArray(at)) return `. ${place} is a list of ${at.length}, with elements from 0`;
	if (!(at instanceof Map)) return at === undefined ? '' : `. ${place} has no members`;
	if (at.size === 0) return `. ${place} has no members`;
	const names = [...at.keys()]
		.slice(0, MOST_NAMES)
		.map((name) => `"${name.slice(0, LONGEST_NAME)}"`);
	const more = at.size > MOST_NAMES ? ` and ${at.size - MOST_NAMES} more` : '';
	return `. ${place} has ${names.join(', ')}${more}`;
}

/** The name of a destination: what PHP takes for empty, such as `0`, is no name to coreBOS. */
function named(name: string | undefined, native: boolean): string | undefined {
	return name === '' || (name === '0' && !native) ? undefined : name;
}

/** The entries that count: in coreBOS a later one of a path takes the place of an earlier. */
export function countedEntries(response: ResponseEntry[], native: boolean): ResponseEntry[] {
	if (native) return response;
	return [...new Map(response.map((entry) => [entry.path, entry])).values()];
}
