import { NodeConnectionTypes, type INodeParameters } from 'n8n-workflow';

/** Outputs of *Check Conditions*. */
export const MET = 0;
export const NOT_MET = 1;

/**
 * Names of the node's outputs: *Met* and *Not Met* if it checks conditions and puts no result
 * into a property, one without a name otherwise.
 *
 * The editor runs the source of this function as an expression, so it may use nothing from
 * outside, and never two closing braces in a row.
 */
export function outputNames(parameters: INodeParameters): string[] {
	const isCheck = parameters.resource === 'workflow' && parameters.operation === 'checkConditions';
	if (!isCheck) return [''];
	const options = Object(parameters.options) as INodeParameters;
	return String(options.resultProperty ?? '').trim() === '' ? ['Met', 'Not Met'] : [''];
}

/** The outputs as n8n's editor draws them. */
export const outputsExpression: `={{${string}}}` = `={{ (${String(outputNames)})($parameter).map((name) => ({ type: '${NodeConnectionTypes.Main}', displayName: name })) }}`;
