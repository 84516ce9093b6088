import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { npmEnvironment, runCommand } from './command';
import { withInstallLock } from './install-lock';
import type { Progress } from './progress';

/** A Node.js that n8n runs with. */
export interface NodeInstall {
	/** Major version, such as 24. */
	major: number;
	/** Its program. */
	executable: string;
	/** Folder that holds `include/node`: what a native module is compiled against. */
	headers: string;
}

/**
 * A Node of the wanted major version: the running one where it is that and has its
 * headers, else one from the npm registry, kept in the cache.
 *
 * @param major wanted major version
 * @param cache the cache folder
 * @param progress told what is being done
 * @throws CommandError when npm cannot bring it
 */
export async function ensureNode(
	major: number,
	cache: string,
	progress: Progress,
): Promise<NodeInstall> {
	const running = runningNode(major);
	if (running) return running;
	const folder = join(cache, `node${major}-${process.platform}-${process.arch}`);
	const name = nodePackageName();
	const install = { major, executable: executableOf(folder, name), headers: homeOf(folder, name) };
	if (existsSync(folder)) return install;

	await withInstallLock(
		`${folder}.lock`,
		(pid) => progress.step(`waiting for process ${pid ?? '?'}, which is installing Node ${major}`),
		async () => {
			if (existsSync(folder)) return;
			progress.step(`fetching Node ${major} for n8n (this is Node ${process.version})`);
			for (const left of siblings(cache, `${folder}.installing-`)) {
				rmSync(left, { recursive: true, force: true });
			}
			const unfinished = `${folder}.installing-${process.pid}`;
			mkdirSync(unfinished);
			writeFileSync(join(unfinished, 'package.json'), '{ "private": true }\n');
			await runCommand(
				'npm',
				['install', '--ignore-scripts', '--no-audit', '--no-fund', '--force', `${name}@${major}`],
				{
					cwd: unfinished,
					env: npmEnvironment(dirname(process.execPath)),
					logFile: `${folder}.log`,
				},
			);
			renameSync(unfinished, folder);
		},
	);
	return install;
}

/** Paths in a folder that begin with a given path. */
export function siblings(folder: string, beginning: string): string[] {
	return readdirSync(folder)
		.map((name) => join(folder, name))
		.filter((path) => path.startsWith(beginning));
}

function runningNode(major: number): NodeInstall | undefined {
	if (Number(process.versions.node.split('.')[0]) !== major) return undefined;
	const headers = dirname(dirname(process.execPath));
	const versionFile = join(headers, 'include', 'node', 'node_version.h');
	if (!existsSync(versionFile)) return undefined;
	const version = readFileSync(versionFile, 'utf8');
	if (!new RegExp(`NODE_MAJOR_VERSION ${major}\\b`).test(version)) return undefined;
	return { major, executable: process.execPath, headers };
}

/** The registry's package with Node for this machine; the odd one has an older namesake. */
function nodePackageName(): string {
	const system = process.platform === 'win32' ? 'win' : process.platform;
	const prefix = system === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
	return `${prefix}-${system}-${process.arch}`;
}

function homeOf(folder: string, name: string): string {
	return join(folder, 'node_modules', name);
}

function executableOf(folder: string, name: string): string {
	return join(homeOf(folder, name), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
