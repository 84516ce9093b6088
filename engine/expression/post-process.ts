import {
	bytesOfText,
	decodeHtml,
	decodeJson,
	encodeHtml,
	encodeJson,
	isTruthy,
	PhpArray,
	textOfBytes,
	toBytes,
	toFloat,
	toInt,
	type Value,
} from '../php';
import { ExpressionError } from './expression-error';

/** A function of PHP that a `postProcess` may name. */
export type PostProcessName =
	| 'addslashes'
	| 'boolval'
	| 'floatval'
	| 'html_entity_decode'
	| 'htmlentities'
	| 'htmlspecialchars'
	| 'intval'
	| 'json_decode'
	| 'json_encode'
	| 'quotemeta'
	| 'stripslashes';

/** PHP's functions by their names. */
const FUNCTIONS: Readonly<Record<PostProcessName, (value: Value) => Value>> = {
	intval: toInt,
	boolval: isTruthy,
	floatval: toFloat,
	addslashes: onText((text) => text.replace(/['"\\]/g, '\\$&').replaceAll('\0', '\\0')),
	stripslashes: onText((text) => text.replace(/\\([^])?/g, (_, char) => unescaped(char))),
	quotemeta: onText((text) => text.replace(/[.\\+*?[^\]$()]/g, '\\$&')),
	htmlentities: onText((text) => encodeHtml(text, 'all')),
	htmlspecialchars: onText((text) => encodeHtml(text, 'markup')),
	html_entity_decode: onText(decodeHtml),
	json_decode: decoded,
	json_encode: (value) => encodeJson(value, { numericCheck: true, zeroFraction: false }),
};

/** The functions that take a list as well. */
const TAKES_LISTS: readonly PostProcessName[] = ['intval', 'boolval', 'floatval', 'json_encode'];

/**
 * PHP's function of a `postProcess`, with its meaning there; spaces around the name
 * are accepted.
 *
 * @param name what the map says
 * @param value the value so far, delimiter included
 * @returns the new value; undefined if there is no such function
 * @throws ExpressionError for a function of texts on a list
 */
export function postProcess(name: string, value: Value): Value | undefined {
	const wanted = name.trim();
	if (!isFunction(wanted)) return undefined;
	if (value instanceof PhpArray && !TAKES_LISTS.includes(wanted)) {
		throw new ExpressionError(`postProcess ${wanted} needs text, but the value is a list`);
	}
	return FUNCTIONS[wanted](value);
}

function isFunction(name: string): name is PostProcessName {
	return Object.hasOwn(FUNCTIONS, name);
}

function onText(change: (text: string) => string): (value: Value) => Value {
	return (value) => bytesOfText(change(textOfBytes(toBytes(value))));
}

function unescaped(character: string | undefined): string {
	return character === '0' ? '\0' : (character ?? '');
}

/** coreBOS reads a string with bare line ends in it as JSON, and nothing of an empty one. */
function decoded(value: Value): Value {
	const bytes = toBytes(value);
	if (!isTruthy(bytes)) return null;
	const direct = decodeJson(bytes);
	return direct ?? decodeJson(escapeLineEnds(bytes));
}

function escapeLineEnds(bytes: string): string {
	// Also a string that is never closed, so that none is looked for from each of many quotes.
	return bytes.replace(/"(?:[^"\\]|\\[^])*(?:"|\\?$)/g, (literal) =>
		literal.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t'),
	);
}
