import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KEPT_OPEN } from '../kept-open';

/** A call of a tool that the model asks for. */
export interface ToolCall {
	/** Beginning of the tool's name; as it stands where there is no such tool. */
	tool: string;
	/** What the model fills in. */
	input: Record<string, unknown>;
}

/** A message of the conversation that the model is asked to go on with. */
export interface ChatMessage {
	role: string;
	content: unknown;
	/** Of the model: the tools that it called. */
	tool_calls?: CalledTool[];
}

interface CalledTool {
	index: number;
	id: string;
	type: string;
	/** `arguments`: JSON. */
	function: { name: string; arguments: string };
}

interface Message extends ChatMessage {
	content: string | null;
}

interface ChatRequest {
	/** True: the answer is a stream of events. */
	stream?: boolean;
	messages: ChatMessage[];
	tools?: Array<{ function: { name: string; description: string; parameters: object } }>;
}

/** A stand-in of a language model with the interface of OpenAI. */
export interface ModelStandIn {
	/** What n8n's OpenAI credential holds. */
	credential: { apiKey: string; url: string };
	/** What it was asked, the oldest first. */
	requests: ChatRequest[];
	/** What it calls in each conversation. */
	calls: ToolCall[];
	close(): Promise<void>;
}

/**
 * Starts a model on 127.0.0.1 that first calls tools, one after the other, and then answers with
 * what the last one returned.
 *
 * @param calls what it calls
 */
export async function startModel(calls: ToolCall[]): Promise<ModelStandIn> {
	const model = { requests: [] as ChatRequest[], calls };
	const server = createServer(KEPT_OPEN, (request, response) => {
		let body = '';
		request.on('data', (part) => (body += part));
		request.on('end', () => {
			const asked = JSON.parse(body) as ChatRequest;
			model.requests.push(asked);
			const message = messageFor(asked, model.calls);
			const type = asked.stream ? 'text/event-stream' : 'application/json';
			response.setHeader('content-type', type);
			response.end(asked.stream ? events(message) : JSON.stringify(completion(message)));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return Object.assign(model, {
		credential: { apiKey: 'stand-in', url: `http://127.0.0.1:${port}/v1` },
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	});
}

function messageFor({ messages, tools = [] }: ChatRequest, calls: ToolCall[]): Message {
	const results = messages.filter(({ role }) => role === 'tool');
	const call = calls[results.length];
	if (call === undefined) {
		const last = results[results.length - 1]?.content;
		return { role: 'assistant', content: `The CRM says: ${JSON.stringify(last)}` };
	}
	const tool = tools.find((one) => one.function.name.startsWith(call.tool));
	const called = {
		index: 0,
		id: `call_${results.length}`,
		type: 'function',
		function: { name: tool?.function.name ?? call.tool, arguments: JSON.stringify(call.input) },
	};
	return { role: 'assistant', content: null, tool_calls: [called] };
}

const answer = { id: 'chatcmpl-1', created: 0, model: 'stand-in' };

const finishReason = ({ tool_calls }: Message) => (tool_calls ? 'tool_calls' : 'stop');

function completion(message: Message): object {
	return {
		...answer,
		object: 'chat.completion',
		choices: [{ index: 0, message, finish_reason: finishReason(message) }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

/** The same as a stream: the whole message, then its end. */
function events(message: Message): string {
	const chunks = [
		{ index: 0, delta: message, finish_reason: null },
		{ index: 0, delta: {}, finish_reason: finishReason(message) },
	].map((choice) =>
		JSON.stringify({ ...answer, object: 'chat.completion.chunk', choices: [choice] }),
	);
	return [...chunks, '[DONE]'].map((data) => `data: ${data}\n\n`).join('');
}
