import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { dryRunMap } from '../../engine';
import type { DryRun } from '../../engine';
import { runForEachItem } from './itemBatches';
import { createRunContext, preparedItem } from './mapRuns';

export const dryRunNotice: INodeProperties = {
	displayName:
		'The call is not made. The output shows its request; values that may be secret are replaced by ***. With SOAP, the WSDL is fetched.',
	name: 'dryRunNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { operation: ['dryRun'] } },
};

/**
 * Works out the request of the map for each item and sends nothing.
 *
 * @throws NodeOperationError or NodeApiError of the first item that fails, unless the node
 * continues on fail
 */
export async function executeDryRun(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const shared = createRunContext(this);
	return await runForEachItem(this, {}, async (run) => {
		const sourced = await shared.maps.read(run.itemIndex);
		run.ofMap(sourced.map.config.methodName);
		const prepared = await preparedItem(this, sourced, run, shared);
		const { environment, http, runOptions } = prepared;
		const unsent = await dryRunMap(sourced.map, environment, http, runOptions);
		unsent.warnings.forEach(run.warn);
		return { json: jsonOf(unsent), pairedItem: { item: run.itemIndex } };
	});
}

function jsonOf({ methodName, request, warnings }: DryRun): IDataObject {
	const { method, url, headers, body, timeout, proxy } = request;
	return {
		methodname: methodName,
		request: {
			...{ method, url, headers },
			...(body !== undefined && {
				body: typeof body === 'string' ? body : `${body.length} bytes`,
			}),
			...(timeout !== undefined && { timeoutSeconds: timeout / 1000 }),
			...(proxy !== undefined && { proxy: `${proxy.host}:${proxy.port}` }),
		},
		warnings,
	};
}
