/** What SOAP, maps and expressions share of PHP: values, texts, JSON, dates and patterns. */
export { decodeHtml, encodeHtml } from './html-entities';
export { decodeJson, encodeJson, toJson, type JsonOptions } from './json';
export { readJson, type JsonBuilder } from './json-reader';
export {
	bytesOf,
	bytesOfText,
	byteString,
	fromPlain,
	getOwn,
	setOwn,
	textOfBytes,
	toPlain,
	toText,
} from './js-conversion';
export { trim, trimEnd } from './text';
export {
	add,
	clampedInt,
	compare,
	divide,
	floatText,
	intOfFloat,
	isNumeric,
	isTruthy,
	leadingNumber,
	looseEquals,
	modulo,
	multiply,
	negate,
	numericText,
	PhpArray,
	power,
	subtract,
	toBytes,
	toFloat,
	toInt,
	typeName,
	type TypeName,
	type Value,
} from './values';
export { PhpObject, phpSerializedList, readPhpSerialized, type PhpValue } from './serialized';
export { decodeBase64, encodeBase64 } from './base64';
export {
	DAY,
	dayOf,
	daysBetween,
	isoDate,
	momentOf,
	SECOND,
	timeZone,
	wallOf,
	type WallTime,
	wallTime,
	weekday,
	yearsBetween,
} from './calendar';
export { crc32 } from './crc32';
export { formatDate } from './date-format';
export {
	addDecimals,
	type Decimal,
	decimalNumber,
	decimalOf,
	decimalText,
	divideDecimals,
	multiplyDecimals,
} from './decimal';
export { type SearchBudget, searchBudget } from './pcre/matcher';
export { matchesPattern, replacePattern } from './pcre/regular-expression';
export { PhpError } from './php-error';
export { formatNumber, roundFloat } from './rounding';
export { parseDate } from './strtotime/parse';
export { checkTextLength } from './text-limit';
