import { endsInBackslash, extendedText, sqlText } from './query-values';
import { Refusal } from './refusal';

/** One condition: `column operator value`. */
export interface Comparison {
	kind: 'comparison';
	column: string;
	operator: string;
	values: string[];
}

/** Conditions joined by and / or. */
export type Condition =
	| Comparison
	| { kind: 'and' | 'or'; parts: Condition[] }
	/** `field : (Module) field`, which coreBOS reads and finds nothing with (recorded). */
	| { kind: 'nothing' };

/** A VTQL query. */
export interface Query {
	columns: string[];
	/** `count(*)` among the columns. */
	counts: boolean;
	module: string;
	condition?: Condition;
	order?: { column: string; descending: boolean };
	limit: number;
	offset: number;
	/** Read by the second reader: `is null`, `not in`, a field with a dot. */
	isExtended: boolean;
	/** A column list with a function in it: only ids come back (recorded for `sum`). */
	hasFunction: boolean;
}

const WITHOUT_LIMIT = 100;
const TOKEN =
	/\s*('(?:[^']|'')*'|"[^"]*"|[A-Za-z_][\w.]*|-?\d+(?:\.\d+)?|!=|<=|>=|[=<>(),;*:]|\S)/gy;
/** `\'` is a quote here, unless the text ends with it. */
const EXTENDED_TOKEN =
	/\s*('(?:\\'(?!\s*(?:$|[;,)]|and\b|or\b|limit\b|order\b))|[^']|'')*'|"[^"]*"|[A-Za-z_][\w.]*|-?\d+(?:\.\d+)?|!=|<=|>=|[=<>(),;*:]|\S)/giy;
const EXTENDED = /\bis\s+(?:not\s+)?null\b|\bnot\s+in\b|[A-Za-z_]\w*\.[A-Za-z_]\w*/i;

