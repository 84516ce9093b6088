import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { parseMap } from '../../engine';
import { mapToParameters } from '../../convert';
import { smallMap, source, type SmallMap } from '../unit/map/small-map';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { runNodes } from './n8n-engine';
import {
	startRecordingServer,
	type ReceivedRequest,
	type RecordingServer,
} from './recording-server';

let api: RecordingServer;
let coreBos: CoreBosStandIn;

beforeAll(async () => {
	api = await startRecordingServer();
	coreBos = await startCoreBos({ settings: { host: api.url, key: 's3' } });
});

afterAll(async () => {
	await Promise.all([api.close(), coreBos.close()]);
});

const ITEM = {
	name: 'Ñandú & Co',
	zero: 0,
	price: 1234.5,
	yes: true,
	context: { token: 't0k', o: { deep: 'd' } },
};

/** The same map as XML and as parameters of the node. */
const SOURCES: Array<[title: string, parameters: (xml: string) => INodeParameters]> = [
	['XML', (mapXml) => ({ mapSource: 'xml', mapXml })],
	['Define Below', (xml) => ({ mapSource: 'define', ...mapToParameters(parseMap(xml)) })],
];

/** Where the map calls, once there is a server. */
const at = (path: string) => `${api.url}${path}`;

async function call(
	parameters: INodeParameters,
	options: IDataObject = {},
): Promise<{ sent?: ReceivedRequest; json: IDataObject; error?: string }> {
	api.requests.length = 0;
	const outcome = await runNodes(
		[ITEM],
		[
			{
				name: 'Map',
				typeVersion: 1.1,
				parameters: {
					...parameters,
					options: { callSummaryProperty: 'call', ...options } as never,
				},
				credential: coreBos.connection,
			},
		],
	);
	return {
		sent: api.requests[0],
		json: outcome.items('Map')[0]?.json ?? {},
		error: outcome.error && `${outcome.error.message}\n${outcome.error.description ?? ''}`,
	};
}

