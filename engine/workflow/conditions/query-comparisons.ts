import { getOwn, textOfBytes, toBytes, trim } from '../../php';
import { columnKind, compareInDatabase, isLike } from './database-values';
import { databaseDate } from './dates';
import { fieldValue } from './field-values';
import type { Column } from './query-columns';
import type { RecordView } from './record-view';

/** coreBOS's own names of its operators in queries. */
export type Operator =
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

/** The types for which a list with commas is not a list of alternatives. */
const WITHOUT_ALTERNATIVES = ['currency', 'percentage', 'double', 'number'];
/** All of these must hold, where a value gives several. */
const ALL_MUST_HOLD: readonly Operator[] = ['n', 'k', 'dnsw'];

/** Whether a column meets a comparison of the query. */
export function meets(operator: Operator, column: Column, value: string): boolean {
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
	if (columnKind(facts.type) === 'date' && isNoDate(operator, wanted)) {
		return (value !== undefined) === (operator === 'n');
	}
	if (value === undefined) return false;
	const pattern = patternOf(operator, wanted, facts.type);
	if (pattern !== undefined) return isLike(value, pattern.text) === pattern.like;
	return compares(operator, column, value, wanted);
}

/** Operators that look for a string in the column. */
const LIKE_OPERATORS: readonly Operator[] = ['s', 'ew', 'c', 'k', 'dnsw', 'dnew'];

/** A query treats every comparison of a date with something else as "has no date". */
function isNoDate(operator: Operator, wanted: string): boolean {
	const compared = LIKE_OPERATORS.includes(operator) ? wanted : databaseMoment(wanted);
	return compared === '' || compared === '0';
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

/** A string that is the name of a field stands for that field in a query on numbers. */
function numberOrField(record: RecordView, name: string, wanted: string): string {
	const other = wanted === name ? undefined : getOwn(record.fields, wanted);
	return other === undefined ? wanted : textOfBytes(toBytes(fieldValue(other)));
}

/** A date with or without a time as the database has it; '' for anything else. */
export function databaseMoment(text: string): string {
	const [date = '', time = ''] = text.trim().split(' ');
	const known = databaseDate(date);
	return known === '' || time === '' ? known : `${known} ${time}`;
}

/** Month and day of a date, as four digits. */
export function monthDayOf(date: string): string {
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
