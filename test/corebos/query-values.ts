import { columnDate, readDate, readDateTime } from './dates';
import type { FieldDescription } from './modules';
import { readNumber } from './numbers';
import type { UserFormat } from './user-format';

/** Whether a text ends in a backslash that is not doubled. */
export function endsInBackslash(inside: string): boolean {
	return /(?:^|[^\\])(?:\\\\)*\\$/.test(inside);
}

/** What MariaDB makes of the inside of a quoted text: backslashes escape, but for `\%` and `\_`. */
export function sqlText(inside: string): string {
	const undoubled = inside.replaceAll("''", "'");
	return undoubled.replace(/\\([\s\S])/g, (escape, sign: string) =>
		sign === '%' || sign === '_' ? escape : sign,
	);
}

/**
 * The same for the reader of extended queries: a quote is `\'`, a backslash itself, and a
 * doubled quote ends what `like` looks for. In a pattern `_` is itself, and the first sign of a
 * comparison gets spaces around it. Texts with double quotes are encoded before they are
 * compared, and find nothing.
 */
export function extendedText(inside: string, operator: string): string {
	const isPattern = operator.endsWith('like');
	if (isPattern) {
		const [read, ...rest] = inside.split("''");
		const pattern = `${read}${rest.length > 0 && inside.endsWith('%') ? '%' : ''}`;
		return pattern
			.replaceAll("\\'", "'")
			.replace(/([<>=!])/, ' $1 ')
			.replaceAll('_', String.raw`\_`);
	}
	return inside.replaceAll("\\'", "'").replaceAll('"', '&quot;');
}

/**
 * A value as the query generator reads it, of extended queries and of the searches of `upsert` and
 * `MassCreate`: money and dates as the user writes them, moments in the user's zone. Numbers of
 * other types are the database's (seen on a real coreBOS).
 */
export function extendedValue(
	field: FieldDescription | undefined,
	value: string,
	format: UserFormat,
): string {
	switch (field?.type.name) {
		case 'currency':
			return readNumber(value, field.uitype, format);
		case 'date':
			return readDate(value, format) || columnDate(value);
		case 'datetime':
			return value.includes(' ') ? readDateTime(value, format) : value;
		default:
			return value;
	}
}

/** `is null` of an extended query: nothing, the zero date, and numbers that are 0. */
export function isNull(field: FieldDescription | undefined, value: string): boolean {
	if (value === '' || value.startsWith('0000-00-00')) return field?.type.name !== 'boolean';
	const isNumber = ['currency', 'double', 'integer'].includes(field?.type.name ?? '');
	return isNumber && Number(value) === 0;
}

/** LIKE: `%` and `_` are wild, a backslash takes the next sign as it is. */
export function like(value: string, pattern: string): boolean {
	const source = [...pattern.matchAll(/\\([\s\S])|([\s\S])/gu)].map(([, escaped, sign]) => {
		if (escaped !== undefined) return literal(escaped);
		if (sign === '%') return '[\\s\\S]*';
		return sign === '_' ? '[\\s\\S]' : literal(sign);
	});
	return new RegExp(`^${source.join('')}$`, 'iu').test(value);
}

function literal(sign: string): string {
	return sign.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
