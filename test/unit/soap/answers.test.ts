import type { Environment } from '../../../engine/environment';
import { MapCallError, MapError, runMap, type RunOptions } from '../../../engine/map';
import { bodyOf, findOperation, readSoapAnswer, SoapFault } from '../../../engine/soap';
import { entry, failure, smallMap, source, type SmallMap } from '../map/small-map';
import { toPlainValue } from './plain';
import { readAt, served, smallWsdl, type Answers, type SmallWsdl } from './small-wsdl';

const WSDL = 'http://host/wsdl';
const SERVICE = 'http://host/service';

function envelope(body: string, namespace = 'http://schemas.xmlsoap.org/soap/envelope/'): string {
	return `<e:Envelope xmlns:e="${namespace}" xmlns:t="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><e:Body>${body}</e:Body></e:Envelope>`;
}

const response = (content: string) =>
	envelope(`<t:callResponse xmlns="urn:t">${content}</t:callResponse>`);

interface Case {
	wsdl?: SmallWsdl | string;
	answer: Answers[string];
	map?: SmallMap;
	options?: RunOptions;
	environment?: Environment;
}

async function run({ wsdl = {}, answer, map = {}, options, environment = {} }: Case) {
	const document = typeof wsdl === 'string' ? wsdl : smallWsdl(wsdl);
	const { http, asked } = served({ [WSDL]: document, [SERVICE]: answer });
	const config = { wstype: 'SOAP', wsurl: WSDL, ...map.config };
	const result = await runMap(smallMap({ ...map, config }), environment, http, options);
	return { result, asked };
}

/** What paths find in an answer. */
async function found(
	paths: string[],
	one: Case,
	compatibility: RunOptions['compatibility'],
): Promise<unknown[]> {
	const entries = paths.map((path, index) => entry(path, undefined, `v${index}`)).join('');
	const map = { ...one.map, response: entries };
	const { result } = await run({ ...one, map, options: { ...one.options, compatibility } });
	return paths.map((_path, index) => result.context[`v${index}`]);
}

const output = (content: string) => `<xs:sequence>${content}</xs:sequence>`;
const TYPES = `<xs:complexType name="Line"><xs:sequence><xs:element name="sku" type="xs:string"/><xs:element name="n" type="xs:int" minOccurs="0"/></xs:sequence><xs:attribute name="unit" type="xs:string"/></xs:complexType>
<xs:complexType name="Order"><xs:sequence><xs:element name="number" type="xs:string" nillable="true"/><xs:element name="total" type="xs:decimal" minOccurs="0"/><xs:element name="paid" type="xs:boolean" minOccurs="0"/><xs:element name="line" type="t:Line" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
<xs:complexType name="Price"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>
<xs:simpleType name="Numbers"><xs:list itemType="xs:int"/></xs:simpleType>`;
const result = (type: string, more = '') =>
	output(`<xs:element name="callResult" type="${type}" ${more}/>`);

describe('a result that is one value', () => {
	test.each<[type: string, text: string, native: unknown, coreBos: unknown]>([
		['xs:string', ' a &amp; b ', ' a & b ', ' a & b '],
		['xs:string', '<![CDATA[<b]]>', '<b', '<b'],
		['xs:int', '0', 0, ''],
		['xs:long', '9223372036854775807', '9223372036854775807', '9223372036854775807'],
		['xs:boolean', 'false', false, ''],
		['xs:boolean', '1', true, true],
		['xs:decimal', '12.50', 12.5, '12.50'],
		['xs:decimal', '0.12345678901234567890', '0.12345678901234567890', '0.12345678901234567890'],
		['xs:double', '1E-3', 0.001, 0.001],
		['xs:double', 'INF', 'INF', 'INF'],
		['xs:double', '0x1A', '0x1A', '0x1A'],
		['xs:double', '+.5', 0.5, 0.5],
		['xs:date', ' 2026-01-31 ', '2026-01-31', '2026-01-31'],
		['xs:base64Binary', 'w7E=', 'w7E=', 'ñ'],
		['t:Numbers', '1 2', [1, 2], '1 2'],
		['xs:int', 'many', 'many', 'many'],
		// PHP 8.2's SoapClient, asked with the same answers.
		['xs:int', '1e3', '1e3', 1000],
		['xs:int', '1.5', '1.5', 1.5],
		['xs:unsignedLong', '12345678901234567890', '12345678901234567890', 12345678901234567000],
		['xs:boolean', 'TRUE', 'TRUE', true],
		['xs:boolean', 'NaN', 'NaN', true],
		['xs:token', ' a \n b ', 'a b', 'a b'],
		['xs:normalizedString', ' a\tb ', ' a b ', ' a b '],
		['t:Numbers', ' 1\n2 ', [1, 2], '1 2'],
	])('%s %s', async (type, text, native, coreBos) => {
		const wsdl = { types: TYPES, output: result(type) };
		const one = { wsdl, answer: response(`<callResult>${text}</callResult>`) };
		expect(await found(['callResult'], one, 'native')).toEqual([native]);
		expect(await found(['callResult'], one, 'coreBos')).toEqual([coreBos]);
	});

	test('nil and missing give nothing', async () => {
		const wsdl = { output: result('xs:string', 'nillable="true" minOccurs="0"') };
		const nil = { wsdl, answer: response('<callResult xsi:nil="true"/>') };
		expect(await found(['callResult', 'x'], nil, 'native')).toEqual([null, undefined]);
		expect(await found(['callResult', 'x'], nil, 'coreBos')).toEqual(['', '']);
		expect(await found(['callResult'], { wsdl, answer: response('') }, 'native')).toEqual([
			undefined,
		]);
	});
});

