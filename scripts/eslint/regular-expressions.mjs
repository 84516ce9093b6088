import parser from '@typescript-eslint/parser';
import regexp from 'eslint-plugin-regexp';

/**
 * No regular expression of what is shipped may backtrack: each takes time in proportion to the
 * text it reads, whatever the text. A comment cannot switch this off.
 */
export default [
	{
		files: ['**/*.ts'],
		languageOptions: { parser },
		plugins: { regexp },
		linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
		rules: {
			'regexp/no-super-linear-backtracking': 'error',
			'regexp/no-super-linear-move': 'error',
		},
	},
];
