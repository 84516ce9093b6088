import { asRecord } from '../../is-record';
import { isWebServiceId } from '../../corebos';
import {
	phpDate,
	getOwn,
	parseDate,
	timeZone,
	toBytes,
	textOfBytes,
	toText,
	trim,
	wallOf,
} from '../../php';
import { moduleFields, type FieldFacts } from '../module-fields';
import { compileConditions, type Condition, type StoredJoin } from './condition-list';
import { columnKind, compareInDatabase, isLike } from './database-values';
import { databaseDate } from './dates';
import {
	existsElsewhere,
	holds,
	recordOf,
	startEvaluation,
	valueOf,
	type ConditionEnvironment,
	type Evaluation,
} from './evaluate';
import { fieldValue } from './field-values';
import type { OperationName } from './operations';
import { linkedRecord, type RecordView } from './record-view';

/** Operations that the query of a scheduled run leaves out. */
const LEFT_OUT: readonly OperationName[] = ['has changed', 'has changed to', 'was'];

/**
 * Whether the scheduled run of coreBOS takes a record for its conditions. It looks records up by
 * a query, so that the database compares: text without case and accents, commas as
 * alternatives, owners and linked records by name, AND before OR. What its query would die of
 * means here what it means on a save.
 *
 * @param text the conditions, coreBOS's JSON text
 * @param environment the record, and the client for the names of owners and linked records
 * @throws WorkflowError, ExpressionError and whatever the client throws, as on a save
 */
export async function evaluateScheduledConditions(
	text: string,
	environment: ConditionEnvironment,
): Promise<boolean> {
	const { conditions, joins } = compileConditions(text);
	const evaluation = startEvaluation(environment);
	const results: JoinedResult[] = [];
	for (const [index, condition] of conditions.entries()) {
		if (condition.operation !== undefined && LEFT_OUT.includes(condition.operation)) continue;
		results.push({ join: joins[index], result: await isTaken(condition, evaluation) });
	}
	return joinAsQuery(results);
}

interface JoinedResult {
	join: StoredJoin;
	result: boolean;
}

/** A term of a condition in SQL and what stands before it. */
interface Term {
	glue: 'and' | 'or';
	result: boolean;
}

/** Groups in brackets, one after the other; inside and between them AND binds stronger than OR. */
function joinAsQuery(results: JoinedResult[]): boolean {
	const groups: Term[] = [];
	let terms: Term[] = [];
	let before: StoredJoin | undefined;
	const close = (glue: 'and' | 'or'): void => {
		if (terms.length > 0) groups.push({ glue, result: holdsAsSql(terms) });
	};
	let glue: 'and' | 'or' = 'and';
	for (const { join, result } of results) {
		if (before !== undefined && before.group !== join.group) {
			close(glue);
			terms = [];
			glue = join.groups;
		}
		terms.push({ glue: before?.next ?? 'and', result });
		before = join;
	}
	close(glue);
	return holdsAsSql(groups);
}

function holdsAsSql(terms: Term[]): boolean {
	let run = true;
	for (const [index, { glue, result }] of terms.entries()) {
		if (index > 0 && glue === 'or') {
			if (run) return true;
			run = true;
		}
		run &&= result;
	}
	return run;
}

/** coreBOS's own names of its operators in queries. */
type Operator =
	| 'e'
	| 'n'
	| 'l'
	| 'g'
	| 'm'
	| 'h'
	| 'c'
	| 'k'
	| 's'
	| 'ew'
	| 'dnsw'
	| 'dnew'
	| 'y'
	| 'ny'
	| 'bw'
	| 'exists'
	| 'monthday';

