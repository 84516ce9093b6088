import { asRecord } from '../../is-record';
import { clientFor, linkedEntity, queryName, recordsOf } from '../corebos-queries';
import {
	fetchDescription,
	fieldKind,
	getRelatedRecords,
	ifThere,
	isWebServiceId,
	type ModuleField,
	notThereCode,
	recordNumberOf,
} from '../../corebos';
import { ExpressionError } from '../expression-error';
import {
	fromPlain,
	isNumeric,
	isTruthy,
	PhpArray,
	textOfBytes,
	toBytes,
	type Value,
} from '../../php';
import {
	conditionTest,
	equalStored,
	readConditions,
	storedText,
	type RecordCondition,
	type RecordFields,
} from '../record-conditions';
import type { Run } from '../run';
import { argument, functionTable, type FunctionTable } from './definition';
import { checkCount, textParameter } from './parameters';

/** Most related records that are read: coreBOS hands out no more than it is asked for. */
const LIMIT = 10_000;

/** A record whose relations are read. */
export interface MainRecord {
	/** As it was given: a web service id or the bare number. */
	id: string;
	module: string;
}

/**
 * The record of an argument, or of the run where there is none.
 *
 * @throws ExpressionError where there is neither
 */
export async function mainRecord(run: Run, what: string, given: Value): Promise<MainRecord> {
	const id = given === null ? (run.environment.recordId ?? '') : toBytes(given);
	if (id === '' || id === '0x0') throw new ExpressionError(`${what} needs a record`);
	const { module } = run.environment;
	if (given === null && module !== undefined) return { id, module };
	const webServiceId = isWebServiceId(id) ? id : String((await retrieved(run, what, id)).id);
	return { id, module: (await linkedEntity(run, what, webServiceId))?.module ?? '' };
}

/** A record by its id. */
export async function retrieved(
	run: Run,
	what: string,
	id: string,
): Promise<Record<string, unknown>> {
	return asRecord(await clientFor(run, what).call('retrieve', { id }));
}

/**
 * The records of a module that are related to a record.
 *
 * @param columns comma list of fields; undefined: all
 */
export async function relatedRecords(
	run: Run,
	what: string,
	main: MainRecord,
	module: string,
	columns?: string,
): Promise<Array<Record<string, unknown>>> {
	const ends = {
		id: main.id,
		module: main.module,
		relatedModule: queryName(module, 'module'),
	};
	const answer = await getRelatedRecords(clientFor(run, what), ends, {
		...(columns === undefined ? {} : { columns }),
		limit: String(LIMIT),
		offset: '0',
	});
	const records = recordsOf(answer);
	refuseTooMany(what, records);
	return records;
}

/**
 * The record that an argument names; null where there is none, for the record of the run.
 *
 * @throws ExpressionError for what is neither text nor a number
 */
function recordArgument(what: string, parameters: Value[], index: number): Value {
	const given = index < parameters.length ? parameters[index] : undefined;
	if (given === undefined) return null;
	if (typeof given === 'string' || isNumeric(given)) return given;
	throw new ExpressionError(`${what}: a record is named by its id`);
}

async function getRelatedIds(parameters: Value[], run: Run): Promise<Value> {
	const module = textOfBytes(textParameter(argument(parameters, 0)));
	if (module === '') return new PhpArray();
	const given = recordArgument('getRelatedIDs', parameters, 1);
	try {
		const main = await mainRecord(run, 'getRelatedIDs', given);
		const records = await relatedRecords(run, 'getRelatedIDs', main, module, 'id');
		return PhpArray.list(records.map((record) => fromPlain(record.id)));
	} catch (error) {
		if (isAnsweredNo(error)) return new PhpArray();
		throw error;
	}
}

/** Whether coreBOS says that a record is not there or modules have nothing to do with each other. */
function isAnsweredNo(error: unknown): boolean {
	return notThereCode(error) !== undefined || asRecord(error).code === 'MODULES_NOT_RELATED';
}

/** Which related records a function looks at. */
interface RelatedQuery {
	what: string;
	module: string;
	/** The fields that the function needs. */
	fields: string[];
	/** coreBOS's conditions; null or empty: all records. */
	conditions: Value;
}

