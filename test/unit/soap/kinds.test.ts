import {
	bodyOf,
	buildEnvelope,
	findOperation,
	operationParameters,
	readSoapAnswer,
	SoapError,
	WsdlCache,
} from '../../../engine/soap';
import { inParameterNames } from '../../../nodes/RunWebServiceMap/parameterNames';
import { failure } from '../map/small-map';
import { canonicalXml } from './canonical-xml';
import { readAt, served, smallWsdl, type Answers } from './small-wsdl';

const WSDL = 'http://host/wsdl';
const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';

async function called(
	answers: Answers,
	parameters: Record<string, unknown>,
	compatibility: 'native' | 'coreBos' = 'native',
): Promise<{ xml: string; warnings: string[] }> {
	const wsdl = await readAt(answers);
	const warnings = [...wsdl.warnings];
	const warn = (text: string) => void warnings.push(text);
	const operation = findOperation(wsdl, 'call');
	const { body } = buildEnvelope(wsdl, operation, parameters, { compatibility, warn });
	return { xml: canonicalXml(body), warnings: [...warnings, ...operation.warnings] };
}

/** The envelope with this in the body, `t` and `o` the namespaces urn:t and urn:o. */
function envelope(body: string, header = ''): string {
	return canonicalXml(
		`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="urn:t" xmlns:o="urn:o" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${header}<e:Body>${body}</e:Body></e:Envelope>`,
	);
}

const input = (content: string) => `<xs:sequence>${content}</xs:sequence>`;
const schema = 'elementFormDefault="qualified" xmlns:o="urn:o"';
const importing = '<xs:import namespace="urn:o" schemaLocation="o.xsd"/>';
const other = (content: string) =>
	`<xs:schema ${XS} xmlns:t="urn:t" xmlns:o="urn:o" targetNamespace="urn:o" elementFormDefault="qualified">${content}</xs:schema>`;

describe('a derived type of another namespace', () => {
	const types = `${importing}<xs:complexType name="Record" abstract="true"/>`;
	const customer = (name: string) =>
		`<xs:complexType name="${name}"><xs:complexContent><xs:extension base="t:Record"><xs:sequence><xs:element name="name" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>`;
	const answers = {
		[WSDL]: smallWsdl({ types, input: input('<xs:element name="record" type="t:Record"/>') }),
		'http://host/o.xsd': other(customer('Customer')),
	};
	test.each(['Customer', 'o:Customer', 'unknown:Customer', '{urn:o}Customer'])(
		'is named as %s',
		async (name) => {
			const { xml } = await called(answers, { record: { 'xsi:type': name, name: 'a' } });
			expect(xml).toBe(
				envelope('<t:call><t:record xsi:type="o:Customer"><o:name>a</o:name></t:record></t:call>'),
			);
		},
	);
});

describe('a parameter named like a header', () => {
	const wsdl = (part: string) =>
		smallWsdl({
			types: '<xs:element name="auth" type="xs:string"/>',
			input: input(`<xs:element name="${part}" type="xs:string" minOccurs="0"/>`),
		})
			.replace(
				'<w:message name="out">',
				'<w:message name="h"><w:part name="parameters" element="t:auth"/></w:message><w:message name="out">',
			)
			.replace(
				'<w:input><s:body',
				'<w:input><s:header message="t:h" part="parameters" use="literal"/><s:body',
			);
	const header = '<e:Header><t:auth>x</t:auth></e:Header>';
	test.each([
		['auth', { auth: 'x' }, envelope('<t:call><t:auth>x</t:auth></t:call>')],
		['auth', { 'header:auth': 'x' }, envelope('<t:call/>', header)],
		['other', { auth: 'x' }, envelope('<t:call/>', header)],
	])('where the body has "%s": %j', async (part, parameters, wanted) => {
		expect((await called({ [WSDL]: wsdl(part) }, parameters)).xml).toBe(wanted);
	});
	test('is offered under a name of its own', async () => {
		const offered = async (part: string) =>
			operationParameters(findOperation(await readAt({ [WSDL]: wsdl(part) }), 'call'));
		expect((await offered('auth')).map(({ name }) => name)).toEqual(['auth', 'header:auth']);
		expect((await offered('other')).map(({ name }) => name)).toEqual(['other', 'auth']);
	});
});

