import {
	calendarDay,
	isFlag,
	isNumberField,
	isStoredAs,
	isStoredNumber,
	isYes,
	plainNumber,
	timeOfDay,
	utcMoment,
	VALUE_SEPARATOR,
	type UserFormats,
} from './field-values';
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

/** Set by every save: sending them along with the rest of a record means nothing. */
const ALWAYS_SET = new Set(['id', 'cbuuid', 'createdtime', 'modifiedtime', 'modifiedby']);
/** Members of a record with lines that are not fields, and the field that shows what became of them. */
const SHOWN_AS: Readonly<Record<string, string>> = {
	taxtype: 'hdnTaxType',
	shipping_handling_charge: 'hdnS_H_Amount',
	adjustment: 'txtAdjustment',
};
/** Members of an element that coreBOS reads, although no field tells of them afterwards. */
const NOT_SHOWN =
	/^(?:adjustmentType|discount_type_final|tax\d+_group_percentage|shtax\d+|relations|attachments|pdoInformation)$/;

/**
 * Compares what was sent with the record that came back. coreBOS empties references that lead
 * nowhere, keeps values that the picklist does not have, and ignores fields that it does not know:
 * all without a word (recorded). Values that mean the same are not a change: `1` and true, `12.5`
 * and `12.500000`, a record by its number alone. Numbers and times are compared exactly, as far as
 * the database holds them.
 *
 * @param sent the element; lists and objects in it (invoice lines, relations) are not compared
 * @param record the record that coreBOS answered
 * @param fields the module's fields; none: values are compared without knowing their types
 * @param formats how the answer is written, where the install answers as its users write;
 * default: as the database does
 * @returns the changes in the order of the element; none where all was saved as given
 */
export function silentChanges(
	sent: Record<string, unknown>,
	record: Record<string, unknown>,
	fields: ModuleField[] = [],
	formats?: UserFormats,
): SilentChange[] {
	const known = fieldsByName(fields);
	return Object.entries(sent).flatMap(([name, value]) => {
		if (ALWAYS_SET.has(name) || value === undefined || isCompound(value)) return [];
		if (isFlag(name) || (!known.has(name) && NOT_SHOWN.test(name))) return [];
		const shownAs = known.has(name) || record[name] !== undefined ? name : fieldOf(name);
		const field = known.get(shownAs);
		const text = asText(value);
		const answered = record[shownAs];
		if (answered === undefined) return ignored(name, text, field, fields.length > 0);
		if (isCompound(answered)) return [];
		const kept = asText(answered);
		// A log that coreBOS keeps itself, such as that of a ticket, came back with an entry more.
		if (isLog(field) && text !== '' && kept.startsWith(text)) return [];
		if (!isSame(text, kept, field, formats)) return [changed(name, text, kept, field)];
		return notOffered(name, text, kept, field);
	});
}

function isLog(field: ModuleField | undefined): boolean {
	return field?.type === 'text' && !field.editable;
}

/** By the fields of a description, which are the same for all records of a run. */
const byName = new WeakMap<ModuleField[], Map<string, ModuleField>>();

function fieldsByName(fields: ModuleField[]): Map<string, ModuleField> {
	const known = byName.get(fields) ?? new Map(fields.map((field) => [field.name, field]));
	byName.set(fields, known);
	return known;
}

/**
 * The same for an answer of which nobody knows yet how it is written: that is asked for where a
 * number or date seems to be another one.
 *
 * @param formatsOf of the install's answers, see `answerFormats`
 * @throws CoreBosError of that question
 */
export async function unsavedValues(
	sent: Record<string, unknown>,
	record: Record<string, unknown>,
	fields: ModuleField[],
	formatsOf: () => Promise<UserFormats | undefined>,
): Promise<SilentChange[]> {
	const changes = silentChanges(sent, record, fields);
	const isDoubtful = ({ field, kept }: SilentChange) => {
		const described = fieldsByName(fields).get(fieldOf(field));
		return kept !== undefined && kept !== '' && described !== undefined && isFormatted(described);
	};
	if (!changes.some(isDoubtful)) return changes;
	const formats = await formatsOf();
	return formats === undefined ? changes : silentChanges(sent, record, fields, formats);
}

