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
		`${what} is answered by coreBOS: choose a CoreBOS API credential in the node`,
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

/** What coreBOS says of a reference: the module of a record and its display name. */
export interface LinkedRecord {
	module: string;
	name: string;
}

/** `a:1:{s:7:"11x8650";a:3:{s:6:"module";s:8:"Accounts";s:9:"reference";s:16:"…";…` */
const SERIALIZED_MODULE = /s:6:"module";s:\d+:"([^"]*)"/;
const SERIALIZED_NAME = /s:9:"reference";s:\d+:"([\s\S]*?)";(?:s:\d+:"cbuuid"|\})/;

/**
 * Module and display name of a record. The operation takes and gives PHP's
 * serialized text.
 *
 * @returns undefined where coreBOS knows no such record
 */
export async function linkedRecord(
	run: Run,
	what: string,
	id: string,
): Promise<LinkedRecord | undefined> {
	const serialized = `a:1:{i:0;s:${id.length}:"${id}";}`;
	const answer = await clientFor(run, what).call('getReferenceValue', { id: serialized });
	const module = SERIALIZED_MODULE.exec(String(answer))?.[1];
	if (module === undefined) return undefined;
	return { module, name: SERIALIZED_NAME.exec(String(answer))?.[1] ?? '' };
}

/** A name of a module or field, for a query. @throws ExpressionError for anything else */
export function queryName(name: string, kind: 'module' | 'field'): string {
	if (/^\w{1,100}$/.test(name)) return name;
	throw new ExpressionError(`'${name.slice(0, 60)}' is no name of a ${kind}`);
}
