import {
	LoggerProxy,
	NodeOperationError,
	WorkflowConfigurationError,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import {
	CallError,
	canonicalAddress,
	permittingEntry,
	readBody,
	readCall,
	type Call,
	type CallBody,
	type DeniedCaller,
	type Permissions,
	thrownError,
} from '../../engine';
import { allowedOrigin } from './allowedOrigins';
import { binaryDataOf } from './binaryData';
import { noteDenied } from './deniedAddresses';
import { loadRecord } from './loadRecord';
import { permissionsOfNode } from './nodeSetup';
import { callOutputNames, outputOf } from './outputs';
import { rawBodyOf, type CallRequest } from './rawBody';
import { Refusal } from './refusal';
import { hasSharedSecret } from './sharedSecret';

/** The part of n8n's response that the trigger uses. */
interface CallResponse {
	setHeader(name: string, value: string): void;
	status(code: number): { json(body: object): void };
}

const ACCESS_DENIED = new Refusal(403, 'Access denied');

/** Why an address is denied that a permission could list. */
const NOT_LISTED = 'no permission lists this address';
const OTHER_WORKFLOWS = 'it may only start other workflows';
const UNKNOWN_WORKFLOW = 'no permission lists this workflow';
const IN_THE_LIST = [NOT_LISTED, OTHER_WORKFLOWS, UNKNOWN_WORKFLOW];

/**
 * Answers one request to the production URL or the test URL: starts the workflow, or refuses the
 * call without an execution.
 *
 * @throws NodeOperationError if coreBOS cannot be sent the record; n8n answers 500 and stores
 *   the error as a failed execution
 */
export async function answerCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request: CallRequest = context.getRequestObject();
	const response: CallResponse = context.getResponseObject();
	setAllowedOrigin(context, request, response);
	const outcome = await outcomeOf(context, request);
	if (!(outcome instanceof Refusal)) return outcome;
	for (const [name, value] of Object.entries(outcome.headers)) response.setHeader(name, value);
	response.status(outcome.status).json({ message: outcome.message });
	return { noWebhookResponse: true };
}

/** For calls whose node n8n's server does not find by method and path. */
function setAllowedOrigin(
	context: IWebhookFunctions,
	request: CallRequest,
	response: CallResponse,
): void {
	const origin = headerOf(request, 'origin');
	const allowed = origin === undefined ? undefined : allowedOrigin(context, origin);
	if (allowed !== undefined) response.setHeader('Access-Control-Allow-Origin', allowed);
}

async function outcomeOf(
	context: IWebhookFunctions,
	request: CallRequest,
): Promise<IWebhookResponseData | Refusal> {
	if (request.method !== 'POST') {
		const { acceptGet } = settingsOf(context);
		if (!acceptGet) {
			return new Refusal(405, 'Only POST starts the workflow', { Allow: 'POST' });
		}
		if (request.method !== 'GET') {
			return new Refusal(405, 'Only POST and GET start the workflow', { Allow: 'GET, POST' });
		}
	}
	try {
		return await permittedCall(context, request);
	} catch (error) {
		if (error instanceof CallError) return new Refusal(400, error.message);
		throw new NodeOperationError(context.getNode(), thrownError(error));
	}
}

/** Checks the caller first, so that a denied one learns nothing else. */
async function permittedCall(
	context: IWebhookFunctions,
	request: CallRequest,
): Promise<IWebhookResponseData | Refusal> {
	const setup = await setupOf(context, request);
	if (setup === undefined) return ACCESS_DENIED;
	const { permissions, hasSecret } = setup;
	// Express reads this address from the connection, or from the proxies that n8n trusts.
	const address = request.ip ?? '';
	const deny = (reason: string) => denied(context, request, reason);
	if (!permissions.admits(address)) return deny(NOT_LISTED);
	if (!hasSecret) return deny('its shared secret is missing or wrong');
	const call = readCall(queryOf(request));
	const decision = permissions.decide(address, call);
	if (decision.outcome === 'denied') return deny(OTHER_WORKFLOWS);
	if (decision.outcome === 'unknownWorkflow') {
		if (isTest(context)) return deny(UNKNOWN_WORKFLOW);
		return new Refusal(404, `No workflow is known here for ${askedIn(call)}`);
	}

	const bytes = await rawBodyOf(request);
	if (bytes instanceof Refusal) return bytes;
	const body = readBody(headerOf(request, 'content-type'), bytes);
	const record = await recordOf(context, call);
	if (record instanceof Refusal) return record;
	const json = itemOf(call, { ...variablesOf(context, call), ...body.env }, record);
	json.permission = decision.title;
	json.caller = {
		address: canonicalAddress(address),
		userAgent: headerOf(request, 'user-agent') ?? '',
	};
	return startOf(context, call, { json, ...(await binaryOf(context, body)) });
}

/**
 * What decides about a caller. Address and secret are always both checked: neither the answer nor
 * its timing reveals which one was wrong.
 *
 * @returns undefined for a setup that cannot be read
 */
