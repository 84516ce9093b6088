import { checkTextLength, countOf, decodeJson, encodeJson, PhpArray, type Value } from '../../php';
import { ExpressionError } from '../expression-error';
import { argument, functionTable, type FunctionTable } from './definition';
import { arrayParameter, isFilterTrue, textParameter } from './parameters';
import { joined } from './strings';

function implode(parameters: Value[]): Value {
	if (parameters.length !== 2) return '';
	const separator = textParameter(parameters[0]);
	return joined(arrayParameter(parameters[1]).values(), separator);
}

/** What a part of a string takes as an element, at least. */
const PART_BYTES = 24;

function explode(parameters: Value[]): Value {
	if (parameters.length !== 2) return '';
	const separator = textParameter(parameters[0]);
	if (separator === '') throw new ExpressionError('explode needs a separator that is not empty');
	const text = textParameter(parameters[1]);
	checkTextLength(text.length + countOf(separator, text) * PART_BYTES);
	return PhpArray.list(text.split(separator));
}

function leaves(array: PhpArray): Value[] {
	return array.values().flatMap((item) => (item instanceof PhpArray ? leaves(item) : [item]));
}

/** All arguments and what is in them; null where there is nothing. */
function flatten(parameters: Value[]): Value {
	const found = leaves(PhpArray.list(parameters));
	return found.length === 0 ? null : PhpArray.list(found);
}

/** Drops the elements listed, by key or value; with a third argument that is true keeps only those. */
export function cleanElements(parameters: Value[]): Value {
	const [array, names] = parameters;
	const isCall = parameters.length === 2 || parameters.length === 3;
	if (!isCall || !(array instanceof PhpArray) || typeof names !== 'string') return false;
	const named = new Set(names.split(','));
	const keep = isFilterTrue(argument(parameters, 2));
	return PhpArray.map(array.entries().filter(([key]) => named.has(key) === keep));
}

/** Functions on lists, maps and JSON. */
export const arrayFunctions: FunctionTable = functionTable({
	array: (parameters) => PhpArray.list(parameters),
	implode,
	explode,
	flattenarray: flatten,
	cleanArrayElements: cleanElements,
	jsonEncode: (parameters) =>
		encodeJson(argument(parameters, 0), { numericCheck: true, zeroFraction: false }),
	jsonDecode: (parameters) => decodeJson(textParameter(argument(parameters, 0))),
});
