import { jsonValue } from '../json-value';
import { decodeHtml, readPhpSerialized, type PhpValue } from '../php';
import { CoreBosError } from './corebos-error';
import { thrownError } from '../thrown-error';

/**
 * Results that coreBOS answers encoded as HTML, although they are not part of a page (recorded):
 * texts of settings, and the JSON of a queued call.
 */
const DECODERS: Readonly<Record<string, (text: string) => unknown>> = {
	getsetting: decodeHtml,
	getqueuedoperationresult: (text) => jsonOr(decodeHtml(text)),
};

/**
 * The result of a call as it was meant: the setting that was stored, the value of a queued call.
 *
 * @param operation in any letter case
 * @param result as coreBOS answered it; all but texts stay as they are
 * @param parameters of the call: the default of a setting comes as it was given
 */
export function decodedResult(
	operation: string,
	result: unknown,
	parameters: Record<string, unknown> = {},
): unknown {
	const name = operation.toLowerCase();
	if (typeof result !== 'string' || !Object.hasOwn(DECODERS, name)) return result;
	return result === parameters.default ? result : DECODERS[name](result);
}

function jsonOr(text: string): unknown {
	const value = jsonValue(text);
	return value === undefined ? text : value;
}

/**
 * The value of a result that coreBOS answers as PHP-serialized text.
 *
 * @param operation the reading operation that answered
 * @throws CoreBosError `UNEXPECTED_RESULT` for any other text
 */
export function phpResult(operation: string, text: string): PhpValue {
	try {
		return readPhpSerialized(text);
	} catch (error) {
		throw unexpectedText(operation, `PHP-serialized text: ${thrownError(error).message}`);
	}
}

/**
 * The list of a result that coreBOS answers as JSON text.
 *
 * @param operation the reading operation that answered
 * @param isEntry whether an entry of the list is what the operation answers
 * @throws CoreBosError `UNEXPECTED_RESULT` for any other text
 */
export function jsonListResult<Entry>(
	operation: string,
	text: string,
	isEntry: (entry: unknown) => entry is Entry,
): Entry[] {
	const value = jsonValue(text);
	if (Array.isArray(value) && value.every(isEntry)) return value;
	throw unexpectedText(operation, 'the JSON list that it is in coreBOS');
}

function unexpectedText(operation: string, expected: string): CoreBosError {
	const reason = `the text that coreBOS answered is not ${expected}`;
	return new CoreBosError({ code: 'UNEXPECTED_RESULT', operation, reason });
}
