/**
 * `npm run test:readme`: the README and the docs, followed to the letter. Every block of shell or
 * JavaScript is pasted as it stands, on a machine with nothing but Node, npm and git: a new home
 * folder, and the repository as GitHub would give it. The package comes from a stand-in of the npm
 * registry. In the end an n8n has to find the nodes in that home folder.
 *
 * Blocks that cannot be run are listed with the reason. `npm run test:readme -- README.md` follows
 * one page. n8n itself comes from the cache folder. The Docker section needs a Docker engine, and
 * an image of n8n ({@link findDocker}); it is skipped, and says so, where these are missing.
 */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { plannedBlocks, type DocsBlock, type Plan } from './docs-blocks';
import { cacheFolder } from './n8n/cache-folder';
import { npmEnvironment, runCommand } from './n8n/command';
import {
	findDocker,
	startContainer,
	variablesOfReadme,
	type ContainerN8n,
	type Docker,
} from './n8n/docker';
import { ensureHost, type N8nHost } from './n8n/host';
import { packPackage } from './n8n/pack-package';
import { freePort, launch, n8nEnvironment, stopSupervisor, waitUntilReady } from './n8n/process';
import { Progress } from './n8n/progress';
import { installerEnvironment, startRegistry, type RegistryStandIn } from './n8n/registry';
import { RestClient, until } from './n8n/rest';
import { requireTypes } from './n8n/version-checks';

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

const owner = {
	email: 'reader@corebos.example',
	password: 'Follows1README',
	firstName: 'Reader',
	lastName: 'Reader',
};

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
		await requireTypes(await RestClient.setUp(url, owner));
		say(true, 'n8n finds all nodes in ~/.n8n/nodes');
	} catch (error) {
		say(false, `n8n with ~/.n8n/nodes: ${(error as Error).message}`);
	} finally {
		await stopSupervisor(supervisor, 'keep the folder');
	}
}

/**
 * What the README promises about an n8n in Docker whose package comes from a tarball.
 *
 * @param container where the block of the README has been pasted
 */
async function worksInContainer(container: ContainerN8n): Promise<void> {
	await container.ready();
	const rest = await RestClient.setUp(container.url, owner);
	await requireTypes(rest);
	say(true, 'Docker: n8n finds all nodes of the tarball');
	await container.replace();
	const again = await RestClient.login(container.url, owner);
	await requireTypes(again);
	say(true, 'Docker: the volume keeps them for the next container');
	const gateway = container.gateway();
	const path = 'from-the-machine';
	const trigger = {
		...{ id: 'trigger', name: 'coreBOS Trigger', webhookId: path, position: [0, 0] },
		...{ type: 'n8n-nodes-corebos.coreBosTrigger', typeVersion: 1 },
		parameters: { path, permissions: { permission: [{ addresses: gateway, workflows: '43' }] } },
	};
	const { id } = await again.request<{ id: string }>('POST', '/workflows', {
		...{ name: 'Trigger', nodes: [trigger], connections: {}, settings: {} },
	});
	await again.publish(id);
	const status = await until(60, 'the trigger in the container', async () => {
		const answer = await fetch(`${container.url}/webhook/${path}?workflow_id=43`, {
			method: 'POST',
		});
		return answer.status === 404 ? undefined : answer.status;
	});
	say(status === 200, `Docker: a call of this machine comes from ${gateway} (${status})`);
}

/** An n8n in Docker that installs the package by the variables of the README. */
async function installsByVariables(image: string, registry: RegistryStandIn): Promise<void> {
	progress.step('an n8n in Docker with the variables of the README', '30 s');
	const file = join(folder, 'n8n.env');
	const lines = Object.entries(variablesOfReadme()).map(([name, value]) => `${name}=${value}`);
	writeFileSync(file, `${lines.join('\n')}\n`);
	const programs = join(folder, 'programs');
	mkdirSync(programs);
	const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
	const npm = '/usr/local/bin/npm';
	const port = await freePort();
	const variables = {
		...installerEnvironment(registry, programs, path, npm),
		PATH: `/programs:${path}`,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
	};
	const container = await startContainer(
		image,
		[
			...['--env-file', file, '-v', `${programs}:/programs:ro`],
			...Object.entries(variables).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
		],
		port,
	);
	try {
		await requireTypes(await RestClient.setUp(container.url, owner));
		say(true, 'Docker: n8n installs the package by the variables');
	} finally {
		container.remove();
	}
}

/**
 * The block about Docker, and what the README says around it.
 *
 * @param image of n8n
 * @param registry has the package
 * @param follow pastes the block; tells whether all was as promised
 */
async function followInDocker(
	image: string,
	registry: RegistryStandIn,
	follow: () => Promise<boolean>,
): Promise<void> {
	const container = await startContainer(image);
	try {
		if (await follow()) await worksInContainer(container);
	} catch (error) {
		say(false, `Docker: ${(error as Error).message}\n${container.logTail()}`);
	} finally {
		container.remove();
	}
	await installsByVariables(image, registry);
}

/** Why a block is not run on this machine; undefined: it is run. */
function whyNotRun(plan: Plan, docker: Docker): string | undefined {
	if ('notRun' in plan) return plan.notRun;
	return plan.needsDocker && 'missing' in docker ? `Skipped: ${docker.missing}.` : undefined;
}

/** Pastes a block, and says how that went. @returns whether all was as the docs promise */
async function pasteAndCheck(
	name: string,
	block: DocsBlock,
	plan: Runnable,
	registry: RegistryStandIn,
): Promise<boolean> {
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
	return fault === undefined;
}

async function main(): Promise<void> {
	const pages = process.argv.slice(2);
	const blocks = plannedBlocks().filter(({ page }) => pages.length === 0 || pages.includes(page));
	const host = await ensureHost(progress);
	const docker = findDocker(host.version);
	const tarball = await packPackage(progress);
	const registry = await startRegistry([tarball]);
	try {
		progress.step('cloning the repository');
		prepareHome();
		for (const { plan, ...block } of blocks) {
			const name = `${block.page}:${block.line}  ${block.text.trim().split('\n')[0]}`;
			const reason = whyNotRun(plan, docker);
			if (reason !== undefined) {
				progress.say(`  not run  ${name}\n             ${reason}`);
				continue;
			}
			progress.step(name);
			const follow = async () => await pasteAndCheck(name, block, plan as Runnable, registry);
			if ('needsDocker' in plan && 'image' in docker) {
				await followInDocker(docker.image, registry, follow);
			} else {
				await follow();
			}
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
