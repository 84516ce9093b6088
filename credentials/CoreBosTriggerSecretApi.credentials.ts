import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/** A header that callers of CoreBOS Trigger have to send, beside being permitted. */
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
			description: 'The header in which callers send the secret',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Visible ASCII characters; long and random, since nobody has to remember it',
		},
	];
}
