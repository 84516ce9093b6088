import { ExpressionError } from './expression-error';
import { PhpArray, type Value } from '../php';

/** Bytes that the values one evaluation makes may take together: PHP would be out of memory. */
const MAX_BYTES = 300_000_000;
/** Shorter texts are not counted: an expression cannot make enough of them to matter. */
const COUNTED_TEXT = 4096;

/** What the values of one evaluation may still take. */
export interface MemoryBudget {
	bytes: number;
}

export function memoryBudget(): MemoryBudget {
	return { bytes: MAX_BYTES };
}

/**
 * Counts a value that a function has made.
 *
 * @throws ExpressionError where all values of the evaluation take too much
 */
export function spend(budget: MemoryBudget, value: Value): void {
	if (typeof value === 'string') {
		if (value.length > COUNTED_TEXT) budget.bytes -= value.length;
	} else if (value instanceof PhpArray) {
		budget.bytes -= value.weight();
	}
	if (budget.bytes < 0) {
		throw new ExpressionError(
			`the values of this expression take more than ${MAX_BYTES / 1e6} MB of memory`,
		);
	}
}
