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
	/** What the next requests are answered with. */
	answer: {
		status: number;
		headers: Record<string, string>;
		body: string;
		/** Milliseconds until it comes. */
		delay?: number;
	};
	close(): Promise<void>;
}

/** Keeps what it is sent, and answers what it is told to. */
export async function startRecordingServer(): Promise<RecordingServer> {
	const recording: RecordingServer = {
		url: '',
		requests: [],
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
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		recording.requests.push({
			method: request.method ?? '',
			url: request.url ?? '',
			headers: request.headers,
			body: Buffer.concat(chunks).toString('utf8'),
		});
		if (recording.answer.delay) await sleep(recording.answer.delay);
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
