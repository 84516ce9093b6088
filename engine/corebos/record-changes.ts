import { fieldKind, type ModuleField } from './module-description';
import { isCbuuid, parseWebServiceId } from './record-id';

/** A value that coreBOS did not save as it was given. */
export interface SilentChange {
	field: string;
	/** The value that was sent, as text. */
	sent: string;
	/** The value that the record has now; undefined where it has no such field. */
	kept: string | undefined;
	/** What happened, in words. */
	reason: string;
}

/** What separates the values of a multi-select picklist in coreBOS. */
const VALUE_SEPARATOR = ' |##| ';
/** Set anew by every save: sending them along with the rest of a record means nothing. */
const ALWAYS_SET = new Set(['id', 'cbuuid', 'modifiedtime', 'modifiedby']);
/** Zones differ by at most so many minutes, and by quarters of an hour. */
const MOST_ZONE_MINUTES = 14 * 60;

/**
 * Compares what was sent with the record that came back. coreBOS empties references that lead
 * nowhere, makes 0 of numbers that are none, empties dates, keeps picklist values that the
 * picklist does not have, and ignores fields that it does not know: all without a word
 * (recorded). Values that mean the same are no change: `1` and true, `12.5` and `12.500000`,
 * a date in another order, a record by its number alone.
 *
 * @param sent the element; lists and objects in it (invoice lines, relations) are not compared
 * @param record the record that coreBOS answered
 * @param fields the module's fields; none: values are compared without knowing their types
 * @returns the changes in the order of the element; none where all was saved as given
 */
export function silentChanges(
	sent: Record<string, unknown>,
	record: Record<string, unknown>,
	fields: ModuleField[] = [],
): SilentChange[] {
	const known = new Map(fields.map((field) => [field.name, field]));
	return Object.entries(sent).flatMap(([name, value]) => {
		if (ALWAYS_SET.has(name) || value === undefined || isCompound(value)) return [];
		const field = known.get(name);
		const text = asText(value);
		if (record[name] === undefined) return ignored(name, text, field, fields.length > 0);
		if (isCompound(record[name])) return [];
		const kept = asText(record[name]);
		if (!isSame(text, kept, field)) return [changed(name, text, kept, field)];
		return notOffered(name, text, kept, field);
	});
}

/** Says a change in one line: `unit_price: "abc" became "0.000000"`. */
export function changeText({ field, sent, kept, reason }: SilentChange): string {
	const became = kept === undefined ? '' : ` became "${shortened(kept)}"`;
	return `${field}: "${shortened(sent)}"${became} (${reason})`;
}

const LONGEST_SHOWN = 60;

