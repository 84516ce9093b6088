import { parseWebServiceId, VALUE_SEPARATOR } from '../../corebos';
import {
	phpDate,
	timeZone,
	wallOf,
	type WallTime,
	matchesPattern,
	type SearchBudget,
	parseDate,
	trim,
	compare,
	isTruthy,
	looseEquals,
	PhpArray,
	toBytes,
	type Value,
} from '../../php';
import { databaseDate } from './dates';
import { delimitedPattern } from './patterns';

/** What a field is, as far as an operation asks for it. */
export type ConditionFieldKind = 'multipicklist' | 'reference' | 'other';

/** The two sides of a condition and what else an operation may look at. */
export interface Operands {
	/** Value of the field; null: the record has no such field. */
	field: Value;
	/** What it is compared with. */
	value: Value;
	/** Name of the field. */
	fieldName: string;
	/** What the field is; asked for only where it matters, as it may need the install. */
	fieldKind(): ConditionFieldKind | Promise<ConditionFieldKind>;
	/** Values of the field before and after the save, as the database holds them. */
	change(): FieldChange | Promise<FieldChange>;
	/** Whether another record of the module has the value. */
	exists(): Promise<boolean>;
	/** Whether the record is the nth one, by creation, that leads to the same parent. */
	isNthChild(position: bigint): Promise<boolean>;
	clock: ZonedClock;
	searches: SearchBudget;
}

/** The values of a field around a save. */
export interface FieldChange {
	/** False: the record was not saved, or is new. */
	saved: boolean;
	before: Value;
	after: Value;
}

/** "Now" and the zone it is told in. */
interface ZonedClock {
	now: Date;
	zone: string | undefined;
}

type Operation = (operands: Operands) => boolean | Promise<boolean>;

/** Names of the operations of coreBOS's conditions. */
export type OperationName = keyof typeof OPERATIONS;

/**
 * What each operation of coreBOS's conditions does on a save, as recorded: PHP 8's comparisons,
 * texts with their case.
 */
export const OPERATIONS = {
	is: isSame,
	'is not': isOther,
	contains: ({ field, value }) => contains(field, value),
	'does not contain': ({ field, value }) => isTruthy(value) && !contains(field, value),
	'starts with': ({ field, value }) => toBytes(field).startsWith(toBytes(value)),
	'ends with': ({ field, value }) => toBytes(field).endsWith(toBytes(value)),
	'does not start with': ({ field, value }) => startsOtherwise(toBytes(field), toBytes(value)),
	'does not end with': ({ field, value }) => endsOtherwise(toBytes(field), toBytes(value)),
	matches: ({ field, value, searches }) => matches(field, value, searches),
	'is empty': ({ field }) => !isTruthy(field),
	'is not empty': ({ field }) => isTruthy(field),
	'equal to': ({ field, value }) => looseEquals(field, value),
	'does not equal': ({ field, value }) => !looseEquals(field, value),
	'less than': (operands) => order(operands, (sign) => sign < 0),
	'greater than': (operands) => order(operands, (sign) => sign > 0),
	'less than or equal to': (operands) => order(operands, (sign) => sign <= 0),
	'greater than or equal to': (operands) => order(operands, (sign) => sign >= 0),
	before: ({ field, value }) => isTruthy(field) && compare(field, value) < 0,
	after: ({ field, value }) => isTruthy(field) && compare(field, value) > 0,
	between: ({ field, value }) => isBetween(field, value),
	'is today': isToday,
	monthday: ({ field, value, clock }) => monthDay(clock, field) === monthDay(clock, value),
	'less than days ago': (operands) => inDays(operands, (n) => [day(n, '-'), today]),
	'more than days ago': (operands) => inDays(operands, (n) => [undefined, day(n, '-')]),
	'in less than': (operands) => inDays(operands, (n) => [today, day(n, '+')]),
	'in more than': (operands) => inDays(operands, (n) => [day(n, '+'), undefined]),
	'days ago': (operands) => inDays(operands, (n) => [day(n, '-')]),
	'days later': (operands) => inDays(operands, (n) => [day(n, '+')]),
	'less than hours before': (operands) => inDays(operands, (n) => [hour(n, '-'), moment]),
	'more than hours before': (operands) => inDays(operands, (n) => [undefined, hour(n, '-')]),
	'less than hours later': (operands) => inDays(operands, (n) => [moment, hour(n, '+')]),
	'more than hours later': (operands) => inDays(operands, (n) => [hour(n, '+'), undefined]),
	'has changed': async ({ change }) => hasChanged(await change()),
	'has changed to': async ({ change, value }) => hasChangedTo(await change(), value),
	was: async ({ change, value }) => looseEquals((await change()).before, value),
	exists: async ({ exists }) => await exists(),
	'has this as nth child': isNthChild,
} satisfies Record<string, Operation>;

/** A check box as conditions and mappings write it. */
export const BOOLEAN = /(?<![^:])([^:]+):boolean$/;

/** `true:boolean` out of an expression asks for a check box, not for a string. */
function checkBox(value: Value): boolean | undefined {
	const match = BOOLEAN.exec(toBytes(value));
	return match === null ? undefined : match[1] === 'true';
}

function isChecked(field: Value): boolean {
	return field === 'on' || field === '1' || field === 1n;
}

function isUnchecked(field: Value): boolean {
	return field === 'off' || field === '0' || field === '' || field === 0n;
}

async function isSame(operands: Operands): Promise<boolean> {
	const wanted = checkBox(operands.value);
	if (wanted !== undefined) return wanted ? isChecked(operands.field) : isUnchecked(operands.field);
	return await equalsByKind(operands);
}

