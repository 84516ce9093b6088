import type { Environment } from '../../../engine/environment';
import { entry, failure, runSmall, smallMap, source } from './small-map';

const NATIVE = { compatibility: 'native' } as const;

/** An item as n8n has it, its values with types of their own. */
const item = {
	id: '14x852',
	zero: 0,
	price: 1234.5,
	text: '1234.50',
	yes: true,
	no: false,
	nothing: null,
	empty: '',
	day: '2026-11-22',
	link: '2x9',
	tags: ['a', 'b'],
	none: [],
	nested: { b: { c: 1 }, d: {} },
	numbered: { 0: 'x', 1: 'y' },
	__proto: '__proto__',
};

const coreBos: Environment['coreBos'] = {
	call: async (operation, { id, elementType } = {}) => {
		if (operation === 'describe') {
			return {
				idPrefix: elementType === 'Vendors' ? '2' : '14',
				fields: [
					{ name: 'price', uitype: '71', type: { name: 'currency' } },
					{ name: 'day', uitype: '5', type: { name: 'date', format: 'dd-mm-yyyy' } },
				],
			};
		}
		if (id === '2x9') return { id, vendorname: 'Söhne & Co', price: '7.50', active: '0' };
		throw Object.assign(new Error('denied'), { code: 'ACCESS_DENIED' });
	},
};

async function sent(
	fields: Record<string, string>,
	environment: Environment = { fields: item, module: 'Products', coreBos },
	config: Record<string, string> = {},
) {
	const map = smallMap({ fields, config });
	const run = await runSmall(map, environment, {}, NATIVE);
	return { ...run.sent[0], warnings: run.result.warnings };
}

async function body(fields: Record<string, string>, environment?: Environment) {
	return JSON.parse(String((await sent(fields, environment)).body)) as unknown;
}

describe('a field keeps its type, and nothing of it is formatted', () => {
	test.each<[name: string, want: unknown]>([
		['zero', 0],
		['price', 1234.5],
		['text', '1234.50'],
		['yes', true],
		['no', false],
		['nothing', null],
		['empty', ''],
		['day', '2026-11-22'],
		['link', '2x9'],
		['$link', '2x9'],
		['tags', ['a', 'b']],
		['none', []],
		['nested', { b: { c: 1 }, d: {} }],
		['numbered', { 0: 'x', 1: 'y' }],
		['$(link : (Vendors) vendorname)', 'Söhne & Co'],
		['$(link : (Vendors) price)', '7.50'],
		['$(link : (Vendors) active)', '0'],
		['$(link : (Products) vendorname)', ''],
	])('%s', async (name, want) => {
		expect(await body({ v: source('FIELD', name) })).toEqual({ v: want });
	});

	test('a field that the record does not have is empty, and that is told', async () => {
		const { body: text, warnings } = await sent({ v: source('FIELD', 'nosuch') });
		expect(text).toBe('{"v":null}');
		expect(warnings).toEqual(['The record has no "nosuch", so it is empty']);
	});
});

describe('text is put together from values as they are', () => {
	test.each<[template: string, want: string]>([
		['$zero pieces at $price', '0 pieces at 1234.5'],
		['$no/$yes/$nothing', '0/1/'],
		['on $day for $(link : (Vendors) vendorname)', 'on 2026-11-22 for Söhne & Co'],
		['$(general : (__WorkflowFunction__) zero + 1 )', '1'],
		['$(link : (Vendors) active)', '0'],
	])('%s', async (template, want) => {
		expect(await body({ v: source('TEMPLATE', template) })).toEqual({ v: want });
	});

	test('a list in a text is an error that names field and value', async () => {
		const error = await failure(sent({ v: source('TEMPLATE', 'x $tags') }));
		expect(error.message).toMatch(/Field "v" of the map, TEMPLATE: "tags" is a list/);
	});
});

