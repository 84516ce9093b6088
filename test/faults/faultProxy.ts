import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong between a node and the server that it calls. */
export const FAULTS = [
	'none',
	'reset before',
	'reset after',
	'reset inside the answer',
	'half of the JSON',
	'corrupt answer',
	'empty answer',
	'late',
	'HTTP 429 before',
	'HTTP 500 before',
	'HTTP 500 after',
	'HTTP 502 after',
	'HTTP 503 before',
	'HTTP 504 after',
	'a page after',
	'redirect',
	'expired session',
] as const;

export type Fault = (typeof FAULTS)[number];

/** A proxy that does to some calls what it is told to. */
export interface FaultProxy {
	url: string;
	/** What is done to this call; the body is its form or JSON. */
	plan: (body: string) => Fault;
	close(): Promise<void>;
}

/** @param target origin of the server behind the proxy */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
	const proxy: FaultProxy = {
		url: '',
		plan: () => 'none',
		close: async () =>
			await new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	const server = createServer(async (request, response) => {
		let body = '';
		for await (const piece of request) body += String(piece);
		const fault = proxy.plan(body);
		const forwarded = async (): Promise<string> => {
			const { authorization = '', 'content-type': type = '' } = request.headers;
			const session = String(request.headers['corebos-authorization'] ?? '');
			const answer = await fetch(`${target}${request.url}`, {
				method: request.method,
				headers: {
					...(type && { 'content-type': type }),
					...(authorization && { authorization }),
					...(session && { 'corebos-authorization': session }),
				},
				...(request.method === 'GET' ? {} : { body }),
			});
			return await answer.text();
		};
		await strike(fault, response, forwarded);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return proxy;
}

const EXPIRED =
	'{"success":false,"error":{"code":"AUTHENTICATION_REQUIRED","message":"Authentication required"}}';

async function strike(
	fault: Fault,
	response: ServerResponse,
	forwarded: () => Promise<string>,
): Promise<void> {
	const status = Number(/^HTTP (\d+)/.exec(fault)?.[1] ?? 200);
	if (fault.endsWith('before') && status !== 200) {
		response.writeHead(status).end(`<h1>HTTP ${status}</h1>`);
		return;
	}
	if (fault === 'reset before') return void response.socket?.resetAndDestroy();
	if (fault === 'expired session') return void response.end(EXPIRED);
	if (fault === 'redirect') {
		response.writeHead(302, { location: 'http://127.0.0.1:9/elsewhere' }).end();
		return;
	}
	const answer = await forwarded();
	switch (fault) {
		case 'reset after':
			response.socket?.resetAndDestroy();
			return;
		case 'reset inside the answer':
			response.writeHead(200, { 'content-length': String(answer.length + 10) }).write(answer);
			setImmediate(() => response.socket?.resetAndDestroy());
			return;
		case 'half of the JSON':
			response.end(answer.slice(0, answer.length / 2));
			return;
		case 'corrupt answer':
			response.end(answer.replace(/"/g, '\u0000'));
			return;
		case 'empty answer':
			response.end();
			return;
		case 'late':
			// The caller gives up; its own connection ends the wait.
			return;
		case 'a page after':
			response.end('<html><h1>Maintenance</h1></html>');
			return;
		default:
			response.writeHead(status).end(status === 200 ? answer : `<h1>HTTP ${status}</h1>`);
	}
}
