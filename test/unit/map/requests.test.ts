import type { Environment, HttpRequest } from '../../../engine/environment';
import type { RunOptions } from '../../../engine/map';
import { runSmall, smallMap, source, type SmallMap } from './small-map';

async function request(
	map: SmallMap,
	environment: Environment = {},
	options: RunOptions = {},
): Promise<HttpRequest & { warnings: string[] }> {
	const { result, sent } = await runSmall(smallMap(map), environment, {}, options);
	expect(result.requests).toEqual(sent);
	return { ...sent[0], warnings: result.warnings };
}

const settings: Environment['coreBos'] = {
	call: async (operation, { key } = {}) =>
		operation === 'getSetting'
			? ({ host: 'http://set', key: 's3' } as Record<string, string>)[String(key)]
			: '',
};

describe('addresses', () => {
	test.each<[title: string, wsurl: string, want: string]>([
		['as it is', 'http://host/a?b=c&d=%20e', 'http://host/a?b=c&d=%20e'],
		[
			'a space and letters beyond ASCII',
			'http://host/a b/ñ€?q=ü',
			'http://host/a%20b/%C3%B1%E2%82%AC?q=%C3%BC',
		],
		['a % that encodes nothing', 'http://host/100%/x', 'http://host/100%25/x'],
		['a #', 'http://host/a#b?c=1', 'http://host/a%23b?c=1'],
		['quotes, brackets, pipes', 'http://host/?f[a]="1"|{x}', 'http://host/?f[a]=%221%22%7C%7Bx%7D'],
		['no path but a query', 'http://host?a=1', 'http://host/?a=1'],
		['dot segments', 'http://host/a/../b/./c', 'http://host/b/c'],
		['dot segments past the root', 'http://host/../../x/..', 'http://host/'],
		['line ends around it', '\n http://host/x \n', 'http://host/x'],
		['a port and an IPv6 address', 'https://[::1]:8443/x', 'https://[::1]:8443/x'],
		['a host beyond ASCII', 'http://ñandú.example/x', 'http://ñandú.example/x'],
		[
			'every call',
			'getSetting(host)/getContext(p)/getSetting(key)?p=getContext(o.k)',
			'http://set/77/s3?p=deep',
		],
		['a call with quotes', "http://host/getContext('p')", 'http://host/77'],
	])('%s', async (_title, wsurl, want) => {
		const { url } = await request(
			{ config: { wsurl } },
			{ context: { p: 77, o: { k: 'deep' } }, coreBos: settings },
		);
		expect(url).toBe(want);
	});

	test('a variable that is not set is empty, with a warning', async () => {
		const { url, warnings } = await request({ config: { wsurl: 'http://host/x/getContext(no)' } });
		expect(url).toBe('http://host/x/');
		expect(warnings.join()).toContain('"no"');
	});

	test.each([
		['http://bob:s%40cret@host/x', 'Basic Ym9iOnNAY3JldA=='],
		['http://bob@host/x', 'Basic Ym9iOg=='],
	])('user and password of %s go into a header', async (wsurl, authorization) => {
		const { url, headers } = await request({ config: { wsurl } });
		expect(url).toBe('http://host/x');
		expect(headers.Authorization).toBe(authorization);
	});
});

