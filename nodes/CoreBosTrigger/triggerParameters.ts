import type { INodeProperties } from 'n8n-workflow';
import { originParameters } from './allowedOrigins';
import { callerParameters } from './callerExamples';
import { permissionsParameter } from './permissionParameter';
import { responseParameters } from './responseParameters';
import { optionsParameter } from './settingsParameter';

/** The parameters of the trigger, in the order of the panel. */
export const triggerParameters: INodeProperties[] = [
	{
		// n8n's node panel lists the options of a parameter of this name as events.
		displayName: 'Trigger On',
		name: 'triggerOn',
		type: 'hidden',
		options: [
			{
				name: 'Call',
				value: 'call',
				action: 'On a call from coreBOS or another system',
				description: 'Start the workflow when a permitted system sends a POST request',
			},
		],
		default: 'call',
	},
	{
		displayName:
			'Callers send <code>POST &lt;webhook URL&gt;?record_id=11x852&amp;workflow_id=43</code>, or <code>workflow_trigger=CUSTOM_43</code> instead of workflow_id. The body, a form or a JSON object, contains the variables that maps read as <code>$env["name"]</code>. No call is permitted until you fill in a permission.',
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
		description: 'The last part of the webhook URL; empty uses the webhook ID of the node',
	},
	permissionsParameter,
	{
		displayName: 'Shared Secret',
		name: 'sharedSecret',
		type: 'boolean',
		default: false,
		description:
			'Whether callers must also send a secret in a header, as set in a credential. Calls without it get the same answer as calls from an address that is not permitted.',
	},
	{
		displayName: 'Load Record',
		name: 'loadRecord',
		type: 'boolean',
		default: false,
		description:
			'Whether to retrieve the record of record_id and add its fields to the item. If the record does not exist, the answer is 404, unless the option Missing Record is set.',
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
				description: 'All calls use the same output',
			},
			{
				name: 'One per Workflow ID and Trigger Key',
				value: 'perId',
				description:
					'In the order of the permissions, and one for all others if a permission has *. A call with both uses the output of its workflow ID.',
			},
		],
		default: 'one',
		description: 'The outputs of the node on the canvas',
	},
	...responseParameters,
	...originParameters,
	optionsParameter,
];
