// Lints with n8n's own command, in its strict mode: the configuration at the root is n8n's,
// untouched. Folders that do not run inside n8n have one of their own, which ESLint 9 looks up
// only when asked to. What is shipped is also checked for slow regular expressions. A warning
// counts as a failure.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHIPPED = ['engine', 'convert', 'nodes', 'credentials', 'bin'];
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const env = { ...process.env, ESLINT_FLAGS: 'unstable_config_lookup_from_file' };
const commands = [
	['n8n-node', 'lint'],
	['eslint', '--config', 'scripts/eslint/regular-expressions.mjs', ...SHIPPED],
];
for (const command of commands) {
	const { status, stdout } = spawnSync('npx', command, {
		cwd: root,
		env,
		encoding: 'utf8',
		stdio: ['inherit', 'pipe', 'inherit'],
	});
	process.stdout.write(stdout);
	// n8n's command passes over warnings, and takes no options for ESLint.
	const hasFindings = /\d+ problems? \(\d+ error/.test(stdout);
	if (status !== 0 || hasFindings) process.exit(status || 1);
}
