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
	| 'notIn'
	| 'isEmpty'
	| 'isNotEmpty';

/** One condition of a query. */
export interface QueryCondition {
	/** Name of a field, also `Accounts.bill_city` of a referred record. */
	field: string;
	operator: ConditionOperator;
	/**
	 * What to compare with. Of `in` and `notIn` a list, or a string as {@link listedValues} reads it;
	 * `isEmpty` and `isNotEmpty` have none.
	 */
	value?: unknown;
	/** Whether the value is a number as the user writes it, whose comma parts no list. */
	isNumber?: boolean;
	/** Of a picklist whose values the extended reader also compares as the user sees them: labels by value. */
	labels?: ReadonlyMap<string, string>;
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
 * A VTQL query. Values are quoted as coreBOS takes them; other names are refused, so
 * that nothing in a value or name can change the query.
 *
 * @throws RangeError that names the field, for a name that cannot be one, and for an empty
 *   value, which coreBOS cannot compare with (recorded: `=''` fails)
 */
export function queryText(parts: QueryParts): string {
	const fields = parts.fields?.length ? parts.fields.map(checkedName).join(',') : '*';
	const order = `${checkedName(parts.sortBy || 'id')}${parts.descending ? ' desc' : ''}`;
	const limit =
		parts.limit === undefined ? '' : ` limit ${whole(parts.offset ?? 0)},${whole(parts.limit)}`;
	return `select ${fields} from ${checkedName(parts.module)}${whereText(parts)} order by ${order}${limit};`;
}

/**
 * What coreBOS reads in its extended syntax (dots, `is null`, brackets), which takes these words
 * for its own also between quotes.
 */
const WORDS_OF_THE_SYNTAX = /\s(?:and|or|order|limit)\s/i;

function whereText({ conditions = [], combine = 'and', condition = '' }: QueryParts): string {
	const given = condition.trim();
	if (given === '' && conditions.length === 0) return '';
	const hasGroups = isGrouped({ conditions, combine, condition });
	const syntax = querySyntax({ conditions, combine, condition });
	if (syntax === 'extended') requireReadable(conditions);
	const isAlone = combine === 'and' || conditions.length === 1;
	const own = conditions.map((one) => conditionText(one, syntax, isAlone)).join(` ${combine} `);
	const parts = [given, own].filter((part) => part !== '');
	return ` where ${(hasGroups ? parts.map(asGroup) : parts).join(' and ')}`;
}

/** Which of coreBOS's readers takes the query. */
export function querySyntax(parts: Omit<QueryParts, 'module'>): QuerySyntax {
	const { conditions = [], combine = 'and', condition = '' } = parts;
	const hasBrackets =
		isGrouped(parts) || (combine === 'or' && conditions.length > 1 && conditions.some(isSeveral));
	const isExtended =
		hasBrackets || conditions.some(needsExtendedSyntax) || isExtendedText(condition.trim());
	return isExtended ? 'extended' : 'plain';
}

/** Whether the given condition and the others are next to each other in brackets. */
function isGrouped({
	conditions = [],
	combine = 'and',
	condition = '',
}: Omit<QueryParts, 'module'>): boolean {
	if (condition.trim() === '' || conditions.length === 0) return false;
	return hasAlternatives(condition.trim()) || (combine === 'or' && conditions.length > 1);
}

/**
 * Conditions that only the extended reader takes. `notIn` is not one of them: it is written as
 * `!=` for each value, since the extended reader takes ids, quotes and commas in `not in` for
 * something else (recorded: queries-056, queries3-024).
 */
export function needsExtendedSyntax({ field, operator }: QueryCondition): boolean {
	return field.includes('.') || operator === 'isEmpty' || operator === 'isNotEmpty';
}

/** Whether a condition of coreBOS itself, such as that of a view, is in the extended syntax. */
function isExtendedText(condition: string): boolean {
	const words = condition.replace(/'(?:[^'\\]|''|\\[^])*'/g, "''");
	return /\bis\s+(?:not\s+)?null\b|\bnot\s+in\b|[a-z_]\d*\.[a-z_]/i.test(words);
}

