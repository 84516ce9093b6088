import type { INodeProperties } from 'n8n-workflow';

/** The parameter for the other ends of a relation. */
export const withRecords: INodeProperties = {
	displayName: 'With Records',
	name: 'withRecords',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 14x8649,14x8612',
	description: 'IDs of the other records with commas between them, or a list from an expression',
};
