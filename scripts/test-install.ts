/**
 * `npm run test:install`: the ways in which the package is installed, as a user does it.
 *
 * 1. `npm install` of the tarball on Node 20, 22 and 24: one package, which loads as a library.
 * 2. n8n's own installer (Settings > Community nodes), from a stand-in of the registry: an n8n
 *    without the package installs an older version, updates, runs the product sync, removes and
 *    installs again.
 * 3. The environment variables of the README, by which an n8n installs the package when it starts.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder } from './n8n/cache-folder';
import { npmEnvironment, runCommand } from './n8n/command';
import { variablesOfReadme } from './n8n/docker';
import { ensureHost, type N8nHost } from './n8n/host';
import { ensureNode } from './n8n/node';
import { packPackage } from './n8n/pack-package';
import { faultsInB, productSyncWorkflow, startProductSync } from './n8n/product-sync';
import { Progress } from './n8n/progress';
import {
	installerEnvironment,
	startRegistry,
	withVersion,
	type RegistryStandIn,
} from './n8n/registry';
import type { RestClient } from './n8n/rest';

const PACKAGE = 'n8n-nodes-corebos';
const OLDER = '0.0.9';
const NODES = [20, 22, 24];

const progress = new Progress();
const folder = mkdtempSync(join(tmpdir(), 'n8n-corebos-install-'));

function wanted(what: string, right: boolean): void {
	progress.say(`  ${right ? 'ok   ' : 'WRONG'}  ${what}`);
	if (!right) process.exitCode = 1;
}

async function installWithNpm(tarball: string, major: number): Promise<void> {
	const { executable } = await ensureNode(major, cacheFolder(), progress);
	const cwd = mkdtempSync(join(folder, `node${major}-`));
	writeFileSync(join(cwd, 'package.json'), '{ "private": true }\n');
	const env = npmEnvironment(dirname(executable));
	progress.step(`npm install on Node ${major}`);
	const started = Date.now();
	await runCommand('npm', ['install', tarball], { cwd, env, logFile: join(folder, 'npm.log') });
	const seconds = ((Date.now() - started) / 1000).toFixed(1);
	const installed = readdirSync(join(cwd, 'node_modules')).filter((name) => !name.startsWith('.'));
	const script = `require('${PACKAGE}').evaluateExpression("concat('a', 1)", {}).then(console.log)`;
	const printed = execFileSync(executable, ['-e', script], { cwd, encoding: 'utf8' }).trim();
	wanted(
		`Node ${major}: npm installs ${installed.join(', ')} in ${seconds} s, and it runs`,
		installed.join() === PACKAGE && printed === 'a1',
	);
}

interface InstalledPackage {
	packageName: string;
	installedVersion: string;
}

/** Version of the package that n8n lists as installed. */
async function installedVersion(rest: RestClient): Promise<string | undefined> {
	const found = await rest.request<InstalledPackage[]>('GET', '/community-packages');
	return found.find(({ packageName }) => packageName === PACKAGE)?.installedVersion;
}

/** {@link installerEnvironment}, with a folder of its own. */
function environmentFor(
	registry: RegistryStandIn,
	host: N8nHost,
	name: string,
): Record<string, string> {
	const own = join(folder, name);
	mkdirSync(own);
	const path = [dirname(host.node), process.env.PATH].join(delimiter);
	return installerEnvironment(registry, own, path);
}

async function installByEnvironment(tarball: string): Promise<void> {
	const host = await ensureHost(progress);
	const registry = await startRegistry([tarball]);
	const variables = variablesOfReadme();
	wanted(
		`the README names ${Object.keys(variables).join(' and ')}`,
		'N8N_COMMUNITY_PACKAGES' in variables,
	);
	const environment = { ...environmentFor(registry, host, 'variables'), ...variables };
	const sync = await startProductSync(host, undefined, progress, () => ({ environment }));
	try {
		const { rest } = sync.n8n;
		const version = await installedVersion(rest);
		const [{ version: listed }] = JSON.parse(variables.N8N_COMMUNITY_PACKAGES) as [
			{ version: string },
		];
		wanted(`n8n installs version ${version} by its environment`, version === listed);
		const refused = await rest.request('DELETE', `/community-packages?name=${PACKAGE}`).then(
			() => '',
			(error: Error) => error.message,
		);
		wanted('n8n does not let the package be removed in its settings', /environment/.test(refused));
		await runSync(rest, sync);
	} finally {
		await sync.stop();
		await registry.close();
	}
}

async function installWithN8n(tarball: string): Promise<void> {
	const host = await ensureHost(progress);
	const registry = await startRegistry([withVersion(tarball, OLDER, folder), tarball]);
	const environment = environmentFor(registry, host, 'installer');
	const sync = await startProductSync(host, undefined, progress, () => ({ environment }));
	try {
		const { rest } = sync.n8n;
		const installed = async () => await installedVersion(rest);
		const body = { name: PACKAGE };
		progress.step(`n8n's installer: version ${OLDER}`);
		await rest.request('POST', '/community-packages', { ...body, version: OLDER });
		wanted(`n8n installs version ${OLDER}`, (await installed()) === OLDER);
		progress.step("n8n's installer: update");
		await rest.request('PATCH', '/community-packages', body);
		const version = await installed();
		wanted(`n8n updates to version ${version}`, version !== undefined && version !== OLDER);
		await runSync(rest, sync);
		progress.step("n8n's installer: remove and install again");
		await rest.request('DELETE', `/community-packages?name=${PACKAGE}`);
		wanted('n8n removes the package', (await installed()) === undefined);
		await rest.request('POST', '/community-packages', body);
		wanted('n8n installs the newest version again', (await installed()) === version);
	} finally {
		await sync.stop();
		await registry.close();
	}
}

/** Imports the example into the n8n that runs, and lets a product travel. */
async function runSync(
	rest: RestClient,
	sync: Awaited<ReturnType<typeof startProductSync>>,
): Promise<void> {
	progress.step('the product sync runs with the installed package');
	const workflow = { ...productSyncWorkflow(sync.b.url), id: undefined };
	const { id: workflowId } = await rest.request<{ id: string }>('POST', '/workflows', workflow);
	await rest.publish(workflowId);
	await sync.n8n.webhookReady('product-sync');
	const { id } = (await sync.clientOfA.call('create', {
		elementType: 'Products',
		element: { productname: 'Drill', assigned_user_id: '19x1' },
	})) as { id: string };
	const run = await sync.callTrigger(id, 'created', { workflowId, path: 'product-sync' });
	const faults = faultsInB(sync, id, { productname: 'Drill' });
	if (run.status !== 'success') faults.unshift(run.error?.message ?? run.status);
	wanted(`the product sync runs${faults.map((fault) => `: ${fault}`).join('')}`, !faults.length);
}

async function main(): Promise<void> {
	const tarball = await packPackage(progress);
	try {
		for (const major of NODES) await installWithNpm(tarball, major);
		await installWithN8n(tarball);
		await installByEnvironment(tarball);
	} finally {
		progress.end();
		rmSync(dirname(tarball), { recursive: true, force: true });
		rmSync(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
