import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ParameterError } from '../../../transport/parameterError';

/** The parameter for the key of a setting. */
export const keyParameter: INodeProperties = {
	displayName: 'Key',
	name: 'key',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. shop_url',
	description: 'The key of the setting, as used with getSetting in expressions and maps',
};

/** @throws ParameterError for an empty key */
export function settingKey(node: IExecuteFunctions, itemIndex: number): string {
	const key = String(node.getNodeParameter('key', itemIndex)).trim();
	if (key !== '') return key;
	throw new ParameterError('The parameter "Key" is empty', 'Enter the key of the setting.');
}
