import { compare, isNumeric, isTruthy, matchesPattern, type Value } from '../../php';
import { withSearchBudget } from '../run';
import { argument, functionTable, rawFunctionTable, type FunctionTable } from './definition';
import { textParameter } from './parameters';

/** The first of the smallest (1) or greatest (-1) arguments. */
function extreme(parameters: Value[], sign: 1 | -1): Value {
	if (parameters.length === 0) return false;
	return parameters.reduce((best, value) => (compare(best, value) * sign > 0 ? value : best));
}

/** Logical functions: what coreBOS has in logicalops.php. */
export const logicFunctions: FunctionTable = new Map([
	...functionTable({
		AND: (parameters) => parameters.every(isTruthy),
		OR: (parameters) => parameters.some(isTruthy),
		NOT: (parameters) => !isTruthy(argument(parameters, 0)),
		isNumeric: (parameters) => isNumeric(argument(parameters, 0)),
		isString: (parameters) => typeof argument(parameters, 0) === 'string',
		regex: (parameters, run) =>
			parameters.length === 2 &&
			withSearchBudget(run.limits, (budget) =>
				matchesPattern(textParameter(parameters[0]), textParameter(parameters[1]), budget),
			),
	}),
	...rawFunctionTable({
		min: (parameters) => extreme(parameters, 1),
		max: (parameters) => extreme(parameters, -1),
	}),
]);
