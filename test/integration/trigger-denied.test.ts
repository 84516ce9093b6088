/** What becomes of a denied call, for the person who sets up the permissions. */
import { LoggerProxy, type IDataObject, type ILoadOptionsFunctions } from 'n8n-workflow';
import { deniedCallers, noteDeniedCall, restoreDeniedCallers } from '../../engine';
import { CoreBosTrigger } from '../../nodes/CoreBosTrigger/CoreBosTrigger.node';
import { hookContext, startTriggerServer, type TriggerServer } from './trigger-server';

const SECOND = 1000;
const at = (seconds: number) => Date.parse('2026-11-28T11:40:00Z') + seconds * SECOND;
const call = (address: string, asked = 'workflow_id 43') => ({ address, asked });

describe('the list of denied addresses', () => {
	test('has each address once, the newest first, with what it asked for last', () => {
		noteDeniedCall('a', call('10.0.0.1'), at(0));
		noteDeniedCall('a', call('10.0.0.2'), at(1));
		noteDeniedCall('a', call('10.0.0.1', 'workflow_id 77'), at(2));
		expect(deniedCallers('a')).toEqual([
			{ address: '10.0.0.1', asked: 'workflow_id 77', count: 2, time: '2026-11-28T11:40:02.000Z' },
			{ address: '10.0.0.2', asked: 'workflow_id 43', count: 1, time: '2026-11-28T11:40:01.000Z' },
		]);
		expect(deniedCallers('b')).toEqual([]);
	});

	test('has 20 addresses at most', () => {
		for (let n = 0; n < 50; n++) noteDeniedCall('c', call(`10.0.0.${n}`), at(n));
		const addresses = deniedCallers('c').map(({ address }) => address);
		expect(addresses).toHaveLength(20);
		expect([addresses[0], addresses[19]]).toEqual(['10.0.0.49', '10.0.0.30']);
	});

	test('is stored once in ten seconds, whole', () => {
		const stored = [0, 1, 9, 10, 11, 25].map(
			(seconds) => noteDeniedCall('d', call(`10.0.0.${seconds}`), at(seconds))?.length,
		);
		expect(stored).toEqual([1, undefined, undefined, 4, undefined, 6]);
	});

	test('goes on from what was stored, after a restart too', () => {
		const before = [{ ...call('10.0.0.1'), count: 3, time: '2026-11-27T08:00:00.000Z' }];
		restoreDeniedCallers('e', before);
		expect(deniedCallers('e')).toEqual(before);
		noteDeniedCall('e', call('10.0.0.1'), at(0));
		restoreDeniedCallers('e', before);
		expect(deniedCallers('e')).toMatchObject([{ count: 4 }]);
		noteDeniedCall('f', call('10.0.0.2'), at(0), before);
		expect(deniedCallers('f')).toMatchObject([{ address: '10.0.0.2' }, { count: 3 }]);
	});
});

