import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KEPT_OPEN } from '../kept-open';

/** A change that a source system has told the MDM. */
export interface Change {
	/** Number of the change in the MDM. */
	id: string;
	source: string;
	sourceId: string;
	/** The MDM's number of the customer. */
	customer: string;
	status: string;
	amount: number;
	/** Whatever else the source sent. */
	[member: string]: unknown;
}

/** A stand-in for a central master data management system that keeps changes of its sources. */
export interface MdmStandIn {
	/** `http://127.0.0.1:PORT` */
	url: string;
	/** What the header `Authorization: Bearer …` has to hold. */
	token: string;
	changes: Change[];
	close(): Promise<void>;
}

/** Members of a change and what `typeof` says of them: the MDM takes no text for a number. */
const NEEDED = {
	source: 'string',
	sourceId: 'string',
	customer: 'string',
	status: 'string',
	amount: 'number',
	closed: 'boolean',
	details: 'object',
} as const;

/** Starts the stand-in, on 127.0.0.1 and a free port: `POST /v1/refunds` with a typed JSON body. */
export async function startMdm(): Promise<MdmStandIn> {
	const token = 'mdmTokenOfTheTests1';
	const changes: Change[] = [];
	const server = createServer(KEPT_OPEN, (request, response) => {
		const respond = (status: number, body: object) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		receive(request, token, changes).then(
			({ status, body }) => respond(status, body),
			(error: Error) => respond(400, { error: error.message }),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		token,
		changes,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function receive(
	request: IncomingMessage,
	token: string,
	changes: Change[],
): Promise<{ status: number; body: object }> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	if (request.headers.authorization !== `Bearer ${token}`) {
		return { status: 401, body: { error: 'unknown source' } };
	}
	if (request.method !== 'POST' || request.url !== '/v1/refunds') {
		return { status: 404, body: { error: 'no such resource' } };
	}
	const sent = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
	const wrong = Object.entries(NEEDED)
		.filter(([name, type]) => typeof sent[name] !== type || sent[name] === '')
		.map(([name, type]) => `${name} must be a ${type}`);
	if (wrong.length > 0) return { status: 422, body: { error: wrong.join('; ') } };
	const change = { ...sent, id: `CHG-${changes.length + 1}` } as Change;
	changes.push(change);
	return { status: 201, body: { change: { id: change.id, position: changes.length - 1 } } };
}