describe('a result that is a structure', () => {
	const wsdl = { types: TYPES, output: result('t:Order') };
	const answer = response(
		`<callResult><number>A1</number><total>0</total><paid>false</paid><line unit="kg"><sku>a</sku><n>2</n></line></callResult>`,
	);

	test('natively has typed values at paths of any depth; what may repeat is a list', async () => {
		const paths = ['number', 'total', 'paid', 'line', 'line.0.n', 'line.1.n', 'callResult.number'];
		expect(await found(paths, { wsdl, answer }, 'native')).toEqual([
			'A1',
			0,
			false,
			[{ sku: 'a', n: 2, unit: 'kg' }],
			2,
			undefined,
			'A1',
		]);
	});

	test('in coreBOS is what PHP has: one element is not a list, falsy values are nothing', async () => {
		const paths = ['number', 'total', 'paid', 'line', 'line.n', 'sku', 'nosuch'];
		const line = { sku: 'a', n: 2, unit: 'kg' };
		expect(await found(paths, { wsdl, answer }, 'coreBos')).toEqual([
			'A1',
			'0',
			'',
			line,
			2,
			'a',
			'',
		]);
	});

	test('with outputtype XML coreBOS does not unwrap it, but looks one level down', async () => {
		const map = { config: { outputtype: 'XML' } };
		const paths = ['number', 'callResult.number', 'sku'];
		expect(await found(paths, { wsdl, answer, map }, 'coreBos')).toEqual(['A1', 'A1', '']);
		expect(await found(paths, { wsdl, answer, map }, 'native')).toEqual(['A1', 'A1', undefined]);
	});

	test('an empty one has empty lists', async () => {
		const empty = { wsdl, answer: response('<callResult/>') };
		expect(await found(['line', 'number'], empty, 'native')).toEqual([[], undefined]);
	});

	test('text with attributes', async () => {
		const priced = {
			wsdl: { types: TYPES, output: result('t:Price') },
			answer: response('<callResult currency="EUR">1.5</callResult>'),
		};
		expect(await found(['_', 'currency'], priced, 'native')).toEqual([1.5, 'EUR']);
	});

	test('what the schema does not know is kept', async () => {
		const more = { wsdl, answer: response('<callResult><new><a>1</a><a>2</a></new></callResult>') };
		expect(await found(['new'], more, 'native')).toEqual([{ a: ['1', '2'] }]);
	});
});

