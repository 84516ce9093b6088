import type { INodeProperties } from 'n8n-workflow';
import { originParameters } from './allowedOrigins';
import { callerParameters } from './callerExamples';
import { permissions } from './permissionParameter';
import { responseParameters } from './responseParameters';
import { settings } from './settingsParameter';

/** The parameters of the trigger, in the order of the panel. */
export const triggerParameters: INodeProperties[] = [
	{
		displayName:
			'Callers send <code>POST &lt;webhook URL&gt;?record_id=11x852&amp;workflow_id=43</code>, or <code>workflow_trigger=CUSTOM_43</code> instead of workflow_id. The body, a form or a JSON object, holds the variables that maps read as <code>$env["name"]</code>. Nobody may call until a permission says so.',
		name: 'callNotice',
		type: 'notice',
		default: '',
	},
	...callerParameters,
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
		displayName: 'Shared Secret',
		name: 'sharedSecret',
		type: 'boolean',
		default: false,
		description:
			'Whether callers also have to send the secret of a credential as a header. Without it they get the same answer as from an address that is not permitted.',
	},
	{
		displayName: 'Load Record',
		name: 'loadRecord',
		type: 'boolean',
		default: false,
		description:
			'Whether to retrieve the record that record_id names, so that its fields are those of the item. For a record that does not exist the caller gets 404, unless the option Missing Record says otherwise.',
	},
	{
		displayName: 'Outputs',
		name: 'outputs',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'One',
				value: 'one',
				description: 'All calls leave by the same output',
			},
			{
				name: 'One per Workflow ID and Trigger Key',
				value: 'perId',
				description:
					'In the order of the permissions, and one for all others where a permission says *. A call that names both leaves by the output of its workflow ID.',
			},
		],
		default: 'one',
		description: 'How calls are told apart on the canvas',
	},
	...responseParameters,
	...originParameters,
	settings,
];
