import type { INodeProperties } from 'n8n-workflow';

/** The options of the trigger; `options` is the name of another parameter. */
export const optionsParameter: INodeProperties = {
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
				'Whether a GET request also starts the workflow. Its variables are only passed to the workflow with the option Pass GET Variables to the Workflow.',
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
					description: 'For coreBOS workflows that run when a record is deleted',
				},
			],
			default: 'refuse',
			description: 'What to do if the record of the call does not exist',
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
			displayName: 'Pass GET Variables to the Workflow',
			name: 'queryVariables',
			type: 'boolean',
			default: false,
			description:
				'Whether to add the other variables of the query to those of the body. If both have the same variable, the body takes precedence.',
		},
		{
			displayName: 'Response Body',
			name: 'responseBody',
			type: 'string',
			displayOptions: { show: { '/responseMode': ['onReceived'] } },
			default: '',
			placeholder: 'e.g. accepted',
			description: 'The text of the answer',
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
