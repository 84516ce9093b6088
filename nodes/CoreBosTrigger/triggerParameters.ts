import type { INodeProperties } from 'n8n-workflow';

const callNotice: INodeProperties = {
	displayName:
		'Callers send <code>POST &lt;webhook URL&gt;?record_id=11x852&amp;workflow_id=43</code>, or <code>workflow_trigger=CUSTOM_43</code> instead of workflow_id. The body, a form or a JSON object, holds the variables that maps read as <code>$env["name"]</code>. Nobody may call until a permission says so.',
	name: 'callNotice',
	type: 'notice',
	default: '',
};

const permissions: INodeProperties = {
	displayName: 'Permissions',
	name: 'permissions',
	type: 'fixedCollection',
	placeholder: 'Add Permission',
	typeOptions: { multipleValues: true, sortable: true },
	default: {},
	description:
		'Who may start which workflow. An address may start a workflow only if one and the same permission holds both. Without permissions everyone is denied.',
	options: [
		{
			displayName: 'Permission',
			name: 'permission',
			values: [
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					placeholder: 'e.g. Web shop',
					description: 'A label, handed to the workflow; it has no effect on who is let in',
				},
				{
					displayName: 'Addresses',
					name: 'addresses',
					type: 'string',
					typeOptions: { rows: 3 },
					default: '',
					placeholder: 'e.g. 192.168.0.7, 192.168.0.100-192.168.0.160',
					description:
						'One per line or separated by commas: single address (192.168.0.7), wildcard (192.168.0.*), prefix (192.168.0.), range (192.168.0.100-192.168.0.160), network (192.168.0.0/24), the same with IPv6, or * for everyone. IPv4-mapped IPv6 equals IPv4; other IPv6 entries, ::/0 too, let no IPv4 address in. Empty lets nobody in.',
				},
				{
					displayName: 'Workflow IDs',
					name: 'workflows',
					type: 'string',
					default: '',
					placeholder: 'e.g. 43, 77',
					description:
						'The values of workflow_id that these addresses may send, separated by commas, or * for any. A permission with neither workflow IDs nor trigger keys permits nothing.',
				},
				{
					displayName: 'Trigger Keys',
					name: 'triggers',
					type: 'string',
					default: '',
					placeholder: 'e.g. CUSTOM_43',
					description:
						'The values of workflow_trigger that these addresses may send, separated by commas, or * for any. A call that sends both needs both in one permission.',
				},
			],
		},
	],
};

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

const settings: INodeProperties = {
	displayName: 'Options',
	name: 'settings',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Hand GET Variables to the Workflow',
			name: 'queryVariables',
			type: 'boolean',
			default: false,
			description:
				'Whether the other variables of the query join those of the body; of two with the same name the one in the body wins',
		},
		{
			displayName: 'No Response Body',
			name: 'noResponseBody',
			type: 'boolean',
			displayOptions: { show: { '/responseMode': ['onReceived'] } },
			default: false,
			description: 'Whether to answer without a body',
		},
		{
			displayName: 'Response Body',
			name: 'responseBody',
			type: 'string',
			displayOptions: { show: { '/responseMode': ['onReceived'] } },
			default: '',
			placeholder: 'e.g. accepted',
			description: 'The text to answer with',
		},
		{
			displayName: 'Response Code',
			name: 'responseCode',
			type: 'number',
			typeOptions: { minValue: 100, maxValue: 599 },
			displayOptions: { hide: { '/responseMode': ['responseNode'] } },
			default: 200,
			description: 'The HTTP status of the answer to a permitted call',
		},
		{
			displayName: 'Response Headers',
			name: 'responseHeaders',
			type: 'fixedCollection',
			placeholder: 'Add Response Header',
			typeOptions: { multipleValues: true },
			default: {},
			description: 'Headers of the answer to a permitted call',
			options: [
				{
					displayName: 'Entries',
					name: 'entries',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							description: 'Name of the header',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							description: 'Value of the header',
						},
					],
				},
			],
		},
	],
};

/**
 * For a node of version 1, n8n's server takes this as the wish to get the body unread. So a
 * denied call is refused before its body is read, and forms are read by the rules of PHP. An
 * n8n that parses the body all the same keeps its bytes, which is what the trigger reads.
 */
const unparsedBody: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'hidden',
	default: { binaryData: true },
};

/** The parameters of the trigger, in the order of the panel. */
export const triggerParameters: INodeProperties[] = [
	callNotice,
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		default: '',
		placeholder: 'e.g. corebos',
		description: "The last part of the webhook URL; empty for the node's own webhook ID",
	},
	permissions,
	{
		displayName: 'Load Record',
		name: 'loadRecord',
		type: 'boolean',
		default: false,
		description:
			'Whether to retrieve the record that record_id names, so that its fields are those of the item. For a record that does not exist the caller gets 404.',
	},
	responseMode,
	responseData,
	settings,
	unparsedBody,
];
