import type { CoreBosStandIn } from '../../test/corebos';
import type { CredentialImport, WorkflowImport } from './start';

/** The credential of the workflows here. */
export function credentialOf(coreBos: CoreBosStandIn): CredentialImport {
	const { connection: data } = coreBos;
	return { id: 'markedCoreBos001', name: 'coreBOS', type: 'coreBosApi', data };
}

/** What a workflow does with each marker. */
export interface MarkedWork {
	/** Makes a product of it: by `create`, or by `upsert` with the marker as key. */
	operation?: 'create' | 'upsert';
	/** How many products go in one call; each in its own without it. */
	itemsPerCall?: number;
	/** Address of a service that a map tells of it. */
	service?: string;
}

/**
 * A workflow that works on each marker in the body of its webhook.
 *
 * @param id of the workflow, and path of its webhook
 * @param work what it does
 */
export function markedProducts(
	id: string,
	{ operation, itemsPerCall, service }: MarkedWork,
): WorkflowImport {
	const node = (
		name: string,
		type: string,
		typeVersion: number,
		parameters: object,
		at: number,
	) => ({
		id: name,
		name,
		type,
		typeVersion,
		position: [at * 220, 0],
		parameters: parameters as Record<string, unknown>,
	});
	const webhook = {
		httpMethod: 'POST',
		path: id,
		responseMode: 'lastNode',
		responseData: 'allEntries',
	};
	const product = {
		resource: 'record',
		operation,
		module: { __rl: true, mode: 'name', value: 'Products' },
		valuesFrom: 'json',
		fieldsJson: '={{ JSON.stringify({ productname: $json.marker, assigned_user_id: "19x1" }) }}',
		...(operation === 'upsert' && { searchOn: 'productname' }),
		options: itemsPerCall === undefined ? {} : { together: true, itemsPerCall },
	};
	const marker = operation === undefined ? 'marker' : 'productname';
	const map = `<map><wsconfig><wsurl>${service}</wsurl><wshttpmethod>POST</wshttpmethod><methodname>tell</methodname><wstype>REST</wstype><inputtype>JSON</inputtype><outputtype>JSON</outputtype></wsconfig><fields><field><fieldname>product</fieldname><Orgfields><Orgfield><OrgfieldName>${marker}</OrgfieldName><OrgfieldID></OrgfieldID></Orgfield></Orgfields></field></fields><Response></Response></map>`;
	const nodes = [
		{ ...node('Webhook', 'n8n-nodes-base.webhook', 2, webhook, 0), webhookId: id },
		node('Split', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.items' }, 1),
		...(operation === undefined
			? []
			: [
					{
						...node('coreBOS', 'n8n-nodes-corebos.coreBos', 1, product, 2),
						credentials: { coreBosApi: { id: 'markedCoreBos001', name: 'coreBOS' } },
					},
				]),
		...(service === undefined
			? []
			: [node('Map', 'n8n-nodes-corebos.runWebServiceMap', 1, { mapXml: map, options: {} }, 3)]),
	];
	return {
		id,
		name: id,
		settings: { executionOrder: 'v1' },
		nodes,
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

/** Calls the workflow's webhook. @returns the status; 0 where nobody answered */
export async function callWith(url: string, id: string, markers: string[]): Promise<number> {
	return await fetch(`${url}/webhook/${id}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ items: markers.map((marker) => ({ marker })) }),
	}).then(
		async (response) => {
			await response.arrayBuffer();
			return response.status;
		},
		() => 0,
	);
}
