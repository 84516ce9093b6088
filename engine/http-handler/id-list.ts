import { isWebServiceId, recordNumberOf } from '../corebos';

/** Workflow ids or trigger keys, as a permission lists them. */
export interface IdList {
	/** True: the list holds `*`. */
	any: boolean;
	ids: Set<string>;
}

/** An id that no call can name, so that the permission would never apply. */
export class IdError extends Error {
	override readonly name = 'IdError';

	/**
	 * @param id the id as it was given
	 * @param advice what to write instead, in whole sentences
	 */
	constructor(
		readonly id: string,
		readonly advice: string,
	) {
		super(`The ID "${id}" cannot be read`);
	}
}

/** What separates ids ends an id in a call, and a star means any. */
const ID = /^[^\s,;*\p{Cc}]{1,200}$/u;
/** What separates the ids of a permission. */
export const ID_SEPARATOR = /[\s,;]+/;
const NUMBER = /^\d+$/;
const LETTER = /\p{L}/u;

/** Whether a call can name this id, and a permission list it. */
export function isListableId(id: string): boolean {
	return ID.test(id);
}

/**
 * Reads the ids of a permission.
 *
 * @param text ids separated by commas, semicolons or white space; `*` for any
 * @throws IdError for an id that would never match a call: a range, several ids with another
 *   separator, part of an id with a star, the web service id of a workflow
 */
export function readIds(text: string): IdList {
	const ids = new Set(text.split(ID_SEPARATOR).filter((id) => id !== ''));
	const any = ids.delete('*');
	for (const id of ids) {
		const advice = adviceFor(id);
		if (advice !== undefined) throw new IdError(id, advice);
	}
	return { any, ids };
}

function adviceFor(id: string): string | undefined {
	if (id.includes('*')) return 'Write whole IDs, or * alone for any.';
	if (!isListableId(id)) return 'An ID has at most 200 characters, and no control characters.';
	if (isWebServiceId(id)) {
		return `Callers send the number of the workflow: write ${recordNumberOf(id)}.`;
	}
	if (NUMBER.test(id) || LETTER.test(id)) return undefined;
	return 'Separate IDs by commas, such as 43, 44, 45. Ranges are not possible.';
}
