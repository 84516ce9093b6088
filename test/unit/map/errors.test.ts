import { MapCallError, MapError, parseMap } from '../../../engine/map';
import { entry, failure, runSmall, smallMap, source, type SmallMap } from './small-map';

describe('a map that cannot be read says where and what', () => {
	test.each<[title: string, xml: string, line: number, column: number, message: RegExp]>([
		['nothing', '', 1, 1, /empty/],
		['white space', ' \n ', 1, 1, /empty/],
		['no XML', '\n operation=login', 2, 2, /not XML: a map begins with the element map/],
		[
			'an element that is not closed',
			'<map>\n<wsconfig>\n</map>',
			3,
			1,
			/^The element wsconfig \(opened in line 2, column 1\).*before the end tag of map.*in wsconfig/,
		],
		[
			'a closing tag too many',
			'<map></map></x>',
			1,
			12,
			/end tag of x closes an element that is not open/,
		],
		[
			'a misspelled closing tag',
			'<map><a>\n <b>1</bb>\n</a></map>',
			2,
			6,
			/^The element b \(opened.*Write the end tag of b instead.*in b/,
		],
		['a map that breaks off', '<map>\n <fields><field>', 2, 10, /element field is not closed/],
		['a bare &', '<map>\n<a>x & y</a></map>', 2, 6, /write &amp; for a &/],
		['an entity of HTML', '<map>\n<a>x&nbsp;y</a></map>', 2, 5, /&nbsp;.*CDATA.*in a/],
		['an attribute without quotes', '<map a=1/>', 1, 6, /a/],
		['the same attribute twice', '<map a="1" a="2"/>', 1, 12, /repeated/],
		['text after the root', '<map></map>x', 1, 12, /end|after/i],
		['text after an empty root', '<map/>x', 1, 7, /after/],
		['two roots', '<map/>\n<map/>', 2, 1, /second root/],
		['a control character', '<map>\n<a>\u0002</a></map>', 2, 4, /U\+0002.*in a/],
		['a DOCTYPE', '<?xml version="1.0"?>\n<!DOCTYPE map>\n<map/>', 2, 1, /DOCTYPE/],
		['a character reference that is not one', '<map><a>&#0;</a></map>', 1, 9, /&#0;/],
	])('%s', (_title, xml, line, column, message) => {
		let error: unknown;
		try {
			parseMap(xml);
		} catch (thrown) {
			error = thrown;
		}
		expect(error).toBeInstanceOf(MapError);
		const { message: text, line: atLine, column: atColumn } = error as MapError;
		expect(text).toMatch(message);
		expect([atLine, atColumn]).toEqual([line, column]);
		expect(text).toContain(`line ${line}, column ${column}`);
	});
});

test.each([
	['a byte order mark', '\uFEFF<map><a/></map>'],
	['blank lines before the declaration', '\n \n<?xml version="1.0"?>\n<map><a/></map>'],
	['a zero width space', '\u200B<?xml version="1.0" encoding="UTF-8"?><map><a/></map>'],
])('what pasting brings along is not a fault: %s', (_title, xml) => {
	expect(parseMap(xml).root).toBe('map');
	expect(() => parseMap(xml.replace('<a/>', '<a>'))).toThrow(
		`line ${xml.split('\n').length}, column`,
	);
});

describe('what people do to maps by mistake, and what they are told to do', () => {
	const config = '<map>\n<wsconfig><wsurl>http://host/x</wsurl></wsconfig>\n';
	test.each<[title: string, xml: string, element: string | undefined, message: RegExp]>([
		[
			'a closing tag is missing',
			'<map><wsurl>x</map>',
			'wsurl',
			/before the end tag of map\. Write the end tag of wsurl first/,
		],
		[
			'another letter case',
			'<map><wsurl>x</wsUrl></map>',
			'wsurl',
			/Write the end tag of wsurl instead/,
		],
		['the end is missing', config, 'map', /element map is not closed. Write the end tag of map/],
		['a tag too many', '<map></map></field>', 'map', /end tag of field.*Remove it/],
		['a bare & in the address', '<map><wsurl>x?a&b</wsurl></map>', 'wsurl', /write &amp; for a &/],
		['an entity of HTML', '<map><a>x&nbsp;y</a></map>', 'a', /Write &amp;.*CDATA/],
		[
			'a bare <',
			'<map><a>1 < 2</a></map>',
			'a',
			/does not begin an element here. In text, write &lt;/,
		],
		['a < before a letter', '<map><a>1 <b 2</a></map>', 'a', /is not closed. In text, write &lt;/],
		['a tag without >', '<map><a</map>', 'map', /tag that begins here is not closed/],
		[
			'an unclosed quote',
			'<map><a b="1>x</a></map>',
			'map',
			/quotes that begins here is not closed. Write "/,
		],
		['CDATA without end', '<map><a><![CDATA[x</a></map>', 'a', /CDATA.*not closed. Close it/],
		['CDATA misspelled', '<map><a><!CDATA[x]]></a></map>', 'a', /CDATA must be in capital letters/],
		['cdata in small letters', '<map><a><![cdata[x]]></a></map>', 'a', /capital letters/],
		[']]> twice', '<map><a><![CDATA[x]]>]]></a></map>', 'a', /none is open/],
		[
			'CDATA in CDATA',
			'<map><a><![CDATA[<![CDATA[x]]>]]></a></map>',
			'a',
			/one section into another/,
		],
		['a comment without end', '<map><!-- x</map>', 'map', /comment.*not closed. Close it/],
		[
			'a declaration without end',
			'<map><?xml version="1.0"></map>',
			'map',
			/instruction.*not closed. Close it/,
		],
		[
			'two maps in one text',
			'<map/>\n<map/>',
			'map',
			/second root element after map. Keep only one of them/,
		],
		[
			'text after the map',
			`${config}</map>\nthat is it`,
			'map',
			/text after the end.*Remove what follows the end tag of map/,
		],
		['text before the map', 'My map:\n<map/>', undefined, /text before the map.*Remove/],
		['a fence of a chat', '```xml\n<map/>\n```', undefined, /text before the map/],
		['JSON', '{"map":{"wsconfig":{}}}', undefined, /This is JSON.*Paste/],
		['a list in JSON', '[{"map":1}]', undefined, /This is JSON/],
		[
			'escaped',
			'&lt;map&gt;&lt;/map&gt;',
			undefined,
			/escaped.*Paste the field Content of the map as coreBOS shows it/,
		],
		['escaped twice', '&amp;lt;map&amp;gt;', undefined, /escaped/],
		['an address', 'https://host/map.xml', undefined, /begins with the element map. Paste/],
		[
			'a page of HTML',
			'<html><br><p>x</p></html>',
			'br',
			/before the end tag of html. Write the end tag of br first/,
		],
		['a document type', '<!DOCTYPE html><html></html>', undefined, /DOCTYPE.*Remove it/],
		['a document type inside', '<map><!DOCTYPE x></map>', 'map', /DOCTYPE.*Remove it/],
	])('%s', (_title, xml, element, message) => {
		const read = (): unknown => parseMap(xml);
		expect(read).toThrow(message);
		expect(read).toThrow(/\(line \d+, column \d+/);
		expect(read).toThrow(expect.objectContaining({ name: 'MapError', element }));
	});
});

describe('a map that cannot be run makes no call', () => {
	test.each<[title: string, map: SmallMap, message: RegExp]>([
		['SOAP without a WSDL', { config: { wstype: 'SOAP', wsurl: '' } }, /no wsurl.*WSDL/],
		['SOAP without an operation', { config: { wstype: 'SOAP', methodname: ' ' } }, /no methodname/],
		['an unknown wstype', { config: { wstype: 'rest' } }, /"rest".*REST, SOAP/],
		[
			'an unknown inputtype',
			{ config: { inputtype: 'FORM' } },
			/"FORM".*JSON, URL, URLRESTFUL, XML/,
		],
		['spaces around inputtype', { config: { inputtype: ' JSON ' } }, /" JSON ".*without spaces/],
		['no address', { config: { wsurl: ' ' } }, /no wsurl/],
		['an address without scheme', { config: { wsurl: 'host/api' } }, /"host\/api".*http:\/\//],
		['a file', { config: { wsurl: 'file:///etc/passwd' } }, /http:\/\//],
		['an address without host', { config: { wsurl: 'http:///x' } }, /not name a host/],
		['a port that is not one', { config: { wsurl: 'http://host:port/' } }, /not name a host/],
		[
			'a method with a space',
			{ config: { wshttpmethod: 'GET /x' } },
			/"GET \/x".*not an HTTP method/,
		],
		[
			'a proxy port that is not one',
			{ config: { wsproxyhost: 'p', wsproxyport: 'x' } },
			/"x" is not a port/,
		],
		['a header name with a space', { headers: [['X Y', 'v']] }, /"X Y" cannot be the name/],
		['a line end in a header', { headers: [['X', 'a\r\nY: b']] }, /header X .*line break/],
		['a NUL in a header', { headers: [['X', 'getContext(nul)']] }, /header X .*NUL/],
		['a list in a header', { headers: [['X', 'getContext(list)']] }, /header X is a list/],
		[
			'a setting without a client',
			{ config: { wsurl: 'getSetting(host)/x' } },
			/getSetting\(host\) in wsurl.*credential/,
		],
		[
			'a rule without a client',
			{ fields: { a: source('RULE', 'my rule') } },
			/Field "a".*"my rule".*credential/,
		],
		[
			'a list in an address',
			{ config: { inputtype: 'URL' }, fields: { q: source('', 'list') } },
			/"q".*list/,
		],
		[
			'a list and text in one field',
			{
				fields: {
					m: '<Orgfields><Orgfield><OrgfieldName>list</OrgfieldName></Orgfield><Orgfield><OrgfieldName>x</OrgfieldName><OrgfieldID>CONST</OrgfieldID></Orgfield></Orgfields>',
				},
			},
			/"m".*list and text/,
		],
		[
			'a text function on a list',
			{ fields: { m: source('', 'list', '<postProcess>addslashes</postProcess>') } },
			/"m".*addslashes.*list/,
		],
	])('%s', async (_title, map, message) => {
		const sent: unknown[] = [];
		const run = runSmall(smallMap(map), { context: { list: [1, 2], nul: 'a\0b' } }).then(
			(outcome) => {
				sent.push(...outcome.sent);
			},
		);
		const error = await failure(run);
		expect(error).toBeInstanceOf(MapError);
		expect(error.message).toMatch(message);
		expect(sent).toEqual([]);
	});

	test('the element of an unknown value is named', async () => {
		const error = await failure(runSmall(smallMap({ config: { inputtype: 'YAML' } })));
		expect(error).toMatchObject({ name: 'MapError', element: 'inputtype' });
	});

	test('an error in an expression names the field and keeps line, column and caret', async () => {
		const map = smallMap({ fields: { total: source('EXPRESSION', "concat('a',\n 'b'") } });
		const error = await failure(runSmall(map, { fields: {} }));
		expect(error).toMatchObject({
			name: 'MapError',
			field: 'total',
			element: 'EXPRESSION',
			line: 2,
		});
		expect(error.message).toMatch(/Field "total" of the map, EXPRESSION: [^]*\n *\^/);
		expect(error.cause).toMatchObject({ name: 'ExpressionError' });
	});

	test.each([
		[
			'EXPRESSION',
			"executeSQL('select 1')",
			/'executeSQL' works only inside coreBOS: use the query/,
		],
		[
			'TEMPLATE',
			"$(general : (__WorkflowFunction__) readMessage('x') )",
			/'readMessage' works only/,
		],
		['FIELD', "$(general : (__WorkflowFunction__) readMessage('x') )", /'readMessage' works only/],
		['EXPRESSION', "if 0 then hashFile('x') else 1 end", /'hashFile' works only/],
	])('%s %s is refused before coreBOS is asked for the other fields', async (id, text, message) => {
		const asked: string[] = [];
		const call = async (operation: string) => void asked.push(operation);
		const fields = { first: source('EXPRESSION', "getSetting('k')"), bad: source(id, text) };
		const run = runSmall(smallMap({ fields }), { recordId: '14x1', coreBos: { call } });
		const error = await failure(run);
		expect(error).toMatchObject({ name: 'MapError', field: 'bad', element: id });
		expect(error.message).toMatch(message);
		expect(asked).toEqual([]);
	});

	test('an error of the client keeps its cause', async () => {
		const cause = Object.assign(new Error('denied'), { code: 'ACCESS_DENIED' });
		const map = smallMap({ fields: { r: source('RULE', 'x') } });
		const call = () => Promise.reject(cause);
		const error = await failure(runSmall(map, { fields: {}, coreBos: { call } }));
		expect(error).toMatchObject({ name: 'MapError', field: 'r', cause });
	});
});

describe('a call that fails stores nothing and says why', () => {
	const map = smallMap({
		config: { wsurl: 'http://bob:secret@host/webservice.php?key=secret', methodname: 'login' },
		response: entry('result.sessionName', 'sessionid', 'cb_sessionid'),
	});
	const refusal = (code: string, message: string) =>
		JSON.stringify({ success: false, error: { code, message }, moreinfo: null });

	test.each<[title: string, answer: Parameters<typeof runSmall>[2], want: object, message: RegExp]>(
		[
			[
				'a wrong access key',
				{ body: refusal('INVALID_USER_CREDENTIALS', 'Invalid username or password') },
				{
					status: 200,
					code: 'INVALID_USER_CREDENTIALS',
					serverMessage: 'Invalid username or password',
					hint: expect.stringMatching(/access key/),
				},
				/"login" failed: Invalid username or password \(INVALID_USER_CREDENTIALS\) \(POST http:\/\/host\/webservice\.php, HTTP 200\)\. Check/,
			],
			[
				'an unknown code',
				{ body: refusal('MADE_UP', 'No.') },
				{ code: 'MADE_UP', hint: '' },
				/No \(MADE_UP\)/,
			],
			[
				'a validation',
				{ body: '{"success":false,"result":{"productname":["required"]},"moreinfo":null}' },
				{ status: 200 },
				/coreBOS refused the operation/,
			],
			['a status with an empty body', { status: 500, body: '' }, { status: 500 }, /HTTP 500/],
			[
				'a status with a JSON message',
				{ status: 422, body: '{"message":"no such product","code":17}' },
				{ status: 422, code: '17', serverMessage: 'no such product' },
				/no such product/,
			],
			[
				'a status with a page',
				{ status: 404, body: '<html><style>b{}</style><h1>Gone</h1>' },
				{ status: 404 },
				/failed: Gone/,
			],
			[
				'a page',
				{ body: '<html><body>Please log in</body></html>' },
				{ status: 200 },
				/not JSON: Please log in/,
			],
			['a broken answer', { body: '{"success":true,"resu' }, { status: 200 }, /not JSON/],
			['an empty answer', { body: '' }, { status: 200 }, /answer is empty/],
			[
				'no answer',
				new Error('connect ECONNREFUSED http://bob:secret@host/webservice.php?key=secret'),
				{ status: undefined, cause: expect.any(Error) },
				/no answer came: connect ECONNREFUSED/,
			],
		],
	)('%s', async (_title, answer, want, message) => {
		const error = await failure(runSmall(map, {}, answer));
		expect(error).toBeInstanceOf(MapCallError);
		expect(error).toMatchObject({
			methodName: 'login',
			url: 'http://host/webservice.php',
			...want,
		});
		expect(error.message).toMatch(message);
		expect(error.message).not.toMatch(/secret|bob/);
	});

	test.each([
		['reads success', entry('success', undefined, 'ok'), { ok: 'false' }],
		['reads the error', entry('error.message', undefined, 'why'), { why: 'No' }],
	])('a map that %s handles a refusal itself', async (_title, response, context) => {
		const { result } = await runSmall(smallMap({ response }), {}, { body: refusal('X', 'No') });
		expect(result.context).toEqual(context);
	});

	test.each([
		[
			'sends no session',
			{},
			/\(AUTHENTICATION_REQUIRED\).*continues, as in coreBOS\. The map sends no sessionName/,
		],
		['sends one', { sessionName: source('CONST', 'x') }, /continues, as in coreBOS\.$/],
	])('004 a map that keeps nothing and %s goes on with a warning', async (_title, fields, said) => {
		const nothing = smallMap({ fields });
		const answer = { body: refusal('AUTHENTICATION_REQUIRED', 'Authentication required') };
		const { result } = await runSmall(nothing, {}, answer);
		expect(result.context).toEqual({});
		expect(result.warnings).toEqual([expect.stringMatching(said)]);
		const inNative = runSmall(nothing, {}, answer, { compatibility: 'native' });
		expect(await failure(inNative)).toBeInstanceOf(MapCallError);
	});

	test('success: false of another service is an answer like any other', async () => {
		const { result } = await runSmall(
			smallMap({ response: entry('data.id', undefined, 'id') }),
			{},
			{ body: '{"success":false,"data":{"id":"7"}}' },
		);
		expect(result.context).toEqual({ id: '7' });
	});

	test('Never Error turns the failure into a warning', async () => {
		const answer = { body: refusal('INVALID_USER_CREDENTIALS', 'Invalid username or password') };
		const { result } = await runSmall(map, {}, answer, { neverError: true });
		expect(result.context).toEqual({ cb_sessionid: '' });
		expect(result.fields).toEqual({ sessionid: '' });
		expect(result.warnings.join()).toContain('INVALID_USER_CREDENTIALS');
		expect(result.warnings.join()).not.toContain('keeps no part');
	});
});

describe('a map that runs, but hardly as it was meant, says so in the output', () => {
	test.each<[title: string, map: SmallMap, warning: RegExp]>([
		['an unknown OrgfieldID', { fields: { a: source('CONTS', 'x') } }, /"CONTS".*"a".*CONST/],
		['no fieldname', { fields: { '': source('CONST', 'x') } }, /no fieldname/],
		[
			'no fieldname in Response',
			{ response: '<field><destination><context>x</context></destination></field>' },
			/Response has no fieldname/,
		],
		[
			'no inputtype',
			{ config: { inputtype: '' } },
			/^The map has no inputtype \(JSON, .*not sent$/,
		],
		['an empty method', { config: { wshttpmethod: '' } }, /^wshttpmethod is empty/],
		['a certificate', { config: { cert: '/etc/ssl/a.pem' } }, /^cert is a path on the coreBOS/],
	])('%s', async (_title, map, warning) => {
		const { warnings } = (await runSmall(smallMap(map))).result;
		expect(warnings).toContainEqual(expect.stringMatching(warning));
	});

	test('nothing is said of a map without such faults', async () => {
		const map = smallMap({
			fields: { a: source('CONST', 'x') },
			response: entry('success', '', 'ok'),
		});
		expect((await runSmall(map)).result.warnings).toEqual([]);
	});

	test('a field that stands twice', async () => {
		const map = smallMap({ fields: { a: source('CONST', '1'), b: source('CONST', '2') } });
		const { warnings } = (await runSmall(map.replace('>b<', '>a<'))).result;
		expect(warnings).toEqual(['The map has the field "a" more than once. The last one counts']);
	});

	test.each(['', 'CONST', 'field', 'Template', 'EXPRESSION'])(
		'OrgfieldID "%s" is known',
		async (id) => {
			const map = smallMap({ fields: { a: source(id, '1') } });
			const { result } = await runSmall(map, { fields: {} });
			expect(result.warnings.join()).not.toContain('OrgfieldID');
		},
	);
});

test.each([
	['wsurl', 'WsUrl', {}],
	['wsurl', 'wsURL', { wstype: 'SOAP' }],
	['wstype', 'wsType', {}],
])('%s in other letters is pointed at', async (element, written, config) => {
	const map = smallMap({ config }).replaceAll(`${element}>`, `${written}>`);
	const error = await failure(runSmall(map, {}));
	expect(error.message).toContain(`(the element ${written} must be spelled ${element})`);
});
