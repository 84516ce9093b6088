/**
 * `npm run test:queue`: n8n in queue mode (Redis and PostgreSQL, a main process, a webhook process
 * and two workers) gets 200 calls, half of them for the product sync, half for a trigger with
 * several outputs. A worker is killed in the middle and another one started. Every call must end
 * as done or as a failed execution, nothing may be done twice, and Watch Records, which the main
 * process polls, must hand out each product once.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureHost } from './n8n/host';
import { markdownTable } from './n8n/markdown-table';
import { packPackage } from './n8n/pack-package';
import { startProductSync, type ProductSync } from './n8n/product-sync';
import { Progress } from './n8n/progress';
import { startQueueProcess, startQueueServers, type QueueProcess } from './n8n/queue';
import { finalStatuses, until, type ExecutionSummary } from './n8n/rest';
import type { WorkflowImport } from './n8n/start';
import { WATCH_WORKFLOW, watchProducts } from './n8n/version-checks';

/** Of each workflow. */
const CALLS = 100;
const AT_ONCE = 8;
const OUTPUTS = ['1', '2', '3'];
const SYNC_WORKFLOW = 'coreBosProdSync0';
const OUTPUTS_WORKFLOW = 'queueOutputs0001';

const progress = new Progress();

function severalOutputs(): WorkflowImport {
	const node = (name: string, type: string, parameters: object, row = 0) => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [row === 0 ? 0 : 250, row * 150],
		parameters: parameters as Record<string, unknown>,
		...(row === 0 && { webhookId: OUTPUTS_WORKFLOW }),
	});
	const targets = OUTPUTS.map((id, row) =>
		node(`Workflow ${id}`, 'n8n-nodes-base.noOp', {}, row + 1),
	);
	const permission = [
		{ title: 'queue', addresses: '127.0.0.1', workflows: OUTPUTS.join(), triggers: '' },
	];
	const trigger = node('Trigger', 'n8n-nodes-corebos.coreBosTrigger', {
		path: OUTPUTS_WORKFLOW,
		outputs: 'perId',
		permissions: { permission },
	});
	return {
		id: OUTPUTS_WORKFLOW,
		name: 'Several outputs',
		settings: { executionOrder: 'v1' },
		nodes: [trigger, ...targets],
		connections: {
			Trigger: { main: targets.map(({ name }) => [{ node: name, type: 'main', index: 0 }]) },
		},
	};
}

/** A call of the CRM. @returns the HTTP status; 0 when nobody answered */
async function post(url: string, path: string, recordId: string, workflow: string) {
	const query = new URLSearchParams({ record_id: recordId, workflow_id: workflow });
	return await fetch(`${url}/webhook/${path}?${query}`, { method: 'POST' }).then(
		async (response) => {
			await response.arrayBuffer();
			return response.status;
		},
		() => 0,
	);
}

/** Sends all calls, of both workflows in turns. @param halfway done when half of them are sent */
async function sendAll(url: string, products: string[], halfway: () => void): Promise<number[]> {
	const calls = products.flatMap((id, index) => [
		async () => await post(url, 'product-sync', id, '43'),
		async () => await post(url, OUTPUTS_WORKFLOW, id, OUTPUTS[index % OUTPUTS.length]),
	]);
	const statuses: number[] = [];
	let next = 0;
	const caller = async () => {
		while (next < calls.length) {
			const index = next++;
			if (index === calls.length / 2) halfway();
			statuses[index] = await calls[index]();
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, caller));
	return statuses;
}

/** Runs of a workflow by how they ended, once all have. */
async function endedRuns(sync: ProductSync, workflowId: string, wanted: number) {
	const runs = await until(300, `${wanted} runs of ${workflowId} to end`, async () => {
		const found: ExecutionSummary[] = await sync.n8n.rest.executions(workflowId);
		const isOver = found.length >= wanted && found.every((run) => finalStatuses.has(run.status));
		return isOver ? found : undefined;
	});
	const done = runs.filter(({ status }) => status === 'success').length;
	return { runs, done, failed: runs.length - done };
}

/** How often each name occurs. */
function counts(names: string[]): Map<string, number> {
	const found = new Map<string, number>();
	for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
	return found;
}

const twice = (names: string[]) => [...counts(names).values()].filter((count) => count > 1).length;

/** Names of the products that Watch Records has handed out. */
async function watchedNames({ n8n }: ProductSync): Promise<string[]> {
	const names: string[] = [];
	for (const { id } of await n8n.rest.executions(WATCH_WORKFLOW)) {
		const { runData } = await n8n.rest.execution(id);
		for (const { json } of runData['Watch Products'][0].data?.main?.[0] ?? []) {
			names.push(String(json.productname));
		}
	}
	return names;
}

