import { isWebServiceId } from '../../corebos';
import { asRecord } from '../../is-record';
import { getOwn, textOfBytes, toBytes } from '../../php';
import { moduleFields, type FieldFacts } from '../module-fields';
import type { Condition } from './condition-list';
import { recordOf, type Evaluation } from './evaluate';
import { fieldValue } from './field-values';
import { linkedRecord, type RecordView } from './record-view';

/** A field as the query sees it. */
export interface Column {
	name: string;
	facts: FieldFacts;
	/** Undefined: the database holds no value. */
	value: string | undefined;
	/** True: it belongs to a linked record, of which the query takes the first alternative. */
	isLinked: boolean;
	/** The record it belongs to. */
	record: RecordView;
}

const UNKNOWN_FIELD: FieldFacts = { type: 'string', uitype: '1', refersTo: [], values: [] };

/** The column of a condition's field; undefined where the module has none. */
export async function queryColumn(
	{ field }: Condition,
	evaluation: Evaluation,
): Promise<Column | undefined> {
	const own = recordOf(evaluation);
	const { client } = evaluation;
	const isLinked = field.kind === 'linked';
	const module = isLinked ? field.module : own.module;
	const known = client && module ? await moduleFields(client, module) : undefined;
	const facts = known === undefined ? UNKNOWN_FIELD : known.fields.get(field.name);
	if (facts === undefined) return undefined;
	const record = isLinked ? await linkedRecord(own, field.link, field.module, client) : own;
	const value =
		record === undefined ? undefined : await columnValue(record, field.name, facts, evaluation);
	return {
		name: field.name,
		facts,
		value,
		isLinked,
		record: record ?? { module, fields: {}, before: undefined },
	};
}

/** Types whose empty value is no value for the database. */
const NULL_WHEN_EMPTY = ['date', 'datetime', 'time', 'boolean'];

async function columnValue(
	record: RecordView,
	name: string,
	facts: FieldFacts,
	evaluation: Evaluation,
): Promise<string | undefined> {
	const value = fieldValue(getOwn(record.fields, name));
	const text = value === null ? '' : textOfBytes(toBytes(value));
	if (facts.type === 'owner' || facts.type === 'reference') {
		return await nameOf(text, facts, evaluation);
	}
	return text === '' && NULL_WHEN_EMPTY.includes(facts.type) ? undefined : text;
}

/** Owners and linked records are compared by their names. */
async function nameOf(
	id: string,
	facts: FieldFacts,
	{ client }: Evaluation,
): Promise<string | undefined> {
	if (!isWebServiceId(id)) return undefined;
	if (client === undefined) return id;
	const record = asRecord(await client.call('retrieve', { id }));
	if (typeof record.groupname === 'string') return record.groupname;
	const names = await nameFields(id, facts, client);
	return names
		.map((name) => String(record[name] ?? ''))
		.join(' ')
		.trim();
}

async function nameFields(
	id: string,
	facts: FieldFacts,
	client: NonNullable<Evaluation['client']>,
): Promise<string[]> {
	const users = ['first_name', 'last_name'];
	if (facts.type === 'owner') return users;
	for (const module of facts.refersTo) {
		if (module === 'Users') return users;
		const known = await moduleFields(client, module);
		if (known !== undefined && id.startsWith(`${known.idPrefix}x`)) return known.labelFields;
	}
	return [];
}
