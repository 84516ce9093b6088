import type { INodeProperties } from 'n8n-workflow';

/** Who may start which workflow, as the forms of the *Settings HTTP Handler* of coreBOS. */
export const permissions: INodeProperties = {
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
