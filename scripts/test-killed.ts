/**
 * `npm run test:killed`: a real n8n is killed in the middle of a run, and started again, once for each
 * kind of work. Nothing may be done twice and n8n must say that the execution crashed; where the items
 * can be looked up, a second run must complete them without doubles.
 */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { createCoreBosClient } from '../engine/corebos';
import { startCoreBos, type CoreBosStandIn } from '../test/corebos';
import { fetchHttp } from '../test/corebos/http';
import { startRecordingServer, type RecordingServer } from '../test/integration/recording-server';
import {
	callWith,
	chained,
	credentialOf,
	markersOf,
	packageNode,
	plainNode,
	statusOf,
} from './n8n/chained-workflow';
import { ensureHost } from './n8n/host';
import { markedProducts, productNode, type MarkedWork } from './n8n/marked-products';
import { POLL_TIMES } from './n8n/mixed-load';
import { packPackage } from './n8n/pack-package';
import { Progress } from './n8n/progress';
import { finalStatuses, until } from './n8n/rest';
import { startN8n, type RunningN8n, type WorkflowImport } from './n8n/start';

const ITEMS = 30;
/** Items that are done when n8n is killed. */
const BEFORE = 8;

/** What n8n runs among. */
interface Surroundings {
	crm: CoreBosStandIn;
	service: RecordingServer;
}

/** A kind of work that is interrupted. */
interface Kind {
	title: string;
	workflow: WorkflowImport;
	/** Has the work begin: one item for each marker. */
	begin(n8n: RunningN8n, markers: string[]): Promise<unknown>;
	/** Texts with the markers of what was done. */
	done(): string[];
	/** Waits after the restart for what may be done by itself then. */
	settle?(): Promise<unknown>;
	/** Completes the work. @returns the status of the call */
	complete?(n8n: RunningN8n, markers: string[]): Promise<number>;
}

const COMPLETE = 'killedComplete01';

/** Work that a webhook begins. */
function called(id: string, title: string, work: MarkedWork, { crm, service }: Surroundings): Kind {
	const isMap = work.operation === undefined;
	return {
		title,
		workflow: markedProducts(id, work),
		begin: async (n8n, markers) => {
			await n8n.webhookReady(id);
			return callWith(n8n.url, id, markers);
		},
		done: () =>
			isMap
				? service.requests.map(({ body }) => body)
				: crm.records('Products').map(({ productname }) => String(productname)),
		...(!isMap && {
			complete: async (n8n: RunningN8n, markers: string[]) => {
				await n8n.webhookReady(COMPLETE);
				return await callWith(n8n.url, COMPLETE, markers);
			},
		}),
	};
}

const TRIGGERED = 'killedTrigger001';

/** Work on the call of a trigger, which answers at once: the caller takes it for done. */
function triggered({ crm }: Surroundings): Kind {
	const permission = [{ title: 'Killed', addresses: '127.0.0.1', workflows: '43', triggers: '' }];
	const trigger = packageNode('Trigger', 'coreBosTrigger', {
		path: TRIGGERED,
		permissions: { permission },
	});
	const call = async (n8n: RunningN8n, markers: string[]) => {
		await n8n.webhookReady(TRIGGERED);
		return await statusOf(`${n8n.url}/webhook/${TRIGGERED}?workflow_id=43`, {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items: markers.map((marker) => ({ marker })) }),
		});
	};
	const done = () => crm.records('Products').map(({ productname }) => String(productname));
	return {
		title: 'coreBOS Trigger',
		workflow: chained(TRIGGERED, [
			{ ...trigger, webhookId: TRIGGERED },
			plainNode('Split', 'splitOut', 1, { fieldToSplitOut: 'context.items' }),
			productNode('upsert', {}),
		]),
		begin: async (n8n, markers) => {
			const status = await call(n8n, markers);
			if (status !== 200) throw new Error(`The call was answered with HTTP ${status}`);
			return undefined;
		},
		done,
		// The same call again, as a second run of the workflow in coreBOS makes it.
		complete: async (n8n, markers) => {
			const status = await call(n8n, markers);
			await until(
				120,
				'the second call to be done',
				async () =>
					await Promise.resolve(
						markers.every((marker) => done().some((name) => name === marker)) || undefined,
					),
			);
			return status;
		},
	};
}

const WATCHED = 'killedWatch00001';
const WATCHED_AGAIN = 'killedAgain00001';
const products = { __rl: true, mode: 'name', value: 'Products' };
/** Makes a vendor of each product, once. */
const vendor = packageNode('Vendor', 'coreBos', {
	resource: 'record',
	operation: 'upsert',
	module: { __rl: true, mode: 'name', value: 'Vendors' },
	valuesFrom: 'json',
	fieldsJson: '={{ JSON.stringify({ vendorname: $json.productname, assigned_user_id: "19x1" }) }}',
	searchOn: 'vendorname',
});

