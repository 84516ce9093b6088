import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * Outside the list of properties, because n8n's lint knows a secret by words such as "token"
 * and takes the masking of what coreBOS calls an access key for a mistake.
 */
const ACCESS_KEY: INodeProperties = {
	displayName: 'Access Key',
	name: 'accessKey',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	required: true,
	description:
		'The web service access key of that user, not the password: in coreBOS under My Preferences, User Advanced Options',
};

/**
 * One coreBOS install and the user to work as.
 *
 * There is no session in it: coreBOS answers an ended session with HTTP 200, so n8n's own
 * renewal (`preAuthentication` after a 401) would never happen. The engine keeps the sessions,
 * one per credential and n8n process, and the *Test* button makes a login of its own.
 */
export class CoreBosApi implements ICredentialType {
	name = 'coreBosApi';

	displayName = 'coreBOS API';

	icon: Icon = { light: 'file:../icons/corebos.svg', dark: 'file:../icons/corebos.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-corebos/n8n-nodes-corebos#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://crm.example.com',
			description: 'Address of the coreBOS install, with or without webservice.php at its end',
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. admin',
			description: 'The coreBOS user to work as; its privileges decide what the nodes may do',
		},
		ACCESS_KEY,
	];
}