describe('what a schema can say', () => {
	const types = `${importing}
<xs:complexType name="Open"><xs:sequence><xs:element name="a" type="xs:string"/></xs:sequence><xs:anyAttribute/></xs:complexType>
<xs:complexType name="Id"><xs:sequence><xs:element name="id" type="xs:string"/></xs:sequence><xs:attribute name="id" type="xs:string"/></xs:complexType>
<xs:complexType name="Two"><xs:sequence><xs:element name="id" type="xs:string"/><xs:element ref="o:id"/></xs:sequence></xs:complexType>
<xs:complexType name="Fixed"><xs:attribute name="v" type="xs:string" fixed="1"/><xs:attribute name="w" type="xs:string" fixed="2" use="required"/></xs:complexType>
<xs:complexType name="Whole"><xs:sequence minOccurs="0"><xs:element name="a" type="xs:string"/><xs:element name="b" type="xs:string"/></xs:sequence></xs:complexType>
<xs:complexType name="Either"><xs:choice><xs:sequence><xs:element name="a" type="xs:string"/><xs:element name="b" type="xs:string"/></xs:sequence><xs:sequence><xs:element name="a" type="xs:string"/><xs:element name="c" type="xs:string"/></xs:sequence></xs:choice></xs:complexType>
<xs:complexType name="OneOf"><xs:choice><xs:element name="a" type="xs:string"/><xs:element name="b" type="xs:int"/><xs:element name="c" type="xs:string" nillable="true"/></xs:choice></xs:complexType>
<xs:complexType name="Some"><xs:choice minOccurs="0"><xs:element name="a" type="xs:string"/><xs:element name="b" type="xs:int"/></xs:choice></xs:complexType>
<xs:simpleType name="Days"><xs:list itemType="xs:int"/></xs:simpleType>
<xs:complexType name="Dated"><xs:attribute name="days" type="t:Days"/></xs:complexType>`;
	test.each<[type: string, value: unknown, written: string]>([
		[
			't:Open',
			{ a: 'x', '@b': 1, '@xml:lang': 'en' },
			'<t:v b="1" xml:lang="en"><t:a>x</t:a></t:v>',
		],
		['t:Open', { a: 'x', '@{urn:o}b': 1 }, '<t:v o:b="1"><t:a>x</t:a></t:v>'],
		['t:Id', { id: 'e' }, '<t:v><t:id>e</t:id></t:v>'],
		['t:Id', { id: 'e', '@id': 'a' }, '<t:v id="a"><t:id>e</t:id></t:v>'],
		['t:Two', { id: '1', '{urn:o}id': '2' }, '<t:v><t:id>1</t:id><o:id>2</o:id></t:v>'],
		['t:Fixed', {}, '<t:v w="2"/>'],
		['t:Either', { a: '1', c: '2' }, '<t:v><t:a>1</t:a><t:c>2</t:c></t:v>'],
		['t:OneOf', { a: null, b: '2', c: null }, '<t:v><t:b>2</t:b></t:v>'],
		['t:OneOf', { a: null, b: null, c: null }, '<t:v><t:c xsi:nil="true"/></t:v>'],
		['t:Some', { a: null, b: null }, '<t:v/>'],
		['t:Days', '1 2', '<t:v>1 2</t:v>'],
		['t:Days', ' 1\n2 ', '<t:v>1 2</t:v>'],
		['t:Days', '', '<t:v></t:v>'],
		['t:Days', [1, 2], '<t:v>1 2</t:v>'],
		['t:Days', 7, '<t:v>7</t:v>'],
		['t:Dated', { days: '1 2' }, '<t:v days="1 2"/>'],
		['xs:anyType', { a: null }, '<t:v><a xsi:nil="true"/></t:v>'],
		['xs:anyType', { '@b': 'c', _: 'x' }, '<t:v b="c">x</t:v>'],
		['xs:anyType', { a: { '@b': 1, c: [1, 2] } }, '<t:v><a b="1"><c>1</c><c>2</c></a></t:v>'],
		['t:Whole', {}, '<t:v/>'],
		['t:Whole', { a: '1', b: '2' }, '<t:v><t:a>1</t:a><t:b>2</t:b></t:v>'],
		['t:Nowhere', 'x', '<t:v>x</t:v>'],
		['nowhere:Type', 'x', '<t:v>x</t:v>'],
	])('%s of %j', async (type, value, written) => {
		const content = input(`<xs:element name="v" type="${type}"/>`);
		const wsdl = smallWsdl({ types, schema, input: content });
		const answers = {
			[WSDL]: wsdl,
			'http://host/o.xsd': other('<xs:element name="id" type="xs:string"/>'),
		};
		const { xml, warnings } = await called(answers, { v: value });
		expect(xml).toBe(envelope(`<t:call>${written}</t:call>`));
		expect(warnings.join()).toMatch(/owhere/.test(type) ? /is sent as it is.*which/ : /^$/);
	});

	test('xs:redefine means the redefined type by its own name', async () => {
		const redefine = `<xs:redefine schemaLocation="base.xsd"><xs:complexType name="R"><xs:complexContent><xs:extension base="t:R"><xs:sequence><xs:element name="b" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType></xs:redefine>`;
		const answers = {
			[WSDL]: smallWsdl({ types: redefine, input: input('<xs:element name="v" type="t:R"/>') }),
			'http://host/base.xsd': `<xs:schema ${XS} xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified"><xs:complexType name="R"><xs:sequence><xs:element name="a" type="xs:string"/></xs:sequence></xs:complexType></xs:schema>`,
		};
		const { xml } = await called(answers, { v: { a: '1', b: '2' } });
		expect(xml).toBe(envelope('<t:call><t:v><t:a>1</t:a><t:b>2</t:b></t:v></t:call>'));
	});
});

