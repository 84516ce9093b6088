import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	decodeBase64,
	decodeHtml,
	decodeJson,
	basicAuthorization,
	compileExpression,
	compileTemplate,
	decodeBody,
	matchesPattern,
	parseDate,
	parseMap,
	parseWorkflowExport,
	readableConditions,
	readPhpSerialized,
	readXml,
	runMap,
	searchBudget,
	storedConditions,
	timeZone,
	wallTime,
} from '../../../engine';
import { readAnswer } from '../../../engine/corebos/answer';
import { maskSecretMembers } from '../../../engine/corebos/secrets';
import { connectionFailure, plainText } from '../../../engine/http';
import { readBody } from '../../../engine/http-handler';
import { readForm } from '../../../engine/http-handler/form';
import { readPermittedAddresses } from '../../../engine/http-handler/permitted-addresses';
import { secretsOfRequest } from '../../../engine/map/request-secrets';
import { WsdlCache } from '../../../engine/soap';
import { clientCertificate } from '../../../nodes/transport/clientCertificate';
import { entry, runSmall, smallMap } from '../../unit/map/small-map';
import { served, smallWsdl } from '../../unit/soap/small-wsdl';

/** A reader of texts that come from outside. */
export interface Reader {
	name: string;
	/** What it is called at the door of the engine, if it stands there itself. */
	doors?: string[];
	read(text: string): unknown;
	/** Texts that it reads, which the fuzzer takes apart. */
	valid: string[];
	/** Names of the errors that it may throw; anything else is a fault. */
	errors: string[];
	/** Texts that a careless reader takes ever longer for, of about `n` characters. */
	growing?: Array<[what: string, text: (n: number) => string]>;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const recorded = (name: string): string =>
	readFileSync(join(__dirname, '../../recordings', name), 'utf8');

const envelope = (body: string): string =>
	`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${body}</e:Body></e:Envelope>`;
const soapMap = smallMap({
	config: { wstype: 'SOAP', wsurl: 'http://host/wsdl' },
	response: entry('callResult', 'f'),
});
const wsdls = new WsdlCache();
const UTC = timeZone();
const NOW = wallTime(2026, 11, 29, 10, 30, 15);

async function soapAnswer(text: string): Promise<void> {
	const { http } = served({ 'http://host/wsdl': smallWsdl(), 'http://host/service': text });
	await runMap(soapMap, {}, http, { wsdls });
}

async function wsdl(text: string): Promise<void> {
	await runMap(soapMap, {}, served({ 'http://host/wsdl': text }).http);
}

const mapAnswer = (outputtype: string) => async (body: string) => {
	await runSmall(smallMap({ config: { outputtype }, response: entry('a', 'f') }), {}, { body });
};

const notice = '<br />\n<b>Warning</b>:  x in <b>y.php</b> on line <b>1</b><br />\n';
const MAP_ERRORS = ['MapError', 'MapCallError'];
const multipart =
	'--b\r\nContent-Disposition: form-data; name="a[b]"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name="f"; filename="x.txt"\r\nContent-Type: text/plain\r\n\r\nfile\r\n--b--\r\n';

/** Every reader of outside text. */
export const READERS: Reader[] = [
	{
		name: 'an answer of the web service',
		read: (body) =>
			readAnswer({ operation: 'query', harmless: true }, { status: 200, headers: {}, body }),
		valid: [
			'{"success":true,"result":[{"id":"14x1","a":"\\"b\\\\"}],"moreinfo":null}',
			`${notice}{"success":false,"error":{"code":"X","message":"m"}}${notice}`,
			'{"success":false,"result":{"failed_creates":[{"code":"X","message":"m"}]}}',
		],
		errors: ['CoreBosError'],
		growing: [
			[
				'notices around JSON',
				(n) => `${notice.repeat(n / 70)}{"success":true}${notice.repeat(n / 70)}`,
			],
			['braces in a notice', (n) => `<b>Warning</b>${'{'.repeat(n)}{"success":true,"result":1}`],
		],
	},
	{
		name: 'markup as text',
		doors: ['plainText'],
		read: plainText,
		valid: ['<p>a<script>b</script> &amp; <style>x</style></p>'],
		errors: [],
		growing: [['styles', (n) => '<style>a'.repeat(n / 8)]],
	},
	{
		name: 'PHP-serialized text',
		doors: ['readPhpSerialized'],
		read: readPhpSerialized,
		valid: ['a:2:{s:1:"a";i:5;i:1;a:1:{i:0;d:0.5;}}', 'O:1:"A":1:{s:4:"\0*\0b";b:1;}'],
		errors: ['SyntaxError'],
		growing: [
			['lists in a list', (n) => `a:${n}:{${'i:0;a:0:{}'.repeat(n)}}`],
			['a long text', (n) => `s:${n}:"${'a'.repeat(n)}";`],
			['a kind without end', (n) => 'x'.repeat(n)],
		],
	},
	{
		name: 'a query string or form',
		doors: ['readCall'],
		read: (text) => readForm(text),
		valid: ['a=1&b[]=2&b[]=3&c[d][e]=%C3%A9&f+g=h', 'record_id=14x1&workflow_id=5'],
		errors: ['CallError'],
		growing: [
			['one list', (n) => 'a[]=1&'.repeat(n / 6)],
			['nested names', (n) => `a${'[b]'.repeat(60)}=1&`.repeat(n / 180)],
			['one name without a value', (n) => 'a&'.repeat(n / 2)],
			['names of their own', (n) => Array.from({ length: n / 8 }, (_, i) => `k${i}=1`).join('&')],
		],
	},
	{
		name: 'a JSON body',
		doors: ['readBody'],
		read: (text) => readBody('application/json', bytes(text)),
		valid: ['{"a":{"b":[1,2,{"c":"d\\n\\u00e9"}]},"__proto__":1}', ' {} '],
		errors: ['CallError'],
		growing: [
			['lists side by side', (n) => `{"a":[${'[],'.repeat(n / 3)}[]]}`],
			['lists in lists', (n) => '{"a":'.repeat(n / 5)],
			['a text of quotes', (n) => `{"a":"${'\\"'.repeat(n / 2)}"}`],
		],
	},
	{
		name: 'a multipart body',
		read: (text) => readBody('multipart/form-data; boundary=b', bytes(text)),
		valid: [multipart],
		errors: ['CallError'],
		growing: [
			[
				'parts',
				(n) =>
					`${'--b\r\nContent-Disposition: form-data; name="a[]"\r\n\r\n1\r\n'.repeat(n / 55)}--b--`,
			],
			['headers of a part', (n) => `--b\r\n${'A: b\r\n'.repeat(n / 6)}\r\n1\r\n--b--`],
			[
				'parameters of a header',
				(n) => `--b\r\nContent-Disposition: x${'; a="b"'.repeat(n / 7)}\r\n\r\n1\r\n--b--`,
			],
		],
	},
	{
		name: 'XML',
		doors: ['readXml'],
		read: (text) => readXml(text, true),
		valid: ['<?xml version="1.0"?><a b="c"><d><![CDATA[x]]></d><!-- e -->&amp;&#65;<f/></a>'],
		errors: ['XmlError'],
		growing: [
			['elements', (n) => `<a>${'<b/>'.repeat(n / 4)}</a>`],
			[
				'attributes',
				(n) => `<a ${Array.from({ length: n / 8 }, (_, i) => `b${i}="c"`).join(' ')}/>`,
			],
			['a name without end', (n) => `<a><${'b'.repeat(n)}`],
			['elements that stay open', (n) => '<a>'.repeat(n / 3)],
		],
	},
	{
		name: 'a WSDL',
		read: wsdl,
		valid: [smallWsdl()],
		errors: MAP_ERRORS,
		growing: [
			[
				'types',
				(n) =>
					smallWsdl({
						types: Array.from(
							{ length: n / 50 },
							(_, i) => `<xs:element name="e${i}" type="xs:string"/>`,
						).join(''),
					}),
			],
			[
				'parameters',
				(n) =>
					smallWsdl({
						input: `<xs:sequence>${Array.from({ length: n / 60 }, (_, i) => `<xs:element name="p${i}" type="xs:string" minOccurs="0"/>`).join('')}</xs:sequence>`,
					}),
			],
		],
	},
	{
		name: 'a SOAP answer',
		doors: ['readSoapAnswer'],
		read: soapAnswer,
		valid: [
			envelope('<callResponse xmlns="urn:t"><callResult>x</callResult></callResponse>'),
			envelope('<e:Fault><faultcode>e:Server</faultcode><faultstring>No</faultstring></e:Fault>'),
		],
		errors: MAP_ERRORS,
		growing: [
			[
				'elements that nobody expects',
				(n) => envelope(`<callResponse xmlns="urn:t">${'<x/>'.repeat(n / 4)}</callResponse>`),
			],
		],
	},
	{
		name: 'the CSV of an export',
		doors: ['parseWorkflowExport'],
		read: parseWorkflowExport,
		valid: [
			recorded('workflow-exports/export.csv').split('\n').slice(0, 2).join('\n'),
			'"workflow_id","summary"\n"e30=","x"\n',
		],
		errors: ['WorkflowError'],
		growing: [
			['rows', (n) => `"workflow_id"\n${'"x"\n'.repeat(n / 4)}`],
			['columns', (n) => `"workflow_id"${',"a"'.repeat(n / 4)}\n`],
			['quotes', (n) => `"workflow_id"\n"${'""'.repeat(n / 2)}"\n`],
			['base64', (n) => `"workflow_id"\n"${'e'.repeat(n)}"\n`],
		],
	},
	{
		name: 'the XML of a map',
		doors: ['parseMap', 'readMapXml', 'readField', 'readHeader', 'readSource', 'readEntry'],
		read: parseMap,
		valid: [smallMap({ fields: { a: '<value>b</value>' }, response: entry('x', 'y', 'z') })],
		errors: ['MapError'],
		growing: [
			[
				'fields',
				(n) =>
					smallMap({
						fields: Object.fromEntries(
							Array.from({ length: n / 60 }, (_, i) => [`f${i}`, '<value>b</value>']),
						),
					}),
			],
		],
	},
	{
		name: 'a JSON answer to a map',
		read: mapAnswer('JSON'),
		valid: ['{"a":{"b":[1,2.0,"c"]},"success":false,"error":{"code":"X"}}', '[{"a":1}]'],
		errors: MAP_ERRORS,
		growing: [
			['members', (n) => `{${Array.from({ length: n / 8 }, (_, i) => `"k${i}":1`).join(',')}}`],
			['digits', (n) => `{"a":${'9'.repeat(n)}}`],
		],
	},
	{
		name: 'an XML answer to a map',
		read: mapAnswer('XML'),
		valid: ['<r><a>1</a><b c="d">e</b></r>', '<!DOCTYPE html><r><a/></r>'],
		errors: MAP_ERRORS,
		growing: [['elements', (n) => `<r>${'<a>1</a>'.repeat(n / 8)}</r>`]],
	},
	{
		name: 'base64',
		doors: ['decodeBase64'],
		read: decodeBase64,
		valid: ['eyJhIjoxfQ==', 'a b\nc='],
		errors: [],
		growing: [['line breaks', (n) => 'aaaa\n'.repeat(n / 5)]],
	},
	{
		name: 'JSON as PHP reads it',
		doors: ['decodeJson', 'readJson'],
		read: decodeJson,
		valid: ['{"a":[1,2.50,-0,1e3,"\\ud83d\\ude00"],"":null}'],
		errors: [],
		growing: [
			['lists', (n) => `[${'[],'.repeat(n / 3)}[]]`],
			['escapes', (n) => `["${'\\n'.repeat(n / 2)}"]`],
		],
	},
	{
		name: 'entities of HTML',
		doors: ['decodeHtml'],
		read: decodeHtml,
		valid: ['a &amp;amp; &#39; &eacute; &x'],
		errors: [],
		growing: [['ampersands', (n) => '&a'.repeat(n / 2)]],
	},
	{
		name: 'secrets in a text',
		read: maskSecretMembers,
		valid: ['{"password":"x","a":{"token" : "y"}}'],
		errors: [],
		growing: [['names', (n) => '"token":'.repeat(n / 8)]],
	},
	{
		name: 'secrets in a request',
		read: (body) =>
			secretsOfRequest({
				method: 'POST',
				url: `http://host/?${body}`,
				headers: { 'X-Key': body },
				body,
			}),
		valid: ['<a><token>x</token></a>', 'password=x&b=c', '{"a":[{"key":"v"}]}', multipart],
		errors: [],
		growing: [
			['tags', (n) => '<token '.repeat(n / 7)],
			['parts of a form', (n) => 'name="token"\r\n\r\n'.repeat(n / 16)],
		],
	},
	{
		name: 'the reason of a broken connection',
		read: (text) => connectionFailure(new Error(text)),
		valid: ['connect ECONNREFUSED 127.0.0.1:1', 'self-signed certificate, CERT_HAS_EXPIRED'],
		errors: [],
		growing: [['commas', (n) => ', E'.repeat(n / 3)]],
	},
	{
		name: 'a date',
		doors: ['parseDate'],
		read: (text) => parseDate(text, () => NOW, UTC),
		valid: [
			'2026-01-31 10:30:00',
			'first monday of next month',
			'+3 days 10am Europe/Berlin',
			'@1700000000',
		],
		errors: [],
		growing: [
			['pieces', (n) => '+1 day '.repeat(n / 7)],
			['spaces', (n) => `2026-01-31${' '.repeat(n)}x`],
			['digits', (n) => '1'.repeat(n)],
		],
	},
	{
		name: 'a pattern',
		doors: ['matchesPattern'],
		read: (text) => matchesPattern(text, 'a word, b2 and more', searchBudget()),
		valid: ['/^(a|b)+\\w*[^c-d]{2,3}$/', '(?i)(?<n>x)\\k<n>', '\\p{L}+?(?=.)'],
		errors: ['PhpError'],
		growing: [
			['groups', (n) => '(a)'.repeat(n / 3)],
			['groups in groups', (n) => '('.repeat(n)],
			['classes', (n) => '[a-z]'.repeat(n / 5)],
		],
	},
	{
		name: 'an expression',
		doors: ['compileExpression'],
		read: (text) => compileExpression(text),
		valid: [
			"if amount > 100 then concat('a', name, `b`) else $(account_id : (Accounts) name) end",
			"getFromContext('a.b') == '1'",
		],
		errors: ['ExpressionError'],
		growing: [
			['sums', (n) => `1${'+1'.repeat(n / 2)}`],
			['parentheses', (n) => '('.repeat(n)],
			['parameters', (n) => `concat('a'${",'a'".repeat(n / 4)})`],
			['a text without an end', (n) => `'${'a'.repeat(n)}`],
			['escapes', (n) => `'${"\\\\'".repeat(n / 2)}'`],
		],
	},
	{
		name: 'a template',
		doors: ['compileTemplate'],
		read: (text) => compileTemplate(text),
		valid: [
			'Dear $lastname of $(account_id : (Accounts) accountname): $(general : (__WorkflowFunction__) add(1, 2) )',
			'$env["a"] \u00c7name.path $custom-currentdate$',
		],
		errors: ['ExpressionError'],
		growing: [
			['names', (n) => '$name '.repeat(n / 6)],
			['dollars', (n) => '$'.repeat(n)],
			['references without an end', (n) => '$(a : (B) '.repeat(n / 10)],
			['functions without an end', (n) => '$(general : (__WorkflowFunction__) '.repeat(n / 35)],
		],
	},
	{
		name: 'the conditions of a workflow',
		doors: ['storedConditions', 'readableConditions'],
		read: (text) => [storedConditions(text), readableConditions(text)],
		valid: [
			'[{"fieldname":"a","operation":"is","value":"b","valuetype":"rawtext","joincondition":"and","groupid":"0"}]',
			'[{"fieldname":"account_id : (Accounts) name","operation":"contains","value":"x","groupid":"1","groupjoin":"or"}]',
		],
		errors: ['WorkflowError'],
		growing: [
			[
				'conditions',
				(n) =>
					`[${Array(Math.ceil(n / 40))
						.fill('{"fieldname":"a","operation":"is"}')
						.join(',')}]`,
			],
			[
				'groups',
				(n) =>
					`[${Array.from({ length: n / 40 }, (_, i) => `{"fieldname":"a","groupid":"${i}"}`).join(',')}]`,
			],
		],
	},
	{
		name: 'the bytes of an answer',
		doors: ['decodeBody'],
		read: (text) =>
			[text, 'utf-8', 'utf-16', 'iso-8859-1'].map((charset) =>
				decodeBody(
					{
						status: 200,
						headers: { 'Content-Type': `text/xml; charset=${charset}` },
						body: bytes(text),
					},
					() => undefined,
				),
			),
		valid: ['<?xml version="1.0" encoding="iso-8859-15"?><a/>', 'windows-1252', 'utf-8'],
		errors: [],
		growing: [
			['spaces behind charset', (n) => `charset${' '.repeat(n)}`],
			['names of charsets', (n) => 'charset='.repeat(n / 8)],
		],
	},
	{
		name: 'the addresses of a permission',
		read: readPermittedAddresses,
		valid: [
			'192.168.0.7 workflow_id=43',
			'10.0.0.0/8, 2001:db8::/32\n192.168.1.1-192.168.1.9',
			'::ffff:10.0.0.1',
		],
		errors: ['AllowlistError', 'IdError'],
		growing: [
			['addresses', (n) => '10.0.0.1\n'.repeat(n / 9)],
			[
				'addresses of their own',
				(n) => Array.from({ length: n / 12 }, (_, i) => `10.0.${i >> 8}.${i & 255}`).join(','),
			],
			['ids', (n) => `10.0.0.1 ${'workflow_id=1 '.repeat(n / 14)}`],
			['spaces', (n) => `10.0.0.1${' '.repeat(n)}`],
		],
	},
	{
		name: 'a user name and password',
		doors: ['basicAuthorization'],
		read: basicAuthorization,
		valid: ['user:pass', 'Basic dXNlcjpwYXNz'],
		errors: ['TypeError', 'MapError'],
		growing: [['colons', (n) => ':'.repeat(n)]],
	},
	{
		name: 'a client certificate',
		read: (text) =>
			clientCertificate({
				format: text.length % 2 === 0 ? 'pem' : 'pfx',
				cert: text,
				privateKey: text,
				pfx: text,
			}),
		valid: [
			'-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4\n\nMIIB\n-----END RSA PRIVATE KEY-----',
			'MIIBAAAA',
		],
		errors: ['TypeError'],
		growing: [
			[
				'lines',
				(n) => `-----BEGIN CERTIFICATE-----\n${'A\n'.repeat(n / 2)}-----END CERTIFICATE-----`,
			],
			['base64', (n) => 'AAAA'.repeat(n / 4)],
		],
	},
];

/** Readers at the door of the engine that have no row of their own, and why. */
export const WITHOUT_ROW: Record<string, string> = {
	parseWebServiceId: 'one anchored pattern',
	readBusinessMap: 'asks coreBOS; its answer is read as any answer of the web service',
	readInstallWorkflow: 'takes a row of a query; its members are read as those of an export',
	readLines: 'takes values, not a text',
	readPicklists: 'asks coreBOS; its answer is PHP-serialized text',
	readRelatedRecords: 'asks coreBOS; its answer is read as any answer of the web service',
	readRelatedThrough: 'asks coreBOS; its answer is read as any answer of the web service',
	readResponse: 'takes the object of n8n, not a text',
	readRows: 'asks coreBOS; its answer is read as any answer of the web service',
	readSetting: 'asks coreBOS; its answer is read as any answer of the web service',
	readViews: 'asks coreBOS; its answer is read as any answer of the web service',
};
