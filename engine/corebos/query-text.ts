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
	const own = conditions.map(conditionText).join(` ${combine} `);
	const parts = [condition.trim(), own].filter((part) => part !== '');
	if (parts.length === 0) return '';
	const hasGroups = parts.length > 1 && parts.some(hasAlternatives);
	if (hasGroups || conditions.some(isExtended)) requireReadable(conditions);
	return ` where ${(hasGroups ? parts.map(asGroup) : parts).join(' and ')}`;
}

function isExtended({ field, operator }: QueryCondition): boolean {
	return field.includes('.') || operator === 'notIn';
}

function hasAlternatives(condition: string): boolean {
	return /\sor\s/i.test(condition);
}

/** Brackets only where they are needed: they make coreBOS read the query another way. */
function asGroup(condition: string): string {
	return hasAlternatives(condition) ? `(${condition})` : condition;
}

function requireReadable(conditions: QueryCondition[]): void {
	const misread = conditions.find(({ value }) => WORDS_OF_THE_SYNTAX.test(String(value)));
	if (misread === undefined) return;
	throw new RangeError(
		`The condition on "${misread.field}" cannot be asked for: beside a field of another module, "is none of" or a view, coreBOS takes and, or, order and limit in a value for words of the query`,
	);
}

function conditionText({ field, operator, value }: QueryCondition): string {
	const name = checkedName(field);
	const symbol = SYMBOLS[operator];
	if (symbol !== undefined) return `${name} ${symbol} ${quoted(value, field)}`;
	switch (operator) {
		case 'in':
			return `${name} in (${list(value, field)})`;
		case 'notIn':
			return `${name} not in (${list(value, field)})`;
		case 'startsWith':
			return `${name} like ${quoted(value, field, '', '%')}`;
		case 'endsWith':
			return `${name} like ${quoted(value, field, '%')}`;
		default:
			return `${name} like ${quoted(value, field, '%', '%')}`;
	}
}

function list(value: unknown, field: string): string {
	const values = Array.isArray(value) ? value : String(value ?? '').split(',');
	if (values.length === 0) return quoted('', field);
	return values.map((one) => quoted(typeof one === 'string' ? one.trim() : one, field)).join(',');
}

/** Quotes are doubled; coreBOS takes a backslash before a quote for a text of its own. */
function quoted(value: unknown, field: string, before = '', after = ''): string {
	const text = conditionValue(value, field);
	if (text === '') {
		throw new RangeError(
			`The condition on "${field}" has no value. coreBOS cannot look for empty fields by a query: leave the condition out.`,
		);
	}
	return `'${before}${text.replaceAll("'", "''")}${after}'`;
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
