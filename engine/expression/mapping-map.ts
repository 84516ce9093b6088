import { asRecord } from '../is-record';
import { isRecordNumber, isWebServiceId, quoteText } from '../corebos';
import { clientFor, recordsOf } from './corebos-queries';
import { ExpressionError } from './expression-error';
import { walkPath } from './functions/context';
import {
	bytesOfText,
	fromPlain,
	isTruthy,
	PhpArray,
	textOfBytes,
	toBytes,
	toPlain,
	trimEnd,
	type Value,
} from '../php';
import { postProcess } from './post-process';
import { recordLookup } from './record-lookup';
import type { Run } from './run';
import { readXml, textOf, XmlError, type XmlElement } from '../xml';

/** One source of a target field. */
interface MappedSource {
	kind: string;
	text: string;
	/** The business rule of a source of kind RULE; empty: its text names it. */
	rule: string;
	/** A function of PHP that runs on what has been put together so far; empty: none. */
	postProcess: string;
}

interface MappedField {
	/** Path of the value in the result: `element.subject` is a member of a member. */
	target: string;
	sources: MappedSource[];
	delimiter: string;
}

/** A business map of type *Mapping*: how the fields of one record become those of another. */
export interface MappingMap {
	fields: MappedField[];
}

/**
 * Reads a Mapping map out of coreBOS.
 *
 * @param map its record number, web service id or name
 * @returns undefined where there is no map of that name
 * @throws ExpressionError for a map of another type or whose XML cannot be read
 */
export async function readMappingMap(
	run: Run,
	what: string,
	map: string,
): Promise<MappingMap | undefined> {
	const client = clientFor(run, what);
	const byId = isWebServiceId(map) || isRecordNumber(map);
	const query = `select id from cbMap where mapname = ${quoteText(map)} limit 1;`;
	const id = byId ? map : recordsOf(await client.call('query', { query }))[0]?.id;
	if (id === undefined) return undefined;
	const record = asRecord(await client.call('retrieve', { id }));
	const { content, maptype } = record;
	if (maptype !== undefined && maptype !== 'Mapping') {
		throw new ExpressionError(
			`${what}: the business map ${map} is of type '${String(maptype).slice(0, 60)}', not Mapping`,
		);
	}
	const fields = mappedFields(
		typeof content === 'string' ? content : '',
		`${what}: the map ${map}`,
	);
	if (fields.length > 0) return { fields };
	throw new ExpressionError(`${what}: the business map ${map} has no fields`);
}

function mappedFields(content: string, what: string): MappedField[] {
	try {
		return elementsNamed(readXml(content).root, 'fields')
			.flatMap((fields) => elementsNamed(fields, 'field'))
			.map(mappedField);
	} catch (error) {
		if (!(error instanceof XmlError)) throw error;
		throw new ExpressionError(`${what} cannot be read: ${error.message}`);
	}
}

function mappedField(field: XmlElement): MappedField {
	const sources = elementsNamed(field, 'Orgfields');
	return {
		target: memberText(field, 'fieldname'),
		delimiter: sources.map((element) => memberText(element, 'delimiter')).join(''),
		sources: sources.flatMap((element) => elementsNamed(element, 'Orgfield')).map(mappedSource),
	};
}

function mappedSource(source: XmlElement): MappedSource {
	const kind = memberText(source, 'OrgfieldID').toUpperCase();
	return {
		kind,
		text: memberText(source, kind === 'RULE' ? 'OrgfieldName' : textElement(source)),
		rule: memberText(source, 'Rule'),
		postProcess: memberText(source, 'postProcess'),
	};
}

/**
 * The element with the text of a source: coreBOS takes the last one, which is an empty
 * postProcess or else a Rule where there is one.
 */
function textElement(source: XmlElement): string {
	const processes = elementsNamed(source, 'postProcess');
	if (processes.length > 0 && memberText(source, 'postProcess') === '') return 'postProcess';
	return elementsNamed(source, 'Rule').length > 0 ? 'Rule' : 'OrgfieldName';
}

function elementsNamed(parent: XmlElement, name: string): XmlElement[] {
	return parent.children.flatMap((child) =>
		child.kind === 'element' && child.element.name === name ? [child.element] : [],
	);
}

function memberText(parent: XmlElement, name: string): string {
	return elementsNamed(parent, name).map(textOf).join('');
}

