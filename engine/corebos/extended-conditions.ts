import type { CoreBosClient } from '../environment';
import { decodeHtml } from '../php';
import { CoreBosError } from './corebos-error';
import { existingId } from './existing-records';
import { comparedValue, isOtherDate, comparedDate } from './field-values/compared-values';
import { isNumberField } from './field-values/flags';
import { linkedOwner, linkedRecordId } from './field-values/links';
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
import { isCbuuid, isWebServiceId, recordNumberOf } from './record-id';
import { referenceValue } from './reference-values';

/** What is asked about the values of conditions, each only where one needs it. */
interface ConditionReading {
	client: CoreBosClient;
	describe(module: string): Promise<ModuleDescription>;
	/** How the user of the client writes. */
	formats(): Promise<UserFormats>;
}

/**
 * The parts of a query with the values of its conditions as the reader of the whole query takes
 * them (source: webservice-more, section 3). The plain one takes them as the database has them.
 * The extended one compares owners and references by name, those of other modules by number, and
 * reads money as the user of the session writes it and times in the user's zone: numbers such as
 * 1234.56, times in UTC and web service ids are written so. Both get dates as the database writes them: a time with a zone, such
 * as those of n8n's expressions, would be read without it.
 *
 * @throws CoreBosError of what is asked, and for what is not a date; RangeError for a field that the
 * module does not have, with which the extended reader finds nothing, without a word
 */
export async function withReadableValues(
	parts: QueryParts,
	reading: ConditionReading,
): Promise<QueryParts> {
	const { conditions = [], module } = parts;
	const isPlain = querySyntax(parts) === 'plain';
	const readable: QueryCondition[] = [];
	for (const condition of conditions) {
		// The fields are only looked at where a value needs it: reading them is one more call.
		const isRead = !isPlain || (comparesDates(condition) && valuesOf(condition).some(isOtherDate));
		const field = isRead ? await fieldOf(condition.field, module, reading) : undefined;
		readable.push(
			field === undefined ? condition : await readableBy(field, condition, isPlain, reading),
		);
	}
	return { ...parts, conditions: readable };
}

/** Operators that compare whole values, so that a name can stand for an id. */
const WHOLE: ReadonlySet<ConditionOperator> = new Set(['equals', 'notEquals', 'in', 'notIn']);
const ORDERING: ReadonlySet<ConditionOperator> = new Set([
	'greaterThan',
	'greaterOrEqual',
	'lessThan',
	'lessOrEqual',
]);

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
	const ids: unknown[] = [];
	for (const one of values) ids.push(await linkedId(field, one, reading));
	return { ...condition, value: isList ? ids : ids[0] };
}

/** The number of an owner or a linked record in the database. @throws CoreBosError of {@link linkedId} */
async function numberOf(
	field: ModuleField,
	value: unknown,
	reading: ConditionReading,
): Promise<string> {
	const id = String(await linkedId(field, value, reading));
	return recordNumberOf(isCbuuid(id) ? await existingId(reading.client, id) : id);
}

/** @throws CoreBosError `INVALID_OWNER` or `INVALID_REFERENCE` for a name that is not exactly one's */
async function linkedId(
	field: ModuleField,
	value: unknown,
	reading: ConditionReading,
): Promise<unknown> {
	const find = fieldKind(field) === 'owner' ? linkedOwner : linkedRecordId;
	return await find(field, value, { ...reading, names: true });
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
	isPlain: boolean,
	reading: ConditionReading,
): Promise<QueryCondition> {
	const { operator, value } = condition;
	if (operator === 'isEmpty' || operator === 'isNotEmpty') return condition;
	const kind = fieldKind(field);
	const isLink = kind === 'owner' || kind === 'reference';
	const isOfOther = condition.field.includes('.');
	if (!isPlain) requireComparable(condition, isLink && isOfOther);
	const read = async (one: unknown): Promise<unknown> => {
		const stored = comparesDates(condition) ? await comparedDate(field, one, reading.formats) : one;
		if (isPlain) return stored;
		if (isLink && isOfOther) return await numberOf(field, stored, reading);
		if (isLink) return await nameOf(stored, reading);
		return await comparedValue(field, stored, reading.formats);
	};
	const hasLabels = !isPlain && !isOfOther && kind === 'picklist';
	const more = {
		isNumber: isNumberField(field),
		...(hasLabels && { labels: new Map(field.values.map((one) => [one.value, one.label])) }),
	};
	if (operator !== 'in' && operator !== 'notIn') {
		return { ...condition, value: await read(value), ...more };
	}
	const values: unknown[] = [];
	for (const one of valuesOf(condition)) values.push(await read(one));
	return { ...condition, value: values, ...more };
}

/**
 * What the extended reader compares with something else, whatever the value is (seen on a real
 * coreBOS): the owners and links of another module's records are numbers to it, and birthdays have
 * no year.
 *
 * @throws RangeError that names the field
 */
function requireComparable({ field, operator }: QueryCondition, isLinkOfOther: boolean): void {
	if (isLinkOfOther && !WHOLE.has(operator)) {
		throw new RangeError(
			`The condition on "${field}" cannot be sent: of the records of another module, coreBOS compares owners and linked records only as a whole. Use "Equals" or "Is One Of".`,
		);
	}
	if (field !== 'birthday' && !field.endsWith('.birthday')) return;
	throw new RangeError(
		`The condition on "${field}" cannot be sent: next to a field of another module, Is Empty, Is Not Empty, a view or alternatives in brackets, coreBOS compares birthdays without their year. Read the records without that condition and filter them in the workflow.`,
	);
}

/** Whether a condition compares values, not parts of texts. */
function comparesDates({ operator }: QueryCondition): boolean {
	return WHOLE.has(operator) || ORDERING.has(operator);
}

function valuesOf({ operator, value }: QueryCondition): unknown[] {
	return operator === 'in' || operator === 'notIn' ? listedValues(value) : [value];
}

async function nameOf(value: unknown, { client }: ConditionReading): Promise<unknown> {
	if (!isWebServiceId(value)) return value;
	const known = await ifThere(async () => await referenceValue(client, value));
	// Names of links come encoded as HTML, but are not compared so.
	return decodeHtml(known?.name ?? '').trim() || value;
}
