import { ExpressionError } from '../expression-error';
import { textOfBytes, type Value } from '../../php';
import type { Run } from '../run';
import { argument, functionTable, type FunctionTable } from './definition';
import { checkCount, textParameter } from './parameters';

/** Far longer than any expression that somebody has written. */
const MAX_LENGTH = 100_000;

/** Most bytes that a character takes in UTF-8. */
const BYTES_OF_CHARACTER = 4;

/** Expressions that evaluate expressions, inside each other. */
const MAX_DEPTH = 10;

function evaluateText(parameters: Value[], run: Run): Value | Promise<Value> {
	checkCount('evaluateExpression', parameters, 1);
	if (run.depth >= MAX_DEPTH) {
		throw new ExpressionError(`evaluateExpression calls itself more than ${MAX_DEPTH} times`);
	}
	if (--run.limits.evaluations < 0) {
		throw new ExpressionError('evaluateExpression is called too often in one expression');
	}
	const bytes = textParameter(argument(parameters, 0));
	// A long text is refused before it is decoded, which takes its time.
	const source = bytes.length > MAX_LENGTH * BYTES_OF_CHARACTER ? undefined : textOfBytes(bytes);
	if (source === undefined || source.length > MAX_LENGTH) {
		throw new ExpressionError(`evaluateExpression takes at most ${MAX_LENGTH} characters`);
	}
	return run.evaluate(source, { ...run, depth: run.depth + 1 });
}

/** Functions that evaluate text as an expression. */
export const evaluationFunctions: FunctionTable = functionTable({
	evaluateExpression: evaluateText,
});
