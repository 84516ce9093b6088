import type { IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { searchSoapOperations } from '../../../nodes/RunWebServiceMap/soapOperations';
import { getSoapParameters } from '../../../nodes/RunWebServiceMap/soapParameters';
import { failure } from '../map/small-map';
import { smallWsdl } from '../soap/small-wsdl';

const TYPES = `<xs:complexType name="Line"><xs:sequence><xs:element name="sku" type="xs:string"/></xs:sequence></xs:complexType>
<xs:simpleType name="Colour"><xs:restriction base="xs:string"><xs:enumeration value="red"/><xs:enumeration value="blue"/></xs:restriction></xs:simpleType>`;
const INPUT = `<xs:sequence>
<xs:element name="name" type="xs:string"/>
<xs:element name="price" type="xs:decimal" minOccurs="0"/>
<xs:element name="active" type="xs:boolean"/>
<xs:element name="since" type="xs:dateTime" nillable="true"/>
<xs:element name="colour" type="t:Colour"/>
<xs:element name="line" type="t:Line" minOccurs="0" maxOccurs="unbounded"/>
<xs:element name="first" type="t:Line"/>
</xs:sequence><xs:attribute name="version" type="xs:int" use="required"/>`;

const pemOf = (label: string) => `-----BEGIN ${label}-----\nQUJD\n-----END ${label}-----\n`;

/** The editor's question to a node with these parameters, and what it asks for. */
function question(parameters: Record<string, unknown>, body: string, status = 200) {
	const asked: IHttpRequestOptions[] = [];
	const context = {
		getNode: () => ({ name: 'Run Web Service Map', type: 'test', parameters: {} }),
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getCredentials: async () => ({
			format: 'pem',
			cert: pemOf('CERTIFICATE'),
			privateKey: pemOf('PRIVATE KEY'),
		}),
		helpers: {
			httpRequest: async (options: IHttpRequestOptions) => {
				asked.push(options);
				return { statusCode: status, headers: {}, body: Buffer.from(body) };
			},
		},
	} as unknown as ILoadOptionsFunctions;
	return { context, asked };
}

const WSDL = smallWsdl({ types: TYPES, input: INPUT });
const URL = 'http://host/wsdl';

describe('the operations of a WSDL', () => {
	test.each([
		['', ['call']],
		[' CAL', ['call']],
		['soap 1.1', ['call']],
		['other', []],
	])('with the filter "%s"', async (filter, names) => {
		const { context } = question({ url: URL }, WSDL);
		const { results } = await searchSoapOperations.call(context, filter);
		expect(results.map(({ value }) => value)).toEqual(names);
	});

	test('are asked for with the credentials, headers and proxy of the map', async () => {
		const { context, asked } = question(
			{
				url: URL,
				settings: { user: 'bob', password: 'ñ', proxyHost: 'proxy' },
				headers: {
					header: [
						{ name: 'X-Key', value: 'k' },
						{ name: 'Content-type', value: 'application/json' },
						{ name: 'X-Token', value: 'getContext(t)' },
					],
				},
			},
			WSDL,
		);
		await searchSoapOperations.call(context);
		expect(asked[0]).toMatchObject({
			url: URL,
			headers: { 'X-Key': 'k', Authorization: `Basic ${Buffer.from('bob:ñ').toString('base64')}` },
			proxy: { host: 'proxy', port: 1080 },
			disableFollowRedirect: true,
		});
		expect(Object.keys(asked[0].headers ?? {})).toHaveLength(2);
	});

	test('are asked for with the client certificate of the node and its word on TLS', async () => {
		const parameters = { url: URL, useClientCertificate: true };
		const { context, asked } = question(
			{ ...parameters, options: { allowUnauthorizedCerts: true } },
			WSDL,
		);
		await searchSoapOperations.call(context);
		expect(asked[0]).toMatchObject({
			agentOptions: { cert: pemOf('CERTIFICATE'), key: pemOf('PRIVATE KEY') },
			skipSslCertificateValidation: true,
		});
		const plain = question({ url: URL }, WSDL);
		await searchSoapOperations.call(plain.context);
		expect(plain.asked[0]).not.toHaveProperty('agentOptions');
		expect(plain.asked[0]).not.toHaveProperty('skipSslCertificateValidation');
	});

	test.each([
		['', WSDL, 200, /address of the WSDL in "URL"/],
		['http://host/getSetting(wsdl)', WSDL, 200, /only known when the node runs/],
		['http://host/$country', WSDL, 200, /only known when the node runs/],
		[URL, 'Not Found', 404, /cannot be fetched, HTTP 404/],
		[URL, '<html/>', 200, /is an HTML page, not a WSDL/],
	])('cannot be shown for "%s", and why', async (url, body, status, message) => {
		const error = await failure(searchSoapOperations.call(question({ url }, body, status).context));
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error.message).toMatch(message);
	});
});

describe('the parameters of an operation', () => {
	test('have their names and types', async () => {
		const { context } = question({ url: URL, soapOperation: 'call' }, WSDL);
		const { fields } = await getSoapParameters.call(context);
		expect(fields.map(({ displayName, type, required }) => [displayName, type, required])).toEqual([
			['name (string)', 'string', true],
			['price (decimal)', 'number', false],
			['active (boolean)', 'boolean', true],
			['since (dateTime)', 'dateTime', false],
			['colour (Colour)', 'options', true],
			['line (list of Line)', 'array', false],
			['first (Line)', 'object', true],
			['version (int)', 'number', true],
		]);
		expect(fields[4].options).toEqual([
			{ name: 'red', value: 'red' },
			{ name: 'blue', value: 'blue' },
		]);
	});

	test('may be none', async () => {
		const { context } = question({ url: URL, soapOperation: 'call' }, smallWsdl());
		await expect(getSoapParameters.call(context)).resolves.toEqual({
			fields: [],
			emptyFieldsNotice: 'This operation takes no parameters',
		});
	});

	test.each([
		['', /Choose the operation first/],
		['cal', /no operation "cal".*call/],
	])('cannot be shown for the operation "%s"', async (soapOperation, message) => {
		const { context } = question({ url: URL, soapOperation }, WSDL);
		expect((await failure(getSoapParameters.call(context))).message).toMatch(message);
	});
});
