import type { INodeParameters } from 'n8n-workflow';

/** Outputs of *Check Conditions*. */
export const MET = 0;
export const NOT_MET = 1;

/**
 * Names of the node's outputs: *Met* and *Not Met* if it checks conditions and puts no result
 * into a property, one without a name otherwise.
 * Written for {@link outputsExpression}.
 */
export function conditionOutputNames(parameters: INodeParameters): string[] {
	const isCheck = parameters.resource === 'workflow' && parameters.operation === 'checkConditions';
	if (!isCheck) return [''];
	const options = Object(parameters.options) as INodeParameters;
	return String(options.resultProperty ?? '').trim() === '' ? ['Met', 'Not Met'] : [''];
}
