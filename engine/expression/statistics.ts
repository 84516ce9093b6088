import { ExpressionError } from './expression-error';
import { arrayParameter, indexParameter, textParameter } from './functions/parameters';
import {
	add,
	compare,
	divide,
	isNumeric,
	isTruthy,
	leadingNumber,
	multiply,
	PhpArray,
	roundFloat,
	toBytes,
	toFloat,
	toInt,
	type Value,
} from '../php';

/**
 * The statistics of the PHP package hi-folks/statistics, which coreBOS calls
 * by name; results are ints where PHP divides ints without a rest.
 */
type Statistic = (data: Value[], parameters: Value[], list: PhpArray) => Value;

function needAtLeast(data: Value[], count: number): void {
	if (data.length >= count) return;
	const values = count === 1 ? 'value' : 'values';
	throw new ExpressionError(`this statistic needs at least ${count} ${values}`);
}

/** The data as PHP calculates with it; text that is not a number stops it. */
function numbers(data: Value[]): number[] {
	return data.map((value) => Number(multiply(value, 1n)));
}

/** A parameter that the package declares as an int: not null, no text that is not a number. */
function wholeNumber(value: Value): number {
	if (value === null) throw new ExpressionError('this statistic takes a whole number, not null');
	return indexParameter(value);
}

/** Not `Math.max(...data)`, which fails on a long list. */
function largest(data: number[]): number {
	return data.reduce((best, value) => Math.max(best, value), -Infinity);
}

function smallest(data: number[]): number {
	return data.reduce((best, value) => Math.min(best, value), Infinity);
}

function sum(data: number[]): number {
	return data.reduce((total, value) => total + value, 0);
}

/** A result rounded to the decimals of a parameter, where there is one. */
function rounded(value: number, decimals: Value | undefined): number {
	return decimals === undefined || decimals === null
		? value
		: roundFloat(value, wholeNumber(decimals));
}

/** What is not a number counts as 0 here, and only here. */
function mean(data: Value[]): bigint | number {
	needAtLeast(data, 1);
	const total = data
		.filter((value) => !(value instanceof PhpArray))
		.reduce<
			bigint | number
		>((all, value) => add(all, typeof value === 'string' ? leadingNumber(value) : value), 0n);
	return divide(total, BigInt(data.length));
}

/**
 * What is in the middle of the list as given: the package does not sort it. Of two in the
 * middle the lower, the higher, or half their sum.
 */
function median(type: Value, list: PhpArray): Value {
	const { size } = list;
	if (size === 0) throw new ExpressionError('this statistic needs at least 1 value');
	const half = Math.floor(size / 2);
	const at = (index: number): Value => list.get(String(index)) ?? null;
	if (size % 2 === 1 || type === 'HIGH') return at(half);
	if (type === 'LOW') return at(half - 1);
	return divide(add(at(half - 1), at(half)), 2n);
}

/** The median of a type that is given: as text, not null. */
function typedMedian(type: Value, list: PhpArray): Value {
	if (type === null) throw new ExpressionError('the type of a median is LOW, HIGH or MIDDLE');
	return median(textParameter(type), list);
}

function squaredDifferences(data: Value[]): number {
	const average = Number(mean(data));
	return sum(numbers(data).map((value) => (value - average) ** 2));
}

function variance(data: Value[]): number {
	needAtLeast(data, 2);
	return squaredDifferences(data) / (data.length - 1);
}

function populationVariance(data: Value[]): number {
	return squaredDifferences(data) / data.length;
}

/** Whether the package counts values as they are; otherwise it makes ints of them. */
function isDiscrete(value: Value | undefined): boolean {
	return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint';
}

/** How often each value occurs, in the order of the values. Only ints and text are counted. */
function frequencies(data: Value[], asInts: boolean, list: PhpArray): PhpArray {
	const whole = asInts || !isDiscrete(list.get('0'));
	const counts = new Map<string, bigint>();
	for (const value of whole ? data.map(toInt) : data) {
		if (typeof value !== 'bigint' && typeof value !== 'string') continue;
		const key = toBytes(value);
		counts.set(key, (counts.get(key) ?? 0n) + 1n);
	}
	const keys = [...counts.keys()].sort((left, right) => compare(left, right));
	return PhpArray.map(keys.map((key) => [key, counts.get(key) ?? 0n]));
}

/** A parameter that the package declares as a bool: no null and no list. */
function flag(value: Value | undefined): boolean {
	if (value === null || value instanceof PhpArray) {
		throw new ExpressionError('this statistic takes true or false as its last argument');
	}
	return value !== undefined && isTruthy(value);
}

