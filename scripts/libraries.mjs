// The table of docs/libraries.md, from the licenses that the build has put next to the bundle.
// `node scripts/libraries.mjs` writes it; with `--check` it says whether it is current.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = join(root, 'docs', 'libraries.md');

const heading = /^(\S+) (\d\S*) \((.+)\)$/gm;
const licenses = readFileSync(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
const rows = [
	['library', 'version', 'license'],
	...[...licenses.matchAll(heading)].map((found) => found.slice(1, 4)),
];
const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
const lines = rows.map(
	(row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`,
);
lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);

const place = /(?<=<!-- libraries -->\n\n).*?(?=\n\n<!-- \/libraries -->)/s;
const before = readFileSync(page, 'utf8');
const after = before.replace(place, () => lines.join('\n'));
if (process.argv.includes('--check')) {
	if (after !== before) {
		console.error('docs/libraries.md is not current. Run: node scripts/libraries.mjs');
		process.exitCode = 1;
	}
} else {
	writeFileSync(page, after);
}
