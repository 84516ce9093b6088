import { ExpressionError, innerError, locateError } from './expression-error';
import { findFunction } from './functions/catalogue';
import type { FunctionDefinition } from './functions/definition';
import { spend } from './memory-budget';
import {
	add,
	clampedInt,
	compare,
	divide,
	fromPlain,
	getOwn,
	isNumeric,
	isTruthy,
	looseEquals,
	multiply,
	negate,
	subtract,
	toBytes,
	type Value,
} from '../php';
import type { Run } from './run';
import type { BinaryOperator, Node } from './syntax-tree';

/** A value, or the promise of one where something has to be fetched. */
export type Result = Value | Promise<Value>;

/** A compiled syntax tree. */
export type Step = (run: Run) => Result;

/**
 * Turns a syntax tree into a function.
 *
 * @throws ExpressionError for functions that do not exist or cannot work here
 */
export function compileNode(node: Node, source: string): Step {
	switch (node.kind) {
		case 'string':
		case 'integer':
		case 'float':
			return constant(node.value);
		case 'symbol':
			return (run) => run.lookup.symbol(node.name, false);
		case 'reference':
			return (run) => run.lookup.reference(node, false);
		case 'variable':
			return (run) => fromPlain(getOwn(run.environment.env, node.name));
		case 'inner':
			return compileInner(node, source);
		case 'sign':
			return compileSign(node, source);
		case 'if':
			return compileIf(node, source);
		case 'chain':
			return compileChain(node, source);
		case 'call':
			return compileCall(node, source);
	}
}

function constant(value: Value): Step {
	return () => value;
}

/**
 * An inner expression: its value is put in as text, a number where the text is
 * one. It stays a value whatever is in it: text of a record never becomes code.
 */
function compileInner(node: Extract<Node, { kind: 'inner' }>, source: string): Step {
	const step = compileInnerRoot(node, source);
	return (run) =>
		apply(step(run), (value) => {
			const text = toBytes(value);
			if (/^\d+$/.test(text)) return clampedInt(text);
			return /^\d*\.\d+$/.test(text) ? Number(text) : text;
		});
}

function compileInnerRoot(node: Extract<Node, { kind: 'inner' }>, source: string): Step {
	try {
		return compileNode(node.root, node.source);
	} catch (error) {
		throw innerError(error, source, node.offset);
	}
}

/** Applies to a result, at once where it is not a promise. */
function apply(result: Result, next: (value: Value) => Result): Result {
	return result instanceof Promise ? result.then(next) : next(result);
}

/** Runs a piece of work so that its errors carry their place. */
function withOffset(source: string, offset: number, work: () => Result): Result {
	try {
		const result = work();
		if (!(result instanceof Promise)) return result;
		return result.catch((error: unknown) => {
			throw locateError(error, source, offset);
		});
	} catch (error) {
		throw locateError(error, source, offset);
	}
}

function compileSign(node: Extract<Node, { kind: 'sign' }>, source: string): Step {
	const operand = compileNode(node.operand, source);
	if (node.operator === '+') return operand;
	return (run) =>
		apply(operand(run), (value) => withOffset(source, node.offset, () => negate(value)));
}

function compileIf(node: Extract<Node, { kind: 'if' }>, source: string): Step {
	const branches = node.branches.map(({ condition, result }) => ({
		condition: compileNode(condition, source),
		result: compileNode(result, source),
	}));
	const otherwise = compileNode(node.otherwise, source);
	const from = (run: Run, index: number): Result => {
		for (let at = index; at < branches.length; at++) {
			const condition = branches[at].condition(run);
			if (condition instanceof Promise) {
				return condition.then((value) =>
					isTruthy(value) ? branches[at].result(run) : from(run, at + 1),
				);
			}
			if (isTruthy(condition)) return branches[at].result(run);
		}
		return otherwise(run);
	};
	return (run) => from(run, 0);
}