describe('values in addresses', () => {
	const encoded: Array<[value: string, query: string, path: string]> = [
		['a b', 'a%20b', 'a%20b'],
		['1+1', '1%2B1', '1+1'],
		['a&b=c', 'a%26b=c', 'a&b=c'],
		['a#b', 'a%23b', 'a%23b'],
		[`it's "x"`, 'it%27s%20%22x%22', 'it%27s%20%22x%22'],
		['x/y?z', 'x/y?z', 'x/y?z'],
		['select%20assetname', 'select%20assetname', 'select%20assetname'],
		['100%', '100%25', '100%25'],
		['50%zz', '50%25zz', '50%25zz'],
		['Ñ€\n', '%C3%91%E2%82%AC%0A', '%C3%91%E2%82%AC%0A'],
	];
	test.each(encoded)('%j', async (value, query, path) => {
		const context = { v: value };
		const fields = { q: source('', 'v') };
		const inQuery = await request({ config: { inputtype: 'URL' }, fields }, { context });
		expect(inQuery.url).toBe(`http://host/api?q=${query}`);
		expect(inQuery.body).toBeUndefined();
		const restful = { inputtype: 'URLRESTFUL' };
		const inPath = await request(
			{ config: { ...restful, wsurl: 'http://host/$q' }, fields },
			{ context },
		);
		expect(inPath.url).toBe(`http://host/${path}`);
		const behind = await request(
			{ config: { ...restful, wsurl: 'http://host/?q=$q' }, fields },
			{ context },
		);
		expect(behind.url).toBe(`http://host/?q=${query}`);
		const untouched = await request(
			{ config: { inputtype: 'URL' }, fields },
			{ context },
			{ encodeUrlValues: false },
		);
		expect(untouched.url).toBe(`http://host/api?q=${value}`);
	});

	test.each([
		['http://host/x?a=1', 'http://host/x?a=1&q=2'],
		['http://host/x?', 'http://host/x?q=2'],
		['http://host/x?a=1&', 'http://host/x?a=1&q=2'],
	])('a query is appended to %s', async (wsurl, want) => {
		const map = { config: { inputtype: 'URL', wsurl }, fields: { q: source('CONST', '2') } };
		expect((await request(map)).url).toBe(want);
	});

	test.each([
		['$base/x y', 'https://host:8080/api', 'https://host:8080/api/x%20y'],
		['http://$base/x', 'host:8080', 'http://host:8080/x'],
	])('%s with a beginning from a field', async (wsurl, base, want) => {
		const config = { inputtype: 'URLRESTFUL', wsurl };
		expect((await request({ config, fields: { base: source('CONST', base) } })).url).toBe(want);
	});

	test('a beginning from a field is an address of http, too', async () => {
		const config = { inputtype: 'URLRESTFUL', wsurl: '$base/x' };
		const file = request({ config, fields: { base: source('CONST', 'file:///etc') } });
		await expect(file).rejects.toThrow('wsurl "$base/x" is not an address to call');
	});

	test('the longest name is filled in first, and a value is not looked through again', async () => {
		const { url, body } = await request({
			config: { inputtype: 'URLRESTFUL', wsurl: 'http://host/$id/$idx/$id' },
			fields: {
				id: source('CONST', '$idx'),
				idx: source('CONST', '88'),
				'a.b': source('CONST', '1'),
			},
		});
		expect(url).toBe('http://host/%24idx/88/%24idx'.replaceAll('%24', '$'));
		expect(body).toBe('{"a.b":"1"}');
	});
});

describe('headers', () => {
	test.each<[title: string, name: string, value: string, want: string | undefined]>([
		['a call inside the value', 'Authorization', 'Bearer getContext(t)', 'Bearer T0K'],
		['every call in the value', 'X', 'getSetting(key)-getContext(t)-getSetting(key)', 's3-T0K-s3'],
		['quotes in the call', 'X', 'getContext("t")', 'T0K'],
		['a number', 'X', 'getContext(n)', '5'],
		['false', 'X', 'getContext(f)', undefined],
		['a variable with the whole value as name', 'X', 'Key getContext(odd)', 'whole'],
		['an empty value', 'X', ' ', undefined],
		['an empty name', '', 'v', undefined],
		['line ends around the value', 'X', '\n v \n', 'v'],
	])('%s', async (_title, name, value, want) => {
		const { headers } = await request(
			{ headers: [[name, value]] },
			{ context: { t: 'T0K', n: 5, f: false, 'Key odd': 'whole' }, coreBos: settings },
		);
		const { 'Content-Type': label, ...others } = headers;
		expect(label).toBe('application/x-www-form-urlencoded');
		expect(others).toEqual(want === undefined ? {} : { [name]: want });
	});

	test('a name that stands twice is sent with both values', async () => {
		const { headers } = await request({
			headers: [
				['X-A', '1'],
				['x-a', '2'],
			],
		});
		expect(headers['X-A']).toBe('1, 2');
	});

	test('two content types are sent as Apache and PHP read them, with a warning', async () => {
		const { headers, warnings } = await request({
			headers: [
				['Content-type', 'application/json'],
				['content-type', 'text/plain'],
			],
		});
		expect(headers).toEqual({ 'Content-type': 'application/json, text/plain' });
		expect(warnings).toEqual([
			'The map has more than one header content-type. A server may read any of them: keep one',
		]);
	});

	test.each([
		['a name alone', '<keyname>X-A: b</keyname>', { 'X-A': 'b' }],
		['a value alone', '<keyvalue>X-A:b</keyvalue>', { 'X-A': 'b' }],
		['a name alone that is not a line', '<keyname>X-A</keyname>', {}],
		['a value first', '<keyvalue>X-A</keyvalue><keyname>b</keyname>', { 'X-A': 'b' }],
	])('%s', async (_title, header, want) => {
		const map = smallMap({ headers: [['Content-type', 'text/x']] });
		const more = map.replace('</wsheader>', `<header>${header}</header></wsheader>`);
		const { sent } = await runSmall(more);
		expect(sent[0].headers).toEqual({ 'Content-type': 'text/x', ...want });
	});

	test('a content type without value keeps the label away', async () => {
		const { headers } = await request({ headers: [['Content-type', '']] });
		expect(headers).toEqual({});
	});
});