describe('without a record', () => {
	const context = { zero: 0, name: 'of the context' };
	test.each<[title: string, environment: Environment]>([
		['none at all', { context }],
		['the stand-in 0x0', { context, recordId: '0x0' }],
	])('%s: the context', async (_title, environment) => {
		const fields = {
			a: source('FIELD', 'zero'),
			b: source('TEMPLATE', '$zero $name'),
			c: source('EXPRESSION', "getFromContext('name')"),
		};
		expect(await body(fields, environment)).toEqual({
			a: 0,
			b: '0 of the context',
			c: 'of the context',
		});
	});
});

describe('delimiters', () => {
	const several = (texts: string[], delimiter: string) =>
		`<Orgfields>${texts.map((text) => `<Orgfield><OrgfieldName>${text}</OrgfieldName><OrgfieldID>${text.startsWith('=') ? 'CONST' : 'FIELD'}</OrgfieldID></Orgfield>`).join('')}<delimiter>${delimiter}</delimiter></Orgfields>`;
	test.each<[title: string, fields: string, want: unknown]>([
		['one is taken off the end', several(['day', '=x--'], '--'), '2026-11-22--=x--'],
		['0 and false survive', several(['zero', 'no', 'yes'], ','), '0,0,1'],
		['a single source keeps its own end', several(['=single,'], ','), '=single,'],
		['a single source keeps its type', several(['zero'], ','), 0],
	])('%s', async (_title, fields, want) => {
		expect(await body({ v: fields })).toEqual({ v: want });
	});
});

describe('related records', () => {
	const relfield = (more: string) =>
		`<Orgfields><Relfield><RelfieldName>vendorname</RelfieldName><RelModule>Vendors</RelModule><linkfield>link</linkfield>${more}</Relfield></Orgfields>`;
	test.each<[title: string, fields: string, want: unknown]>([
		['a field', relfield(''), 'Söhne & Co'],
		[
			'fields and quoted text',
			relfield("<Relfieldvalue>vendorname, ' at ', price</Relfieldvalue>"),
			'Söhne & Co at 7.50',
		],
	])('%s', async (_title, fields, want) => {
		expect(await body({ v: fields })).toEqual({ v: want });
	});
});

test.each<[title: string, field: string, want: unknown]>([
	['value', '<value>literal</value>', 'literal'],
	['postProcess', source('FIELD', 'text', '<postProcess>intval</postProcess>'), 1234],
	['an expression', source('EXPRESSION', 'zero + 2'), 2],
	['a comparison', source('EXPRESSION', 'zero > 2'), false],
	['nothing known', source('', 'price'), 1234.5],
	['nothing known, with a variable', source('', 'variable'), 7],
])('%s gives its value with its type', async (_title, field, want) => {
	const environment = { fields: item, module: 'Products', coreBos, context: { variable: 7 } };
	expect(await body({ v: field }, environment)).toEqual({ v: want });
});

describe('the settings of the call', () => {
	test.each<[title: string, config: Record<string, string>, want: object]>([
		['a timeout in seconds', { wsresponsetime: '2.5' }, { timeout: 2500 }],
		[
			'a proxy',
			{ wsproxyhost: 'proxy.example', wsproxyport: '3128' },
			{ proxy: { host: 'proxy.example', port: 3128 } },
		],
		[
			'basic authentication',
			{ wsuser: 'añb', wspass: 'c:d' },
			{ headers: expect.objectContaining({ Authorization: 'Basic YcOxYjpjOmQ=' }) },
		],
		['a body with GET', { wshttpmethod: 'GET' }, { method: 'GET', body: '{"z":0}' }],
	])('%s', async (_title, config, want) => {
		expect(await sent({ z: source('FIELD', 'zero') }, undefined, config)).toMatchObject(want);
	});

	test.each<[config: Record<string, string>, message: RegExp]>([
		[{ wstype: 'FTP' }, /REST.*SOAP/],
		[{ inputtype: 'Json' }, /JSON.*URL.*URLRESTFUL.*XML/],
		[{ outputtype: 'CSV' }, /JSON.*XML/],
	])('%j names what is allowed', async (config, message) => {
		const map = smallMap({ config, response: entry('a') });
		expect((await failure(runSmall(map, {}, {}, NATIVE))).message).toMatch(message);
	});

	test('methodname is the label of the call', async () => {
		const { result } = await runSmall(smallMap({}), {}, {}, NATIVE);
		expect(result.methodName).toBe('call');
	});
});

