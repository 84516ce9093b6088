// Takes the pictures of docs/images anew: runs the browser tests, and copies their screenshots.
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pictures = [
	'credential',
	'node-panel',
	'product-sync',
	'trigger-caller',
	'trigger-denied',
	'trigger-denied-address',
];

execFileSync('npx', ['jest', '--selectProjects', 'e2e', '-w', '1', 'e2e/editor'], {
	cwd: root,
	stdio: 'inherit',
	env: { ...process.env, CI: 'true' },
});
for (const name of pictures) {
	const from = join(root, '.scratch', 'screenshots', `${name}.png`);
	cpSync(from, join(root, 'docs', 'images', `${name}.png`));
}