describe('other settings of the call', () => {
	test.each<[title: string, config: Record<string, string>, want: object]>([
		['a timeout in seconds', { wsresponsetime: '2.5' }, { timeout: 2500 }],
		['no timeout: the one of the run', {}, { timeout: 9000 }],
		[
			'a timeout that is not one',
			{ wsresponsetime: 'soon' },
			{ timeout: 9000, warnings: [expect.stringContaining('"soon"')] },
		],
		[
			'a proxy',
			{ wsproxyhost: 'proxy.example', wsproxyport: '3128' },
			{ proxy: { host: 'proxy.example', port: 3128 } },
		],
		[
			"cURL's port of a proxy",
			{ wsproxyhost: 'proxy.example' },
			{ proxy: { host: 'proxy.example', port: 1080 } },
		],
		[
			'basic authentication',
			{ wsuser: 'añb', wspass: 'c:d' },
			{ headers: expect.objectContaining({ Authorization: 'Basic YcOxYjpjOmQ=' }) },
		],
		['a method in small letters', { wshttpmethod: 'post' }, { method: 'post' }],
		['a method of its own', { wshttpmethod: 'LINK' }, { method: 'LINK' }],
		[
			'a certificate by path',
			{ cert: '/etc/c.pem' },
			{ warnings: [expect.stringContaining('credential')] },
		],
	])('%s', async (_title, config, want) => {
		expect(await request({ config }, {}, { timeout: 9000 })).toMatchObject(want);
	});

	test('a header of the map wins over wsuser', async () => {
		const { headers } = await request({
			config: { wsuser: 'a', wspass: 'b' },
			headers: [['authorization', 'Bearer x']],
		});
		expect(headers).toMatchObject({ authorization: 'Bearer x' });
		expect(headers.Authorization).toBeUndefined();
	});

	test('unknown elements, text between elements and a second of what is one are told', async () => {
		const map = smallMap({
			fields: {
				a: source('CONST', '1', '<postProcess>trim</postProcess><postProcess>intval</postProcess>'),
			},
		}).replace('</map>', '<extra/>stray</map>');
		const { result } = await runSmall(map);
		expect(result.warnings).toEqual([
			'The unknown element extra in map is ignored',
			'Text between the elements of map is ignored',
			'Orgfield has the element postProcess more than once. Only one of them counts',
			expect.stringContaining('postProcess "trim" of field "a" has no effect'),
		]);
	});
});

test('what coreBOS leaves out of an expression is told', async () => {
	const map = smallMap({ fields: { a: source('EXPRESSION', 'if 1 then 2 else 3 end + 5') } });
	const { result } = await runSmall(map);
	expect(result.warnings).toEqual([
		expect.stringContaining("ends the expression at the 'end' of an 'if'"),
	]);
});

describe('native bodies', () => {
	const fields = {
		n: source('EXPRESSION', '1+2'),
		l: source('EXPRESSION', "array('a','b')"),
		t: source('CONST', 'ñ "x"'),
	};
	const native: RunOptions = { compatibility: 'native' };

	test.each<[title: string, map: SmallMap, type: string, body: string]>([
		[
			'JSON without a content type',
			{},
			'application/json',
			'{"n":3,"l":["a","b"],"t":"\\u00f1 \\"x\\""}',
		],
		[
			'JSON with a charset',
			{ headers: [['content-type', 'application/json; charset=utf-8']] },
			'application/json; charset=utf-8',
			'{"n":3,"l":["a","b"],"t":"\\u00f1 \\"x\\""}',
		],
		[
			'a form in any spelling',
			{ headers: [['CONTENT-TYPE', 'Application/X-WWW-form-urlencoded; charset=utf-8']] },
			'Application/X-WWW-form-urlencoded; charset=utf-8',
			'n=3&l%5B0%5D=a&l%5B1%5D=b&t=%C3%B1+%22x%22',
		],
		[
			'a form by inputtype',
			{ config: { inputtype: 'XML' } },
			'application/x-www-form-urlencoded',
			'n=3&l%5B0%5D=a&l%5B1%5D=b&t=%C3%B1+%22x%22',
		],
		[
			'multipart',
			{ headers: [['Content-Type', 'multipart/form-data']] },
			'multipart/form-data; boundary=corebos-map',
			[
				['n', '3'],
				['l[0]', 'a'],
				['l[1]', 'b'],
				['t', 'ñ "x"'],
			]
				.map(
					([name, value]) =>
						`--corebos-map\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
				)
				.join('') + '--corebos-map--\r\n',
		],
	])('%s', async (_title, map, type, body) => {
		const sent = await request({ ...map, fields }, { fields: {} }, native);
		expect(sent.body).toBe(body);
		expect(Object.entries(sent.headers)).toEqual([
			[expect.stringMatching(/^content-type$/i), type],
		]);
	});
});
