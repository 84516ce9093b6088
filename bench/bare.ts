/** A node that makes calls by n8n's helper and does nothing else: what no node can go below. */
import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, INodeType } from 'n8n-workflow';
import { addNodeType, type BenchNode } from './n8n';
import type { BenchStandIn } from './stand-in';

const BARE = 'bench.bare';

/** Makes the calls that its items describe by n8n's helper and does nothing else. */
const bare: INodeType = {
	description: {
		displayName: 'Bare Call',
		name: BARE,
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Bare Call' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'All', name: 'all', type: 'boolean', default: false }],
	},
	async execute(this: IExecuteFunctions) {
		const items = this.getInputData();
		const call = async (item: (typeof items)[number]) => ({
			json: (await this.helpers.httpRequest(
				item.json as unknown as IHttpRequestOptions,
			)) as IDataObject,
		});
		if (this.getNodeParameter('all', 0)) return [await Promise.all(items.map(call))];
		const output = [];
		for (const item of items) output.push(await call(item));
		return [output];
	},
};

/** Makes the node known. */
export function addBareNode(): void {
	addNodeType(BARE, bare);
}

/** The node. @param all whether it makes the calls of all items at once */
export function bareNode(all: boolean): BenchNode {
	return { name: 'Bare', type: BARE, typeVersion: 1, parameters: { all } };
}

/** A call as n8n's helper takes it. */
export function bareCall(b: BenchStandIn, method: 'GET' | 'POST', call: Record<string, string>) {
	const form = new URLSearchParams(call).toString();
	const url = `${b.connection.url}/webservice.php`;
	if (method === 'GET') return { url: `${url}?${form}`, headers: {} };
	const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
	return { method, url, headers, body: form };
}
