import { CallError, readBody } from '../../../engine/http-handler';

const FORM = 'application/x-www-form-urlencoded';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const envOf = (body: string | Uint8Array, contentType = FORM) =>
	readBody(contentType, typeof body === 'string' ? bytesOf(body) : body).env;

/** Expectations are what PHP's $_POST, written as JSON, holds for the same body. */
const forms: Array<[body: string, json: string]> = [
	['', '{}'],
	['a=1&b=2&', '{"a":"1","b":"2"}'],
	['&&a=1&&', '{"a":"1"}'],
	['a=1&a=2', '{"a":"2"}'],
	['a', '{"a":""}'],
	['a=', '{"a":""}'],
	['=1', '{}'],
	['a=b=c', '{"a":"b=c"}'],
	['a=x+y%2Bz', '{"a":"x y+z"}'],
	['a=%C3%A9%E2%82%AC', '{"a":"é€"}'],
	['a=é', '{"a":"é"}'],
	['a=100%&b=%zz&c=%4', '{"a":"100%","b":"%zz","c":"%4"}'],
	['a[]=1&a[]=2', '{"a":["1","2"]}'],
	['a%5B%5D=1&a%5b%5d=2', '{"a":["1","2"]}'],
	['a[b]=1&a[c]=2', '{"a":{"b":"1","c":"2"}}'],
	['a[b][c][]=1&a[b][c][]=2&a[b][d]=3', '{"a":{"b":{"c":["1","2"],"d":"3"}}}'],
	['a[0]=x&a[1]=y', '{"a":["x","y"]}'],
	['a[1]=x&a[2]=y', '{"a":{"1":"x","2":"y"}}'],
	['a[5]=x&a[]=y', '{"a":{"5":"x","6":"y"}}'],
	['a[x]=1&a[]=2', '{"a":{"0":"2","x":"1"}}'],
	['a[][b]=1&a[][b]=2', '{"a":[{"b":"1"},{"b":"2"}]}'],
	['a[b]=1&a[b]=2', '{"a":{"b":"2"}}'],
	['a=1&a[]=2', '{"a":["2"]}'],
	['a[]=1&a=2', '{"a":"2"}'],
	['a[ ]=1&a[ b]=2', '{"a":{"0":"1"," b":"2"}}'],
	['a b=1&c.d=2&+e=3', '{"a_b":"1","c_d":"2","e":"3"}'],
	['a[b c.d]=1', '{"a":{"b c.d":"1"}}'],
	['a[b=1', '{"a_b":"1"}'],
	['a[b.c=1', '{"a_b_c":"1"}'],
	['a[b]c=1', '{"a":{"b":"1"}}'],
	['a[b][c=1', '{"a":{"b":"1"}}'],
	['a[b]c[d]=1', '{"a":{"b":"1"}}'],
	['a]=1', '{"a]":"1"}'],
	['[a]=1', '{}'],
	['0=x&1=y', '{"0":"x","1":"y"}'],
	['field1=lead+name&field2=5%25&', '{"field1":"lead name","field2":"5%"}'],
];

describe('a form is read as PHP reads it', () => {
	test.each(forms)('%s', (body, json) => {
		expect(envOf(body)).toEqual(JSON.parse(json));
	});

	test('names of JavaScript are plain names', () => {
		const env = envOf(
			'__proto__[polluted]=1&constructor[prototype][polluted]=2&a[__proto__][b]=3&toString=4',
		);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(Object.getPrototypeOf(env)).toBe(Object.prototype);
		expect(JSON.stringify(env)).toBe(
			'{"__proto__":{"polluted":"1"},"constructor":{"prototype":{"polluted":"2"}},"a":{"__proto__":{"b":"3"}},"toString":"4"}',
		);
	});

	test('more variables than n8n reads, and lists longer than qs knows', () => {
		const count = 3000;
		const body = Array.from({ length: count }, (_unused, index) => `v${index}=1&list[]=${index}`);
		const env = envOf(body.join('&'));
		expect(Object.keys(env)).toHaveLength(count + 1);
		expect(env.list).toHaveLength(count);
	});

	test.each([
		['iso-8859-1', latin1('a=\xe9&b=%E9')],
		['windows-1252', latin1('a=\xe9&b=%e9')],
		['utf-8', bytesOf('a=é&b=%C3%A9')],
		['"UTF-8"', bytesOf('a=é&b=%C3%A9')],
	])('charset %s', (charset, body) => {
		expect(envOf(body, `${FORM}; charset=${charset}`)).toEqual({ a: 'é', b: 'é' });
	});

	test('a name that is repeated is one variable', () => {
		expect(Object.keys(envOf('a&'.repeat(100_000)))).toEqual(['a']);
	});
});

