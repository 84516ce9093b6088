/**
 * `npm run test:readme`: the README and the docs, followed to the letter. Every block of shell or
 * JavaScript is pasted as it stands, on a machine with nothing but Node, npm and git: a new home
 * folder, and the repository as GitHub would give it. The package comes from a stand-in of the npm
 * registry. In the end an n8n has to find the nodes in that home folder.
 *
 * Blocks that cannot be run are listed with the reason. `npm run test:readme -- README.md` follows
 * one page. n8n itself comes from the cache folder.
 */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { plannedBlocks, type DocsBlock, type Plan } from './docs-blocks';
import { cacheFolder } from './n8n/cacheFolder';
import { npmEnvironment, runCommand } from './n8n/command';
import { ensureHost, type N8nHost } from './n8n/host';
import { packPackage } from './n8n/packPackage';
import { freePort, launch, n8nEnvironment, stopSupervisor, waitUntilReady } from './n8n/process';
import { Progress } from './n8n/progress';
import { startRegistry } from './n8n/registry';
import { RestClient } from './n8n/rest';
import { requireTypes } from './n8n/versionChecks';

type Runnable = Extract<Plan, { runIn: string }>;

const root = join(__dirname, '..');
const progress = new Progress();
const folder = mkdtempSync(join(tmpdir(), 'n8n-corebos-readme-'));
const home = join(folder, 'home');
const places = { home, clone: join(home, 'n8n-nodes-corebos'), maps: join(home, 'maps') };

/** The repository as GitHub would give it: one commit ahead of nothing, its branch is `main`. */
function prepareHome(): void {
	mkdirSync(home);
	const repository = join(folder, 'repository.git');
	const git = (...args: string[]) => execFileSync('git', args, { stdio: 'ignore' });
	git('clone', '--bare', root, repository);
	git('-C', repository, 'branch', '--force', 'main', 'HEAD');
	git('-C', repository, 'symbolic-ref', 'HEAD', 'refs/heads/main');
	const address = 'https://github.com/n8n-nodes-corebos/n8n-nodes-corebos.git';
	writeFileSync(
		join(home, '.gitconfig'),
		`[user]\n\tname = Reader\n\temail = reader@example.org\n[safe]\n\tdirectory = *\n[url "${repository}"]\n\tinsteadOf = ${address}\n`,
	);
	mkdirSync(places.maps);
	const examples = join(root, 'examples');
	for (const map of ['challenge', 'login', 'create', 'logout']) {
		copyFileSync(join(examples, 'product-sync', `${map}.xml`), join(places.maps, `${map}.xml`));
	}
	copyFileSync(
		join(examples, 'score-big-deals', 'score-big-deals.csv'),
		join(places.maps, 'workflows.csv'),
	);
	execFileSync('git', ['clone', '--quiet', address], {
		cwd: home,
		env: { ...process.env, HOME: home },
	});
}

/** The environment of the reader's shell. */
function readersEnvironment(registry: string | undefined): NodeJS.ProcessEnv {
	const npmrc = execFileSync('npm', ['config', 'get', 'userconfig'], { encoding: 'utf8' }).trim();
	return {
		...npmEnvironment(dirname(process.execPath)),
		HOME: home,
		// The way to the real registry, where this machine has one of its own.
		npm_config_userconfig: npmrc,
		// What the reader answers when npx asks whether to install the package.
		npm_config_yes: 'true',
		npm_config_cache: join(folder, 'npm-cache'),
		XDG_CACHE_HOME: dirname(cacheFolder()),
		...(registry !== undefined && { npm_config_registry: registry }),
	};
}

/**
 * Pastes a block.
 *
 * @returns how it ended, and what it printed
 */
