import type { CoreBosClient } from '../environment';
import { ExpressionError } from './expression-error';
import type { Run } from './run';

/**
 * Answers of a coreBOS install, by the client they came from: whatever an
 * expression asks for is fetched once, however often it is asked for.
 */
const answers = new WeakMap<CoreBosClient, Map<string, Promise<unknown>>>();

/** The client of the run. @throws ExpressionError that names what needs it */
export function clientFor(run: Run, what: string): CoreBosClient {
	const { coreBos } = run.environment;
	if (coreBos !== undefined) return coreBos;
	throw new ExpressionError(
		`${what} is answered by coreBOS: choose a CoreBOS API credential in the node`,
	);
}

/**
 * The answer of an operation that only reads, fetched at most once per client.
 *
 * @param what the function that needs it, for the error without a credential
 */
export function fetchOnce(
	run: Run,
	what: string,
	operation: string,
	parameters: Record<string, unknown>,
): Promise<unknown> {
	const client = clientFor(run, what);
	const known = answers.get(client) ?? new Map<string, Promise<unknown>>();
	answers.set(client, known);
	const key = `${operation} ${JSON.stringify(parameters)}`;
	const before = known.get(key);
	if (before !== undefined) return before;
	const answer = client.call(operation, parameters);
	known.set(key, answer);
	// A failure is told, but not kept: the next call may succeed.
	answer.catch(() => known.delete(key));
	return answer;
}

/** Forgets what was read, because something was written. */
export function forgetAnswers(run: Run, operation: string): void {
	const known = run.environment.coreBos && answers.get(run.environment.coreBos);
	for (const key of known?.keys() ?? []) {
		if (key.startsWith(`${operation} `)) known?.delete(key);
	}
}

/** A plain object of an answer; empty where the answer is none. */
export function recordOf(answer: unknown): Record<string, unknown> {
	if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return {};
	return Object.fromEntries(Object.entries(answer));
}

/** The records of an answer that is a list, or that has a list named `records`. */
export function recordsOf(answer: unknown): Array<Record<string, unknown>> {
	const list = Array.isArray(answer) ? answer : recordOf(answer).records;
	return Array.isArray(list) ? list.map(recordOf) : [];
}

/** A field of a linked record. @returns undefined where the record has no such field */
export async function linkedField(
	run: Run,
	what: string,
	id: string,
	field: string,
): Promise<unknown> {
	const record = recordOf(await fetchOnce(run, what, 'retrieve', { id }));
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
	const answer = await fetchOnce(run, what, 'getReferenceValue', { id: serialized });
	const module = SERIALIZED_MODULE.exec(String(answer))?.[1];
	if (module === undefined) return undefined;
	return { module, name: SERIALIZED_NAME.exec(String(answer))?.[1] ?? '' };
}

/** Whether a text is a web service id, such as `11x74`. */
export function isRecordId(text: unknown): text is string {
	return typeof text === 'string' && /^\d{1,10}x\d{1,12}$/.test(text);
}

/** The record number of a web service id. */
export function recordNumber(id: string): string {
	return id.slice(id.indexOf('x') + 1);
}

/** A name of a module or field, for a query. @throws ExpressionError for anything else */
export function queryName(name: string, kind: 'module' | 'field'): string {
	if (/^\w{1,100}$/.test(name)) return name;
	throw new ExpressionError(`'${name.slice(0, 60)}' is no name of a ${kind}`);
}

/** A text in quotes, for a query. */
export function queryText(text: string): string {
	return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
