/** What SOAP, maps and expressions share of PHP: values, texts, JSON, dates and patterns. */
export { decodeHtml, encodeHtml } from './html-entities';
export { decodeJson, encodeJson, toJson, type JsonOptions } from './json';
export { readJson, type JsonBuilder } from './json-reader';
export {
	bytesOf,
	bytesOfText,
	byteString,
	fromPlain,
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
export { PhpObject, phpSerializedList, readPhpSerialized, type PhpValue } from './serialized';
