import { ExpressionError } from './expression-error';
import { queryName } from './corebos-queries';
import { recordNumberOf } from '../corebos';
import { isTruthy, textOfBytes, toBytes, type Value } from '../php';
import type { Run } from './run';

/** The fields of one related record that were asked for; null: the database has no value. */
export type RecordFields = ReadonlyMap<string, string | null>;

/** `[field,operator,value,glue]` of a condition, as it is written. */
export interface RecordCondition {
	field: string;
	operator: string;
	test: Test;
	value: string;
	/** Whether a fifth part says that the value is an expression. */
	isExpression: boolean;
	/** How it is joined to the condition before. */
	glue: 'and' | 'or';
}

/** A condition, its value worked out. */
type WorkedCondition = Pick<RecordCondition, 'field' | 'glue'> & {
	holds: (stored: string | null) => boolean;
};

/** Orders as a database with coreBOS's collation does: numbers by value, text without case. */
export function compareStored(left: string, right: string): number {
	const numbers = [left, right].map((text) => (text.trim() === '' ? NaN : Number(text)));
	if (!numbers.some(Number.isNaN)) return numbers[0] - numbers[1];
	const [a, b] = [left, right].map((text) => text.toLowerCase());
	return a === b ? 0 : a < b ? -1 : 1;
}

/** Whether the database would find the two equal. */
export function equalStored(left: string, right: string): boolean {
	return compareStored(left, right) === 0;
}

type Test = (stored: string, value: string) => boolean;

/** The operators of coreBOS's lists and filters that need nothing but the two texts. */
const TESTS: ReadonlyMap<string, Test> = new Map<string, Test>([
	['e', equalStored],
	['n', (stored, value) => !equalStored(stored, value)],
	['s', (stored, value) => lower(stored).startsWith(lower(value))],
	['dnsw', (stored, value) => !lower(stored).startsWith(lower(value))],
	['ew', (stored, value) => lower(stored).endsWith(lower(value))],
	['dnew', (stored, value) => !lower(stored).endsWith(lower(value))],
	['c', (stored, value) => lower(stored).includes(lower(value))],
	['k', (stored, value) => !lower(stored).includes(lower(value))],
	['l', (stored, value) => compareStored(stored, value) < 0],
	['b', (stored, value) => compareStored(stored, value) < 0],
	['m', (stored, value) => compareStored(stored, value) <= 0],
	['g', (stored, value) => compareStored(stored, value) > 0],
	['a', (stored, value) => compareStored(stored, value) > 0],
	['h', (stored, value) => compareStored(stored, value) >= 0],
	['y', (stored) => stored === ''],
	['ny', (stored) => stored !== ''],
	['i', (stored, value) => value.split(',').some((one) => equalStored(stored, one.trim()))],
	['ni', (stored, value) => !value.split(',').some((one) => equalStored(stored, one.trim()))],
	['bw', isBetween],
]);

function lower(text: string): string {
	return text.toLowerCase();
}

function isBetween(stored: string, range: string): boolean {
	const [from = '', to = ''] = range.split(',').map((part) => part.trim());
	return compareStored(stored, from) >= 0 && compareStored(stored, to) <= 0;
}

/** The parts of a condition: what commas part that are not inside brackets. */
function partsOf(condition: string): string[] {
	const parts: string[] = [];
	let end = condition.length;
	let nextBracket = '';
	for (let index = end - 1; index >= 0; index--) {
		const character = condition[index];
		if (character === '(' || character === ')') nextBracket = character;
		if (character !== ',' || nextBracket === ')') continue;
		parts.unshift(condition.slice(index + 1, end));
		end = index;
	}
	return [condition.slice(0, end), ...parts];
}

/**
 * Reads coreBOS's conditions on related records: `[field,operator,value,glue],[…]`.
 *
 * @param what the function that has them, for errors
 * @throws ExpressionError for conditions that cannot be read and operators that are unknown
 */
export function readConditions(what: string, source: string): RecordCondition[] {
	return source.split('],[').map((text) => readCondition(what, withoutBrackets(text)));
}

/** Without brackets and spaces around it. Backwards, as a pattern would look ahead from each one. */
function withoutBrackets(text: string): string {
	let end = text.length;
	while (end > 0 && /[\s\]]/.test(text[end - 1])) end--;
	return text.slice(0, end).replace(/^[\s[]+/, '');
}

function readCondition(what: string, text: string): RecordCondition {
	const [field = '', operator = '', value = '', glue = '', kind = ''] = partsOf(text).map((part) =>
		part.trim(),
	);
	const test = TESTS.get(operator);
	if (test === undefined) {
		throw new ExpressionError(
			`${what}: '${operator.slice(0, 20)}' in the condition [${text.slice(0, 60)}] is not one of the operators ${[...TESTS.keys()].join(', ')}`,
		);
	}
	return {
		field: queryName(field, 'field'),
		operator,
		test,
		value,
		isExpression: kind === 'expression',
		glue: glue.toLowerCase() === 'or' ? 'or' : 'and',
	};
}

/**
 * Works out the values of conditions. A value is a template on the record of the run or, where
 * it says so, an expression. On records of the record's own module, without a relation between
 * the two, each value is an expression first, and the last condition is joined by AND.
 *
 * @returns whether a record meets the conditions
 * @throws ExpressionError for a value that cannot be evaluated
 */
export async function conditionTest(
	run: Run,
	conditions: RecordCondition[],
	isOwnModule: boolean,
): Promise<(record: RecordFields) => boolean> {
	const worked: WorkedCondition[] = [];
	for (const [index, { field, operator, test, glue, ...written }] of conditions.entries()) {
		const result = isOwnModule
			? await ownModuleValue(run, written.value)
			: await relatedValue(run, written);
		const text = textOfBytes(toBytes(result));
		const wanted = field === 'id' && text === '' ? '0' : text;
		worked.push({
			field,
			glue: isOwnModule && index === conditions.length - 1 ? 'and' : glue,
			holds: (stored) => (stored === null ? operator === 'y' : test(stored, wanted)),
		});
	}
	return (record) => holdsOneRun(worked, record);
}

type WrittenValue = Pick<RecordCondition, 'value' | 'isExpression'>;

async function relatedValue(run: Run, { value, isExpression }: WrittenValue): Promise<Value> {
	return isExpression ? await run.evaluate(decoded(value), run) : await run.render(value, run);
}

/** coreBOS takes an expression without a result for text, and renders what there is as a template. */
async function ownModuleValue(run: Run, value: string): Promise<Value> {
	const result = await run.evaluate(decoded(value), run);
	const text = isTruthy(result) ? textOfBytes(toBytes(result)) : value;
	return await run.render(value === 'id' ? recordNumberOf(text) : text, run);
}

/** The value of an expression may be percent-encoded, for commas and brackets. */
function decoded(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		// A lone per cent sign is one, as for PHP's rawurldecode.
		return value;
	}
}

/** AND binds stronger than OR: one run of conditions joined by AND has to hold. */
function holdsOneRun(conditions: WorkedCondition[], record: RecordFields): boolean {
	let holds = true;
	for (const [index, condition] of conditions.entries()) {
		if (index > 0 && condition.glue === 'or') {
			if (holds) return true;
			holds = true;
		}
		holds &&= condition.holds(record.get(condition.field) ?? null);
	}
	return holds;
}

/** The text of a field as an answer has it. */
export function storedText(value: unknown): string | null {
	if (value === undefined || value === null) return null;
	return typeof value === 'string' ? value : JSON.stringify(value);
}
