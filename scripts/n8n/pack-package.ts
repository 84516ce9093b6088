import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { npmEnvironment, runCommand } from './command';
import { withInstallLock } from './install-lock';
import type { Progress } from './progress';

const root = join(__dirname, '..', '..');
/** What `dist/` is made of. */
const sources = [
	'index.ts',
	'engine',
	'convert',
	'bin',
	'nodes',
	'credentials',
	'icons',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
	'tsconfig.build.json',
	'scripts/build.mjs',
];
/** The build writes this file after the code. */
const lastBuilt = join(root, 'dist', 'THIRD-PARTY-LICENSES.txt');

/**
 * Builds the package, unless `dist/` is newer than all of its sources, and packs it as
 * `npm publish` would.
 *
 * @param progress told what is being done
 * @returns path of the tarball, in a temporary folder that the caller removes
 * @throws CommandError when the build fails
 */
export async function packPackage(progress: Progress): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-corebos-pack-'));
	try {
		return await packInto(folder, progress);
	} catch (error) {
		rmSync(folder, { recursive: true, force: true });
		throw error;
	}
}

async function packInto(folder: string, progress: Progress): Promise<string> {
	const options = {
		cwd: root,
		env: npmEnvironment(dirname(process.execPath)),
		logFile: join(folder, 'pack.log'),
	};
	await withInstallLock(
		join(root, 'node_modules', '.build.lock'),
		() => progress.step('waiting for another build'),
		async () => {
			if (isBuilt()) return;
			progress.step('building the package', '15 s');
			await runCommand(process.execPath, [join('scripts', 'build.mjs')], options);
		},
	);
	progress.step('packing the package', '3 s');
	await runCommand('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], options);
	const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (!tarball) throw new Error(`npm pack left no tarball in ${folder}`);
	return join(folder, tarball);
}

function isBuilt(): boolean {
	if (!existsSync(lastBuilt)) return false;
	const built = statSync(lastBuilt).mtimeMs;
	return sources.every((source) => newestIn(join(root, source)) < built);
}

/** Time of the last change in a file or a folder; a removed file changes its folder. */
function newestIn(path: string): number {
	const found = statSync(path);
	if (!found.isDirectory()) return found.mtimeMs;
	return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
