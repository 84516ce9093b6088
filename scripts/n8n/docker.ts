/** An n8n in a container, started as n8n's documentation shows it, for the README's Docker section. */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './process';
import { until } from './rest';

/** The name that the README gives to the container. */
const CONTAINER = 'n8n';
const root = join(__dirname, '..', '..');

/** An n8n that runs in a container. */
export interface ContainerN8n {
	/** Address of the editor for a browser on this machine, without a path. */
	url: string;
	/** The address that calls from this machine come from, as the README says to find it. */
	gateway(): string;
	/** Waits until n8n answers, also after the container was started again. */
	ready(): Promise<void>;
	/** Removes the container and starts another one on its volume, as an update of n8n does. */
	replace(): Promise<void>;
	/** The last lines of what n8n printed. */
	logTail(): string;
	/** Removes the container and its volume. */
	remove(): void;
}

/** The images by name, or why containers cannot be used here. */
export type Docker = { image: string } | { missing: string };

/**
 * Looks for a Docker engine and an image of n8n. An image that is not there is pulled. Where that
 * is not possible, `N8N_IMAGE` can name another one.
 *
 * @param version of n8n, as a tag of its image
 */
export function findDocker(version: string): Docker {
	const engine = docker('info', '--format', '{{.ServerVersion}}');
	if (engine.status !== 0) return { missing: 'no Docker engine runs on this machine' };
	if (docker('container', 'inspect', CONTAINER).status === 0) {
		return { missing: `this machine has a container with the name ${CONTAINER} already` };
	}
	const image = process.env.N8N_IMAGE ?? `docker.n8n.io/n8nio/n8n:${version}`;
	const isThere =
		docker('image', 'inspect', image).status === 0 || docker('pull', image).status === 0;
	return isThere ? { image } : { missing: `the image ${image} cannot be pulled` };
}

/**
 * Starts n8n in a container with the name and the volume of the README.
 *
 * @param image of n8n
 * @param args more arguments of `docker run`
 * @param port of the editor, where the container uses the network of this machine; undefined: it
 *   has a network of its own, and Docker forwards a free port
 */
export async function startContainer(
	image: string,
	args: string[] = [],
	port?: number,
): Promise<ContainerN8n> {
	const volume = `n8n-corebos-${randomBytes(6).toString('hex')}`;
	const published = port ?? (await freePort());
	const url = `http://127.0.0.1:${published}`;
	const network = port === undefined ? ['-p', `127.0.0.1:${published}:5678`] : ['--network=host'];
	const run = () =>
		must(
			...['run', '-d', '--name', CONTAINER, ...network, '-v', `${volume}:/home/node/.n8n`],
			...['-e', 'N8N_DIAGNOSTICS_ENABLED=false', '-e', 'N8N_VERIFIED_PACKAGES_ENABLED=false'],
			...args,
			image,
		);
	const removeContainer = () => docker('rm', '--force', CONTAINER);
	const remove = () => {
		removeContainer();
		docker('volume', 'rm', volume);
		process.off('exit', remove);
	};
	const logTail = () => {
		const { stdout, stderr } = docker('logs', '--tail', '30', CONTAINER);
		return `${stdout}${stderr}`;
	};
	const ready = async () =>
		await until(300, `n8n in the container\n${logTail()}`, async () => {
			const answers = await Promise.all(
				['/healthz/readiness', '/rest/settings'].map(
					async (path) =>
						await fetch(url + path).then(
							({ ok }) => ok,
							() => false,
						),
				),
			);
			return answers.every(Boolean) || undefined;
		}).then(() => undefined);
	process.once('exit', remove);
	try {
		must('volume', 'create', volume);
		run();
		await ready();
	} catch (error) {
		remove();
		throw error;
	}
	return {
		url,
		gateway: () => execFileSync('bash', ['-c', gatewayCommand()], { encoding: 'utf8' }).trim(),
		ready,
		replace: async () => {
			removeContainer();
			run();
			await ready();
		},
		logTail,
		remove,
	};
}

/** The variables by which the README has n8n install the package. */
export function variablesOfReadme(): Record<string, string> {
	const lines = [...readme().matchAll(/^ *(N8N_COMMUNITY_PACKAGES\w*)=(.*)$/gm)];
	return Object.fromEntries(lines.map(([, name, value]) => [name, value]));
}

/** The command by which the README finds the address of the gateway. */
function gatewayCommand(): string {
	const [, command] = /`(docker inspect [^`]+)`/.exec(readme()) ?? [];
	if (command === undefined)
		throw new Error('README.md has no command that starts with docker inspect');
	return command;
}

function readme(): string {
	return readFileSync(join(root, 'README.md'), 'utf8');
}

function docker(...args: string[]) {
	return spawnSync('docker', args, { encoding: 'utf8' });
}

function must(...args: string[]): void {
	const { status, stderr, error } = docker(...args);
	if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${error?.message ?? stderr}`);
}