const OPERATIONS: Readonly<Record<BinaryOperator, (left: Value, right: Value) => Value>> = {
	'+': (left, right) => addOrSubtract(left, right, add),
	'-': (left, right) => addOrSubtract(left, right, subtract),
	'*': multiply,
	'/': (left, right) => (isTruthy(right) ? divide(left, right) : 0n),
	'==': looseEquals,
	'!=': (left, right) => !looseEquals(left, right),
	'<': (left, right) => compare(left, right) < 0,
	'>': (left, right) => compare(right, left) < 0,
	'<=': (left, right) => compare(left, right) <= 0,
	'>=': (left, right) => compare(right, left) <= 0,
};

/** coreBOS adds and subtracts numeric values and skips all others. */
function addOrSubtract(
	left: Value,
	right: Value,
	operation: (left: Value, right: Value) => Value,
): Value {
	if (isNumeric(left)) return isNumeric(right) ? operation(left, right) : left;
	return isNumeric(right) ? right : 0n;
}

function compileChain(node: Extract<Node, { kind: 'chain' }>, source: string): Step {
	const operands = node.operands.map((operand) => compileNode(operand, source));
	const { operators } = node;
	const fold = (values: Value[]): Value => {
		let right = values[values.length - 1];
		let at = values.length - 2;
		try {
			for (; at >= 0; at--) right = OPERATIONS[operators[at].operator](values[at], right);
		} catch (error) {
			throw locateError(error, source, operators[at].offset);
		}
		return right;
	};
	return (run) => {
		const values = evaluateAll(operands, run);
		return values instanceof Promise ? values.then(fold) : fold(values);
	};
}

/** Evaluates from left to right, each only when the one before it is there. */
function evaluateAll(steps: Step[], run: Run): Value[] | Promise<Value[]> {
	const values: Value[] = [];
	for (let index = 0; index < steps.length; index++) {
		const value = steps[index](run);
		if (value instanceof Promise) return evaluateRest(steps, run, values, value);
		values.push(value);
	}
	return values;
}

async function evaluateRest(
	steps: Step[],
	run: Run,
	values: Value[],
	pending: Promise<Value>,
): Promise<Value[]> {
	values.push(await pending);
	for (let index = values.length; index < steps.length; index++)
		values.push(await steps[index](run));
	return values;
}

function compileCall(node: Extract<Node, { kind: 'call' }>, source: string): Step {
	const definition = knownFunction(node, source);
	const parameters = node.parameters.map((parameter) =>
		definition.raw === true ? compileRaw(parameter) : compileNode(parameter, source),
	);
	const { body } = definition;
	const { offset } = node;
	const call = (values: Value[], run: Run): Result => {
		const counted = (value: Value): Value => {
			spend(run.limits.memory, value);
			return value;
		};
		return withOffset(source, offset, () => apply(body(values, run), counted));
	};
	return (run) => {
		const values = evaluateAll(parameters, run);
		return values instanceof Promise ? values.then((all) => call(all, run)) : call(values, run);
	};
}

function knownFunction(
	node: Extract<Node, { kind: 'call' }>,
	source: string,
): Extract<FunctionDefinition, { kind: 'function' }> {
	const found = findFunction(node.name);
	if (found.kind === 'refused') throw new ExpressionError(found.reason, source, node.offset);
	const [named] = node.parameters;
	const isNamed = named?.kind === 'string' && isTruthy(named.value);
	if (found.unanswerable === undefined || !isNamed) return found;
	throw new ExpressionError(found.unanswerable, source, node.offset);
}

function compileRaw(node: Node): Step {
	switch (node.kind) {
		case 'string':
		case 'integer':
		case 'float':
			return constant(node.value);
		case 'symbol':
			return (run) => run.lookup.symbol(node.name, true);
		case 'reference':
			return (run) => run.lookup.reference(node, true);
		default:
			return constant(null);
	}
}
