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
	toPlain,
	type Value,
} from '../../php';
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
export function readContext(environment: Environment, name: string): Value {
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
export function writeContext(environment: Environment, name: string, value: Value): void {
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

/** One name gives its value, several a JSON text of all. */
function answer(values: PhpArray, names: string[]): Value {
	if (values.size === 1) return values.get(names.join(',')) ?? null;
	return encodeJson(values, { zeroFraction: false });
}

function getFromContext(parameters: Value[], run: Run): Value {
	const names = namesOf(argument(parameters, 0));
	const values = PhpArray.map(names.map((name) => [name, contextValue(run.environment, name)]));
	return answer(values, names);
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

function getFromContextSearching(parameters: Value[], run: Run): Value {
	const names = namesOf(argument(parameters, 0));
	const values = new PhpArray();
	for (const name of names) {
		const found = searchIn(name, parameters, run);
		if (found !== undefined) values.set(name, found);
	}
	return answer(values, names);
}

function setToContext(parameters: Value[], run: Run): Value {
	const value = argument(parameters, 1);
	writeContext(run.environment, textParameter(argument(parameters, 0)), value);
	return value;
}

/** Functions on the workflow context. */
export const contextFunctions: FunctionTable = functionTable({
	getFromContext,
	getFromContextSearching,
	setToContext,
});