describe('addresses', () => {
	const text = `a b&c#d+e"f'g\u0001ñ%2B100%`;
	const encoded = 'a%20b%26c%23d%2Be%22f%27g%01%C3%B1%2B100%25';
	test.each<[inputtype: string, wsurl: string, want: string]>([
		['URL', 'http://host/a', 'http://host/a?q='],
		['URL', 'http://host/a?b=1', 'http://host/a?b=1&q='],
		['URLRESTFUL', 'http://host/a?b=$q', 'http://host/a?b='],
	])('%s with %s encodes what may not stand in a query', async (inputtype, wsurl, want) => {
		const map = smallMap({ config: { inputtype, wsurl }, fields: { q: source('FIELD', 'q') } });
		const run = await runSmall(map, { fields: { q: text } }, {}, NATIVE);
		expect(run.sent[0].url).toBe(want + encoded);
		const raw = await runSmall(
			map,
			{ fields: { q: text } },
			{},
			{ ...NATIVE, encodeUrlValues: false },
		);
		expect(raw.sent[0].url).toBe(want + text);
	});

	test('the longest name first, and what is not in the address goes into a JSON body', async () => {
		const fields = {
			id: source('FIELD', 'zero'),
			idx: source('FIELD', 'price'),
			left: source('FIELD', 'yes'),
		};
		const config = { inputtype: 'URLRESTFUL', wsurl: 'http://host/$idx/$id' };
		const { url, body: left, headers } = await sent(fields, undefined, config);
		expect(url).toBe('http://host/1234.5/0');
		expect(left).toBe('{"left":true}');
		expect(headers).toEqual({ 'Content-Type': 'application/json' });
	});

	test.each<[inputtype: string, wsurl: string, want: string]>([
		['URL', 'http://host/a', 'http://host/a?z=0&n=0&y=1&e='],
		['URLRESTFUL', 'http://host/$z/$n?y=$y&e=$e', 'http://host/0/0?y=1&e='],
	])('%s', async (inputtype, wsurl, want) => {
		const fields = {
			z: source('FIELD', 'zero'),
			n: source('FIELD', 'no'),
			y: source('FIELD', 'yes'),
			e: source('FIELD', 'nothing'),
		};
		const { url } = await sent(fields, undefined, { inputtype, wsurl });
		expect(url).toBe(want);
	});
});

test.each([
	['text/plain', 'v=0'],
	['Text/Plain; charset=utf-8', 'v=0'],
	['application/vnd.api+json', '{"v":0}'],
])('a body labelled %s', async (type, want) => {
	const map = smallMap({
		fields: { v: source('FIELD', 'zero') },
		headers: [['content-type', type]],
	});
	const run = await runSmall(map, { fields: item }, {}, NATIVE);
	expect(run.sent[0].body).toBe(want);
});

