import type { INodeProperties } from 'n8n-workflow';

/** The parameter for the other ends of a relation. */
export const withRecordsParameter: INodeProperties = {
	displayName: 'With Records',
	name: 'withRecords',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 14x8649,14x8612',
	description: 'IDs of the other records, separated by commas, or a list from an expression',
};
