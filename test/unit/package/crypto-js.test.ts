import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

/** Files of shipped code that import a module. */
function importersOf(module: string): string[] {
	const folders = ['engine', 'convert', 'nodes', 'credentials', 'bin', 'index.ts'];
	const pattern = `from '${module}(/|')`;
	const found = execFileSync('grep', ['-rlE', pattern, ...folders], {
		cwd: root,
		encoding: 'utf8',
	});
	return found.trim().split('\n').sort();
}

test('docs/libraries.md says of each use of crypto-js what it is for', () => {
	const page = readFileSync(join(root, 'docs', 'libraries.md'), 'utf8');
	const listed = [...page.matchAll(/^\| `([^`]+\.ts)`/gm)].map(([, file]) => file);
	expect(listed.sort()).toEqual(importersOf('crypto-js'));
});

test('who may call is decided with the crypto of Node', () => {
	expect(importersOf('crypto')).toEqual(['nodes/CoreBosTrigger/sharedSecret.ts']);
	const shared = readFileSync(join(root, 'nodes/CoreBosTrigger/sharedSecret.ts'), 'utf8');
	expect(shared).toContain('timingSafeEqual(');
	expect(importersOf('crypto-js').filter((file) => file.startsWith('nodes/'))).toEqual([]);
});