async function setupOf(
	context: IWebhookFunctions,
	request: CallRequest,
): Promise<{ permissions: Permissions; hasSecret: boolean } | undefined> {
	try {
		return {
			permissions: permissionsOfNode(context),
			hasSecret: await hasSharedSecret(context, request.headers),
		};
	} catch (error) {
		// Activation refuses such a setup; if it comes about later, nobody is permitted.
		context.logger.error(`${context.getNode().name}: ${thrownError(error).message}`);
		return undefined;
	}
}

function startOf(
	context: IWebhookFunctions,
	call: Call,
	item: INodeExecutionData,
): IWebhookResponseData {
	if (context.getNodeParameter('outputs', 'one') === 'one') return { workflowData: [[item]] };
	const names = callOutputNames({
		outputs: 'perId',
		permissions: context.getNodeParameter('permissions', {}) as INodeParameters,
	});
	const workflowData: INodeExecutionData[][] = names.map(() => []);
	workflowData[outputOf(call, names)].push(item);
	return { workflowData };
}

/**
 * On the production URL, the caller learns nothing. n8n's log and the list *Denied Address* have the
 * address for the person who sets up permissions, because behind a proxy or in a container it is
 * often not the expected one. On the test URL, that person is told at once.
 *
 * @throws WorkflowConfigurationError on the test URL: the only error whose message n8n gives to the
 *   caller; it also ends listening, and n8n shows it in the editor
 */
function denied(context: IWebhookFunctions, request: CallRequest, reason: string): Refusal {
	const address = canonicalAddress(request.ip ?? '');
	const { asked, entry } = askedBy(request, address);
	LoggerProxy.info(`${context.getNode().name} denied a call from ${address}: ${reason}`);
	const isListed = IN_THE_LIST.includes(reason);
	if (isListed) noteDenied(context, { address, asked, entry });
	if (!isTest(context)) return ACCESS_DENIED;
	throw new WorkflowConfigurationError(
		context.getNode(),
		// n8n's editor shows the message alone.
		`Access denied: ${address} asked for ${asked}, but ${reason}${isListed ? '. To permit it, select it under Denied Address' : ''}`,
		{
			description: isListed
				? `To permit it, select it under Denied Address in a permission, or enter ${entry} under Addresses. Then listen again.`
				: 'Correct the permission or the call. Then listen again.',
		},
	);
}

/** Whether somebody listens in the editor for this one call. */
function isTest(context: IWebhookFunctions): boolean {
	return context.getMode() === 'manual';
}

/** What a denied call asked for, as text that any page can show, and what would permit it. */
function askedBy(
	request: CallRequest,
	address: string,
): Required<Pick<DeniedCaller, 'asked' | 'entry'>> {
	try {
		const call = readCall(queryOf(request));
		const all = askedIn(call);
		const asked = all.replace(/[<>]/g, '?').slice(0, 100);
		// Nobody selects what is not shown.
		return { asked, entry: asked === all ? permittingEntry(address, call) : address };
	} catch {
		// A denied caller is not told what is wrong with its query.
		return { asked: 'no workflow', entry: address };
	}
}

/** The bytes of the query: Node reads each byte of the request line as one character. */
function queryOf(request: CallRequest): Uint8Array {
	const start = request.url.indexOf('?');
	const query = start === -1 ? '' : request.url.slice(start + 1);
	return Uint8Array.from(query, (character) => character.charCodeAt(0) & 0xff);
}

function headerOf(request: CallRequest, name: string): string | undefined {
	const value = request.headers[name];
	return Array.isArray(value) ? value.join(', ') : value;
}

function askedIn({ workflowId, workflowTrigger }: Call): string {
	const asked = [
		workflowId === undefined ? '' : `workflow_id ${workflowId}`,
		workflowTrigger === undefined ? '' : `workflow_trigger ${workflowTrigger}`,
	];
	return asked.filter(Boolean).join(' and ');
}

async function recordOf(
	context: IWebhookFunctions,
	call: Call,
): Promise<IDataObject | Refusal | undefined> {
	if (call.withoutRecord || call.recordId === undefined) return undefined;
	if (!context.getNodeParameter('loadRecord', false)) return undefined;
	const record = await loadRecord(context, call.recordId);
	if (record !== undefined) return record;
	// A coreBOS workflow that runs on delete may call for a record that is already gone.
	if (settingsOf(context).missingRecord === 'start') return undefined;
	return new Refusal(404, `There is no record ${call.recordId}`);
}

function variablesOf(context: IWebhookFunctions, call: Call): Call['variables'] {
	return settingsOf(context).queryVariables ? call.variables : {};
}

function settingsOf(context: IWebhookFunctions): IDataObject {
	return context.getNodeParameter('settings', {}) as IDataObject;
}

/**
 * The item that starts the workflow. The values of the call come first, so that they are at the
 * top in the editor, and fields of the record never replace them.
 */
function itemOf(call: Call, env: CallBody['env'], record: IDataObject | undefined): IDataObject {
	const said: IDataObject = {
		record_id: call.recordId ?? null,
		workflow_id: call.workflowId ?? null,
		workflow_trigger: call.workflowTrigger ?? null,
		permission: '',
		env: env as IDataObject,
		context: { ...env } as IDataObject,
		caller: {},
	};
	return record ? { ...said, ...record, ...said, record } : said;
}

async function binaryOf(context: IWebhookFunctions, { files }: CallBody) {
	return files.length ? { binary: await binaryDataOf(context, files) } : {};
}
