import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';

/** Entry of *Options* of the operations that coreBOS can do with validation. */
export const validateOption: INodeProperties = {
	displayName: 'Validate First',
	name: 'validate',
	type: 'boolean',
	default: false,
	description:
		'Whether coreBOS checks the validations of the module (business maps of type Validations) first, and saves nothing if one fails',
};

/** Whether an item asks for validation. */
export function isValidated(node: IExecuteFunctions, itemIndex: number): boolean {
	const { validate } = optionsOf<{ validate?: boolean }>(node, itemIndex);
	return validate === true;
}

/** @throws ParameterError if an item sent in bulk asks for validation */
export function refuseValidation(node: IExecuteFunctions, itemIndex: number): void {
	if (!isValidated(node, itemIndex)) return;
	throw new ParameterError(
		'coreBOS cannot validate items sent in bulk',
		'Remove the option "Validate First" or "Send Items in Bulk".',
	);
}