type Which = 'related' | 'ownModule';

/**
 * The fields of the related records that meet the conditions.
 *
 * @param which whether a module that is not related to itself stands for all its records
 * @returns undefined where the modules are not related or the field does not exist, for
 * which coreBOS has a defined result
 */
export async function chosenRecords(
	run: Run,
	{ what, module, fields, conditions }: RelatedQuery,
	which: Which = 'ownModule',
): Promise<RecordFields[] | undefined> {
	const chosen = isTruthy(conditions)
		? readConditions(what, textOfBytes(textParameter(conditions)))
		: [];
	const names = [...new Set([...fields, ...chosen.map(({ field }) => field)])].filter(
		(name) => name !== 'id',
	);
	const main = await mainRecord(run, what, null);
	names.forEach((name) => queryName(name, 'field'));
	if (!(await haveFields(run, what, queryName(module, 'module'), names))) return undefined;
	const found = await recordsIfRelated(run, { what, module, fields: names, which }, main);
	if (found === undefined) return undefined;
	const records = found.records.map((record) => fieldsOf(record, names));
	if (chosen.length === 0) return records;
	const meets = await conditionTest(run, chosen, found.isOwnModule);
	const compared = await comparedFields(run, { what, module, conditions: chosen }, records);
	return records.filter((_, index) => meets(compared[index]));
}

interface Comparison {
	what: string;
	module: string;
	conditions: RecordCondition[];
}

/** What conditions compare: of the record its number, of a linked record its name. */
async function comparedFields(
	run: Run,
	{ what, module, conditions }: Comparison,
	records: RecordFields[],
): Promise<RecordFields[]> {
	const { fields } = await fetchDescription(clientFor(run, what), module);
	const compared = new Set(conditions.map(({ field }) => field));
	const references = fields.filter(
		(field) => compared.has(field.name) && fieldKind(field) === 'reference',
	);
	const result: RecordFields[] = [];
	for (const record of records) {
		const values = new Map(record);
		const id = record.get('id') ?? null;
		values.set('id', id === null ? null : recordNumberOf(id));
		for (const field of references) {
			values.set(field.name, await linkedName(run, what, field, record.get(field.name) ?? ''));
		}
		result.push(values);
	}
	return result;
}

/** The name of a linked record, which rows name by its number; null where there is none. */
async function linkedName(
	run: Run,
	what: string,
	{ refersTo }: ModuleField,
	stored: string,
): Promise<string | null> {
	if (stored === '' || stored === '0') return null;
	const id = isWebServiceId(stored) ? stored : await webServiceIdOf(run, what, refersTo, stored);
	return id === undefined ? null : ((await linkedEntity(run, what, id))?.name ?? null);
}

/** Where a field leads to one module only, its prefix saves reading the record. */
async function webServiceIdOf(
	run: Run,
	what: string,
	refersTo: string[],
	number: string,
): Promise<string | undefined> {
	if (refersTo.length === 1) {
		const { idPrefix } = await fetchDescription(clientFor(run, what), refersTo[0]);
		if (idPrefix !== '') return `${idPrefix}x${number}`;
	}
	const id = (await ifThere(() => retrieved(run, what, number)))?.id;
	return typeof id === 'string' ? id : undefined;
}

/** Whether a module has the fields; a module that lists none is given the benefit of the doubt. */
async function haveFields(
	run: Run,
	what: string,
	module: string,
	names: string[],
): Promise<boolean> {
	if (names.length === 0) return true;
	const { fields } = await fetchDescription(clientFor(run, what), module);
	if (fields.length === 0) return true;
	const known = new Set(fields.map(({ name }) => name));
	return names.every((name) => known.has(name));
}

async function recordsIfRelated(
	run: Run,
	{ what, module, fields, which }: Omit<RelatedQuery, 'conditions'> & { which: Which },
	main: MainRecord,
): Promise<FoundRecords | undefined> {
	try {
		const records = await relatedRecords(run, what, main, module, ['id', ...fields].join(','));
		return { records, isOwnModule: false };
	} catch (error) {
		if (asRecord(error).code !== 'MODULES_NOT_RELATED') throw error;
		if (main.module !== module || which === 'related') return undefined;
		return { records: await allRecords(run, what, module, fields), isOwnModule: true };
	}
}