describe('XML answers', () => {
	const xml = `<?xml version="1.0"?><!DOCTYPE r><r xmlns:s="urn:s">
<s:Body><id n="1">7</id><name><![CDATA[A & <B>]]></name><none/><zero>0</zero></s:Body>
<lines><line no="1"><sku>a</sku></line><line no="2"><sku>b</sku></line></lines>
<one><line><sku>c</sku></line></one><k.l>5</k.l></r>`;
	test.each<[path: string, want: unknown]>([
		['s:Body.id', '7'],
		['Body.id', '7'],
		['Body.id.@attributes.n', '1'],
		['Body.name', 'A & <B>'],
		['Body.none', ''],
		['Body.zero', '0'],
		['lines.line.1.sku', 'b'],
		['one.line.0.sku', 'c'],
		['k.l', '5'],
		['lines.line.2.sku', undefined],
		['Body.nosuch', undefined],
		[
			'lines',
			{
				line: [
					{ '@attributes': { no: '1' }, sku: 'a' },
					{ '@attributes': { no: '2' }, sku: 'b' },
				],
			},
		],
	])('%s', async (path, want) => {
		for (const outputtype of ['XML', '']) {
			const map = smallMap({ config: { outputtype }, response: entry(path, undefined, 'v') });
			const { result } = await runSmall(map, {}, { body: xml }, NATIVE);
			expect(result.context.v).toEqual(want);
			expect(result.warnings).toHaveLength(want === undefined ? 1 : 0);
		}
	});

	test.each(['', '<!-- c --><?p?>\n<!DOCTYPE r SYSTEM "r.dtd">'])(
		'HTML in a CDATA section is kept after %j',
		async (prolog) => {
			const html = '<!DOCTYPE html><p>x</p>';
			const map = smallMap({ config: { outputtype: 'XML' }, response: entry('a', undefined, 'v') });
			const body = `${prolog}<r><a>t <![CDATA[${html}]]></a></r>`;
			for (const compatibility of ['native', 'coreBos'] as const) {
				const { result } = await runSmall(map, {}, { body }, { compatibility });
				expect(result.context.v).toBe(`t ${html}`);
			}
		},
	);

	test.each([
		'<r><a></r>',
		'<r><a><!CDATA[x]]></a></r>',
		'<r><a>x]]></a></r>',
		'<!DOCTYPE r [<!ENTITY x "y">]><r>&x;</r>',
		'no xml',
	])('%s is not an answer', async (answer) => {
		const map = smallMap({ config: { outputtype: 'XML' }, response: entry('a') });
		const error = await failure(runSmall(map, {}, { body: answer }, NATIVE));
		expect(error.message).toMatch(/the answer is not XML/);
	});
});

describe('JSON answers', () => {
	test.each<[path: string, answer: string, want: unknown]>([
		['.', '{"a": 1}', '{"a": 1}'],
		['a.b.c.d.e.f', '{"a":{"b":{"c":{"d":{"e":{"f":0}}}}}}', 0],
		['1.x.0', '[1,{"x":[false]}]', false],
		['a.b.c', '{"a":{"c":1}}', undefined],
		['a.b', '{"a":"text"}', undefined],
		['a.length', '{"a":[1]}', undefined],
		['a', '{"a":1.0}', 1],
		['a', '{"a":9007199254740993}', '9007199254740993'],
		['__proto__.x', '{"__proto__":{"x":1}}', 1],
	])('%s of %s', async (path, answer, want) => {
		const map = smallMap({ response: entry(path, undefined, 'v') });
		const { result } = await runSmall(map, {}, { body: answer }, NATIVE);
		expect(result.context.v).toEqual(want);
	});

	test('a failed call stores nothing', async () => {
		const map = smallMap({ response: entry('a', 'cf_a') });
		const run = runSmall(map, { fields: {} }, { status: 500, body: '{"a":1}' }, NATIVE);
		expect((await failure(run)).message).toMatch(/500/);
	});
});

describe('destinations', () => {
	test.each<[answer: string, want: unknown]>([
		['{"a":0}', 0],
		['{"a":false}', false],
		['{"a":null}', null],
		['{"a":""}', ''],
		['{"a":{"b":[]}}', { b: [] }],
		['{"a":"null"}', 'null'],
	])('%s reaches field and context as it is', async (answer, want) => {
		const map = smallMap({ response: entry('a', 'cf_a') });
		const { result } = await runSmall(map, { fields: {} }, { body: answer }, NATIVE);
		expect(result.fields).toEqual({ cf_a: want });
		expect(result.context).toEqual({ wsctx_a: want });
	});

	test('a missing step leaves the field as it was', async () => {
		const map = smallMap({ response: entry('b.c', 'cf_a') });
		const { result } = await runSmall(map, { fields: {} }, { body: '{"c":1}' }, NATIVE);
		expect(result.fields).toEqual({});
		expect(result.context).toEqual({});
	});

	test('members of a name with dots', async () => {
		const map = smallMap({ response: entry('b.c', undefined, 'v') });
		const { result } = await runSmall(map, {}, { body: '{"b.c":1}' }, NATIVE);
		expect(result.context).toEqual({ v: 1 });
	});
});
