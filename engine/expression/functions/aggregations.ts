import { storedDecimal, readArithmetic, secondsOf } from '../sql-arithmetic';
import {
	addDecimals,
	bytesOfText,
	type Decimal,
	decimalNumber,
	decimalText,
	divideDecimals,
	textOfBytes,
	type Value,
} from '../../php';
import { ExpressionError } from '../expression-error';
import { compareStored } from '../record-conditions';
import type { Run } from '../run';
import { argument, functionTable, type FunctionTable } from './definition';
import { checkCount, textParameter } from './parameters';
import { chosenRecords } from './related-records';

/** An aggregation of SQL on texts as the database has them; undefined: no values, SQL's NULL. */
type Aggregation = (values: string[]) => string | undefined;

const ZERO: Decimal = { digits: 0n, scale: 0 };

function totalOf(values: string[]): Decimal {
	return values.map(storedDecimal).reduce((total, value) => addDecimals(total, value), ZERO);
}

function average(values: string[]): string | undefined {
	const quotient = divideDecimals(totalOf(values), { digits: BigInt(values.length), scale: 0 });
	return quotient && decimalText(quotient);
}

function extreme(values: string[], sign: 1 | -1): string {
	return values.reduce((best, value) => (compareStored(best, value) * sign > 0 ? value : best));
}

/** SQL's variance, that of a whole population. */
function variance(values: string[]): number {
	const numbers = values.map((value) => decimalNumber(storedDecimal(value)));
	const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
	return numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length;
}

/** The aggregations that coreBOS allows, each with at least one value. */
const AGGREGATIONS: ReadonlyMap<string, Aggregation> = new Map<string, Aggregation>([
	['sum', (values) => decimalText(totalOf(values))],
	['avg', average],
	['min', (values) => extreme(values, 1)],
	['max', (values) => extreme(values, -1)],
	['std', (values) => String(Math.sqrt(variance(values)))],
	['variance', (values) => String(variance(values))],
	['time_to_sec', ([first]) => seconds(first)],
	['count', (values) => String(values.length)],
]);

function seconds(clock: string): string | undefined {
	const found = secondsOf(clock);
	return found && decimalText(found);
}

/** The result; where there is none or an empty one, coreBOS gives the int 0. */
function orZero(result: string | undefined): Value {
	return result === undefined || result === '' || result === '0' ? 0n : bytesOfText(result);
}

/** What `group_concat` takes besides its field: `field separator ', '`. */
const SEPARATED = /^(\S+)\s+separator\s+(['"])([\s\S]*?)\2\s*(name)?$/i;

/** The word newline is a line end, and so is the database's escape for one. */
function lineEnds(separator: string): string {
	if (separator === 'newline') return '\r\n';
	return separator.replaceAll('\\r', '\r').replaceAll('\\n', '\n').replaceAll('\\t', '\t');
}

interface Named {
	field: string;
	aggregate: Aggregation;
}

function named(operation: string, wanted: string): Named | undefined {
	if (operation !== 'group_concat') {
		const aggregate = AGGREGATIONS.get(operation);
		return aggregate && { field: wanted.trim(), aggregate };
	}
	const separated = SEPARATED.exec(wanted.trim());
	if (separated?.[4] !== undefined) {
		throw new ExpressionError(
			"aggregation: 'name' after a separator, the names of linked records, is not available in the web service of coreBOS: leave it out",
		);
	}
	const separator = lineEnds(separated?.[3] ?? ',');
	return {
		field: separated?.[1] ?? wanted.trim(),
		aggregate: (values) => values.join(separator),
	};
}

function texts(parameters: Value[]): string[] {
	return parameters.slice(0, 3).map((value) => textOfBytes(textParameter(value)));
}

async function aggregation(parameters: Value[], run: Run): Promise<Value> {
	if (parameters.length === 0) checkCount('aggregation', parameters, 3, 4);
	const [operation = '', module = '', wanted = ''] = texts(parameters);
	const aggregated = named(operation.toLowerCase(), wanted);
	if (aggregated === undefined) return 0n;
	checkCount('aggregation', parameters, 3, 4);
	if (module === '' || wanted === '') return 0n;
	const field = aggregated.field === '*' ? 'id' : aggregated.field;
	const conditions = argument(parameters, 3);
	const records = await chosenRecords(run, {
		what: 'aggregation',
		module,
		fields: [field],
		conditions,
	});
	const values = (records ?? []).flatMap((record) => record.get(field) ?? []);
	return values.length === 0 ? 0n : orZero(aggregated.aggregate(values));
}

/** The results of a calculation on each related record. */
async function calculated(
	what: string,
	[module, source, conditions]: [string, string, Value],
	run: Run,
): Promise<string[]> {
	const { fields, calculate } = readArithmetic(source);
	const records = (await chosenRecords(run, { what, module, fields, conditions })) ?? [];
	return records.flatMap((record) => {
		const result = calculate(record);
		return result === undefined ? [] : [decimalText(result)];
	});
}

async function aggregationOfFields(parameters: Value[], run: Run): Promise<Value> {
	const what = 'aggregation_fields_operation';
	if (parameters.length === 0) checkCount(what, parameters, 3, 4);
	const [operation = '', module = '', source = ''] = texts(parameters);
	if (operation.toLowerCase() === 'group_concat') return aggregation(parameters, run);
	const aggregate = AGGREGATIONS.get(operation.toLowerCase());
	if (aggregate === undefined) return 0n;
	checkCount(what, parameters, 3, 4);
	if (module === '') return 0n;
	const values = await calculated(what, [module, source, argument(parameters, 3)], run);
	return values.length === 0 ? 0n : orZero(aggregate(values));
}

/** Hours, minutes and seconds of all related records: `012:30:00`. */
async function aggregateTime(parameters: Value[], run: Run): Promise<Value> {
	checkCount('aggregate_time', parameters, 2, 3);
	const [module = '', field = ''] = texts(parameters);
	const values =
		module === ''
			? []
			: await calculated(
					'aggregate_time',
					[module, `time_to_sec(${field})`, argument(parameters, 2)],
					run,
				);
	const total = Math.floor(decimalNumber(totalOf(values)));
	const hours = Math.floor(total / 3600);
	const rest = total - hours * 3600;
	const two = (part: number): string => String(part).padStart(2, '0');
	return `${String(hours).padStart(3, '0')}:${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
}

/** Functions that add up related records: what coreBOS has in aggregations.php. */
export const aggregationFunctions: FunctionTable = functionTable({
	aggregation,
	aggregation_fields_operation: aggregationOfFields,
	aggregate_time: aggregateTime,
});