interface FoundRecords {
	records: Array<Record<string, unknown>>;
	/** Whether they are all records of the record's own module, which is not related to itself. */
	isOwnModule: boolean;
}

/** Records that one query hands out. */
const PAGE = 1000;

/** A module that is not related to itself stands for all its records. */
async function allRecords(
	run: Run,
	what: string,
	module: string,
	names: string[],
): Promise<Array<Record<string, unknown>>> {
	const records: Array<Record<string, unknown>> = [];
	const columns = ['id', ...names].join(',');
	for (let page = 0; records.length === page * PAGE; page++) {
		refuseTooMany(what, records);
		const query = `select ${columns} from ${module} limit ${page * PAGE},${PAGE};`;
		records.push(...recordsOf(await clientFor(run, what).call('query', { query })));
	}
	return records;
}

function refuseTooMany(what: string, records: unknown[]): void {
	if (records.length < LIMIT) return;
	throw new ExpressionError(`${what}: there are ${LIMIT} or more records, too many to be read`);
}

/**
 * The fields of a row. coreBOS names them by their columns (`title` for `notes_title`), and
 * gives them once more under 0, 1, 2 … in the order they were asked for.
 */
function fieldsOf(record: Record<string, unknown>, names: string[]): RecordFields {
	// More places than were asked for are those of all columns, which say nothing about the names.
	const isWhole = Object.hasOwn(record, String(names.length + 1));
	const fields = names.map((name, index): [string, string | null] => {
		const key = isWhole || Object.hasOwn(record, name) ? name : String(index);
		return [name, storedText(Object.hasOwn(record, key) ? record[key] : undefined)];
	});
	return new Map([['id', storedText(record.id)], ...fields]);
}

/** What the functions that compare one field of the related records work on. */
interface ComparedRecords {
	/** Values of the field; null where the database has none. */
	values: Array<string | null>;
	wanted: string;
}

async function comparedRecords(
	what: string,
	parameters: Value[],
	run: Run,
): Promise<ComparedRecords | undefined> {
	checkCount(what, parameters, 3, 4);
	if (parameters.length === 4 && typeof parameters[3] !== 'string') {
		throw new ExpressionError(`${what}: conditions are text`);
	}
	const [module, field, wanted] = [0, 1, 2].map((index) =>
		textOfBytes(textParameter(argument(parameters, index))),
	);
	if (module === '') return undefined;
	const conditions = argument(parameters, 3);
	const records = await chosenRecords(
		run,
		{ what, module, fields: [field], conditions },
		'related',
	);
	return records && { values: records.map((record) => record.get(field) ?? null), wanted };
}

async function existsRelated(parameters: Value[], run: Run): Promise<Value> {
	const compared = await comparedRecords('existsrelated', parameters, run);
	if (compared === undefined) return false;
	return compared.values.some((value) => value !== null && equalStored(value, compared.wanted));
}

async function allRelatedAre(parameters: Value[], run: Run): Promise<Value> {
	const compared = await comparedRecords('allrelatedare', parameters, run);
	if (compared === undefined) return false;
	return compared.values.every((value) => value === null || equalStored(value, compared.wanted));
}

async function allRelatedAreTheSame(parameters: Value[], run: Run): Promise<Value> {
	const compared = await comparedRecords('allrelatedarethesame', parameters, run);
	if (compared === undefined) return false;
	const { values, wanted } = compared;
	if (values.length === 0) return true;
	const [first] = values;
	if (!values.every((value) => sameStored(value, first))) return false;
	return wanted === '' || equalStored(first ?? '', wanted);
}

function sameStored(left: string | null, right: string | null): boolean {
	return left === null || right === null ? left === right : equalStored(left, right);
}

/** Functions on the records related to the record of the run. */
export const relatedRecordFunctions: FunctionTable = functionTable({
	getRelatedIDs: getRelatedIds,
	existsrelated: existsRelated,
	allrelatedare: allRelatedAre,
	allrelatedarethesame: allRelatedAreTheSame,
});