/** A key of an array as the value PHP makes of it: an int where it looks like one. */
function keyValue(key: string): Value {
	return /^(?:0|-?[1-9]\d{0,17})$/.test(key) ? BigInt(key) : key;
}

function modes(data: Value[], list: PhpArray): Value[] {
	needAtLeast(data, 1);
	const entries = frequencies(data, false, list).entries();
	if (entries.length === 0) throw new ExpressionError('the list has nothing to count');
	const highest = largest(entries.map(([, count]) => Number(count)));
	if (highest === 1) return [];
	return entries.filter(([, count]) => Number(count) === highest).map(([key]) => keyValue(key));
}

function allModes(data: Value[], list: PhpArray): Value {
	const all = modes(data, list);
	return all.length === 0 ? null : PhpArray.list(all);
}

function quantiles(data: Value[], parts: number, decimals: Value | undefined): number[] {
	needAtLeast(data, 2);
	if (parts < 1 || parts > 1000) throw new ExpressionError('quantiles go from 1 to 1000 parts');
	const ordered = numbers([...data].sort(compare));
	// PHP's range(1, 0) counts down: one part gives two results.
	const steps = parts === 1 ? [1, 0] : Array.from({ length: parts - 1 }, (_, index) => index + 1);
	return steps.map((step) => {
		const place = step * (ordered.length + 1);
		const at = Math.min(Math.max(Math.floor(place / parts), 1), ordered.length - 1);
		const delta = place - at * parts;
		const value = (ordered[at - 1] * (parts - delta) + ordered[at] * delta) / parts;
		return rounded(value, decimals);
	});
}

function harmonicMean(data: Value[], [weights, decimals]: Value[], list: PhpArray): number {
	needAtLeast(data, 1);
	if (!data.every(isTruthy)) return 0;
	const given = weights === undefined || weights === null ? undefined : arrayParameter(weights);
	const keys = list.entries().map(([key]) => key);
	const weighed = numbers(keys.map((key) => (given === undefined ? 1n : (given.get(key) ?? null))));
	const parts = numbers(data).map((value, index) => weighed[index] / value);
	return rounded(Number(divide(sum(weighed), sum(parts))), decimals);
}

function geometricMean(data: Value[], parameters: Value[]): number {
	needAtLeast(data, 1);
	const product = numbers(data).reduce((all, value) => all * value, 1);
	return rounded(product ** (1 / data.length), parameters[0]);
}

/** Two lists of the same length, for the statistics that compare them. */
function twoLists(data: Value[], parameters: Value[]): [number[], number[]] {
	const other = parameters[0] instanceof PhpArray ? parameters[0].values() : [];
	needAtLeast(data, 2);
	if (other.length !== data.length) {
		throw new ExpressionError('this statistic compares two lists of the same length');
	}
	return [numbers(data), numbers(other)];
}

function productSum(left: number[], right: number[]): number {
	const [meanLeft, meanRight] = [sum(left) / left.length, sum(right) / right.length];
	return sum(left.map((value, index) => (value - meanLeft) * (right[index] - meanRight)));
}

function covariance(data: Value[], parameters: Value[]): number {
	const [left, right] = twoLists(data, parameters);
	if (![...data, ...arrayParameter(parameters[0]).values()].every(isNumeric)) {
		throw new ExpressionError('a covariance takes numbers only');
	}
	return productSum(left, right) / (left.length - 1);
}

function correlation(data: Value[], parameters: Value[]): number {
	const [left, right] = twoLists(data, parameters);
	const spread = Math.sqrt(productSum(left, left) * productSum(right, right));
	if (spread === 0) throw new ExpressionError('one of the two lists has only equal values');
	return productSum(left, right) / spread;
}

function linearRegression(data: Value[], parameters: Value[]): Value {
	const [left, right] = twoLists(data, parameters);
	const spread = productSum(left, left);
	if (spread === 0) throw new ExpressionError('the first list has only equal values');
	const slope = productSum(left, right) / spread;
	const intercept = sum(right) / right.length - slope * (sum(left) / left.length);
	return PhpArray.list([slope, intercept]);
}

