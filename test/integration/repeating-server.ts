import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CoreBosStandIn } from '../corebos';

/** A server before coreBOS that repeats in its answers whatever it was sent. */
export interface RepeatingServer {
	url: string;
	/** Address of the install behind it, where nothing is repeated. */
	faithfulUrl: string;
	/** What was seen on the wire that is a secret: sessions, tokens and hashed keys. */
	onTheWire: Set<string>;
	close(): Promise<void>;
}

const FAITHFUL = '/faithful';
/** Operations that have to be answered for others to come. */
const ANSWERED = new Set(['getchallenge', 'login']);

/**
 * Starts it. Logins, and all calls below {@link RepeatingServer.faithfulUrl}, are passed on to
 * coreBOS; all others are told to have failed, with their whole request in the answer.
 *
 * @param crm the install behind it
 */
export async function startRepeatingServer(crm: CoreBosStandIn): Promise<RepeatingServer> {
	const onTheWire = new Set<string>();

	async function passedOn(
		path: string,
		headers: Array<[string, string]>,
		body: string,
	): Promise<string> {
		const response = await fetch(`${crm.url}/webservice.php${path.replace(/^[^?]*/, '')}`, {
			headers,
			...(body !== '' && { method: 'POST', body }),
		});
		return await response.text();
	}

	const server = createServer(async (request, response) => {
		let body = '';
		for await (const piece of request) body += String(piece);
		const path = request.url ?? '';
		const sent = new URLSearchParams(body || path.replace(/^[^?]*\??/, ''));
		const operation = sent.get('operation')?.toLowerCase() ?? '';
		const answer = (status: number, text: string) =>
			response.writeHead(status, { 'content-type': 'application/json' }).end(text);
		if (!ANSWERED.has(operation) && !path.startsWith(FAITHFUL)) {
			const repeated = JSON.stringify(`${path} ${JSON.stringify(request.headers)} ${body}`);
			const status = path.includes('fails') ? 500 : 200;
			return answer(
				status,
				`{"success":false,"error":{"code":${repeated},"message":${repeated}},"result":${repeated}}`,
			);
		}
		const names = ['content-type', 'corebos-authorization'];
		const headers = names.flatMap((name): Array<[string, string]> => {
			const value = request.headers[name];
			return typeof value === 'string' ? [[name, value]] : [];
		});
		const text = await passedOn(path, headers, body);
		if (ANSWERED.has(operation)) {
			const { result } = JSON.parse(text) as { result: { token?: string; sessionName?: string } };
			for (const secret of [result.token, result.sessionName, sent.get('accessKey')]) {
				if (typeof secret === 'string') onTheWire.add(secret);
			}
		}
		return answer(200, text);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		faithfulUrl: url + FAITHFUL,
		onTheWire,
		close: async () =>
			await new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/** A secret as it is, and as calls write it. */
export function secretForms(secret: string): string[] {
	return [
		secret,
		encodeURIComponent(secret),
		Buffer.from(secret).toString('base64'),
		createHash('md5').update(secret).digest('hex'),
	];
}
