import { buildEnvelope, findOperation, SoapError } from '../../../engine/soap';
import type { Compatibility } from '../../../engine/compatibility';
import { readAt, smallWsdl, type SmallWsdl } from './small-wsdl';

const WSDL = 'http://host/wsdl';

/** What a call has in its body, with what is warned of. */
async function written(
	small: SmallWsdl,
	parameters: Record<string, unknown>,
	compatibility: Compatibility = 'native',
): Promise<{ body: string; warnings: string[] }> {
	const wsdl = await readAt({ [WSDL]: smallWsdl(small) });
	const warnings: string[] = [];
	const options = { compatibility, warn: (text: string) => void warnings.push(text) };
	const { body } = buildEnvelope(wsdl, findOperation(wsdl, 'call'), parameters, options);
	const content = /<SOAP-ENV:Body>(.*)<\/SOAP-ENV:Body>/s.exec(body)?.[1] ?? '';
	return { body: content.replace(/^<ns1:call(?:>|\/>)|<\/ns1:call>$/g, ''), warnings };
}

const one = (type: string, more = '') =>
	`<xs:sequence><xs:element name="v" type="${type}" ${more}/></xs:sequence>`;

describe('simple types as XML Schema wants them', () => {
	test.each<[type: string, value: unknown, text: string]>([
		['xs:string', 'a & <b> "c" \r\n]]>', 'a &amp; &lt;b&gt; "c" &#13;\n]]&gt;'],
		['xs:string', 12, '12'],
		['xs:string', '', ''],
		['xs:boolean', true, 'true'],
		['xs:boolean', '0', 'false'],
		['xs:boolean', 'TRUE', 'true'],
		['xs:int', ' 42 ', '42'],
		['xs:int', -1, '-1'],
		['xs:long', '9223372036854775807', '9223372036854775807'],
		['xs:integer', 1e21, '1000000000000000000000'],
		['xs:decimal', 0.1, '0.1'],
		['xs:decimal', 1e-7, '0.0000001'],
		['xs:decimal', '-12.50', '-12.50'],
		['xs:double', 1e21, '1E21'],
		['xs:double', -Infinity, '-INF'],
		['xs:double', Number.NaN, 'NaN'],
		['xs:date', '2026-01-31', '2026-01-31'],
		['xs:date', '2026-01-31T00:00:00.000+01:00', '2026-01-31'],
		['xs:dateTime', '2026-01-31 12:00:01', '2026-01-31T12:00:01'],
		['xs:dateTime', '2026-01-31T12:00', '2026-01-31T12:00:00'],
		['xs:dateTime', '2026-01-31', '2026-01-31T00:00:00'],
		['xs:dateTime', '2026-01-31T12:00:00.5Z', '2026-01-31T12:00:00.5Z'],
		['xs:time', '12:30', '12:30:00'],
		['xs:base64Binary', 'AAEC\nAw==', 'AAECAw=='],
		['xs:hexBinary', '00fF', '00fF'],
		['xs:anyURI', 'http://a/?b&c', 'http://a/?b&amp;c'],
	])('%s of %j', async (type, value, text) => {
		await expect(written({ input: one(type) }, { v: value })).resolves.toEqual({
			body: `<ns1:v>${text}</ns1:v>`,
			warnings: [],
		});
	});

	test.each<[type: string, value: unknown, message: RegExp]>([
		['xs:boolean', 'yes', /"call\.v" takes true or false \(boolean\), but has "yes"/],
		['xs:int', '12abc', /a whole number \(int\), but has "12abc"/],
		['xs:int', 2147483648, /from -2147483648 to 2147483647/],
		['xs:int', 1.5, /a whole number/],
		['xs:int', true, /a whole number/],
		['xs:unsignedByte', 256, /from 0 to 255/],
		['xs:positiveInteger', 0, /from 1 to ∞/],
		['xs:decimal', '1e3', /a number \(decimal\)/],
		['xs:double', 'x', /a number \(double\)/],
		['xs:date', '2026-01-31T12:00:00Z', /a date such as 2026-01-31 without time/],
		['xs:dateTime', 'today', /a date and time such as/],
		['xs:time', 'noon', /a time such as/],
		['xs:base64Binary', 'ñ', /Base64/],
		['xs:hexBinary', 'abc', /hexadecimal/],
		['xs:string', { a: 1 }, /one value \(string\), not a structure/],
		['xs:string', ['a', 'b'], /"call\.v" takes one value, but has 2/],
		['xs:string', 'a\u0001', /U\+0001, which XML does not allow/],
		['xs:string', '\ud800', /U\+D800/],
		['xs:string', null, /must have a value/],
	])('%s refuses %j', async (type, value, message) => {
		const asked = written({ input: one(type) }, { v: value });
		await expect(asked).rejects.toThrow(SoapError);
		await expect(asked).rejects.toThrow(message);
	});

	test.each<[type: string, value: unknown, text: string]>([
		['xs:int', '12abc', '12'],
		['xs:int', '', '0'],
		['xs:int', 1.9, '1'],
		['xs:int', -1.9, '-2'],
		['xs:int', '-1.9', '-1'],
		['xs:long', 1e19, '10000000000000000000'],
		['xs:long', '1e30', '9223372036854775807'],
		['xs:boolean', 'false', 'true'],
		['xs:boolean', '0', 'false'],
		['xs:double', '1e3', '1000'],
		['xs:decimal', '1e3', '1e3'],
		['xs:date', 'today', 'today'],
		['xs:base64Binary', 'ñ&<', 'w7EmPA=='],
		['xs:hexBinary', 'ñ&<', 'C3B1263C'],
	])('as PHP converts them: %s of %j', async (type, value, text) => {
		const { body } = await written({ input: one(type) }, { v: value }, 'coreBos');
		expect(body).toBe(`<ns1:v>${text}</ns1:v>`);
	});
});

