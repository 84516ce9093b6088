/** An install behind a login of its web server, an access proxy, and a certificate of its own. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCoreBosClient, testConnection } from '../../engine';
import { connectionData } from '../../nodes/transport/coreBosConnection';
import { installAccess, withHeaders } from '../../nodes/transport/installAccess';

const PASSWORD = 'pr0xy-pässword';
const TOKEN = 'tok-1234567890';
const basic = `Basic ${Buffer.from(`proxy:${PASSWORD}`).toString('base64')}`;
const protectedBy = {
	url: '',
	username: 'admin',
	accessKey: 'k',
	protectedInstall: true,
	httpUser: 'proxy',
	httpPassword: PASSWORD,
	headers: { values: [{ name: 'CF-Access-Client-Secret', value: TOKEN }] },
};

describe('the access of a credential', () => {
	test.each([
		['crm.example.com', 'https://crm.example.com'],
		['crm.example.com:8443/x', 'https://crm.example.com:8443/x'],
		['localhost:8080', 'https://localhost:8080'],
		['10.0.0.1/corebos', 'https://10.0.0.1/corebos'],
		['  http://crm.example.com ', 'http://crm.example.com'],
		['ftp://crm.example.com', 'ftp://crm.example.com'],
		['', ''],
	])('URL %j: %j', (url, expected) => {
		expect(connectionData({ url }).url).toBe(expected);
	});

	test('has basic authentication and headers, and tells what is secret', () => {
		const { headers, secrets, ignoreSslIssues } = installAccess({
			...protectedBy,
			allowUnauthorizedCerts: true,
		});
		expect(headers).toEqual({ Authorization: basic, 'CF-Access-Client-Secret': TOKEN });
		expect(secrets).toEqual([PASSWORD, basic.slice(6), TOKEN]);
		expect(ignoreSslIssues).toBe(true);
	});

	test('has nothing while Protected Install is off', () => {
		const off = { ...protectedBy, protectedInstall: false, allowUnauthorizedCerts: true };
		expect(installAccess(off)).toEqual({ ignoreSslIssues: false, headers: {}, secrets: [] });
	});

	test.each([
		[{ name: 'X Y', value: TOKEN }, 'The header "X Y"'],
		[{ name: 'Host', value: TOKEN }, 'The header "Host"'],
		[{ name: '', value: TOKEN }, 'The header ""'],
		[{ name: 'X-Y', value: `${TOKEN}\nX: 1` }, 'The value of the header "X-Y"'],
		[{ name: 'X-Y', value: '' }, 'The value of the header "X-Y"'],
	])('refuses %j and quotes no value', (header, message) => {
		const read = () => installAccess({ ...protectedBy, headers: { values: [header] } });
		expect(read).toThrow(message);
		expect(read).not.toThrow(TOKEN);
	});
});

describe('calls to it', () => {
	let url: string;
	let answer: { status: number; body: string };
	let got: IncomingHttpHeaders[];
	const server = createServer((request, response) => {
		got.push(request.headers);
		request.resume();
		response.writeHead(answer.status, { 'content-type': 'text/html' }).end(answer.body);
	});
	const http = async (request: {
		method: string;
		url: string;
		headers: Record<string, string>;
	}) => {
		const response = await fetch(request.url, { method: request.method, headers: request.headers });
		return { status: response.status, headers: {}, body: await response.text() };
	};

	beforeAll(async () => {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
	});
	afterAll(async () => await new Promise((resolve) => server.close(resolve)));
	beforeEach(() => {
		got = [];
	});

	test('carry its headers, to its own origin only', async () => {
		answer = { status: 200, body: '{"success":true,"result":{}}' };
		const own = withHeaders(http, installAccess(protectedBy).headers, url);
		await own({ method: 'GET', url: `${url}webservice.php`, headers: { a: '1' } });
		await own({ method: 'GET', url: url.replace('127.0.0.1', 'localhost'), headers: {} }).catch(
			() => undefined,
		);
		expect(got[0]).toMatchObject({ a: '1', authorization: basic });
		for (const headers of got.slice(1)) {
			expect(headers).not.toHaveProperty('authorization');
			expect(headers).not.toHaveProperty('cf-access-client-secret');
		}
	});

	test('a login in front says which options help, and nothing that is echoed is shown', async () => {
		answer = { status: 401, body: `<h1>Unauthorized</h1> ${PASSWORD} ${TOKEN} ${basic}` };
		const connection = connectionData({ ...protectedBy, url });
		const test = testConnection(connection, http);
		await expect(test).rejects.toThrow(/HTTP 401.*"HTTP User Name" and "HTTP Password"/);
		const error = await createCoreBosClient(connection, http)
			.call('listtypes')
			.catch((reason: Error) => reason);
		const text = JSON.stringify([error, String(error)]);
		expect(text).toContain('LOGIN_IN_FRONT');
		for (const secret of [PASSWORD, TOKEN, basic.slice(6)]) expect(text).not.toContain(secret);
	});

	test('a certificate that is not trusted says which option helps', async () => {
		const untrusted = async () =>
			await Promise.reject(
				Object.assign(new Error('self-signed certificate'), {
					code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
				}),
			);
		await expect(
			testConnection(connectionData({ ...protectedBy, url }), untrusted),
		).rejects.toThrow(/self-signed certificate.*"Ignore SSL Issues"/);
	});
});