/** Whether the second reader reads a query; what is quoted does not count. */
export function isExtendedQuery(text: string): boolean {
	const bare = text.replace(/'(?:\\'|[^']|'')*'/g, "''");
	return EXTENDED.test(bare.replace(/\brelated\.\w+/gi, 'related'));
}

/** The module that a query names; undefined where it has no `from`. */
export function queriedModule(query: string): string | undefined {
	return /\bfrom\s+(\w+)/i.exec(query)?.[1];
}

/** Reads a query. @throws Refusal in coreBOS's words */
export function parseQuery(text: string): Query {
	const isExtended = isExtendedQuery(text);
	const tokens = [...text.matchAll(isExtended ? EXTENDED_TOKEN : TOKEN)].map(([, token]) => token);
	return new Parser(tokens, isExtended).query();
}

const OPERATORS = new Set(['=', '!=', '<', '>', '<=', '>=', 'like', 'in']);

class Parser {
	private position = 0;
	/** A text ends in a backslash that takes its quote: the database refuses what it is given. */
	private isBroken = false;

	constructor(
		private readonly tokens: string[],
		private readonly isExtended: boolean,
	) {}

	query(): Query {
		if (!this.takes('select')) throw this.unexpected('SELECT', 'Unknown');
		const query: Query = {
			columns: [],
			counts: false,
			module: '',
			limit: this.isExtended ? Infinity : WITHOUT_LIMIT,
			isExtended: this.isExtended,
			offset: 0,
			hasFunction: false,
		};
		this.columns(query);
		query.module = this.next();
		if (this.takes('where')) query.condition = this.either();
		if (this.takes('group')) this.skipUntilEnd();
		if (this.takes('order')) query.order = this.order();
		if (this.takes('limit')) this.limit(query);
		this.end();
		if (this.isBroken) {
			const message = 'Database error while performing requested operation';
			throw new Refusal('DATABASE_QUERY_ERROR', message);
		}
		return query;
	}

	private columns(query: Query): void {
		do {
			const column = this.next();
			if (this.takes('(')) this.functionColumn(query, column);
			else query.columns.push(column);
		} while (this.takes(','));
		if (!this.takes('from')) throw this.unexpected('SELECT');
	}

	private functionColumn(query: Query, name: string): void {
		while (!this.takes(')')) this.next();
		if (name.toLowerCase() === 'count') query.counts = true;
		else query.hasFunction = true;
	}

	private either(): Condition {
		const parts = [this.both()];
		while (this.takes('or')) parts.push(this.both());
		return parts.length === 1 ? parts[0] : { kind: 'or', parts };
	}

	private both(): Condition {
		const parts = [this.single()];
		while (this.takes('and')) parts.push(this.single());
		return parts.length === 1 ? parts[0] : { kind: 'and', parts };
	}

	private single(): Condition {
		if (this.takes('(')) {
			const inner = this.either();
			this.expect(')');
			return inner;
		}
		const column = this.next();
		if (this.takes(':')) {
			this.skipReference();
			return { kind: 'nothing' };
		}
		return { kind: 'comparison', column, ...this.comparison() };
	}

	/** `(Module) field operator value` */
	private skipReference(): void {
		this.expect('(');
		this.next();
		this.expect(')');
		this.next();
		this.comparison();
	}

	private comparison(): { operator: string; values: string[] } {
		if (this.takes('is')) return this.nullity();
		const negates = this.isExtended && this.takes('not');
		const written = this.next().toLowerCase();
		if (!OPERATORS.has(written)) this.refuseOperator(written);
		const operator = negates ? `not ${written}` : written;
		if (written !== 'in') return { operator, values: [this.value(operator)] };
		this.expect('(');
		if (this.peek() === ')') throw this.unexpected('VALUE', 'PARENCLOSE');
		const values = [this.value(operator)];
		while (this.takes(',')) values.push(this.value(operator));
		this.expect(')');
		return { operator, values };
	}

	private nullity(): { operator: string; values: string[] } {
		const operator = this.takes('not') ? 'is not null' : 'is null';
		this.expect('null');
		return { operator, values: [] };
	}

	/** Operators of SQL that the reader does not know are values to it. */
	private refuseOperator(operator: string): never {
		this.position--;
		const isWord = /^[a-z_]\w*$/.test(operator);
		throw this.unexpected(
			isWord ? 'EQ,LT,GT,LTE,GTE,NE,IN,LIKE' : 'EQ',
			isWord ? 'VALUE' : undefined,
		);
	}

	/** An empty text and double quotes end in an unknown error (recorded). */
	private value(operator: string): string {
		const token = this.next();
		if (token === '>' || token === '<') {
			this.position--;
			throw this.unexpected('VALUE', token === '>' ? 'GT' : 'LT');
		}
		if (!this.isExtended && (token === "''" || token.startsWith('"'))) {
			throw new Refusal('INTERNAL_SERVER_ERROR', 'Unknown Error while processing request');
		}
		if (!token.startsWith("'")) return token;
		const inside = token.slice(1, -1);
		if (this.isExtended) return extendedText(inside, operator);
		this.isBroken ||= endsInBackslash(inside);
		return sqlText(inside);
	}

	private order(): { column: string; descending: boolean } {
		this.expect('by');
		const column = this.next();
		const descending = this.takes('desc');
		if (!descending) this.takes('asc');
		return { column, descending };
	}

	private limit(query: Query): void {
		const first = Number(this.next());
		if (this.takes(',')) Object.assign(query, { offset: first, limit: Number(this.next()) });
		else query.limit = first;
		if (this.takes('offset')) query.offset = Number(this.next());
	}

	private end(): void {
		if (this.peek() === undefined) return;
		if (!this.takes(';')) throw this.unexpected('SEMICOLON');
		if (this.peek() !== undefined) throw this.unexpected('', 'VALUE');
	}

	private skipUntilEnd(): void {
		while (this.peek() !== undefined && this.peek() !== ';') this.next();
	}

	private peek(): string | undefined {
		return this.tokens[this.position];
	}

	private takes(word: string): boolean {
		if (this.peek()?.toLowerCase() !== word) return false;
		this.position++;
		return true;
	}

	private next(): string {
		if (this.peek() === undefined) throw this.unexpected('SEMICOLON');
		return this.tokens[this.position++];
	}

	private expect(word: string): void {
		if (!this.takes(word)) throw this.unexpected(word.toUpperCase());
	}

	private unexpected(expected: string, kind?: string): Refusal {
		const token = this.peek() ?? '';
		const name = kind ?? (token === ',' ? 'COMMA' : 'COLUMNNAME');
		return new Refusal(
			'QUERY_SYNTAX_ERROR',
			`Syntax Error on line 1: token '${token}' Unexpected ${name}(${token}), expected one of: ${expected}`,
		);
	}
}