/** A run's one output that has an item, or undefined for a run that did not come so far. */
async function outputOf({ n8n }: ProductSync, run: ExecutionSummary): Promise<string | undefined> {
	const { runData } = await n8n.rest.execution(run.id);
	const trigger = runData.Trigger?.[0].data?.main ?? [];
	const used = trigger.findIndex((items) => (items?.length ?? 0) > 0);
	const [item] = trigger[used] ?? [];
	const expected = OUTPUTS.indexOf(String(item?.json.workflow_id));
	return used === expected ? OUTPUTS[used] : undefined;
}

async function run(
	version: string,
	sync: ProductSync,
	start: (command: 'webhook' | 'worker') => Promise<QueueProcess>,
) {
	progress.step('starting a webhook process and two workers');
	const running = new Set([await start('webhook'), await start('worker'), await start('worker')]);
	const [webhook, victim] = running;
	try {
		progress.step(`${CALLS} products are created in A`);
		const products: string[] = [];
		for (let index = 0; index < CALLS; index++) {
			const element = { productname: `Product ${index}`, assigned_user_id: '19x1' };
			const made = await sync.clientOfA.call('create', { elementType: 'Products', element });
			products.push((made as { id: string }).id);
		}
		// Slow enough that the worker always has runs when it is killed.
		sync.b.fail({ kind: 'latency', milliseconds: 3000, operation: 'create', times: 2 * CALLS });
		progress.step(`${2 * CALLS} calls, a worker is killed after half of them`);
		let replaced: Promise<void> | undefined;
		const statuses = await sendAll(webhook.url, products, () => {
			replaced = (async () => {
				running.delete(victim);
				await victim.kill();
				running.add(await start('worker'));
			})();
		});
		await replaced;
		progress.step('waiting for all runs to end; n8n looks for stalled ones every half minute');
		const accepted = (offset: number) =>
			statuses.filter((status, index) => index % 2 === offset && status === 200).length;
		const synced = await endedRuns(sync, SYNC_WORKFLOW, accepted(0));
		const outputs = await endedRuns(sync, OUTPUTS_WORKFLOW, accepted(1));
		const inB = sync.b.records('Products').map(({ productname }) => productname);
		const watched = await until(150, 'Watch Records', async () => {
			const names = await watchedNames(sync);
			return counts(names).size >= CALLS ? names : undefined;
		});
		let wrongOutput = 0;
		for (const one of outputs.runs) {
			if (one.status === 'success' && (await outputOf(sync, one)) === undefined) wrongOutput++;
		}
		progress.end();
		const rows = [
			[`n8n ${version}`, 'calls', 'answered 200', 'executions', 'done', 'failed', 'twice'],
			[
				...['product sync', CALLS, accepted(0)],
				...[synced.runs.length, synced.done, synced.failed, twice(inB)],
			],
			[
				...['trigger with three outputs', CALLS, accepted(1)],
				...[outputs.runs.length, outputs.done, outputs.failed],
				outputs.runs.length - accepted(1),
			],
		];
		const table = `${markdownTable(rows)}

Products in B: ${inB.length}. _Watch Records_ handed out ${watched.length} items for ${CALLS} products. On a wrong output: ${wrongOutput}.`;
		console.log(`\n${table}`);
		keep(table);
		const faults = [
			accepted(0) + accepted(1) === 2 * CALLS ? '' : 'a call was not answered with 200',
			synced.runs.length === accepted(0) ? '' : 'the product sync has another number of runs',
			outputs.runs.length === accepted(1) ? '' : 'the outputs have another number of runs',
			twice(inB) === 0 ? '' : 'a product was made twice in B',
			inB.length >= synced.done ? '' : 'a run ended well without a product in B',
			watched.length === CALLS ? '' : 'Watch Records handed out a product twice',
			wrongOutput === 0 ? '' : 'a call came out of a wrong output',
		].filter((fault) => fault !== '');
		for (const fault of faults) console.log(`WRONG: ${fault}`);
		if (faults.length > 0) process.exitCode = 1;
	} finally {
		progress.step('stopping');
		await Promise.all([...running].map(async (one) => await one.stop()));
	}
}

/** Puts the table into the docs. */
function keep(table: string): void {
	const page = join(__dirname, '..', 'docs', 'scaling.md');
	const place = /(?<=<!-- queue -->\n\n).*?(?=\n\n<!-- \/queue -->)/s;
	writeFileSync(
		page,
		readFileSync(page, 'utf8').replace(place, () => table),
	);
}

async function main(): Promise<void> {
	const host = await ensureHost(progress);
	const tarball = await packPackage(progress);
	progress.step('starting Redis and PostgreSQL');
	const servers = await startQueueServers(randomBytes(24).toString('hex'));
	const { environment } = servers;
	try {
		const sync = await startProductSync(host, tarball, progress, () => ({
			environment,
			workflows: [severalOutputs(), ...(watchProducts().workflows ?? [])],
		}));
		const start = async (command: 'webhook' | 'worker') =>
			await startQueueProcess(host, command, sync.n8n.userFolder, environment);
		try {
			await run(host.version, sync, start);
		} finally {
			await sync.stop();
		}
	} finally {
		await servers.stop();
		progress.end();
		rmSync(dirname(tarball), { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