async function isOther(operands: Operands): Promise<boolean> {
	const wanted = checkBox(operands.value);
	if (wanted !== undefined) return wanted ? isUnchecked(operands.field) : isChecked(operands.field);
	return !(await equalsByKind(operands));
}

const SEPARATOR = VALUE_SEPARATOR.trim();

/** One of the choices of a multi-select list; a reference also by the number of its record. */
async function equalsByKind({ field, value, fieldKind }: Operands): Promise<boolean> {
	const text = toBytes(field);
	if (text.includes(SEPARATOR) && (await fieldKind()) === 'multipicklist') {
		return text.split(SEPARATOR).some((choice) => looseEquals(trim(choice), value));
	}
	if (looseEquals(field, value)) return true;
	const number = parseWebServiceId(text)?.number;
	return number !== undefined && number === toBytes(value) && (await fieldKind()) === 'reference';
}

/** A list, as an expression gives one, contains a string that is one of its entries. */
function contains(field: Value, value: Value): boolean {
	if (value instanceof PhpArray) return value.values().some((one) => looseEquals(one, field));
	return toBytes(field).includes(toBytes(value));
}

/**
 * coreBOS compares the first bytes: equal ones are false, and PHP fails on others. Where it dies,
 * the operation means what it says.
 */
function startsOtherwise(field: string, value: string): boolean {
	return field.slice(0, 1) !== value.slice(0, 1) && !field.startsWith(value);
}

/** As {@link startsOtherwise}, with the last bytes. */
function endsOtherwise(field: string, value: string): boolean {
	return field.slice(-1) !== value.slice(-1) && !field.endsWith(value);
}

function matches(field: Value, value: Value, searches: SearchBudget): boolean {
	const pattern = delimitedPattern(toBytes(value));
	return pattern !== undefined && matchesPattern(pattern, toBytes(field), searches);
}

const TIME = /(\d{1,3}):(\d{1,2}):?(\d{1,2})?/;

/** Seconds of a time of day somewhere in a string. */
function secondsIn(value: Value): bigint | undefined {
	const match = TIME.exec(toBytes(value));
	if (match === null) return undefined;
	const [, hours, minutes, seconds = '0'] = match;
	return BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds);
}

/** Less or greater: as seconds where there is a time on both sides. */
function order({ field, value }: Operands, holds: (sign: number) => boolean): boolean {
	const left = secondsIn(field);
	const right = left === undefined ? undefined : secondsIn(value);
	if (left === undefined || right === undefined) return holds(compare(field, value));
	return holds(compare(left, right));
}

function isBetween(field: Value, value: Value): boolean {
	if (!isTruthy(field)) return false;
	const [from, to = null] = toBytes(value).split(',').map(databaseDate);
	return compare(field, from) > 0 && compare(field, to) < 0;
}

function wallNow({ now, zone }: ZonedClock): WallTime {
	return wallOf(now.getTime(), timeZone(zone));
}

function formatted(format: string, wall: WallTime, clock: ZonedClock): string {
	return phpDate(format, wall, timeZone(clock.zone));
}

/** PHP's `date(format, strtotime(text))`; what is not a date counts as the start of 1970. */
function dateOf(format: string, text: string, clock: ZonedClock): string {
	const zone = timeZone(clock.zone);
	const wall = text === '' ? undefined : parseDate(text, () => wallNow(clock), zone);
	return phpDate(format, wall ?? wallOf(0, zone), zone);
}

function monthDay(clock: ZonedClock, value: Value): string {
	return dateOf('md', toBytes(value), clock);
}

function isToday({ field, fieldName, clock }: Operands): boolean {
	const wall = wallNow(clock);
	if (fieldName !== 'birthday') return looseEquals(field, formatted('Y-m-d', wall, clock));
	return dateOf('m-d', toBytes(field), clock) === formatted('m-d', wall, clock);
}

/** A bound of a span of time, of what "now" is. */
type Bound = (clock: ZonedClock) => string;

const today: Bound = (clock) => formatted('Y-m-d', wallNow(clock), clock);
const moment: Bound = (clock) => formatted('Y-m-d H:i:s', wallNow(clock), clock);

function day(count: string, sign: '+' | '-'): Bound {
	return (clock) => dateOf('Y-m-d', `${sign}${count} days`, clock);
}

function hour(count: string, sign: '+' | '-'): Bound {
	return (clock) => dateOf('Y-m-d H:i:s', `${sign}${count} hours`, clock);
}

/** Whether a field lies between two bounds, both included, or is the only bound. */
function inDays(
	{ field, value, clock }: Operands,
	bounds: (count: string) => [Bound] | [Bound | undefined, Bound | undefined],
): boolean {
	if (!isTruthy(field) || value === null) return false;
	const span = bounds(toBytes(value));
	if (span.length === 1) return looseEquals(field, span[0](clock));
	const [from, to] = span;
	return (
		(from === undefined || compare(from(clock), field) <= 0) &&
		(to === undefined || compare(field, to(clock)) <= 0)
	);
}

function hasChanged({ saved, before, after }: FieldChange): boolean {
	if (!saved) return false;
	if (!isTruthy(before) && !isTruthy(after)) return false;
	return !looseEquals(before, after);
}

/** To nothing, as a field gives it that the record does not have, is to anything. */
function hasChangedTo(change: FieldChange, value: Value): boolean {
	return hasChanged(change) && (value === null || change.after === value);
}

async function isNthChild({ value, isNthChild }: Operands): Promise<boolean> {
	const position = /^\s*[+-]?\d+/.exec(toBytes(value));
	return position !== null && BigInt(position[0]) > 0n && (await isNthChild(BigInt(position[0])));
}
