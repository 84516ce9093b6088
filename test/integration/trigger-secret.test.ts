import { LoggerProxy, type ICredentialTestFunctions, type IDataObject } from 'n8n-workflow';
import { coreBosTriggerSecretTest } from '../../nodes/CoreBosTrigger/sharedSecret';
import { CoreBosTrigger } from '../../nodes/CoreBosTrigger/CoreBosTrigger.node';
import { hookContext, startTriggerServer, type TriggerServer } from './trigger-server';

const type = 'coreBosTriggerSecretApi';
const credential = { headerName: 'X-CoreBOS-Secret', secret: 'correct horse battery' };
const listed = { permission: [{ title: 'Local', addresses: '127.0.0.1', workflows: '43' }] };
const unlisted = { permission: [{ title: 'Other', addresses: '10.0.0.1', workflows: '43' }] };

let server: TriggerServer;
let log: jest.SpyInstance;

beforeAll(async () => {
	server = await startTriggerServer({ parameters: {} });
});

afterAll(async () => await server.close());

beforeEach(() => {
	log = jest.spyOn(LoggerProxy, 'info').mockImplementation();
});

afterEach(() => log.mockRestore());

/** The whole answer but for the time in it. */
async function answerTo(permissions: IDataObject, headers: Record<string, string>) {
	server.setup = {
		parameters: { permissions, sharedSecret: true },
		credentials: { [type]: credential },
	};
	const response = await fetch(`${server.url}?workflow_id=43`, { method: 'POST', headers });
	const { date, ...others } = Object.fromEntries(response.headers);
	expect(date).toBeDefined();
	return { status: response.status, headers: others, body: await response.text() };
}

test('the right secret from a listed address starts the workflow', async () => {
	const { status } = await answerTo(listed, { 'x-corebos-secret': credential.secret });
	expect(status).toBe(200);
	expect(server.started()).toHaveLength(1);
	expect(JSON.stringify(server.started())).not.toContain(credential.secret);
});

const wrong: Array<[name: string, permissions: IDataObject, headers: Record<string, string>]> = [
	['no secret', listed, {}],
	['an empty one', listed, { 'x-corebos-secret': '' }],
	['another', listed, { 'x-corebos-secret': 'wrong' }],
	['one that begins right', listed, { 'x-corebos-secret': credential.secret.slice(0, -1) }],
	['one that is longer', listed, { 'x-corebos-secret': `${credential.secret}!` }],
	['in another letter case', listed, { 'x-corebos-secret': credential.secret.toUpperCase() }],
	['in another header', listed, { authorization: credential.secret }],
	['the right one from elsewhere', unlisted, { 'x-corebos-secret': credential.secret }],
	['a wrong one from elsewhere', unlisted, { 'x-corebos-secret': 'wrong' }],
];

test.each(wrong)('%s: the answer of a wrong address, byte for byte', async (_name, ...call) => {
	const denied = await answerTo(unlisted, {});
	expect(denied).toMatchObject({ status: 403, body: '{"message":"Access denied"}' });
	expect(await answerTo(...call)).toEqual(denied);
	expect(server.returned).toEqual({ noWebhookResponse: true });
	expect(JSON.stringify(log.mock.calls)).not.toContain(credential.secret);
});

test('a denied address costs the same look at the secret as a wrong secret', async () => {
	const reads: string[] = [];
	const watched = {
		get headerName() {
			reads.push('secret');
			return credential.headerName;
		},
		secret: credential.secret,
	};
	for (const permissions of [listed, unlisted]) {
		reads.length = 0;
		server.setup = {
			parameters: { permissions, sharedSecret: true },
			credentials: { [type]: watched },
		};
		await fetch(`${server.url}?workflow_id=43`, { method: 'POST' });
		expect(reads).toEqual(['secret']);
	}
});

test.each([
	['no value', { headerName: 'X-Secret', secret: '' }],
	['no header', { headerName: '', secret: 'x' }],
	['a header with a colon', { headerName: 'X-Secret:', secret: 'x' }],
	['a header that the workflow sees', { headerName: 'User-Agent', secret: 'x' }],
	['a value that no client can send', { headerName: 'X-Secret', secret: 'ñ' }],
	['a value that loses its spaces', { headerName: 'X-Secret', secret: ' x' }],
])('a secret with %s lets nobody in, and its test says why', async (_name, data) => {
	server.setup = {
		parameters: { permissions: listed, sharedSecret: true },
		credentials: { [type]: data },
	};
	const headers = { 'x-secret': data.secret === 'x' ? 'x' : '' };
	const response = await fetch(`${server.url}?workflow_id=43`, { method: 'POST', headers });
	expect(response.status).toBe(403);
	const verdict = await verdictOn(data);
	expect(verdict.status).toBe('Error');
	expect(verdict.message).toMatch(/header|secret/i);
});

test('the test of a usable credential names the header', async () => {
	expect(await verdictOn(credential)).toEqual({
		status: 'OK',
		message: 'Callers must send the secret in the header x-corebos-secret',
	});
});

test('activation asks for the credential', async () => {
	const { create } = new CoreBosTrigger().webhookMethods.default;
	const parameters = { permissions: listed, sharedSecret: true };
	await expect(create.call(hookContext({ parameters }))).rejects.toThrow(
		'Shared Secret requires a credential',
	);
	const credentials = { [type]: credential };
	expect(await create.call(hookContext({ parameters, credentials }))).toBe(true);
});

async function verdictOn(data: { headerName: string; secret: string }) {
	return await coreBosTriggerSecretTest.call({} as ICredentialTestFunctions, {
		id: '1',
		name: 'secret',
		type,
		data,
	});
}
