import { randomBytes } from 'node:crypto';
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

/** Operations that the documentation names as repeatable with a client request identifier. */
const IDENTIFIABLE = new Set([
	'create',
	'CreateWithValidation',
	'update',
	'UpdateWithValidation',
	'revise',
	'ReviseWithValidation',
	'upsert',
	'MassCreate',
	'MassUpdate',
	'convertlead',
	'ExecuteWorkflow',
]);

interface CallOptions {
	launchfromqueue?: number | boolean;
	queuedelay?: number;
	ClientRequestIdentifier?: string;
}

/** The operation as `cbwsOptions` wants it: through the queue, or only once. */
export function callOptions(name: string, run: Operation): Operation {
	return async (call) => {
		const options = (decoded(call, 'cbwsOptions') ?? {}) as CallOptions;
		if (options.launchfromqueue && QUEUEABLE.has(name)) return await queued(call, run, options);
		const identifier = options.ClientRequestIdentifier;
		if (identifier === undefined || !IDENTIFIABLE.has(name)) return await run(call);
		return await onlyOnce(call, run, `${name} ${identifier}`);
	};
}

/** The whole answer waits for its caller until it is fetched, once. */
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

async function onlyOnce(call: OperationCall, run: Operation, key: string): Promise<unknown> {
	const { identified } = call.install;
	if (!identified.has(key)) identified.set(key, await run(call));
	return identified.get(key);
}

const getQueuedOperationResult: Operation = ({ install, ...call }) => {
	const id = text({ install, ...call }, 'operationTrackingID');
	const answer = install.queue.get(id);
	if (answer === undefined || answer.due > install.now().getTime()) {
		return 'Operation not queued or not finished yet';
	}
	install.queue.delete(id);
	return answer.result;
};

export const queueOperations: Record<string, Operation> = { getQueuedOperationResult };
