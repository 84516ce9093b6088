import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { npmEnvironment, runCommand, tailOf } from './command';
import type { N8nHost } from './host';
import type { Progress } from './progress';
import { RestClient, until } from './rest';

/** A credential in plain text, as `n8n import:credentials` takes it. */
export interface CredentialImport {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** A node of an exported workflow, as far as it is read or changed here. */
export interface WorkflowNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	webhookId?: string;
}

/** A workflow as n8n exports it, with an id. */
export interface WorkflowImport {
	id: string;
	name: string;
	nodes: WorkflowNode[];
	[member: string]: unknown;
}

/** How an n8n is started. */
export interface StartOptions {
	host: N8nHost;
	/** Tarball of a node package that n8n gets as a user's n8n has it. */
	packageTarball?: string;
	credentials?: CredentialImport[];
	/** Workflows to import and publish. */
	workflows?: WorkflowImport[];
	/** IANA name of the workflows' time zone; default UTC. */
	timeZone?: string;
	/** Port of the editor; default a free one. */
	port?: number;
	/** More environment variables for n8n. */
	environment?: Record<string, string>;
	progress: Progress;
}

/** An n8n that runs, on 127.0.0.1 only. */
export interface RunningN8n {
	/** Address of the editor, without a path. */
	url: string;
	/** Its folder, removed when it is stopped. */
	userFolder: string;
	/** Login of the instance's owner. */
	owner: { email: string; password: string };
	/** Logged in as the owner. */
	rest: RestClient;
	/** The last lines of what n8n printed. */
	logTail(): string;
	/** Waits until a production webhook is registered. */
	webhookReady(path: string, method?: string): Promise<void>;
	/**
	 * Stops n8n, starts it again on its folder, and waits until it is ready.
	 *
	 * @param meanwhile what is done while it is stopped
	 */
	restart(meanwhile?: () => Promise<unknown>): Promise<void>;
	/** Stops n8n and removes its folder. */
	stop(): Promise<void>;
}

const owner = { email: 'owner@corebos.example', firstName: 'Demo', lastName: 'Owner' };

/**
 * Starts a fresh n8n: empty database, an owner, the package, credentials and published
 * workflows. It stops with the process that started it, however that ends.
 *
 * @param options what it gets
 * @throws Error with the end of n8n's log when it does not come up
 */
export async function startN8n(options: StartOptions): Promise<RunningN8n> {
	const { host, progress } = options;
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-corebos-'));
	const removeFolder = () => rmSync(userFolder, { recursive: true, force: true, maxRetries: 3 });
	// It is to hold credentials. Until the keeper looks after it, it goes with this process.
	process.once('exit', removeFolder);
	const logFile = join(userFolder, 'n8n.log');
	const password = `${randomBytes(9).toString('base64url')}1A`;
	const port = options.port ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	const env = {
		...n8nEnvironment(host, userFolder, port, await freePort(), options.timeZone ?? 'UTC'),
		...ownerEnvironment(host, password),
		...options.environment,
	};
	let stop = async (): Promise<void> => removeFolder();
	try {
		if (options.packageTarball) {
			progress.step('installing the package into n8n');
			await installPackage(host, userFolder, options.packageTarball, logFile);
		}
		await importAll(options, userFolder, env, logFile);
		progress.step(`starting n8n ${host.version}`);
		let keeper: ChildProcess;
		const start = async () => {
			keeper = launch(host, userFolder, env, logFile);
			process.off('exit', removeFolder);
			await waitUntilReady(url, keeper, logFile);
		};
		stop = async () => {
			await stopKeeper(keeper);
			removeFolder();
		};
		await start();
		const login = { email: owner.email, password };
		const rest = await RestClient.login(url, login);
		await publishAll(rest, options);
		progress.end();
		return {
			url,
			userFolder,
			owner: login,
			rest,
			logTail: () => tailOf(logFile, 40),
			webhookReady: async (path, method = 'POST') => await webhookReady(url, path, method),
			restart: async (meanwhile) => {
				process.once('exit', removeFolder);
				await stopKeeper(keeper, 'keep the folder');
				await meanwhile?.();
				await start();
			},
			stop,
		};
	} catch (error) {
		process.off('exit', removeFolder);
		await stop();
		throw error;
	}
}

/** A port of 127.0.0.1 that nobody listens on at the moment. */
async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

/**
 * The whole environment of n8n: nothing of the user's own n8n settings gets in, and
 * n8n calls nobody outside.
 */
function n8nEnvironment(
	host: N8nHost,
	userFolder: string,
	port: number,
	brokerPort: number,
	timeZone: string,
): NodeJS.ProcessEnv {
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
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_DISABLED_MODULES: 'mcp-registry,insights',
		GENERIC_TIMEZONE: timeZone,
		...Object.fromEntries(off.map((name) => [name, 'false'])),
	};
}

