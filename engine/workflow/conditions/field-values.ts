import { isWebServiceId, recordNumberOf, VALUE_SEPARATOR } from '../../corebos';
import {
	decodeHtml,
	encodeHtml,
	bytesOfText,
	fromPlain,
	textOfBytes,
	isTruthy,
	toBytes,
	type Value,
} from '../../php';
import type { ConditionFieldKind } from './operations';

/**
 * A field as coreBOS's conditions see it: text, its entities decoded. n8n's own true and false
 * count as a check box, a list of texts as the choices of a multi-select list.
 *
 * @param value value of the item; undefined: the record has no such field
 */
export function fieldValue(value: unknown): Value {
	if (value === undefined || value === null) return null;
	if (typeof value === 'boolean') return value ? '1' : '0';
	if (Array.isArray(value)) return bytesOfText(value.map(String).join(VALUE_SEPARATOR));
	if (typeof value === 'string') return bytesOfText(decodeHtml(value));
	return toBytes(fromPlain(value));
}

/**
 * A value as the database of coreBOS holds it: plain numbers for records, entities for what is
 * no plain text.
 *
 * @param isReference whether the field leads to a record: an empty one is held as 0
 */
export function databaseValue(value: Value, isReference: boolean): Value {
	const text = value === null ? '' : toBytes(value);
	if (isWebServiceId(text)) return recordNumberOf(text);
	if (isReference && !isTruthy(text)) return '0';
	return bytesOfText(encodeHtml(textOfBytes(text), 'all'));
}

/** Fields that hold ids and are not references, whatever the module is. */
const NO_REFERENCES = ['id', 'assigned_user_id'];

/** What a field is by its name and value, where no install can be asked. */
export function guessedKind(name: string, value: Value): ConditionFieldKind {
	if (toBytes(value).includes(VALUE_SEPARATOR.trim())) return 'multipicklist';
	return isWebServiceId(value) && !NO_REFERENCES.includes(name) ? 'reference' : 'other';
}
