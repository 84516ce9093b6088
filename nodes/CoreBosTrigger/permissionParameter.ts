import type { INodeProperties } from 'n8n-workflow';
import { deniedAddress } from './deniedAddresses';

/**
 * Who may start which workflow, as in the forms of *Settings HTTP Handler* in coreBOS. One
 * permission is open; left blank, it permits nothing.
 */
export const permissionsParameter: INodeProperties = {
	displayName: 'Permissions',
	name: 'permissions',
	type: 'fixedCollection',
	placeholder: 'Add Permission',
	typeOptions: { multipleValues: true, sortable: true },
	default: {
		permission: [
			{
				title: '',
				addresses: '',
				deniedAddress: deniedAddress.default,
				workflows: '',
				triggers: '',
			},
		],
	},
	description:
		'Who may start which workflow. An address may start a workflow only if the same permission lists both, or the ID follows the address. Without permissions, all calls are denied.',
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
					description:
						'A label that is passed to the workflow; it does not affect who is permitted',
				},
				{
					displayName: 'Addresses',
					name: 'addresses',
					type: 'string',
					typeOptions: { rows: 3 },
					default: '',
					placeholder: 'e.g. 192.168.0.7 workflow_id=43',
					description:
						'Separated by commas, semicolons, spaces or line breaks: single address (192.168.0.7), wildcard (192.168.0.*), prefix (192.168.0.), range (192.168.0.100-192.168.0.160), network (192.168.0.0/24), the same for IPv6, or * for everyone. Followed by an ID, as in 192.168.0.7 workflow_id=43, an address may also start that workflow; workflow_trigger=CUSTOM_43 does the same for a trigger key. IPv4-mapped IPv6 addresses equal IPv4; other IPv6 entries, including ::/0, do not match IPv4 addresses. If empty, nobody is permitted.',
				},
				deniedAddress,
				{
					displayName: 'Workflow IDs',
					name: 'workflows',
					type: 'string',
					default: '',
					placeholder: 'e.g. 43',
					description:
						'The values of workflow_id that these addresses may send, separated by commas, semicolons or spaces, or * for any. Callers send the number of the workflow. A permission that permits nothing cannot be published.',
				},
				{
					displayName: 'Trigger Keys',
					name: 'triggers',
					type: 'string',
					default: '',
					placeholder: 'e.g. CUSTOM_43',
					description:
						'The values of workflow_trigger that these addresses may send, separated by commas, or * for any. A call with both needs both in the same permission.',
				},
			],
		},
	],
};
