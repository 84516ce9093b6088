import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const ROOT = join(__dirname, '../../..');

/** Where one fact is written down. */
interface Fact {
	name: string;
	/** What its places look like. */
	pattern: RegExp;
	folders: string[];
	/** The files that it is written down in. */
	homes: string[];
}

/** A comment with the fact and its homes, if any, and the grep that finds them. */
const LINES = /^# ([^:\n]+)(?:: (.+))?\ngrep -rl(i?)E (?:'(.+)'|"(.+)") ([\w/ ]+)$/gm;

const [, SECTION = ''] = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').split(
	'## One fact, one place\n',
);

/** @param index of the commands: 0 for those that find homes, 1 for those that find nothing */
function facts(index: 0 | 1): Fact[] {
	const script = SECTION.split('```')[2 * index + 1] ?? '';
	const found = [...script.matchAll(LINES)].map(
		([, name, homes = '', flag, single, double, folders]): Fact => ({
			name,
			// In double quotes a shell takes the backslash before a quote away.
			pattern: new RegExp(single ?? double.replace(/\\(["$`\\])/g, '$1'), `m${flag}`),
			folders: folders.split(' '),
			homes: homes === '' ? [] : homes.split(', ').sort(),
		}),
	);
	expect(found).toHaveLength(script.split('\n').filter((line) => line.startsWith('grep')).length);
	return found;
}

const sources = new Map(
	['engine', 'convert', 'nodes'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.map((file) => posix.join(folder, file.replaceAll('\\', '/')))
			.filter((file) => file.endsWith('.ts'))
			.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]),
	),
);

/** Where the patterns of facts are found. */
function places(all: Fact[]): Array<{ name: string; files: string[] }> {
	return all.map(({ name, pattern, folders }) => ({
		name,
		files: [...sources]
			.filter(
				([file, text]) =>
					folders.some((folder) => file.startsWith(`${folder}/`)) && pattern.test(text),
			)
			.map(([file]) => file)
			.sort(),
	}));
}

test.each([
	['every fact is written down in its home, and nowhere else', 0, 15],
	['what must not be there is not there', 1, 4],
] as const)('%s', (_name, index, least) => {
	const all = facts(index);
	expect(places(all)).toEqual(all.map(({ name, homes }) => ({ name, files: homes })));
	expect(all.length).toBeGreaterThan(least);
});

test('a name that files export has one meaning', () => {
	const files = new Map<string, Set<string>>();
	for (const [file, text] of sources) {
		const declared =
			/^export (?:async |abstract )*(?:function\*?|const|class|interface|type|enum) (\w+)/gm;
		for (const [, name] of text.matchAll(declared)) {
			files.set(name, new Set([...(files.get(name) ?? []), file]));
		}
	}
	expect(files.size).toBeGreaterThan(1_000);
	expect([...files].filter(([, places]) => places.size > 1)).toEqual([]);
});
