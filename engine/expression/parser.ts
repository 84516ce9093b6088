import { ExpressionError, innerError } from './expression-error';
import type { Compatibility } from '../compatibility';
import { tokenize, type SkippedSign, type Token } from './tokenizer';
import type { BinaryOperator, Branch, Node } from './syntax-tree';

/** Levels of nested brackets, calls and operators; keeps far from the native stack's end. */
const MAX_NESTING = 400;

/** Statistics that coreBOS takes from the list as it is. */
const MEDIANS: ReadonlySet<string> = new Set(['median', 'medianLow', 'medianHigh']);

/** What the parser makes of a source. */
export interface Parsed {
	root: Node;
	/** What coreBOS reads differently than it looks; each says where and what to do. */
	warnings: string[];
}

/**
 * Parses an expression.
 *
 * @param source the expression, HTML entities already decoded
 * @param compatibility `coreBos` reads it as coreBOS does, which skips characters without a meaning
 * and what follows a complete expression: a warning names the place. `native` refuses both, and
 * text may be in double quotes
 * @returns its syntax tree
 * @throws ExpressionError with the place of the fault
 */
export function parse(source: string, compatibility: Compatibility = 'coreBos'): Parsed {
	const { tokens, skipped } = tokenize(source, compatibility);
	return new Parser(source, tokens, skipped, compatibility).parse();
}

type Operator = Extract<Node, { kind: 'chain' }>['operators'][number];

/** Which operators coreBOS looks for first; it matters only after the `end` of an `if`. */
const LEVELS: Readonly<Record<BinaryOperator, number>> = {
	'*': 0,
	'/': 0,
	'+': 1,
	'-': 1,
	'==': 2,
	'!=': 2,
	'<': 2,
	'>': 2,
	'<=': 2,
	'>=': 2,
};

class Parser {
	private index = 0;
	private nesting = 0;
	/** `else if`s of the `if` that was closed last. */
	private chainedIfs = 0;
	/** Index of the token after the last `end` of an `if`. */
	private afterIf = -1;
	private readonly warnings: string[] = [];

	constructor(
		private readonly source: string,
		private readonly tokens: Token[],
		private readonly skipped: SkippedSign[],
		private readonly compatibility: Compatibility,
	) {}

	parse(): Parsed {
		try {
			return this.whole();
		} catch (error) {
			throw this.cause(error);
		}
	}

	/** Where characters were skipped, a fault most likely begins with the first of them. */
	private cause(error: unknown): unknown {
		const [sign] = this.skipped;
		if (!(error instanceof ExpressionError) || sign === undefined) return error;
		return new ExpressionError(sign.reason, this.source, sign.offset);
	}

	private whole(): Parsed {
		if (this.peek().kind === 'end') throw this.error('the expression is empty', this.peek());
		this.refuseLeadingEmptyString();
		const root = this.expression();
		this.skipExtraEnds();
		this.skipExponent();
		this.skipAfterIf();
		this.skipLeftover();
		return { root, warnings: [...this.skippedSigns(), ...this.warnings] };
	}

	/** One warning for each kind of character, with the place of the first. */
	private skippedSigns(): string[] {
		const first = new Map<string, SkippedSign>();
		for (const sign of this.skipped) {
			if (!first.has(sign.reason)) first.set(sign.reason, sign);
		}
		return [...first.values()].map(
			({ reason, offset }) =>
				new ExpressionError(`${reason}. coreBOS skips it and continues`, this.source, offset)
					.message,
		);
	}

	/** What follows a complete expression: coreBOS ignores it. */
	private skipLeftover(): void {
		const token = this.peek();
		if (token.kind === 'end') return;
		if (this.compatibility === 'native' || this.isCallAfterSign()) throw this.leftover();
		this.index = this.tokens.length - 1;
		this.warn(
			`coreBOS ends the expression before ${this.describe(token)} and ignores what follows`,
			token,
		);
	}

	private isCallAfterSign(): boolean {
		return this.peek().kind === 'open' && this.tokens[this.index - 1]?.kind === 'symbol';
	}

	private warn(reason: string, token: Token): void {
		this.warnings.push(this.error(reason, token).message);
	}

	/**
	 * coreBOS cannot read an expression that starts with `''`. Standing alone it
	 * can only mean the empty string, so that is what it is here.
	 */
	private refuseLeadingEmptyString(): void {
		const [first, second] = this.tokens;
		if (this.source.startsWith("''") && second.kind !== 'end') {
			throw this.error(
				"coreBOS cannot read an expression that starts with '': put the other operand first, " +
					"or write concat('') for the empty string",
				first,
			);
		}
	}