const OPERATORS: Readonly<Partial<Record<OperationName, Operator>>> = {
	is: 'e',
	'is not': 'n',
	'equal to': 'e',
	'does not equal': 'n',
	'less than': 'l',
	'greater than': 'g',
	'less than or equal to': 'm',
	'greater than or equal to': 'h',
	contains: 'c',
	'does not contain': 'k',
	'starts with': 's',
	'ends with': 'ew',
	'does not start with': 'dnsw',
	'does not end with': 'dnew',
	'is empty': 'y',
	'is not empty': 'ny',
	before: 'l',
	after: 'g',
	between: 'bw',
	'less than days ago': 'bw',
	'more than days ago': 'l',
	'in less than': 'bw',
	'in more than': 'g',
	'days ago': 'e',
	'days later': 'e',
	'less than hours before': 'bw',
	'less than hours later': 'bw',
	'more than hours before': 'l',
	'more than hours later': 'g',
	'is today': 'e',
	exists: 'exists',
	monthday: 'monthday',
};

/** A field as the query sees it. */
interface Column {
	name: string;
	facts: FieldFacts;
	/** Undefined: the database holds no value. */
	value: string | undefined;
	/** True: it belongs to a linked record, of which the query takes the first alternative. */
	isLinked: boolean;
	/** The record it belongs to. */
	record: RecordView;
}

async function isTaken(condition: Condition, evaluation: Evaluation): Promise<boolean> {
	const { operation } = condition;
	if (operation === undefined) return false;
	const operator = OPERATORS[operation];
	if (operator === undefined) return await holds(condition, evaluation);
	const value = await queryValue(condition, operation, evaluation);
	if (value === undefined) return await holds(condition, evaluation);
	if (await leadsNowhere(condition, evaluation)) return await holds(condition, evaluation);
	const column = await columnOf(condition, evaluation);
	if (column === undefined) return false;
	if (operator === 'exists') return await exists(column, value, evaluation);
	if (operator === 'monthday') return await isMonthDay(condition, column, value, evaluation);
	if (column.isLinked && column.record.module === 'Users' && ['y', 'ny'].includes(operator)) {
		return await holds(condition, evaluation);
	}
	return meets(operator, column, value);
}

/** The query dies of a link field that the module has not. */
async function leadsNowhere({ field }: Condition, evaluation: Evaluation): Promise<boolean> {
	const { module } = recordOf(evaluation);
	const { client } = evaluation;
	if (field.kind === 'own' || client === undefined || module === undefined) return false;
	const known = await moduleFields(client, module);
	return known !== undefined && !known.fields.has(field.link);
}

/** The types that lists with commas in them are no alternatives for. */
const WITHOUT_ALTERNATIVES = ['currency', 'percentage', 'double', 'number'];
/** All of these must hold, where a value gives several. */
const ALL_MUST_HOLD: readonly Operator[] = ['n', 'k', 'dnsw'];

function meets(operator: Operator, column: Column, value: string): boolean {
	if (operator === 'bw') return isBetween(column, value);
	const hasAlternatives = operator !== 'e' && !WITHOUT_ALTERNATIVES.includes(column.facts.type);
	const values = hasAlternatives ? value.split(',') : [value];
	const used = column.isLinked ? values.slice(0, 1) : values;
	const test = (one: string): boolean => meetsOne(operator, column, one);
	const holds = ALL_MUST_HOLD.includes(operator) ? used.every(test) : used.some(test);
	return holds && !isUnlisted(operator, column);
}

const PICKLISTS = ['15', '16'];
const NEGATIVE: readonly Operator[] = ['n', 'k', 'dnsw', 'dnew'];

/** A picklist is looked up among its translated values for these, which an empty text is not. */
function isUnlisted(operator: Operator, { facts, value, isLinked }: Column): boolean {
	return (
		!isLinked &&
		NEGATIVE.includes(operator) &&
		PICKLISTS.includes(facts.uitype) &&
		!trim(value ?? '')
	);
}

const TEXT_TYPES = ['string', 'text', 'email', 'reference', 'phone'];
const PICKLIST_TYPES = ['picklist', 'multipicklist'];

