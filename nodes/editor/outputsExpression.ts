import { NodeConnectionTypes, type INodeParameters } from 'n8n-workflow';

/** What can be written into an expression. */
type Constant = string | RegExp;

/**
 * The outputs of a node as n8n's editor draws them.
 *
 * @param names gives the names of the outputs. The editor runs the source of this function as an
 * expression, so it must use nothing from outside, and never two closing braces in a row
 * @param constants what the function takes besides the parameters of the node
 */
export function outputsExpression<Constants extends Constant[]>(
	names: (parameters: INodeParameters, ...constants: Constants) => string[],
	...constants: Constants
): `={{${string}}}` {
	const written = constants.map((one) => (typeof one === 'string' ? JSON.stringify(one) : one));
	return `={{ (${String(names)})(${['$parameter', ...written].join(', ')}).map((name) => ({ type: '${NodeConnectionTypes.Main}', displayName: name })) }}`;
}
