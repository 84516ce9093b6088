import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { npmEnvironment, runCommand, tailOf } from './command';
import type { N8nHost } from './host';
import { until } from './rest';

/** Below the ports that systems give to connections, which may take one before n8n listens. */
const PORTS = { from: 12_000, to: 32_000 };

/** A port of 127.0.0.1 that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = randomInt(PORTS.from, PORTS.to);
		if (await isFree(port)) return port;
	}
}

async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	try {
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(port, '127.0.0.1', resolve);
		});
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'EADDRINUSE' || code === 'EACCES') return false;
		throw error;
	}
	await new Promise((resolve) => server.close(resolve));
	return true;
}

/**
 * The whole environment of n8n: nothing of the user's own n8n settings gets in, and
 * n8n calls nobody outside.
 *
 * @param host the n8n
 * @param userFolder where it keeps its data
 * @param port of its editor
 * @param timeZone IANA name of the workflows' time zone
 */
export async function n8nEnvironment(
	host: N8nHost,
	userFolder: string,
	port: number,
	timeZone: string,
): Promise<NodeJS.ProcessEnv> {
	const { HOME, LANG, TMPDIR } = process.env;
	const off = [
		'N8N_DIAGNOSTICS_ENABLED',
		'N8N_VERSION_NOTIFICATIONS_ENABLED',
		'N8N_TEMPLATES_ENABLED',
		'N8N_PERSONALIZATION_ENABLED',
		'N8N_HIRING_BANNER_ENABLED',
		'N8N_VERIFIED_PACKAGES_ENABLED',
		'N8N_SECURE_COOKIE',
	];
	return {
		HOME,
		LANG,
		TMPDIR,
		PATH: [dirname(host.node), process.env.PATH].join(delimiter),
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_PROTOCOL: 'http',
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_DISABLED_MODULES: disabledModules(host),
		GENERIC_TIMEZONE: timeZone,
		...Object.fromEntries(off.map((name) => [name, 'false'])),
	};
}

/** Modules that call outside or only cost time. A name that n8n does not know ends it. */
function disabledModules({ folder }: N8nHost): string {
	const modules = join(folder, 'node_modules', 'n8n', 'dist', 'modules');
	return ['mcp-registry', 'insights'].filter((name) => existsSync(join(modules, name))).join(',');
}

/**
 * Puts the package where n8n keeps a user's community packages. Its peer n8n-workflow
 * stays out, as it does when n8n installs a package: n8n provides its own.
 */
export async function installPackage(
	host: N8nHost,
	userFolder: string,
	tarball: string,
	logFile: string,
): Promise<void> {
	const folder = join(userFolder, '.n8n', 'nodes');
	mkdirSync(folder, { recursive: true });
	const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
	await runCommand(
		'npm',
		[
			'install',
			'--no-audit',
			'--no-fund',
			'--no-bin-links',
			'--ignore-scripts',
			'--legacy-peer-deps',
			tarball,
		],
		{ cwd: folder, env: npmEnvironment(dirname(host.node)), logFile },
	);
}

/**
 * Starts a process of n8n, which ends with this one, however that ends.
 *
 * @param host the n8n
 * @param userFolder its folder, which goes with it
 * @param env its whole environment
 * @param logFile what it prints is appended to this file
 * @param command n8n's command; default the main process
 */
export function launch(
	host: N8nHost,
	userFolder: string,
	env: NodeJS.ProcessEnv,
	logFile: string,
	command: string[] = ['start'],
): ChildProcess {
	const log = openSync(logFile, 'a');
	const supervisor = spawn(
		host.node,
		[join(__dirname, 'supervisor.mjs'), userFolder, host.node, host.script, ...command],
		{ cwd: userFolder, env, stdio: ['pipe', log, log], detached: true },
	);
	closeSync(log);
	// The parent may end before it has read the supervisor's end; that is not an error.
	supervisor.stdin?.on('error', () => undefined);
	return supervisor;
}

/** @param word what it is told before; anything makes it leave the folder */
export async function stopSupervisor(supervisor: ChildProcess, word = ''): Promise<void> {
	if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
	const ended = new Promise((resolve) => supervisor.once('exit', resolve));
	supervisor.stdin?.end(word);
	await ended;
}

/** Waits until n8n is ready ({@link isReady}). @throws Error with the end of its log when it ends */
export async function waitUntilReady(
	url: string,
	supervisor: ChildProcess,
	logFile: string,
): Promise<void> {
	await until(120, `n8n at ${url}`, async () => {
		if (supervisor.exitCode !== null || supervisor.signalCode !== null) {
			throw new Error(`n8n ended while it started. The end of its log:\n${tailOf(logFile, 40)}`);
		}
		return (await isReady(url)) || undefined;
	});
}

/**
 * Whether an n8n is ready: `/healthz/readiness` answers when the database is there, `/rest/settings`
 * when the editor is.
 *
 * @param url its address without a path
 */
export async function isReady(url: string): Promise<boolean> {
	return (await answers(`${url}/healthz/readiness`)) && (await answers(`${url}/rest/settings`));
}

async function answers(url: string): Promise<boolean> {
	// Docker accepts a connection before n8n does, and may never answer on it.
	const signal = AbortSignal.timeout(10_000);
	return await fetch(url, { signal }).then(
		({ status }) => status === 200,
		() => false,
	);
}

/** Asks for the methods of a webhook's path, which n8n answers without running anything. */
export async function webhookReady(url: string, path: string, method: string): Promise<void> {
	await until(30, `the webhook ${method} ${path}`, async () => {
		const response = await fetch(`${url}/webhook/${path}`, {
			method: 'OPTIONS',
			headers: { origin: url },
		});
		const methods = response.headers.get('access-control-allow-methods') ?? '';
		return methods.split(', ').includes(method) || undefined;
	});
}
