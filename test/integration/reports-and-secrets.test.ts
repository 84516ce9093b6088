import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { entry, smallMap, source, type SmallMap } from '../unit/map/small-map';
import { runCoreBos } from './corebos-node';
import { CORE_BOS, runNodes, type MapNode } from './n8n-engine';
import { closedUrl } from './recording-server';

/** What the nodes tell of calls that fail, what they save, and what they send to whom. */

interface Service {
	url: string;
	/** What came, as one text for each request. */
	received: string[];
	respond: (request: IncomingMessage, response: ServerResponse, body: string) => unknown;
	close(): Promise<void>;
}

async function startService(): Promise<Service> {
	const service: Service = {
		url: '',
		received: [],
		respond: (_request, response) => response.end('{"name":"x"}'),
		close: async () =>
			await new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	const server: Server = createServer(async (request, response) => {
		let body = '';
		for await (const piece of request) body += String(piece);
		service.received.push([request.url, JSON.stringify(request.headers), body].join('\n'));
		service.respond(request, response, body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return service;
}

let crm: CoreBosStandIn;
let service: Service;
let other: Service;

beforeEach(async () => {
	[crm, service, other] = await Promise.all([
		startCoreBos({ records: { Products: [{ productname: 'Widget' }] } }),
		startService(),
		startService(),
	]);
});
afterEach(async () => {
	await Promise.all([crm.close(), service.close(), other.close()]);
});

const SECRET = 'planted-s3cret-value';

function mapNode(map: SmallMap, parameters: IDataObject = {}): MapNode {
	const mapXml = smallMap({ ...map, config: { wsurl: `${service.url}/api`, ...map.config } });
	return { name: 'Map', parameters: { mapXml, ...parameters } as MapNode['parameters'] };
}

describe('redirects', () => {
	test.each([301, 302, 303, 307, 308])(
		'HTTP %i takes no session of coreBOS along',
		async (status) => {
			other.respond = async (request, response, body) => {
				const { search, searchParams } = new URL(request.url ?? '', other.url);
				const isLogin =
					request.method === 'POST' || searchParams.get('operation') === 'getchallenge';
				if (!isLogin) {
					response.writeHead(status, { location: `${service.url}/webservice.php` }).end();
					return;
				}
				const answer = await fetch(`${crm.url}/webservice.php${search}`, {
					method: request.method,
					...(request.method === 'POST' && {
						body,
						headers: { 'content-type': 'application/x-www-form-urlencoded' },
					}),
				});
				response.end(await answer.text());
			};
			const { error } = await runCoreBos(
				{ connection: { ...crm.connection, url: other.url } },
				{ resource: 'setting', operation: 'get', key: 'k' },
			);
			expect(other.received).toContainEqual(expect.stringContaining('corebos-authorization'));
			expect(error?.message).toContain(`redirects to ${service.url}/webservice.php`);
			expect(service.received).toEqual([]);
		},
	);

	test('a map takes nothing along that tells who calls, also not on the way back', async () => {
		const headers: Array<[string, string]> = [
			['X-Api-Key', SECRET],
			['Accept', 'application/json'],
			['Authorization', `Bearer ${SECRET}`],
		];
		service.respond = (request, response) =>
			request.url === '/back'
				? response.end('{}')
				: response.writeHead(302, { location: `${other.url}/there` }).end();
		other.respond = (_request, response) =>
			response.writeHead(302, { location: `${service.url}/back` }).end();
		await runNodes(
			[{}],
			[
				mapNode({
					config: { wshttpmethod: 'GET', inputtype: 'URL', wsuser: 'u', wspass: SECRET },
					headers,
				}),
			],
		);
		expect(service.received[0]).toContain(SECRET);
		expect(other.received).toHaveLength(1);
		expect(other.received[0]).toContain('application/json');
		expect([other.received[0], service.received[1]].join()).not.toContain(SECRET);
	});

	test('within the origin a read is followed with its headers', async () => {
		service.respond = (request, response) =>
			request.url?.startsWith('/api') === true
				? response.writeHead(307, { location: '/moved' }).end()
				: response.end('{"a":"b"}');
		const { items } = await runNodes(
			[{}],
			[
				mapNode({
					config: { wshttpmethod: 'GET', inputtype: 'URL' },
					headers: [['X-Api-Key', SECRET]],
					response: entry('a', 'a'),
				}),
			],
		);
		expect(items('Map')[0].json.a).toBe('"b"');
		expect(service.received[1]).toContain(SECRET);
	});
});

const LOOK = 'look before you repeat the call';

describe('done, not done or unknown', () => {
	const broken: Record<string, Service['respond']> = {
		'a reset': (request) => request.socket.resetAndDestroy(),
		'half an answer': (_request, response) => {
			response.writeHead(200, { 'content-length': '100' }).write('{"name":');
			setImmediate(() => response.destroy());
		},
		'half of its JSON': (_request, response) => response.end('{"name":'),
		'HTTP 500': (_request, response) => response.writeHead(500).end('{"error":"oops"}'),
		'HTTP 502': (_request, response) => response.writeHead(502).end('<h1>Bad Gateway</h1>'),
		'HTTP 504': (_request, response) => response.writeHead(504).end('<h1>Time-out</h1>'),
		'no answer in time': () => undefined,
	};
	test.each(Object.keys(broken))(
		'%s: a POST of a map may have been done, a GET changes nothing',
		async (what) => {
			service.respond = broken[what];
			const config = { wsresponsetime: '0.5' };
			const post = await runNodes([{}], [mapNode({ config, response: entry('name', 'n') })]);
			expect(post.error?.description).toContain(LOOK);
			expect(post.error?.context?.outcome).toBe('unknown');
			const get = await runNodes(
				[{}],
				[
					mapNode({
						config: { ...config, wshttpmethod: 'GET', inputtype: 'URL' },
						response: entry('name', 'n'),
					}),
				],
			);
			expect(get.error?.context?.outcome).toBe('notDone');
			expect(get.error?.description ?? '').not.toContain(LOOK);
		},
	);

	test('a refused connection and a refusal of the service are not done', async () => {
		const refused = await runNodes([{}], [mapNode({ config: { wsurl: await closedUrl() } })]);
		expect(refused.error?.context?.outcome).toBe('notDone');
		service.respond = (_request, response) => response.writeHead(422).end('{"message":"no name"}');
		const { error } = await runNodes([{}], [mapNode({})]);
		expect(error?.context?.outcome).toBe('notDone');
		expect(error?.description ?? '').not.toContain(LOOK);
	});

	test('an item that is passed on says it as well', async () => {
		service.respond = broken['a reset'];
		const { items } = await runNodes([{}], [{ ...mapNode({}), onError: 'continueRegularOutput' }]);
		expect(items('Map')[0].json.error).toContain(LOOK);
	});

	test('the coreBOS node says it in a property, too', async () => {
		crm.fail({ kind: 'dropAfter', operation: 'setSetting' });
		const { error } = await runCoreBos(crm, {
			resource: 'setting',
			operation: 'set',
			key: 'k',
			value: 'v',
		});
		expect(error?.context?.outcome).toBe('unknown');
	});
});

describe('save fields to the record', () => {
	test.each([
		['{"success":false}'],
		['{"success":false,"name":"x"}'],
		['{"success":false,"error":{}}'],
		['null'],
		['[]'],
		['{}'],
		['""'],
		['{"name":'],
		[''],
	])('%s at HTTP 200 changes nothing, and the item fails', async (answer) => {
		service.respond = (_request, response) => response.end(answer);
		const [before] = crm.records('Products').map((record) => ({ ...record }));
		for (const options of [
			{ compatibility: 'coreBos' },
			{ compatibility: 'native' },
			{ neverError: true },
		]) {
			const node = {
				...mapNode({ response: entry('name', 'productname') }, { saveToRecord: true, options }),
				credential: crm.connection,
			};
			const { error } = await runNodes([{ ...before }], [node]);
			expect(error === undefined).toBe('neverError' in options);
		}
		expect(crm.records('Products')[0].productname).toBe('Widget');
		expect(crm.requests.filter(({ operation }) => operation === 'revise')).toEqual([]);
	});

	test('a good answer is saved', async () => {
		const [before] = crm.records('Products').map((record) => ({ ...record }));
		const node = {
			...mapNode(
				{ response: entry('name', 'productname') },
				{ saveToRecord: true, options: { compatibility: 'native' } },
			),
			credential: crm.connection,
		};
		const { error } = await runNodes([before], [node]);
		expect(error).toBeUndefined();
		expect(crm.records('Products')[0].productname).toBe('x');
	});
});

describe('limits', () => {
	const limited = { options: { responseSizeLimit: 1 } };

	test.each<[string, Service['respond']]>([
		['as it is', (_request, response) => response.end('x'.repeat(2_000_000))],
		[
			'announced',
			(_request, response) => {
				response.writeHead(200, { 'content-length': '2000000' });
				response.write('x');
			},
		],
		[
			'when it is decompressed',
			(_request, response) =>
				response
					.writeHead(200, { 'content-encoding': 'gzip' })
					.end(gzipSync('x'.repeat(2_000_000))),
		],
	])('an answer that is too large %s is given up', async (_how, respond) => {
		service.respond = respond;
		const { error } = await runNodes([{}], [mapNode({}, limited)]);
		expect(error?.message).toContain('larger than 1 MB');
		expect(error?.context?.outcome).toBe('unknown');
	});

	test('an answer that comes drop by drop is given up when its time is over', async () => {
		const drips: NodeJS.Timeout[] = [];
		service.respond = (_request, response) => {
			response.writeHead(200);
			drips.push(setInterval(() => response.write(' '), 20));
		};
		const { error } = await runNodes([{}], [mapNode({ config: { wsresponsetime: '0.4' } })]);
		drips.forEach((drip) => clearInterval(drip));
		expect(error?.message).toContain('not complete after 0.4 seconds');
	});

	/** coreBOS, but for the call that is the work: that is answered by the case. */
	const inFrontOfCoreBos =
		(respond: Service['respond']): Service['respond'] =>
		async (request, response, body) => {
			if (/operation=(?:query|create)/.test(`${request.url} ${body}`)) {
				return respond(request, response, body);
			}
			const { method = 'GET', headers } = request;
			const passedOn = ['content-type', 'corebos-authorization'].flatMap((name) =>
				typeof headers[name] === 'string' ? [[name, headers[name]]] : [],
			);
			const answer = await fetch(new URL(request.url ?? '', crm.url), {
				method,
				headers: Object.fromEntries(passedOn) as Record<string, string>,
				...(method === 'POST' && { body }),
			});
			return response.end(await answer.text());
		};
	const large = `{"success":true,"result":["${'x'.repeat(2_000_000)}"]}`;
	const CALLS: Array<[string, IDataObject, string]> = [
		[
			'reads',
			{ resource: 'query', operation: 'run', query: 'select id from Products;' },
			'notDone',
		],
		[
			'writes',
			{
				resource: 'record',
				operation: 'create',
				module: { __rl: true, mode: 'name', value: 'Products' },
				valuesFrom: 'json',
				fieldsJson: '{"productname":"x","assigned_user_id":"19x1"}',
			},
			'unknown',
		],
	];

	test.each(CALLS)(
		'also those of the coreBOS node, for a call that %s',
		async (_what, operation, outcome) => {
			for (const respond of [
				((_request, response) => response.end(large)) as Service['respond'],
				((_request, response) => {
					response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(large));
				}) as Service['respond'],
			]) {
				service.respond = inFrontOfCoreBos(respond);
				const parameters = { ...operation, options: { responseSizeLimit: 1 } } as INodeParameters;
				const credential = { ...crm.connection, url: service.url };
				const { error } = await runNodes(
					[{}],
					[{ name: 'Node', type: CORE_BOS, parameters, credential }],
				);
				expect(`${error?.message} ${error?.description}`).toContain('larger than 1 MB');
				expect(error?.context?.outcome).toBe(outcome);
			}
		},
	);
});

test('what was sent as a secret is masked wherever the service repeats it', async () => {
	const basic = Buffer.from(`user:${SECRET}`).toString('base64');
	service.respond = (request, response, body) =>
		response.writeHead(400).end(
			JSON.stringify({
				error: {
					code: SECRET,
					message: `you sent ${JSON.stringify(request.headers)} ${request.url} ${body} ${SECRET}`,
				},
			}),
		);
	const configs: Array<Record<string, string>> = [
		{ wsuser: 'user', wspass: SECRET },
		{ wsurl: `${service.url}/api?sig=${SECRET}` },
	];
	for (const config of configs) {
		const node = mapNode({
			config,
			headers: [['X-Tenant-Signature', `${SECRET}-2`]],
			fields: { pin: source('CONST', SECRET), hash: source('EXPRESSION', 'concat(1,2)') },
		});
		const { error } = await runNodes([{}], [node]);
		const told = [error?.message, error?.description, JSON.stringify(error?.context)].join();
		expect(told).toContain('***');
		expect(told).not.toContain(SECRET);
		expect(told).not.toContain(basic);
	}
});

test('an answer that is cut in the middle of a secret shows no beginning of it', async () => {
	for (const length of [150, 170, 190, 199]) {
		service.respond = (request, response) =>
			response
				.writeHead(400)
				.end(`${'x'.repeat(length)} ${String(request.headers['x-tenant-signature'])}`);
		const node = mapNode({ headers: [['X-Tenant-Signature', SECRET.repeat(3)]] });
		const { error } = await runNodes([{}], [node]);
		expect(error?.message).toContain('x'.repeat(length - 1));
		expect(error?.message).not.toContain(SECRET.slice(0, 5));
	}
});

describe('where the first failure stops the node', () => {
	const itemsTold = /Done before the node stopped: items? [\d–, ]+\. Do not repeat them/;

	test.each([1, 4])('with %i at a time the error lists what was done', async (concurrency) => {
		service.respond = (_request, response, body) =>
			body.includes('"5"') ? response.writeHead(422).end('{}') : response.end('{}');
		const items = Array.from({ length: 12 }, (_, index) => ({ n: String(index) }));
		const node = mapNode({ fields: { n: source('', 'n') } }, { options: { concurrency } });
		const { error } = await runNodes(items, [node]);
		expect(error?.description).toMatch(itemsTold);
		const { done, notBegun } = error?.context?.items as { done: number[]; notBegun: number[] };
		const received = service.received.length;
		expect(done.length).toBe(received - 1);
		expect(done).not.toContain(5);
		expect(notBegun.length).toBe(12 - received);
	});

	test('also those of the coreBOS node', async () => {
		crm.fail({ kind: 'dropAfter', operation: 'setSetting', after: 3 });
		const items = Array.from({ length: 8 }, () => ({}));
		const { error } = await runCoreBos(
			crm,
			{
				resource: 'setting',
				operation: 'set',
				key: 'k',
				value: 'v',
				options: { parallelCalls: 4 },
			},
			items,
		);
		expect(error?.description).toMatch(itemsTold);
		expect((error?.context?.items as { done: number[] }).done.length).toBe(
			crm.calls('setSetting') - 1,
		);
	});
});

describe('what an item wrote before it failed is told', () => {
	const told =
		/Done before the failure: the setting "first" was set, the setting "second" was deleted/;
	const reading = "getSetting('x', '')";

	test.each<[string, () => MapNode]>([
		[
			'Evaluate Expression',
			() => ({
				name: 'Map',
				parameters: {
					operation: 'evaluate',
					expressionKind: 'expression',
					expression: `concat(setSetting('first', '1'), delSetting('second'), ${reading})`,
				},
			}),
		],
		[
			'Set Context',
			() => ({
				name: 'Map',
				parameters: {
					operation: 'setContext',
					contextVariables: {
						rows: [
							{ variable: 'a', kind: 'expression', expression: "setSetting('first', '1')" },
							{ variable: '', kind: 'expression', expression: "delSetting('second')" },
							{ variable: 'c', kind: 'expression', expression: reading },
						],
					},
				},
			}),
		],
		[
			'Run Map: a field',
			() =>
				mapNode({
					fields: {
						a: source('EXPRESSION', "concat(setSetting('first', '1'), delSetting('second'))"),
						b: source('EXPRESSION', reading),
					},
				}),
		],
		[
			'Run Map: the call',
			() => {
				service.respond = (_request, response) => response.writeHead(422).end('{}');
				const both = "concat(setSetting('first', '1'), delSetting('second'))";
				return mapNode({ fields: { a: source('EXPRESSION', both) } });
			},
		],
	])('%s', async (_, node) => {
		crm.fail({ kind: 'http500', operation: 'getSetting', times: 9 });
		const stopped = await runNodes([{}], [{ ...node(), credential: crm.connection }]);
		expect(stopped.error?.description).toMatch(told);
		const continued = await runNodes(
			[{}],
			[{ ...node(), credential: crm.connection, onError: 'continueRegularOutput' }],
		);
		expect(continued.items('Map')[0].json.error).toMatch(told);
		expect([crm.calls('setSetting'), crm.calls('delSetting')]).toEqual([2, 2]);
	});

	test('an item whose run succeeds, or that wrote nothing, tells nothing of it', async () => {
		crm.fail({ kind: 'http500', operation: 'getSetting', times: 9 });
		const parameters = { operation: 'evaluate', expressionKind: 'expression', expression: reading };
		const { error } = await runNodes(
			[{}],
			[{ name: 'Map', parameters, credential: crm.connection }],
		);
		expect(error).toBeDefined();
		expect(error?.description ?? '').not.toContain('Done before');
	});
});

test('what n8n stores of an error has no XML of the map, which may hold a key', async () => {
	service.respond = (_request, response) => response.writeHead(500).end('{"error":"oops"}');
	const map = { config: { wsurl: service.url }, headers: [['X-Api-Key', SECRET]] } as SmallMap;
	const { error } = await runNodes([{}], [mapNode(map)]);
	expect(error?.message).toContain('HTTP 500');
	expect(JSON.stringify(error)).not.toContain(SECRET);
});
