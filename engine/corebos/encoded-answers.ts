import { jsonValue } from '../json-value';
import { decodeHtml } from '../php';

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
