import {
	LoggerProxy,
	nodeParametersAreStatic,
	NodeHelpers,
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';
import { CoreBosTrigger } from '../../nodes/CoreBosTrigger/CoreBosTrigger.node';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import {
	hookContext,
	nodeOf,
	startTriggerServer,
	workflowOf,
	type TriggerServer,
	type TriggerSetup,
} from './trigger-server';

const trigger = new CoreBosTrigger() as INodeType & CoreBosTrigger;
const { description } = trigger;
const local = {
	permission: [
		{ title: 'Local', addresses: '127.0.0.1, ::1', workflows: '43, 77', triggers: 'CUSTOM_43' },
		{ title: 'Elsewhere', addresses: '10.0.0.1', workflows: '99', triggers: '' },
	],
};

let coreBos: CoreBosStandIn;
let server: TriggerServer;
/** What the node writes into n8n's log. */
let log: jest.SpyInstance;

beforeAll(async () => {
	coreBos = await startCoreBos();
	server = await startTriggerServer({ parameters: {} });
});

afterAll(async () => {
	await coreBos.close();
	await server.close();
});

beforeEach(() => {
	server.setup = { parameters: { permissions: local } };
	log = jest.spyOn(LoggerProxy, 'info').mockImplementation();
});

afterEach(() => log.mockRestore());

/** More parameters, beside the permissions. */
function withParameters(more: IDataObject, credentials?: TriggerSetup['credentials']): void {
	server.setup = { parameters: { permissions: local, ...more }, credentials };
}

async function send(
	query: string,
	init: RequestInit = {},
): Promise<{ status: number; message?: string }> {
	const response = await fetch(`${server.url}${query}`, { method: 'POST', ...init });
	const text = await response.text();
	const message = text ? (JSON.parse(text) as { message: string }).message : undefined;
	return { status: response.status, message };
}

function startedItem(): INodeExecutionData {
	const [[item]] = server.started();
	return item;
}

const form = (body: string): RequestInit => ({
	body,
	headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'shop/1' },
});

describe('a permitted call', () => {
	test('starts the workflow with what the call holds', async () => {
		await send('?record_id=11x852&workflow_id=43', form('a[]=1&a[]=2&b=x+y&'));
		expect(startedItem()).toEqual({
			json: {
				record_id: '11x852',
				workflow_id: '43',
				workflow_trigger: null,
				permission: 'Local',
				env: { a: ['1', '2'], b: 'x y' },
				context: { a: ['1', '2'], b: 'x y' },
				caller: { address: '127.0.0.1', userAgent: 'shop/1' },
			},
		});
	});

	test('by trigger key, without a record, with JSON', async () => {
		await send('?workflow_trigger=CUSTOM_43', {
			body: '{"a":{"b":[1]}}',
			headers: { 'content-type': 'application/json' },
		});
		expect(startedItem().json).toMatchObject({
			record_id: null,
			workflow_id: null,
			workflow_trigger: 'CUSTOM_43',
			env: { a: { b: [1] } },
		});
	});

	test('hands over files as binary data, under names of their own', async () => {
		const body = new FormData();
		body.append('n[a]', '1');
		body.append('photo', new Blob(['x'], { type: 'image/png' }), 'x.png');
		body.append('p[]', new Blob(['first']), 'one.txt');
		body.append('p[]', new Blob(['second']), 'two.txt');
		await send('?workflow_id=43', { body });
		const { json, binary = {} } = startedItem();
		expect(json.env).toEqual({ n: { a: '1' } });
		expect(Object.keys(binary)).toEqual(['photo', 'p0', 'p1']);
		expect(binary.photo).toMatchObject({ fileName: 'x.png', mimeType: 'image/png' });
		expect(Buffer.from(binary.p1.data, 'base64').toString()).toBe('second');
	});

	test.each([
		[undefined, { a: 'body' }],
		[{ queryVariables: true }, { a: 'body', q: ['1'] }],
	])('GET variables with options %j', async (settings, env) => {
		withParameters(settings ? { settings } : {});
		await send('?workflow_id=43&a=query&q[]=1', form('a=body'));
		expect(startedItem().json.env).toEqual(env);
	});
});

