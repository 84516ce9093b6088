/**
 * `npm run test:killed`: a real n8n is killed in the middle of a run, and started again, once for each
 * kind of work. Nothing may be done twice and n8n must say that the execution crashed; where the items
 * can be looked up, a second run must complete them without doubles.
 */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { startCoreBos } from '../test/corebos';
import { startRecordingServer } from '../test/integration/recordingServer';
import { ensureHost } from './n8n/host';
import { callWith, credentialOf } from './n8n/chainedWorkflow';
import { markedProducts, type MarkedWork } from './n8n/markedProducts';
import { packPackage } from './n8n/packPackage';
import { Progress } from './n8n/progress';
import { finalStatuses, until } from './n8n/rest';
import { startN8n } from './n8n/start';

const COMPLETE = 'killedComplete01';
const ITEMS = 30;
/** Items that are done when n8n is killed. */
const BEFORE = 8;

/** The kinds of work, by the id of their workflow. */
function kindsOf(service: string): Record<string, { title: string; work: MarkedWork }> {
	return {
		killedCreate0001: { title: 'Record: Create', work: { operation: 'create' } },
		killedBulk000001: {
			title: 'Record: Create, in bulk',
			work: { operation: 'create', itemsPerCall: 4 },
		},
		killedUpsert0001: { title: 'Record: Create or Update', work: { operation: 'upsert' } },
		killedMap0000001: { title: 'Run Web Service Map', work: { service } },
	};
}

async function main(): Promise<void> {
	const progress = new Progress();
	const host = await ensureHost(progress);
	const packageTarball = await packPackage(progress);
	const crm = await startCoreBos({ latency: 150 });
	const service = await startRecordingServer();
	service.answer.delay = 150;
	const kinds = kindsOf(service.url);
	const n8n = await startN8n({
		host,
		packageTarball,
		credentials: [credentialOf(crm)],
		workflows: [
			...Object.entries(kinds).map(([id, { work }]) => markedProducts(id, work)),
			markedProducts(COMPLETE, { operation: 'upsert' }),
		],
		progress,
	});
	try {
		for (const [id, { title, work }] of Object.entries(kinds)) {
			const markers = Array.from({ length: ITEMS }, (_, index) => `${id}-${index}.`);
			const marked = (): string[] =>
				work.operation === undefined
					? service.requests.map(({ body }) => body)
					: crm.records('Products').map(({ productname }) => String(productname));
			const count = () => {
				const texts = marked();
				const times = markers.map((marker) => texts.filter((text) => text.includes(marker)).length);
				return {
					done: times.filter((one) => one === 1).length,
					twice: times.filter((one) => one > 1).length,
				};
			};
			await n8n.webhookReady(id);
			const call = callWith(n8n.url, id, markers);
			await until(
				60,
				`${BEFORE} items of ${title}`,
				async () => await Promise.resolve(count().done >= BEFORE || undefined),
			);
			await n8n.crash();
			await call;
			const afterKill = count();
			const [run] = await until(120, 'n8n to see that its execution crashed', async () => {
				const runs = await n8n.rest.executions(id);
				return runs.length > 0 && runs.every((one) => finalStatuses.has(one.status))
					? runs
					: undefined;
			});
			const isCrash = afterKill.twice === 0 && afterKill.done < ITEMS && run.status === 'crashed';
			if (!isCrash) process.exitCode = 1;
			const row = { title, sent: ITEMS, afterKill, execution: run.status };
			if (work.operation === undefined) {
				console.log(JSON.stringify(row));
				continue;
			}
			await n8n.webhookReady(COMPLETE);
			const status = await callWith(n8n.url, COMPLETE, markers);
			const afterRepair = count();
			console.log(JSON.stringify({ ...row, repair: status, afterRepair }));
			if (afterRepair.twice !== 0 || afterRepair.done !== ITEMS) process.exitCode = 1;
		}
	} finally {
		await n8n.stop();
		await Promise.all([crm.close(), service.close()]);
		rmSync(dirname(packageTarball), { recursive: true, force: true });
	}
}

void main();