interface Row {
	title: string;
	map: () => SmallMap;
	/** What the server got. */
	want: Partial<Record<'method' | 'url' | 'body', string>> & { headers?: Record<string, string> };
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const fields = { n: source('FIELD', 'name'), z: source('EXPRESSION', 'zero + 1') };

const ROWS: Row[] = [
	{
		title: 'wsurl: getSetting, getContext, anywhere',
		map: () => ({
			config: { wsurl: 'getSetting(host)/getContext(token)/getContext(o.deep)?k=getSetting(key)' },
		}),
		want: { url: '/t0k/d?k=s3' },
	},
	{
		title: 'wsurl: what may not stand in an address is encoded',
		map: () => ({ config: { wsurl: at('/a b/ñ?q=x#y') } }),
		want: { url: '/a%20b/%C3%B1?q=x%23y' },
	},
	...['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'LINK'].map(
		(method): Row => ({
			title: `wshttpmethod: ${method}, with a body`,
			map: () => ({ config: { wsurl: at('/x'), wshttpmethod: method }, fields }),
			want: { method, body: '{"n":"\\u00d1and\\u00fa & Co","z":"1"}' },
		}),
	),
	{
		title: 'wsuser, wspass',
		map: () => ({ config: { wsurl: at('/x'), wsuser: 'bob', wspass: 'p:w' } }),
		want: { headers: { authorization: basic('bob:p:w') } },
	},
	{
		title: 'wsproxyhost, wsproxyport',
		map: () => ({
			config: {
				wsurl: 'http://nowhere.example/x?y=1',
				wsproxyhost: '127.0.0.1',
				wsproxyport: new URL(api.url).port,
			},
		}),
		want: { url: 'http://nowhere.example/x?y=1' },
	},
	{
		title: 'wsheader: calls anywhere in the value',
		map: () => ({
			config: { wsurl: at('/x') },
			headers: [
				['Authorization', 'Bearer getContext(token)'],
				['X-Key', 'getSetting(key)'],
				['X-Both', 'a-getContext(o.deep)-getSetting(key)-z'],
				['X-Empty', ''],
			],
		}),
		want: {
			headers: { authorization: 'Bearer t0k', 'x-key': 's3', 'x-both': 'a-d-s3-z' },
		},
	},
	{
		title: 'inputtype JSON',
		map: () => ({ config: { wsurl: at('/x') }, fields }),
		want: {
			body: '{"n":"\\u00d1and\\u00fa & Co","z":"1"}',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		},
	},
	{
		title: 'inputtype JSON, a form by its header',
		map: () => ({
			config: { wsurl: at('/x') },
			headers: [['Content-type', 'application/x-www-form-urlencoded']],
			fields,
		}),
		want: {
			body: 'n=%C3%91and%C3%BA+%26+Co&z=1',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		},
	},
	{
		title: 'inputtype XML is a form',
		map: () => ({ config: { wsurl: at('/x'), inputtype: 'XML' }, fields }),
		want: { body: 'n=%C3%91and%C3%BA+%26+Co&z=1' },
	},
	{
		title: 'inputtype URL',
		map: () => ({ config: { wsurl: at('/x?a=b'), inputtype: 'URL', wshttpmethod: 'GET' }, fields }),
		want: { url: '/x?a=b&n=%C3%91and%C3%BA%20%26%20Co&z=1', body: '' },
	},
	{
		title: 'inputtype URLRESTFUL',
		map: () => ({ config: { wsurl: at('/x/$z'), inputtype: 'URLRESTFUL' }, fields }),
		want: { url: '/x/1', body: '{"n":"\\u00d1and\\u00fa & Co"}' },
	},
];

describe.each(SOURCES)('%s', (_source, parametersOf) => {
	test.each(ROWS.map((row) => [row.title, row] as const))('%s', async (_title, { map, want }) => {
		const parameters = parametersOf(smallMap(map()));
		const { sent, error } = await call(parameters, { compatibility: 'coreBos' });
		expect(error).toBeUndefined();
		const { headers = {}, ...rest } = want;
		expect(sent).toMatchObject({ ...rest, headers });
		expect(sent?.headers).not.toHaveProperty('x-empty');
	});

	test('methodname is the name of the call', async () => {
		const parameters = parametersOf(smallMap({ config: { wsurl: at('/x'), methodname: 'Ping' } }));
		const { json } = await call(parameters);
		expect(json.call).toMatchObject({ methodname: 'Ping', status: 200 });
	});

	test('wsresponsetime is a limit in seconds', async () => {
		api.answer.delay = 400;
		try {
			const config = { wsurl: at('/x'), wsresponsetime: '0.1' };
			const { error } = await call(parametersOf(smallMap({ config })));
			expect(error).toMatch(/no answer came: .*timeout/i);
			const patient = { ...config, wsresponsetime: '20' };
			expect((await call(parametersOf(smallMap({ config: patient })))).error).toBeUndefined();
		} finally {
			delete api.answer.delay;
		}
	});

	test.each<[title: string, map: SmallMap, message: RegExp]>([
		[
			'wstype',
			{ config: { wstype: 'Rest' } },
			/(?:wstype|"WS Type") "Rest" is unknown[^]*REST, SOAP/,
		],
		[
			'inputtype',
			{ config: { inputtype: 'json' } },
			/(?:inputtype|"Input Type") "json" is unknown[^]*JSON, URL, URLRESTFUL, XML/,
		],
		[
			'wshttpmethod',
			{ config: { wshttpmethod: 'GET /' } },
			/(?:wshttpmethod|"HTTP Method") "GET \/" is not an HTTP method/,
		],
		['wsurl', { config: { wsurl: 'ftp://host/' } }, /must begin with http/],
		[
			'wsproxyport',
			{ config: { wsproxyhost: 'p', wsproxyport: 'x' } },
			/(?:wsproxyport|"Proxy Port") "x" is not a port/,
		],
		[
			'a line end in a header',
			{ headers: [['X-A', 'a\nX-B: b']] },
			/The value of header X-A contains a line break/,
		],
		[
			'a header name with a space',
			{ headers: [['X A', 'b']] },
			/"X A" cannot be the name of a header/,
		],
	])('%s that cannot be used is an error, and nothing is sent', async (_title, map, message) => {
		const { error, sent } = await call(parametersOf(smallMap(map)));
		expect(error).toMatch(message);
		expect(error).not.toMatch(/\[item/);
		expect(sent).toBeUndefined();
	});

	test('a context variable with a line end cannot add a header', async () => {
		const headers: SmallMap['headers'] = [['X-A', "getContext('evil')"]];
		const parameters = parametersOf(smallMap({ config: { wsurl: at('/x') }, headers }));
		api.requests.length = 0;
		const { error } = await runNodes(
			[{ context: { evil: 'a\r\nX-B: b' } }],
			[{ name: 'Map', typeVersion: 1.1, parameters }],
		);
		expect(error?.message).toMatch(/header X-A contains a line break/);
		expect(api.requests).toEqual([]);
	});
});

describe('whose rules a map runs by', () => {
	const map = () =>
		smallMap({
			config: { wsurl: at('/x') },
			fields: {
				p: source('FIELD', 'price'),
				z: source('FIELD', 'zero'),
				y: source('FIELD', 'yes'),
			},
		});
	const NATIVE = { p: 1234.5, z: 0, y: true };
	const COREBOS = { p: '1234.5', z: '', y: '1' };

	test.each<[title: string, parameters: () => INodeParameters, options: IDataObject, want: object]>(
		[
			['XML by default', () => SOURCES[0][1](map()), {}, COREBOS],
			['XML, Native', () => SOURCES[0][1](map()), { compatibility: 'native' }, NATIVE],
			['Define Below by default', () => SOURCES[1][1](map()), {}, NATIVE],
			['Define Below, coreBOS', () => SOURCES[1][1](map()), { compatibility: 'coreBos' }, COREBOS],
		],
	)('%s', async (_title, parameters, options, want) => {
		const { sent } = await call(parameters(), options);
		expect(JSON.parse(String(sent?.body))).toEqual(want);
	});
});