/** n8n takes the owner's password as a bcrypt hash; it brings the library for that itself. */
function ownerEnvironment(host: N8nHost, password: string): NodeJS.ProcessEnv {
	const fromN8n = createRequire(join(host.folder, 'node_modules', 'n8n', 'package.json'));
	const bcrypt = fromN8n('bcryptjs') as { hashSync(text: string, rounds: number): string };
	return {
		N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
		N8N_INSTANCE_OWNER_EMAIL: owner.email,
		N8N_INSTANCE_OWNER_FIRST_NAME: owner.firstName,
		N8N_INSTANCE_OWNER_LAST_NAME: owner.lastName,
		N8N_INSTANCE_OWNER_PASSWORD_HASH: bcrypt.hashSync(password, 10),
	};
}

/**
 * Puts the package where n8n keeps a user's community packages. Its peer n8n-workflow
 * stays out, as it does when n8n installs a package: n8n provides its own.
 */
async function installPackage(
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

async function importAll(
	options: StartOptions,
	userFolder: string,
	env: NodeJS.ProcessEnv,
	logFile: string,
): Promise<void> {
	const { host, progress, credentials = [], workflows = [] } = options;
	const n8n = async (...args: string[]) =>
		await runCommand(host.node, [host.script, ...args], { cwd: userFolder, env, logFile });
	if (credentials.length > 0) {
		progress.step(`importing ${counted(credentials.length, 'credential')}`);
		const file = join(userFolder, 'credentials.json');
		writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
		await n8n('import:credentials', `--input=${file}`);
		rmSync(file);
	}
	if (workflows.length > 0) {
		progress.step(`importing ${counted(workflows.length, 'workflow')}`);
		const folder = join(userFolder, 'workflows');
		mkdirSync(folder);
		for (const workflow of workflows) {
			writeFileSync(join(folder, `${workflow.id}.json`), JSON.stringify(workflow));
		}
		await n8n('import:workflow', '--separate', `--input=${folder}`);
	}
}

/** The n8n that runs publishes: a command for each workflow would start n8n anew each time. */
async function publishAll(
	rest: RestClient,
	{ progress, workflows = [] }: StartOptions,
): Promise<void> {
	if (workflows.length === 0) return;
	progress.step(`publishing ${counted(workflows.length, 'workflow')}`);
	for (const { id } of workflows) await rest.publish(id);
}

function counted(count: number, thing: string): string {
	return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function launch(
	host: N8nHost,
	userFolder: string,
	env: NodeJS.ProcessEnv,
	logFile: string,
): ChildProcess {
	const log = openSync(logFile, 'a');
	const keeper = spawn(
		host.node,
		[join(__dirname, 'keeper.mjs'), userFolder, host.node, host.script, 'start'],
		{ cwd: userFolder, env, stdio: ['pipe', log, log], detached: true },
	);
	closeSync(log);
	// The parent may end before it has read the keeper's end; that is no error.
	keeper.stdin?.on('error', () => undefined);
	return keeper;
}

/** @param word what it is told before; anything makes it leave the folder */
async function stopKeeper(keeper: ChildProcess, word = ''): Promise<void> {
	if (keeper.exitCode !== null || keeper.signalCode !== null) return;
	const ended = new Promise((resolve) => keeper.once('exit', resolve));
	keeper.stdin?.end(word);
	await ended;
}

/** `/healthz/readiness` answers when the database is there, `/rest/settings` when the editor is. */
async function waitUntilReady(url: string, keeper: ChildProcess, logFile: string): Promise<void> {
	await until(120, `n8n at ${url}`, async () => {
		if (keeper.exitCode !== null || keeper.signalCode !== null) {
			throw new Error(`n8n ended while it started. The end of its log:\n${tailOf(logFile, 40)}`);
		}
		const ready =
			(await answers(`${url}/healthz/readiness`)) && (await answers(`${url}/rest/settings`));
		return ready || undefined;
	});
}

async function answers(url: string): Promise<boolean> {
	return await fetch(url).then(
		({ status }) => status === 200,
		() => false,
	);
}

/** Asks for the methods of a webhook's path, which n8n answers without running anything. */
async function webhookReady(url: string, path: string, method: string): Promise<void> {
	await until(30, `the webhook ${method} ${path}`, async () => {
		const response = await fetch(`${url}/webhook/${path}`, {
			method: 'OPTIONS',
			headers: { origin: url },
		});
		const methods = response.headers.get('access-control-allow-methods') ?? '';
		return methods.split(', ').includes(method) || undefined;
	});
}