/** PHP 8.2's SoapClient, asked with the same answers: what `json_encode` makes of the result. */
test.each<[type: string, xml: string, value: unknown]>([
	['xs:int', '<callResult/>', null],
	['xs:boolean', '<callResult></callResult>', null],
	['xs:double', '<callResult> </callResult>', null],
	['xs:decimal', '<callResult/>', ''],
	['xs:string', '<callResult/>', ''],
	['t:Price', '<callResult xsi:nil="true" currency="EUR"/>', { _: null, currency: 'EUR' }],
	['t:Flag', '<callResult on=""/>', { on: false }],
	['t:Flag', '<callResult on="x"/>', { on: true }],
	['t:Flag', '<callResult/>', {}],
])('coreBOS reads %s of %s as PHP does', async (type, xml, value) => {
	const types =
		'<xs:complexType name="Price"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType><xs:complexType name="Flag"><xs:attribute name="on" type="xs:boolean"/></xs:complexType>';
	const wsdl = await readAt({
		'http://host/wsdl': smallWsdl({
			types,
			output: output(`<xs:element name="callResult" type="${type}"/>`),
		}),
	});
	const body = bodyOf(response(xml));
	if (body === undefined) throw new Error('the response is not an envelope');
	const answer = readSoapAnswer(wsdl, findOperation(wsdl, 'call'), body, 'coreBos');
	expect(toPlainValue(answer.value)).toEqual({ callResult: value });
});

describe('a document in a text', () => {
	const xml =
		'&lt;r&gt;&lt;code&gt;42&lt;/code&gt;&lt;i&gt;a&lt;/i&gt;&lt;i&gt;b&lt;/i&gt;&lt;/r&gt;';
	test.each<[text: string, outputtype: string, paths: string[], native: unknown[]]>([
		[
			xml,
			'JSON',
			['code', 'i.1', 'callResult'],
			['42', 'b', '<r><code>42</code><i>a</i><i>b</i></r>'],
		],
		[xml, 'XML', ['code', 'i.1'], ['42', 'b']],
		[
			'&lt;r id="7"&gt;&lt;e/&gt;&lt;p:t u="kg"&gt;2&lt;/p:t&gt;&lt;c&gt;&lt;![CDATA[x]]&gt;&lt;/c&gt;&lt;/r&gt;',
			'XML',
			['@attributes.id', 'e', 't', 't.@attributes.u', 't.0', 'c'],
			['7', '', '2', 'kg', '2', 'x'],
		],
		['{"a":[1,{"b":false}]}', 'JSON', ['a.1.b', 'a.0'], [false, 1]],
		['{"a":1}', 'XML', ['a', 'callResult'], [undefined, '{"a":1}']],
		['&lt;no xml', 'JSON', ['a', 'callResult'], [undefined, '<no xml']],
	])('%s as %s', async (text, outputtype, paths, native) => {
		const one = {
			answer: response(`<callResult>${text}</callResult>`),
			map: { config: { outputtype } },
		};
		expect(await found(paths, one, 'native')).toEqual(native);
	});
});

/** An rpc/encoded WSDL with the parts of an answer. */
function rpcWsdl(parts: string): string {
	return `<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/" targetNamespace="urn:t">
<w:types><xs:schema targetNamespace="urn:t">${TYPES}</xs:schema></w:types>
<w:message name="in"/><w:message name="out">${parts}</w:message>
<w:portType name="p"><w:operation name="call"><w:input message="t:in"/><w:output message="t:out"/></w:operation></w:portType>
<w:binding name="b" type="t:p"><s:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/><w:operation name="call"><s:operation soapAction=""/><w:input><s:body use="encoded" namespace="urn:t"/></w:input><w:output><s:body use="encoded" namespace="urn:t"/></w:output></w:operation></w:binding>
<w:service name="s"><w:port name="p" binding="t:b"><s:address location="${SERVICE}"/></w:port></w:service></w:definitions>`;
}

const part = (name: string, type: string) => `<w:part name="${name}" type="${type}"/>`;

