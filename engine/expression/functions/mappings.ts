import { mapped, mapOf, type MappingMap } from '../mapping-map';
import type { Run } from '../run';
import { isTruthy, PhpArray, type Value } from '../../php';
import { ExpressionError } from '../expression-error';
import { cleanElements } from './arrays';
import { argument, functionTable, type FunctionTable } from './definition';
import { isFilterTrue, textParameter } from './parameters';

/** Applies a map to every element that is a map of values, in their order. */
async function mapEach(
	elements: Value,
	apply: (element: PhpArray) => Promise<PhpArray>,
): Promise<PhpArray> {
	const result = new PhpArray();
	const values = elements instanceof PhpArray ? elements.values() : [];
	for (const element of values) {
		if (element instanceof PhpArray) result.push(await apply(element));
	}
	return result;
}

/** The elements keep what they have besides what the map adds, unless a third argument is false. */
async function applyMap(parameters: Value[], run: Run): Promise<Value> {
	const elements = argument(parameters, 0);
	if (parameters.length < 2) throw new ExpressionError('applyMaptoArrayElements needs a map');
	const map = await mapOf(run, 'applyMaptoArrayElements', argument(parameters, 1));
	if (map === undefined) return elements;
	const keeps = parameters.length < 3 || isFilterTrue(parameters[2]);
	return mapEach(elements, (element) =>
		mapped(run, map, element, keeps ? element : new PhpArray()),
	);
}

/** What is done with the list inside each element. */
interface SubarrayRule {
	name: string;
	map: MappingMap;
	/** Names to drop of its elements, or with invert the only ones to keep. */
	cleaned: Value;
	invert: Value;
}

/**
 * The elements of the list keep what they have besides what the map adds, except for what is
 * cleaned.
 */
async function mapSubarray(run: Run, rule: SubarrayRule, element: PhpArray): Promise<PhpArray> {
	const lines = await mapEach(element.get(rule.name) ?? null, async (line) => {
		if (!isTruthy(rule.cleaned)) return mapped(run, rule.map, line, line);
		const kept = cleanElements([line, rule.cleaned, rule.invert]);
		return mapped(run, rule.map, line, kept instanceof PhpArray ? kept : line);
	});
	const result = PhpArray.map(element.entries());
	result.set(rule.name, lines);
	return result;
}

async function applyMapAndSubarray(parameters: Value[], run: Run): Promise<Value> {
	const what = 'applyMaptoArrayElementsAndSubarray';
	const elements = argument(parameters, 0);
	const isCall = parameters.length >= 4 && parameters.length <= 6;
	if (!isCall || !(elements instanceof PhpArray)) return false;
	const map = await mapOf(run, what, argument(parameters, 1));
	const linesMap = await mapOf(run, what, argument(parameters, 3));
	if (map === undefined || linesMap === undefined) return elements;
	const rule: SubarrayRule = {
		name: textParameter(argument(parameters, 2)),
		map: linesMap,
		cleaned: argument(parameters, 4),
		invert: argument(parameters, 5),
	};
	return mapEach(elements, async (element) => {
		const result = await mapped(run, map, await mapSubarray(run, rule, element), new PhpArray());
		return PhpArray.map(result.entries().filter(([name]) => name !== rule.name));
	});
}

/** Functions that apply business maps of type Mapping to data. */
export const mappingFunctions: FunctionTable = functionTable({
	applyMaptoArrayElements: applyMap,
	applyMaptoArrayElementsAndSubarray: applyMapAndSubarray,
});