	/** An `end` for each `else if`, as people write them; coreBOS reads the first and ignores the rest. */
	private skipExtraEnds(): void {
		while (this.chainedIfs > 0 && this.isKeyword('end')) {
			this.chainedIfs--;
			this.index++;
			this.afterIf = this.index;
		}
	}

	/** `1e3` is `1` in coreBOS: numbers have no exponent, and the rest of the source is ignored. */
	private skipExponent(): void {
		const token = this.peek();
		const before = this.tokens[this.index - 1];
		const isNumber = before?.kind === 'integer' || before?.kind === 'float';
		if (!isNumber || before.end !== token.offset || token.kind !== 'symbol') return;
		if (!/^e\d+$/i.test(token.name) || this.tokens[this.index + 1].kind !== 'end') return;
		this.index++;
		this.warn(
			'numbers have no exponent in coreBOS, which ignores this: write the number out',
			token,
		);
	}

	/**
	 * An operator after the `end` of an `if` and all that follows: coreBOS's
	 * recorded values leave it out, so it is left out and warned of.
	 */
	private skipAfterIf(): void {
		const token = this.peek();
		if (this.index !== this.afterIf || token.kind !== 'operator') return;
		const rest = this.tokens.slice(this.index);
		const open = rest.filter(({ kind }) => kind === 'open').length;
		if (rest.filter(({ kind }) => kind === 'close').length !== open) return;
		this.index = this.tokens.length - 1;
		this.warn(
			"coreBOS ends the expression at the 'end' of an 'if' and ignores what follows: " +
				"put the 'if … end' in brackets",
			token,
		);
	}