describe('rpc/encoded answers', () => {
	test('values that stand elsewhere are put in their place', async () => {
		const answer = envelope(
			`<t:callResponse><orderReturn href="#o"/></t:callResponse>
<multiRef id="o" xsi:type="t:Order"><number xsi:type="xsd:string">A1</number><line href="#l"/><line href="#l"/></multiRef><multiRef id="l"><sku>a</sku></multiRef>`,
		);
		const one = { wsdl: rpcWsdl(part('orderReturn', 't:Order')), answer };
		expect(await found(['number', 'line'], one, 'native')).toEqual([
			'A1',
			[{ sku: 'a' }, { sku: 'a' }],
		]);
	});

	test('a value of any type says its type itself', async () => {
		const answer = envelope(
			`<t:callResponse><r xsi:type="m:Map" xmlns:m="http://xml.apache.org/xml-soap"><item><key>n</key><value xsi:type="xsd:int">7</value></item><item><key>l</key><value xmlns:c="http://schemas.xmlsoap.org/soap/encoding/" xsi:type="c:Array" c:arrayType="xsd:anyType[2]"><item xsi:type="xsd:boolean">true</item><item>x</item></value></item></r></t:callResponse>`,
		);
		const one = { wsdl: rpcWsdl(part('r', 'xs:anyType')), answer };
		expect(await found(['n', 'l'], one, 'native')).toEqual([7, [true, 'x']]);
	});

	const parts = part('status', 'xs:string') + part('doc', 'xs:string') + part('rest', 'xs:string');
	const answer = envelope(
		'<t:callResponse><status>ok</status><doc>&lt;r&gt;&lt;id&gt;1&lt;/id&gt;&lt;/r&gt;</doc><rest></rest></t:callResponse>',
	);

	test('several parts: in coreBOS the last that is not empty is read as XML', async () => {
		const one = { wsdl: rpcWsdl(parts), answer };
		expect(await found(['id'], one, 'coreBos')).toEqual(['1']);
		expect(await found(['status', 'doc', 'rest'], one, 'native')).toEqual([
			'ok',
			'<r><id>1</id></r>',
			'',
		]);
	});

	test('one part has its name', async () => {
		const one = {
			wsdl: rpcWsdl(part('sumReturn', 'xs:int')),
			answer: envelope('<t:callResponse><sumReturn>42</sumReturn></t:callResponse>'),
		};
		expect(await found(['sumReturn', 'callResult'], one, 'native')).toEqual([42, 42]);
		expect(await found(['sumReturn', 'x'], one, 'coreBos')).toEqual([42, '']);
	});
});

describe('a call that fails', () => {
	const fault12 = `<e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>t:BadVat</e:Value></e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">No such country</e:Text></e:Reason><e:Detail><t:field>country</t:field></e:Detail></e:Fault>`;
	const soap12 = 'http://www.w3.org/2003/05/soap-envelope';

	test('with a fault is told with code, text and detail', async () => {
		const body = envelope(fault12, soap12);
		const error = await failure(run({ answer: { status: 400, body } }));
		expect(error).toBeInstanceOf(MapCallError);
		expect(error.message).toBe(
			`The map's call "call" failed: No such country (SOAP fault e:Sender/t:BadVat): {"field":"country"} (POST ${SERVICE}, HTTP 400).`,
		);
		expect(error).toMatchObject({
			status: 400,
			code: 'e:Sender/t:BadVat',
			serverMessage: 'No such country',
		});
		const { cause } = error;
		expect(cause).toBeInstanceOf(SoapFault);
		expect((cause as SoapFault).detail).toEqual(new Map([['field', 'country']]));
	});

	test.each<[title: string, answer: Answers[string], message: RegExp]>([
		['with a fault and HTTP 200', envelope(fault12, soap12), /No such country.*HTTP 200/],
		[
			'with a page',
			{ status: 502, body: '<html><h1>Bad Gateway</h1></html>' },
			/not a SOAP envelope: Bad Gateway.*HTTP 502/,
		],
		['with nothing', '', /not a SOAP envelope.*HTTP 200/],
		['with attachments', '--uuid:1\r\nContent-Type: text/xml\r\n\r\n<a/>', /attachments/],
		[
			'with a redirect',
			{ status: 307, headers: { location: 'http://other/x?k=s' } },
			/redirects to http:\/\/other\/x,/,
		],
	])('%s', async (_title, answer, message) => {
		const error = await failure(run({ answer }));
		expect(error).toBeInstanceOf(MapCallError);
		expect(error.message).toMatch(message);
	});

	test('and is not an error (Never Error) stores what coreBOS stores', async () => {
		const map = { response: entry('faultstring', 'a', 's') + entry('x', 'b', 'x') };
		const options = { neverError: true };
		const body = envelope(
			'<e:Fault><faultcode>e:Server</faultcode><faultstring>No</faultstring></e:Fault>',
		);
		const { result: stored } = await run({ answer: { status: 500, body }, map, options });
		expect(stored).toMatchObject({ context: { s: 'No', x: '' }, fields: { a: 'No', b: '' } });
		expect(stored.warnings.join()).toMatch(/No \(SOAP fault e:Server\)/);
		const without = await run({ wsdl: 'no', answer: '', map, options }).catch((e: Error) => e);
		expect(without).toBeInstanceOf(MapError);
	});

	test('and no WSDL at all (Never Error) stores nothing, as coreBOS does', async () => {
		const { http } = served({});
		const map = smallMap({
			config: { wstype: 'SOAP', wsurl: WSDL },
			response: entry('x', 'b', 'x'),
		});
		const stored = await runMap(map, {}, http, { neverError: true });
		expect(stored).toMatchObject({ context: {}, fields: {} });
		expect(stored.warnings.join()).toMatch(/cannot be fetched, HTTP 404/);
	});

	test('an operation that the WSDL lacks: the nearest names', async () => {
		const map = { config: { methodname: 'Cal' } };
		const error = await failure(run({ answer: '', map }));
		expect(error).toBeInstanceOf(MapError);
		expect(error.message).toBe(
			'The WSDL has no operation "Cal". It has: call (line 1, column 104, in methodname)',
		);
		expect(error).toMatchObject({ element: 'methodname' });
	});
});

