import { ReadCache } from '../corebos';
import type { Compatibility } from '../compatibility';
import type { CoreBosClient, Environment } from '../environment';
import { CompiledSources } from './compiled-sources';
import type { Step } from './compiler';
import { ExpressionError } from './expression-error';
import { decodeHtml, PhpError, toPlain, type TypeName, typeName, type Value } from '../php';
import { recordLookup } from './record-lookup';
import { readExpression } from './read-expression';
import { runLimits, type Lookup, type Run } from './run';
import { templateOfText } from './template-text';

/** An expression that has been read and can be evaluated any number of times. */
export interface CompiledExpression {
	/** The source it was made of. */
	readonly source: string;
	/** What coreBOS reads differently than it looks, with its place: to be shown, not an error. */
	readonly warnings: readonly string[];
	/**
	 * @param environment what the expression sees; `setToContext` writes into its context
	 * @param lookup how names are read, where this differs from reading the record's fields
	 * @throws ExpressionError for operands and arguments that do not fit; CoreBosError from the client
	 */
	evaluate(environment: Environment, lookup?: Partial<Lookup>): Promise<Value>;
}

interface CachedExpression extends CompiledExpression {
	step: Step;
}

const compiled = new CompiledSources<CachedExpression>(compile);

/**
 * Reads an expression.
 *
 * @param compatibility `native` reads text in double quotes and refuses what coreBOS skips
 * @throws ExpressionError with line, column and a caret below the fault
 */
export function compileExpression(
	source: string,
	compatibility: Compatibility = 'coreBos',
): CompiledExpression {
	return compiled.of(source, compatibility);
}

function compile(source: string, compatibility: Compatibility): CachedExpression {
	const { step, warnings } = readExpression(decodeHtml(source), compatibility);
	return {
		source,
		warnings,
		step,
		evaluate: async (environment, lookup) =>
			await runStep(step, startRun(environment, compatibility, lookup)),
	};
}

/** Makes the client of a run when it is first needed: few expressions ask coreBOS at all. */
function clientOfRun({ coreBos }: Environment): () => CoreBosClient | undefined {
	if (coreBos === undefined) return noClient;
	let client: CoreBosClient | undefined;
	return () => (client ??= new ReadCache(coreBos));
}

function noClient(): undefined {
	return undefined;
}

/** Everything one evaluation needs. */
export function startRun(
	environment: Environment,
	compatibility: Compatibility,
	lookup?: Partial<Lookup>,
): Run {
	const run: Run = {
		environment,
		lookup: recordLookup(() => run),
		coreBos: clientOfRun(environment),
		now: environment.now ?? new Date(),
		limits: runLimits(),
		depth: 0,
		evaluate: (source, inner) => compiled.of(source, compatibility).step(inner),
		render: (source, inner) => templateOfText(source, compatibility).step(inner),
	};
	if (lookup !== undefined) run.lookup = { ...run.lookup, ...lookup };
	return run;
}

/** Runs a compiled tree; the engine's own limits are reported as the expression's fault. */
export async function runStep(step: Step, run: Run): Promise<Value> {
	try {
		return await step(run);
	} catch (error) {
		throw asExpressionError(error);
	}
}

/** What PHP stops at, too deep a recursion and too long a string end here. */
function asExpressionError(error: unknown): unknown {
	if (error instanceof PhpError) return new ExpressionError(error.message);
	if (!(error instanceof RangeError)) return error;
	return new ExpressionError(
		`the expression needs more than this machine allows: ${error.message}`,
	);
}

/**
 * Evaluates an expression in one step.
 *
 * @param source the expression
 * @param environment what it sees; `setToContext` writes into `environment.context`
 * @returns the value in plain JavaScript
 * @throws ExpressionError for a source that cannot be read and operands that do not fit
 */
export async function evaluateExpression(
	source: string,
	environment: Environment = {},
): Promise<unknown> {
	return toPlain(await compileExpression(source).evaluate(environment));
}

/**
 * Checks that an expression can be read and calls only functions that work outside coreBOS,
 * without evaluating anything: for callers that read a map or save a parameter.
 *
 * @throws ExpressionError with line, column and a caret below the fault; for a function that
 * works only inside coreBOS it says what to use instead
 */
export function checkExpression(source: string): void {
	compileExpression(source);
}

/** A value with the type that PHP gives it. */
export interface TypedValue {
	/** The value in plain JavaScript; an int that a number does not hold exactly is a bigint. */
	value: unknown;
	/** PHP's type: it tells the float `262.0` from the int `262`; lists and maps are `array`. */
	type: TypeName;
}

/**
 * Evaluates an expression and says of which PHP type the result is: what
 * coreBOS shows in its expression tester.
 *
 * @param source the expression
 * @param environment what it sees; `setToContext` writes into `environment.context`
 * @returns the value and one of `null`, `bool`, `int`, `float`, `string`, `array`
 * @throws ExpressionError for a source that cannot be read and operands that do not fit
 */
export async function evaluateTypedExpression(
	source: string,
	environment: Environment = {},
): Promise<TypedValue> {
	const value = await compileExpression(source).evaluate(environment);
	return { value: toPlain(value), type: typeName(value) };
}
