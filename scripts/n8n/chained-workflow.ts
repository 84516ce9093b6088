import type { CoreBosStandIn } from '../../test/corebos';
import type { CredentialImport, WorkflowImport, WorkflowNode } from './start';

const CREDENTIAL = { id: 'markedCoreBos001', name: 'coreBOS' };

/** The credential of the workflows here. */
export function credentialOf(coreBos: CoreBosStandIn): CredentialImport {
	const { connection: data } = coreBos;
	return { ...CREDENTIAL, type: 'coreBosApi', data };
}

/** A node of n8n itself. */
export function plainNode(
	name: string,
	type: string,
	typeVersion: number,
	parameters: WorkflowNode['parameters'],
): WorkflowNode {
	return { name, type: `n8n-nodes-base.${type}`, typeVersion, parameters };
}

/** A node of this package, with the credential. */
export function packageNode(
	name: string,
	type: string,
	parameters: WorkflowNode['parameters'],
): WorkflowNode {
	return {
		name,
		type: `n8n-nodes-corebos.${type}`,
		typeVersion: 1,
		parameters,
		credentials: { coreBosApi: CREDENTIAL },
	};
}

/** A webhook and its markers, one item each. @param path of the webhook */
export function markersOf(path: string): WorkflowNode[] {
	const webhook = {
		httpMethod: 'POST',
		path,
		responseMode: 'lastNode',
		responseData: 'allEntries',
	};
	return [
		{ ...plainNode('Webhook', 'webhook', 2, webhook), webhookId: path },
		plainNode('Split', 'splitOut', 1, { fieldToSplitOut: 'body.items' }),
	];
}

/** A workflow of nodes, each behind the one before. @param id of the workflow, also its name */
export function chained(id: string, nodes: WorkflowNode[]): WorkflowImport {
	return {
		id,
		name: id,
		settings: { executionOrder: 'v1' },
		nodes: nodes.map((node, at) => ({ id: node.name, position: [at * 220, 0], ...node })),
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map(({ name }, index) => [
					nodes[index].name,
					{ main: [[{ node: name, type: 'main', index: 0 }]] },
				]),
		),
	};
}

/** Calls a webhook of {@link markersOf}. @returns the status; 0 where nobody answered */
export async function callWith(url: string, path: string, markers: string[]): Promise<number> {
	return await statusOf(`${url}/webhook/${path}`, {
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ items: markers.map((marker) => ({ marker })) }),
	});
}

/** Sends a POST and reads the answer to its end. @returns the status; 0 where nobody answered */
export async function statusOf(url: string, init: RequestInit): Promise<number> {
	return await fetch(url, { method: 'POST', ...init }).then(
		async (response) => {
			await response.arrayBuffer();
			return response.status;
		},
		() => 0,
	);
}