/** One comparison of the query; a column without a value meets none but `is empty`. */
function meetsOne(operator: Operator, column: Column, written: string): boolean {
	const { facts, value } = column;
	const isText = TEXT_TYPES.includes(facts.type);
	const wanted = isText ? written : trim(written);
	if (operator === 'y') return isEmpty(column);
	if (operator === 'ny') return !isEmpty(column);
	const isNull = trim(wanted).toLowerCase() === 'null';
	if (isNull || (trim(wanted) === '' && !isText && (operator === 'e' || operator === 'n'))) {
		return (operator === 'e') === (value === undefined);
	}
	if (facts.type === 'reference' && operator === 'e' && wanted === '' && value === undefined) {
		return true;
	}
	if (value === undefined) return false;
	const pattern = patternOf(operator, wanted, facts.type);
	if (pattern !== undefined) return isLike(value, pattern.text) === pattern.like;
	return compares(operator, column, value, wanted);
}

/** `is empty` compares with an empty text, which a number of 0 is for the database. */
function isEmpty({ facts, value }: Column): boolean {
	if (facts.type === 'reference' && facts.refersTo.length > 1) return true;
	if (value === undefined) return true;
	const kind = columnKind(facts.type);
	if (kind === 'date') return false;
	return compareInDatabase(kind, value, '') === 0;
}

function patternOf(
	operator: Operator,
	wanted: string,
	type: string,
): { text: string; like: boolean } | undefined {
	const isText = TEXT_TYPES.includes(type);
	const isBlank = trim(wanted) === '';
	if (isBlank && ['s', 'ew', 'c'].includes(operator) && (isText || PICKLIST_TYPES.includes(type))) {
		return { text: '', like: true };
	}
	if (isBlank && operator === 'k' && isText) return { text: '', like: false };
	switch (operator) {
		case 's':
			return { text: `${wanted}%`, like: true };
		case 'ew':
			return { text: `%${wanted}`, like: true };
		case 'c':
			return { text: `%${wanted}%`, like: true };
		case 'k':
			return { text: `%${wanted}%`, like: false };
		case 'dnsw':
			return { text: `${wanted}%`, like: false };
		case 'dnew':
			return { text: `%${wanted}`, like: false };
		default:
			return undefined;
	}
}

function compares(operator: Operator, column: Column, value: string, wanted: string): boolean {
	const { facts, name } = column;
	const kind = columnKind(facts.type);
	const compared = comparedValue(column, wanted);
	if (kind === 'date' && compared === '') return operator === 'n';
	const sign =
		name === 'birthday' && (operator === 'e' || operator === 'n')
			? compareInDatabase('text', monthDayOf(value), monthDayOf(compared))
			: compareInDatabase(kind, value, compared);
	switch (operator) {
		case 'e':
			return sign === 0;
		case 'n':
			return sign !== 0;
		case 'l':
			return sign < 0;
		case 'g':
			return sign > 0;
		case 'm':
			return sign <= 0;
		default:
			return sign >= 0;
	}
}

/** A value as the query writes it for its column. */
function comparedValue({ facts, record, name }: Column, wanted: string): string {
	switch (facts.type) {
		case 'boolean':
			return YES_NO.get(wanted.toLowerCase()) ?? wanted;
		case 'date':
		case 'datetime':
			return databaseMoment(wanted);
		case 'currency':
			return numberOrField(record, name, wanted.replaceAll(',', ''));
		case 'integer':
		case 'double':
			return numberOrField(record, name, wanted);
		default:
			return wanted;
	}
}

const YES_NO = new Map([
	['yes', '1'],
	['no', '0'],
]);

/** A text that is the name of a field stands for that field in a query on numbers. */
function numberOrField(record: RecordView, name: string, wanted: string): string {
	const other = wanted === name ? undefined : getOwn(record.fields, wanted);
	return other === undefined ? wanted : textOfBytes(toBytes(fieldValue(other)));
}

/** A date with or without a time as the database has it; '' for what is none. */
function databaseMoment(text: string): string {
	const [date = '', time = ''] = text.trim().split(' ');
	const known = databaseDate(date);
	return known === '' || time === '' ? known : `${known} ${time}`;
}

function monthDayOf(date: string): string {
	return date.slice(5, 10).replace('-', '');
}

