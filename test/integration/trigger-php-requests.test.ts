/**
 * Requests of every kind, read as PHP's own server reads them: what coreBOS's HTTP handler is given
 * as `$_GET`, `$_POST` and `$_FILES` is what the trigger reads of the same bytes.
 */
import { spawnSync } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import { readBody, readCall } from '../../engine';
import { requireOrSkip } from '../e2e/require-or-skip';
import { startPhp, type PhpPeer } from './soap-peers/php';

const canRunPhp = requireOrSkip(
	spawnSync('php', ['--version']).status === 0 ? undefined : 'PHP is not installed',
);
const whenPhp = canRunPhp ? describe : describe.skip;

let php: PhpPeer;
beforeAll(async () => {
	if (canRunPhp) php = await startPhp(join(__dirname, 'trigger-callers', 'variables.php'));
});
afterAll(async () => {
	if (canRunPhp) await php.stop();
});

interface ReadByPhp {
	get: Record<string, unknown>;
	post: Record<string, unknown>;
	files: Array<{ field: string; fileName: string; contentType: string; content: string }>;
}

/** Sends a request as it is, but for letters in its query that PHP's small server refuses. */
async function sent(query: string, headers = {}, body: Buffer = Buffer.of()): Promise<ReadByPhp> {
	const [hostname, port] = php.address.split(':');
	const path = `/document?${query.replace(/[^ -~]+/g, encodeURIComponent)}`;
	return await new Promise((resolve, reject) => {
		const call = request({ hostname, port, path, headers, method: 'POST' }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString()) as ReadByPhp));
		});
		call.on('error', reject);
		call.end(body);
	});
}

const PAIRS = [
	'a=ü&b=Müller',
	'a=%C3%BC',
	'a=50%&b=2',
	'a=50%25',
	'a=%zz&b=%4',
	'a=Müller&Söhne&b=1',
	'a=1+1=2',
	'a=1%2B1',
	'a=%41%42',
	'a=1&a=2',
	'a[]=1&a[]=2',
	'a[]=1&a=2&a[]=3',
	'a[b][c]=1&a[b][d]=2&a[e]=3',
	'a%5Bb%5D=1',
	'a[0]=x&a[1]=y&a[3]=z',
	'a.b=1&c+d=2',
	'a[b.c]=1',
	'a[=1&b[c=2',
	'a;b=1;c=2',
	'a==b&=c&&d&e=',
	'a="x"&b=<y>',
	"a='x'&b=(y)",
	'A=1&a=2',
	'__proto__=1&constructor=2',
];

whenPhp('the query', () => {
	test.each(PAIRS)('%s', async (query) => {
		const { get } = await sent(query);
		const bytes = new TextEncoder().encode(`workflow_id=43&${query}`);
		expect(plain(readCall(bytes).variables)).toBe(plain(get));
	});
});

whenPhp('a form', () => {
	const FORM = 'application/x-www-form-urlencoded';
	test.each(PAIRS)('%s', async (text) => {
		const body = Buffer.from(text);
		const { post } = await sent('', { 'Content-Type': FORM }, body);
		expect(plain(readBody(FORM, body).env)).toBe(plain(post));
	});

	test.each([
		`${FORM};charset=utf-8`,
		`${FORM}; charset=UTF-8`,
		'Application/X-WWW-Form-Urlencoded',
		`${FORM} ; charset="utf-8"`,
	])('labelled %s', async (label) => {
		const body = Buffer.from('a=ü&b[]=1');
		const { post } = await sent('', { 'Content-Type': label }, body);
		expect(plain(readBody(label, body).env)).toBe(plain(post));
		expect(post).toEqual({ a: 'ü', b: ['1'] });
	});

	test('in chunks, and chunks without anything', async () => {
		const headers = { 'Content-Type': FORM, 'Transfer-Encoding': 'chunked' };
		for (const text of ['a=1&b=2', '']) {
			const body = Buffer.from(text);
			const { post } = await sent('', headers, body);
			expect(plain(readBody(FORM, body).env)).toBe(plain(post));
		}
	});
});

whenPhp('multipart', () => {
	const value = (name: string, text: string, more = '') =>
		`Content-Disposition: form-data; name=${name}\r\n${more}\r\n${text}`;
	const file = (name: string, fileName: string, text: string, type = 'text/plain') =>
		`Content-Disposition: form-data; name=${name}; filename=${fileName}\r\nContent-Type: ${type}\r\n\r\n${text}`;
	const bodies: Array<[title: string, parts: string[]]> = [
		['values', [value('"a"', '1'), value('"b"', 'ü\r\nx')]],
		['names without quotes', [value('a', '1'), value('b[]', '2')]],
		['lists and nested names', [value('"a[]"', '1'), value('"a[]"', '2'), value('"b[c][d]"', '3')]],
		['a name twice', [value('"a"', '1'), value('"a"', '2')]],
		['names with dots and spaces', [value('"a.b c"', '1')]],
		['values with a content type', [value('"a"', '{"b":1}', 'Content-Type: application/json\r\n')]],
		['empty values', [value('"a"', '')]],
		['values that look encoded', [value('"a"', 'x+y%20&z=1')]],
		['a file', [file('"f"', '"x.txt"', 'hello')]],
		['files of one name', [file('"f[]"', '"x.txt"', '1'), file('"f[]"', '"y.bin"', '2\r\n3')]],
		['a file that was not chosen', [file('"f"', '""', ''), value('"a"', '1')]],
		['a file without content', [file('"f"', '"e.txt"', '')]],
		['letters of another case', [value('"a"', '1').replace('Content-D', 'CONTENT-d')]],
	];
	const boundary = '----x7';
	const written = (parts: string[], before = '', after = '\r\n') =>
		Buffer.from(
			`${before}${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--${after}`,
		);

	async function expectSame(label: string, body: Buffer): Promise<void> {
		const { post, files } = await sent('', { 'Content-Type': label }, body);
		const ours = readBody(label, body);
		expect(plain(ours.env)).toBe(plain(post));
		const found = ours.files.map(({ content, contentType, ...rest }) => ({
			...rest,
			contentType: contentType.trim(),
			content: Buffer.from(content).toString('base64'),
		}));
		expect(found).toEqual(files);
	}

	test.each(bodies)('%s', async (_title, parts) => {
		await expectSame(`multipart/form-data; boundary=${boundary}`, written(parts));
	});

	test('a boundary in quotes, text before the first and after the last part', async () => {
		const [, parts] = bodies[0];
		await expectSame(`multipart/form-data; boundary="${boundary}"`, written(parts));
		const label = `multipart/form-data; boundary=${boundary}`;
		await expectSame(label, written(parts, 'preamble\r\n', '\r\nepilogue'));
	});
});

/** With the members of objects in one order: JavaScript's own puts numbers first. */
function plain(value: unknown): string {
	return JSON.stringify(value, (_key, one: unknown) =>
		typeof one === 'object' && one !== null && !Array.isArray(one)
			? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
			: one,
	);
}
