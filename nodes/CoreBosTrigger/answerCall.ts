import {
	LoggerProxy,
	NodeOperationError,
	type IDataObject,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { CallError, readBody, readCall, type Call, type CallBody } from '../engine';
import { binaryDataOf } from './binaryData';
import { loadRecord } from './loadRecord';
import { permissionsOfNode } from './nodeSetup';
import { rawBodyOf, type CallRequest } from './rawBody';
import { Refusal } from './refusal';

/** What the trigger uses of n8n's response. */
interface CallResponse {
	setHeader(name: string, value: string): void;
	status(code: number): { json(body: object): void };
}

const ACCESS_DENIED = new Refusal(403, 'Access denied');

/**
 * Answers one request to the webhook, by the production URL or by the test URL: starts the
 * workflow, or refuses the call, which then makes no execution.
 *
 * @throws NodeOperationError where coreBOS cannot be asked for the record; n8n answers 500 and
 *   keeps the error as a failed execution
 */
export async function answerCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const outcome = await outcomeOf(context);
	if (!(outcome instanceof Refusal)) return outcome;
	const response: CallResponse = context.getResponseObject();
	if (outcome.status === 405) response.setHeader('Allow', 'POST');
	response.status(outcome.status).json({ message: outcome.message });
	return { noWebhookResponse: true };
}

async function outcomeOf(context: IWebhookFunctions): Promise<IWebhookResponseData | Refusal> {
	if (context.getWebhookName() === 'setup') {
		return new Refusal(405, 'Only POST starts the workflow');
	}
	const request: CallRequest = context.getRequestObject();
	try {
		return await permittedCall(context, request);
	} catch (error) {
		if (error instanceof CallError) return new Refusal(400, error.message);
		throw new NodeOperationError(context.getNode(), error as Error);
	}
}

/** Looks at the address before anything else, so that a denied caller learns nothing more. */
async function permittedCall(
	context: IWebhookFunctions,
	request: CallRequest,
): Promise<IWebhookResponseData | Refusal> {
	const permissions = readablePermissions(context);
	// Express takes this address from the connection, or from the hops that n8n trusts.
	const address = request.ip ?? '';
	if (!permissions?.admits(address)) return denied(context, address, 'it stands in no permission');
	const call = readCall(queryOf(request));
	const decision = permissions.decide(address, call);
	if (decision.outcome === 'denied') {
		return denied(context, address, 'it may start other workflows only');
	}
	if (decision.outcome === 'unknownWorkflow') return new Refusal(404, unknownWorkflow(call));

	const bytes = await rawBodyOf(request);
	if (bytes instanceof Refusal) return bytes;
	const body = readBody(headerOf(request, 'content-type'), bytes);
	const record = await recordOf(context, call);
	if (record instanceof Refusal) return record;
	const json = itemOf(call, { ...variablesOf(context, call), ...body.env }, record);
	json.permission = decision.title;
	json.caller = { address, userAgent: headerOf(request, 'user-agent') ?? '' };
	return { workflowData: [[{ json, ...(await binaryOf(context, body)) }]] };
}

/**
 * The caller learns nothing; n8n's log has the address for whoever sets up permissions, since
 * behind a proxy or in a container it is seldom the one that was expected.
 */
function denied(context: IWebhookFunctions, address: string, reason: string): Refusal {
	LoggerProxy.info(`${context.getNode().name} denied a call from ${address}: ${reason}`);
	return ACCESS_DENIED;
}

/** A setup that cannot be read lets nobody in; activation has refused it before. */
function readablePermissions(context: IWebhookFunctions) {
	try {
		return permissionsOfNode(context);
	} catch (error) {
		context.logger.error(`${context.getNode().name}: ${(error as Error).message}`);
		return undefined;
	}
}

function queryOf(request: CallRequest): string {
	const start = request.url.indexOf('?');
	return start === -1 ? '' : request.url.slice(start + 1);
}

function headerOf(request: CallRequest, name: string): string | undefined {
	const value = request.headers[name];
	return Array.isArray(value) ? value.join(', ') : value;
}

function unknownWorkflow({ workflowId, workflowTrigger }: Call): string {
	const asked = [
		workflowId === undefined ? '' : `workflow_id ${workflowId}`,
		workflowTrigger === undefined ? '' : `workflow_trigger ${workflowTrigger}`,
	];
	return `No workflow is known here for ${asked.filter(Boolean).join(' and ')}`;
}

async function recordOf(
	context: IWebhookFunctions,
	call: Call,
): Promise<IDataObject | Refusal | undefined> {
	if (call.withoutRecord || call.recordId === undefined) return undefined;
	if (!context.getNodeParameter('loadRecord', false)) return undefined;
	const record = await loadRecord(context, call.recordId);
	return record ?? new Refusal(404, `There is no record ${call.recordId}`);
}

function variablesOf(context: IWebhookFunctions, call: Call): Call['variables'] {
	return context.getNodeParameter('settings.queryVariables', false) ? call.variables : {};
}

/** The item that starts the workflow; fields of the record never hide what the call says. */
function itemOf(call: Call, env: CallBody['env'], record: IDataObject | undefined): IDataObject {
	const item: IDataObject = {
		...record,
		record_id: call.recordId ?? null,
		workflow_id: call.workflowId ?? null,
		workflow_trigger: call.workflowTrigger ?? null,
		permission: '',
		env: env as IDataObject,
		context: { ...env } as IDataObject,
		caller: {},
	};
	if (record) item.record = record;
	return item;
}

async function binaryOf(context: IWebhookFunctions, { files }: CallBody) {
	return files.length ? { binary: await binaryDataOf(context, files) } : {};
}
