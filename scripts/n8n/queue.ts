import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tailOf } from './command';
import type { N8nHost } from './host';
import { freePort, launch, n8nEnvironment, stopSupervisor } from './process';
import { until } from './rest';

/** Redis and PostgreSQL, for an n8n in queue mode. */
export interface QueueServers {
	/** What every process of n8n gets. */
	environment: Record<string, string>;
	stop(): Promise<void>;
}

/** A webhook process or a worker of n8n. */
export interface QueueProcess {
	/** Address of its HTTP server, without a path. */
	url: string;
	/** Ends it at once, as when a machine fails. */
	kill(): Promise<void>;
	/** Ends it in good order. */
	stop(): Promise<void>;
}

/**
 * Starts Redis and PostgreSQL on 127.0.0.1, with empty data.
 *
 * @param encryptionKey n8n's, which all of its processes must share
 * @throws Error where one of them is not installed or does not start
 */
export async function startQueueServers(encryptionKey: string): Promise<QueueServers> {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-corebos-queue-'));
	const redisPort = await freePort();
	const postgresPort = await freePort();
	const redis = spawn(
		'redis-server',
		['--bind', '127.0.0.1', '--port', String(redisPort), '--save', '', '--dir', folder],
		{ stdio: 'ignore' },
	);
	const postgres = startPostgres(join(folder, 'postgres'), postgresPort);
	const stop = async () => {
		await Promise.all([ended(redis, 'SIGTERM'), ended(postgres, 'SIGINT')]);
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		await until(30, 'PostgreSQL', async () => succeeds('pg_isready', postgresPort));
		await until(10, 'Redis', async () => succeeds('redis-cli', redisPort, 'ping'));
	} catch (error) {
		await stop();
		throw error;
	}
	const environment = {
		N8N_ENCRYPTION_KEY: encryptionKey,
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redisPort),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgresPort),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'n8n',
	};
	return { environment, stop };
}

/** PostgreSQL refuses to run as root, who becomes Debian's user `postgres` for it. */
function startPostgres(folder: string, port: number): ChildProcess {
	mkdirSync(folder);
	const programs = execFileSync('sh', ['-c', 'ls -d /usr/lib/postgresql/*/bin | tail -n 1'], {
		encoding: 'utf8',
	}).trim();
	let asUser: string[] = [];
	if (process.getuid?.() === 0) {
		const id = (option: string) => Number(execFileSync('id', [option, 'postgres']));
		chownSync(join(folder, '..'), id('-u'), id('-g'));
		chownSync(folder, id('-u'), id('-g'));
		asUser = ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'];
	}
	const [initdb, ...initArgs] = [
		...asUser,
		...[join(programs, 'initdb'), '-D', folder, '-U', 'n8n', '-A', 'trust', '--no-sync'],
	];
	execFileSync(initdb, initArgs, { cwd: folder, stdio: 'ignore' });
	const [server, ...args] = [
		...asUser,
		...[join(programs, 'postgres'), '-D', folder, '-k', folder],
		...['-h', '127.0.0.1', '-p', String(port), '-c', 'fsync=off'],
	];
	return spawn(server, args, { cwd: folder, stdio: 'ignore' });
}

function succeeds(program: string, port: number, ...args: string[]): true | undefined {
	try {
		execFileSync(program, ['-h', '127.0.0.1', '-p', String(port), ...args], { stdio: 'ignore' });
		return true;
	} catch {
		return undefined;
	}
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exit = new Promise((resolve) => child.once('exit', resolve));
	child.kill(signal);
	await exit;
}

/**
 * Starts a process of n8n next to its main process. It has a folder of its own, as on another
 * machine, with the packages that the main process has.
 *
 * @param host the n8n
 * @param command `webhook` or `worker`
 * @param mainFolder the main process's folder
 * @param environment what {@link startQueueServers} gave
 * @throws Error with the end of its log when it does not come up
 */
export async function startQueueProcess(
	host: N8nHost,
	command: 'webhook' | 'worker',
	mainFolder: string,
	environment: Record<string, string>,
): Promise<QueueProcess> {
	const folder = mkdtempSync(join(tmpdir(), `n8n-corebos-${command}-`));
	cpSync(join(mainFolder, '.n8n', 'nodes'), join(folder, '.n8n', 'nodes'), { recursive: true });
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const env = {
		...(await n8nEnvironment(host, folder, port, 'UTC')),
		...environment,
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
	};
	const logFile = join(folder, 'n8n.log');
	const supervisor = launch(host, folder, env, logFile, [command]);
	await until(120, `the ${command} of n8n`, async () => {
		if (supervisor.exitCode !== null) throw new Error(`it ended:\n${tailOf(logFile, 30)}`);
		const health = await fetch(`${url}/healthz/readiness`).catch(() => undefined);
		return health?.status === 200 || undefined;
	});
	return {
		url,
		kill: async () => {
			const exit = new Promise((resolve) => supervisor.once('exit', resolve));
			// The supervisor leads the group in which n8n and its task runner are.
			process.kill(-(supervisor.pid ?? 0), 'SIGKILL');
			await exit;
			rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
		},
		stop: async () => await stopSupervisor(supervisor),
	};
}
