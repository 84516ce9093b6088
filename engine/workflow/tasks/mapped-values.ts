import { fieldKind, isWebServiceId, recordNumberOf } from '../../corebos';
import { decodeHtml, fromPlain, isNumeric, PhpArray, toText } from '../../php';
import { BOOLEAN } from '../conditions/operations';
import type { FieldMapping } from '../model';
import type { FieldFacts } from '../module-fields';
import { WorkflowError } from '../workflow-error';
import { ownerOf } from './owners';
import { storedDate, storedMoment, today } from './stored-dates';
import { evaluate, fieldOf, type TaskRun } from './task-run';

/** `$(link : (Module) field)`, which coreBOS evaluates as an expression. */
const LINKED_FIELD = /\((\w+) : \(([_\w]+)\) (.+)\)/;
const LINE_BREAK = /<br(?:\s+)?\/?>/gi;
/** Fields of several lines, in which a tag breaks the line. */
const TEXT_AREAS = ['19', '20', '21'];

/**
 * The value that a row of a mapping gives a field, as coreBOS's tasks set it.
 *
 * @param row the row; its value is read on the record of the run
 * @param target what the field is that gets the value; undefined: it is not known
 * @param current the field's value before: an unknown owner leaves it as it is
 * @returns the value as the web service takes it: records by their ids, check boxes as 1 and 0
 * @throws ExpressionError for an expression that cannot be read; WorkflowError for a date that
 * cannot be read and for an owner where no install can be asked; whatever the client throws
 */
export async function mappedValue(
	run: TaskRun,
	row: FieldMapping,
	target: FieldFacts | undefined,
	current: unknown,
): Promise<string> {
	const text = await rawValue(run, row, target);
	const known = { target, current };
	const isId = isWebServiceId(text) && readsField(row) && !isTyped(row, known);
	return await valueInField(run, row, isId ? recordNumberOf(text) : text, known);
}

/** A field, by its name or by the row that names it. */
type Named = Pick<FieldMapping, 'fieldname' | 'fldrelname'>;

/** What is known of a field: what it is, and its value before. */
interface KnownField {
	target: FieldFacts | undefined;
	current: unknown;
}

/** Whether a field holds a record, an owner or a date. */
function isTyped(field: Named, { target, current }: KnownField): boolean {
	const isDate = target?.uitype === DATE_AND_TIME || target?.type === 'date';
	return isDate || isOwner(field, target) || isReference(target, current);
}

/**
 * What a field holds after it is set to a string, however that was made.
 *
 * @throws as mappedValue
 */
export async function valueInField(
	run: TaskRun,
	field: Named,
	text: string,
	{ target, current }: KnownField,
): Promise<string> {
	if (target?.uitype === DATE_AND_TIME) return storedMoment(run, field.fieldname, text);
	if (target?.type === 'date') return await storedDate(run, field.fieldname, text);
	if (isOwner(field, target)) return await ownerValue(run, text, target, current);
	return isReference(target, current) ? text : storedText(text, target);
}

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/;
/** What a check box holds, and nothing, which leaves it as the install has it. */
const CHECK_BOX = ['', '0', '1', 'on'];

/**
 * What the database of coreBOS makes of a string: for a number what is at its beginning (observed:
 * `2,500.50` is 2, no number is 0), of a check box that is neither 1 nor 0, a 0.
 */
function storedText(text: string, target: FieldFacts | undefined): string {
	const kind = target && fieldKind(target);
	if (kind === 'number' && !isNumeric(text)) return NUMBER.exec(text)?.[0] ?? '0';
	return kind === 'boolean' && !CHECK_BOX.includes(text) ? '0' : text;
}

/** How coreBOS edits a date and time that people enter. */
const DATE_AND_TIME = '50';

/**
 * The value that a row of an update writes: there an empty *Text* sets a date to today, and a date
 * alone is midnight, while the task that creates records leaves the date empty and takes the hour
 * at which its user's day begins.
 *
 * @throws as mappedValue
 */
export async function writtenValue(
	run: TaskRun,
	row: FieldMapping,
	target: FieldFacts | undefined,
	current: unknown,
): Promise<string> {
	const isEmptyText = row.valuetype === 'rawtext' && ['', '0'].includes(row.value.trim());
	if (target?.type === 'date' && isEmptyText) return await today(run);
	const value = await mappedValue(run, row, target, current);
	const isDateAlone = target?.uitype === DATE_AND_TIME && /^\d{4}-\d{2}-\d{2}$/.test(value);
	return isDateAlone ? `${value} 00:00:00` : value;
}

/** What is read from a field of the record, and not worked out. */
function readsField({ valuetype, value }: FieldMapping): boolean {
	return valuetype === 'fieldname' && !LINKED_FIELD.test(value);
}

function isOwner({ fieldname, fldrelname }: Named, target: FieldFacts | undefined): boolean {
	if (target !== undefined) return target.type === 'owner';
	return (fldrelname ?? fieldname) === 'assigned_user_id';
}

function isReference(target: FieldFacts | undefined, current: unknown): boolean {
	if (target !== undefined) return target.type === 'reference';
	return isWebServiceId(current);
}

/** As text; a record by its web service id where that is known. */
async function rawValue(
	run: TaskRun,
	row: FieldMapping,
	target: FieldFacts | undefined,
): Promise<string> {
	const value = row.value.trim();
	if (readsField(row)) return plainField(run, value);
	if (row.valuetype === 'rawtext') return rawText(value, target);
	const expression = value.replace(LINE_BREAK, ' ').trim();
	if (expression === '') return '';
	const result = await evaluate(run, expression);
	if (result instanceof PhpArray) throw listInField(row.fieldname);
	return result === false ? '0' : asRead(toText(result));
}

/** PHP fails on a list instead of a string. */
function listInField(field: string): WorkflowError {
	return new WorkflowError(`The value for the field "${field}" is a list`, {
		description: 'Take one of its values, or join them with implode.',
	});
}

/** coreBOS stores a string as it is and decodes its HTML entities whenever it reads it. */
function asRead(text: string): string {
	return decodeHtml(text);
}

/** A stored value: `record_id` is the number of the record itself, and there is no `id`. */
function plainField(run: TaskRun, name: string): string {
	const { recordId = '' } = run.environment;
	if (name === 'record_id') return recordNumberOf(recordId);
	if (name === 'id') return '';
	const value = fieldOf(run, name);
	return value === undefined || value === null ? '' : toText(fromPlain(value));
}

function rawText(value: string, target: FieldFacts | undefined): string {
	const checkBox = BOOLEAN.exec(value);
	if (checkBox !== null) return checkBox[1] === 'true' ? '1' : '0';
	if (target === undefined) return asRead(value);
	return asRead(TEXT_AREAS.includes(target.uitype) ? value.replace(/<br ?\/?>/gi, '\n') : value);
}

async function ownerValue(
	run: TaskRun,
	text: string,
	target: FieldFacts | undefined,
	current: unknown,
): Promise<string> {
	if (isWebServiceId(text)) return text;
	if (isNumeric(text)) {
		const owner = target?.values.find(({ value }) => recordNumberOf(value) === text);
		return owner?.value ?? text;
	}
	const kept = typeof current === 'string' ? current : '';
	return (await ownerOf(run, text)) ?? kept;
}
