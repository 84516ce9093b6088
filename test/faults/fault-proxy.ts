import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What goes wrong between a node and the server that it calls. */
export const FAULTS = [
	'none',
	'refused from now on',
	'reset before',
	'reset after',
	'reset inside the answer',
	'half of the answer',
	'half of the JSON',
	'corrupt answer',
	'empty answer',
	'late answer',
	'held back',
	'HTTP 401 before',
	'HTTP 404 before',
	'HTTP 429 before',
	'HTTP 500 before',
	'HTTP 500 after',
	'HTTP 502 after',
	'HTTP 503 before',
	'HTTP 504 after',
	'a page after',
	'null after',
	'an empty list after',
	'redirect',
	'expired session',
] as const;

export type Fault = (typeof FAULTS)[number];

/** A call as it went through the proxy. */
export interface ProxiedCall {
	/** Request line and body, percent signs decoded. */
	text: string;
	/** Whether the server has done it: its own answer, before anything went wrong with it. */
	done: boolean;
}

/** A TCP proxy for HTTP that does to some calls what it is told to. */
export interface FaultProxy {
	url: string;
	/** What is done to this call. */
	plan: (text: string) => Fault;
	/** All calls that came in. */
	calls: ProxiedCall[];
	/** Resolves when nothing is under way any more, also no call that was held back. */
	idle(): Promise<void>;
	/** Whether it takes connections: one that refuses them does not. */
	listens(): boolean;
	/** Takes connections again, at the same address. */
	restart(): Promise<void>;
	close(): Promise<void>;
}

/** Milliseconds after which a call arrives whose caller has given it up. */
const HELD_BACK = 20;

/** @param target origin of the server behind the proxy */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
	const { hostname, port } = new URL(target);
	const sockets = new Set<Socket>();
	const work = new Set<Promise<void>>();
	const proxy: FaultProxy = {
		url: '',
		plan: () => 'none',
		calls: [],
		idle: async () => {
			while (work.size > 0) await Promise.all(work);
		},
		listens: () => server.listening,
		restart: async () => {
			const { port: own } = new URL(proxy.url);
			await new Promise<void>((resolve) => server.listen(Number(own), '127.0.0.1', resolve));
		},
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await proxy.idle();
			if (server.listening) await new Promise((resolve) => server.close(resolve));
		},
	};
	const forward = async (request: Buffer, call: ProxiedCall): Promise<Buffer> => {
		const answer = await exchange(hostname, Number(port), request);
		call.done = isSuccess(answer);
		return answer;
	};
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => sockets.delete(socket));
		void requestOf(socket).then((request) => {
			if (request === undefined) return;
			const call: ProxiedCall = { text: textOf(request), done: false };
			proxy.calls.push(call);
			const fault = proxy.plan(call.text);
			if (fault === 'refused from now on') {
				server.close();
				for (const one of sockets) reset(one);
				return;
			}
			const struck: Promise<void> = strike(fault, socket, async () => await forward(request, call))
				.catch(() => {
					socket.destroy();
				})
				.finally(() => work.delete(struck));
			work.add(struck);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return proxy;
}

/** Node never closes a socket that is reset while it ends, and waits for it when it exits. */
function reset(socket: Socket): void {
	if (socket.writableEnded) socket.destroy();
	else socket.resetAndDestroy();
}

/** The one request of a connection; undefined where the caller closes it before. */
async function requestOf(socket: Socket): Promise<Buffer | undefined> {
	return await new Promise((resolve) => {
		let received = Buffer.alloc(0);
		socket.on('data', (piece) => {
			received = Buffer.concat([received, piece as Buffer]);
			const end = received.indexOf('\r\n\r\n');
			if (end === -1) return;
			const length = /\r\ncontent-length: *(\d+)/i.exec(received.toString('latin1', 0, end));
			if (received.length >= end + 4 + Number(length?.[1] ?? 0)) resolve(received);
		});
		socket.on('close', () => resolve(undefined));
	});
}

function textOf(request: Buffer): string {
	const end = request.indexOf('\r\n\r\n');
	const line = request.toString('utf8', 0, request.indexOf('\r\n'));
	const headers = request.toString('utf8', 0, end);
	const session = /\r\ncorebos-authorization: /i.test(headers) ? ' sessionName ' : '';
	const whole = `${line} ${session}${request.toString('utf8', end + 4)}`.replaceAll('+', ' ');
	return whole.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) =>
		Buffer.from(escaped.replaceAll('%', ''), 'hex').toString('utf8'),
	);
}

