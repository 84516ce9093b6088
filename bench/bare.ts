/** A node that makes calls by n8n's helper and does nothing else: what no node can go below. */
import type { Readable } from 'node:stream';
import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
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
		properties: [
			{ displayName: 'At a Time', name: 'atATime', type: 'number', default: 1 },
			{ displayName: 'Limited', name: 'limited', type: 'boolean', default: false },
		],
	},
	async execute(this: IExecuteFunctions) {
		const items = this.getInputData();
		const output: INodeExecutionData[] = [];
		let next = 0;
		const worker = async () => {
			for (let index = next++; index < items.length; index = next++) {
				const call = items[index].json as unknown as IHttpRequestOptions;
				const json = limited
					? await limitedCall(this, call)
					: ((await this.helpers.httpRequest(call)) as IDataObject);
				output[index] = { json };
			}
		};
		const limited = this.getNodeParameter('limited', 0) as boolean;
		const atATime = this.getNodeParameter('atATime', 0) as number;
		await Promise.all(Array.from({ length: atATime }, worker));
		return [output];
	},
};

/**
 * A call that can be ended when its time is up, its run is cancelled, or its answer gets too large:
 * with a signal, and a stream for the answer, whose bytes are not counted here.
 */
async function limitedCall(
	context: IExecuteFunctions,
	call: IHttpRequestOptions,
): Promise<IDataObject> {
	const cancelled = context.getExecutionCancelSignal();
	const timeIsUp = AbortSignal.timeout(60_000);
	const { body } = (await context.helpers.httpRequest({
		...call,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		abortSignal: cancelled ? AbortSignal.any([cancelled, timeIsUp]) : timeIsUp,
	})) as { body: Readable };
	const pieces: Buffer[] = [];
	await new Promise((resolve, reject) => {
		body.on('data', (piece: Buffer) => pieces.push(piece));
		body.on('end', resolve);
		body.on('error', reject);
	});
	return JSON.parse(Buffer.concat(pieces).toString()) as IDataObject;
}

/** Makes the node known. */
export function addBareNode(): void {
	addNodeType(BARE, bare);
}

/**
 * The node.
 *
 * @param atATime how many calls it makes at the same time
 * @param limited whether its calls have time and size limits, as those of this package
 */
export function bareNode(atATime: number, limited = false): BenchNode {
	return { name: 'Bare', type: BARE, typeVersion: 1, parameters: { atATime, limited } };
}

/** A call as n8n's helper takes it. */
export function bareCall(b: BenchStandIn, method: 'GET' | 'POST', call: Record<string, string>) {
	const form = new URLSearchParams(call).toString();
	const url = `${b.connection.url}/webservice.php`;
	if (method === 'GET') return { url: `${url}?${form}`, headers: {} };
	const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
	return { method, url, headers, body: form };
}
