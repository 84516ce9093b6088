import { recordNumberOf } from '../../corebos';
import type { Environment } from '../../environment';
import {
	encodeJson,
	fromPlain,
	getOwn,
	isTruthy,
	looseEquals,
	PhpArray,
	setOwn,
	textOfBytes,
	toBytes,
	toInt,
	toPlain,
	type Value,
} from '../../php';
import { ExpressionError } from '../expression-error';
import type { Run } from '../run';
import { argument, functionTable, type FunctionTable } from './definition';
import { textParameter } from './parameters';

interface Written {
	plain: unknown;
	value: Value;
}

/**
 * What setToContext has written: the context itself holds plain values, which
 * do not tell 2.0 from 2. Forgotten with the context it belongs to.
 */
const writtenValues = new WeakMap<object, Map<string, Written>>();

/** A variable of the workflow context; null where there is none. */
function readContext(environment: Environment, name: string): Value {
	const { context } = environment;
	const plain = getOwn(context, textOfBytes(name)) ?? rowAtHand(environment, name);
	const written = context && writtenValues.get(context)?.get(name);
	return written !== undefined && Object.is(written.plain, plain)
		? written.value
		: fromPlain(plain);
}

/** The record of the run is in its context too. */
function rowAtHand({ fields, recordId }: Environment, name: string): unknown {
	if (name === 'current_row') return fields;
	const isRecord = name === 'record_id' && fields !== undefined && recordId !== undefined;
	return isRecord ? recordNumberOf(recordId) : undefined;
}

/** Writes a variable of the workflow context, in place, as a plain value. */
function writeContext(environment: Environment, name: string, value: Value): void {
	environment.context ??= {};
	const { context } = environment;
	const plain = toPlain(value);
	setOwn(context, textOfBytes(name), plain);
	const written = writtenValues.get(context) ?? new Map<string, Written>();
	written.set(name, { plain, value });
	writtenValues.set(context, written);
}

/** A value by a path; missing steps are skipped, as coreBOS does. */
export function walkPath(start: Value, steps: string[]): Value {
	let at = start;
	let found: Value = '';
	for (const step of steps) {
		const next = at instanceof PhpArray ? at.get(step) : undefined;
		if (next === undefined || !isTruthy(next)) {
			found = '';
		} else {
			found = next;
			at = next;
		}
	}
	return found;
}

/** The first step of a path that the context has, and what is there. */
function contextPath(environment: Environment, path: string): Value {
	const steps = path.split('.');
	for (let index = 0; index < steps.length; index++) {
		const value = readContext(environment, steps[index]);
		if (isTruthy(value)) {
			return index === steps.length - 1 ? value : walkPath(value, steps.slice(index + 1));
		}
	}
	return '';
}

/** A context variable, or with dots (not at the start) a path into one. */
export function contextValue(environment: Environment, name: string): Value {
	if (name.indexOf('.') > 0) return contextPath(environment, name);
	const value = readContext(environment, name);
	return isTruthy(value) ? value : '';
}

function namesOf(value: Value): string[] {
	return textParameter(value).split(',');
}

/**
 * The names of a call. coreBOS passes the context after the arguments, at a fixed place: a
 * call without arguments stops there, and after one argument too many it finds nothing.
 */
function namesOfCall(what: string, parameters: Value[]): string[] {
	if (parameters.length === 0) throw new ExpressionError(`${what} needs the name of a variable`);
	return namesOf(parameters[0]);
}

/** One name gives its value, several a JSON text of all. */
function answer(values: PhpArray, given: Value): Value {
	if (values.size === 1) return values.get(keyText(given)) ?? null;
	return encodeJson(values, { zeroFraction: false });
}

/** PHP's key of a value: a bool and a float become ints. */
function keyText(value: Value): string {
	return toBytes(typeof value === 'boolean' || typeof value === 'number' ? toInt(value) : value);
}

function getFromContext(parameters: Value[], run: Run): Value {
	const names = namesOfCall('getFromContext', parameters);
	const values = PhpArray.map(
		names.map((name) => [name, parameters.length === 1 ? contextValue(run.environment, name) : '']),
	);
	return answer(values, parameters[0]);
}

/** The row of a list whose column has a value. */
function findRow(rows: PhpArray, column: string, wanted: Value): Value {
	const having = rows.values().filter((row) => row instanceof PhpArray && row.has(column));
	const index = having.findIndex(
		(row) => row instanceof PhpArray && looseEquals(row.get(column) ?? null, wanted),
	);
	return index === -1 ? null : (rows.get(String(index)) ?? null);
}

/** What lies at a path in the row found; undefined where coreBOS leaves the name out. */
function searchIn(name: string, parameters: Value[], run: Run): Value | undefined {
	const rows = contextValue(run.environment, name);
	if (!(rows instanceof PhpArray)) {
		return rows === '' && name.indexOf('.') <= 0 ? '' : undefined;
	}
	const column = textParameter(argument(parameters, 1));
	const path = textParameter(argument(parameters, 3)).split('.');
	return walkPath(findRow(rows, column, argument(parameters, 2)), path);
}

/** What a name gives where there is no context: a path is left out. */
function nothing(name: string): Value | undefined {
	return name.indexOf('.') > 0 ? undefined : '';
}

function getFromContextSearching(parameters: Value[], run: Run): Value {
	const names = namesOfCall('getFromContextSearching', parameters);
	const values = new PhpArray();
	for (const name of names) {
		const found = parameters.length === 4 ? searchIn(name, parameters, run) : nothing(name);
		if (found !== undefined) values.set(name, found);
	}
	return answer(values, parameters[0]);
}

function setToContext(parameters: Value[], run: Run): Value {
	if (parameters.length !== 2) throw new ExpressionError('setToContext takes a name and a value');
	const [name, value] = parameters;
	if (name instanceof PhpArray) throw new ExpressionError('setToContext: a list is not a name');
	writeContext(run.environment, keyText(name), value);
	return value;
}

/** Functions on the workflow context. */
export const contextFunctions: FunctionTable = functionTable({
	getFromContext,
	getFromContextSearching,
	setToContext,
});
