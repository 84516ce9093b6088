import type { INodeProperties } from 'n8n-workflow';

const responseMode: INodeProperties = {
	displayName: 'Respond',
	name: 'responseMode',
	type: 'options',
	options: [
		{
			name: 'Immediately',
			value: 'onReceived',
			description: 'As soon as the call is accepted',
		},
		{
			name: 'When Last Node Finishes',
			value: 'lastNode',
			description: 'With the output of the last node',
		},
		{
			name: "Using 'Respond to Webhook' Node",
			value: 'responseNode',
			description: 'With the answer of that node',
		},
	],
	default: 'onReceived',
	description: 'When and how to answer a permitted caller',
};

const responseData: INodeProperties = {
	displayName: 'Response Data',
	name: 'responseData',
	type: 'options',
	displayOptions: { show: { responseMode: ['lastNode'] } },
	options: [
		{
			name: 'All Entries',
			value: 'allEntries',
			description: 'All items of the last node, as a list',
		},
		{
			name: 'First Entry Binary',
			value: 'firstEntryBinary',
			description: 'A file of the first item of the last node',
		},
		{
			name: 'First Entry JSON',
			value: 'firstEntryJson',
			description: 'The first item of the last node, as an object',
		},
		{
			name: 'No Response Body',
			value: 'noData',
			description: 'Only the status',
		},
	],
	default: 'firstEntryJson',
	description: 'What to return to the caller',
};

const responseBinaryPropertyName: INodeProperties = {
	displayName: 'Binary Property',
	name: 'responseBinaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	displayOptions: { show: { responseMode: ['lastNode'], responseData: ['firstEntryBinary'] } },
	description: 'Name of the binary property with the file to return',
};

const respondNotice: INodeProperties = {
	displayName:
		"Add a Respond to Webhook node after this one. It requires a Webhook node of n8n before it: add one, deactivate it, and connect it to the Respond to Webhook node as well. If a run does not reach that node, the caller gets n8n's own answer.",
	name: 'respondNotice',
	type: 'notice',
	displayOptions: { show: { responseMode: ['responseNode'] } },
	default: '',
};

/** The answer to a permitted caller. */
export const responseParameters: INodeProperties[] = [
	responseMode,
	respondNotice,
	responseData,
	responseBinaryPropertyName,
];
