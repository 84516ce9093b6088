import { buildEnvelope, findOperation, SoapError, WsdlCache } from '../../../engine/soap';
import { failure, smallMap, source, entry } from '../../unit/map/small-map';
import { readAt, served, smallWsdl, type Answers } from '../../unit/soap/small-wsdl';
import { runMap } from '../../../engine/map';

const WSDL = 'http://host/wsdl';

function importing(location: string): string {
	return smallWsdl({ imports: `<w:import namespace="urn:i" location="${location}"/>` });
}

function including(location: string): string {
	return smallWsdl({ types: `<xs:include schemaLocation="${location}"/>` });
}

describe('what a WSDL must not do', () => {
	const large = `<a>${'x'.repeat(50_000_000)}</a>`;
	const bomb = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>`;
	test.each<[title: string, answers: Answers, message: RegExp]>([
		['be larger than 10 MB', { [WSDL]: large }, /larger than 10 MB/],
		[
			'import what is larger',
			{ [WSDL]: including('big.xsd'), 'http://host/big.xsd': large },
			/big\.xsd is larger/,
		],
		['declare entities', { [WSDL]: bomb }, /has a DOCTYPE, which is not accepted/],
		[
			'refer to a file',
			{ [WSDL]: `<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>` },
			/has a DOCTYPE, which is not accepted/,
		],
		[
			'import a file',
			{ [WSDL]: importing('file:///etc/passwd') },
			/file:\/\/\/etc\/passwd.* is not read/,
		],
		[
			'include a file',
			{ [WSDL]: including('file:///etc/passwd') },
			/file:\/\/\/etc\/passwd.* is not read/,
		],
		[
			'import over ftp',
			{ [WSDL]: including('ftp://host/x.xsd') },
			/ftp:\/\/host\/x\.xsd.* is not read/,
		],
		[
			'redirect to another host',
			{ [WSDL]: { status: 302, headers: { Location: 'http://other/wsdl' } } },
			/redirects to another host.*http:\/\/other\/wsdl/,
		],
		[
			'redirect to a file',
			{ [WSDL]: { status: 302, headers: { location: 'file:///etc/passwd' } } },
			/redirects to another host or protocol, file:\/\/\/etc\/passwd/,
		],
		[
			'redirect in a circle',
			{ [WSDL]: { status: 301, headers: { location: '/wsdl' } } },
			/redirects more than 5 times/,
		],
		['import what is not there', { [WSDL]: including('x.xsd') }, /x\.xsd, imported by .*HTTP 404/],
		[
			'be a page',
			{ [WSDL]: '<html><body>Hello</body></html>' },
			/is an HTML page, not a WSDL.*\?wsdl/,
		],
		['be no XML', { [WSDL]: '{"a":1}' }, /cannot be read as a WSDL/],
		['import nonsense', { [WSDL]: including('http://[') }, /"http:\/\/\[".* is not an address/],
	])('%s', async (_title, answers, message) => {
		const error = await failure(readAt(answers));
		expect(error).toBeInstanceOf(SoapError);
		expect(error.message).toMatch(message);
		expect(error.message.length).toBeLessThan(500);
	});

	test('import without end', async () => {
		const chain: Answers = { [WSDL]: including('0.xsd') };
		for (let index = 0; index < 300; index++) {
			chain[`http://host/${index}.xsd`] =
				`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="${index + 1}.xsd"/></xs:schema>`;
		}
		expect((await failure(readAt(chain))).message).toMatch(/more than 200 documents/);
	});

	test.each([
		[
			'a type made of itself',
			'<xs:complexType name="A"><xs:complexContent><xs:extension base="t:A"/></xs:complexContent></xs:complexType>',
		],
		[
			'a group made of itself',
			'<xs:group name="A"><xs:sequence><xs:group ref="t:A"/></xs:sequence></xs:group><xs:complexType name="A"><xs:group ref="t:A"/></xs:complexType>',
		],
	])('use %s', async (_title, types) => {
		const input = '<xs:sequence><xs:element name="a" type="t:A"/></xs:sequence>';
		const wsdl = await readAt({ [WSDL]: smallWsdl({ types, input }) });
		const call = () =>
			buildEnvelope(
				wsdl,
				findOperation(wsdl, 'call'),
				{ a: {} },
				{ compatibility: 'native', warn: fail },
			);
		expect(call).toThrow(/contains itself/);
	});
});

function fail(text: string): never {
	throw new Error(text);
}

test('schemas that include each other are read once', async () => {
	const schema = (other: string, type: string) =>
		`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="${other}"/><xs:simpleType name="${type}"><xs:restriction base="xs:int"/></xs:simpleType></xs:schema>`;
	const { http, asked } = served({
		[WSDL]: including('a.xsd'),
		'http://host/a.xsd': schema('b.xsd', 'A'),
		'http://host/b.xsd': schema('a.xsd', 'B'),
	});
	const wsdl = await new WsdlCache().read({ method: 'GET', url: WSDL, headers: {} }, http);
	expect(asked.map(({ url }) => url)).toEqual([WSDL, 'http://host/a.xsd', 'http://host/b.xsd']);
	// A schema without a namespace of its own is in that of the schema that includes it.
	expect(wsdl.typeOf('{urn:t}B')).toMatchObject({ base: 'int' });
});

