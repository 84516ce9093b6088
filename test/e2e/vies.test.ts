import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startN8n, type RunningN8n, type WorkflowImport } from '../../scripts/n8n/start';
import { startVies, VALID, type ViesServer } from '../integration/soap-vies/vies-server';
import { inRealN8n } from './real-n8n';

/** The VIES example in a real n8n, with a stand-in for VIES. */
const file = join(__dirname, '..', '..', 'examples', 'vies', 'vies.json');
const PATH = 'vies';

/** The example, calling the stand-in. A webhook starts it, where a person clicks in n8n. */
function exampleAt(vies: ViesServer): WorkflowImport {
	const workflow = JSON.parse(
		readFileSync(file, 'utf8').replaceAll('https://ec.europa.eu', `http://${vies.address}`),
	) as WorkflowImport;
	const start = workflow.nodes.find(({ name }) => name === 'Start');
	if (start === undefined) throw new Error('the example has no start');
	Object.assign(start, {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: PATH,
		parameters: { path: PATH, httpMethod: 'POST', options: {} },
	});
	return workflow;
}

interface Example {
	n8n: RunningN8n;
	vies: ViesServer;
	workflowId: string;
	stop(): Promise<void>;
}

const inN8n = inRealN8n(async ({ host, packageTarball, progress }): Promise<Example> => {
	const vies = await startVies();
	try {
		const workflow = exampleAt(vies);
		const n8n = await startN8n({ host, packageTarball, workflows: [workflow], progress });
		const stop = async () => {
			await n8n.stop();
			await vies.close();
		};
		await n8n.webhookReady(PATH);
		return { n8n, vies, workflowId: workflow.id, stop };
	} catch (error) {
		await vies.close();
		throw error;
	}
});

inN8n('the VIES example tells valid VAT numbers from others', async (example) => {
	const { n8n, vies, workflowId } = example;
	const response = await fetch(`${n8n.url}/webhook/${PATH}`, { method: 'POST' });
	expect(response.status).toBe(200);
	const { status, runData } = await n8n.rest.nextExecution(workflowId, []);
	expect(status).toBe('success');
	const names = (node: string) =>
		runData[node][0].data?.main?.[0]?.map(({ json }) => json.accountname) ?? [];
	expect(names('Valid')).toEqual(['Ñandú & Co']);
	expect(names('Look at It')).toEqual(['Nobody Ltd']);
	expect(vies.asked.filter((asked) => asked !== 'GET')).toEqual([`ES${VALID}`, 'DE000000000']);
});
