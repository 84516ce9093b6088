import { ExpressionError } from '../expression-error';
import {
	add,
	divide,
	isNumeric,
	isTruthy,
	modulo,
	numberFormat,
	type PhpArray,
	power,
	roundFloat,
	toFloat,
	type Value,
} from '../../php';
import { frequency, statistic } from '../statistics';
import { argument, functionTable, type FunctionBody, type FunctionTable } from './definition';
import { arrayParameter, indexParameter, numberParameter, textParameter } from './parameters';

function round(parameters: Value[]): Value {
	if (parameters.length === 0) return 0n;
	const [value] = parameters;
	const decimals = argument(parameters, 1) ?? 0n;
	if (!isNumeric(value) || !isNumeric(decimals)) return value;
	const number = numberParameter(value);
	const places = indexParameter(decimals);
	if (typeof number === 'bigint' && places >= 0) return Number(number);
	return roundFloat(Number(number), places);
}

function wholeNumber(rule: (value: number) => number): (parameters: Value[]) => Value {
	return (parameters) => {
		const value = argument(parameters, 0);
		return isNumeric(value) ? rule(toFloat(value)) : 0n;
	};
}

function formatted(parameters: Value[]): Value {
	if (parameters.length === 0) return '';
	return numberFormat(
		Number(numberParameter(parameters[0])),
		indexParameter(argument(parameters, 1) ?? 0n),
		textParameter(argument(parameters, 2) ?? '.'),
		textParameter(argument(parameters, 3) ?? ','),
	);
}

function rest(parameters: Value[]): Value {
	if (parameters.length === 1 || !isTruthy(argument(parameters, 1))) return 0n;
	return modulo(argument(parameters, 0), argument(parameters, 1));
}

function raise(parameters: Value[]): Value {
	if (!isTruthy(argument(parameters, 0))) return 0n;
	return power(parameters[0], argument(parameters, 1) ?? 0n);
}

function logarithm(parameters: Value[]): Value {
	if (parameters.length === 0) return 0n;
	const value = Number(numberParameter(parameters[0]));
	const base = argument(parameters, 1);
	if (!isTruthy(base)) return Math.log(value);
	return logarithmTo(value, Number(numberParameter(base)));
}

function logarithmTo(value: number, base: number): number {
	if (base <= 0) throw new ExpressionError('a logarithm needs a base greater than 0');
	if (base === 2) return Math.log2(value);
	if (base === 10) return Math.log10(value);
	return base === 1 ? NaN : Math.log(value) / Math.log(base);
}

function average(parameters: Value[]): Value {
	if (parameters.length === 0 || !parameters.every(isNumeric)) return null;
	const sum = parameters.reduce<bigint | number>((total, value) => add(total, value), 0n);
	return divide(sum, BigInt(parameters.length));
}

/** A function that calls a statistic by its name. */
function named(
	calculate: (name: string, data: PhpArray, parameters: Value[]) => Value,
): FunctionBody {
	return (parameters) =>
		calculate(
			textParameter(argument(parameters, 0)),
			arrayParameter(argument(parameters, 1)),
			parameters.slice(2),
		);
}

/** Functions on numbers: what coreBOS has in math.php. */
export const mathFunctions: FunctionTable = functionTable({
	round,
	ceil: wholeNumber(Math.ceil),
	floor: wholeNumber(Math.floor),
	modulo: rest,
	power: raise,
	log: logarithm,
	average,
	number_format: formatted,
	statistics: named(statistic),
	frequency: named(frequency),
});
