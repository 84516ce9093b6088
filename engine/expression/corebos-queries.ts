import { referenceValue, type ReferenceValue } from '../corebos';
import { asRecord } from '../is-record';
import type { CoreBosClient } from '../environment';
import { ExpressionError } from './expression-error';
import type { Run } from './run';

/**
 * The client of the run, which asks the same thing once.
 *
 * @param what the function that needs it, for the error without a credential
 * @throws ExpressionError that names what needs it
 */
export function clientFor(run: Run, what: string): CoreBosClient {
	const client = run.coreBos();
	if (client !== undefined) return client;
	throw new ExpressionError(
		`${what} can only be answered by coreBOS: choose a coreBOS API credential in the node`,
	);
}

/** The records of an answer that is a list, or that has a list named `records`. */
export function recordsOf(answer: unknown): Array<Record<string, unknown>> {
	const list = Array.isArray(answer) ? answer : asRecord(answer).records;
	return Array.isArray(list) ? list.map(asRecord) : [];
}

/** A field of a linked record. @returns undefined where the record has no such field */
export async function linkedField(
	run: Run,
	what: string,
	id: string,
	field: string,
): Promise<unknown> {
	const record = asRecord(await clientFor(run, what).call('retrieve', { id }));
	return Object.hasOwn(record, field) ? record[field] : undefined;
}

/**
 * Module and display name of a record.
 *
 * @returns undefined where coreBOS knows no such record
 */
export async function linkedEntity(
	run: Run,
	what: string,
	id: string,
): Promise<ReferenceValue | undefined> {
	return await referenceValue(clientFor(run, what), id);
}

/** A name of a module or field, for a query. @throws ExpressionError for anything else */
export function queryName(name: string, kind: 'module' | 'field'): string {
	if (/^\w{1,100}$/.test(name)) return name;
	throw new ExpressionError(`'${name.slice(0, 60)}' is not the name of a ${kind}`);
}