describe('JSON', () => {
	test.each([
		['application/json', '{"a":{"b":[1,null,"x"]}}'],
		['Application/JSON; charset=utf-8', '{"a":1}'],
		['application/vnd.api+json', '{"a":1}'],
		['text/json', '{"a":1}'],
	])('%s', (contentType, body) => {
		expect(envOf(body, contentType)).toEqual(JSON.parse(body));
	});

	test('a byte order mark and white space around it', () => {
		expect(envOf('\uFEFF {"a":1}\n', 'application/json')).toEqual({ a: 1 });
		expect(envOf(' \n', 'application/json')).toEqual({});
	});

	test('a member named __proto__ is a plain member', () => {
		const env = envOf('{"__proto__":{"polluted":1}}', 'application/json');
		expect(Object.keys(env)).toEqual(['__proto__']);
		expect(env.polluted).toBeUndefined();
	});
});

describe('multipart', () => {
	const boundary = '----x7';
	const multipart = `multipart/form-data; boundary=${boundary}`;
	const bodyOf = (...parts: string[]) =>
		bytesOf(`${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`);
	const value = (name: string, text: string) =>
		`Content-Disposition: form-data; name="${name}"\r\n\r\n${text}`;

	test('values follow the rules of forms, files stay bytes', () => {
		const { env, files } = readBody(
			multipart,
			bodyOf(
				value('a[]', '1'),
				value('a[]', 'zwei\r\nZeilen é'),
				value('b[c]', ''),
				'content-disposition: form-data; name="file"; filename="a \\"b\\";c.txt"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--\r\n',
				'Content-Disposition: form-data; name=p[]; filename=x.bin\r\n\r\n',
			),
		);
		expect(env).toEqual({ a: ['1', 'zwei\r\nZeilen é'], b: { c: '' } });
		expect(files.map(({ content, ...file }) => [file, new TextDecoder().decode(content)])).toEqual([
			[{ field: 'file', fileName: 'a "b";c.txt', contentType: ' text/plain' }, 'hello\r\n--\r\n'],
			[{ field: 'p[]', fileName: 'x.bin', contentType: '' }, ''],
		]);
	});

	test('bytes of every value survive', () => {
		const content = Uint8Array.from({ length: 1024 }, (_unused, index) => index % 256);
		const head = bytesOf(
			`--${boundary}\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n`,
		);
		const tail = bytesOf(`\r\n--${boundary}--`);
		const { files } = readBody(multipart, Uint8Array.from([...head, ...content, ...tail]));
		expect(files[0].content).toEqual(content);
	});

	test('the file input that was left empty is not a file', () => {
		const empty =
			'Content-Disposition: form-data; name="f"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n';
		expect(readBody(multipart, bodyOf(empty, value('a', '1')))).toEqual({
			env: { a: '1' },
			files: [],
		});
	});

	test('an empty form', () => {
		expect(readBody(multipart, bytesOf(`--${boundary}--\r\n`))).toEqual({ env: {}, files: [] });
	});

	test.each([
		['breaks off in a value', `--${boundary}\r\n${value('a', '1')}`, 'ends too early'],
		['holds something else', 'a note', 'ends too early'],
		['has a part without a name', `--${boundary}\r\nX: y\r\n\r\n1\r\n--${boundary}--`, 'no name'],
		['has a part without content', `--${boundary}\r\nX: y\r\n--${boundary}--`, 'no content'],
	])('a body that %s', (_name, body, reason) => {
		expect(() => readBody(multipart, bytesOf(body))).toThrow(CallError);
		expect(() => readBody(multipart, bytesOf(body))).toThrow(reason);
	});
});

