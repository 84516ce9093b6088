import type { INodeProperties } from 'n8n-workflow';

/** Options that say which part of an item is the record and which the context. */
export interface RecordOptions {
	contextProperty?: string;
	record?: 'item' | 'none';
	recordId?: string;
	module?: string;
}

/** The property of an item that is the context where the option says nothing. */
export const CONTEXT_PROPERTY = 'context';

export const contextPropertyOption: INodeProperties = {
	displayName: 'Context Property',
	name: 'contextProperty',
	type: 'string',
	default: CONTEXT_PROPERTY,
	description: 'Property of the item that carries the workflow context from one map to the next',
};

export const moduleOption: INodeProperties = {
	displayName: 'Module',
	name: 'module',
	type: 'string',
	default: '',
	placeholder: 'e.g. Accounts',
	description:
		'Module of the record. With a credential, fields that refer to a record then return its name, as in coreBOS.',
};

export const recordOption: INodeProperties = {
	displayName: 'Record',
	name: 'record',
	type: 'options',
	options: [
		{
			name: 'The Item',
			value: 'item',
			description: 'The properties of the item are the fields of the record',
		},
		{
			name: 'No Record',
			value: 'none',
			description: 'There is no record: the map sees only the context',
		},
	],
	default: 'item',
	description: 'What the map uses as the record that triggered the workflow',
};

export const recordIdOption: INodeProperties = {
	displayName: 'Record ID',
	name: 'recordId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 14x852',
	description: 'Web service ID of the record. Default: the ID of the item, or its record_id.',
};
