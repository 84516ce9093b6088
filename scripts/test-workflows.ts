/**
 * `npm run test:workflows`: workflows of coreBOS that nobody recorded, of every kind of trigger and
 * every class of task, are converted, imported into a real n8n and published, both with calls and
 * by watching records. n8n has to know each of their nodes and to keep each of them as it was
 * converted.
 */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { workflowsToN8n } from '../convert';
import { parseWorkflowExport } from '../engine';
import { startCoreBos } from '../test/corebos';
import { generatedWorkflows } from '../test/hostile/convert/generated-workflows';
import { exportOf } from '../test/unit/workflow/written-workflows';
import { ensureHost } from './n8n/host';
import { packPackage } from './n8n/pack-package';
import { Progress } from './n8n/progress';
import type { RestClient } from './n8n/rest';
import { startN8n, type CredentialImport, type WorkflowImport } from './n8n/start';

const progress = new Progress();

/** What people choose in the nodes of a converted workflow. */
const CREDENTIALS: Record<string, Pick<CredentialImport, 'type' | 'data'>> = {
	'n8n-nodes-base.emailSend': {
		type: 'smtp',
		data: { host: '127.0.0.1', port: 9, secure: false, disableStartTls: true },
	},
	'n8n-nodes-base.twilio': {
		type: 'twilioApi',
		data: { authType: 'authToken', accountSid: 'AC0', authToken: 'none' },
	},
};

const OUR_CREDENTIAL = 'coreBosApi';

function completed(workflow: WorkflowImport): WorkflowImport {
	for (const node of workflow.nodes) {
		const isOurs = node.type.startsWith('n8n-nodes-corebos.');
		const type = isOurs ? OUR_CREDENTIAL : CREDENTIALS[node.type]?.type;
		if (type !== undefined) node.credentials = { [type]: { id: type, name: type } };
	}
	return workflow;
}

type ImportedNode = WorkflowImport['nodes'][number] & { typeVersion: number };

/** A workflow that only people start is not published. */
function startsByItself({ nodes }: WorkflowImport): boolean {
	return nodes.every(({ type }) => type !== 'n8n-nodes-base.manualTrigger');
}

/** @throws Error that says what n8n makes of the workflow otherwise, or why it does not publish it */
async function tryWorkflow(rest: RestClient, workflow: WorkflowImport): Promise<void> {
	const kept = await rest.request<WorkflowImport>('GET', `/workflows/${workflow.id}`);
	for (const member of ['name', 'nodes', 'connections']) {
		if (!isDeepStrictEqual(kept[member], workflow[member])) throw new Error(`other ${member}`);
	}
	const nodeInfos = (workflow.nodes as ImportedNode[]).map(({ type, typeVersion }) => ({
		name: type,
		version: typeVersion,
	}));
	const known = await rest.request<Array<{ name: string }>>('POST', '/node-types', { nodeInfos });
	const unknown = nodeInfos.filter(({ name }) => !known.some((one) => name.endsWith(one.name)));
	if (unknown.length > 0) throw new Error(`n8n knows no ${unknown.map(({ name }) => name).join()}`);
	if (!startsByItself(workflow)) return;
	await rest.publish(workflow.id);
	// Workflows of both kinds can have the address of the same webhook.
	await rest.request('POST', `/workflows/${workflow.id}/deactivate`, {});
}

async function main(): Promise<void> {
	const exported = parseWorkflowExport(exportOf(generatedWorkflows()));
	const workflows = (['calls', 'watch'] as const).flatMap((trigger) =>
		workflowsToN8n(exported, { trigger }).map(({ workflow }, index) =>
			completed({
				...(workflow as unknown as WorkflowImport),
				id: `${trigger}${String(index).padStart(11, '0')}`,
				name: `${workflow.name} (${trigger})`,
			}),
		),
	);
	const host = await ensureHost(progress);
	const packageTarball = await packPackage(progress);
	const coreBos = await startCoreBos({ name: 'coreBOS' });
	try {
		const n8n = await startN8n({
			host,
			packageTarball,
			progress,
			credentials: [
				{
					id: OUR_CREDENTIAL,
					name: OUR_CREDENTIAL,
					type: OUR_CREDENTIAL,
					data: { ...coreBos.connection },
				},
				...Object.values(CREDENTIALS).map((one) => ({ ...one, id: one.type, name: one.type })),
			],
			workflows,
			isPublished: false,
		});
		try {
			for (const workflow of workflows) {
				const fault = await tryWorkflow(n8n.rest, workflow).then(
					() => undefined,
					(error: Error) => error.message.split('\n')[0].slice(0, 300),
				);
				if (fault === undefined) continue;
				progress.say(`  WRONG  ${workflow.name}: ${fault}`);
				process.exitCode = 1;
			}
			const published = workflows.filter(startsByItself).length;
			progress.say(`${workflows.length} workflows imported, ${published} to publish`);
		} finally {
			await n8n.stop();
		}
	} finally {
		progress.end();
		await coreBos.close();
		rmSync(dirname(packageTarball), { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