describe('Accept GET', () => {
	test('starts the workflow by a GET, whose variables stay out unless they are let in', async () => {
		withParameters({ settings: { acceptGet: true } });
		expect((await send('?workflow_id=43&a=1', { method: 'GET' })).status).toBe(200);
		expect(startedItem().json).toMatchObject({ workflow_id: '43', env: {}, context: {} });
		withParameters({ settings: { acceptGet: true, queryVariables: true } });
		await send('?workflow_id=43&a=1', { method: 'GET' });
		expect(startedItem().json).toMatchObject({ env: { a: '1' }, context: { a: '1' } });
	});

	test('permits nobody more, and no other method', async () => {
		withParameters({ settings: { acceptGet: true } });
		expect(await send('?workflow_id=99', { method: 'GET' })).toEqual({
			status: 403,
			message: 'Access denied',
		});
		for (const method of ['PUT', 'PATCH', 'DELETE', 'HEAD']) {
			const response = await fetch(`${server.url}?workflow_id=43`, { method });
			expect([method, response.status]).toEqual([method, 405]);
			expect(response.headers.get('allow')).toBe('GET, POST');
			expect(server.returned).toEqual({ noWebhookResponse: true });
		}
	});
});

describe('a call that is refused makes no execution', () => {
	const refusals: Array<
		[name: string, query: string, init: RequestInit, status: number, message: string]
	> = [
		['other address', '?workflow_id=99', {}, 403, 'Access denied'],
		['unknown workflow', '?workflow_id=5', {}, 404, 'No workflow is known here for workflow_id 5'],
		[
			'unknown trigger',
			'?workflow_trigger=X',
			{},
			404,
			'No workflow is known here for workflow_trigger X',
		],
		['no workflow', '', {}, 400, 'The query needs workflow_id'],
		['bad record', '?workflow_id=43&record_id=x', {}, 400, 'record_id must be'],
		[
			'bad JSON',
			'?workflow_id=43',
			{ body: '{', headers: { 'content-type': 'application/json' } },
			400,
			'not valid JSON',
		],
		[
			'unknown encoding',
			'?workflow_id=43',
			{ body: 'x', headers: { 'content-encoding': 'br' } },
			400,
			'"br"',
		],
		['GET', '?workflow_id=43', { method: 'GET' }, 405, 'Only POST'],
		['PUT', '?workflow_id=43', { method: 'PUT', body: 'x' }, 405, 'Only POST'],
		['DELETE', '', { method: 'DELETE' }, 405, 'Only POST'],
	];
	test.each(refusals)('%s', async (_name, query, init, status, message) => {
		expect(await send(query, init)).toEqual({ status, message: expect.stringContaining(message) });
		expect(server.returned).toEqual({ noWebhookResponse: true });
	});

	test.each([
		['no permissions', {}],
		['an empty list', { permission: [] }],
		[
			'an empty permission',
			{ permission: [{ title: '', addresses: '', workflows: '', triggers: '' }] },
		],
		['a permission without ids', { permission: [{ title: '', addresses: '*' }] }],
		[
			'other addresses',
			{ permission: [{ addresses: '10.0.0.0/8', workflows: '*', triggers: '*' }] },
		],
		['an entry that cannot be read', { permission: [{ addresses: '*, x', workflows: '*' }] }],
	])('%s: the same answer whatever the call holds', async (_name, permissions) => {
		server.setup = { parameters: { permissions } };
		for (const query of ['', '?workflow_id=43', '?workflow_id=43&record_id=x']) {
			expect(await send(query, form('a=1'))).toEqual({ status: 403, message: 'Access denied' });
			expect(server.returned).toEqual({ noWebhookResponse: true });
		}
	});

	test.each([
		['stands in no permission', '10.0.0.2', /no permission/],
		['may start other workflows', '127.0.0.1, ::1', /other workflows/],
	])('the log has the address that %s', async (_title, addresses, reason) => {
		const other = { title: '', addresses: '10.0.0.1', workflows: '43', triggers: '' };
		const own = { title: '', addresses, workflows: '44', triggers: '' };
		server.setup = { parameters: { permissions: { permission: [own, other] } } };
		await send('?workflow_id=43', form('a=1'));
		const [[line]] = log.mock.calls as string[][];
		expect(line).toMatch(
			/^coreBOS Trigger denied a call from (127\.0\.0\.1|::1|::ffff:127\.0\.0\.1): /,
		);
		expect(line).toMatch(reason);
	});

	test.each([
		'x-forwarded-for',
		'forwarded',
		'x-real-ip',
		'client-ip',
		'x-client-ip',
		'true-client-ip',
	])('no address is taken from %s', async (name) => {
		const value = name === 'forwarded' ? 'for=10.0.0.1' : '10.0.0.1';
		expect(await send('?workflow_id=99', { headers: { [name]: value } })).toMatchObject({
			status: 403,
		});
	});

	test.each([
		['workflow_id=43', true],
		['workflow_id=99', false],
		['workflow_id=5', false],
		['workflow_id=43&record_id=x', false],
	])('the body of %s is read: %s', async (query, isRead) => {
		await send(`?${query}`, form('a=1'));
		expect(server.hasReadBody).toBe(isRead);
	});

	test('the answer to another method names the right one', async () => {
		const response = await fetch(server.url, { method: 'PATCH' });
		expect(response.headers.get('allow')).toBe('POST');
	});

	test('a body that is too large', async () => {
		const tooLarge = Object.assign(new Error('request entity too large'), { statusCode: 413 });
		const { rawBodyOf } = await import('../../nodes/CoreBosTrigger/rawBody');
		const request = {
			method: 'POST',
			url: '/',
			headers: {},
			readRawBody: () => Promise.reject(tooLarge),
		};
		expect(await rawBodyOf(request)).toMatchObject({ status: 413 });
	});
});

