import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, tailOf } from './command';
import type { N8nHost } from './host';
import {
	freePort,
	installPackage,
	launch,
	n8nEnvironment,
	stopSupervisor,
	waitUntilReady,
	webhookReady,
} from './process';
import type { Progress } from './progress';
import { RestClient } from './rest';

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
	typeVersion?: number;
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
	/** False: they are imported only. */
	isPublished?: boolean;
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
	/** Kills n8n in the middle of whatever it does, and starts it again on its folder. */
	crash(): Promise<void>;
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
	// It is to hold credentials. Until the supervisor looks after it, it goes with this process.
	process.once('exit', removeFolder);
	const logFile = join(userFolder, 'n8n.log');
	const password = `${randomBytes(9).toString('base64url')}1A`;
	const port = options.port ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	const env = {
		...(await n8nEnvironment(host, userFolder, port, options.timeZone ?? 'UTC')),
		...options.environment,
	};
	let stop = async (): Promise<void> => removeFolder();
	try {
		if (options.packageTarball) {
			progress.step('installing the package into n8n', '10 s');
			await installPackage(host, userFolder, options.packageTarball, logFile);
		}
		if (!createsWithId(host)) await importWorkflows(options, userFolder, env, logFile);
		await importCredentials(options, userFolder, env, logFile);
		progress.step(`starting n8n ${host.version}`, '20 s');
		let supervisor: ChildProcess;
		const start = async () => {
			supervisor = launch(host, userFolder, env, logFile);
			process.off('exit', removeFolder);
			await waitUntilReady(url, supervisor, logFile);
		};
		stop = async () => {
			await stopSupervisor(supervisor);
			removeFolder();
		};
		await start();
		const login = { email: owner.email, password };
		const rest = await RestClient.setUp(url, { ...owner, password });
		if (createsWithId(host)) await createWorkflows(rest, options);
		if (options.isPublished !== false) await publishAll(rest, options);
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
				await stopSupervisor(supervisor, 'keep the folder');
				await meanwhile?.();
				await start();
			},
			crash: async () => {
				process.once('exit', removeFolder);
				const ended = new Promise((resolve) => supervisor.once('exit', resolve));
				supervisor.stdin?.write('kill');
				await ended;
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

/** Runs a command of n8n, a process of its own, before n8n is started. */
async function runN8n(
	{ host }: StartOptions,
	userFolder: string,
	env: NodeJS.ProcessEnv,
	logFile: string,
	args: string[],
): Promise<void> {
	await runCommand(host.node, [host.script, ...args], { cwd: userFolder, env, logFile });
}

/** By command: n8n gives a credential that it is asked to create an id of its own. */
async function importCredentials(
	options: StartOptions,
	userFolder: string,
	env: NodeJS.ProcessEnv,
	logFile: string,
): Promise<void> {
	const { progress, credentials = [] } = options;
	if (credentials.length === 0) return;
	progress.step(`importing ${counted(credentials.length, 'credential')}`, '10 s');
	const file = join(userFolder, 'credentials.json');
	writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
	await runN8n(options, userFolder, env, logFile, ['import:credentials', `--input=${file}`]);
	rmSync(file);
}

async function importWorkflows(
	options: StartOptions,
	userFolder: string,
	env: NodeJS.ProcessEnv,
	logFile: string,
): Promise<void> {
	const { progress, workflows = [] } = options;
	if (workflows.length === 0) return;
	progress.step(`importing ${counted(workflows.length, 'workflow')}`, '10 s');
	const folder = join(userFolder, 'workflows');
	mkdirSync(folder);
	for (const workflow of workflows) {
		writeFileSync(join(folder, `${workflow.id}.json`), JSON.stringify(workflow));
	}
	const args = ['import:workflow', '--separate', `--input=${folder}`];
	await runN8n(options, userFolder, env, logFile, args);
}

/** Whether a workflow keeps its id where n8n is asked to create it: since n8n 2. */
function createsWithId({ version }: N8nHost): boolean {
	return Number(version.split('.')[0]) >= 2;
}

/** The n8n that runs creates them: a command would start n8n once more. */
async function createWorkflows(
	rest: RestClient,
	{ progress, workflows = [] }: StartOptions,
): Promise<void> {
	if (workflows.length === 0) return;
	progress.step(`importing ${counted(workflows.length, 'workflow')}`, '1 s');
	for (const workflow of workflows) await rest.request('POST', '/workflows', workflow);
}

/** The n8n that runs publishes: a command for each workflow would start n8n anew each time. */
async function publishAll(
	rest: RestClient,
	{ progress, workflows = [] }: StartOptions,
): Promise<void> {
	if (workflows.length === 0) return;
	progress.step(`publishing ${counted(workflows.length, 'workflow')}`, '2 s');
	for (const { id } of workflows) await rest.publish(id);
}

function counted(count: number, thing: string): string {
	return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