/**
 * The fields that a map makes of a record or any map of values.
 *
 * @param start what the result begins with: the fields of the target
 */
export async function mapped(
	run: Run,
	map: MappingMap,
	record: PhpArray,
	start: PhpArray,
): Promise<PhpArray> {
	const result = PhpArray.map(start.entries());
	const inside = insideOf(run, record);
	for (const field of map.fields) {
		setPath(result, bytesOfText(field.target).split('.'), await fieldValue(inside, field, record));
	}
	return result;
}

/** The surroundings in which the record's fields are the names. */
function insideOf(run: Run, record: PhpArray): Run {
	const fields = toPlain(record);
	const environment = { ...run.environment, fields: asRecord(fields) };
	const inside: Run = { ...run, environment };
	inside.lookup = recordLookup(() => inside);
	return inside;
}

/** One source keeps its type, several are put together as text. */
async function fieldValue(run: Run, field: MappedField, record: PhpArray): Promise<Value> {
	const { sources, delimiter } = field;
	const isOne = sources.length === 1;
	if (isOne && sources[0].postProcess === '') return sourceValue(run, sources[0], record);
	const bytes = bytesOfText(delimiter);
	let value: Value = '';
	for (const source of sources) {
		const part = await sourceValue(run, source, record);
		const isList = isOne && part instanceof PhpArray;
		value = processed(source, isList ? part : toBytes(value) + toBytes(part) + bytes);
	}
	return typeof value === 'string' && bytes !== '' ? trimEnd(value, bytes) : value;
}

/** An unknown function changes nothing, as in coreBOS. */
function processed({ postProcess: name }: MappedSource, value: Value): Value {
	const result = name === '' ? undefined : postProcess(name, value);
	return result === undefined ? value : result;
}

async function sourceValue(
	run: Run,
	{ kind, text, rule: named }: MappedSource,
	record: PhpArray,
): Promise<Value> {
	switch (kind) {
		case 'CONST':
			return bytesOfText(text);
		case 'EXPRESSION':
			return run.evaluate(text, run);
		case 'TEMPLATE':
			return run.render(text, run);
		case 'RULE':
			return rule(run, named === '' ? text : named, ruleContext(text, named, record));
		default:
			return fieldText(await readField(run, text.trim(), record));
	}
}

/** A field as text, where it is not a list; what counts as empty, 0 too, gives no text. */
function fieldText(value: Value): Value {
	if (value instanceof PhpArray) return value;
	return isTruthy(value) ? toBytes(value) : '';
}

/** A field by its name, a path with dots, or with `$( … )` a field of a linked record. */
function readField(run: Run, text: string, record: PhpArray): Value | Promise<Value> {
	if (text.startsWith('$(')) return run.render(text, run);
	const path = bytesOfText(text.replace(/^\$/, ''));
	const whole = record.get(path);
	if (whole !== undefined) return whole;
	return path.includes('.') ? walkPath(record, path.split('.')) : '';
}

/**
 * What a rule sees: the record, or with an element Rule the member that OrgfieldName names,
 * unless the record is one of coreBOS.
 */
function ruleContext(text: string, named: string, record: PhpArray): Value {
	if (named === '' || isTruthy(record.get('record_id') ?? null)) return record;
	return record.get(bytesOfText(text.trim())) ?? record;
}

async function rule(run: Run, id: string, context: Value): Promise<Value> {
	const answer = await clientFor(run, `the business rule ${id}`).call('cbRule', {
		conditionid: id,
		context: context instanceof PhpArray ? JSON.stringify(toPlain(context)) : toPlain(context),
	});
	return fromPlain(answer);
}

function setPath(target: PhpArray, path: string[], value: Value): void {
	const [name, ...rest] = path;
	if (rest.length === 0) {
		target.set(name, value);
		return;
	}
	const before = target.get(name);
	const inner = before instanceof PhpArray ? before : new PhpArray();
	target.set(name, inner);
	setPath(inner, rest, value);
}

/** The map of an argument; undefined where there is none of that name. */
export async function mapOf(
	run: Run,
	what: string,
	argument: Value,
): Promise<MappingMap | undefined> {
	const name = isTruthy(argument) ? textOfBytes(toBytes(argument)) : '';
	return name === '' ? undefined : readMappingMap(run, what, name);
}
