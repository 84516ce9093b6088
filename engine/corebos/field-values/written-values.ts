import { fieldKind, type ModuleField } from '../module-description';
import { calendarDay, dateText, timeOfDay, utcMoment } from './dates';
import { flagsOf, isFlag, isMoney, isNumberField, isYes, VALUE_SEPARATOR } from './flags';
import { askTogether, linksAmong } from './linked-records';
import { linkedOwner, linkedRecordId, type LinkWriting } from './links';
import { dividedBy, plainNumber, signsOf, type NumberStyle } from './numbers';
import type { UserFormats } from './user-formats';
import { valueError } from './value-error';

/** How the values of records are given, and where they go. */
export interface Writing extends LinkWriting {
	/** How the user of the client writes; asked only where a value needs it. */
	formats(): Promise<UserFormats>;
	/** How texts write numbers; `user`: as the user of the client does, in its currency. */
	numbers?: NumberStyle | 'user';
	/** The zone of a time that names none; default UTC, as coreBOS answers times. */
	times?: 'utc' | 'user';
}

const NO = new Set(['', '0', 'false', 'no', 'off']);
const PLAIN_NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*$/;

/**
 * The element of a record, so that coreBOS stores what the values mean: numbers in the format of
 * the database and times in UTC, each with the flag of its field, which keeps coreBOS from reading
 * it as its user writes (source: webservice-more, section 1); dates as `2026-01-31`, checkboxes
 * as 1 and 0.
 *
 * A value that coreBOS would change or empty without a word is refused. Fields that coreBOS sets
 * itself pass as they are: they come with a record that was read before.
 *
 * @param values by field name; undefined ones are left out
 * @param fields the module's fields; none where nobody knows them: then every plain number has its
 * flag, which means nothing to other fields
 * @throws CoreBosError `INVALID_NUMBER`, `INVALID_DATE`, … that names field and value
 */
export async function writtenValues(
	values: Record<string, unknown>,
	fields: ModuleField[],
	writing: Writing,
): Promise<Record<string, unknown>> {
	const known = new Map(fields.map((field) => [field.name, field]));
	if (writing.references === true) lookForLinks(values, fields, writing);
	const element: Record<string, unknown> = {};
	const flagged: string[] = [];
	for (const [name, value] of Object.entries(values)) {
		if (value === undefined) continue;
		const field = known.get(name);
		const isUnknownNumber = fields.length === 0 && !isFlag(name) && isPlainNumber(value);
		element[name] =
			field === undefined ? plainValue(value) : await writtenValue(field, value, writing);
		if (isUnknownNumber || (field !== undefined && isRaw(field, element[name]))) flagged.push(name);
	}
	return { ...element, ...flagsOf(flagged) };
}

/** The references of a record are looked for together, and along with them those that follow. */
function lookForLinks(
	values: Record<string, unknown>,
	fields: ModuleField[],
	{ client, following }: Writing,
): void {
	askTogether(
		client,
		linksAmong(values, fields),
		() => following?.().flatMap((next) => linksAmong(next, fields)) ?? [],
	);
}

/** Numbers are never read again by coreBOS, nor are the times that a user may set. */
function isRaw(field: ModuleField, value: unknown): boolean {
	if (value === null || typeof value === 'object') return false;
	if (isNumberField(field)) return true;
	return fieldKind(field) === 'datetime' && field.editable && value !== '';
}

function isPlainNumber(value: unknown): boolean {
	return typeof value === 'number' || (typeof value === 'string' && PLAIN_NUMBER.test(value));
}

/** A value of no known type: `1` and `0`, numbers and dates as texts. */
function plainValue(value: unknown): unknown {
	if (typeof value === 'boolean') return value ? '1' : '0';
	if (typeof value === 'number') return plainNumber(value) ?? String(value);
	return dateText(value);
}

async function writtenValue(
	field: ModuleField,
	value: unknown,
	writing: Writing,
): Promise<unknown> {
	if (value === null) return value;
	if (!field.editable) return writtenIfPossible(field, value);
	return await valueOfKind(field, value, writing);
}

