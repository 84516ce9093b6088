import { moduleFields } from '../module-fields';
import { compileConditions, type Condition } from './condition-list';
import {
	existsElsewhere,
	holds,
	recordOf,
	startEvaluation,
	type ConditionEnvironment,
	type Evaluation,
} from './evaluate';
import type { OperationName } from './operations';
import { queryColumn, type Column } from './query-columns';
import { databaseMoment, meets, monthDayOf, type Operator } from './query-comparisons';
import { queryValue } from './query-values';
import type { StoredCondition } from './stored-conditions';

/** Operations that the query of a scheduled run leaves out. */
const LEFT_OUT: readonly OperationName[] = ['has changed', 'has changed to', 'was'];

/**
 * Whether the scheduled run of coreBOS takes a record for its conditions. It looks records up by a
 * query, so that the database compares: text without case and accents, commas as alternatives,
 * owners and linked records by name, AND before OR. What its query would fail on means here what it
 * means on a save.
 *
 * @param text the conditions, coreBOS's JSON text
 * @param environment the record, and the client for the names of owners and linked records
 * @throws WorkflowError, ExpressionError and whatever the client throws, as on a save
 */
export async function evaluateScheduledConditions(
	text: string,
	environment: ConditionEnvironment,
): Promise<boolean> {
	const { conditions, stored } = compileConditions(text);
	const evaluation = startEvaluation(environment);
	const results: JoinedResult[] = [];
	for (const [index, condition] of conditions.entries()) {
		if (condition.operation !== undefined && LEFT_OUT.includes(condition.operation)) continue;
		results.push({ join: stored[index], result: await isTaken(condition, evaluation) });
	}
	return joinAsQuery(results);
}

interface JoinedResult {
	join: StoredCondition;
	result: boolean;
}

/** A term of a condition in SQL and what precedes it. */
interface Term {
	glue: 'and' | 'or';
	result: boolean;
}

/** Groups in brackets, one after the other; inside and between them AND binds stronger than OR. */
function joinAsQuery(results: JoinedResult[]): boolean {
	const groups: Term[] = [];
	let terms: Term[] = [];
	let before: StoredCondition | undefined;
	const close = (glue: 'and' | 'or'): void => {
		if (terms.length > 0) groups.push({ glue, result: holdsAsSql(terms) });
	};
	let glue: 'and' | 'or' = 'and';
	for (const { join, result } of results) {
		if (before !== undefined && before.group !== join.group) {
			close(glue);
			terms = [];
			glue = join.groups;
		}
		terms.push({ glue: before?.next ?? 'and', result });
		before = join;
	}
	close(glue);
	return holdsAsSql(groups);
}

function holdsAsSql(terms: Term[]): boolean {
	let run = true;
	for (const [index, { glue, result }] of terms.entries()) {
		if (index > 0 && glue === 'or') {
			if (run) return true;
			run = true;
		}
		run &&= result;
	}
	return run;
}

const OPERATORS: Readonly<Partial<Record<OperationName, Operator>>> = {
	is: 'e',
	'is not': 'n',
	'equal to': 'e',
	'does not equal': 'n',
	'less than': 'l',
	'greater than': 'g',
	'less than or equal to': 'm',
	'greater than or equal to': 'h',
	contains: 'c',
	'does not contain': 'k',
	'starts with': 's',
	'ends with': 'ew',
	'does not start with': 'dnsw',
	'does not end with': 'dnew',
	'is empty': 'y',
	'is not empty': 'ny',
	before: 'l',
	after: 'g',
	between: 'bw',
	'less than days ago': 'bw',
	'more than days ago': 'l',
	'in less than': 'bw',
	'in more than': 'g',
	'days ago': 'e',
	'days later': 'e',
	'less than hours before': 'bw',
	'less than hours later': 'bw',
	'more than hours before': 'l',
	'more than hours later': 'g',
	'is today': 'e',
	exists: 'exists',
	monthday: 'monthday',
};

async function isTaken(condition: Condition, evaluation: Evaluation): Promise<boolean> {
	const { operation } = condition;
	if (operation === undefined) return false;
	const operator = OPERATORS[operation];
	if (operator === undefined) return await holds(condition, evaluation);
	const value = await queryValue(condition, operation, evaluation);
	if (value === undefined) return await holds(condition, evaluation);
	if (await leadsNowhere(condition, evaluation)) return await holds(condition, evaluation);
	const column = await queryColumn(condition, evaluation);
	if (column === undefined) return false;
	if (operator === 'exists') return await exists(column, value, evaluation);
	if (operator === 'monthday') return await isMonthDay(condition, column, value, evaluation);
	if (column.isLinked && column.record.module === 'Users' && ['y', 'ny'].includes(operator)) {
		return await holds(condition, evaluation);
	}
	return meets(operator, column, value);
}

/** The query fails on a link field that the module does not have. */
async function leadsNowhere({ field }: Condition, evaluation: Evaluation): Promise<boolean> {
	const { module } = recordOf(evaluation);
	const { client } = evaluation;
	if (field.kind === 'own' || client === undefined || module === undefined) return false;
	const known = await moduleFields(client, module);
	return known !== undefined && !known.fields.has(field.link);
}

/** The query fails on `monthday` on a birthday: there it means what it means on a save. */
async function isMonthDay(
	condition: Condition,
	column: Column,
	value: string,
	evaluation: Evaluation,
): Promise<boolean> {
	const wanted = databaseMoment(value);
	if (wanted === '') return column.value === undefined;
	if (column.name === 'birthday') return await holds(condition, evaluation);
	return column.value !== undefined && monthDayOf(column.value) === monthDayOf(wanted);
}

/** The record itself counts as well. */
async function exists(column: Column, value: string, evaluation: Evaluation): Promise<boolean> {
	if (meets('e', column, value)) return true;
	return await existsElsewhere(column.record, column.name, value, evaluation);
}
