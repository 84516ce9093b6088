// Checks that a tag, package.json and CHANGELOG.md name the same version, and prints that
// version's part of the changelog: `node scripts/release-version.mjs v0.2.0`.
import { readFileSync } from 'node:fs';

const read = (file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const tag = process.argv[2] ?? '';
const { version } = JSON.parse(read('package.json'));
const [, notes] =
	read('CHANGELOG.md')
		.split(/^## /m)
		.map((section) => /^(?:\[?v?)([^\s\]]+)[^\n]*\n([^]*)$/.exec(section)?.slice(1) ?? [])
		.find(([name]) => name === version) ?? [];

if (tag !== `v${version}`) {
	console.error(
		`The tag is "${tag}", but package.json says ${version}: the tag has to be v${version}`,
	);
	process.exitCode = 1;
} else if (notes === undefined || notes.trim() === '') {
	console.error(`CHANGELOG.md has no text under "## ${version}"`);
	process.exitCode = 1;
} else {
	console.log(notes.trim());
}
