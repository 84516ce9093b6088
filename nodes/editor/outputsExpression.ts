import { NodeConnectionTypes, type INodeParameters } from 'n8n-workflow';

/**
 * The outputs of a node as n8n's editor draws them.
 *
 * @param names gives the names of the outputs. The editor runs the source of this function as an
 * expression, so it must use nothing from outside, and never two closing braces in a row
 */
export function outputsExpression(
	names: (parameters: INodeParameters) => string[],
): `={{${string}}}` {
	return `={{ (${String(names)})($parameter).map((name) => ({ type: '${NodeConnectionTypes.Main}', displayName: name })) }}`;
}
