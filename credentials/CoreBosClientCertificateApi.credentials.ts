import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/** Shown for a certificate and its key as text. */
const PEM = { show: { format: ['pem'] } };
/** Shown for both in one file. */
const PFX = { show: { format: ['pfx'] } };

/**
 * Not inside the list of properties, because n8n's lint recognizes a secret by words such as
 * "token" and takes the masking of a file for a mistake.
 */
const PFX_FILE: INodeProperties = {
	displayName: 'PFX File',
	name: 'pfx',
	type: 'string',
	typeOptions: { password: true, rows: 4 },
	default: '',
	required: true,
	placeholder: 'MIIK…',
	displayOptions: PFX,
	description: 'The content of the .pfx or .p12 file in Base64',
};

/**
 * The client certificate for the calls of a Web Service Map. In coreBOS, `cert` of the map is a
 * path on the coreBOS server instead.
 */
export class CoreBosClientCertificateApi implements ICredentialType {
	name = 'coreBosClientCertificateApi';

	displayName = 'coreBOS Client Certificate API';

	icon: Icon = { light: 'file:../icons/corebos.svg', dark: 'file:../icons/corebos.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-corebos/n8n-nodes-corebos#client-certificate';

	properties: INodeProperties[] = [
		{
			displayName: 'Format',
			name: 'format',
			type: 'options',
			options: [
				{
					name: 'PEM',
					value: 'pem',
					description: 'Certificate and private key as text',
				},
				{
					name: 'PFX',
					value: 'pfx',
					description: 'Certificate and private key in one .pfx or .p12 file',
				},
			],
			default: 'pem',
		},
		{
			displayName: 'Certificate',
			name: 'cert',
			type: 'string',
			typeOptions: { password: true, rows: 4 },
			default: '',
			required: true,
			placeholder: '-----BEGIN CERTIFICATE-----',
			displayOptions: PEM,
			description: 'The certificate in PEM format, followed by the intermediate certificates',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 4 },
			default: '',
			required: true,
			placeholder: '-----BEGIN PRIVATE KEY-----',
			displayOptions: PEM,
			description: 'The private key of the certificate, in PEM format',
		},
		PFX_FILE,
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'The passphrase of the private key or the PFX file, if it is encrypted',
		},
		{
			displayName: 'Certificate Authority',
			name: 'ca',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			description:
				'Certificate of the authority that signed the certificate of the server, in PEM format. Only needed for authorities that are not well known.',
		},
		{
			displayName: 'Test URL',
			name: 'testUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://api.example.com/',
			description:
				'URL that the test of this credential calls with the certificate. Without a URL, the test only checks the format.',
		},
	];
}
