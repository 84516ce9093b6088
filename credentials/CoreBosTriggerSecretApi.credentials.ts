import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/** A header that callers of coreBOS Trigger must send in addition to being permitted. */
export class CoreBosTriggerSecretApi implements ICredentialType {
	name = 'coreBosTriggerSecretApi';

	displayName = 'coreBOS Trigger Secret API';

	icon: Icon = { light: 'file:../icons/corebos.svg', dark: 'file:../icons/corebos.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-corebos/n8n-nodes-corebos/blob/main/docs/trigger.md#shared-secret';

	properties: INodeProperties[] = [
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			default: 'X-CoreBOS-Secret',
			required: true,
			description: 'The header that contains the secret',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The secret, in visible ASCII characters. Use a long random value.',
		},
	];
}