const TYPES = `
<xs:complexType name="Animal" abstract="true"><xs:sequence><xs:element name="name" type="xs:string"/></xs:sequence><xs:attribute name="id" type="xs:int" use="required"/></xs:complexType>
<xs:complexType name="Dog"><xs:complexContent><xs:extension base="t:Animal"><xs:sequence><xs:element name="barks" type="xs:boolean"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
<xs:complexType name="Price"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" type="t:Currency"/></xs:extension></xs:simpleContent></xs:complexType>
<xs:simpleType name="Currency"><xs:restriction base="xs:string"><xs:enumeration value="EUR"/><xs:enumeration value="USD"/></xs:restriction></xs:simpleType>
<xs:simpleType name="Numbers"><xs:list itemType="xs:int"/></xs:simpleType>
<xs:complexType name="List"><xs:sequence><xs:element name="item" type="xs:int" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
<xs:complexType name="Tree"><xs:sequence><xs:element name="leaf" type="xs:string" minOccurs="0"/><xs:element name="tree" type="t:Tree" minOccurs="0" maxOccurs="3"/></xs:sequence></xs:complexType>
<xs:complexType name="Choice"><xs:choice><xs:element name="mail" type="xs:string"/><xs:element name="phone" type="xs:string"/></xs:choice></xs:complexType>
<xs:complexType name="Mixed"><xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:choice></xs:complexType>
<xs:complexType name="Pairs"><xs:sequence maxOccurs="unbounded"><xs:element name="key" type="xs:string"/><xs:element name="value" type="xs:int"/></xs:sequence></xs:complexType>
<xs:group name="Names"><xs:sequence><xs:element name="first" type="xs:string"/><xs:element name="last" type="xs:string" form="unqualified"/></xs:sequence></xs:group>
<xs:attributeGroup name="Marks"><xs:attribute name="mark" type="xs:string"/></xs:attributeGroup>
<xs:complexType name="Person"><xs:group ref="t:Names"/><xs:attributeGroup ref="t:Marks"/></xs:complexType>
<xs:element name="global" type="xs:int"/>
<xs:complexType name="Refers"><xs:all><xs:element ref="t:global"/><xs:element name="kind" type="xs:string" fixed="x"/><xs:element name="more" type="xs:string" default="d"/></xs:all></xs:complexType>
<xs:complexType name="Open"><xs:sequence><xs:element name="known" type="xs:string"/><xs:any minOccurs="0"/></xs:sequence></xs:complexType>`;

