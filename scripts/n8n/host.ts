import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder, fingerprintOf } from './cache-folder';
import { CommandError, npmEnvironment, runCommand } from './command';
import { isAlive, withInstallLock } from './install-lock';
import { ensureNode, siblings, type NodeInstall } from './node';
import type { Progress } from './progress';

/** An n8n that is installed and ready to be started. */
export interface N8nHost {
	/** Version of n8n. */
	version: string;
	/** Folder that holds its `node_modules`. */
	folder: string;
	/** The Node program it runs with. */
	node: string;
	/** n8n's start script, to be run with `node`. */
	script: string;
}

const nodeMajor = 24;
const sources = join(__dirname, '..', '..', 'host');
const packageFiles = ['package.json', 'package-lock.json'].map((name) => join(sources, name));
const otherVersionsFile = join(sources, 'other-versions.json');
/** Lies in an unfinished install whose packages are all there and only lack the compiled driver. */
const unpackedMark = '.packages-complete';

/** The versions of n8n that `npm run test:versions` starts, the oldest first. */
export function testedVersions(): string[] {
	return [...Object.keys(otherVersions()), pinnedVersion()];
}

/**
 * An n8n, installed into the user's cache folder when it is not there: some 3 minutes and
 * 2.2 GB once, nothing afterwards. Several processes may ask at once; one installs, the others
 * wait.
 *
 * @param progress told what is being done
 * @param version one of {@link testedVersions}; default that of `host/package.json`
 * @throws CommandError when npm fails; Error with what to install when a compiler is missing
 */
export async function ensureHost(progress: Progress, version = pinnedVersion()): Promise<N8nHost> {
	const cache = cacheFolder();
	const node = await ensureNode(nodeMajor, cache, progress);
	const name = `n8n-${version}-node${nodeMajor}-${process.platform}-${process.arch}`;
	const files = packageFilesOf(version);
	const folder = join(cache, `${name}-${fingerprintOf(Object.values(files))}`);
	if (!existsSync(folder)) {
		await withInstallLock(
			`${folder}.lock`,
			(pid) => progress.step(`waiting for process ${pid ?? '?'}, which is installing n8n`),
			async () => {
				if (!existsSync(folder)) await install(folder, version, files, node, progress);
			},
		);
	}
	const script = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	return { version, folder, node: node.executable, script };
}

function pinnedVersion(): string {
	const { dependencies } = JSON.parse(readFileSync(packageFiles[0], 'utf8')) as {
		dependencies: { n8n: string };
	};
	return dependencies.n8n;
}

/** What `package.json` needs next to n8n itself, by n8n's version. */
function otherVersions(): Record<string, { dependencies?: object; overrides?: object }> {
	return JSON.parse(readFileSync(otherVersionsFile, 'utf8')) as ReturnType<typeof otherVersions>;
}

/** Texts of the files that npm installs a version from, by their names. */
function packageFilesOf(version: string): Record<string, string> {
	if (version === pinnedVersion()) {
		const texts = packageFiles.filter((file) => existsSync(file));
		return Object.fromEntries(
			texts.map((file) => [file.slice(sources.length + 1), readFileSync(file, 'utf8')]),
		);
	}
	const more = otherVersions()[version];
	if (more === undefined) {
		throw new Error(`n8n ${version} is not in host/other-versions.json. Add it there first.`);
	}
	const manifest = {
		name: 'n8n-host',
		private: true,
		dependencies: { n8n: version, ...more.dependencies },
		overrides: more.overrides,
	};
	return { 'package.json': `${JSON.stringify(manifest, null, 2)}\n` };
}

/**
 * Works in a folder of its own next to `folder` and renames it when all is done, so
 * that nobody ever meets half an n8n.
 */
async function install(
	folder: string,
	version: string,
	files: Record<string, string>,
	node: NodeInstall,
	progress: Progress,
): Promise<void> {
	const unfinished = `${folder}.installing-${process.pid}`;
	adoptOrRemoveLeftovers(folder, unfinished);
	const options = {
		cwd: unfinished,
		env: { ...npmEnvironment(dirname(node.executable)), npm_config_nodedir: node.headers },
		logFile: `${folder}.log`,
	};
	if (!existsSync(join(unfinished, unpackedMark))) {
		progress.step(`installing n8n ${version} into the cache (once; about 2 minutes, 2.2 GB)`);
		mkdirSync(unfinished);
		for (const [name, text] of Object.entries(files)) writeFileSync(join(unfinished, name), text);
		// Scripts are off: one of n8n's dependencies downloads a program that is not
		// needed here. npm's cleaner `npm ci` refuses the lock file where a registry
		// lacks some other platform's package. Optional peers of n8n's dependencies stay
		// out: a quarter less, and n8n does not use them.
		await runCommand(
			'npm',
			[
				'install',
				'--ignore-scripts',
				'--legacy-peer-deps',
				'--no-audit',
				'--no-fund',
				'--loglevel=error',
			],
			options,
		);
		writeFileSync(join(unfinished, unpackedMark), '');
	}
	progress.step("building n8n's database driver, sqlite3 (once; about a minute)");
	try {
		await runCommand('npm', ['rebuild', '--ignore-scripts=false', 'sqlite3'], options);
	} catch (error) {
		throw explainBuildFailure(error);
	}
	renameSync(unfinished, folder);
}

/**
 * What an interrupted install left: complete packages are taken over, so that a person
 * who had to install a compiler first does not wait for them again; the rest goes.
 */
function adoptOrRemoveLeftovers(folder: string, unfinished: string): void {
	for (const left of siblings(dirname(folder), `${folder}.installing-`)) {
		const pid = Number(left.slice(`${folder}.installing-`.length));
		if (left === unfinished || isAlive(pid)) continue;
		const complete = existsSync(join(left, unpackedMark)) && !existsSync(unfinished);
		if (complete) renameSync(left, unfinished);
		else rmSync(left, { recursive: true, force: true });
	}
}

/** Says what to install where the driver could be neither downloaded nor compiled. */
function explainBuildFailure(error: unknown): unknown {
	const missing = ['python3', 'make', 'g++'].filter(
		(tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status !== 0,
	);
	if (!(error instanceof CommandError) || missing.length === 0) return error;
	return new Error(
		`n8n's database driver (sqlite3) could be had neither ready-made nor compiled: ` +
			`${missing.join(', ')} not found on this machine. Install the compiler and start again ` +
			'(what was fetched so far is kept):\n' +
			'  Debian, Ubuntu:  apt-get install -y python3 make g++\n' +
			'  Fedora:          dnf install -y python3 make gcc-c++\n' +
			'  macOS:           xcode-select --install\n\n' +
			error.message,
		{ cause: error },
	);
}
