import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const repository = /github\.com\/([^/]+\/[^/]+)\.git$/.exec(manifest.repository.url)?.[1];

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-corebos-release-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A checkout of two files in which the script is run. */
function project(...args: string[]) {
	const script = join(folder, 'scripts', 'project.mjs');
	return spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' });
}

function checkout(): void {
	cpSync(join(root, 'scripts', 'project.mjs'), join(folder, 'scripts', 'project.mjs'));
	cpSync(join(root, 'package.json'), join(folder, 'package.json'));
	cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
	writeFileSync(
		join(folder, 'README.md'),
		`See https://github.com/${repository}/blob/main/docs/trigger.md, or ask ${manifest.author.email}.`,
	);
	execFileSync('git', ['init', '-q'], { cwd: folder });
	execFileSync('git', ['add', '.'], { cwd: folder });
}

describe('who publishes the package, and where it lives', () => {
	test('placeholders are refused before a publish, and named', () => {
		checkout();
		const script = readFileSync(join(root, 'scripts', 'project.mjs'), 'utf8');
		const [, name] = /PLACEHOLDER_REPOSITORY = '(.+)'/.exec(script) ?? [];
		const placeholder = {
			...manifest,
			repository: { type: 'git', url: `https://github.com/${name}.git` },
			author: { name: 'somebody', email: 'somebody@project.example' },
		};
		writeFileSync(join(folder, 'package.json'), JSON.stringify(placeholder));
		const { status, stderr } = project('check');
		expect(status).toBe(1);
		expect(stderr).toMatch(/repository .* is a placeholder; somebody@project\.example/);
		expect(manifest.scripts.prepublishOnly).toMatch(/project\.mjs check/);
	});

	test('one command sets them everywhere, after which the check passes', () => {
		checkout();
		expect(project('set', 'acme/corebos-nodes', 'Acme', 'dev@acme.dev').status).toBe(0);
		const after = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
		expect(after).toMatchObject({
			homepage: 'https://github.com/acme/corebos-nodes#readme',
			bugs: 'https://github.com/acme/corebos-nodes/issues',
			repository: { url: 'https://github.com/acme/corebos-nodes.git' },
			author: { name: 'Acme', email: 'dev@acme.dev' },
		});
		expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(
			'See https://github.com/acme/corebos-nodes/blob/main/docs/trigger.md, or ask dev@acme.dev.',
		);
		expect(readFileSync(join(folder, 'LICENSE'), 'utf8')).toMatch(/^Copyright \(c\) \d+ Acme$/m);
		expect(project('check')).toMatchObject({ status: 0, stderr: '' });
	});

	test('the command of the release workflow refuses placeholders', () => {
		checkout();
		cpSync(join(root, '.npmrc'), join(folder, '.npmrc'));
		const someone = { ...manifest, author: { name: manifest.author.name, email: 'a@b.example' } };
		writeFileSync(join(folder, 'package.json'), JSON.stringify(someone));
		const workflow = readFileSync(join(root, '.github', 'workflows', 'release.yml'), 'utf8');
		const [, command] = /^ +run: (npm publish .*)$/m.exec(workflow) ?? [];
		const [program, ...args] = `${command} --dry-run`.split(' ');
		const { status, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
		expect(status).not.toBe(0);
		expect(stderr).toContain('a@b.example is a placeholder');
		expect(workflow.indexOf('project.mjs check')).toBeLessThan(workflow.indexOf('run: .ci/run'));
		// From a machine of one's own npm publishes nothing.
		expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
	});

	test('a license that names somebody else is refused', () => {
		checkout();
		writeFileSync(join(folder, 'LICENSE'), 'Copyright (c) 2026 Somebody Else');
		expect(project('check').stderr).toContain(`LICENSE does not name ${manifest.author.name}`);
	});

	test('no test knows them by heart, so that all pass after the command', () => {
		const tests = execFileSync('git', ['ls-files', 'test'], { cwd: root, encoding: 'utf8' });
		const knowing = tests
			.trim()
			.split('\n')
			.filter((file) => /\.(?:ts|json|md)$/.test(file))
			.filter((file) => {
				const text = readFileSync(join(root, file), 'utf8');
				return text.includes(`${repository}`) || text.includes(manifest.author.email);
			});
		expect(knowing).toEqual([]);
	});

	test.each([
		['nowhere', 'Acme', 'dev@acme.dev'],
		['acme/corebos-nodes', 'Acme', 'nobody'],
	])('what is not a repository or address is refused: %s %s %s', (...values) => {
		checkout();
		expect(project('set', ...values).status).toBe(2);
	});
});

describe('the links of README.md', () => {
	const readme = readFileSync(join(root, 'README.md'), 'utf8');
	const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);

	test('work from the npm page: none is relative', () => {
		expect(links.length).toBeGreaterThan(10);
		expect(links.filter((link) => !/^(?:https:|#)/.test(link))).toEqual([]);
	});

	test('its commands install the version of package.json', () => {
		const named = [...readme.matchAll(/n8n-nodes-corebos-(\d[\w.-]*)\.tgz|"version":"([^"]+)"/g)];
		const versions = named.map(([, ofTarball, ofVariable]) => ofTarball ?? ofVariable);
		expect(new Set(versions)).toEqual(new Set([manifest.version]));
	});

	test('lead to files of this repository that exist', () => {
		const own = links
			.map((link) => /github\.com\/[^/]+\/[^/]+\/(?:blob|raw|tree)\/main\/([^#?]+)/.exec(link)?.[1])
			.filter((path) => path !== undefined);
		expect(own.length).toBeGreaterThan(5);
		expect(own.filter((path) => !existsSync(join(root, path)))).toEqual([]);
	});

	test('own links name the repository of package.json', () => {
		const others = links.filter(
			(link) => /n8n-nodes-corebos/.test(link) && !link.includes(`/${repository}/`),
		);
		expect(others.filter((link) => link.includes('github.com'))).toEqual([]);
	});
});

test('every script that the docs and the nightly tests name is in package.json', () => {
	const texts = execFileSync('git', ['ls-files', '*.md', '.github'], {
		cwd: root,
		encoding: 'utf8',
	})
		.trim()
		.split('\n')
		.map((file) => readFileSync(join(root, file), 'utf8'));
	const named = texts.flatMap((text) =>
		[...text.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)|'(test:[\w-]+)'/g)].map(
			([, run, listed]) => run ?? listed,
		),
	);
	expect(named).toContain('test:soak');
	expect([...new Set(named)].filter((name) => manifest.scripts[name] === undefined)).toEqual([]);
});

describe('the nightly tests', () => {
	const nightly = readFileSync(join(root, '.github/workflows/nightly.yml'), 'utf8');
	/** Those that `npm test` runs anyway. */
	const IN_CI = ['test:hostile', 'test:unit'];

	test('are all long tests of package.json', () => {
		const scheduled = new Set(Array.from(nightly.matchAll(/'(test:[\w-]+)'/g), ([, name]) => name));
		const long = Object.keys(manifest.scripts).filter(
			(name) => name.startsWith('test:') && !IN_CI.includes(name),
		);
		expect([...scheduled].sort()).toEqual(long.sort());
		expect(nightly).toMatch(/schedule:\s+- cron: '[^']+'/);
	});

	test.each(['test:faults', 'test:fuzz'])('leave out no part of %s', (script) => {
		const part = new RegExp(`'${script}', part: '(\\d+)/(\\d+)'`, 'g');
		const parts = Array.from(nightly.matchAll(part), (found) => found.slice(1).map(Number));
		expect(parts).toEqual(parts.map((_, index) => [index + 1, parts.length]));
		expect(parts.length).toBeGreaterThan(0);
	});

	test('name the file of a long script before the projects, which Jest would take it for', () => {
		const commands = Object.values<string>(manifest.scripts).filter((one) => /\bjest\b/.test(one));
		expect(commands.filter((one) => /--selectProjects \w+ [^-]/.test(one))).toEqual([]);
	});
});