/** Work on what Watch Records finds; what it has handed out is read again by its name. */
function watched({ crm }: Surroundings): Kind {
	const client = createCoreBosClient(crm.connection, fetchHttp);
	const polled = async (polls: number) => {
		const before = crm.calls('query');
		await until(
			180,
			`${polls} polls`,
			async () => await Promise.resolve(crm.calls('query') >= before + polls || undefined),
		);
	};
	return {
		title: 'Watch Records',
		workflow: chained(WATCHED, [
			packageNode('Watch', 'coreBosWatchTrigger', {
				...{ pollTimes: POLL_TIMES, module: products, events: ['created'] },
				filters: {
					conditions: [{ field: 'productname', operator: 'startsWith', value: WATCHED }],
				},
			}),
			vendor,
		]),
		begin: async (_n8n, markers) => {
			// The first poll only begins.
			await polled(3);
			await Promise.all(
				markers.map(async (productname) => {
					const element = { productname, assigned_user_id: '19x1' };
					await client.call('create', { elementType: 'Products', element });
				}),
			);
			return undefined;
		},
		done: () => crm.records('Vendors').map(({ vendorname }) => String(vendorname)),
		settle: async () => await polled(3),
		complete: async (n8n) => {
			await n8n.webhookReady(WATCHED_AGAIN);
			return await callWith(n8n.url, WATCHED_AGAIN, [WATCHED]);
		},
	};
}

/** Reads the products whose names begin with the marker, and makes vendors of them. */
const again = chained(WATCHED_AGAIN, [
	...markersOf(WATCHED_AGAIN),
	packageNode('Products', 'coreBos', {
		...{ resource: 'record', operation: 'getAll', module: products, returnAll: true },
		filters: {
			conditions: [{ field: 'productname', operator: 'startsWith', value: '={{ $json.marker }}' }],
		},
	}),
	vendor,
]);

async function main(): Promise<void> {
	const progress = new Progress();
	const host = await ensureHost(progress);
	const packageTarball = await packPackage(progress);
	const crm = await startCoreBos({ latency: 150 });
	const service = await startRecordingServer();
	service.answer.delay = 150;
	const surroundings = { crm, service };
	const kinds: Kind[] = [
		called('killedCreate0001', 'Record: Create', { operation: 'create' }, surroundings),
		called(
			'killedBulk000001',
			'Record: Create, in bulk',
			{ operation: 'create', itemsPerCall: 4 },
			surroundings,
		),
		called('killedUpsert0001', 'Record: Create or Update', { operation: 'upsert' }, surroundings),
		called('killedMap0000001', 'Run Web Service Map', { service: service.url }, surroundings),
		triggered(surroundings),
		watched(surroundings),
	];
	const n8n = await startN8n({
		host,
		packageTarball,
		credentials: [credentialOf(crm)],
		workflows: [
			...kinds.map(({ workflow }) => workflow),
			chained(COMPLETE, [...markersOf(COMPLETE), productNode('upsert', {})]),
			again,
		],
		progress,
	});
	try {
		for (const kind of kinds) await interrupt(kind, n8n);
	} finally {
		await n8n.stop();
		await Promise.all([crm.close(), service.close()]);
		rmSync(dirname(packageTarball), { recursive: true, force: true });
	}
}

/** Kills n8n in the middle of the work, and prints and judges what is there afterwards. */
async function interrupt(kind: Kind, n8n: RunningN8n): Promise<void> {
	const { title, workflow } = kind;
	const { id } = workflow;
	const markers = Array.from({ length: ITEMS }, (_, index) => `${id}-${index}.`);
	const count = () => {
		const texts = kind.done();
		const times = markers.map((marker) => texts.filter((text) => text.includes(marker)).length);
		return {
			done: times.filter((one) => one === 1).length,
			twice: times.filter((one) => one > 1).length,
		};
	};
	const begun = kind.begin(n8n, markers);
	await until(
		120,
		`${BEFORE} items of ${title}`,
		async () => await Promise.resolve(count().done >= BEFORE || undefined),
	);
	await n8n.crash();
	await begun;
	const runs = await until(120, 'n8n to see that its execution crashed', async () => {
		const all = await n8n.rest.executions(id);
		return all.length > 0 && all.every((one) => finalStatuses.has(one.status)) ? all : undefined;
	});
	await kind.settle?.();
	const afterKill = count();
	const crashed = runs.filter(({ status }) => status === 'crashed').length;
	if (afterKill.twice !== 0 || afterKill.done >= ITEMS || crashed !== 1) process.exitCode = 1;
	const row = { title, sent: ITEMS, afterKill, crashed };
	if (kind.complete === undefined) {
		console.log(JSON.stringify(row));
		return;
	}
	const status = await kind.complete(n8n, markers);
	const afterRepair = count();
	console.log(JSON.stringify({ ...row, repair: status, afterRepair }));
	if (afterRepair.twice !== 0 || afterRepair.done !== ITEMS) process.exitCode = 1;
}

void main();