describe('other bodies', () => {
	test.each<[string | undefined, string]>([
		['application/pdf', 'a=1'],
		['text/plain', 'a note with a = sign'],
		['text/plain', 'note'],
		['text/plain', '[1,2]'],
		['text/plain', 'a=é&b=not encoded'],
		['text/plain; charset=klingon', '{"a":1}'],
		['application/octet-stream', '{"a":1}'],
		['application/xml', '<a b="1"/>'],
		['text/html', '<a b="1">{"a":1}</a>'],
		['text/csv', 'a,b\n1,2'],
		['json', '[1]'],
		[undefined, '{"a":'],
	])('%s: %s is one file', (type, body) => {
		const { env, files } = readBody(type, bytesOf(body));
		expect(env).toEqual({});
		expect(files).toEqual([
			{
				field: 'data',
				fileName: '',
				contentType: (type ?? '').split(';')[0],
				content: bytesOf(body),
			},
		]);
	});

	test.each<[string | undefined, string, object]>([
		[FORM, '{"a":1}', { a: 1 }],
		[FORM, ' \r\n{"a":{"b":[1]}}', { a: { b: [1] } }],
		[FORM, '{a=1', { '{a': '1' }],
		[undefined, '{"a":1}', { a: 1 }],
		['text/plain', 'name=x&tel=1', { name: 'x', tel: '1' }],
		['application/xml', 'name=M%C3%BC', { name: 'Mü' }],
		['multipart/form-data', 'name=x&tel=1', { name: 'x', tel: '1' }],
		['multipart/form-data; boundary=x', 'name=x&tel=1', { name: 'x', tel: '1' }],
		['multipart/form-data; boundary=x', '{"a":1}', { a: 1 }],
		['text/html', '{"a":1}', { a: 1 }],
		['text/html', 'name=x', { name: 'x' }],
		['application/soap+xml', '{"a":1}', { a: 1 }],
		['*/*', '{"a":1}', { a: 1 }],
		['json', 'name=x', { name: 'x' }],
	])('035, 070 labelled %s, %s is read as what it is', (type, body, env) => {
		expect(readBody(type, bytesOf(body))).toEqual({ env, files: [] });
	});

	const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
	const swapped = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
	test.each<[string, Uint8Array]>([
		['application/json; charset=utf-16le', utf16('{"a":"é"}')],
		['application/json; charset=utf-16be', swapped('{"a":"é"}')],
		['application/json; charset=UTF-16', utf16('\uFEFF{"a":"é"}')],
		['application/json; charset=utf-16', swapped('\uFEFF{"a":"é"}')],
		['application/json', utf16('\uFEFF{"a":"é"}')],
		['application/json; charset=', bytesOf('{"a":"é"}')],
		[`${FORM}; charset=utf-16`, utf16('a=%C3%A9')],
		[`${FORM}; charset=utf-16`, swapped('\uFEFFa=é')],
		[FORM, bytesOf('\uFEFF{"a":"é"}')],
		['text/plain; charset=iso-8859-1', latin1('{"a":"\xe9"}')],
		['multipart/form-data; charset=windows-1252', latin1('a=%E9')],
		['', bytesOf('a=%C3%A9')],
		['; charset=utf-8', bytesOf('a=%C3%A9')],
		['text/xml', bytesOf('a=%C3%A9')],
	])('%s in its charset', (type, body) => {
		expect(readBody(type, body)).toEqual({ env: { a: 'é' }, files: [] });
	});

	test.each<[string, string]>([
		['application/json', 'a=%C3%A9&b='],
		['application/json; charset=UTF-8', 'a=%C3%A9&b='],
		['application/json; charset=iso-8859-1', 'a=%C3%A9&b='],
		[`${FORM}; charset=iso-8859-1`, 'a=%C3%A9&b='],
		[`${FORM}; charset=windows-1252`, 'a=%C3%A9&b='],
		['text/plain; charset=ISO-8859-15', 'a=%C3%A9&b='],
		[`${FORM}; charset=utf-16`, 'a=%C3%A9&b='],
		['application/json; charset=utf-16', '{"a":"\\u00e9","b":""}'],
		['application/json; charset=utf-16le', 'a=%C3%A9&b='],
		['application/json; charset=iso-8859-1', '{"a":"\\u00e9","b":""}'],
	])('what a real task sent as %s is read as it was meant: %s', (type, body) => {
		expect(readBody(type, bytesOf(body))).toEqual({ env: { a: 'é', b: '' }, files: [] });
	});

	test.each(['{"a":1', 'a', '{a=1}', "a='1'", 'a=1 b'])(
		'what is neither JSON nor a form is not read as one: %s',
		(body) => {
			expect(() => envOf(body, 'application/json')).toThrow(CallError);
		},
	);

	test('036 a charset is decoded, and bytes of another one are refused', () => {
		const json = latin1('{"a":"\xe9"}');
		expect(envOf(json, 'application/json; charset=iso-8859-1')).toEqual({ a: 'é' });
		for (const type of ['application/json', 'application/json; charset=utf-8', FORM]) {
			const body = type === FORM ? latin1('a=\xe9') : json;
			expect(() => envOf(body, type)).toThrow(CallError);
			expect(() => envOf(body, type)).toThrow('bytes that are not utf-8');
		}
	});

	test.each([FORM, 'application/json', 'multipart/form-data', 'application/pdf', undefined])(
		'no body at all, %s',
		(type) => {
			expect(readBody(type, new Uint8Array())).toEqual({ env: {}, files: [] });
		},
	);
});