describe('Load Record', () => {
	beforeEach(() => {
		withParameters({ loadRecord: true }, { coreBosApi: { ...coreBos.connection } });
	});

	test('makes the fields of the record those of the item', async () => {
		await send('?record_id=19x1&workflow_id=43', form('user_name=from+the+body'));
		expect(startedItem().json).toMatchObject({
			id: '19x1',
			user_name: 'admin',
			record_id: '19x1',
			env: { user_name: 'from the body' },
			record: { id: '19x1', user_name: 'admin' },
		});
	});

	test('shows what the call says before the fields of the record', async () => {
		await send('?record_id=19x1&workflow_id=43', form('source=shop'));
		expect(Object.keys(startedItem().json).slice(0, 8)).toEqual([
			'record_id',
			'workflow_id',
			'workflow_trigger',
			'permission',
			'env',
			'context',
			'caller',
			'user_name',
		]);
	});

	test.each(['14x99999999', '999x1', '99999999', '0'.repeat(39) + '1'])(
		'a record that does not exist: %s',
		async (id) => {
			expect(await send(`?record_id=${id}&workflow_id=43`)).toEqual({
				status: 404,
				message: `There is no record ${id}`,
			});
			expect(server.returned).toEqual({ noWebhookResponse: true });
		},
	);

	test('037 a deleted record starts the workflow without its fields where the option says so', async () => {
		const settings = { missingRecord: 'start' };
		withParameters({ loadRecord: true, settings }, { coreBosApi: { ...coreBos.connection } });
		await send('?record_id=14x99999999&workflow_id=43', form('reason=deleted'));
		expect(startedItem().json).toMatchObject({
			record_id: '14x99999999',
			env: { reason: 'deleted' },
		});
		expect(startedItem().json).not.toHaveProperty('record');
	});

	test('a run without a record asks for none', async () => {
		const before = coreBos.requests.length;
		await send('?record_id=0&workflow_id=43');
		expect(startedItem().json).not.toHaveProperty('record');
		expect(coreBos.requests).toHaveLength(before);
	});

	test('a denied caller asks for none either', async () => {
		const before = coreBos.requests.length;
		await send('?record_id=19x1&workflow_id=99');
		expect(coreBos.requests).toHaveLength(before);
	});

	test('a coreBOS that fails is an error of the execution', async () => {
		coreBos.fail({ operation: 'retrieve', kind: 'http500' });
		await send('?record_id=19x1&workflow_id=43');
		coreBos.heal();
		expect(server.returned).toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringContaining('Record 19x1 could not be loaded'),
		});
	});
});

