import { config } from '@n8n/node-cli/eslint';

/** n8n's rules for what knows nothing of n8n: the nodes turn its errors into n8n's. */
export default [
	...config,
	{
		files: ['**/*.ts'],
		rules: { '@n8n/community-nodes/require-node-api-error': 'off' },
	},
];
