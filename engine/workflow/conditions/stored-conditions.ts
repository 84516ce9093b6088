import { bytesOfText, decodeJson, isTruthy, PhpArray, textOfBytes, toBytes } from '../../php';
import type { Value } from '../../php';
import { WorkflowError } from '../workflow-error';

/** A condition as coreBOS stores it; texts that are missing are empty. */
export interface StoredCondition {
	fieldname: string;
	operation: string;
	value: string;
	valuetype: string;
	/** Its group; without one it is in group 0. */
	group: string;
	/** How the condition after it is joined. */
	next: 'and' | 'or';
	/** How its group is joined to the groups before. */
	groups: 'and' | 'or';
}

/** More than any designer makes; a longer list is not a condition of coreBOS. */
const MOST_CONDITIONS = 20_000;
/** Longest text of a list, in characters. */
const LONGEST_TEXT = 20_000_000;

/**
 * The entries of a list of conditions.
 *
 * @param text coreBOS's JSON: a list of `{fieldname, operation, value, valuetype,
 * joincondition, groupid, groupjoin}`. Empty text and text that is not a list give no conditions,
 * as in coreBOS.
 * @throws WorkflowError for a list that is too long
 */
export function storedConditions(text: string): StoredCondition[] {
	if (text.length > LONGEST_TEXT) throw tooLong(`${LONGEST_TEXT / 1e6} million characters`);
	const value = decodeJson(bytesOfText(text));
	const entries = value instanceof PhpArray ? value.values() : [];
	if (entries.length > MOST_CONDITIONS) throw tooLong(`${MOST_CONDITIONS} conditions`);
	return entries.map(storedCondition);
}

function tooLong(limit: string): WorkflowError {
	return new WorkflowError('The list of conditions is too long', {
		description: `A list may have at most ${limit}. Check that the text is the conditions of one workflow.`,
	});
}

function storedCondition(entry: Value): StoredCondition {
	const group = member(entry, 'groupid');
	return {
		fieldname: member(entry, 'fieldname'),
		operation: member(entry, 'operation'),
		value: member(entry, 'value'),
		valuetype: member(entry, 'valuetype'),
		group: isTruthy(group) ? group : '0',
		next: joinOf(member(entry, 'joincondition')),
		groups: joinOf(member(entry, 'groupjoin')),
	};
}

/** A member of an entry as text; '' for what is missing, null or not a string. */
function member(entry: Value, name: string): string {
	const value = entry instanceof PhpArray ? (entry.get(name) ?? '') : '';
	return value instanceof PhpArray ? '' : textOfBytes(toBytes(value));
}

/** Everything that is neither empty nor `and` counts as or. */
function joinOf(text: string): 'and' | 'or' {
	return text === '' || text === '0' || text === 'and' ? 'and' : 'or';
}
