import type { INodeProperties } from 'n8n-workflow';

/** The kind of a value in conditions and field mappings of coreBOS. */
export const valueTypes: INodeProperties = {
	displayName: 'Value Is',
	name: 'valuetype',
	type: 'options',
	options: [
		{
			name: 'Expression',
			value: 'expression',
			description: 'A coreBOS expression',
		},
		{ name: 'Field', value: 'fieldname', description: 'The name of a field of the record' },
		{ name: 'Text', value: 'rawtext', description: 'The value as entered' },
	],
	default: 'rawtext',
	description: 'How to read the value',
};
