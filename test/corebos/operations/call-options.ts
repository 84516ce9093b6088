import { randomBytes } from 'node:crypto';
import { htmlEncoded } from '../html';
import { decoded, Reply, text, type Operation, type OperationCall } from './operation';

/** Operations that coreBOS's documentation names as ones for the queue. */
const QUEUEABLE = new Set([
	'create',
	'update',
	'revise',
	'upsert',
	'MassCreate',
	'MassUpdate',
	'MassDelete',
	'describe',
	'getRelatedModulesInfomation',
	'ExecuteWorkflow',
	'ExecuteWorkflowWithContext',
	'convertlead',
]);

interface CallOptions {
	launchfromqueue?: number | boolean;
	queuedelay?: number;
}

/** The operation as `cbwsOptions` wants it: through the queue. Identifiers do nothing (recorded). */
export function callOptions(name: string, run: Operation): Operation {
	return async (call) => {
		const options = (decoded(call, 'cbwsOptions') ?? {}) as CallOptions;
		if (options.launchfromqueue && QUEUEABLE.has(name)) return await queued(call, run, options);
		return await run(call);
	};
}

/** The whole answer waits for its caller until it is fetched, once, as JSON in HTML (recorded). */
async function queued(call: OperationCall, run: Operation, options: CallOptions): Promise<unknown> {
	const operationTrackingID = `${randomBytes(7).toString('hex')}.${Date.now() % 100_000_000}`;
	const answer = await run(call);
	const result =
		answer instanceof Reply
			? { success: answer.more.success ?? true, result: answer.result }
			: { success: true, result: answer };
	const due = call.install.now().getTime() + Number(options.queuedelay ?? 0) * 1000;
	call.install.queue.set(operationTrackingID, { due, result });
	return { operationTrackingID };
}

const getQueuedOperationResult: Operation = ({ install, ...call }) => {
	const id = text({ install, ...call }, 'operationTrackingID');
	const answer = install.queue.get(id);
	if (answer === undefined || answer.due > install.now().getTime()) {
		return 'Operation not queued or not finished yet';
	}
	install.queue.delete(id);
	return htmlEncoded(JSON.stringify(answer.result));
};

export const queueOperations: Record<string, Operation> = { getQueuedOperationResult };
