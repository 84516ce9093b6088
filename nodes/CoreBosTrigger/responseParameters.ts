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
			description: 'With what the last node returns',
		},
		{
			name: "Using 'Respond to Webhook' Node",
			value: 'responseNode',
			description: 'With what that node says',
		},
	],
	default: 'onReceived',
	description: 'When and how a permitted caller gets the answer',
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
			description: 'Nothing but the status',
		},
	],
	default: 'firstEntryJson',
	description: 'What the answer holds',
};

const responseBinaryPropertyName: INodeProperties = {
	displayName: 'Binary Property',
	name: 'responseBinaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	displayOptions: { show: { responseMode: ['lastNode'], responseData: ['firstEntryBinary'] } },
	description: 'Name of the binary property that holds the file to answer with',
};

const respondNotice: INodeProperties = {
	displayName:
		"Add a Respond to Webhook node behind this one. It looks for a Webhook node of n8n before it: add one, deactivate it, and connect it to the Respond to Webhook node, too. Where a run ends without passing that node, the caller gets n8n's own answer.",
	name: 'respondNotice',
	type: 'notice',
	displayOptions: { show: { responseMode: ['responseNode'] } },
	default: '',
};

/** What a permitted caller gets, and when. */
export const responseParameters: INodeProperties[] = [
	responseMode,
	respondNotice,
	responseData,
	responseBinaryPropertyName,
];
