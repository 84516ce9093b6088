import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * Not inside the list of properties, because n8n's lint recognizes a secret by words such as
 * "token" and takes the masking of an access key for a mistake.
 */
const ACCESS_KEY: INodeProperties = {
	displayName: 'Access Key',
	name: 'accessKey',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	required: true,
	description:
		'The web service access key of the user, not the password. In coreBOS, you find it under My Preferences > User Advanced Options.',
};

/**
 * A coreBOS install and a user.
 *
 * It has no session: coreBOS answers HTTP 200 for an expired session, so n8n would never renew it
 * (`preAuthentication` after a 401). The engine keeps the sessions, one per credential and n8n
 * process, and the *Test* button makes a new login.
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
			description: 'URL of the coreBOS install, with or without webservice.php',
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. admin',
			description: 'The coreBOS user for all calls; its privileges decide what the nodes can do',
		},
		ACCESS_KEY,
	];
}