describe('a denied call', () => {
	const trigger = new CoreBosTrigger();
	const permission = (addresses: string, workflows = '43') => ({
		path: 'denied',
		permissions: {
			permission: [
				{ title: 'Shop', addresses, workflows },
				{ title: 'Other', addresses: '10.9.9.9', workflows: '99' },
			],
		},
	});
	let server: TriggerServer;
	let log: jest.SpyInstance;

	beforeAll(async () => {
		log = jest.spyOn(LoggerProxy, 'info').mockImplementation();
		server = await startTriggerServer({ parameters: {} });
	});
	afterAll(async () => {
		log.mockRestore();
		await server.close();
	});

	const send = async (query: string) => await fetch(`${server.url}?${query}`, { method: 'POST' });
	const listed = async (parameters: IDataObject, filter?: string) => {
		const context = { getCurrentNodeParameter: (name: string) => parameters[name] };
		const { results } = await trigger.methods.listSearch.searchDeniedAddresses.call(
			context as unknown as ILoadOptionsFunctions,
			filter,
		);
		return results;
	};

	test.each([
		['10.0.0.1', 'workflow_id=43', 'workflow_id 43, but no permission lists this address'],
		['10.0.0.1', '', 'no workflow, but no permission lists this address'],
		['10.0.0.1', 'workflow_trigger=%3Cb%3E', 'workflow_trigger ?b?, but no permission'],
		['127.0.0.1', 'workflow_id=99', 'workflow_id 99, but it may only start other workflows'],
		['127.0.0.1', 'workflow_id=5', 'workflow_id 5, but no permission lists this workflow'],
	])('to the test URL, permitted %s, query %s: %s', async (addresses, query, reason) => {
		server.setup = { parameters: permission(addresses), isTest: true, workflowId: 'test' };
		await send(query);
		// n8n gives the message of this kind of error to the caller, and shows it in the editor.
		expect(server.returned).toMatchObject({
			name: 'WorkflowConfigurationError',
			message: expect.stringContaining(`Access denied: 127.0.0.1 asked for ${reason}`),
			description: expect.stringContaining('listen again'),
		});
		expect(server.returned).toMatchObject({
			message: expect.stringMatching(/\. To permit it, select it under Denied Address$/),
		});
	});

	test('to the production URL stays mute, and is stored without an execution', async () => {
		server.setup = {
			parameters: { ...permission('10.0.0.1'), path: 'production' },
			workflowId: 'production',
		};
		const answer = await send('workflow_id=43');
		expect([answer.status, await answer.text()]).toEqual([403, '{"message":"Access denied"}']);
		expect(server.returned).toEqual({ noWebhookResponse: true });
		expect(server.setup.staticData).toMatchObject({
			'node:coreBOS Trigger': {
				deniedCallers: [{ address: '127.0.0.1', asked: 'workflow_id 43', count: 1 }],
			},
		});
		await send('workflow_id=43');
		const [{ name, value }] = await listed({ path: 'production' });
		expect(value).toBe('127.0.0.1 workflow_id=43');
		expect(name).toMatch(
			/^127\.0\.0\.1: workflow_id 43, 2 times, last \d{4}-\d\d-\d\d \d\d:\d\d UTC$/,
		);
		expect(await listed({ path: 'production' }, '10.')).toEqual([]);
		expect(await listed({ path: 'other' })).toEqual([]);
		expect(await listed({ path: '' })).toEqual([]);
	});

	test('of the last run of n8n is listed once the workflow is published', async () => {
		const staticData = {
			'node:coreBOS Trigger': {
				deniedCallers: [{ ...call('203.0.113.9'), count: 1, time: '2026-11-27T08:00:00.000Z' }],
			},
		};
		const parameters = { ...permission(''), path: 'restarted' };
		const setup = { parameters, workflowId: 'restarted', staticData };
		await trigger.webhookMethods.default.create.call(hookContext(setup));
		expect(await listed({ path: 'restarted' })).toEqual([
			{
				name: '203.0.113.9: workflow_id 43, once, last 2026-11-27 08:00 UTC',
				value: '203.0.113.9',
			},
		]);
	});

	test.each([
		['workflow_id=43', '127.0.0.1 workflow_id=43'],
		['workflow_trigger=CUSTOM_43', '127.0.0.1 workflow_trigger=CUSTOM_43'],
		['workflow_id=*', '127.0.0.1'],
		['workflow_id=43-50', '127.0.0.1'],
		['workflow_id=%3Cb%3E', '127.0.0.1'],
		['', '127.0.0.1'],
	])('of query %j is offered with what permits it and nothing else', async (query, value) => {
		const path = `offered ${query}`;
		const parameters = { path, permissions: {} };
		server.setup = { parameters, isTest: true, workflowId: path };
		await send(query);
		expect(server.returned).toMatchObject({
			description: expect.stringContaining(`or enter ${value} under Addresses.`),
		});
		expect(await listed({ path })).toMatchObject([{ value }]);
	});

	test('of a permitted address for another workflow is offered on the test URL', async () => {
		const parameters = { ...permission('127.0.0.1'), path: 'another' };
		server.setup = { parameters, isTest: true, workflowId: 'another' };
		await send('workflow_id=5');
		expect(await listed({ path: 'another' })).toMatchObject([{ value: '127.0.0.1 workflow_id=5' }]);
	});

	test('is permitted once it is selected, in a permission that has nothing else', async () => {
		const deniedAddress = { __rl: true, mode: 'list', value: '127.0.0.1 workflow_id=43' };
		const blank = { title: '', addresses: '', workflows: '', triggers: '' };
		const parameters = { permissions: { permission: [{ ...blank, deniedAddress }] } };
		server.setup = { parameters, workflowId: 'with its workflow' };
		expect((await send('workflow_id=43')).status).toBe(200);
		expect((await send('workflow_id=44')).status).toBe(404);
	});

	test('is permitted once its address is selected', async () => {
		const parameters = permission('');
		const [shop] = parameters.permissions.permission;
		Object.assign(shop, { deniedAddress: { __rl: true, mode: 'list', value: '127.0.0.1' } });
		server.setup = { parameters, workflowId: 'selected' };
		expect((await send('workflow_id=43')).status).toBe(200);
		expect((await send('workflow_id=99')).status).toBe(403);
	});

	test('without its secret is not about the address', async () => {
		const parameters = { ...permission('127.0.0.1'), path: 'secret', sharedSecret: true };
		const credentials = { coreBosTriggerSecretApi: { headerName: 'X-Secret', secret: 's3cret' } };
		server.setup = { parameters, credentials, workflowId: 'secret' };
		expect((await send('workflow_id=43')).status).toBe(403);
		expect(await listed({ path: 'secret' })).toEqual([]);
		server.setup.isTest = true;
		await send('workflow_id=43');
		expect(server.returned).toMatchObject({
			message: expect.stringContaining('its shared secret is missing or wrong'),
		});
	});
});
