import { startN8n, type RunningN8n, type WorkflowNode } from '../../scripts/n8n/start';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { smallMap, source } from '../unit/map-small';
import { inRealN8n } from './realN8n';

const RUN_MAP = 'n8n-nodes-corebos.runWebServiceMap';
const credentials = { coreBosApi: { id: 'coreBosA', name: 'coreBOS A' } };

interface Running {
	n8n: RunningN8n;
	a: CoreBosStandIn;
	stop(): Promise<void>;
}

const inN8n = inRealN8n<Running>(async ({ host, packageTarball, progress }) => {
	const a = await startCoreBos({ name: 'A' });
	try {
		const client = { id: 'coreBosA', name: 'coreBOS A', type: 'coreBosApi' };
		const n8n = await startN8n({
			host,
			packageTarball,
			progress,
			credentials: [{ ...client, data: { ...a.connection } }],
		});
		const stop = async () => {
			await n8n.stop();
			await a.close();
		};
		return { n8n, a, stop };
	} catch (error) {
		await a.close();
		throw error;
	}
});

/** A node of the newest version with the credential of A. */
const mapNode = (name: string, parameters: Record<string, unknown>) => ({
	...{ id: name, name, type: RUN_MAP, typeVersion: 1.1, position: [0, 0] },
	parameters,
	credentials,
});

/** Runs nodes one behind the other by the button, as a user does. */
async function runByHand(n8n: RunningN8n, nodes: WorkflowNode[]) {
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} };
	const chain = [{ ...start, id: 'start', typeVersion: 1, position: [0, 0] }, ...nodes];
	const workflowData = await n8n.rest.request<{ id: string }>('POST', '/workflows', {
		name: 'By hand',
		nodes: chain,
		connections: Object.fromEntries(
			nodes.map(({ name }, index) => [
				chain[index].name,
				{ main: [[{ node: name, type: 'main', index: 0 }]] },
			]),
		),
		settings: { executionOrder: 'v1' },
	});
	await n8n.rest.request('POST', `/workflows/${workflowData.id}/run`, {
		workflowData,
		triggerToStartFrom: { name: 'Start' },
	});
	const execution = await n8n.rest.nextExecution(workflowData.id, []);
	return {
		error: execution.error?.message,
		output: (name: string) =>
			(execution.runData[name]?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json),
	};
}

/** The map of a challenge, which needs no login. */
const challenge = (a: CoreBosStandIn) =>
	smallMap({
		config: {
			...{ wsurl: a.webServiceUrl, wshttpmethod: 'GET', methodname: 'getchallenge' },
			inputtype: 'URL',
		},
		fields: { operation: source('CONST', 'getchallenge'), username: source('CONST', 'admin') },
		response:
			'<field><fieldname>result.token</fieldname><destination><context>cb_token</context></destination></field>',
	});

inN8n('a map is exported to coreBOS, listed in the editor, and run from there', async (running) => {
	const { n8n, a } = running;
	const exporting = mapNode('Export', {
		...{ operation: 'export', mapSource: 'xml', mapXml: challenge(a) },
		...{ saveMap: true, mapName: 'Ask for a challenge' },
	});
	const exported = await runByHand(n8n, [exporting]);
	expect(exported.error).toBeUndefined();
	const [map] = a.records('cbMap');
	expect(exported.output('Export')).toMatchObject([{ saved: { id: map.id, created: true } }]);

	const listed = await n8n.rest.request<{ results: Array<{ name: string; value: string }> }>(
		'POST',
		'/dynamic-node-parameters/resource-locator-results',
		{
			nodeTypeAndVersion: { name: RUN_MAP, version: 1.1 },
			path: 'parameters.coreBosMap',
			methodName: 'searchWebServiceMaps',
			currentNodeParameters: { operation: 'run', mapSource: 'coreBos' },
			credentials,
			filter: 'challenge',
		},
	);
	expect(listed.results).toMatchObject([{ name: 'Ask for a challenge', value: map.id }]);

	const fromCoreBos = mapNode('Run', {
		mapSource: 'coreBos',
		coreBosMap: { __rl: true, mode: 'list', value: map.id },
	});
	const ran = await runByHand(n8n, [fromCoreBos]);
	expect(ran.error).toBeUndefined();
	expect(ran.output('Run')).toMatchObject([{ context: { cb_token: expect.any(String) } }]);
});

inN8n('a map defined in the node, the expression tester and the conversion', async (running) => {
	const { n8n, a } = running;
	const defined = mapNode('Define', {
		...{ url: a.webServiceUrl, method: 'GET', methodName: 'getchallenge', inputType: 'URL' },
		fields: {
			field: [
				{ name: 'operation', valueFrom: 'literal', value: 'getchallenge' },
				{ name: 'username', valueFrom: 'literal', value: '={{ "ad" + "min" }}' },
			],
		},
		response: { entry: [{ path: 'result.token', context: 'cb_token' }] },
	});
	const evaluated = mapNode('Evaluate', {
		operation: 'evaluate',
		expression: "if stringlength(getFromContext('cb_token')) > 5 then 'long' else 'short' end",
	});
	const converted = mapNode('Convert', { operation: 'convert', mapXml: challenge(a) });
	const { error, output } = await runByHand(n8n, [defined, evaluated, converted]);
	expect(error).toBeUndefined();
	expect(output('Define')).toMatchObject([{ context: { cb_token: expect.any(String) } }]);
	expect(output('Evaluate')).toMatchObject([{ value: 'long', type: 'string' }]);
	const [{ workflow, secrets }] = output('Convert');
	expect(secrets).toEqual([]);
	const [, node] = (workflow as { nodes: WorkflowNode[] }).nodes;
	const again = await runByHand(n8n, [node]);
	expect(again.error).toBeUndefined();
	expect(again.output(node.name)).toMatchObject([{ context: { cb_token: expect.any(String) } }]);
});
