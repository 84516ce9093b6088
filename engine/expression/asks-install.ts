import { arrayFunctions } from './functions/arrays';
import { logicFunctions } from './functions/logic';
import { mathFunctions } from './functions/math';
import { stringFunctions } from './functions/strings';
import { decodeHtml } from '../php';
import { parse } from './parser';
import type { Node } from './syntax-tree';

/** Functions that neither read the record nor ask coreBOS. */
const OWN = new Set([
	...[arrayFunctions, logicFunctions, mathFunctions, stringFunctions].flatMap((table) => [
		...table.keys(),
	]),
	'getFromContext',
	'setToContext',
]);

/**
 * Whether an expression may give another value where an install of coreBOS can be asked: it reads
 * a field, which may lead to a linked record, or calls a function that asks coreBOS.
 *
 * @param source the expression; one that cannot be read counts as one that asks
 */
export function asksInstall(source: string): boolean {
	try {
		return asks(parse(decodeHtml(source), 'coreBos').root);
	} catch {
		// The error is reported where the expression is run.
		return true;
	}
}

function asks(node: Node): boolean {
	switch (node.kind) {
		case 'string':
		case 'integer':
		case 'float':
		case 'variable':
			return false;
		case 'symbol':
		case 'reference':
			return true;
		case 'inner':
			return asks(node.root);
		case 'sign':
			return asks(node.operand);
		case 'if':
			return (
				node.branches.some(({ condition, result }) => asks(condition) || asks(result)) ||
				asks(node.otherwise)
			);
		case 'call':
			return !OWN.has(node.name) || node.parameters.some(asks);
		case 'chain':
			return node.operands.some(asks);
	}
}