/** Whether coreBOS may write a field's values as the user does. */
function isFormatted(field: ModuleField): boolean {
	return isNumberField(field) || ['date', 'datetime'].includes(fieldKind(field));
}

/** The field that shows what became of a member of an element. */
function fieldOf(member: string): string {
	return Object.hasOwn(SHOWN_AS, member) ? SHOWN_AS[member] : member;
}

/**
 * Says a change in one line: `unit_price: "abc" became "0.000000" (it is not a number)`. Of long
 * values it shows the part in which they differ.
 */
export function changeText({ field, sent, kept, reason }: SilentChange): string {
	const from = kept === undefined ? 0 : differAt(sent, kept);
	const became = kept === undefined || kept === sent ? '' : ` became "${part(kept, from)}"`;
	return `${field}: "${part(sent, from)}"${became} (${reason})`;
}

const LONGEST_SHOWN = 60;
/** Characters shown before the first one that differs. */
const BEFORE = 20;

function differAt(one: string, other: string): number {
	const end = Math.min(one.length, other.length);
	let place = 0;
	while (place < end && one[place] === other[place]) place++;
	return place;
}

function part(text: string, differs: number): string {
	const start = differs < LONGEST_SHOWN - 1 ? 0 : differs - BEFORE;
	const before = start > 0 ? '…' : '';
	const after = text.length > start + LONGEST_SHOWN ? '…' : '';
	return before + text.slice(start, start + LONGEST_SHOWN) + after;
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
		? 'the module has no such field, or hides it from the user of the credential'
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
	if (field?.editable === false)
		return 'coreBOS sets this field itself, or does not let this user change it';
	if (field?.type === 'reference' && kept === '') {
		const modules = field.refersTo.length > 0 ? ` of ${field.refersTo.join(' or ')}` : '';
		return `emptied: it is not an existing record${modules}`;
	}
	if (field !== undefined && isNumberField(field)) {
		const number = plainNumber(sent);
		if (number === undefined) return 'it is not a number';
		const isRounded = isStoredAs(number, kept) || kept === plainNumber(Math.round(Number(sent)));
		if (isRounded) return 'rounded';
	}
	if (field?.type === 'date' && kept === '') return 'emptied: it is not a date';
	if (kept === '') return 'emptied';
	if (sent.startsWith(kept)) return 'cut off';
	const isText = field !== undefined && fieldKind(field) === 'text';
	if (isText && sent !== '' && kept.startsWith(sent)) return 'coreBOS added to it';
	return 'coreBOS keeps another value';
}

/** coreBOS keeps a value that the picklist does not have: lists and filters will not know it. */
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

function isSame(
	sent: string,
	kept: string,
	field: ModuleField | undefined,
	formats: UserFormats | undefined,
): boolean {
	if (field !== undefined && isNumberField(field))
		return isStoredNumber(sent, kept, field, formats);
	if (sent === kept) return true;
	switch (field && fieldKind(field)) {
		case 'boolean':
			return isYes(sent) === isYes(kept);
		case 'date':
			return isEqual(calendarDay(sent), calendarDay(kept, formats?.order));
		case 'datetime':
			return isSameMoment(sent, kept, formats);
		case 'time':
			return isEqual(timeOfDay(sent), timeOfDay(kept));
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
	const bothNumbers = sent !== '' && kept !== '' && plainNumber(kept) !== undefined;
	return (bothNumbers && isStoredNumber(sent, kept)) || isSameRecord(sent, kept);
}

/** Both are something, and the same. */
function isEqual(one: string | undefined, other: string | undefined): boolean {
	return one !== undefined && one === other;
}

/** Where coreBOS answers as its users write, it leaves the seconds out. */
function isSameMoment(sent: string, kept: string, formats: UserFormats | undefined): boolean {
	const one = utcMoment(sent, 'UTC');
	if (formats === undefined) return isEqual(one, utcMoment(kept, 'UTC'));
	const other = utcMoment(kept, formats.zone, formats.order);
	return isEqual(one?.slice(0, -3), other?.slice(0, -3));
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
		.split(VALUE_SEPARATOR.trim())
		.map((value) => value.trim())
		.sort();
}
