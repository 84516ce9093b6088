import { arrayFunctions } from './functions/arrays';
import { logicFunctions } from './functions/logic';
import { mathFunctions } from './functions/math';
import { stringFunctions } from './functions/strings';
import { decodeHtml } from '../php';
import { parse } from './parser';
import { partsOfNode, type Node } from './syntax-tree';

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
	if (node.kind === 'symbol' || node.kind === 'reference') return true;
	if (node.kind === 'call' && !OWN.has(node.name)) return true;
	return partsOfNode(node).some(asks);
}
