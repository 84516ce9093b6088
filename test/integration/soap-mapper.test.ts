import type { ILoadOptionsFunctions, INodeParameters, ResourceMapperField } from 'n8n-workflow';
import { getSoapParameters } from '../../nodes/RunWebServiceMap/soapParameters';
import { smallWsdl } from '../unit/soap/small-wsdl';
import { runNodes } from './n8n-engine';
import { startRecordingServer, type RecordingServer } from './recording-server';

/** Values that a person fills in by the types of the WSDL, as n8n hands them on. */
let wsdl: RecordingServer;
let service: RecordingServer;

const TYPES = `<xs:complexType name="Line"><xs:sequence><xs:element name="sku" type="xs:string"/></xs:sequence></xs:complexType>
<xs:simpleType name="Colour"><xs:restriction base="xs:string"><xs:enumeration value="red"/><xs:enumeration value="blue"/></xs:restriction></xs:simpleType>`;
const element = (name: string, type: string, more = 'minOccurs="0"') =>
	`<xs:element name="${name}" type="${type}" ${more}/>`;
const INPUT = `<xs:sequence>${[
	element('text', 'xs:string'),
	element('number', 'xs:decimal'),
	element('yes', 'xs:boolean'),
	element('day', 'xs:date'),
	element('moment', 'xs:dateTime'),
	element('colour', 't:Colour'),
	element('line', 't:Line', 'minOccurs="0" maxOccurs="unbounded"'),
	element('first', 't:Line'),
].join('')}</xs:sequence>`;

beforeAll(async () => {
	[wsdl, service] = await Promise.all([startRecordingServer(), startRecordingServer()]);
	wsdl.answer.body = smallWsdl({ types: TYPES, input: INPUT, address: service.url });
	service.answer.body =
		'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><callResponse xmlns="urn:t"><callResult>ok</callResult></callResponse></e:Body></e:Envelope>';
});

afterAll(async () => {
	await Promise.all([wsdl.close(), service.close()]);
});

const soapOperation = { __rl: true, mode: 'list', value: 'call' };

/** The parameters as the editor asks the node for them. */
async function schema(): Promise<ResourceMapperField[]> {
	const parameters: Record<string, unknown> = { url: wsdl.url, soapOperation: 'call' };
	const context = {
		getNode: () => ({ name: 'Map', type: 'test', parameters: {} }),
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		helpers: {
			httpRequest: async ({ url }: { url: string }) => {
				const response = await fetch(url);
				return { statusCode: 200, headers: {}, body: Buffer.from(await response.arrayBuffer()) };
			},
		},
	} as unknown as ILoadOptionsFunctions;
	return (await getSoapParameters.call(context)).fields;
}

/** What the service got for a value. */
async function sent(name: string, value: unknown): Promise<string> {
	service.requests.length = 0;
	const soapParameters = {
		mappingMode: 'defineBelow',
		value: { [name]: value },
		matchingColumns: [],
		schema: await schema(),
	};
	const parameters = {
		...{ mapSource: 'define', webServiceType: 'SOAP', url: wsdl.url },
		...{ soapOperation, soapParameters },
	} as unknown as INodeParameters;
	const record = { list: [{ sku: 'a' }, { sku: 'b' }], zero: 0 };
	const { error } = await runNodes([record], [{ name: 'Map', typeVersion: 1.1, parameters }]);
	if (error !== undefined) return error.message;
	return /<\w+:call\b[^>]*>(.*)<\/\w+:call>/s.exec(service.requests[0].body)?.[1] ?? '';
}

test.each<[name: string, value: unknown, content: string]>([
	['text', 'ñ <&', '<text>ñ &lt;&amp;</text>'],
	['text', null, ''],
	['number', 1.5, '<number>1.5</number>'],
	['number', '={{ $json.zero }}', '<number>0</number>'],
	['yes', false, '<yes>false</yes>'],
	['day', '2026-01-31', '<day>2026-01-31</day>'],
	['moment', '2026-01-31T12:00:00Z', '<moment>2026-01-31T12:00:00Z</moment>'],
	['colour', 'blue', '<colour>blue</colour>'],
	['line', '[{"sku":"a"}]', '<line><sku>a</sku></line>'],
	['line', '={{ $json.list }}', '<line><sku>a</sku></line><line><sku>b</sku></line>'],
	['first', '{"sku":"a"}', '<first><sku>a</sku></first>'],
])('%s filled in with %j', async (name, value, content) => {
	expect((await sent(name, value)).replace(/(<\/?)\w+:/g, '$1')).toBe(content);
});

test.each<[name: string, value: unknown, message: RegExp]>([
	['line', "={{ 'a' }}", /line/],
	['first', "={{ 'a' }}", /first/],
	['number', "={{ 'many' }}", /number/],
	['colour', "={{ 'green' }}", /colour/],
])('%s filled in with %s is an error that names it', async (name, value, message) => {
	expect(await sent(name, value)).toMatch(message);
	expect(service.requests).toEqual([]);
});
