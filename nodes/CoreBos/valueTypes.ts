import type { INodeProperties } from 'n8n-workflow';

/** What a value is, in conditions and field mappings of coreBOS. */
export const valueTypes: INodeProperties = {
	displayName: 'Value Is',
	name: 'valuetype',
	type: 'options',
	options: [
		{
			name: 'Expression',
			value: 'expression',
			description: 'An expression of the workflow language of coreBOS',
		},
		{ name: 'Field', value: 'fieldname', description: 'The name of a field of the record' },
		{ name: 'Text', value: 'rawtext', description: 'The value as it is written' },
	],
	default: 'rawtext',
	description: 'How the value is read',
};