test('credentials stay with the host of the WSDL', async () => {
	const headers = { Authorization: 'Basic c2VjcmV0' };
	const { http, asked } = served({
		[WSDL]: smallWsdl({
			types:
				'<xs:include schemaLocation="own.xsd"/><xs:include schemaLocation="http://other/x.xsd"/><xs:include schemaLocation="http://host:81/x.xsd"/>',
		}),
		...Object.fromEntries(
			['http://host/own.xsd', 'http://other/x.xsd', 'http://host:81/x.xsd'].map((url) => [
				url,
				'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>',
			]),
		),
	});
	await new WsdlCache().read({ method: 'GET', url: WSDL, headers }, http);
	expect(asked.map(({ headers: sent }) => 'Authorization' in sent)).toEqual([
		true,
		true,
		false,
		false,
	]);
	expect(asked.every(({ followRedirects }) => followRedirects === false)).toBe(true);
});

describe('a run', () => {
	const answer = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><t:callResponse xmlns:t="urn:t"><t:callResult>ok</t:callResult></t:callResponse></e:Body></e:Envelope>`;
	const map = smallMap({
		config: { wstype: 'SOAP', wsurl: WSDL },
		response: entry('callResult', undefined, 'r'),
	});

	test('fetches its WSDL once for all items', async () => {
		const { http, asked } = served({ [WSDL]: smallWsdl(), 'http://host/service': answer });
		const wsdls = new WsdlCache();
		const runs = Array.from({ length: 20 }, () => runMap(map, {}, http, { wsdls }));
		for (const { context } of await Promise.all(runs)) expect(context).toEqual({ r: 'ok' });
		expect(asked.filter(({ url }) => url === WSDL)).toHaveLength(1);
		expect(asked).toHaveLength(21);
	});

	test('asks again for a WSDL that it did not get', async () => {
		const answers: Answers = { 'http://host/service': answer };
		const { http } = served(answers);
		const wsdls = new WsdlCache();
		expect((await failure(runMap(map, {}, http, { wsdls }))).message).toMatch(/HTTP 404/);
		answers[WSDL] = smallWsdl();
		expect((await runMap(map, {}, http, { wsdls })).context).toEqual({ r: 'ok' });
	});

	test('never shows a secret of the address or of wspass', async () => {
		const secret = smallMap({
			config: {
				wstype: 'SOAP',
				wsurl: 'http://host/gone?key=s3cret',
				wsuser: 'bob',
				wspass: 's3cret',
			},
			fields: { a: source('CONST', 'b') },
		});
		const error = await failure(runMap(secret, {}, served({}).http));
		expect(error.message).toMatch(/http:\/\/host\/gone\b/);
		expect(JSON.stringify(error) + error.message).not.toContain('s3cret');
	});
});

describe('answers made to harm', () => {
	const output = '<xs:sequence><xs:element name="callResult" type="xs:anyType"/></xs:sequence>';
	const map = smallMap({
		config: { wstype: 'SOAP', wsurl: WSDL },
		response: entry('callResult', undefined, 'r'),
	});
	const envelope = (content: string) =>
		`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><callResponse><callResult href="#a"/></callResponse>${content}</e:Body></e:Envelope>`;
	const doubling = Array.from(
		{ length: 40 },
		(_, index) =>
			`<m id="a${index || ''}"><x href="#a${index + 1}"/><y href="#a${index + 1}"/></m>`,
	).join('');
	test.each([
		[
			'refer to themselves',
			envelope('<m id="a"><x href="#a"/></m>'),
			/nested too deeply|refers to itself/,
		],
		['refer to what is not there', envelope(''), /refers to "a", which it does not contain/],
		[
			'multiply themselves',
			envelope(`${doubling}<m id="a40">x</m>`),
			/refers to its own values too often/,
		],
		['declare entities', `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`, /not a SOAP envelope/],
	])('%s', async (_title, answer, message) => {
		const { http } = served({ [WSDL]: smallWsdl({ output }), 'http://host/service': answer });
		expect((await failure(runMap(map, {}, http))).message).toMatch(message);
	});
});

/** Counts how often anything of the elements of a list is read while its envelope is built. */
async function reads(length: number): Promise<number> {
	const types =
		'<xs:complexType name="Line"><xs:sequence><xs:element name="sku" type="xs:string"/></xs:sequence></xs:complexType>';
	const input =
		'<xs:sequence><xs:element name="line" type="t:Line" maxOccurs="unbounded"/></xs:sequence>';
	const wsdl = await readAt({ [WSDL]: smallWsdl({ types, input }) });
	let count = 0;
	const counted = <T extends object>(value: T): T =>
		new Proxy(value, {
			get: (target, key, receiver) => {
				count++;
				return Reflect.get(target, key, receiver) as unknown;
			},
		});
	const line = counted(Array.from({ length }, (_, index) => counted({ sku: `s${index}` })));
	const { body } = buildEnvelope(
		wsdl,
		findOperation(wsdl, 'call'),
		{ line },
		{ compatibility: 'native', warn: fail },
	);
	expect(body.match(/<ns1:sku>/g)).toHaveLength(length);
	return count;
}

test('the envelope of a list of 1,000 is built in linear time', async () => {
	const [small, large] = [await reads(100), await reads(1000)];
	expect(large).toBeLessThanOrEqual(small * 10);
	expect(large).toBeGreaterThan(1000);
});
