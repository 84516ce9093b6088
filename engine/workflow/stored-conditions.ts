import { jsonValue } from '../json-value';

/** A condition as coreBOS stores it, of which nobody checked anything. */
export interface StoredCondition {
	fieldname?: unknown;
	operation?: unknown;
	value?: unknown;
	valuetype?: unknown;
	joincondition?: unknown;
	groupid?: unknown;
	groupjoin?: unknown;
}

/**
 * The conditions of a workflow or a task one by one, to show them or to look for what they name;
 * `evaluateConditions` evaluates them.
 *
 * @param text coreBOS's JSON text
 * @returns none for a text that is no list, as in coreBOS; an entry that is no object is empty
 */
export function storedConditions(text: string): StoredCondition[] {
	const list = jsonValue(text);
	if (typeof list !== 'object' || list === null) return [];
	return Object.values(list).map((one: unknown) => Object(one) as StoredCondition);
}

/** coreBOS treats any text but "and" and an empty one as "or". */
export function storedJoin(join: unknown): 'and' | 'or' {
	return ['', '0', 'and'].includes(String(join ?? '')) ? 'and' : 'or';
}