async function paste(block: DocsBlock, plan: Runnable, env: NodeJS.ProcessEnv) {
	const [program, ...args] = block.language === 'sh' ? ['bash', '-e'] : ['node', '-i'];
	const child = spawn(program, args, { cwd: places[plan.runIn], env, detached: true });
	let printed = '';
	let isInterrupted = false;
	const kill = () => process.kill(-(child.pid ?? 0), 'SIGKILL');
	process.prependOnceListener('exit', kill);
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => {
			printed += text;
			if (isInterrupted || plan.until === undefined || !printed.includes(plan.until)) return;
			isInterrupted = true;
			process.kill(-(child.pid ?? 0), 'SIGINT');
		});
	}
	child.stdin.end(`${plan.given ?? ''}\n${block.text}\n`);
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	process.off('exit', kill);
	return { code, printed, isInterrupted };
}

/** What was not as the docs promise; undefined: nothing. */
function faultOf(
	plan: Runnable,
	{ code, printed, isInterrupted }: Awaited<ReturnType<typeof paste>>,
): string | undefined {
	if (plan.until !== undefined && !isInterrupted) return `it ended without "${plan.until}"`;
	if (plan.until === undefined && code !== 0) return `it ended with ${code}`;
	if (plan.prints !== undefined && !printed.includes(plan.prints)) {
		return `it did not print ${plan.prints}`;
	}
	const missing = plan.leaves?.find((file) => {
		const path = file.startsWith('~') ? join(home, file.slice(2)) : join(places[plan.runIn], file);
		return !existsSync(path);
	});
	return missing === undefined ? undefined : `${missing} is not there`;
}

function say(isRight: boolean, what: string): void {
	progress.say(`  ${isRight ? 'ok   ' : 'WRONG'}  ${what}`);
	if (!isRight) process.exitCode = 1;
}

/** Starts an n8n on the home folder, as its owner does after the installation. */
async function loadsInN8n(host: N8nHost): Promise<void> {
	progress.step('starting n8n on the home folder', '20 s');
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const logFile = join(folder, 'n8n.log');
	writeFileSync(logFile, '');
	const supervisor = launch(host, home, await n8nEnvironment(host, home, port, 'UTC'), logFile);
	try {
		await waitUntilReady(url, supervisor, logFile);
		const name = { firstName: 'Reader', lastName: 'Reader' };
		const owner = { email: 'reader@corebos.example', password: 'Follows1README', ...name };
		await requireTypes(await RestClient.setUp(url, owner));
		say(true, 'n8n finds all nodes in ~/.n8n/nodes');
	} catch (error) {
		say(false, `n8n with ~/.n8n/nodes: ${(error as Error).message}`);
	} finally {
		await stopSupervisor(supervisor, 'keep the folder');
	}
}

async function main(): Promise<void> {
	const pages = process.argv.slice(2);
	const blocks = plannedBlocks().filter(({ page }) => pages.length === 0 || pages.includes(page));
	const host = await ensureHost(progress);
	const tarball = await packPackage(progress);
	const registry = await startRegistry([tarball]);
	try {
		progress.step('cloning the repository');
		prepareHome();
		for (const { plan, ...block } of blocks) {
			const name = `${block.page}:${block.line}  ${block.text.trim().split('\n')[0]}`;
			if ('notRun' in plan) {
				progress.say(`  not run  ${name}\n             ${plan.notRun}`);
				continue;
			}
			progress.step(name);
			// Only what comes from npm as this package needs the stand-in; a clone needs all the rest.
			const isClone = plan.runIn === 'clone' || block.text.includes('git clone');
			const env = readersEnvironment(isClone ? undefined : registry.url);
			if (block.language === 'js') {
				const cwd = places[plan.runIn];
				const logFile = join(folder, 'npm.log');
				await runCommand('npm', ['install', 'n8n-nodes-corebos'], { cwd, env, logFile });
			}
			const outcome = await paste(block, plan, env);
			const fault = faultOf(plan, outcome);
			say(fault === undefined, fault === undefined ? name : `${name}: ${fault}`);
			if (fault !== undefined) progress.say(outcome.printed.split('\n').slice(-25).join('\n'));
		}
		if (existsSync(join(home, '.n8n', 'nodes'))) await loadsInN8n(host);
	} finally {
		progress.end();
		await registry.close();
		rmSync(dirname(tarball), { recursive: true, force: true });
		rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
