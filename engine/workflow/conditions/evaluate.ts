import { isWebServiceId, queryText, ReadCache, sameValueQuery } from '../../corebos';
import type { CoreBosClient, Environment } from '../../environment';
import {
	bytesOfText,
	getOwn,
	textOfBytes,
	searchBudget,
	type SearchBudget,
	isTruthy,
	toBytes,
	type Value,
} from '../../php';
import {
	compileConditions,
	LINKED_FIELD,
	type Comparand,
	type Condition,
	type ConditionGroup,
} from './condition-list';
import { fieldValue, guessedKind, databaseValue } from './field-values';
import { OPERATIONS, type FieldChange, type ConditionFieldKind, type Operands } from './operations';
import { linkedRecord, type RecordView } from './record-view';
import { moduleFields } from '../module-fields';
import { WorkflowError } from '../workflow-error';
import { asRecord } from '../../is-record';

/** What conditions see: an environment, and the record as it was before the save. */
export interface ConditionEnvironment extends Environment {
	/** The fields before the save; undefined: no save, or a new record. */
	before?: Record<string, unknown>;
}

/** One evaluation of a list. */
export interface Evaluation {
	environment: ConditionEnvironment;
	client: CoreBosClient | undefined;
	now: Date;
	searches: SearchBudget;
}

/**
 * Whether a record meets the conditions of a coreBOS workflow, as on a save.
 *
 * @param text the conditions, coreBOS's JSON text
 * @param environment the record, its values before the save, the user and the client for linked
 * records
 * @returns true also where there are no conditions
 * @throws WorkflowError for conditions that cannot be read, and for what only an install knows
 * where there is no client; ExpressionError for an expression that cannot be evaluated; whatever
 * the client throws
 */
export async function evaluateConditions(
	text: string,
	environment: ConditionEnvironment,
): Promise<boolean> {
	const { conditions, groups } = compileConditions(text);
	const evaluation = startEvaluation(environment);
	const results: boolean[] = [];
	// Each one, in order, even where the result is known: an error in one is an error of the list.
	for (const condition of conditions) results.push(await holds(condition, evaluation));
	return joinGroups(groups, results);
}

/** What one evaluation of a list needs. */
export function startEvaluation(environment: ConditionEnvironment): Evaluation {
	const { coreBos } = environment;
	return {
		environment,
		client: coreBos === undefined ? undefined : new ReadCache(coreBos),
		now: environment.now ?? new Date(),
		searches: searchBudget(),
	};
}

/** coreBOS's joining: no precedence, from left to right, the groups starting from true. */
function joinGroups(groups: ConditionGroup[], results: boolean[]): boolean {
	let whole = true;
	for (const { members, join } of groups) {
		let group = true;
		for (const member of members) {
			const result = results[member.condition];
			if (member.join === 'start') group = result;
			else group = member.join === 'and' ? group && result : group || result;
		}
		whole = join === 'and' ? whole && group : whole || group;
	}
	return whole;
}

/** The record of an evaluation. */
export function recordOf({ environment }: Evaluation): RecordView {
	const { module, fields = {}, before } = environment;
	return { module, fields, before };
}

/** Whether one condition is met, as on a save. */
export async function holds(condition: Condition, evaluation: Evaluation): Promise<boolean> {
	const record = recordOf(evaluation);
	const { field } = condition;
	if (field.kind === 'own') return await check(condition, record, undefined, evaluation);
	const linked = await linkedRecord(record, field.link, field.module, evaluation.client);
	if (linked !== undefined) return await check(condition, linked, linked, evaluation);
	if (condition.operation === 'is empty') return true;
	return condition.operation === 'is' && condition.writtenValue === '';
}

async function check(
	condition: Condition,
	record: RecordView,
	linked: RecordView | undefined,
	evaluation: Evaluation,
): Promise<boolean> {
	if (condition.operation === undefined) return false;
	const { name } = condition.field;
	const field = fieldValue(getOwn(record.fields, name));
	const value = await valueOf(condition.comparand, record, linked, evaluation);
	const operands: Operands = {
		field,
		value,
		fieldName: name,
		fieldKind: async () => await fieldKind(record, name, field, evaluation),
		change: async () => await changeOf(record, name, evaluation),
		exists: async () => await existsElsewhere(record, name, value, evaluation),
		isNthChild: async (position) => await isNthChild(record, name, position, evaluation),
		clock: { now: evaluation.now, zone: evaluation.environment.timeZone },
		searches: evaluation.searches,
	};
	return await OPERATIONS[condition.operation](operands);
}