describe('an import that cannot be read', () => {
	const wsdl = smallWsdl({
		types: importing,
		schema,
		input: input('<xs:element name="a" type="xs:string"/><xs:element ref="o:b" minOccurs="0"/>'),
	});
	test.each([
		'<html><body/></html>',
		'nothing',
		'<a/>',
		'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
	])('is absent: %s', async (text) => {
		const answers = { [WSDL]: wsdl, 'http://host/o.xsd': text };
		const { xml, warnings } = await called(answers, { a: 'x' });
		expect(xml).toBe(envelope('<t:call><t:a>x</t:a></t:call>'));
		expect(warnings.join()).toMatch(/is left out: http:\/\/host\/o\.xsd/);
		const needed = failure(called(answers, { a: 'x', b: 'y' }));
		expect(await needed).toBeInstanceOf(SoapError);
		expect((await needed).message).toMatch(/"call\.b" cannot be written.*o\.xsd/);
	});

	test('what extends a type of it cannot be written', async () => {
		const extended =
			'<xs:complexType name="Own"><xs:complexContent><xs:extension base="o:Base"><xs:sequence><xs:element name="own" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>';
		const answers = {
			[WSDL]: smallWsdl({
				types: importing + extended,
				schema,
				input: input('<xs:element name="v" type="t:Own"/>'),
			}),
			'http://host/o.xsd': '<html/>',
		};
		for (const compatibility of ['native', 'coreBos'] as const) {
			const refused = await failure(
				called(answers, { v: { own: 'x', based: 'y' } }, compatibility),
			);
			expect(refused.message).toMatch(/"call\.v" cannot be written.*"Base".*HTML page/);
		}
	});

	test('and one that is not answered is called an import', async () => {
		const { http } = served({ [WSDL]: wsdl });
		const refusing: typeof http = async (request) =>
			request.url === WSDL ? await http(request) : await Promise.reject(new Error('refused'));
		const request = { method: 'GET', url: WSDL, headers: {} };
		const error = await failure(new WsdlCache().read(request, refusing));
		expect(error.message).toMatch(
			/o\.xsd, imported by http:\/\/host\/wsdl, cannot be fetched, no answer came, refused: /,
		);
	});
});

