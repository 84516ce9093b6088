import { ExpressionError } from './expression-error';
import {
	add,
	compare,
	divide,
	isTruthy,
	numericText,
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
type Statistic = (data: Value[], parameters: Value[]) => Value;

function needAtLeast(data: Value[], count: number): void {
	if (data.length >= count) return;
	const values = count === 1 ? 'value' : 'values';
	throw new ExpressionError(`this statistic needs at least ${count} ${values}`);
}

function numbers(data: Value[]): number[] {
	return data.map((value) => {
		if (typeof value === 'number') return value;
		const number = typeof value === 'string' ? numericText(value) : value;
		if (typeof number === 'bigint' || typeof number === 'number') return Number(number);
		throw new ExpressionError('statistics work on numbers, but the data has something else');
	});
}

/** Not `Math.max(...data)`, which a long list is too much for. */
function largest(data: number[]): number {
	return data.reduce((best, value) => Math.max(best, value), -Infinity);
}

function smallest(data: number[]): number {
	return data.reduce((best, value) => Math.min(best, value), Infinity);
}

function sum(data: number[]): number {
	return data.reduce((total, value) => total + value, 0);
}

function sorted(data: Value[]): Value[] {
	return [...data].sort(compare);
}

/** A result rounded to the decimals of a parameter, where there is one. */
function rounded(value: number, decimals: Value | undefined): number {
	return decimals === undefined || decimals === null
		? value
		: roundFloat(value, Number(toInt(decimals)));
}

function mean(data: Value[]): bigint | number {
	needAtLeast(data, 1);
	numbers(data);
	const total = data.reduce<bigint | number>((all, value) => add(all, value), 0n);
	return divide(total, BigInt(data.length));
}

function middle(data: Value[], ofTwo: (low: Value, high: Value) => Value): Value {
	needAtLeast(data, 1);
	const ordered = sorted(data);
	const index = Math.floor(ordered.length / 2);
	return ordered.length % 2 === 1 ? ordered[index] : ofTwo(ordered[index - 1], ordered[index]);
}

/** coreBOS does not sort the list for a median: it takes what stands in its middle. */
function lastMiddle(data: Value[]): Value {
	needAtLeast(data, 1);
	return data[Math.floor(data.length / 2)];
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

/** How often each value occurs, in the order of the values. */
function frequencies(data: Value[]): PhpArray {
	const whole = data.length > 0 && (data[0] === null || typeof data[0] === 'number');
	const counts = new Map<string, bigint>();
	for (const value of data) {
		const key = toBytes(whole ? toInt(value) : value);
		counts.set(key, (counts.get(key) ?? 0n) + 1n);
	}
	const keys = [...counts.keys()].sort((left, right) => compare(left, right));
	return PhpArray.map(keys.map((key) => [key, counts.get(key) ?? 0n]));
}

/** A key of an array as the value PHP makes of it: an int where it looks like one. */
function keyValue(key: string): Value {
	return /^(?:0|-?[1-9]\d{0,17})$/.test(key) ? BigInt(key) : key;
}

function modes(data: Value[]): Value[] {
	needAtLeast(data, 1);
	const entries = frequencies(data).entries();
	const highest = largest(entries.map(([, count]) => Number(count)));
	if (highest === 1) return [];
	return entries.filter(([, count]) => Number(count) === highest).map(([key]) => keyValue(key));
}

function allModes(data: Value[]): Value {
	const all = modes(data);
	return all.length === 0 ? null : PhpArray.list(all);
}

function quantiles(data: Value[], parts: number, decimals: Value | undefined): number[] {
	needAtLeast(data, 2);
	if (parts < 1 || parts > 1000) throw new ExpressionError('quantiles go from 1 to 1000 parts');
	const ordered = numbers(sorted(data));
	return Array.from({ length: parts - 1 }, (_, index) => {
		const place = (index + 1) * (ordered.length + 1);
		const at = Math.min(Math.max(Math.floor(place / parts), 1), ordered.length - 1);
		const delta = place - at * parts;
		const value = (ordered[at - 1] * (parts - delta) + ordered[at] * delta) / parts;
		return rounded(value, decimals);
	});
}

function harmonicMean(data: Value[], parameters: Value[]): number {
	needAtLeast(data, 1);
	const weights =
		parameters[0] instanceof PhpArray ? numbers(parameters[0].values()) : data.map(() => 1);
	const parts = numbers(data).map((value, index) => (weights[index] ?? 0) / value);
	return rounded(sum(weights) / sum(parts), parameters[1]);
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
	[
		'fmean',
		(data) => {
			needAtLeast(data, 1);
			return sum(numbers(data)) / data.length;
		},
	],
	['median', lastMiddle],
	['medianLow', (data) => middle(data, (low) => low)],
	['medianHigh', (data) => middle(data, (_, high) => high)],
	['mode', (data, [all = null]) => (isTruthy(all) ? allModes(data) : (modes(data)[0] ?? null))],
	['multimode', allModes],
	[
		'quantiles',
		(data, [parts, decimals]) =>
			PhpArray.list(quantiles(data, Number(toInt(parts ?? 4n)), decimals)),
	],
	['firstQuartile', (data, [decimals]) => quantiles(data, 4, decimals)[0]],
	['thirdQuartile', (data, [decimals]) => quantiles(data, 4, decimals)[2]],
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

function relative(data: Value[], decimals: Value | undefined): PhpArray {
	return PhpArray.map(
		frequencies(data)
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
		// The division may land one beside the class whose limits hold the value.
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

function frequencyTable(data: Value[], parameters: Value[]): Value {
	if (data.length === 0) return new PhpArray();
	const values = numbers(data);
	const count = parameters[0] === undefined ? range(values) + 1 : Number(toInt(parameters[0]));
	const highest = largest(values);
	const all = classes(values, Math.ceil(range(values) / count), count);
	return PhpArray.map(all.entries().filter(([key]) => Number(key) <= highest));
}

function frequencyTableBySize(data: Value[], parameters: Value[]): Value {
	if (data.length === 0) return new PhpArray();
	const size = Number(toInt(parameters[0] ?? 1n));
	const values = numbers(data);
	return classes(values, size, Math.ceil(range(values) / size));
}

const FREQUENCIES: ReadonlyMap<string, Statistic> = new Map<string, Statistic>([
	['frequencies', frequencies],
	['cumulativeFrequencies', (data) => cumulated(frequencies(data))],
	['relativeFrequencies', (data, [decimals]) => relative(data, decimals)],
	['cumulativeRelativeFrequencies', (data) => cumulated(relative(data, undefined))],
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
	if (statistic !== undefined) return statistic(data.values(), parameters);
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
