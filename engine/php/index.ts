/** What SOAP, maps and expressions share of PHP: values, texts, JSON, dates and patterns. */
export { add, divide, modulo, multiply, negate, power, subtract } from './arithmetic';
export { decodeBase64 } from './base64';
export {
	DAY,
	dayOf,
	daysBetween,
	isoDate,
	momentOf,
	MICROSECOND,
	SECOND,
	wallOf,
	wallTime,
	type WallTime,
	weekday,
	yearsBetween,
} from './calendar';
export { compare, looseEquals } from './comparison';
export { crc32 } from './crc32';
export { phpDate } from './date-format';
export {
	addDecimals,
	type Decimal,
	decimalNumber,
	decimalOf,
	decimalText,
	divideDecimals,
	multiplyDecimals,
} from './decimal';
export { decodeHtml, encodeHtml } from './html-entities';
export {
	bytesOf,
	bytesOfText,
	fromPlain,
	getOwn,
	setOwn,
	textOfBytes,
	toPlain,
	toText,
} from './js-conversion';
export { decodeJson, encodeJson, toJson } from './json';
export { type JsonBuilder, readJson } from './json-reader';
export { type SearchBudget, searchBudget } from './pcre/matcher';
export { matchesPattern, replacePattern } from './pcre/regular-expression';
export { PhpError } from './php-error';
export { numberFormat, roundFloat } from './rounding';
export {
	PhpObject,
	phpSerializedList,
	phpSerializedObject,
	type PhpValue,
	readPhpSerialized,
} from './serialized';
export { parseDate } from './strtotime/parse';
export { checkTextLength, countOf, trim, trimEnd } from './text';
export { timeZone, type TimeZone } from './time-zone';
export { urlencode } from './urlencode';
export {
	clampedInt,
	floatText,
	intOfFloat,
	isNumeric,
	isTruthy,
	leadingNumber,
	numericText,
	PhpArray,
	toBytes,
	toFloat,
	toInt,
	type TypeName,
	typeName,
	type Value,
} from './values';
export { endOfJsonString } from './json-string';
