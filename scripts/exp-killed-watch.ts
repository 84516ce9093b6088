import { startCoreBos } from '../test/corebos';
import { startRecordingServer } from '../test/integration/recordingServer';
import { createCoreBosClient } from '../engine/corebos';
import { fetchHttp } from '../test/corebos/http';
import { ensureHost } from './n8n/host';
import { chained, credentialOf, packageNode } from './n8n/chainedWorkflow';
import { tellNode } from './n8n/markedProducts';
import { packPackage } from './n8n/packPackage';
import { Progress } from './n8n/progress';
import { finalStatuses, until } from './n8n/rest';
import { startN8n } from './n8n/start';

async function main() {
	const progress = new Progress();
	const host = await ensureHost(progress);
	const packageTarball = await packPackage(progress);
	const crm = await startCoreBos();
	const service = await startRecordingServer();
	service.answer.delay = 150;
	const watch = packageNode('Watch', 'coreBosWatchTrigger', {
		pollTimes: { item: [0, 15, 30, 45].map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` })) },
		module: { __rl: true, mode: 'name', value: 'Products' },
		events: ['created', 'updated'],
	});
	const n8n = await startN8n({
		host, packageTarball, credentials: [credentialOf(crm)],
		workflows: [chained('killedWatch00001', [watch, tellNode(service.url, false)])],
		progress,
	});
	try {
		await until(60, 'begin', async () => (crm.calls('query') > 0) || undefined);
		await new Promise((r) => setTimeout(r, 2000));
		const client = createCoreBosClient(crm.connection, fetchHttp);
		for (let i = 0; i < 30; i++) await client.call('create', { elementType: 'Products', element: { productname: `watched-${i}.`, assigned_user_id: '19x1' } });
		await until(120, '8 told', async () => service.requests.length >= 8 || undefined);
		await n8n.crash();
		console.log('told before', service.requests.length);
		const [run] = await until(120, 'crashed', async () => {
			const runs = await n8n.rest.executions('killedWatch00001');
			return runs.length > 0 && runs.every((one) => finalStatuses.has(one.status)) ? runs : undefined;
		});
		console.log(JSON.stringify(run));
		const detail = await n8n.rest.request<Record<string, unknown>>('GET', `/executions/${run.id}`);
		console.log(JSON.stringify(detail).length, JSON.stringify(detail).slice(0, 3000));
		const polls = crm.calls('query');
		await until(120, 'two polls', async () => crm.calls('query') >= polls + 2 || undefined);
		await new Promise((r) => setTimeout(r, 5000));
		console.log('told after polls', service.requests.length, JSON.stringify(await n8n.rest.executions('killedWatch00001')));
		try {
			const retried = await n8n.rest.request('POST', `/executions/${run.id}/retry`, { loadWorkflow: false });
			console.log('retry', JSON.stringify(retried).slice(0, 500));
		} catch (error) { console.log('retry fails', String(error).slice(0, 600)); }
		await new Promise((r) => setTimeout(r, 15000));
		console.log('told after retry', service.requests.length, JSON.stringify(await n8n.rest.executions('killedWatch00001')));
	} finally {
		await n8n.stop();
		await Promise.all([crm.close(), service.close()]);
	}
}
void main();