describe('structures in the order of the schema', () => {
	test.each<[type: string, value: unknown, content: string]>([
		[
			't:Dog',
			{ barks: true, name: 'Rex', id: 7 },
			'<ns1:v id="7"><ns1:name>Rex</ns1:name><ns1:barks>true</ns1:barks></ns1:v>',
		],
		[
			't:Animal',
			{ 'xsi:type': 'Dog', id: 7, name: 'Rex', barks: false },
			'<ns1:v xsi:type="ns1:Dog" id="7"><ns1:name>Rex</ns1:name><ns1:barks>false</ns1:barks></ns1:v>',
		],
		['t:Price', { _: 1.5, currency: 'EUR' }, '<ns1:v currency="EUR">1.5</ns1:v>'],
		['t:Price', 2, '<ns1:v>2</ns1:v>'],
		['t:Numbers', [1, '2'], '<ns1:v>1 2</ns1:v>'],
		['t:List', { item: [1, 2] }, '<ns1:v><ns1:item>1</ns1:item><ns1:item>2</ns1:item></ns1:v>'],
		['t:List', [1], '<ns1:v><ns1:item>1</ns1:item></ns1:v>'],
		['t:List', [], '<ns1:v/>'],
		[
			't:Tree',
			{ tree: [{ leaf: 'a' }, { tree: { leaf: 'b' } }] },
			'<ns1:v><ns1:tree><ns1:leaf>a</ns1:leaf></ns1:tree><ns1:tree><ns1:tree><ns1:leaf>b</ns1:leaf></ns1:tree></ns1:tree></ns1:v>',
		],
		['t:Choice', { phone: '1' }, '<ns1:v><ns1:phone>1</ns1:phone></ns1:v>'],
		[
			't:Mixed',
			{ b: 1, a: [2, 3] },
			'<ns1:v><ns1:a>2</ns1:a><ns1:a>3</ns1:a><ns1:b>1</ns1:b></ns1:v>',
		],
		[
			't:Pairs',
			{ key: ['a', 'b'], value: [1, 2] },
			'<ns1:v><ns1:key>a</ns1:key><ns1:value>1</ns1:value><ns1:key>b</ns1:key><ns1:value>2</ns1:value></ns1:v>',
		],
		[
			't:Person',
			{ last: 'b', first: 'a', mark: '"<\n' },
			'<ns1:v mark="&quot;&lt;&#10;"><ns1:first>a</ns1:first><last>b</last></ns1:v>',
		],
		['t:Refers', { global: 1 }, '<ns1:v><ns1:global>1</ns1:global><ns1:kind>x</ns1:kind></ns1:v>'],
		[
			't:Open',
			{ known: 'k', any: '<a b="c"/>' },
			'<ns1:v><ns1:known>k</ns1:known><a b="c"/></ns1:v>',
		],
		['xs:anyType', { a: [1, { b: 'c' }] }, '<ns1:v><a>1</a><a><b>c</b></a></ns1:v>'],
	])('%s of %j', async (type, value, content) => {
		const { body } = await written({ types: TYPES, input: one(type) }, { v: value });
		expect(body).toBe(content);
	});

	test.each<[type: string, value: unknown, message: RegExp]>([
		['t:Dog', { name: 'Rex', barks: true }, /"call\.v" lacks its attribute "id"/],
		[
			't:Dog',
			{ id: 1, barks: true },
			/"call\.v\.name" is missing: it is required and takes string/,
		],
		['t:Dog', { id: 1, name: 'a', barks: true, cat: 1 }, /has no "cat": it takes name, barks, id/],
		['t:Dog', 'Rex', /must be a structure with name, barks, but is one value/],
		['t:Animal', { id: 1, name: 'a' }, /abstract type Animal: name its type.*"xsi:type"/],
		['t:Animal', { id: 1, 'xsi:type': 'Cat' }, /names the type "Cat"/],
		['t:Price', { _: 1, currency: 'GBP' }, /must be one of EUR, USD, but is "GBP"/],
		['t:Choice', { mail: 'a', phone: 'b' }, /may have one of mail, phone, but has more/],
		['t:Choice', {}, /needs one of mail, phone/],
		['t:Tree', { tree: [{}, {}, {}, {}] }, /"call\.v\.tree" takes at most 3 values, but has 4/],
		['t:Tree', { tree: [{}, { leaf: { a: 1 } }] }, /"call\.v\.tree\[1\]\.leaf" takes one value/],
		['t:Pairs', { key: ['a', 'b'], value: [1] }, /"call\.v\.value" is missing/],
		['t:Open', { known: 'k', any: '<a>' }, /"call\.v"/],
	])('%s refuses %j', async (type, value, message) => {
		const asked = written({ types: TYPES, input: one(type) }, { v: value });
		await expect(asked).rejects.toThrow(SoapError);
		await expect(asked).rejects.toThrow(message);
	});

	test('nil, absence and lists', async () => {
		const input = `<xs:sequence><xs:element name="a" type="xs:string" nillable="true"/><xs:element name="b" type="xs:string" minOccurs="0"/><xs:element name="c" type="xs:int" minOccurs="0" maxOccurs="2"/></xs:sequence>`;
		const { body } = await written({ input }, { a: null, b: null, c: [] });
		expect(body).toBe('<ns1:a xsi:nil="true"/>');
		await expect(written({ input }, {})).rejects.toThrow(/"call\.a" is missing/);
		expect((await written({ input }, {}, 'coreBos')).body).toBe('<ns1:a xsi:nil="true"/>');
	});

	test('unqualified elements have no namespace', async () => {
		const { body } = await written({ input: one('xs:int'), schema: '' }, { v: 1 });
		expect(body).toBe('<v>1</v>');
	});

	test('as PHP does, what the schema does not know is left out, here with a warning', async () => {
		const { body, warnings } = await written({ input: one('xs:int') }, { v: 1, w: 2 }, 'coreBos');
		expect(body).toBe('<ns1:v>1</ns1:v>');
		expect(warnings).toEqual(['"w" is not sent: "call" takes v']);
	});

	test.each(['__proto__', 'constructor', 'toString'])('a parameter called %s', async (name) => {
		const input = `<xs:sequence><xs:element name="${name}" type="xs:string"/></xs:sequence>`;
		await expect(written({ input }, {})).rejects.toThrow(`"call.${name}" is missing`);
		const given = Object.fromEntries([[name, 'x']]);
		expect((await written({ input }, given)).body).toBe(`<ns1:${name}>x</ns1:${name}>`);
	});
});
