// Takes the pictures of docs/images anew: runs the browser tests and the imports of the examples,
// and copies their screenshots.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pictures = [
	'check-conditions',
	'credential',
	'node-panel',
	'product-sync',
	'score-big-deals',
	'trigger-caller',
	'trigger-denied',
	'trigger-denied-address',
];

const jest = ['jest', '--selectProjects', 'e2e', '-w', '1'];
for (const tests of [['e2e/editor'], ['e2e/workflow-exports', '-t', 'in the editor']]) {
	execFileSync('npx', [...jest, ...tests], {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, CI: 'true' },
	});
}
execFileSync('npm', ['run', '--silent', 'test:imports'], { cwd: root, stdio: 'inherit' });
const taken = readdirSync(join(root, '.scratch', 'screenshots'));
mkdirSync(join(root, 'docs', 'images', 'examples'), { recursive: true });
for (const file of taken.filter((name) => name.startsWith('example-'))) {
	const to = join(root, 'docs', 'images', 'examples', file.replace('example-', ''));
	cpSync(join(root, '.scratch', 'screenshots', file), to);
}
for (const name of pictures) {
	const from = join(root, '.scratch', 'screenshots', `${name}.png`);
	cpSync(from, join(root, 'docs', 'images', `${name}.png`));
}
