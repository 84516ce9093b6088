import { clientFor } from '../corebos-queries';
import { fetchDescription, recordNumberOf } from '../../corebos';
import { mapped, readMappingMap, type MappingMap } from '../mapping-map';
import { bytesOfText, fromPlain, PhpArray, textOfBytes, toBytes, type Value } from '../../php';
import type { Run } from '../run';
import { argument, functionTable, type FunctionTable } from './definition';
import { textParameter } from './parameters';
import { mainRecord, relatedRecords, retrieved, type MainRecord } from './related-records';

/** Fields of a record without those that are lists or maps. */
function plainFields(record: Record<string, unknown>): PhpArray {
	return PhpArray.map(
		Object.entries(record)
			.filter(([, value]) => typeof value !== 'object' || value === null)
			.map(([name, value]): [string, Value] => [bytesOfText(name), fromPlain(value)]),
	);
}

/** The fields of a related record; coreBOS gives them once more under 0, 1, 2 … */
function namedFields(record: Record<string, unknown>): PhpArray {
	const named = Object.entries(record).filter(([name]) => !/^\d+$/.test(name));
	return PhpArray.map(
		named.map(([name, value]): [string, Value] => [bytesOfText(name), fromPlain(value)]),
	);
}

/** One record as the MassCreate operation wants it. */
function entry(module: string, reference: Value, element: PhpArray): PhpArray {
	return PhpArray.map([
		['elementType', bytesOfText(module)],
		['referenceId', reference],
		['element', element],
	]);
}

/** The field of a module that leads to another one; undefined where it has none of its own. */
async function linkField(
	run: Run,
	what: string,
	main: MainRecord,
	module: string,
): Promise<string | undefined> {
	const { relations } = await fetchDescription(clientFor(run, what), main.module);
	const field = relations.find((relation) => relation.module === module)?.field ?? '';
	return field === '' ? undefined : bytesOfText(field);
}

/** Points a related record to the main one, which gets its id only when it is created. */
function linked(element: PhpArray, field: string | undefined, main: MainRecord): PhpArray {
	if (field !== undefined) element.set(field, bytesOfText(`@{${main.id}}`));
	return element;
}

/** A list for MassCreate: the record and what is related to it. */
async function massCreateArray(parameters: Value[], run: Run): Promise<Value> {
	const what = 'getRelatedMassCreateArray';
	const module = textOfBytes(textParameter(argument(parameters, 0)));
	if (module === '') return new PhpArray();
	const main = await mainRecord(run, what, argument(parameters, 1));
	const reference = referenceOf(argument(parameters, 1), main);
	const record = plainFields(await retrieved(run, what, main.id));
	const related = await relatedRecords(run, what, main, module);
	const field = await linkField(run, what, main, module);
	return PhpArray.list([
		entry(main.module, reference, record),
		...related.map((one) =>
			entry(module, fromPlain(one.id ?? null), linked(namedFields(one), field, main)),
		),
	]);
}

/** The record's id as it was given: coreBOS passes on the number it gets. */
function referenceOf(given: Value, main: MainRecord): Value {
	return given ?? bytesOfText(main.id);
}

/** Turns records of one module into those of another. */
interface Conversion {
	run: Run;
	what: string;
	/** Module of the result. */
	target: string;
	/** The business map `Workflow_{from}2{to}`; without one, fields of the same name are taken. */
	map: MappingMap | undefined;
}

async function conversion(
	run: Run,
	what: string,
	from: string,
	target: string,
): Promise<Conversion> {
	return { run, what, target, map: await readMappingMap(run, what, `Workflow_${from}2${target}`) };
}

/** All fields of the target module, filled with what the map or the same name gives. */
async function converted(conversion: Conversion, record: PhpArray): Promise<PhpArray> {
	const { run, what, target, map } = conversion;
	const { fields } = await fetchDescription(clientFor(run, what), target);
	const names = fields.map(({ name }) => bytesOfText(name));
	const writable = names.filter((name) => name !== 'id');
	if (map === undefined) {
		return PhpArray.map(writable.map((name) => [name, record.get(name) ?? '']));
	}
	const empty = PhpArray.map(writable.map((name) => [name, '']));
	return mapped(run, map, withRecordNumber(record), empty);
}

/** Maps read the number of the record as `record_id`. */
function withRecordNumber(record: PhpArray): PhpArray {
	const id = toBytes(record.get('id') ?? '');
	const result = PhpArray.map(record.entries());
	if (id.includes('x')) result.set('record_id', recordNumberOf(id));
	return result;
}

async function massCreateArrayConverting(parameters: Value[], run: Run): Promise<Value> {
	const what = 'getRelatedMassCreateArrayConverting';
	const [module, mainTarget, relatedTarget] = [0, 1, 2].map((index) =>
		textOfBytes(textParameter(argument(parameters, index))),
	);
	if (parameters.length < 3 || module === '') return new PhpArray();
	const given = argument(parameters, 3);
	const main = await mainRecord(run, what, given);
	const record = plainFields(await retrieved(run, what, main.id));
	const ofMain = await conversion(run, what, main.module, mainTarget);
	const result = PhpArray.list([
		entry(mainTarget, referenceOf(given, main), await converted(ofMain, record)),
	]);
	const related = await relatedRecords(run, what, main, module);
	const ofRelated = await conversion(run, what, module, relatedTarget);
	const field = await linkField(run, what, main, module);
	for (const one of related) {
		const element = linked(await converted(ofRelated, namedFields(one)), field, main);
		result.push(entry(relatedTarget, fromPlain(one.id ?? null), element));
	}
	return result;
}

/** The related records as a map makes them, or as they are where there is no map. */
async function recordArrayConverting(parameters: Value[], run: Run): Promise<Value> {
	const what = 'getRelatedRecordCreateArrayConverting';
	const [module, target] = [0, 1].map((index) =>
		textOfBytes(textParameter(argument(parameters, index))),
	);
	if (parameters.length < 2 || module === '') return new PhpArray();
	const main = await mainRecord(run, what, argument(parameters, 2));
	const related = await relatedRecords(run, what, main, module);
	const map = await readMappingMap(run, what, `Workflow_${module}2${target}`);
	const result = new PhpArray();
	for (const one of related) {
		const record = withRecordNumber(namedFields(one));
		result.push(map === undefined ? record : await mapped(run, map, record, new PhpArray()));
	}
	return result;
}

/** Functions that prepare records for the MassCreate operation. */
export const massCreateFunctions: FunctionTable = functionTable({
	getRelatedMassCreateArray: massCreateArray,
	getRelatedMassCreateArrayConverting: massCreateArrayConverting,
	getRelatedRecordCreateArrayConverting: recordArrayConverting,
});
