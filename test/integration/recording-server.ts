import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request as it came over the wire. */
export interface ReceivedRequest {
	method: string;
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

export interface RecordingServer {
	url: string;
	requests: ReceivedRequest[];
	/** How many requests were answered at the same time, at most. */
	mostAtOnce: number;
	/** What the next requests are answered with. */
	answer: {
		status: number;
		headers: Record<string, string>;
		body: string;
		/** Milliseconds until it comes. */
		delay?: number | ((request: ReceivedRequest) => number);
	};
	close(): Promise<void>;
}

/** Keeps what it is sent, and answers what it is told to. */
export async function startRecordingServer(): Promise<RecordingServer> {
	const recording: RecordingServer = {
		url: '',
		requests: [],
		mostAtOnce: 0,
		answer: {
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: '{"result":{"ok":"yes"}}',
		},
		close: async () =>
			await new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	let open = 0;
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const received: ReceivedRequest = {
			method: request.method ?? '',
			url: request.url ?? '',
			headers: request.headers,
			body: Buffer.concat(chunks).toString('utf8'),
		};
		recording.requests.push(received);
		const { delay } = recording.answer;
		open++;
		recording.mostAtOnce = Math.max(recording.mostAtOnce, open);
		if (delay) await sleep(typeof delay === 'number' ? delay : delay(received));
		open--;
		response
			.writeHead(recording.answer.status, recording.answer.headers)
			.end(recording.answer.body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	recording.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return recording;
}

/** An address of this machine where nothing listens. */
export async function closedUrl(): Promise<string> {
	const server = await startRecordingServer();
	await server.close();
	return server.url;
}
