import { bytesOfText, PhpArray, textOfBytes, toBytes, trimEnd, type Value } from '../../php';
import { postProcess } from '../../expression';
import { inField, MapError } from '../map-error';
import type { ValueScope } from './value-scope';
import type { MapField, OrgfieldSource, RelatedSource } from '../model/types';
import { knownValues } from '../model/directives';
import { relatedValue, sourceValue } from './sources';
import { typedText, typedValue } from './typed-values';

/**
 * The values of a map's fields, by name. A later field of a name replaces the value of
 * an earlier one at its place.
 */
export async function fieldValues(
	scope: ValueScope,
	fields: MapField[],
): Promise<Map<string, Value>> {
	const values = new Map<string, Value>();
	for (const field of scope.native ? fields : asCoreBosReads(scope, fields)) {
		const value = await fieldValue(scope, field);
		if (value !== undefined) values.set(field.name, value);
	}
	return values;
}

/**
 * coreBOS reads no Orgfield of a field whose first Orgfield is empty; a field without a delimiter
 * gets that of an earlier field with its name.
 */
function asCoreBosReads(scope: ValueScope, fields: MapField[]): MapField[] {
	const delimiters = new Map<string, string>();
	return fields.map((field) => {
		const read = withoutEmptySources(scope, field);
		if (read.sources.length === 0) return read;
		const delimiter = read.delimiter ?? delimiters.get(read.name);
		if (delimiter === undefined) return read;
		delimiters.set(read.name, delimiter);
		return { ...read, delimiter };
	});
}

function withoutEmptySources(scope: ValueScope, field: MapField): MapField {
	const first = field.sources.find((source) => source.kind !== 'related');
	const isEmpty = first?.layout?.items.length === 0 && first.text === '';
	if (!isEmpty) return field;
	scope.warn(
		`The first Orgfield of field "${field.name}" is empty, so coreBOS reads none of them. Remove the element`,
	);
	return { ...field, sources: field.sources.filter((source) => source.kind === 'related') };
}

/** @returns undefined for a field without sources and without literal, which is not sent */
async function fieldValue(scope: ValueScope, field: MapField): Promise<Value | undefined> {
	const sources = field.sources.filter((source) => source.kind !== 'related');
	if (sources.length > 0) return joined(scope, field, sources);
	const related = field.sources.filter((source) => source.kind === 'related');
	if (related.length > 0) return lastRelated(scope, field, related);
	if (scope.native && field.typed !== undefined) return typedValue(field.typed);
	return field.value === undefined ? undefined : typedValue(field.value);
}

/** Only the last Relfield counts; coreBOS trims by the first one's delimiter, which joins nothing. */
async function lastRelated(
	scope: ValueScope,
	field: MapField,
	related: RelatedSource[],
): Promise<Value> {
	const value = await relatedValue(scope, field, related[related.length - 1]);
	return scope.native ? value : trimmed(scope, value, related[0].delimiter ?? '');
}

async function joined(
	scope: ValueScope,
	field: MapField,
	sources: OrgfieldSource[],
): Promise<Value> {
	const delimiter = field.delimiter ?? '';
	const bytes = bytesOfText(delimiter);
	const only = scope.native && sources.length === 1;
	let value: Value = '';
	for (const source of sources) {
		const piece = await sourceValue(scope, field, source);
		if (piece instanceof PhpArray) value = value instanceof PhpArray ? merged(value, piece) : piece;
		else if (only) value = piece;
		else value = appended(field, value, pieceText(scope, piece) + bytes);
		value = processed(scope, field, source, value);
	}
	return only ? value : trimmed(scope, value, delimiter);
}

function pieceText(scope: ValueScope, piece: Value): string {
	return scope.native ? typedText(piece) : toBytes(piece);
}

function appended(field: MapField, value: Value, bytes: string): Value {
	if (value instanceof PhpArray) {
		throw new MapError(`Field "${field.name}" of the map joins a list and text`, {
			element: 'Orgfields',
			field: field.name,
			advice: 'Convert the list to text with jsonEncode or implode, or remove the text',
		});
	}
	return toBytes(value) + bytes;
}

/** PHP's array_merge: elements of lists follow each other, members of a name are replaced. */
function merged(first: PhpArray, second: PhpArray): PhpArray {
	const result = new PhpArray();
	for (const [key, value] of [...first.entries(), ...second.entries()]) {
		if (/^-?\d+$/.test(key)) result.push(value);
		else result.set(key, value);
	}
	return result;
}

function processed(
	scope: ValueScope,
	field: MapField,
	source: OrgfieldSource,
	value: Value,
): Value {
	const name = source.postProcess;
	if (name === undefined || name === '') return value;
	try {
		const result = postProcess(name, value);
		if (result !== undefined) return result;
	} catch (error) {
		throw inField(error, field.name, 'postProcess');
	}
	scope.warn(
		`postProcess "${name}" of field "${field.name}" has no effect. It must be one of ${knownValues('postProcess').join(', ')}`,
	);
	return value;
}

/**
 * Takes the delimiter off the end: in coreBOS every character of it and as often as it
 * is there, natively the one that was put there.
 */
function trimmed(scope: ValueScope, value: Value, delimiter: string): Value {
	if (typeof value !== 'string' || delimiter === '') return value;
	if (!scope.native) return trimEnd(value, bytesOfText(delimiter));
	const text = textOfBytes(value);
	return text.endsWith(delimiter) ? bytesOfText(text.slice(0, -delimiter.length)) : value;
}
