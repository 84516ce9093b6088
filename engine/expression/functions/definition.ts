import type { Run } from '../run';
import type { Value } from '../../php';

/** What a function of the language does with its evaluated arguments. */
export type FunctionBody = (parameters: Value[], run: Run) => Value | Promise<Value>;

/**
 * One function of the language: one that is calculated here, or one that
 * exists in coreBOS and is refused, with the reason.
 */
export type FunctionDefinition =
	| {
			kind: 'function';
			body: FunctionBody;
			/**
			 * Arguments that are neither constants nor plain symbol arrive as null and
			 * are not evaluated: coreBOS hands such functions the raw syntax tree.
			 */
			raw?: boolean;
			/** Why nobody outside of coreBOS can answer a call that names something. */
			unanswerable?: string;
	  }
	| { kind: 'refused'; reason: string };

/** Functions by their name. */
export type FunctionTable = ReadonlyMap<string, FunctionDefinition>;

/** Makes a table of plain functions. */
export function functionTable(bodies: Readonly<Record<string, FunctionBody>>): FunctionTable {
	return new Map(
		Object.entries(bodies).map(([name, body]) => [name, { kind: 'function', body } as const]),
	);
}

/** Makes a table of functions that coreBOS hands their arguments unevaluated. */
export function rawFunctionTable(bodies: Readonly<Record<string, FunctionBody>>): FunctionTable {
	return new Map(
		Object.entries(bodies).map(([name, body]) => [
			name,
			{ kind: 'function', raw: true, body } as const,
		]),
	);
}

/** Functions that are refused when an expression is read; the text says what to use instead. */
export function refusedTable(advice: Readonly<Record<string, string>>): FunctionTable {
	return new Map(
		Object.entries(advice).map(([name, instead]) => [
			name,
			{ kind: 'refused', reason: `'${name}' works only inside coreBOS: ${instead}` } as const,
		]),
	);
}

/** The argument at an index, null where there is none. */
export function argument(parameters: Value[], index: number): Value {
	return index < parameters.length ? parameters[index] : null;
}