/** Both ends included. */
function isBetween(column: Column, range: string): boolean {
	const [from = '', to = ''] = range.split(',');
	const { facts, name, value } = column;
	if (value === undefined) return false;
	const kind = columnKind(facts.type);
	const ends = kind === 'date' ? [databaseMoment(from), databaseMoment(to)] : [from, to];
	if (kind === 'date' && ends.includes('')) return false;
	if (name === 'birthday') {
		const [first, last] = ends.map(monthDayOf);
		return monthDayOf(value) >= first && monthDayOf(value) <= last;
	}
	return (
		compareInDatabase(kind, value, ends[0]) >= 0 && compareInDatabase(kind, value, ends[1]) <= 0
	);
}

/** The query dies of `monthday` on a birthday: there it means what it means on a save. */
async function isMonthDay(
	condition: Condition,
	column: Column,
	value: string,
	evaluation: Evaluation,
): Promise<boolean> {
	const wanted = databaseMoment(value);
	if (wanted === '') return column.value === undefined;
	if (column.name === 'birthday') return await holds(condition, evaluation);
	return column.value !== undefined && monthDayOf(column.value) === monthDayOf(wanted);
}

/** The record itself counts, too. */
async function exists(column: Column, value: string, evaluation: Evaluation): Promise<boolean> {
	if (meets('e', column, value)) return true;
	return await existsElsewhere(column.record, column.name, value, evaluation);
}

/**
 * The value that the query compares with.
 *
 * @returns undefined where coreBOS's query dies of it
 */
async function queryValue(
	condition: Condition,
	operation: OperationName,
	evaluation: Evaluation,
): Promise<string | undefined> {
	const { comparand, field, writtenValue } = condition;
	const span = DAY_SPANS[operation];
	if (span !== undefined) return span(writtenValue, evaluation);
	if (comparand.kind === 'field') return await fieldComparand(condition, evaluation);
	if (comparand.kind === 'text') {
		const value = await valueOf(comparand, recordOf(evaluation), undefined, evaluation);
		return toText(value);
	}
	if (dies(comparand.expression.source)) return undefined;
	const record =
		field.kind === 'own'
			? recordOf(evaluation)
			: await linkedRecord(recordOf(evaluation), field.link, field.module, evaluation.client);
	if (record === undefined) return '';
	return toText(await valueOf(comparand, record, undefined, evaluation));
}

/** Expressions that coreBOS cannot write as SQL. */
function dies(source: string): boolean {
	return /^\s*if\b/.test(source) || /^\s*\$\(/.test(source);
}

/** Numbers are compared with the field, all others with the name of its column. */
async function fieldComparand(
	condition: Condition,
	evaluation: Evaluation,
): Promise<string | undefined> {
	const column = await columnOf(condition, evaluation);
	if (condition.comparand.kind !== 'field' || column === undefined) return '';
	const { name } = condition.comparand;
	if (columnKind(column.facts.type) !== 'number') return `vtiger_column.${name}`;
	const other = getOwn(column.record.fields, name);
	return other === undefined ? `vtiger_column.${name}` : textOfBytes(toBytes(fieldValue(other)));
}

type Span = (written: string, evaluation: Evaluation) => string | undefined;

const DAY_SPANS: Readonly<Partial<Record<OperationName, Span>>> = {
	'is today': (_, evaluation) => dateOf('now', evaluation),
	'less than days ago': (days, evaluation) =>
		`${dateOf(`-${days} days`, evaluation)},${dateOf('+1 day', evaluation)}`,
	'more than days ago': (days, evaluation) =>
		withNumber(days, (count) => dateOf(`-${count - 1} days`, evaluation)),
	'in less than': (days, evaluation) =>
		withNumber(
			days,
			(count) => `${dateOf('-1 day', evaluation)},${dateOf(`+${count + 1} days`, evaluation)}`,
		),
	'in more than': (days, evaluation) =>
		withNumber(days, (count) => dateOf(`+${count - 1} days`, evaluation)),
	'days ago': (days, evaluation) => dateOf(`-${days} days`, evaluation),
	'days later': (days, evaluation) => dateOf(`+${days} days`, evaluation),
	'less than hours before': (hours, evaluation) =>
		`${dateTimeOf(`-${hours} hours`, evaluation)},${dateTimeOf('now', evaluation)}`,
	'less than hours later': (hours, evaluation) =>
		`${dateTimeOf('now', evaluation)},${dateTimeOf(`+${hours} hours`, evaluation)}`,
	'more than hours later': (hours, evaluation) => dateTimeOf(`+${hours} hours`, evaluation),
	'more than hours before': (hours, evaluation) => dateTimeOf(`-${hours} hours`, evaluation),
};

/** PHP dies of counting with a text that is no number. */
function withNumber(text: string, span: (count: number) => string): string | undefined {
	const number = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)/.exec(text);
	return number === null ? undefined : span(Number(number[0]));
}

