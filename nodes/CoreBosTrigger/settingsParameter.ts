import type { INodeProperties } from 'n8n-workflow';

/** What is seldom needed. */
export const settings: INodeProperties = {
	displayName: 'Options',
	name: 'settings',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Accept GET',
			name: 'acceptGet',
			type: 'boolean',
			default: false,
			description:
				'Whether a GET starts the workflow, too. Its variables are handed on only by the option for that.',
		},
		{
			displayName: 'Hand GET Variables to the Workflow',
			name: 'queryVariables',
			type: 'boolean',
			default: false,
			description:
				'Whether the other variables of the query join those of the body; of two with the same name the one in the body wins',
		},
		{
			displayName: 'Missing Record',
			name: 'missingRecord',
			type: 'options',
			displayOptions: { show: { '/loadRecord': [true] } },
			options: [
				{
					name: 'Answer 404',
					value: 'refuse',
					description: 'The workflow does not start',
				},
				{
					name: 'Start Without Its Fields',
					value: 'start',
					description: 'For workflows that coreBOS runs when a record is deleted',
				},
			],
			default: 'refuse',
			description: 'What to do when the record of the call does not exist',
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
