import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	ICredentialTestFunctions,
} from 'n8n-workflow';
import { clientCertificateTest } from '../../nodes/transport/clientCertificateTest';
import { smallMap } from './example-maps';
import { runNodes } from './n8n-engine';
import {
	makeCertificates,
	startTlsServer,
	type TestCertificates,
	type TlsServer,
} from './tls-server';

let made: TestCertificates;
let server: TlsServer;

beforeAll(() => {
	made = makeCertificates();
});

beforeEach(async () => {
	server = await startTlsServer(made);
});

afterEach(async () => {
	await server.close();
});

const pem = (more: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject => ({
	format: 'pem',
	cert: made.client.cert,
	privateKey: made.client.key,
	ca: made.ca,
	...more,
});

async function call(
	certificate: ICredentialDataDecryptedObject | undefined,
	options: IDataObject = {},
	mapXml = smallMap({ url: `${server.url}/x` }),
) {
	const parameters = { mapXml, options, useClientCertificate: certificate !== undefined };
	const outcome = await runNodes(
		[{ productname: 'a' }],
		[{ name: 'Small', parameters: parameters as never, certificate }],
	);
	return { ...outcome, context: outcome.items('Small')[0]?.json.context };
}

describe('a server that asks for a client certificate', () => {
	test.each<[title: string, certificate: () => ICredentialDataDecryptedObject]>([
		['PEM', () => pem()],
		[
			'PEM whose lines a single-line input has joined',
			() =>
				pem({
					cert: made.client.cert.replace(/\n/g, ' '),
					privateKey: made.client.key.replace(/\n/g, ' '),
					ca: made.ca.replace(/\n/g, '\\n'),
				}),
		],
		[
			'PEM with an encrypted key',
			() => pem({ privateKey: made.client.encryptedKey, passphrase: made.passphrase }),
		],
		[
			'PFX',
			() => ({
				format: 'pfx',
				pfx: made.client.pfx.replace(/(.{76})/g, '$1\n'),
				passphrase: made.passphrase,
				ca: made.ca,
			}),
		],
	])('%s', async (_title, certificate) => {
		const { error, context } = await call(certificate());
		expect(error).toBeUndefined();
		expect(context).toEqual({ ok: 'client' });
		expect(server.clients).toEqual(['client']);
	});

	test.each<
		[title: string, certificate: () => ICredentialDataDecryptedObject | undefined, message: RegExp]
	>([
		['none', () => undefined, /^No answer came/],
		[
			'one that the server does not know',
			() => pem({ cert: made.stranger.cert, privateKey: made.stranger.key }),
			/^No answer came/,
		],
		[
			'a wrong passphrase',
			() => pem({ privateKey: made.client.encryptedKey, passphrase: 'wrong' }),
			/^No answer came/,
		],
		[
			'no certificate in the text',
			() => pem({ cert: 'a.pem' }),
			/"Certificate" of the client certificate is not in PEM format/,
		],
		[
			'the certificate in the place of the key',
			() => pem({ privateKey: made.client.cert }),
			/"Private Key" of the client certificate is not in PEM format/,
		],
		[
			'no Base64 in the PFX',
			() => ({ format: 'pfx', pfx: 'c:\\client.pfx' }),
			/"PFX File" of the client certificate is not in Base64/,
		],
	])('%s: an error, and nothing of the key in it', async (_title, certificate, message) => {
		const { error } = await call(certificate(), { allowUnauthorizedCerts: true });
		expect(error?.message).toMatch(message);
		expect(error?.message).not.toMatch(/\[item/);
		expect(`${error?.message} ${error?.stack}`).not.toMatch(/BEGIN [A-Z]|wrong|client\.pfx/);
		expect(server.clients).toEqual([]);
	});
});

test('the server is verified, unless the option says otherwise', async () => {
	const unknown = pem({ ca: '' });
	const { error } = await call(unknown);
	expect(error?.message).toMatch(/certificate/);
	expect(server.clients).toEqual([]);
	const { context } = await call(unknown, { allowUnauthorizedCerts: true });
	expect(context).toEqual({ ok: 'client' });
});

test('certinsecure of a map does not switch the verification off, and cert wants a credential', async () => {
	const withPath = smallMap({ url: `${server.url}/x` }).replace(
		'<wstype>',
		'<certtype>PEM</certtype><cert>/etc/client.pem</cert><certinsecure>0</certinsecure><wstype>',
	);
	expect((await call(undefined, {}, withPath)).error?.message).toMatch(
		/^The call was not made: the map needs a client certificate/,
	);
	expect((await call(pem({ ca: '' }), {}, withPath)).error?.message).toMatch(/certificate/);
	const outcome = await call(pem(), { callSummaryProperty: 'call' }, withPath);
	expect(outcome.context).toEqual({ ok: 'client' });
	expect(outcome.items('Small')[0].json.call).toMatchObject({ warnings: [] });
});

describe('the test of the credential', () => {
	const answering = (statusCode: number, seen: unknown[] = []) =>
		({
			helpers: {
				request: async (options: unknown) => {
					seen.push(options);
					return { statusCode, headers: {}, body: '' };
				},
			},
		}) as unknown as ICredentialTestFunctions;
	const tested = async (context: ICredentialTestFunctions, data: ICredentialDataDecryptedObject) =>
		await clientCertificateTest.call(context, { id: '1', name: 'c', type: 't', data });

	test('without a URL it looks at the texts', async () => {
		expect(await tested(answering(200), pem())).toMatchObject({ status: 'OK' });
		expect(await tested(answering(200), pem({ cert: '' }))).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('"Certificate"'),
		});
	});

	test('with a URL it calls', async () => {
		const seen: unknown[] = [];
		const data = pem({ testUrl: 'https://api.example/' });
		expect(await tested(answering(404, seen), data)).toMatchObject({ status: 'OK' });
		expect(await tested(answering(403), data)).toMatchObject({ status: 'Error' });
		expect(seen).toEqual([
			expect.objectContaining({
				uri: 'https://api.example/',
				agentOptions: expect.objectContaining({ cert: made.client.cert }),
			}),
		]);
	});
});