/** As PHP writes associative arrays and lists (a client of Magento 1 sends them). */
describe('a value without type in SOAP’s encoding', () => {
	const content = input('<xs:element name="v" type="xs:anyType"/>');
	const encoded = smallWsdl({ input: content }).replaceAll(
		'use="literal"',
		'use="encoded" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"',
	);
	const PREFIXES =
		'xmlns:t="urn:t" xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:c="http://schemas.xmlsoap.org/soap/encoding/" xmlns:m="http://xml.apache.org/xml-soap"';
	const MAP = 'xsi:type="m:Map"';
	const array = (of: string) => `c:arrayType="${of}" xsi:type="c:Array"`;
	const whole = (value: string) => `xsi:type="x:int">${value}`;
	test.each<[value: unknown, written: string]>([
		['a', '<v xsi:type="x:string">a</v>'],
		[3_000_000_000, '<v xsi:type="x:long">3000000000</v>'],
		[
			{ qty: 1, 7: true },
			`<v ${MAP}><item><key xsi:type="x:int">7</key><value xsi:type="x:boolean">true</value></item><item><key xsi:type="x:string">qty</key><value ${whole('1')}</value></item></v>`,
		],
		[[1, 2], `<v ${array('x:int[2]')}><item ${whole('1')}</item><item ${whole('2')}</item></v>`],
		[
			['a', [], {}, null],
			`<v ${array('x:ur-type[4]')}><item xsi:type="x:string">a</item><item ${array('x:ur-type[0]')}/><item ${MAP}/><item xsi:nil="true"/></v>`,
		],
	])('%j', async (v, written) => {
		const { xml } = await called({ [WSDL]: encoded }, { v });
		const body = `<e:Body><t:call>${written}</t:call></e:Body>`;
		const wanted = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" ${PREFIXES} e:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">${body}</e:Envelope>`;
		expect(xml).toBe(canonicalXml(wanted));
	});

	/** As Axis describes it. */
	const described =
		'<xs:schema targetNamespace="http://xml.apache.org/xml-soap"><xs:complexType name="Map"><xs:sequence><xs:element name="item" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence><xs:element name="key" type="xs:anyType"/><xs:element name="value" type="xs:anyType"/></xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:schema>';
	test.each<[title: string, schemas: string, v: unknown]>([
		['that the WSDL does not describe', '', { qty: 1 }],
		['by its keys', described, { qty: 1 }],
		['by its items, as the schema has it', described, { item: [{ key: 'qty', value: 1 }] }],
		['by one item', described, { item: { key: 'qty', value: 1 } }],
	])('a map %s', async (_title, schemas, v) => {
		const typed = encoded
			.replace('type="xs:anyType"', 'xmlns:m="http://xml.apache.org/xml-soap" type="m:Map"')
			.replace('</xs:schema></w:types>', `</xs:schema>${schemas}</w:types>`);
		const { xml, warnings } = await called({ [WSDL]: typed }, { v });
		const body = `<e:Body><t:call><v ${MAP}><item><key xsi:type="x:string">qty</key><value ${whole('1')}</value></item></v></t:call></e:Body>`;
		expect(xml).toBe(
			canonicalXml(
				`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" ${PREFIXES} e:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">${body}</e:Envelope>`,
			),
		);
		expect(warnings).toEqual([]);
	});

	test('an only part that is a map is a parameter', async () => {
		const rpc = smallWsdl({ types: '' })
			.replace('style="document"', 'style="rpc"')
			.replace(
				'name="parameters" element="t:call"',
				'xmlns:m="http://xml.apache.org/xml-soap" name="given" type="m:Map"',
			);
		const operation = findOperation(await readAt({ [WSDL]: rpc }), 'call');
		expect(operationParameters(operation)).toMatchObject([{ name: 'given', kind: 'object' }]);
	});

	test('a number with a fraction is of the type that PHP gives it', async () => {
		const written = async (compatibility: 'native' | 'coreBos') =>
			(await called({ [WSDL]: encoded }, { v: 1.5 }, compatibility)).xml;
		expect(await written('coreBos')).toContain('{http://www.w3.org/2001/XMLSchema}float');
		expect(await written('native')).toContain('{http://www.w3.org/2001/XMLSchema}double');
	});
});

test('a header of a message that nothing defines is absent, with a warning', async () => {
	const wsdl = smallWsdl().replace(
		'<w:input><s:body',
		'<w:input><s:header message="t:nowhere" part="auth" use="literal"/><s:body',
	);
	const { xml, warnings } = await called({ [WSDL]: wsdl }, {});
	expect(xml).toBe(envelope('<t:call/>'));
	expect(warnings).toEqual([
		'The WSDL has a header of the part "auth" of the message "t:nowhere", which is not defined: it cannot be sent',
	]);
});

test('an answer whose message nothing defines is not read, with a warning', async () => {
	const wsdl = await readAt({ [WSDL]: smallWsdl().replace('message="t:out"', 'message="t:no"') });
	const operation = findOperation(wsdl, 'call');
	const answer = bodyOf(
		'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><r><a>1</a></r></e:Body></e:Envelope>',
	);
	if (answer === undefined) throw new Error('the answer is not an envelope');
	const { value } = readSoapAnswer(wsdl, operation, answer, 'native');
	expect(value).toBeNull();
	expect(operation.warnings).toEqual([
		'In the WSDL the output refers to the message "t:no", which neither it nor its imports define: what it answers is not read',
	]);
});

test('the schema of a data set is XML, with its own element', async () => {
	const set = '<xs:element ref="xs:schema"/><xs:any/>';
	const wsdl = { [WSDL]: smallWsdl({ input: input(set), output: input(set) }) };
	const [schemaXml, any] = [
		'<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema" id="a"/>',
		'<b/>',
	];
	const { xml } = await called(wsdl, { schema: schemaXml, any });
	expect(xml).toBe(envelope(`<t:call>${schemaXml}${any}</t:call>`));
	const answer = bodyOf(
		`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><callResponse xmlns="urn:t">${schemaXml}${any}</callResponse></e:Body></e:Envelope>`,
	);
	if (answer === undefined) throw new Error('the answer is not an envelope');
	const model = await readAt(wsdl);
	const { value } = readSoapAnswer(model, findOperation(model, 'call'), answer, 'coreBos');
	expect(value).toEqual(
		new Map([
			['schema', schemaXml],
			['any', any],
		]),
	);
});

test.each([
	['<w:description xmlns:w="http://www.w3.org/ns/wsdl"/>', /it is a WSDL 2\.0, which is not read/],
	['<definitions xmlns="urn:x"/>', /its "definitions" is in the namespace urn:x, not in http:/],
	['<definitions/>', /its "definitions" is in no namespace, not in http:/],
	['<a/>', /it begins with "a", not with "definitions"\. Many servers/],
	[
		'{"a":1}',
		/cannot be read as a WSDL: it is not XML, but begins with "\{"a":1\}"\. Many servers/,
	],
	[' ', /cannot be read as a WSDL: it is empty\. Many servers/],
	['a<b>', /it is not XML, but begins with "a b "/],
])('what is not WSDL 1.1 is said to be what it is: %s', async (text, said) => {
	expect((await failure(called({ [WSDL]: text }, {}))).message).toMatch(said);
});

test('a part whose structure has a member of its name is told from its members', async () => {
	const types =
		'<xs:complexType name="V"><xs:sequence><xs:element name="a" type="xs:string"/><xs:element name="v" type="t:V" minOccurs="0"/></xs:sequence></xs:complexType>';
	const rpc = smallWsdl({ types })
		.replace('style="document"', 'style="rpc"')
		.replace('name="parameters" element="t:call"', 'name="v" type="t:V"');
	const wanted = envelope('<call><v><t:a>x</t:a></v></call>');
	expect((await called({ [WSDL]: rpc }, { v: { a: 'x' } })).xml).toBe(wanted);
	expect((await called({ [WSDL]: rpc }, { a: 'x' })).xml).toBe(wanted);
	const inner = envelope('<call><v><t:a>x</t:a><t:v><t:a>y</t:a></t:v></v></call>');
	expect((await called({ [WSDL]: rpc }, { a: 'x', v: { a: 'y' } })).xml).toBe(inner);
});

test('security in the message is said not to be done', async () => {
	const policy = `<p:Policy xmlns:p="http://schemas.xmlsoap.org/ws/2004/09/policy"><sp:SignedSupportingTokens xmlns:sp="http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702"/></p:Policy>`;
	const secured = smallWsdl().replace('<s:binding', `${policy}<s:binding`);
	const wsdl = { [WSDL]: secured };
	expect((await called(wsdl, {})).warnings.join()).toMatch(/WS-Security by policy/);
	expect((await called({ [WSDL]: smallWsdl() }, {})).warnings).toEqual([]);
});

test('types that multiply are refused', async () => {
	const groups = Array.from(
		{ length: 40 },
		(_, index) =>
			`<xs:group name="g${index}"><xs:sequence><xs:group ref="t:g${index + 1}"/><xs:group ref="t:g${index + 1}"/></xs:sequence></xs:group>`,
	).join('');
	const last =
		'<xs:group name="g40"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:group>';
	const types = groups + last;
	const wsdl = smallWsdl({ types, input: '<xs:group ref="t:g0"/>' });
	expect((await failure(called({ [WSDL]: wsdl }, {}))).message).toMatch(/have more than 300000/);
});

test('types that extend each other without end are refused', async () => {
	const types = Array.from(
		{ length: 5000 },
		(_, index) =>
			`<xs:complexType name="T${index}"><xs:complexContent><xs:extension base="t:T${index + 1}"/></xs:complexContent></xs:complexType>`,
	).join('');
	const wsdl = smallWsdl({ types, input: input('<xs:element name="v" type="t:T0"/>') });
	const error = await failure(called({ [WSDL]: wsdl }, { v: {} }));
	expect(error.message).toMatch(/nested too deeply/);
});

test('where a map is defined in the node, messages name its parameters', () => {
	expect(inParameterNames('check the address in wsurl, wsuser and wspass')).toBe(
		'check the address in "URL", "User" and "Password"',
	);
});

describe('a port that refers to what nothing defines', () => {
	const wsdl = smallWsdl({ input: input('<xs:element name="v" type="xs:int"/>') });
	const lost = (name: string) =>
		`<w:port name="${name}" binding="t:lost"><s:address location="http://host/lost"/></w:port>`;
	const beside = (more: string) => wsdl.replace('<w:service name="s">', `$&${more}`);

	test('is left out, with a warning', async () => {
		const { xml, warnings } = await called({ [WSDL]: beside(lost('old')) }, { v: 1 });
		expect(xml).toBe(envelope('<t:call><t:v>1</t:v></t:call>'));
		expect(warnings).toEqual([
			'In the WSDL the port "old" refers to the binding "t:lost", which neither it nor its imports define. It is left out',
		]);
	});

	test('and so is one whose binding has no port type', async () => {
		const untyped =
			'<w:binding name="lost" type="t:none"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/></w:binding>';
		const answers = { [WSDL]: beside(lost('old')).replace('<w:service', `${untyped}$&`) };
		const { warnings } = await called(answers, { v: 1 });
		expect(warnings).toEqual([
			'In the WSDL the binding "lost" refers to the type "t:none", which neither it nor its imports define. It is left out',
		]);
	});

	test('is an error where there is no other', async () => {
		const only = wsdl.replace('binding="t:b"', 'binding="t:lost"');
		const { message } = await failure(readAt({ [WSDL]: only }));
		expect(message).toContain('the port "p" refers to the binding "t:lost"');
	});
});
