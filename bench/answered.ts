/**
 * Calls of this process that are answered in it: below n8n's HTTP helper, at the adapter of axios,
 * which all nodes share. What is left of a run is what its nodes do.
 */
import { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { hostModule } from './n8n';

/** A call as axios hands it over. */
export interface AnsweredCall {
	method: string;
	url: string;
	/** Values of the query that are not yet in `url`. */
	params?: Record<string, string>;
	data?: string;
	headers: Record<string, string>;
	responseType?: string;
}

/**
 * Answers each call from now on with JSON of status 200.
 *
 * @param answer gives the text of an answer, at once where it can
 */
export function answerInProcess(answer: (call: AnsweredCall) => string | Promise<string>): void {
	const fromNetwork = createRequire(hostModule('@n8n/backend-network'));
	const axios = fromNetwork('axios') as { defaults: { adapter: unknown } };
	axios.defaults.adapter = async (call: AnsweredCall) => {
		const text = await answer(call);
		const headers = { 'content-type': 'application/json' };
		return {
			data: call.responseType === 'stream' ? messageOf(text, headers) : text,
			status: 200,
			statusText: 'OK',
			headers,
			config: call,
			request: {},
		};
	};
}

const socket = new Socket();

/** What Node makes of an answer, read in full. */
function messageOf(text: string, headers: Record<string, string>): IncomingMessage {
	const message = new IncomingMessage(socket);
	message.statusCode = 200;
	message.headers = headers;
	message.complete = true;
	message.push(text);
	message.push(null);
	return message;
}

/** Asks the server itself, once for each call, and repeats what it said. */
export function remembered(): (call: AnsweredCall) => string | Promise<string> {
	const known = new Map<string, string>();
	return (call) => {
		const { url, params, data } = call;
		const query = params === undefined ? '' : `?${new URLSearchParams(params).toString()}`;
		const key = `${url}${query} ${data ?? ''}`;
		return known.get(key) ?? asked(key, `${url}${query}`, call);
	};
	async function asked(key: string, url: string, call: AnsweredCall): Promise<string> {
		const { method, data } = call;
		// What is no header of the connection, which is another one here.
		const headers = { ...call.headers };
		for (const name of ['Content-Length', 'Accept-Encoding']) delete headers[name];
		const response = await fetch(url, { method, headers, body: data });
		const text = await response.text();
		known.set(key, text);
		return text;
	}
}