describe('what is sent', () => {
	const answer = response('<callResult>ok</callResult>');
	const wsdl = {
		input: output(
			'<xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:boolean" minOccurs="0"/>',
		),
	};

	test('headers of the map, but those of the message are those of SOAP', async () => {
		const { asked } = await run({
			wsdl,
			answer,
			map: {
				config: {
					wsuser: 'bob',
					wspass: 'x',
					wsresponsetime: '5',
					wsproxyhost: 'p',
					wsproxyport: '81',
				},
				headers: [
					['X-Key', 'k'],
					['content-type', 'application/json'],
					['SOAPAction', 'other'],
				],
				fields: { a: source('CONST', '1') },
			},
		});
		const shared = { timeout: 5000, proxy: { host: 'p', port: 81 } };
		const own = { 'X-Key': 'k', Authorization: 'Basic Ym9iOng=' };
		expect(asked[0]).toEqual({
			...shared,
			method: 'GET',
			url: WSDL,
			headers: own,
			followRedirects: false,
		});
		expect(asked[1]).toMatchObject({
			...shared,
			method: 'POST',
			url: SERVICE,
			headers: { ...own, 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '"urn:t#call"' },
		});
	});

	test('$name in the address of the WSDL is replaced by the value of that field', async () => {
		const { http, asked } = served({
			'http://host/wsdl?c=ES%26': smallWsdl(wsdl),
			[SERVICE]: answer,
		});
		const fields = { a: source('CONST', '1'), c: source('CONST', 'ES&') };
		for (const compatibility of ['coreBos', 'native'] as const) {
			const map = smallMap({ config: { wstype: 'SOAP', wsurl: 'http://host/wsdl?c=$c' }, fields });
			const { warnings } = await runMap(map, {}, http, { compatibility });
			expect(warnings).toEqual([]);
			expect(asked.at(-1)?.body).toContain('<ns1:call><ns1:a>1</ns1:a></ns1:call>');
		}
	});

	test('natively, values with their types; what the operation lacks is an error', async () => {
		const context = { yes: true, n: 5 };
		const fields = {
			b: source('EXPRESSION', "getFromContext('yes')"),
			a: source('EXPRESSION', "getFromContext('n')"),
		};
		const one = { wsdl, answer, options: { compatibility: 'native' as const } };
		const environment = { context, recordId: '0x0' };
		const { asked } = await run({ ...one, map: { fields }, environment });
		expect(asked[1].body).toContain('<ns1:a>5</ns1:a><ns1:b>true</ns1:b>');
		const more = { fields: { ...fields, c: source('CONST', 'x') } };
		const error = await failure(run({ ...one, map: more, environment }));
		expect(error.message).toBe('"call" has no "c": it takes a, b (line 2, column 1, in fields)');
		expect(error).toBeInstanceOf(MapError);
	});

	test('outputtype neither JSON nor XML keeps nothing in coreBOS', async () => {
		const map = { config: { outputtype: 'TEXT' }, response: entry('callResult', undefined, 'r') };
		const fields = { a: source('CONST', '1') };
		const { result: kept } = await run({ wsdl, answer, map: { ...map, fields } });
		expect(kept.context).toEqual({});
	});
});
