import { clientFor, isRecordId, linkedRecord, queryName, recordsOf } from '../corebos-answers';
import { ExpressionError } from '../expression-error';
import { fromPlain, textOfBytes } from '../plain-values';
import { add, divide, isNumeric, looseEquals, PhpArray, toBytes, type Value } from '../values';
import type { Run } from '../run';
import { argument, functionTable, type FunctionTable } from './definition';
import { textParameter } from './parameters';

/** Most related records that are read: coreBOS hands out no more than it is asked for. */
const LIMIT = '10000';

interface RelatedQuery {
	what: string;
	/** Module of the related records. */
	module: string;
	columns: string;
	/** The record whose relations are read; default: the record of the run. */
	recordId?: string;
}

async function relatedRecords(
	run: Run,
	{ what, module, columns, recordId }: RelatedQuery,
): Promise<Array<Record<string, unknown>>> {
	const id = recordId ?? run.environment.recordId ?? '';
	if (id === '' || id === '0x0') throw new ExpressionError(`${what} needs a record`);
	const own = recordId === undefined ? run.environment.module : undefined;
	const mainModule =
		own ?? (isRecordId(id) ? (await linkedRecord(run, what, id))?.module : undefined) ?? '';
	const answer = await clientFor(run, what).call('getRelatedRecords', {
		id,
		module: mainModule,
		relatedModule: queryName(module, 'module'),
		queryParameters: { columns, limit: LIMIT, offset: '0' },
	});
	return recordsOf(answer);
}

async function getRelatedIds(parameters: Value[], run: Run): Promise<Value> {
	const module = textOfBytes(textParameter(argument(parameters, 0)));
	if (module === '') return new PhpArray();
	const recordId = argument(parameters, 1);
	const records = await relatedRecords(run, {
		what: 'getRelatedIDs',
		module,
		columns: 'id',
		recordId: recordId === null ? undefined : toBytes(recordId),
	});
	return PhpArray.list(records.map((record) => fromPlain(record.id)));
}

/** Values of one field of the related records, for the functions that compare them. */
async function relatedValues(what: string, parameters: Value[], run: Run): Promise<Value[]> {
	if (argument(parameters, 3) !== null && argument(parameters, 3) !== '') {
		throw new ExpressionError(`${what} with conditions is not supported yet`);
	}
	const module = textOfBytes(textParameter(argument(parameters, 0)));
	const field = queryName(textOfBytes(textParameter(argument(parameters, 1))), 'field');
	const records = await relatedRecords(run, { what, module, columns: `id,${field}` });
	return records.map((record) => fromPlain(Object.hasOwn(record, field) ? record[field] : null));
}

async function existsRelated(parameters: Value[], run: Run): Promise<Value> {
	const values = await relatedValues('existsrelated', parameters, run);
	return values.some((value) => looseEquals(value, argument(parameters, 2)));
}

async function allRelatedAre(parameters: Value[], run: Run): Promise<Value> {
	const values = await relatedValues('allrelatedare', parameters, run);
	return values.every((value) => looseEquals(value, argument(parameters, 2)));
}

async function allRelatedAreTheSame(parameters: Value[], run: Run): Promise<Value> {
	const values = await relatedValues('allrelatedarethesame', parameters, run);
	const wanted = argument(parameters, 2) ?? '';
	if (values.length === 0) return true;
	const [first] = values;
	if (!values.every((value) => looseEquals(value, first))) return false;
	return wanted === '' || looseEquals(first, wanted);
}

/** The aggregations of SQL that need nothing but the values. */
const AGGREGATIONS: ReadonlyMap<string, (values: Value[]) => Value> = new Map([
	['sum', total],
	['count', (values: Value[]) => BigInt(values.length)],
	['avg', (values: Value[]) => divide(total(values), BigInt(values.length))],
	['min', (values: Value[]) => smallest(values, 1)],
	['max', (values: Value[]) => smallest(values, -1)],
	['group_concat', (values: Value[]) => values.map(toBytes).join(',')],
]);

function total(values: Value[]): bigint | number {
	return values.filter(isNumeric).reduce<bigint | number>((sum, value) => add(sum, value), 0n);
}

function smallest(values: Value[], sign: 1 | -1): Value {
	return values.reduce((best, value) =>
		(Number(toBytes(value)) - Number(toBytes(best))) * sign < 0 ? value : best,
	);
}

async function aggregation(parameters: Value[], run: Run): Promise<Value> {
	const name = textParameter(argument(parameters, 0)).toLowerCase();
	const aggregate = AGGREGATIONS.get(name);
	if (aggregate === undefined) {
		throw new ExpressionError(`aggregation '${name.slice(0, 60)}' is not supported yet`);
	}
	const field = textParameter(argument(parameters, 2)) === '*' ? 'id' : argument(parameters, 2);
	const [, module, , conditions] = parameters;
	const values = await relatedValues('aggregation', [module, field, '', conditions ?? ''], run);
	return values.length === 0 && name !== 'count' ? null : aggregate(values);
}

/** Functions on the records related to the record of the run. */
export const relatedRecordFunctions: FunctionTable = functionTable({
	getRelatedIDs: getRelatedIds,
	existsrelated: existsRelated,
	allrelatedare: allRelatedAre,
	allrelatedarethesame: allRelatedAreTheSame,
	aggregation,
});
