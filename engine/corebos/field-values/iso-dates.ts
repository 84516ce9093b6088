import { fieldKind, type ModuleField } from '../module-description';
import { calendarDay, utcMoment } from './dates';
import type { UserFormats } from './user-formats';

/** As the database writes it. Written as a user does, a moment has no seconds (recorded). */
const STORED = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/**
 * A record with its dates as `2026-01-31` and its moments as `2026-01-31T10:00:00Z`, which every
 * program reads the same way. Other values, and what is not a date, stay.
 *
 * @param record as coreBOS answers it: moments in UTC
 * @param fields the module's fields
 * @param formats how answers are written, where the install answers as its users write
 */
export function withIsoDates(
	record: Record<string, unknown>,
	fields: ModuleField[],
	formats?: UserFormats,
): Record<string, unknown> {
	const changes = fields.flatMap((field) => {
		const value = record[field.name];
		const iso = typeof value === 'string' ? isoDate(value, field, formats) : undefined;
		return iso === undefined ? [] : [[field.name, iso] as const];
	});
	return { ...record, ...Object.fromEntries(changes) };
}

/** Undefined: it is not a date, and not worth a change. */
function isoDate(
	value: string,
	field: ModuleField,
	formats: UserFormats | undefined,
): string | undefined {
	const kind = fieldKind(field);
	if (kind === 'date') return calendarDay(value, formats?.order) || undefined;
	if (kind !== 'datetime') return undefined;
	const zone = formats === undefined || STORED.test(value) ? 'UTC' : formats.zone;
	const moment = utcMoment(value, zone, formats?.order);
	return moment ? `${moment.replace(' ', 'T')}Z` : undefined;
}