describe('a body that is not what it says', () => {
	const bodies: Array<[contentType: string, body: string, reason: string]> = [
		['application/json', '{"a":', 'not valid JSON'],
		['application/json', "{'a':1}", 'not valid JSON'],
		['application/json', '[1,2]', 'must be an object'],
		[FORM, '["of","fields","named","0"]', 'must be an object'],
		[`${FORM}; charset=utf-16`, 'a=é1', 'bytes that are not utf-16'],
		['application/json', '"a=1"', 'must be an object'],
		['application/json', 'null', 'must be an object'],
		['multipart/form-data', '--x', 'no boundary'],
		[`${FORM}; charset=klingon`, 'a=1', 'charset'],
		[FORM, `a${'[b]'.repeat(70)}=1`, 'nested deeper than 64'],
		[FORM, `a${'[]'.repeat(60)}=1&`.repeat(4_000), 'more than 200000'],
		['application/json', `{"a":${'['.repeat(600)}${']'.repeat(600)}}`, 'deeper than 512'],
		['application/json', `{"a":[${'{},'.repeat(1_000_000)}{}]}`, 'more than 1000000'],
		['text/plain', `{"a":${'['.repeat(600)}${']'.repeat(600)}}`, 'deeper than 512'],
	];
	const titled = bodies.map(([type, body, reason]) => [type, body.slice(0, 40), body, reason]);

	test.each(titled)('%s: %s', (contentType, _start, body, reason) => {
		const refused = { name: 'CallError', message: expect.stringContaining(reason) as string };
		expect(() => readBody(contentType, bytesOf(body))).toThrow(
			expect.objectContaining(refused) as CallError,
		);
	});
});
