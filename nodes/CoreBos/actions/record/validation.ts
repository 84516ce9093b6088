import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ParameterError } from '../../../editor/parameterValues';

/** Entry of *Options* of the actions that have a form with validation. */
export const validateOption: INodeProperties = {
	displayName: 'Validate First',
	name: 'validate',
	type: 'boolean',
	default: false,
	description:
		'Whether coreBOS applies the validations of the module (business maps of type Validations) and saves nothing where one fails',
};

/** Whether an item asks for validation. */
export function isValidated(node: IExecuteFunctions, itemIndex: number): boolean {
	const { validate } = node.getNodeParameter('options', itemIndex, {}) as { validate?: boolean };
	return validate === true;
}

/** @throws ParameterError where validation is asked for together with many items in one call */
export function refuseValidation(node: IExecuteFunctions, itemIndex: number): void {
	if (!isValidated(node, itemIndex)) return;
	throw new ParameterError(
		'coreBOS cannot validate items that are sent together: turn off "Validate First" or "Send Items Together"',
	);
}
