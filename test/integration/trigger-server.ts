/**
 * The webhook method of the trigger behind an HTTP server. What n8n's server adds to a request
 * and a response stands here in its place; the context is n8n-core's own.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HookContext, WebhookContext } from 'n8n-core';
import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IWebhookData,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { CoreBosTrigger } from '../../nodes/CoreBosTrigger/CoreBosTrigger.node';

const trigger = new CoreBosTrigger();
const NODE_NAME = 'coreBOS Trigger';

const nodeTypes = {
	getByName: () => trigger as INodeType,
	getByNameAndVersion: () => trigger as INodeType,
	getKnownTypes: () => ({}),
} satisfies INodeTypes;

/** The parameters and credentials of the node in a test. */
export interface TriggerSetup {
	parameters: IDataObject;
	/** By credential type; a type that is missing has no credential selected. */
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	/** Told each time that n8n reads a credential. */
	onRead?: () => void;
	/** True: somebody listens in the editor, and calls come to the test URL. */
	isTest?: boolean;
	/** What n8n has stored with the workflow. */
	staticData?: IDataObject;
	/** Default `w1`. */
	workflowId?: string;
}

/** A request as n8n's server hands it to the node. */
export interface PreparedRequest {
	/** The caller's address, as Express gives it. */
	ip: string | undefined;
}

const credentialIds = new WeakMap<object, string>();
let credentialCount = 0;

/** n8n's ID of a credential: the same for the same data. */
function credentialId(data: ICredentialDataDecryptedObject): string {
	const known = credentialIds.get(data) ?? `credential${++credentialCount}`;
	credentialIds.set(data, known);
	return known;
}

/** A workflow that holds the trigger alone, with n8n's defaults filled in. */
export function workflowOf({
	parameters,
	credentials = {},
	staticData,
	workflowId = 'w1',
}: TriggerSetup): Workflow {
	const node = {
		id: 'trigger',
		name: NODE_NAME,
		type: 'n8n-nodes-corebos.coreBosTrigger',
		typeVersion: 1,
		position: [0, 0],
		webhookId: 'webhook-id',
		parameters,
		credentials: Object.fromEntries(
			Object.entries(credentials).map(([type, data]) => [
				type,
				{ id: credentialId(data), name: type },
			]),
		),
	} as unknown as INode;
	return new Workflow({
		id: workflowId,
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
		staticData,
	});
}

/** The trigger's node of {@link workflowOf}. */
export function nodeOf(workflow: Workflow): INode {
	return workflow.getNode(NODE_NAME) as INode;
}

/** The context in which n8n activates the node. */
export function hookContext(setup: TriggerSetup): HookContext {
	const workflow = workflowOf(setup);
	const data = additionalData(setup);
	return new HookContext(
		workflow,
		nodeOf(workflow),
		data,
		'trigger',
		'activate',
		webhookData('POST'),
	);
}

/** n8n's additional data as far as a webhook needs it: credentials, the request, the answer. */
function additionalData(
	{ credentials = {}, onRead }: TriggerSetup,
	request?: IncomingMessage,
	response?: ServerResponse,
): IWorkflowExecuteAdditionalData {
	return {
		httpRequest: request,
		httpResponse: response,
		credentialsHelper: {
			getDecrypted: async (_data: unknown, { id }: { id: string }) => {
				onRead?.();
				return Object.values(credentials).find((data) => credentialId(data) === id);
			},
			getParentTypes: () => [],
			getCredentialsProperties: () => [],
			isCredentialUsableByNode: () => true,
		},
	} as unknown as IWorkflowExecuteAdditionalData;
}

function webhookData(method: string): IWebhookData {
	const found = trigger.description.webhooks?.find((webhook) =>
		String(webhook.httpMethod).split(',').includes(method),
	);
	return { webhookDescription: found } as unknown as IWebhookData;
}

/**
 * Hands one request to the node.
 *
 * @param request with `ip`, as Express sets it
 * @returns what the node returned, or threw
 */
export async function callNode(
	setup: TriggerSetup,
	request: IncomingMessage & PreparedRequest,
	response: ServerResponse,
): Promise<IWebhookResponseData | Error> {
	const prepared = Object.assign(request, {
		async readRawBody() {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			request.rawBody = Buffer.concat(chunks);
		},
	});
	const answering = Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return answering;
		},
		json: (body: object) => response.end(JSON.stringify(body)),
	});
	const workflow = workflowOf(setup);
	const context = new WebhookContext(
		workflow,
		nodeOf(workflow),
		additionalData(setup, prepared, answering),
		setup.isTest ? 'manual' : 'webhook',
		webhookData(request.method ?? ''),
		[],
		null,
	);
	try {
		const returned = await trigger.webhook.call(context);
		// n8n stores it after a call to the production URL.
		if (!setup.isTest) setup.staticData = { ...workflow.staticData };
		return returned;
	} catch (error) {
		return error as Error;
	} finally {
		// What n8n answers at once.
		if (!response.writableEnded) response.end('{"message":"Workflow was started"}');
	}
}

/** A trigger that listens. */
export interface TriggerServer {
	/** Webhook URL, without a query. */
	url: string;
	/** What the node is set up as from now on. */
	setup: TriggerSetup;
	/** What the node returned for the last call, or threw. */
	returned: IWebhookResponseData | Error | undefined;
	/** Whether the node had the body of the last call read. */
	hasReadBody: boolean;
	/** The items of the last call by output. @throws Error where it started no workflow */
	started(): INodeExecutionData[][];
	close(): Promise<void>;
}

/** Starts a trigger on 127.0.0.1 and a free port. */
export async function startTriggerServer(setup: TriggerSetup): Promise<TriggerServer> {
	const server = createServer((incoming, outgoing) => {
		const request = Object.assign(incoming, { ip: incoming.socket.remoteAddress });
		void callNode(running.setup, request, outgoing).then((returned) => {
			running.returned = returned;
			running.hasReadBody = request.rawBody !== undefined;
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const running: TriggerServer = {
		url: `http://127.0.0.1:${port}/webhook/corebos`,
		setup,
		returned: undefined,
		hasReadBody: false,
		started() {
			if (running.returned instanceof Error) throw running.returned;
			const items = running.returned?.workflowData;
			if (!items || running.returned?.noWebhookResponse) throw new Error('no workflow started');
			return items as INodeExecutionData[][];
		},
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return running;
}
