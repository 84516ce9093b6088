import type { CoreBosClient } from '../environment';
import { decodeHtml } from '../php';
import { CoreBosError } from './corebos-error';
import { isMoney, isNumberField } from './field-values/flags';
import { linkedOwner, linkedRecordId } from './field-values/links';
import { plainNumber, timesRate } from './field-values/numbers';
import type { UserFormats } from './field-values/user-formats';
import { fieldKind, type ModuleDescription, type ModuleField } from './module-description';
import { ifThere } from './not-there';
import {
	listedValues,
	querySyntax,
	type ConditionOperator,
	type QueryCondition,
	type QueryParts,
} from './query-text';
import { isWebServiceId } from './record-id';
import { referenceValue } from './reference-values';

/** What is asked about the values of conditions, each only where one needs it. */
export interface ConditionReading {
	client: CoreBosClient;
	describe(module: string): Promise<ModuleDescription>;
	/** How the user of the client writes. */
	formats(): Promise<UserFormats>;
}

/**
 * The parts of a query with the values of its conditions as the reader of the whole query takes
 * them (source: webservice-more, section 3). The plain one takes them as the database has them.
 * The extended one reads numbers as the user of the session writes them, money in the user's
 * currency, and compares owners and references by name: numbers such as 1234.56 and web service
 * ids are written so. Other values stay as they are given.
 *
 * @throws CoreBosError of what is asked; RangeError for a field that the module does not have,
 * with which the extended reader finds nothing, without a word
 */
export async function withReadableValues(
	parts: QueryParts,
	reading: ConditionReading,
): Promise<QueryParts> {
	const { conditions = [], module } = parts;
	if (querySyntax(parts) === 'plain') return parts;
	const readable: QueryCondition[] = [];
	for (const condition of conditions) {
		const field = await fieldOf(condition.field, module, reading);
		readable.push(field === undefined ? condition : await readableBy(field, condition, reading));
	}
	return { ...parts, conditions: readable };
}

/** Operators that compare whole values, so that a name can stand for an id. */
const WHOLE: ReadonlySet<ConditionOperator> = new Set(['equals', 'notEquals', 'in', 'notIn']);

/**
 * The parts of a query that the plain reader refused, with the ids of the owners and records that
 * its conditions name: it compares those by web service id, and fails on a name without saying
 * which (recorded: queries-104, queries-107).
 *
 * @param error of the query; thrown where no condition names an owner or a record
 * @throws CoreBosError `INVALID_OWNER` or `INVALID_REFERENCE` for a name that is not exactly one's
 */
export async function withIdsOfNames(
	parts: QueryParts,
	reading: ConditionReading,
	error: unknown,
): Promise<QueryParts> {
	const { conditions = [], module } = parts;
	const isRefused = error instanceof CoreBosError && LINKS_REFUSED.has(error.code);
	if (!isRefused || querySyntax(parts) === 'extended') throw error;
	const byId: QueryCondition[] = [];
	for (const condition of conditions) {
		const field = await fieldOf(condition.field, module, reading);
		byId.push(field === undefined ? condition : await byIds(field, condition, reading));
	}
	if (byId.every((condition, index) => condition === conditions[index])) throw error;
	return { ...parts, conditions: byId };
}

/** What coreBOS says where an owner or a reference is not an id. */
const LINKS_REFUSED = new Set(['DATABASE_QUERY_ERROR', 'INVALID_ID_ATTRIBUTE']);

async function byIds(
	field: ModuleField,
	condition: QueryCondition,
	reading: ConditionReading,
): Promise<QueryCondition> {
	const { operator, value } = condition;
	const kind = fieldKind(field);
	if (!WHOLE.has(operator) || (kind !== 'owner' && kind !== 'reference')) return condition;
	const isList = operator === 'in' || operator === 'notIn';
	const values = isList ? listedValues(value) : [value];
	if (values.every(isWebServiceId)) return condition;
	const writing = { ...reading, names: true };
	const ids: unknown[] = [];
	for (const one of values) {
		ids.push(
			kind === 'owner'
				? await linkedOwner(field, one, writing)
				: await linkedRecordId(field, one, writing),
		);
	}
	return { ...condition, value: isList ? ids : ids[0] };
}

/** The field of a condition; undefined for `id`, and in modules that are not described. */
async function fieldOf(
	name: string,
	module: string,
	{ describe }: ConditionReading,
): Promise<ModuleField | undefined> {
	const [other, own] = name.includes('.') ? name.split('.') : [module, name];
	const described = await ifThere(async () => await describe(other));
	if (described === undefined || own === 'id') return undefined;
	const field = described.fields.find((one) => one.name.toLowerCase() === own.toLowerCase());
	if (field !== undefined) return field;
	throw new RangeError(`The condition on "${name}" cannot be sent: ${other} has no such field`);
}

async function readableBy(
	field: ModuleField,
	condition: QueryCondition,
	reading: ConditionReading,
): Promise<QueryCondition> {
	const { operator, value } = condition;
	if (operator === 'isEmpty' || operator === 'isNotEmpty') return condition;
	const isLink = fieldKind(field) === 'owner' || fieldKind(field) === 'reference';
	if (!isLink && !isNumberField(field)) return condition;
	const read = async (one: unknown): Promise<unknown> =>
		isLink ? await nameOf(one, reading) : await asUserWrites(one, field, reading);
	if (operator !== 'in' && operator !== 'notIn') {
		return { ...condition, value: await read(value), isNumber: !isLink };
	}
	const values: unknown[] = [];
	for (const one of listedValues(value)) values.push(await read(one));
	return { ...condition, value: values, isNumber: !isLink };
}

async function nameOf(value: unknown, { client }: ConditionReading): Promise<unknown> {
	if (!isWebServiceId(value)) return value;
	const known = await ifThere(async () => await referenceValue(client, value));
	// Names of links come encoded as HTML, but are not compared so.
	return decodeHtml(known?.name ?? '').trim() || value;
}

async function asUserWrites(
	value: unknown,
	field: ModuleField,
	{ formats }: ConditionReading,
): Promise<unknown> {
	const number = plainNumber(value);
	if (number === undefined || number === '') return value;
	const { decimal, rate } = await formats();
	return (isMoney(field) ? timesRate(number, rate) : number).replace('.', decimal);
}
