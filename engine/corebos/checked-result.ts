import { isRecord } from '../is-record';
import type { WebServiceAnswer } from './answer';
import { CoreBosError } from './corebos-error';
import { isHarmless, isQueued, resultKind, writtenId, type ResultKind } from './operations';

/**
 * The answer of a call, if its result is what the operation answers. Anything else, such as the
 * `null` of a proxy, must not be taken for "no rows" or for a saved record.
 *
 * @param operation the operation, in any letter case
 * @param parameters of the call: a queued call answers the ID of its place in the queue instead
 * @throws CoreBosError `UNEXPECTED_RESULT`; it names the record that a writing call was for
 */
export function checkedResult(
	operation: string,
	parameters: Record<string, unknown>,
	answer: WebServiceAnswer,
): WebServiceAnswer {
	const kind = resultKind(operation);
	if (kind === undefined || isQueued(parameters) || isOfKind(kind, answer.result)) return answer;
	const harmless = isHarmless(operation);
	const id = harmless ? undefined : writtenId(parameters);
	throw new CoreBosError({
		code: 'UNEXPECTED_RESULT',
		operation,
		reason: `coreBOS answered ${shown(kind, answer.result)} where ${EXPECTED[kind]} was expected${id === undefined ? '' : `, for the record ${id}`}`,
		uncertain: !harmless,
		warnings: answer.warnings,
	});
}

const EXPECTED: Readonly<Record<ResultKind, string>> = {
	list: 'a list',
	object: 'an object',
	members: 'an object with members',
	record: 'a record with its ID',
	text: 'a string',
	true: 'true',
};

function isOfKind(kind: ResultKind, result: unknown): boolean {
	if (kind === 'list') return Array.isArray(result);
	// PHP writes an object without members as a list.
	if (kind === 'object') return typeof result === 'object' && result !== null;
	if (kind === 'members') return isRecord(result);
	if (kind === 'text') return typeof result === 'string';
	if (kind === 'true') return result === true;
	return isRecord(result) && typeof result.id === 'string' && result.id !== '';
}

/** What kind of value it is: the value itself may be long or confidential. */
function shown(kind: ResultKind, result: unknown): string {
	if (Array.isArray(result)) return result.length === 0 ? 'an empty list' : 'a list';
	if (isRecord(result)) return kind === 'record' ? 'an object without an ID' : 'an object';
	return result === null || typeof result === 'boolean' ? String(result) : `a ${typeof result}`;
}
