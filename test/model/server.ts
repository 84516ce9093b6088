import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call of a tool that the model asks for. */
export interface ToolCall {
	/** Beginning of the tool's name. */
	tool: string;
	/** What the model fills in. */
	input: Record<string, unknown>;
}

interface ChatRequest {
	messages: Array<{ role: string; content: unknown }>;
	tools?: Array<{ function: { name: string; description: string; parameters: object } }>;
}

/** A stand-in of a language model with the interface of OpenAI. */
export interface ModelStandIn {
	/** What n8n's OpenAI credential holds. */
	credential: { apiKey: string; url: string };
	/** What it was asked, the oldest first. */
	requests: ChatRequest[];
	close(): Promise<void>;
}

/**
 * Starts a model on 127.0.0.1 that first calls tools, one after the other, and then answers with
 * what the last one returned.
 *
 * @param calls what it calls
 */
export async function startModel(calls: ToolCall[]): Promise<ModelStandIn> {
	const requests: ChatRequest[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (part) => (body += part));
		request.on('end', () => {
			const asked = JSON.parse(body) as ChatRequest;
			requests.push(asked);
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(completion(messageFor(asked, calls))));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		credential: { apiKey: 'stand-in', url: `http://127.0.0.1:${port}/v1` },
		requests,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function messageFor({ messages, tools = [] }: ChatRequest, calls: ToolCall[]): object {
	const results = messages.filter(({ role }) => role === 'tool');
	const call = calls[results.length];
	if (call === undefined) {
		const last = results[results.length - 1]?.content;
		return { role: 'assistant', content: `The CRM says: ${JSON.stringify(last)}` };
	}
	const tool = tools.find((one) => one.function.name.startsWith(call.tool));
	const called = {
		id: `call_${results.length}`,
		type: 'function',
		function: { name: tool?.function.name, arguments: JSON.stringify(call.input) },
	};
	return { role: 'assistant', content: null, tool_calls: [called] };
}

function completion(message: object): object {
	return {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: 0,
		model: 'stand-in',
		choices: [
			{ index: 0, message, finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop' },
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