	private peek(ahead = 0): Token {
		return this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)];
	}

	private next(): Token {
		const token = this.peek();
		this.index++;
		return token;
	}

	private error(reason: string, token: Token): ExpressionError {
		return new ExpressionError(reason, this.source, token.offset);
	}

	private isKeyword(name: string): boolean {
		const token = this.peek();
		return token.kind === 'symbol' && token.name === name;
	}

	/** Not the text of a string: in maps that log in it is often the access key. */
	private describe(token: Token): string {
		if (token.kind === 'end') return 'the end of the expression';
		if (token.kind === 'string') return 'a string';
		return `'${this.source.slice(token.offset, Math.min(token.end, token.offset + 40))}'`;
	}

	private expectKeyword(name: string, meaning: string): void {
		if (this.isKeyword(name)) {
			this.index++;
			return;
		}
		const token = this.peek();
		throw this.error(`expected '${name}' ${meaning}, found ${this.describe(token)}`, token);
	}

	private nested<T>(parse: () => T): T {
		if (++this.nesting > MAX_NESTING) {
			throw this.error(`more than ${MAX_NESTING} nested levels`, this.peek());
		}
		const result = parse();
		this.nesting--;
		return result;
	}

	/** Operands and operators in a row. What is right of an operator is a whole expression. */
	private expression(): Node {
		const first = this.peek();
		const operands: Node[] = [];
		const operators: Operator[] = [];
		/** Calls that no bracket surrounds: coreBOS reads one operator after each of them. */
		const calls = new Set<Node>();
		for (;;) {
			if (this.isKeyword('if')) {
				operands.push(this.nested(() => this.condition()));
				if (!this.goesOnAfterIf(operands, operators, calls)) break;
			} else {
				const isCall = this.startsCall();
				operands.push(this.operand());
				if (isCall) calls.add(operands[operands.length - 1]);
			}
			const token = this.peek();
			if (token.kind !== 'operator') break;
			operators.push({ operator: token.operator, offset: token.offset });
			this.index++;
		}
		return chain(first.offset, operands, operators);
	}

	/**
	 * An operator after an `if … end` that is a right operand goes on with the innermost of the
	 * expressions around it that has not looked for such an operator yet: that becomes its left
	 * operand.
	 */
	private goesOnAfterIf(operands: Node[], operators: Operator[], calls: Set<Node>): boolean {
		const token = this.peek();
		if (token.kind !== 'operator') return false;
		for (let at = operators.length - 1; at >= 0; at--) {
			if (calls.has(operands[at])) continue;
			if (LEVELS[operators[at].operator] >= LEVELS[token.operator]) continue;
			const inner = chain(operands[at].offset, operands.splice(at), operators.splice(at));
			operands.push(inner);
			return true;
		}
		return false;
	}

	private startsCall(): boolean {
		return this.peek().kind === 'symbol' && this.peek(1).kind === 'open';
	}

	private operand(): Node {
		const token = this.peek();
		if (token.kind === 'symbol' && this.startsCall()) return this.call(token.name);
		return this.unary();
	}

	private condition(): Node {
		const { offset } = this.peek();
		const branches: Branch[] = [];
		do {
			this.index++;
			const condition = this.expression();
			this.expectKeyword('then', "after the condition of 'if'");
			const result = this.expression();
			this.expectKeyword('else', "after the 'then' part");
			branches.push({ condition, result });
		} while (this.isKeyword('if'));
		const otherwise = this.expression();
		this.expectKeyword('end', "after the 'else' part");
		this.chainedIfs = branches.length - 1;
		this.afterIf = this.index;
		return { kind: 'if', offset, branches, otherwise };
	}

	private call(name: string): Node {
		const { offset } = this.next();
		const open = this.next();
		if (this.peek().kind === 'close') {
			this.index++;
			return { kind: 'call', offset, name, parameters: [] };
		}
		const parameters: Node[] = [];
		for (;;) {
			parameters.push(this.nested(() => this.expression()));
			const token = this.next();
			if (token.kind === 'close') {
				this.warnUnsorted(name, parameters);
				return { kind: 'call', offset, name, parameters };
			}
			if (token.kind !== 'comma') throw this.unclosed(open, token, `',' or ')'`);
		}
	}

	/** coreBOS does not sort the list that it takes the median of. */
	private warnUnsorted(name: string, [statistic]: Node[]): void {
		if (name !== 'statistics' || statistic.kind !== 'string') return;
		if (!MEDIANS.has(statistic.value) || this.compatibility === 'native') return;
		const reason = `coreBOS's ${statistic.value} is the value in the middle of the list: sort the list first`;
		this.warnings.push(new ExpressionError(reason, this.source, statistic.offset).message);
	}

	private unclosed(open: Token, found: Token, expected: string): ExpressionError {
		const column = open.offset + 1;
		return this.error(
			`expected ${expected} for the bracket opened at character ${column}, ` +
				`found ${this.describe(found)}`,
			found,
		);
	}

	private unary(): Node {
		const token = this.peek();
		if (token.kind !== 'operator') return this.atom();
		if (token.operator !== '+' && token.operator !== '-') {
			throw this.error(`expected a value before ${this.describe(token)}`, token);
		}
		this.index++;
		const operand = this.nested(() => this.unary());
		return { kind: 'sign', offset: token.offset, operator: token.operator, operand };
	}

	private atom(): Node {
		const token = this.next();
		const { offset } = token;
		switch (token.kind) {
			case 'string':
				return { kind: 'string', offset, value: token.value };
			case 'integer':
				return { kind: 'integer', offset, value: token.value };
			case 'float':
				return { kind: 'float', offset, value: token.value };
			case 'symbol':
				return { kind: 'symbol', offset, name: token.name };
			case 'variable':
				return { kind: 'variable', offset, name: token.name };
			case 'reference':
				return {
					kind: 'reference',
					offset,
					link: token.link,
					module: token.module,
					field: token.field,
				};
			case 'inner':
				return this.inner(offset, token.source);
			case 'open':
				return this.bracket(token);
			default:
				throw this.error(`expected a value, found ${this.describe(token)}`, token);
		}
	}

	private inner(offset: number, source: string): Node {
		try {
			const { root, warnings } = parse(source, this.compatibility);
			this.warnings.push(...warnings.map((warning) => `in the inner expression: ${warning}`));
			return { kind: 'inner', offset, source, root };
		} catch (error) {
			throw innerError(error, this.source, offset);
		}
	}

	private bracket(open: Token): Node {
		const node = this.nested(() => this.expression());
		const token = this.next();
		if (token.kind !== 'close') throw this.unclosed(open, token, `')'`);
		return node;
	}

	private leftover(): ExpressionError {
		const token = this.peek();
		const before = this.tokens[this.index - 1];
		const found = `${this.describe(token)} follows a complete expression`;
		if (this.isCallAfterSign() && before?.kind === 'symbol') {
			return this.error(
				`${found}: a call cannot have a sign before it, write 0-${before.name}(…)`,
				token,
			);
		}
		return this.error(found, token);
	}
}

function chain(offset: number, operands: Node[], operators: Operator[]): Node {
	if (operators.length === 0) return operands[0];
	return { kind: 'chain', offset, operands, operators };
}
