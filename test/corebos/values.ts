import {
	columnDate,
	columnDateTime,
	columnTime,
	readDate,
	readDateTime,
	shownDate,
	shownMoment,
} from './dates';
import type { Flags } from './flags';
import type { Install } from './install';
import type { FieldDescription, KeptModule } from './modules';
import { columnNumber, isShownValue, readNumber, shownNumber, type ColumnSize } from './numbers';
import { accessDenied, PhpDeath, Refusal } from './refusal';
import type { UserFormat } from './user-format';

/** How the values of an element are to be read. */
export interface Reading {
	format: UserFormat;
	flags: Flags;
}

/**
 * What a value becomes in the database: read as the user writes it, unless a flag says that it
 * is the database's own, and then cut to its column. Nothing of it is refused.
 *
 * @param given what came
 * @returns the text that the database holds
 */
export function storedValue(
	install: Install,
	module: KeptModule,
	field: FieldDescription,
	given: unknown,
	{ format, flags }: Reading,
): string {
	// The blank between groups of digits is not a blank to be cut off.
	const text = module.name === 'Users' ? String(given ?? '') : textOf(field, given);
	const isRaw = flags.of(field.name);
	switch (field.type.name) {
		case 'currency':
		case 'double':
		case 'integer':
			return columnNumber(
				isRaw ? text : readNumber(text, field.uitype, format),
				sizeOf(module, field),
			);
		case 'boolean':
			return /^(1|on)$/i.test(text) ? '1' : '0';
		case 'date':
			if (text === '') return '';
			return isRaw ? columnDate(text) : readDate(text, format);
		case 'datetime':
			if (text === '' || field.uitype !== '50') return text;
			return isRaw ? columnDateTime(text) : readDateTime(text, format);
		case 'time':
			return text === '' ? '' : columnTime(text);
		case 'reference':
			return reference(install, field, text);
		case 'owner':
			// A name is looked up as a record, and found nowhere.
			if (text !== '' && !/^\d+x\d+$/.test(text)) throw accessDenied(' for id: 0');
			return text;
		case 'email':
			return cut(module, field, text.replaceAll(/\s/g, ''));
		default:
			return cut(module, field, withoutAstral(text));
	}
}

/** The database cuts a text to its column, without a word. */
function cut({ lengths }: KeptModule, field: FieldDescription, text: string): string {
	return text.slice(0, lengths?.[field.name]);
}

/** The database is utf8mb3: a sign of four bytes becomes four question marks. */
function withoutAstral(text: string): string {
	return text.replace(/[\u{10000}-\u{10ffff}]/gu, '????');
}

/** What a record that is made without a field holds in it: dates are today's, times are now. */
export function unsetValue(
	install: Install,
	module: KeptModule,
	field: FieldDescription,
	{ format, flags }: Reading,
): string {
	const unset = module.unset?.[field.name] ?? '';
	// coreBOS fills today in as the user writes it, and a flag keeps it from being read so.
	if (unset === 'today') {
		return flags.of(field.name)
			? columnDate(shownDate(install.today(), format.date))
			: install.today();
	}
	if (unset === 'now') {
		const now = install.timeText();
		return flags.of(field.name) ? columnDateTime(shownMoment(now, format)) : now;
	}
	return unset;
}

/**
 * What a change makes of a field that it does not name: coreBOS reads the record as the user
 * sees it and saves all of it. Datetimes lose their seconds, money may drift with the rate, and
 * `__cbws_skipcurdbconvall` stores what the user sees as if it were the database's own.
 */
export function untouchedValue(
	module: KeptModule,
	field: FieldDescription,
	stored: string,
	{ format, flags }: Reading,
): string {
	if (COMPUTED.test(field.name) || stored === '') return stored;
	switch (field.type.name) {
		case 'currency':
		case 'double':
		case 'integer': {
			const shown = shownNumber(stored, field.uitype, format);
			const text = flags.all ? shown : readNumber(shown, field.uitype, format);
			return columnNumber(text, sizeOf(module, field));
		}
		case 'date':
			if (!flags.all || stored === '') return stored;
			return columnDate(shownDate(stored, format.date));
		case 'datetime':
			if (field.uitype !== '50' || stored === '') return stored;
			if (flags.all) return columnDateTime(shownMoment(stored, format));
			return stored.replace(/:\d{2}$/, ':00');
		default:
			return stored;
	}
}

/** What a change makes of a field that it names. */
export function changedValue(
	install: Install,
	module: KeptModule,
	field: FieldDescription,
	given: unknown,
	stored: string,
	reading: Reading,
): string {
	// `0` is not a reference to a record, and only a create takes it for none.
	if (field.type.name === 'reference' && String(given) === '0') throw accessDenied(' for id: 0');
	const value = storedValue(install, module, field, given, reading);
	if (field.type.name === 'multipicklist') return merged(stored, value);
	if (!isNumber(field) || reading.flags.of(field.name)) return value;
	const sent = readNumber(textOf(field, given), field.uitype, reading.format);
	return isShownValue(sent, stored, field.uitype, reading.format) ? stored : value;
}

/** A change adds values to a multipicklist, it takes none away (recorded). */
function merged(stored: string, value: string): string {
	const kept = stored === '' ? [] : stored.split(' |##| ');
	const added = value.split(' |##| ').filter((one) => one !== '' && !kept.includes(one));
	return [...kept, ...added].join(' |##| ');
}

/** Totals that coreBOS works out itself, after it has saved. */
const COMPUTED = /^(?:pl|sum)_/;

export function isNumber(field: FieldDescription): boolean {
	return ['currency', 'double', 'integer'].includes(field.type.name);
}

const INTEGER_DIGITS = 10;

/** The column has as many decimals as its unset value shows, unless the module tells its size. */
export function sizeOf(module: KeptModule, field: FieldDescription): ColumnSize {
	const size = module.sizes?.[field.name];
	if (size !== undefined) return { digits: size[0], decimals: size[1] };
	if (field.type.name === 'integer') return { digits: INTEGER_DIGITS, decimals: 0 };
	const unset = module.unset?.[field.name] ?? '';
	return { digits: 25, decimals: unset.split('.')[1]?.length ?? 6 };
}

function textOf(field: FieldDescription, given: unknown): string {
	if (given === null || given === undefined) return '';
	if (typeof given === 'boolean') return given ? '1' : '';
	if (typeof given === 'string') return field.type.name === 'string' ? given.trim() : given;
	if (Array.isArray(given) && field.type.name === 'multipicklist') {
		throw new PhpDeath('a multipicklist is not text');
	}
	return typeof given === 'object' ? JSON.stringify(given) : String(given);
}

/**
 * A reference to a record that does not exist is emptied, one to another module refused.
 */
function reference(install: Install, field: FieldDescription, text: string): string {
	if (text === '' || text === '0') return '';
	const parts = /^(\d+)x(\d+)$/.exec(text);
	const id = parts === null ? install.webServiceId(text) : text;
	const module = install.moduleOfPrefix(id.split('x')[0]);
	if (module === undefined) throw accessDenied(` for id: ${id.split('x')[0]}`);
	if (field.type.refersTo !== undefined && !field.type.refersTo.includes(module.name)) {
		throw new Refusal('REFERENCE_INVALID', `Invalid reference specified for ${field.name}`);
	}
	return install.find(id) === undefined ? '' : id;
}
