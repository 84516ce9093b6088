import { addDecimals, type Decimal, decimalOf, divideDecimals, multiplyDecimals } from '../php';
import { ExpressionError } from './expression-error';
import type { RecordFields } from './record-conditions';

/** A calculation on the fields of one record; undefined is SQL's NULL. */
interface ColumnArithmetic {
	fields: string[];
	calculate(record: RecordFields): Decimal | undefined;
}

type Calculation = (record: RecordFields) => Decimal | undefined;

/**
 * Reads what `aggregation_fields_operation` takes as SQL: fields, numbers, `+ - * /`,
 * brackets and `time_to_sec(field)`, with SQL's precedence.
 *
 * @throws ExpressionError for anything else, which only coreBOS's database could work out
 */
export function readArithmetic(source: string): ColumnArithmetic {
	return new ArithmeticReader(source).read();
}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|((?:\w+\.)?[A-Za-z_]\w*)|([-+*/()]))/y;
/** Levels of nested brackets and operators. */
const MAX_NESTING = 100;

class ArithmeticReader {
	private readonly tokens: string[];
	private at = 0;
	private nesting = 0;
	private readonly fields = new Set<string>();

	constructor(private readonly source: string) {
		this.tokens = tokensOf(source);
	}

	read(): ColumnArithmetic {
		const calculate = this.sum();
		if (this.at < this.tokens.length) throw unreadable(this.source);
		return { fields: [...this.fields], calculate };
	}

	private sum(): Calculation {
		let left = this.product();
		for (let sign = this.taken('+', '-'); sign !== undefined; sign = this.taken('+', '-')) {
			const [first, second] = [left, this.product()];
			const factor = sign === '+' ? 1n : -1n;
			left = both(first, second, (a, b) => addDecimals(a, b, factor));
		}
		return left;
	}

	private product(): Calculation {
		let left = this.atom();
		for (let sign = this.taken('*', '/'); sign !== undefined; sign = this.taken('*', '/')) {
			const [first, second] = [left, this.atom()];
			left = both(first, second, sign === '*' ? multiplyDecimals : divideDecimals);
		}
		return left;
	}

	private atom(): Calculation {
		if (++this.nesting > MAX_NESTING) throw unreadable(this.source);
		const calculation = this.plainAtom();
		this.nesting--;
		return calculation;
	}

	private plainAtom(): Calculation {
		if (this.taken('-') !== undefined) {
			const operand = this.atom();
			return (record) => {
				const value = operand(record);
				return value && { ...value, digits: -value.digits };
			};
		}
		if (this.taken('(') !== undefined) {
			const inside = this.sum();
			this.close();
			return inside;
		}
		const token = this.tokens[this.at++] ?? '';
		if (/^\d/.test(token)) return constant(decimalOf(token));
		if (!/^\w/.test(token)) throw unreadable(this.source);
		if (this.taken('(') === undefined) return this.field(token, storedDecimal);
		if (token.toLowerCase() !== 'time_to_sec') throw unreadable(this.source);
		const inside = this.tokens[this.at++] ?? '';
		if (!/^[A-Za-z_]/.test(inside)) throw unreadable(this.source);
		this.close();
		return this.field(inside, secondsOf);
	}

	/** A column; the name of its table before it has no meaning here. */
	private field(name: string, read: (stored: string) => Decimal | undefined): Calculation {
		const field = name.slice(name.indexOf('.') + 1);
		this.fields.add(field);
		return (record) => {
			const stored = record.get(field) ?? null;
			return stored === null ? undefined : read(stored);
		};
	}

	private taken(...wanted: string[]): string | undefined {
		const token = this.tokens[this.at];
		if (token === undefined || !wanted.includes(token)) return undefined;
		this.at++;
		return token;
	}

	private close(): void {
		if (this.taken(')') === undefined) throw unreadable(this.source);
	}
}

function tokensOf(source: string): string[] {
	const tokens: string[] = [];
	const expression = new RegExp(TOKEN);
	const text = source.trimEnd();
	while (expression.lastIndex < text.length) {
		const match = expression.exec(text);
		if (match === null) throw unreadable(source);
		tokens.push(match[1] ?? match[2] ?? match[3]);
	}
	return tokens;
}

function unreadable(source: string): ExpressionError {
	return new ExpressionError(
		`'${source.slice(0, 60)}' cannot be calculated here: use fields, numbers, + - * /, brackets and time_to_sec(field)`,
	);
}

function constant(value: Decimal | undefined): Calculation {
	return () => value;
}

function both(
	left: Calculation,
	right: Calculation,
	operation: (left: Decimal, right: Decimal) => Decimal | undefined,
): Calculation {
	return (record) => {
		const [a, b] = [left(record), right(record)];
		return a && b && operation(a, b);
	};
}

/** A stored value as a number; text that is not one counts as 0, as in SQL. */
export function storedDecimal(stored: string): Decimal {
	const start = /^\s*[+-]?\d+(?:\.\d+)?/.exec(stored)?.[0] ?? '0';
	return decimalOf(start) ?? { digits: 0n, scale: 0 };
}

const CLOCK = /^(-?)(?:\d{4}-\d\d-\d\d[ T])?(\d{1,3}):([0-5]?\d)(?::([0-5]?\d))?/;

/** A time in the digits of a number, as SQL reads one: `HHMMSS`. */
const CLOCK_NUMBER = /^(-?)(\d{1,7})(?:\.(\d{1,6}))?$/;

/** SQL's time_to_sec: the seconds of `HH:MM:SS`; undefined for what is not a time. */
export function secondsOf(stored: string): Decimal | undefined {
	const number = CLOCK_NUMBER.exec(stored.trim());
	if (number !== null) return secondsOfNumber(number);
	const match = CLOCK.exec(stored.trim());
	if (match === null) return undefined;
	const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
	return { digits: BigInt(match[1] === '-' ? -seconds : seconds), scale: 0 };
}

function secondsOfNumber([, sign, digits, fraction = '']: RegExpExecArray): Decimal | undefined {
	const [hours, minutes, seconds] = [1e4, 100, 1].map((unit) => Math.floor(Number(digits) / unit));
	if (minutes % 100 > 59 || seconds % 100 > 59) return undefined;
	const whole = hours * 3600 + (minutes % 100) * 60 + (seconds % 100);
	return { digits: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
}
