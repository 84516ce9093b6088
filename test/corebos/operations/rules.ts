import { XMLParser } from 'fast-xml-parser';
import { evaluateExpression } from '../../../engine/expression';
import type { Entity, Install } from '../install';
import { PhpDeath, Refusal } from '../refusal';
import { fieldDependencies } from './field-dependency';
import { decoded, text, type Operation, type OperationCall } from './operation';

const parser = new XMLParser({
	parseTagValue: false,
	isArray: (name) => name === 'field' || name === 'Orgfield',
});

/** A map by its id, number, cbuuid or name. @throws Refusal ACCESS_DENIED, as recorded */
function mapOf(install: Install, given: string): Entity {
	const named = install.of('cbMap').find(({ values }) => values.mapname === given);
	const map = named ?? install.find(install.webServiceId(given));
	if (map?.module === 'cbMap') return map;
	throw new Refusal('ACCESS_DENIED', 'Permission to perform the operation is denied for id: 0');
}

/** Evaluates a Condition Expression on a record, on values given as JSON, or on both. */
const cbRule: Operation = async (call) => {
	const map = mapOf(call.install, text(call, 'conditionid'));
	if (map.values.maptype !== 'Condition Expression') {
		const message = `Invalid Business Map identifier: ${map.number}`;
		throw new Refusal('INVALID_BUSINESSMAP', message);
	}
	const { map: content } = parser.parse(map.values.content) as { map: { expression: string } };
	return await evaluateExpression(content.expression, { fields: ruleFields(call) });
};

function ruleFields(call: OperationCall): Record<string, unknown> {
	const context = decoded(call, 'context');
	if (typeof context !== 'object' || context === null) {
		return recordFields(call.install, text(call, 'context'));
	}
	const given = context as Record<string, unknown>;
	return { ...recordFields(call.install, String(given.record_id ?? '')), ...given };
}

/** No record, no fields. */
function recordFields(install: Install, id: string): Record<string, string> {
	return id === '' ? {} : { ...install.find(install.webServiceId(id))?.values };
}

/** The values of a record as the database has them: links as numbers; and its own number. */
function plainFields(install: Install, id: string): Record<string, string> {
	const values = Object.entries(recordFields(install, id)).map(([name, value]) => [
		name,
		/^\d+x\d+$/.test(value) ? value.split('x')[1] : value,
	]);
	return { ...Object.fromEntries(values), record_id: id.split('x').at(-1) };
}

interface MappedField {
	fieldname: string;
	Orgfields: { Orgfield: Array<{ OrgfieldName: string; OrgfieldID?: string }> };
}

/** Runs a map of type Mapping on a record, or tells what a FieldDependency map asks for. */
const processMap: Operation = async (call) => {
	const map = mapOf(call.install, text(call, 'mapid'));
	if (map.values.maptype === 'FieldDependency') {
		const parameters = Object.keys((decoded(call, 'parameters') ?? {}) as object);
		// coreBOS takes the list of parameters for the mode.
		if (parameters.length > 0) throw new PhpDeath('a list is no mode');
		return fieldDependencies(call.install, map.values.content);
	}
	if (map.values.maptype !== 'Mapping') {
		throw new Refusal('OPERATION_NOT_SUPPORTED', 'business map type not supported');
	}
	const { infields } = (decoded(call, 'parameters') ?? {}) as {
		infields?: Record<string, unknown>;
	};
	if (infields?.record_id === undefined) {
		const message = 'infields parameter or record_id parameter missing';
		throw new Refusal('MANDATORY_FIELDS_MISSING', message);
	}
	const fields = plainFields(call.install, String(infields.record_id));
	const { map: content } = parser.parse(map.values.content) as {
		map: { fields?: { field?: MappedField[] } | '' };
	};
	const result: Record<string, unknown> = {};
	for (const { fieldname, Orgfields } of (content.fields || {}).field ?? []) {
		result[fieldname] = await mappedValue(Orgfields.Orgfield, fields);
	}
	return result;
};

async function mappedValue(
	sources: MappedField['Orgfields']['Orgfield'],
	fields: Record<string, string>,
): Promise<string> {
	const parts: string[] = [];
	for (const { OrgfieldName, OrgfieldID = '' } of sources) {
		const kind = OrgfieldID.toUpperCase();
		if (kind === 'CONST') parts.push(OrgfieldName);
		else if (kind === 'EXPRESSION') {
			parts.push(String(await evaluateExpression(OrgfieldName, { fields })));
		} else parts.push(fields[OrgfieldName] ?? '');
	}
	return parts.join('');
}

export const ruleOperations: Record<string, Operation> = { cbRule, ProcessMap: processMap };
