import { bytesOfText, PhpArray, textOfBytes, toBytes, trimEnd, type Value } from '../../php';
import { postProcess } from '../../expression';
import { inField, MapError } from '../map-error';
import type { ValueScope } from './value-scope';
import { perMap } from '../model/unchanged-maps';
import type { MapField, OrgfieldSource, RelatedSource, WebServiceMap } from '../model/types';
import { knownValues } from '../model/directives';
import { relatedValue, sourceValue } from './sources';
import { typedText, typedValue } from './typed-values';

/**
 * The values of a map's fields, by name. A later field of a name replaces the value of
 * an earlier one at its place.
 */
export async function fieldValues(
	scope: ValueScope,
	map: WebServiceMap,
): Promise<Map<string, Value>> {
	const values = new Map<string, Value>();
	const { fields, warnings } = readFields(map, scope.native);
	warnings.forEach(scope.warn);
	for (const field of fields) {
		const value = await fieldValue(scope, field);
		if (value !== undefined) values.set(field.name, value);
	}
	return values;
}

/** The fields as they are read, and what the user should know of that. */
interface ReadFields {
	fields: MapField[];
	warnings: string[];
}

const readFields = perMap(
	({ fields }, native): ReadFields => (native ? { fields, warnings: [] } : asCoreBosReads(fields)),
);

/**
 * The fields as coreBOS reads them: one for each name, at the place of the first. Of several fields
 * of a name the last Orgfields, the last Relfield, the last delimiter and the last literal count.
 */
function asCoreBosReads(fields: MapField[]): ReadFields {
	const warnings: string[] = [];
	const byName = new Map<string, MapField>();
	for (const field of fields) {
		const hasEmpty = beginsWithEmptySource(field);
		if (hasEmpty) {
			warnings.push(
				`The first Orgfield of field "${field.name}" is empty, so coreBOS reads none of them. Remove the element`,
			);
		}
		const read = sourcesThatCount(hasEmpty ? { ...field, sources: relatedOf(field) } : field);
		// Without sources and literal a field is not there; it takes no place.
		if (read.sources.length === 0 && read.value === undefined) continue;
		const earlier = byName.get(read.name);
		byName.set(read.name, earlier === undefined ? read : besideEarlier(earlier, read));
	}
	return { fields: [...byName.values()], warnings };
}

/** Orgfields suppress the Relfields of their field, whose delimiter is then not read. */
function sourcesThatCount(field: MapField): MapField {
	const related = relatedOf(field);
	if (related.length === 0 || orgfieldsOf(field).length > 0) {
		return { ...field, sources: orgfieldsOf(field) };
	}
	const delimiter = related[0].delimiter;
	return { ...field, sources: related.slice(-1), delimiter };
}

function besideEarlier(earlier: MapField, later: MapField): MapField {
	const [related, orgfields] = [relatedOf, orgfieldsOf].map((sourcesOf) => {
		const own = sourcesOf(later);
		return own.length > 0 ? own : sourcesOf(earlier);
	});
	return {
		...later,
		sources: [...related, ...orgfields],
		delimiter: later.delimiter ?? earlier.delimiter,
		value: later.value ?? earlier.value,
	};
}

function orgfieldsOf({ sources }: MapField): OrgfieldSource[] {
	return sources.filter((source) => source.kind !== 'related');
}

function relatedOf({ sources }: MapField): RelatedSource[] {
	return sources.filter((source) => source.kind === 'related');
}

function beginsWithEmptySource({ sources }: MapField): boolean {
	const first = sources.find((source) => source.kind !== 'related');
	return first?.layout?.items.length === 0 && first.text === '';
}

/** @returns undefined for a field without sources and without literal, which is not sent */
async function fieldValue(scope: ValueScope, field: MapField): Promise<Value | undefined> {
	const [orgfields, related] = [orgfieldsOf(field), relatedOf(field)];
	const last = related.at(-1);
	if (orgfields.length > 0 && scope.native) return joined(scope, field, orgfields, '');
	if (last !== undefined) {
		// Of two fields of a name coreBOS puts the Orgfields right after the Relfield.
		const value = await relatedValue(scope, field, last);
		return scope.native ? value : joined(scope, field, orgfields, value);
	}
	if (orgfields.length > 0) return joined(scope, field, orgfields, '');
	if (scope.native && field.typed !== undefined) return typedValue(field.typed);
	return field.value === undefined ? undefined : typedValue(field.value);
}

async function joined(
	scope: ValueScope,
	field: MapField,
	sources: OrgfieldSource[],
	start: Value,
): Promise<Value> {
	const delimiter = field.delimiter ?? '';
	const bytes = bytesOfText(delimiter);
	const only = scope.native && sources.length === 1;
	let value = start;
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