function shortened(text: string): string {
	return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

function isCompound(value: unknown): boolean {
	return typeof value === 'object' && value !== null;
}

/** Booleans as coreBOS writes them; null is empty. */
function asText(value: unknown): string {
	if (typeof value === 'boolean') return value ? '1' : '0';
	return String(value ?? '')
		.replace(/\r\n?/g, '\n')
		.trim();
}

/** A field that the module has, but not in its answers (a password), cannot be compared. */
function ignored(
	name: string,
	sent: string,
	field: ModuleField | undefined,
	isDescribed: boolean,
): SilentChange[] {
	if (field !== undefined) return [];
	const reason = isDescribed
		? 'the module has no such field, so the value was ignored'
		: 'the answer has no such field';
	return [{ field: name, sent, kept: undefined, reason }];
}

function changed(
	name: string,
	sent: string,
	kept: string,
	field: ModuleField | undefined,
): SilentChange {
	return { field: name, sent, kept, reason: reasonFor(sent, kept, field) };
}

function reasonFor(sent: string, kept: string, field: ModuleField | undefined): string {
	if (field?.editable === false) return 'coreBOS sets this field itself';
	if (field?.type === 'reference' && kept === '') {
		const modules = field.refersTo.length > 0 ? ` of ${field.refersTo.join(' or ')}` : '';
		return `emptied: it is no existing record${modules}`;
	}
	const isNumeric = field !== undefined && fieldKind(field) === 'number';
	if (isNumeric && sent !== '' && !isNumber(sent)) return 'it is no number';
	if (field?.type === 'date' && kept === '') return 'emptied: it is no date';
	if (kept === '') return 'emptied';
	if (kept !== '' && sent.startsWith(kept)) return 'cut off';
	return 'coreBOS keeps another value';
}

/** coreBOS keeps a picklist value that is none: lists and filters will not know it. */
function notOffered(
	name: string,
	sent: string,
	kept: string,
	field: ModuleField | undefined,
): SilentChange[] {
	if (field === undefined || sent === '' || field.values.length === 0) return [];
	if (field.type !== 'picklist' && field.type !== 'multipicklist') return [];
	const offered = new Set(field.values.map(({ value }) => value));
	const strange = sent.split(VALUE_SEPARATOR).filter((value) => !offered.has(value));
	if (strange.length === 0) return [];
	return [{ field: name, sent, kept, reason: 'the picklist has no such value' }];
}

function isSame(sent: string, kept: string, field: ModuleField | undefined): boolean {
	if (sent === kept) return true;
	switch (field && fieldKind(field)) {
		case 'number':
			return isSameNumber(sent, kept);
		case 'boolean':
			return isTrue(sent) === isTrue(kept);
		case 'date':
			return isSameDate(sent, kept);
		case 'datetime':
			return isSameMoment(sent, kept);
		case 'time':
			return minutesOfDay(sent) !== undefined && minutesOfDay(sent) === minutesOfDay(kept);
		case 'reference':
		case 'owner':
			return isSameRecord(sent, kept);
		case 'multipicklist':
			return valuesOf(sent).join() === valuesOf(kept).join();
		case undefined:
			return isSameUntyped(sent, kept);
		default:
			return false;
	}
}

/** Without a description, a number is known by being one on both sides. */
function isSameUntyped(sent: string, kept: string): boolean {
	const bothNumbers = isNumber(sent) && isNumber(kept);
	return (bothNumbers && Number(sent) === Number(kept)) || isSameRecord(sent, kept);
}

function isNumber(text: string): boolean {
	return numbersIn(text).length > 0;
}

/** A number field that is emptied holds 0 afterwards: that is how coreBOS keeps "no number". */
function isSameNumber(sent: string, kept: string): boolean {
	if (sent === '') return Number(kept) === 0;
	return kept !== '' && numbersIn(sent).includes(Number(kept));
}

/** What a text may mean as a number, with a point or a comma before the decimals. */
function numbersIn(text: string): number[] {
	const plain = text.replace(/[\s']/g, '');
	const readings = [plain, plain.replace(/,/g, ''), plain.replace(/\./g, '').replace(',', '.')];
	return readings.filter((one) => one !== '' && Number.isFinite(Number(one))).map(Number);
}

function isTrue(text: string): boolean {
	return ['1', 'on', 'yes', 'true'].includes(text.toLowerCase());
}

/** Year, month and day in any of the orders that coreBOS lets users choose. */
function isSameDate(sent: string, kept: string): boolean {
	const given = numbersOf(sent).slice(0, 3);
	const [year, month, day] = numbersOf(kept);
	if (given.length < 3 || day === undefined) return false;
	const orders = [
		[year, month, day],
		[day, month, year],
		[month, day, year],
	];
	return orders.some((order) => order.every((number, index) => number === given[index]));
}

function isSameMoment(sent: string, kept: string): boolean {
	const [one, other] = [minutesOf(sent), minutesOf(kept)];
	if (one === undefined || other === undefined) return false;
	const apart = Math.abs(one - other);
	return apart <= MOST_ZONE_MINUTES && apart % 15 === 0;
}

/** Minutes since 1970 of a date and time, without regard to its zone. */
function minutesOf(text: string): number | undefined {
	const [year, month, day, hour = 0, minute = 0] = numbersOf(text);
	if (day === undefined || year < 1000) return undefined;
	return Date.UTC(year, month - 1, day, hour, minute) / 60_000;
}

function minutesOfDay(text: string): number | undefined {
	const [hour, minute] = numbersOf(text);
	if (minute === undefined) return undefined;
	const isAfternoon = /pm$/i.test(text) && hour < 12;
	const isMidnight = /am$/i.test(text) && hour === 12;
	return (hour + (isAfternoon ? 12 : 0) - (isMidnight ? 12 : 0)) * 60 + minute;
}

function numbersOf(text: string): number[] {
	return (text.match(/\d+/g) ?? []).map(Number);
}

/**
 * A record by its number alone is the record; one by its cbuuid or by a search is, as long as
 * coreBOS found any.
 */
function isSameRecord(sent: string, kept: string): boolean {
	const id = parseWebServiceId(kept);
	if (id === undefined) return sent === '0' && kept === '';
	return id.number === sent || isCbuuid(sent) || sent.includes('::::');
}

function valuesOf(text: string): string[] {
	return text
		.split('|##|')
		.map((value) => value.trim())
		.sort();
}
