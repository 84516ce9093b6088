import type { INodeParameters } from 'n8n-workflow';
import { smallWsdl } from '../unit/soap/small-wsdl';
import { runNodes } from './n8n-engine';
import { makeCertificates, startTlsServer, type TlsServer } from './tls-server';

/** A SOAP service that answers nobody without a client certificate, WSDL included. */
const made = makeCertificates();
let server: TlsServer;

beforeAll(async () => {
	server = await startTlsServer(made, (client, { method }) =>
		method === 'GET'
			? smallWsdl({ address: `${server.url}/service` })
			: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><callResponse xmlns="urn:t"><callResult>${client}</callResult></callResponse></e:Body></e:Envelope>`,
	);
});

afterAll(async () => await server.close());

beforeEach(() => {
	server.clients.length = 0;
});

async function call(withCertificate: boolean) {
	const certificate = {
		...{ format: 'pem', cert: made.client.cert },
		...{ privateKey: made.client.key, ca: made.ca },
	};
	const parameters = {
		...{ mapSource: 'define', webServiceType: 'SOAP', url: `${server.url}/wsdl` },
		soapOperation: { __rl: true, mode: 'list', value: 'call' },
		response: { entry: [{ path: 'callResult', context: 'who' }] },
		useClientCertificate: withCertificate,
		options: { allowUnauthorizedCerts: !withCertificate },
	} as INodeParameters;
	return await runNodes(
		[{ a: 1 }],
		[
			{
				name: 'Map',
				typeVersion: 1.1,
				parameters,
				certificate: withCertificate ? certificate : undefined,
			},
		],
	);
}

test('the WSDL is fetched and the operation called with the client certificate', async () => {
	const { error, items } = await call(true);
	expect(error).toBeUndefined();
	expect(items('Map')[0].json).toMatchObject({ context: { who: 'client' } });
	expect(server.clients).toEqual(['client', 'client']);
});

test('without it there is no answer, and the error says so', async () => {
	const { error } = await call(false);
	expect(error?.message).toMatch(/^No answer came/);
	expect(server.clients).toEqual([]);
});
