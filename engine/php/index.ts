/** What SOAP, maps and expressions share of PHP: values, texts, JSON, dates and patterns. */
export { encodeBase64 } from './base64';
export { decodeHtml, encodeHtml } from './html-entities';
export { decodeJson, encodeJson, toJson, type JsonOptions } from './json';
export { readJson, type JsonBuilder } from './json-reader';
export {
	bytesOf,
	bytesOfText,
	byteString,
	fromPlain,
	getOwn,
	textOfBytes,
	toPlain,
	toText,
} from './js-conversion';
export { trim, trimEnd } from './text';
export {
	compare,
	floatText,
	isNumeric,
	isTruthy,
	looseEquals,
	PhpArray,
	toBytes,
	toFloat,
	toInt,
	typeName,
	type TypeName,
	type Value,
} from './values';
export {
	PhpObject,
	phpSerializedList,
	phpSerializedObject,
	readPhpSerialized,
	type PhpValue,
} from './serialized';
export { timeZone, wallOf, type WallTime } from './calendar';
export { formatDate } from './date-format';
export { parseDate } from './strtotime/parse';
export { matchesPattern } from './pcre/regular-expression';
export { searchBudget, type SearchBudget } from './pcre/matcher';
