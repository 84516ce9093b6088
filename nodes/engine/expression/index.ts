/** The workflow expression language of coreBOS. */
export {
	checkExpression,
	compileExpression,
	evaluateExpression,
	evaluateTypedExpression,
	type CompiledExpression,
	type TypedValue,
} from './expression';
export {
	checkTemplate,
	compileTemplate,
	renderTemplate,
	renderTypedTemplate,
	type CompiledTemplate,
} from './template';
export { ExpressionError } from './expression-error';
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
} from './plain-values';
export { trim, trimEnd } from './php-text';
export type { Lookup, Reference } from './run';
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