describe('activation and test listening', () => {
	const hook = (parameters: IDataObject, credentials?: TriggerSetup['credentials']) =>
		hookContext({ parameters, credentials });
	const { checkExists, create, delete: remove } = trigger.webhookMethods.default;

	test('goes through the setup every time', async () => {
		expect(await checkExists.call(hook({ permissions: local }))).toBe(false);
		expect(await create.call(hook({ permissions: local }))).toBe(true);
		expect(await create.call(hook({}))).toBe(true);
		expect(await remove.call(hook({ permissions: local }))).toBe(true);
	});

	test.each(['10.0.0.300', '192.168.0.9-192.168.0.1', 'localhost'])(
		'stops at %s',
		async (entry) => {
			const permissions = { permission: [{ addresses: `10.0.0.1\n${entry}`, workflows: '43' }] };
			await expect(create.call(hook({ permissions }))).rejects.toMatchObject({
				name: 'NodeOperationError',
				message: expect.stringContaining(`"${entry}"`),
				description: expect.stringContaining('Addresses of the permission number 1'),
			});
		},
	);

	test.each([
		[
			{ title: 'Shop', addresses: '*' },
			'The permission "Shop" permits nothing: it needs Workflow IDs or Trigger Keys',
			/Workflow IDs/,
		],
		[
			{ title: 'Shop', addresses: '*', workflows: '33x43' },
			'The ID "33x43" cannot be read',
			/permission "Shop".* write 43\./,
		],
	])('stops at the permission %j', async (permission, message, description) => {
		const permissions = { permission: [permission] };
		await expect(create.call(hook({ permissions }))).rejects.toMatchObject({
			name: 'NodeOperationError',
			message,
			description: expect.stringMatching(description),
		});
	});

	test('stops at Load Record without a credential', async () => {
		const setup = hook({ permissions: local, loadRecord: true });
		await expect(create.call(setup)).rejects.toThrow('Load Record requires a coreBOS credential');
	});
});

describe('the description of the node', () => {
	const blank = {
		title: '',
		addresses: '',
		deniedAddress: { mode: 'list' },
		workflows: '',
		triggers: '',
	};
	test('permits nobody by default, with a permission to fill in', async () => {
		const defaults = NodeHelpers.getNodeParameters(
			description.properties,
			{},
			true,
			false,
			null,
			description,
		);
		const permissions = { permission: [blank] };
		expect(defaults).toMatchObject({ permissions, loadRecord: false, settings: {} });
		server.setup = { parameters: { permissions } };
		const hook = hookContext({ parameters: { permissions } });
		expect(await trigger.webhookMethods.default.create.call(hook)).toBe(true);
		expect((await send('workflow_id=43')).status).toBe(403);
	});

	// n8n leaves the body to the node in this version only.
	test('has version 1', () => expect(description.version).toBe(1));

	test('a permission makes n8n evaluate nothing of the webhook description', () => {
		const permissions = { permission: [{ addresses: '127.0.0.1', workflows: '43' }] };
		const node = nodeOf(workflowOf({ parameters: { path: 'shop', permissions } }));
		expect(node.parameters.permissions).toHaveProperty('permission.0.deniedAddress');
		expect(nodeParametersAreStatic(node)).toBe(true);
	});

	test('asks n8n to leave the body unread', () => {
		expect(nodeOf(workflowOf({ parameters: {} })).parameters.options).toEqual({
			binaryData: true,
		});
	});

	test('answers all methods that n8n passes on', () => {
		const methods = description.webhooks?.map(({ httpMethod }) => String(httpMethod)).join();
		expect(methods?.split(',').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT']);
		expect(description.webhooks?.filter(({ ndvHideUrl }) => !ndvHideUrl)).toHaveLength(1);
	});
});