/** What a condition compares with. */
export async function valueOf(
	comparand: Comparand,
	record: RecordView,
	linked: RecordView | undefined,
	evaluation: Evaluation,
): Promise<Value> {
	switch (comparand.kind) {
		case 'text':
			return textValue(comparand.text);
		case 'field':
			return await otherField(comparand.name, record, linked, evaluation);
		case 'expression':
			return await comparand.expression.evaluate(expressionEnvironment(record, evaluation));
	}
}

function textValue(text: string): Value {
	if (text === 'true:boolean') return '1';
	return text === 'false:boolean' ? '0' : bytesOfText(text);
}

/**
 * A field of the same record. In a condition on a linked record, `link : (Module) field` is
 * read as a field of that one; `assigned_user_id : (Users) …` as one of the user of the run.
 */
async function otherField(
	name: string,
	record: RecordView,
	linked: RecordView | undefined,
	{ client, environment }: Evaluation,
): Promise<Value> {
	const reference = linked === undefined ? null : LINKED_FIELD.exec(name);
	if (reference === null) return fieldValue(getOwn(record.fields, name));
	const [, link, , field] = reference;
	if (link !== 'assigned_user_id') return fieldValue(getOwn(record.fields, field));
	const { user } = environment;
	if (client === undefined || user === undefined) throw needsInstall('the user of the run');
	const fields = await client.call('retrieve', { id: user.id });
	return fieldValue(getOwn(asRecord(fields), field));
}

function expressionEnvironment(record: RecordView, evaluation: Evaluation): Environment {
	const { environment, client, now } = evaluation;
	const id = getOwn(record.fields, 'id');
	return {
		...environment,
		fields: { ...record.fields },
		module: record.module,
		recordId: typeof id === 'string' ? id : environment.recordId,
		coreBos: client,
		now,
	};
}

async function fieldKind(
	record: RecordView,
	name: string,
	value: Value,
	{ client }: Evaluation,
): Promise<ConditionFieldKind> {
	const described =
		client === undefined || record.module === undefined
			? undefined
			: await moduleFields(client, record.module);
	if (described === undefined) return guessedKind(name, value);
	const type = described.fields.get(name)?.type;
	return type === 'multipicklist' || type === 'reference' ? type : 'other';
}

async function changeOf(
	record: RecordView,
	name: string,
	evaluation: Evaluation,
): Promise<FieldChange> {
	const { before, fields } = record;
	if (before === undefined) return { saved: false, before: '', after: '' };
	const old = fieldValue(getOwn(before, name));
	const current = fieldValue(getOwn(fields, name));
	const isReference =
		isWebServiceId(old) ||
		isWebServiceId(current) ||
		(!isTruthy(old) &&
			!isTruthy(current) &&
			(await fieldKind(record, name, current, evaluation)) === 'reference');
	return {
		saved: true,
		before: databaseValue(old, isReference),
		after: databaseValue(current, isReference),
	};
}

function needsInstall(what: string): WorkflowError {
	return new WorkflowError(`A condition asks for ${what}, which only coreBOS knows`, {
		description: 'Choose a coreBOS API credential in the node.',
	});
}

/** Whether another record of the module has the value. */
export async function existsElsewhere(
	record: RecordView,
	name: string,
	value: Value,
	{ client }: Evaluation,
): Promise<boolean> {
	if (client === undefined || record.module === undefined) throw needsInstall('other records');
	const described = await moduleFields(client, record.module);
	// Nothing, as a field gives it that the record does not have, is in no record; an empty text can
	// be.
	if (value === null || (described !== undefined && !described.fields.has(name))) return false;
	const query = sameValueQuery({
		module: record.module,
		field: name,
		described: described?.fields.get(name),
		value: textOfBytes(toBytes(value)),
	});
	if (query === undefined) return false;
	const own = getOwn(record.fields, 'id');
	const found = await ids(client, query);
	return found.some((id) => id !== own);
}

async function isNthChild(
	record: RecordView,
	name: string,
	position: bigint,
	{ client }: Evaluation,
): Promise<boolean> {
	if (client === undefined || record.module === undefined) throw needsInstall('other records');
	const parent = getOwn(record.fields, name);
	if (typeof parent !== 'string' || parent === '') return false;
	const query = queryText({
		module: record.module,
		fields: ['id'],
		conditions: [{ field: name, operator: 'equals', value: parent }],
		sortBy: 'createdtime',
		offset: Number(position) - 1,
		limit: 1,
	});
	const found = await ids(client, query);
	return found[0] !== undefined && found[0] === getOwn(record.fields, 'id');
}

async function ids(client: CoreBosClient, query: string): Promise<unknown[]> {
	const rows = await client.call('query', { query });
	return Array.isArray(rows) ? rows.map((row) => getOwn(asRecord(row), 'id')) : [];
}
