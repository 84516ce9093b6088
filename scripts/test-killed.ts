/**
 * `npm run test:killed`: a real n8n is killed while a coreBOS node creates records, and started
 * again. coreBOS must then have every record at most once, n8n must say that the execution crashed,
 * and a second run that looks the records up by their names must complete them without doubles.
 */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { startCoreBos } from '../test/corebos';
import { ensureHost } from './n8n/host';
import { callWith, credentialOf, markedProducts } from './n8n/markedProducts';
import { packPackage } from './n8n/packPackage';
import { Progress } from './n8n/progress';
import { finalStatuses, until } from './n8n/rest';
import { startN8n } from './n8n/start';

const CREATE = 'killedCreate0001';
const COMPLETE = 'killedComplete01';
const ITEMS = 30;
/** Products that exist when n8n is killed. */
const BEFORE = 8;

async function main(): Promise<void> {
	const progress = new Progress();
	const host = await ensureHost(progress);
	const packageTarball = await packPackage(progress);
	const crm = await startCoreBos({ latency: 150 });
	const n8n = await startN8n({
		host,
		packageTarball,
		credentials: [credentialOf(crm)],
		workflows: [markedProducts(CREATE, 'create'), markedProducts(COMPLETE, 'upsert')],
		progress,
	});
	try {
		const markers = Array.from({ length: ITEMS }, (_, index) => `killed-${index}`);
		const count = () => {
			const names = crm.records('Products').map(({ productname }) => productname);
			const times = markers.map((marker) => names.filter((name) => name === marker).length);
			return {
				done: times.filter((one) => one === 1).length,
				twice: times.filter((one) => one > 1).length,
			};
		};
		await n8n.webhookReady(CREATE);
		const call = callWith(n8n.url, CREATE, markers);
		await until(
			60,
			`${BEFORE} products`,
			async () => await Promise.resolve(count().done >= BEFORE || undefined),
		);
		await n8n.crash();
		await call;
		const afterKill = count();
		const [run] = await until(60, 'n8n to see that its execution crashed', async () => {
			const runs = await n8n.rest.executions(CREATE);
			return runs.length > 0 && runs.every((one) => finalStatuses.has(one.status))
				? runs
				: undefined;
		});
		await n8n.webhookReady(COMPLETE);
		const status = await callWith(n8n.url, COMPLETE, markers);
		const afterRepair = count();
		console.log(
			JSON.stringify({
				sent: ITEMS,
				afterKill,
				execution: run.status,
				repair: status,
				afterRepair,
			}),
		);
		const isRight =
			afterKill.twice === 0 &&
			afterKill.done < ITEMS &&
			run.status === 'crashed' &&
			afterRepair.twice === 0 &&
			afterRepair.done === ITEMS;
		if (!isRight) process.exitCode = 1;
	} finally {
		await n8n.stop();
		await crm.close();
		rmSync(dirname(packageTarball), { recursive: true, force: true });
	}
}

void main();
