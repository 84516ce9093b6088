import { fieldKind, type ModuleField } from '../module-description';
import { calendarDay, dateText, momentInZone } from './dates';
import { flagOf, isMoney, isUserWritten } from './flags';
import { plainNumber, timesRate } from './numbers';
import type { UserFormats } from './user-formats';
import { valueError } from './value-error';
import { momentOfText } from './written-values';

/** How the user of a client writes; asked only where a value needs it. */
type AskFormats = () => Promise<UserFormats>;

/**
 * A value as coreBOS's query generator compares it: in extended queries, and where `upsert` and
 * `MassCreate` look for a record. It reads fields of type `currency` as the user of the session
 * writes them, those of uitype 71 in the user's currency, and moments in the user's time zone;
 * numbers of other types and dates it takes as the database has them (source: its
 * `QueryGenerator`, seen on a real coreBOS).
 *
 * @param value as the database has it, such as 1234.56 or `2026-01-31 10:00:00`
 */
export async function comparedValue(
	field: ModuleField,
	value: unknown,
	formats: AskFormats,
): Promise<unknown> {
	if (field.type === 'currency' && isUserWritten(field)) {
		const number = plainNumber(value);
		if (number === undefined || number === '') return value;
		const { decimal, rate } = await formats();
		return (isMoney(field) ? timesRate(number, rate) : number).replace('.', decimal);
	}
	if (fieldKind(field) !== 'datetime' || typeof value !== 'string') return value;
	return momentInZone(value, (await formats()).zone);
}

/**
 * The element of an `upsert` with the values that coreBOS looks for a record by as it compares
 * them. As the database has them, which the flags of their fields say, they are not found, and a
 * second record is made (seen on a real coreBOS).
 *
 * @param element as `writtenValues` gives it
 * @param searchOn names of the fields to look by
 */
export async function searchedElement(
	element: Record<string, unknown>,
	fields: ModuleField[],
	searchOn: string[],
	formats: AskFormats,
): Promise<Record<string, unknown>> {
	const searched = { ...element };
	for (const field of fields) {
		const { name } = field;
		if (!searchOn.includes(name) || element[flagOf(name)] === undefined) continue;
		const compared = await comparedValue(field, element[name], formats);
		if (compared === element[name]) continue;
		searched[name] = compared;
		delete searched[flagOf(name)];
	}
	return searched;
}

/** How the database writes dates, and dates with a time. */
const STORED = /^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2})?$/;
const DATE_LIKE = /^\s*\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:$|[\sT])/;

/**
 * Whether a value may be a date that the database writes in another form, or a day that the
 * calendar does not have.
 */
export function isOtherDate(value: unknown): boolean {
	const text = dateText(value);
	if (text !== value) return true;
	if (typeof text !== 'string' || !DATE_LIKE.test(text)) return false;
	return !STORED.test(text) || calendarDay(text) === undefined;
}

/**
 * A date, or a moment in UTC, as the database has it: `2026-01-31`, `2026-01-31 10:00:00`. A moment
 * without a zone is in UTC, unless it is in the order of the user, who then means the own zone; one
 * without a time is midnight.
 *
 * @returns the value of a field that holds no dates as it is given
 * @throws CoreBosError `INVALID_DATE` or `INVALID_DATE_TIME`
 */
export async function comparedDate(
	field: ModuleField,
	value: unknown,
	formats: AskFormats,
): Promise<unknown> {
	const kind = fieldKind(field);
	if (kind !== 'date' && kind !== 'datetime') return value;
	const text = dateText(value);
	if (typeof text !== 'string' || text.trim() === '') return value;
	const moment = kind === 'datetime' ? await momentOfText(text, { formats }) : undefined;
	if (moment !== undefined) return moment;
	const day = calendarDay(text, /^\s*\d{4}/.test(text) ? undefined : (await formats()).order);
	if (day === undefined) {
		const code = kind === 'date' ? 'INVALID_DATE' : 'INVALID_DATE_TIME';
		throw valueError(code, field.name, text, 'is not a date that coreBOS reads');
	}
	return kind === 'date' ? day : `${day} 00:00:00`;
}
