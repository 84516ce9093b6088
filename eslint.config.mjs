import { config } from '@n8n/node-cli/eslint';

export default [
	{ ignores: ['.scratch/'] },
	...config,
	{
		// They know nothing of n8n: the nodes turn their errors into n8n's.
		files: ['engine/**/*.ts', 'convert/**/*.ts'],
		rules: { '@n8n/community-nodes/require-node-api-error': 'off' },
	},
	{
		// Tests and scripts run in plain Node and never ship, the command runs in plain Node:
		// n8n Cloud's ban on Node's globals and modules is for what runs inside n8n.
		files: ['bin/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts'],
		rules: {
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
			'@n8n/community-nodes/require-node-api-error': 'off',
			'@n8n/community-nodes/no-hardcoded-secrets': 'off',
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			'no-console': 'off',
		},
	},
];
