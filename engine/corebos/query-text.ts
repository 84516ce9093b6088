import { quotePattern, quoteText, type QuerySyntax } from './query-quoting';

/** How a condition compares; the words are those of the node's list. */
export type ConditionOperator =
	| 'equals'
	| 'notEquals'
	| 'contains'
	| 'startsWith'
	| 'endsWith'
	| 'greaterThan'
	| 'greaterOrEqual'
	| 'lessThan'
	| 'lessOrEqual'
	| 'in'
	| 'notIn';

/** One condition of a query. */
export interface QueryCondition {
	/** Name of a field, also `Accounts.bill_city` of a referred record. */
	field: string;
	operator: ConditionOperator;
	/** What to compare with; of `in` and `notIn` a list, or texts with commas between them. */
	value: unknown;
}

/** What to read. */
export interface QueryParts {
	module: string;
	/** Field names; none: all. `id` always comes back. */
	fields?: string[];
	conditions?: QueryCondition[];
	/** A condition in VTQL that coreBOS itself gave, as that of a view; must hold besides. */
	condition?: string;
	/** How conditions are combined; default `and`. */
	combine?: 'and' | 'or';
	/** Field to sort by, one alone (coreBOS takes no second); default `id`. */
	sortBy?: string;
	descending?: boolean;
	offset?: number;
	limit?: number;
}

const SYMBOLS: Partial<Record<ConditionOperator, string>> = {
	equals: '=',
	notEquals: '!=',
	greaterThan: '>',
	greaterOrEqual: '>=',
	lessThan: '<',
	lessOrEqual: '<=',
};

/** A field name, `Module.field` of a referred record, or a custom field. */
const NAME = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?$/;

/**
 * A VTQL query. Values are quoted as coreBOS takes them; names that are none are refused, so
 * that nothing in a value or name can change the query.
 *
 * @throws RangeError that names the field, for a name that is none, and for an empty value,
 *   which coreBOS cannot look for (recorded: `=''` fails)
 */
export function queryText(parts: QueryParts): string {
	const fields = parts.fields?.length ? parts.fields.map(checkedName).join(',') : '*';
	const order = `${checkedName(parts.sortBy || 'id')}${parts.descending ? ' desc' : ''}`;
	const limit =
		parts.limit === undefined ? '' : ` limit ${whole(parts.offset ?? 0)},${whole(parts.limit)}`;
	return `select ${fields} from ${checkedName(parts.module)}${whereText(parts)} order by ${order}${limit};`;
}

/**
 * What coreBOS reads in its extended syntax (dots, `not in`, brackets), which takes these words for its
 * own also between quotes.
 */
const WORDS_OF_THE_SYNTAX = /\s(?:and|or|order|limit)\s/i;

function whereText({ conditions = [], combine = 'and', condition = '' }: QueryParts): string {
	const given = condition.trim();
	if (given === '' && conditions.length === 0) return '';
	const hasBoth = given !== '' && conditions.length > 0;
	const hasGroups =
		hasBoth && (hasAlternatives(given) || (combine === 'or' && conditions.length > 1));
	const syntax =
		hasGroups || conditions.some(isExtended) || isExtendedText(given) ? 'extended' : 'plain';
	if (syntax === 'extended') requireReadable(conditions);
	const own = conditions.map((one) => conditionText(one, syntax)).join(` ${combine} `);
	const parts = [given, own].filter((part) => part !== '');
	return ` where ${(hasGroups ? parts.map(asGroup) : parts).join(' and ')}`;
}

function isExtended({ field, operator }: QueryCondition): boolean {
	return field.includes('.') || operator === 'notIn';
}

/** Whether a condition of coreBOS itself, such as that of a view, is in the extended syntax. */
function isExtendedText(condition: string): boolean {
	const words = condition.replace(/'(?:[^'\\]|''|\\[^])*'/g, "''");
	return /\bis\s+(?:not\s+)?null\b|\bnot\s+in\b|[a-z_]\w*\.[a-z_]/i.test(words);
}

function hasAlternatives(condition: string): boolean {
	return /\sor\s/i.test(condition);
}

/** Brackets only where they are needed: they make coreBOS read the query another way. */
function asGroup(condition: string): string {
	return hasAlternatives(condition) ? `(${condition})` : condition;
}

function requireReadable(conditions: QueryCondition[]): void {
	const ambiguous = conditions.find(({ value }) => /\\(?:'|\s*(?:,|$))/.test(String(value)));
	if (ambiguous !== undefined) {
		throw new RangeError(
			`The condition on "${ambiguous.field}" cannot be asked for: with a field of another module, "is none of" or a view, coreBOS cannot read a value that has a backslash at its end or before a quote`,
		);
	}
	const misread = conditions.find(({ value }) => WORDS_OF_THE_SYNTAX.test(String(value)));
	if (misread === undefined) return;
	throw new RangeError(
		`The condition on "${misread.field}" cannot be asked for: beside a field of another module, "is none of" or a view, coreBOS takes and, or, order and limit in a value for words of the query`,
	);
}

function conditionText({ field, operator, value }: QueryCondition, syntax: QuerySyntax): string {
	const name = checkedName(field);
	const symbol = SYMBOLS[operator];
	if (symbol !== undefined) return `${name} ${symbol} ${quoteText(textFor(value, field), syntax)}`;
	switch (operator) {
		case 'in':
			return `${name} in (${list(value, field, syntax)})`;
		case 'notIn':
			return `${name} not in (${list(value, field, syntax)})`;
		case 'startsWith':
			return `${name} like ${quotePattern(textFor(value, field), { after: true }, syntax)}`;
		case 'endsWith':
			return `${name} like ${quotePattern(textFor(value, field), { before: true }, syntax)}`;
		default:
			return `${name} like ${quotePattern(textFor(value, field), { before: true, after: true }, syntax)}`;
	}
}

function list(value: unknown, field: string, syntax: QuerySyntax): string {
	const values = Array.isArray(value) ? value : String(value ?? '').split(',');
	return (values.length === 0 ? [''] : values)
		.map((one: unknown) => textFor(typeof one === 'string' ? one.trim() : one, field))
		.map((text) => quoteText(text, syntax))
		.join(',');
}

/** The text to compare with. @throws RangeError for an empty one */
function textFor(value: unknown, field: string): string {
	const text = conditionValue(value, field);
	if (text === '') {
		throw new RangeError(
			`The condition on "${field}" has no value. coreBOS cannot look for empty fields by a query: leave the condition out.`,
		);
	}
	return text;
}

function conditionValue(value: unknown, field: string): string {
	if (typeof value === 'boolean') return value ? '1' : '0';
	if (typeof value === 'object' && value !== null) {
		throw new RangeError(`The condition on "${field}" has an object for its value: give one text`);
	}
	return String(value ?? '');
}

function checkedName(name: string): string {
	const given = name.trim();
	if (NAME.test(given)) return given;
	throw new RangeError(`"${name}" is no name of a module or field`);
}

function whole(number: number): number {
	return Math.max(0, Math.floor(Number(number)) || 0);
}