/** What coreBOS sets itself is not worth an error: it takes no value for it. */
function writtenIfPossible(field: ModuleField, value: unknown): unknown {
	if (!isNumberField(field)) return plainValue(value);
	return plainNumber(value) ?? plainValue(value);
}

async function valueOfKind(field: ModuleField, value: unknown, writing: Writing): Promise<unknown> {
	if (isNumberField(field)) return await writtenNumber(field, value, writing);
	switch (fieldKind(field)) {
		case 'boolean':
			return writtenBoolean(field, value);
		case 'date':
			return await writtenDate(field, value, writing);
		case 'datetime':
			return await writtenDateTime(field, value, writing);
		case 'time':
			return writtenTime(field, value);
		case 'multipicklist':
			return Array.isArray(value) ? value.join(VALUE_SEPARATOR) : plainValue(value);
		case 'owner':
			return await linkedOwner(field, value, writing);
		case 'reference':
			return await linkedRecordId(field, value, writing);
		default:
			return plainValue(value);
	}
}

async function writtenNumber(
	field: ModuleField,
	value: unknown,
	writing: Writing,
): Promise<string> {
	if (typeof value === 'boolean') return value ? '1' : '0';
	const { numbers = '1234.56' } = writing;
	if (numbers !== 'user' || typeof value !== 'string') {
		const signs = numbers === 'user' ? undefined : signsOf(numbers);
		return plainNumber(value, signs) ?? notANumber(field, value, numbers);
	}
	const formats = await writing.formats();
	const number = plainNumber(value, formats) ?? notANumber(field, value, numbers);
	return isMoney(field) ? dividedBy(number, formats.rate) : number;
}

/** @throws CoreBosError always */
function notANumber({ name }: ModuleField, value: unknown, numbers: NumberStyle | 'user'): never {
	const style =
		numbers === 'user' ? 'as the user of the credential writes it' : `such as ${numbers}`;
	throw valueError('INVALID_NUMBER', name, value, `is not a number ${style}`);
}

function writtenBoolean({ name }: ModuleField, value: unknown): string {
	if (isYes(value)) return '1';
	if (NO.has(String(value).trim().toLowerCase())) return '0';
	throw valueError('INVALID_CHECKBOX', name, value, 'is neither yes nor no');
}

async function writtenDate(field: ModuleField, value: unknown, writing: Writing): Promise<string> {
	const text = dateText(value);
	if (text === '') return '';
	if (typeof text === 'string') {
		const order = /^\s*\d{4}/.test(text)
			? undefined
			: (field.dateFormat ?? (await writing.formats()).order);
		const day = calendarDay(text, order);
		if (day !== undefined) return day;
	}
	throw valueError('INVALID_DATE', field.name, text, 'is not a date that coreBOS reads');
}

async function writtenDateTime(
	field: ModuleField,
	value: unknown,
	writing: Writing,
): Promise<string> {
	const text = dateText(value);
	if (text === '') return '';
	const moment = typeof text === 'string' ? await momentOfText(text, writing) : undefined;
	if (moment !== undefined) return moment;
	throw valueError('INVALID_DATE_TIME', field.name, text, 'is not a date with a time');
}

/**
 * The moment of a string, in UTC as the database writes it; undefined for other strings. A date in the
 * user's own order is one that the user wrote: its time is of the user's zone.
 */
export async function momentOfText(
	text: string,
	writing: Pick<Writing, 'formats' | 'times'>,
): Promise<string | undefined> {
	const isYearFirst = /^\s*\d{4}/.test(text);
	if (isYearFirst && writing.times !== 'user') return utcMoment(text, 'UTC');
	const hasZone = isYearFirst && utcMoment(text) !== undefined;
	if (hasZone) return utcMoment(text);
	const { zone, order } = await writing.formats();
	return utcMoment(text, zone, order);
}

function writtenTime({ name }: ModuleField, value: unknown): string {
	const text = dateText(value);
	if (text === '') return '';
	const time = typeof text === 'string' ? timeOfDay(text) : undefined;
	if (time !== undefined) return time;
	throw valueError('INVALID_TIME', name, text, 'is not a time of the day');
}
