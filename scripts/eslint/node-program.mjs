import { config } from '@n8n/node-cli/eslint';

/**
 * n8n's rules for what runs in plain Node and not inside n8n: tests, scripts, benchmarks and the
 * command. n8n Cloud's ban on Node's globals and modules is not for them.
 */
export default [
	...config,
	{
		files: ['**/*.ts'],
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