/** `notIn` of several values: all must differ, which needs brackets next to an `or`. */
function isSeveral({ operator, value }: QueryCondition): boolean {
	return operator === 'notIn' && listedValues(value).length > 1;
}

function hasAlternatives(condition: string): boolean {
	return /\sor\s/i.test(condition);
}

/** Brackets only where they are needed: they make coreBOS read the query another way. */
function asGroup(condition: string): string {
	return hasAlternatives(condition) ? `(${condition})` : condition;
}

/** A character that a reader cannot take in a value, and its name. */
type UnreadableSign = readonly [RegExp, string];

/**
 * Characters in a value that the extended reader takes for something else, and their names. A string
 * in double quotes finds nothing there (recorded: queries3-016).
 */
const NOT_EXTENDED: readonly UnreadableSign[] = [
	[/\\(?:'|$)/, 'a backslash at its end or before a quote'],
	[WORDS_OF_THE_SYNTAX, 'one of the words and, or, order and limit'],
	[/"/, 'a double quote'],
	[/^\s*null\s*$/i, 'nothing but the word null'],
];

/** The extended reader drops each percent sign of a pattern (source: its conversion of `like`). */
const PERCENT: UnreadableSign = [/%/, 'a percent sign'];
/** It puts spaces around the first one in a pattern (seen on a real coreBOS). */
const COMPARISON: UnreadableSign = [
	/[<>=!]/,
	'an equals sign, an exclamation mark or an angle bracket',
];
/** A value loses quotes at its end, and one before these characters ends it (source: `trim`). */
const QUOTE: UnreadableSign = [
	/'\s*(?:$|[;,)])/,
	'a quote at its end or before a comma, a semicolon or a bracket',
];
const QUOTE_BEFORE_SIGN: UnreadableSign = [
	/'\s*[;,)]/,
	'a quote before a comma, a semicolon or a bracket',
];
/** It takes a comma for one between several texts, but after `=` (seen on a real coreBOS). */
const COMMA: UnreadableSign = [/,/, 'a comma'];

/** Characters that the extended reader reads differently after some operators. */
const NOT_AFTER: Partial<Record<ConditionOperator, readonly UnreadableSign[]>> = {
	contains: [PERCENT, COMPARISON, QUOTE_BEFORE_SIGN, COMMA],
	startsWith: [PERCENT, COMPARISON, QUOTE_BEFORE_SIGN, COMMA],
	endsWith: [PERCENT, COMPARISON, QUOTE, COMMA],
	notEquals: [QUOTE, COMMA],
	notIn: [QUOTE, COMMA],
};

/** @throws RangeError that names the field and what coreBOS cannot read in its value */
function requireReadable(conditions: QueryCondition[]): void {
	for (const condition of conditions) {
		const texts = textsOf(condition).flatMap((text) => [text, condition.labels?.get(text) ?? text]);
		const own = NOT_AFTER[condition.operator] ?? [QUOTE];
		const signs = [...NOT_EXTENDED, ...own.filter((sign) => sign !== COMMA || !condition.isNumber)];
		for (const [sign, name] of signs) {
			if (!texts.some((text) => sign.test(text))) continue;
			throw new RangeError(
				`The condition on "${condition.field}" cannot be sent: next to a field of another module, Is Empty, Is Not Empty, a view or alternatives in brackets, coreBOS cannot read a value that has ${name}. Read the records without that condition and filter them in the workflow.`,
			);
		}
	}
}

/** The texts that a condition compares with; none for one on emptiness. */
function textsOf({ field, operator, value }: QueryCondition): string[] {
	if (operator === 'isEmpty' || operator === 'isNotEmpty') return [];
	if (operator !== 'in' && operator !== 'notIn') return [textFor(value, field)];
	const values = listedValues(value);
	return (values.length === 0 ? [''] : values).map((one) => textFor(one, field));
}

/**
 * The conditions of a query as text.
 *
 * @param isAlone whether nothing is combined with it by `or`, so that it needs no brackets
 */
function conditionText(condition: QueryCondition, syntax: QuerySyntax, isAlone: boolean): string {
	const name = checkedName(condition.field);
	const { operator } = condition;
	const texts = textsOf(condition);
	const [text] = texts;
	const symbol = SYMBOLS[operator];
	const { labels } = condition;
	if (operator === 'notIn' || (operator === 'notEquals' && labels !== undefined)) {
		const differs = (one: string) =>
			labels === undefined
				? `${name} != ${quoteText(one, syntax)}`
				: choiceDiffers(name, one, labels.get(one) ?? one);
		const all = texts.map(differs).join(' and ');
		return isAlone || texts.length === 1 ? all : `(${all})`;
	}
	if (symbol !== undefined) return `${name} ${symbol} ${quoteText(text, syntax)}`;
	switch (operator) {
		case 'isEmpty':
			return `${name} is null`;
		case 'isNotEmpty':
			return `${name} is not null`;
		case 'in':
			// The extended reader splits a value at its commas.
			return syntax === 'plain'
				? `${name} in (${texts.map((one) => quoteText(one)).join(',')})`
				: asGroup(texts.map((one) => `${name} = ${quoteText(one, syntax)}`).join(' or '));
		case 'startsWith':
			return `${name} like ${quotePattern(text, { after: true }, syntax)}`;
		case 'endsWith':
			return `${name} like ${quotePattern(text, { before: true }, syntax)}`;
		default:
			return `${name} like ${quotePattern(text, { before: true, after: true }, syntax)}`;
	}
}

/**
 * That a picklist has another value. For `!=` the extended reader keeps only the values that the
 * picklist has, and loses records without a value (seen on a real coreBOS). `<` and `>` it compares
 * with the value or the label, whichever fits: beyond both of them is every other value.
 */
function choiceDiffers(name: string, value: string, label: string): string {
	const [low, high] = [value, label].sort((one, other) => one.localeCompare(other));
	const beyond = [
		`${name} < ${quoteText(low, 'extended')}`,
		`${name} > ${quoteText(high, 'extended')}`,
	];
	const between = label === value ? [] : [`${name} != ${quoteText(value, 'extended')}`];
	return asGroup([...beyond, ...between].join(' or '));
}

/**
 * The values of a list as people write it: one a line where there are several lines, else with
 * commas between them; a value with a comma is put in double quotes (`"Acme, Ltd", Beta`), in
 * which a double quote is written twice.
 *
 * @param given a list, which is taken as it is, or a string
 */
export function listedValues(given: unknown): unknown[] {
	if (Array.isArray(given)) return given;
	const text = String(given ?? '');
	if (/[\r\n]/.test(text.trim()))
		return text
			.trim()
			.split(/\r\n?|\n/)
			.map((one) => one.trim());
	const values: string[] = [];
	let position = 0;
	while (position <= text.length) {
		const quoted = /^\s*"((?:[^"]|"")*)"\s*(?=,|$)/.exec(text.slice(position));
		const part = quoted?.[0] ?? /^[^,]*/.exec(text.slice(position))?.[0] ?? '';
		values.push(quoted ? quoted[1].replaceAll('""', '"') : part.trim());
		position += part.length + 1;
	}
	return values;
}

/**
 * The text to compare with.
 *
 * @throws RangeError for an empty one, and for one of several lines or with a tab: coreBOS drops
 * those characters from the query, and finds nothing
 */
function textFor(value: unknown, field: string): string {
	const text = conditionValue(value, field);
	if (/[\t\r\n]/.test(text)) {
		throw new RangeError(
			`The condition on "${field}" cannot be asked for: coreBOS cannot look for a value with a tab or a line break. Read the records without that condition and filter them in the workflow.`,
		);
	}
	if (text === '') {
		throw new RangeError(
			`The condition on "${field}" has no value. To look for empty fields use "Is Empty".`,
		);
	}
	return text;
}

function conditionValue(value: unknown, field: string): string {
	if (typeof value === 'boolean') return value ? '1' : '0';
	if (typeof value === 'object' && value !== null) {
		throw new RangeError(`The condition on "${field}" has an object as its value: enter text`);
	}
	return String(value ?? '');
}

function checkedName(name: string): string {
	const given = name.trim();
	if (NAME.test(given)) return given;
	throw new RangeError(`"${name}" is not the name of a module or field`);
}

function whole(number: number): number {
	return Math.max(0, Math.floor(Number(number)) || 0);
}
