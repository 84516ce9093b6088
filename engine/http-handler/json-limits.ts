import { endOfJsonString } from '../php';
import { CallError } from './call-error';

/** As deep as PHP's json_decode reads. */
const DEEPEST = 512;
/** Objects and lists; a call of coreBOS has some hundreds, and a million takes about a second. */
const MOST_CONTAINERS = 1_000_000;

/**
 * Refuses JSON that would hold n8n for seconds, or that nobody can write again because it is nested
 * too deep, before it is read. One pass over the text.
 *
 * @throws CallError that says what is too much
 */
export function refuseExcessiveJson(text: string): void {
	const token = /["{}[\]]/g;
	let depth = 0;
	let containers = 0;
	for (let found = token.exec(text); found !== null; found = token.exec(text)) {
		if (found[0] === '"') {
			token.lastIndex = endOfJsonString(text, token.lastIndex);
		} else if (found[0] === '}' || found[0] === ']') {
			depth--;
		} else if (++depth > DEEPEST) {
			throw new CallError(`The JSON body is nested deeper than ${DEEPEST} levels`);
		} else if (++containers > MOST_CONTAINERS) {
			throw new CallError(`The JSON body has more than ${MOST_CONTAINERS} objects and lists`);
		}
	}
}
