/** What the docs say holds a claim is there: the file, and the words that its tests have. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
const pages = [
	...readdirSync(root).filter((name) => name.endsWith('.md')),
	...readdirSync(join(root, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name}`),
];

/** A path of the tests in backticks, and the words in brackets that may follow it. */
const CLAIM = /`(test\/[\w./-]+)`(?: \(([^)]+)\))?/g;

const claims = pages.flatMap((page) =>
	[...read(page).matchAll(CLAIM)].map(([, file, words]) => ({ page, file, words })),
);

test('every file of the tests that the docs name is there', () => {
	expect(claims.length).toBeGreaterThan(30);
	const missing = claims.filter(
		({ file }) =>
			!tracked.some((path) => path === file || path.startsWith(file.replace(/\/?$/, '/'))),
	);
	expect(missing).toEqual([]);
});

test('and its tests have the words that the docs name', () => {
	const quoted = claims.filter(({ words }) => words !== undefined);
	expect(quoted.length).toBeGreaterThan(4);
	const missing = quoted.filter(({ file, words }) => {
		const titles = [
			...read(file).matchAll(/(?:\b(?:describe|test)\b[^'"`]*|[\])]\(\s*)(['"`])([^]*?)\1/g),
		];
		return !titles.some(([, , title]) => title.toLowerCase().includes(words.toLowerCase()));
	});
	expect(missing).toEqual([]);
});

/** The rows below a table's head, by head. */
function tablesOf(page: string): Array<{ head: string; rows: string[] }> {
	const tables: Array<{ head: string; rows: string[] }> = [];
	let previous = '';
	for (const line of read(page).split('\n')) {
		if (/^\|[ |-]+\|$/.test(line)) tables.push({ head: previous, rows: [] });
		else if (line.startsWith('|') && previous.startsWith('|')) tables.at(-1)?.rows.push(line);
		previous = line;
	}
	return tables;
}

const HELD = /`(?:test\/|npm )/;

test.each(['docs/reliability.md', 'docs/security.md'])('%s: no promise without a test', (page) => {
	const held = tablesOf(page).filter(({ head }) => /tested by/.test(head));
	expect(held.flatMap(({ rows }) => rows).length).toBeGreaterThan(3);
	const bullets = read(page).match(/(?<=\n)- \*\*[A-Z][^]*?(?=\n- |\n\n|\n$)/g) ?? [];
	const promises = [...held.flatMap(({ rows }) => rows), ...bullets];
	expect(promises.filter((promise) => !HELD.test(promise))).toEqual([]);
});

const NAMED_TEST = /`test\/[\w./-]+\.test\.ts` \([^)]+\)/;

test('each of the twelve faults that an attack found names the tests that hold its fix', () => {
	const found = tablesOf('docs/reliability.md').filter(({ head }) =>
		/fault that was found/.test(head),
	);
	const rows = found.flatMap((table) => table.rows);
	const numbers = rows.map((row) => parseInt(row.slice(1), 10));
	expect([...new Set(numbers)]).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
	expect(rows.filter((row) => !NAMED_TEST.test(row))).toEqual([]);
});