function dateOf(text: string, evaluation: Evaluation): string {
	return formatted('Y-m-d', text, evaluation);
}

function dateTimeOf(text: string, evaluation: Evaluation): string {
	return formatted('Y-m-d H:i:s', text, evaluation);
}

function formatted(format: string, text: string, { environment, now }: Evaluation): string {
	const zone = timeZone(environment.timeZone);
	const wall = parseDate(text, () => wallOf(now.getTime(), zone), zone);
	return phpDate(format, wall ?? wallOf(0, zone), zone);
}

const UNKNOWN_FIELD: FieldFacts = { type: 'string', uitype: '1', refersTo: [], values: [] };

/** The column of a condition's field; undefined where the module has none. */
async function columnOf({ field }: Condition, evaluation: Evaluation): Promise<Column | undefined> {
	const own = recordOf(evaluation);
	const { client } = evaluation;
	const isLinked = field.kind === 'linked';
	const module = isLinked ? field.module : own.module;
	const known = client && module ? await moduleFields(client, module) : undefined;
	const facts = known === undefined ? UNKNOWN_FIELD : known.fields.get(field.name);
	if (facts === undefined) return undefined;
	const record = isLinked ? await linkedRecord(own, field.link, field.module, client) : own;
	const value =
		record === undefined ? undefined : await columnValue(record, field.name, facts, evaluation);
	return {
		name: field.name,
		facts,
		value,
		isLinked,
		record: record ?? { module, fields: {}, before: undefined },
	};
}

/** Types of which an empty value is none for the database. */
const NULL_WHEN_EMPTY = ['date', 'datetime', 'time'];

async function columnValue(
	record: RecordView,
	name: string,
	facts: FieldFacts,
	evaluation: Evaluation,
): Promise<string | undefined> {
	const value = fieldValue(getOwn(record.fields, name));
	const text = value === null ? '' : textOfBytes(toBytes(value));
	if (facts.type === 'owner' || facts.type === 'reference') {
		return await nameOf(text, facts, evaluation);
	}
	return text === '' && NULL_WHEN_EMPTY.includes(facts.type) ? undefined : text;
}

/** Owners and linked records are compared by their names. */
async function nameOf(
	id: string,
	facts: FieldFacts,
	{ client }: Evaluation,
): Promise<string | undefined> {
	if (!isWebServiceId(id)) return undefined;
	if (client === undefined) return id;
	const record = asRecord(await client.call('retrieve', { id }));
	if (typeof record.groupname === 'string') return record.groupname;
	const names = await nameFields(id, facts, client);
	return names
		.map((name) => String(record[name] ?? ''))
		.join(' ')
		.trim();
}

async function nameFields(
	id: string,
	facts: FieldFacts,
	client: NonNullable<Evaluation['client']>,
): Promise<string[]> {
	const users = ['first_name', 'last_name'];
	if (facts.type === 'owner') return users;
	for (const module of facts.refersTo) {
		if (module === 'Users') return users;
		const known = await moduleFields(client, module);
		if (known !== undefined && id.startsWith(`${known.idPrefix}x`)) return known.labelFields;
	}
	return [];
}
