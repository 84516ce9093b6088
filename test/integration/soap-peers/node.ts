import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { listen } from 'soap';

export interface NodePeer {
	/** host:port */
	address: string;
	stop(): Promise<void>;
}

type Given = { record: Record<string, unknown>; why: string };

/** The package reads dates as Date objects, but writes texts. */
function withDates(record: Record<string, unknown>): Record<string, unknown> {
	const texts = Object.entries(record).map(([name, value]) => {
		const text = value instanceof Date ? value.toISOString() : value;
		return [name, name === 'day' ? String(text).slice(0, 10) : text];
	});
	return Object.fromEntries(texts);
}

const reasons = (why: string) => ({ detail: { reason: why, code: 42 } });

/** Services of the npm package `soap`: document/literal and rpc/literal, both versions of SOAP. */
export async function startNode(): Promise<NodePeer> {
	const server = createServer((_request, response) => response.writeHead(404).end());
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	for (const style of ['document', 'rpc-literal']) {
		const isDocument = style === 'document';
		for (const version of ['1.1', '1.2']) {
			const port = {
				echo: ({ record }: Given) => ({
					[isDocument ? 'echoResult' : 'echoReturn']: withDates(record),
				}),
				seen: ({ record }: Given) => ({
					[isDocument ? 'seenResult' : 'textReturn']: JSON.stringify(record),
				}),
				fail: ({ why }: Given) => {
					const first = {
						faultcode: 'soap:Server',
						faultstring: `It failed: ${why}`,
						...reasons(why),
					};
					const second = {
						Code: { Value: 'soap:Receiver', Subcode: { Value: 'm:Failed' } },
						Reason: { Text: `It failed: ${why}` },
						Detail: reasons(why).detail,
					};
					throw { Fault: version === '1.2' ? second : first };
				},
			};
			const xml = readFileSync(join(__dirname, `${style}.wsdl`), 'utf8').replaceAll(
				'ADDRESS',
				address,
			);
			listen(server, {
				path: `/${style}/${version}`,
				services: { Peer: { Port11: port, Port12: port } },
				xml,
				forceSoap12Headers: version === '1.2',
			});
		}
	}
	return {
		address,
		stop: async () =>
			await new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