/** Sends a request to the server, and reads its answer to the end. */
async function exchange(host: string, port: number, request: Buffer): Promise<Buffer> {
	const end = request.indexOf('\r\n\r\n');
	const head = request.toString('latin1', 0, end).replace(/\r\nconnection:[^\r]*/i, '');
	return await new Promise((resolve, reject) => {
		const server = connect(port, host);
		const pieces: Buffer[] = [];
		server.on('data', (piece) => pieces.push(piece as Buffer));
		server.on('end', () => resolve(Buffer.concat(pieces)));
		server.on('error', reject);
		server.write(Buffer.from(`${head}\r\nConnection: close`, 'latin1'));
		server.write(request.subarray(end));
	});
}

function bodyOf(answer: Buffer): string {
	const body = answer.subarray(answer.indexOf('\r\n\r\n') + 4);
	if (!/\r\ntransfer-encoding: *chunked/i.test(answer.toString('latin1', 0, 2000))) {
		return body.toString('utf8');
	}
	const pieces: Buffer[] = [];
	for (let at = 0; ; ) {
		const line = body.indexOf('\r\n', at);
		const size = parseInt(body.toString('latin1', at, line), 16);
		if (!(size > 0)) return Buffer.concat(pieces).toString('utf8');
		pieces.push(body.subarray(line + 2, line + 2 + size));
		at = line + 4 + size;
	}
}

/** coreBOS says itself whether it has done a call; of any other server its status counts. */
function isSuccess(answer: Buffer): boolean {
	const body = bodyOf(answer);
	const isOk = /^HTTP\/1\.1 2/.test(answer.toString('latin1', 0, 12));
	return isOk && !/^\s*\{"success":false/.test(body);
}

function http(status: number, body: string, header = ''): Buffer {
	const length = Buffer.byteLength(body);
	return Buffer.from(
		`HTTP/1.1 ${status} Told\r\nContent-Type: application/json\r\n${header}Content-Length: ${length}\r\nConnection: close\r\n\r\n${body}`,
	);
}

const EXPIRED =
	'{"success":false,"error":{"code":"AUTHENTICATION_REQUIRED","message":"Authentication required"}}';

/** What the caller gets for what the server has answered; undefined: a reset. */
function answered(fault: Fault, answer: Buffer): Buffer | undefined {
	const body = bodyOf(answer);
	switch (fault) {
		case 'none':
			return answer;
		case 'reset after':
			return undefined;
		case 'half of the JSON':
			return http(200, body.slice(0, body.length / 2));
		case 'corrupt answer':
			return http(200, body.replace(/"/g, '\u0000'));
		case 'empty answer':
			return http(200, '');
		case 'a page after':
			return http(200, '<html><h1>Maintenance</h1></html>');
		case 'null after':
			return http(200, '{"success":true,"result":null}');
		case 'an empty list after':
			return http(200, '{"success":true,"result":[]}');
		default: {
			const status = Number(/^HTTP (\d+)/.exec(fault)?.[1]);
			return http(status, `<h1>HTTP ${status}</h1>`);
		}
	}
}

async function strike(fault: Fault, socket: Socket, forward: () => Promise<Buffer>): Promise<void> {
	const status = /^HTTP (\d+) before/.exec(fault)?.[1];
	if (status !== undefined) {
		return void socket.end(http(Number(status), `<h1>HTTP ${status}</h1>`));
	}
	if (fault === 'reset before') return void socket.resetAndDestroy();
	if (fault === 'expired session') return void socket.end(http(200, EXPIRED));
	if (fault === 'redirect') {
		return void socket.end(http(302, '', 'Location: http://127.0.0.1:9/elsewhere\r\n'));
	}
	if (fault === 'held back') {
		await closed(socket);
		await new Promise((resolve) => setTimeout(resolve, HELD_BACK));
		return void (await forward());
	}
	const answer = await forward();
	if (fault === 'late answer') return await closed(socket);
	if (fault === 'reset inside the answer' || fault === 'half of the answer') {
		const half = answer.subarray(0, answer.length - 10);
		await new Promise<void>((resolve) => socket.write(half, () => resolve()));
		return void (fault === 'half of the answer' ? socket.end() : socket.resetAndDestroy());
	}
	const told = answered(fault, answer);
	if (told === undefined) socket.resetAndDestroy();
	else socket.end(told);
}

/** Resolves when the caller gives up. */
async function closed(socket: Socket): Promise<void> {
	if (socket.destroyed) return;
	await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}