const STATISTICS: ReadonlyMap<string, Statistic> = new Map<string, Statistic>([
	['count', (data) => BigInt(data.length)],
	['mean', mean],
	['median', (_, [type = 'MIDDLE'], list) => typedMedian(type, list)],
	['medianLow', (_, __, list) => median('LOW', list)],
	['medianHigh', (_, __, list) => median('HIGH', list)],
	[
		'mode',
		(data, [all], list) => (flag(all) ? allModes(data, list) : (modes(data, list)[0] ?? null)),
	],
	['multimode', (data, _, list) => allModes(data, list)],
	[
		'quantiles',
		(data, [parts = 4n, decimals]) => PhpArray.list(quantiles(data, wholeNumber(parts), decimals)),
	],
	['firstQuartile', (data, [decimals]) => quantiles(data, 4, decimals)[0]],
	['thirdQuartile', (data) => quantiles(data, 4, null)[2]],
	['variance', (data, [decimals]) => rounded(variance(data), decimals)],
	['pvariance', (data, [decimals]) => rounded(populationVariance(data), decimals)],
	['stdev', (data, [decimals]) => rounded(Math.sqrt(variance(data)), decimals)],
	['pstdev', (data, [decimals]) => rounded(Math.sqrt(populationVariance(data)), decimals)],
	['geometricMean', geometricMean],
	['harmonicMean', harmonicMean],
	['covariance', covariance],
	['correlation', correlation],
	['linearRegression', linearRegression],
]);

/** Running totals of counts. */
function cumulated(counts: PhpArray): PhpArray {
	let total: bigint | number = 0n;
	return PhpArray.map(
		counts.entries().map(([key, count]) => {
			total = add(total, count);
			return [key, total];
		}),
	);
}

function relative(data: Value[], decimals: Value | undefined, list: PhpArray): PhpArray {
	return PhpArray.map(
		frequencies(data, false, list)
			.entries()
			.map(([key, count]) => [key, rounded((toFloat(count) * 100) / data.length, decimals)]),
	);
}

/** Most classes a table of frequencies may have. */
const MAX_CLASSES = 10_000;

/** How many values fall into classes of a width, from the smallest value on. */
function classes(values: number[], width: number, limit: number): PhpArray {
	const lowest = Math.floor(smallest(values));
	if (!(width >= 0) || limit > MAX_CLASSES) {
		throw new ExpressionError(`a table of frequencies has 1 to ${MAX_CLASSES} classes`);
	}
	const counts = new Float64Array(limit);
	for (const value of values) {
		const index = width === 0 ? 0 : Math.floor((value - lowest) / width);
		// The division may land one next to the class whose limits hold the value.
		for (let at = index - 1; at <= index + 1; at++) {
			const low = lowest + at * width;
			if (at >= 0 && at < limit && value >= low && value < low + width) counts[at]++;
		}
	}
	return PhpArray.map(
		Array.from(counts, (count, index): [string, Value] => [
			toBytes(lowest + index * width),
			BigInt(count),
		]),
	);
}

function range(values: number[]): number {
	return Math.ceil(largest(values)) - Math.floor(smallest(values));
}

function frequencyTable(data: Value[], [given = null]: Value[]): Value {
	needAtLeast(data, 1);
	const values = numbers(data);
	const count = given === null ? range(values) + 1 : wholeNumber(given);
	if (count === 0) throw new ExpressionError('a table of frequencies has at least 1 class');
	const highest = largest(values);
	const all = classes(values, Math.ceil(range(values) / count), count);
	return PhpArray.map(all.entries().filter(([key]) => Number(key) <= highest));
}

function frequencyTableBySize(data: Value[], [given = 1n]: Value[]): Value {
	needAtLeast(data, 1);
	const size = wholeNumber(given);
	const values = numbers(data);
	return classes(values, size, Math.ceil(range(values) / size));
}

const FREQUENCIES: ReadonlyMap<string, Statistic> = new Map<string, Statistic>([
	['frequencies', (data, [asInts], list) => frequencies(data, flag(asInts), list)],
	['cumulativeFrequencies', (data, _, list) => cumulated(frequencies(data, false, list))],
	['relativeFrequencies', (data, [decimals], list) => relative(data, decimals, list)],
	['cumulativeRelativeFrequencies', (data, _, list) => cumulated(relative(data, null, list))],
	['frequencyTable', frequencyTable],
	['frequencyTableBySize', frequencyTableBySize],
]);

function calculate(
	known: ReadonlyMap<string, Statistic>,
	name: string,
	data: PhpArray,
	parameters: Value[],
): Value {
	const statistic = known.get(name);
	if (statistic !== undefined) return statistic(data.values(), parameters, data);
	throw new ExpressionError(`there is no '${name}': known are ${[...known.keys()].join(', ')}`);
}

/**
 * One statistic of a list of numbers.
 *
 * @param name the package's name for it, such as `median`
 * @throws ExpressionError for an unknown name and for data that does not fit
 */
export function statistic(name: string, data: PhpArray, parameters: Value[]): Value {
	return calculate(STATISTICS, name, data, parameters);
}

/** One table of how often values occur. */
export function frequency(name: string, data: PhpArray, parameters: Value[]): Value {
	return calculate(FREQUENCIES, name, data, parameters);
}
