import { until } from '../../scripts/n8n/rest';
import { startN8n, type RunningN8n, type WorkflowImport } from '../../scripts/n8n/start';
import { createCoreBosClient } from '../../engine';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { inRealN8n } from './real-n8n';

const workflowId = 'watch00000000001';
const nodeName = 'coreBOS Watch Records Trigger';
const credential = { id: 'watchCredential1', name: 'coreBOS' };

/** A workflow that watches products, every minute. */
const workflow: WorkflowImport = {
	id: workflowId,
	name: 'Watch products',
	active: false,
	settings: { executionOrder: 'v1' },
	connections: {},
	nodes: [
		{
			id: 'a0000000-0000-4000-8000-000000000001',
			name: nodeName,
			type: 'n8n-nodes-corebos.coreBosWatchTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {
				pollTimes: { item: [{ mode: 'everyMinute' }] },
				module: { __rl: true, mode: 'name', value: 'Products' },
				events: ['created', 'updated', 'deleted'],
			},
			credentials: { coreBosApi: credential },
		} as WorkflowImport['nodes'][number],
	],
};

interface Watching {
	n8n: RunningN8n;
	coreBos: CoreBosStandIn;
	stop(): Promise<void>;
}

const inN8n = inRealN8n(async ({ host, packageTarball, progress }): Promise<Watching> => {
	const coreBos = await startCoreBos();
	const n8n = await startN8n({
		host,
		packageTarball,
		progress,
		credentials: [{ ...credential, type: 'coreBosApi', data: coreBos.connection }],
		workflows: [workflow],
	}).catch(async (error: Error) => {
		await coreBos.close();
		return await Promise.reject(error);
	});
	// n8n activates the workflow, which begins the watch, after it says that it is ready.
	await polled(coreBos, 0);
	const stop = async () => {
		await n8n.stop();
		await coreBos.close();
	};
	return { n8n, coreBos, stop };
});

/** `event name` of every item that the workflow has got so far, the oldest run first. */
async function handedOut({ n8n }: Watching): Promise<string[]> {
	const runs = await n8n.rest.executions(workflowId);
	const items: string[] = [];
	for (const { id } of runs.reverse()) {
		const { runData } = await n8n.rest.execution(id);
		for (const { json } of runData[nodeName][0].data?.main?.[0] ?? []) {
			const { event } = json.watch as { event: string };
			items.push(`${event} ${String(json.productname ?? json.id)}`);
		}
	}
	return items;
}

/** Stops n8n and starts it again; it reads the workflow from its database and polls at once. */
async function restarted(
	{ n8n, coreBos }: Watching,
	meanwhile?: () => Promise<unknown>,
): Promise<void> {
	const polls = coreBos.calls('sync');
	await n8n.restart(meanwhile);
	await polled(coreBos, polls);
}

/** Deactivates the workflow and activates it again: n8n reads it anew from its database, as
 * after a restart, and polls at once. */
async function reactivated({ n8n, coreBos }: Watching): Promise<void> {
	const path = `/workflows/${workflowId}`;
	const polls = coreBos.calls('sync');
	await n8n.rest.request('POST', `${path}/deactivate`, {});
	const { versionId } = await n8n.rest.request<{ versionId: string }>('GET', path);
	await n8n.rest.request('POST', `${path}/activate`, { versionId });
	await polled(coreBos, polls);
}

/** Waits for the end of a poll, whose last call is "sync". */
async function polled(coreBos: CoreBosStandIn, polls: number): Promise<void> {
	await until(30, 'a poll', async () => coreBos.calls('sync') > polls || undefined);
	await new Promise((resolve) => setTimeout(resolve, 1000));
}

async function create({ coreBos }: Watching, productname: string): Promise<string> {
	const client = createCoreBosClient(coreBos.connection, fetchHttp);
	const element = { productname, assigned_user_id: '19x1' };
	const made = (await client.call('create', { elementType: 'Products', element })) as {
		id: string;
	};
	return made.id;
}

inN8n('what is created is handed out by the poll of the minute', async (watching) => {
	const { n8n } = watching;
	await create(watching, 'first');
	await create(watching, 'second');
	const run = await n8n.rest.nextExecution(workflowId, [], 75);
	expect([run.status, run.error]).toEqual(['success', undefined]);
	expect(await handedOut(watching)).toEqual(['created first', 'created second']);
});

inN8n('and not again, whatever is started anew; only what is new', async (watching) => {
	const { n8n, coreBos } = watching;
	await reactivated(watching);
	await reactivated(watching);
	expect(await n8n.rest.executions(workflowId)).toHaveLength(1);
	const known = (await n8n.rest.executions(workflowId)).map(({ id }) => id);

	const id = await create(watching, 'third');
	const [{ id: first }] = coreBos.records('Products');
	await createCoreBosClient(coreBos.connection, fetchHttp).call('delete', { id: first });
	await reactivated(watching);
	await n8n.rest.nextExecution(workflowId, known);
	await reactivated(watching);
	expect(await handedOut(watching)).toEqual([
		'created first',
		'created second',
		'created third',
		`deleted ${first}`,
	]);
	expect(id).toMatch(/^14x\d+$/);
});

inN8n(
	'what came while n8n was stopped is handed out when it is back, and once',
	async (watching) => {
		const { n8n } = watching;
		const before = await handedOut(watching);
		const known = (await n8n.rest.executions(workflowId)).map(({ id }) => id);
		await restarted(watching, () => create(watching, 'fourth'));
		await n8n.rest.nextExecution(workflowId, known, 75);
		await restarted(watching);
		expect(await handedOut(watching)).toEqual([...before, 'created fourth']);
	},
);
