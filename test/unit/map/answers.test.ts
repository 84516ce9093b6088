import type { HttpResponse } from '../../../engine/environment';
import { difference, readRecording, rerun, type RecordedMap } from './recorded-run';
import { entry, runSmall, smallMap } from './small-map';

const exceptions = readRecording<Record<string, { reason: string }>>('map-exceptions.json');
const failed = readRecording<RecordedMap[]>('maps.json').filter(
	({ id, map }) => exceptions[id]?.reason.startsWith('2:') && !map.includes('SOAP</wstype>'),
);

describe('Never Error stores what coreBOS stores', () => {
	test.each(failed.map((recorded) => [recorded.title, recorded] as const))(
		'%s',
		async (_title, recorded) => {
			expect(difference(recorded, await rerun(recorded, { neverError: true }))).toBeUndefined();
		},
	);
});

async function stored(
	paths: string[],
	answer: Partial<HttpResponse>,
	more: { native?: boolean; outputtype?: string } = {},
): Promise<unknown[]> {
	const map = smallMap({
		config: { outputtype: more.outputtype ?? 'JSON' },
		response: paths.map((path, index) => entry(path, undefined, `v${index}`)).join(''),
	});
	const options = { compatibility: more.native ? ('native' as const) : ('coreBos' as const) };
	const { result } = await runSmall(map, {}, answer, options);
	return paths.map((_path, index) => result.context[`v${index}`]);
}

describe('JSON answers', () => {
	test.each<[title: string, body: string, path: string, want: unknown]>([
		[
			'a whole number beyond 2^53 in its digits',
			'{"a":{"n":9007199254740993}}',
			'a.n',
			'9007199254740993',
		],
		['its JSON text', '{"n":9007199254740993}', 'n', '9007199254740993'],
		['a number beyond 64 bits', '{"n":12345678901234567890}', 'n', '1.2345678901234567e+19'],
		['members in their order', '{"o":{"b":1,"7":2,"a":3}}', 'o', '{"b":1,"7":2,"a":3}'],
		['an empty object', '{"o":{}}', 'o', '{}'],
		['an empty list', '{"o":[]}', 'o', '[]'],
		['an object at the end of a path', '{"a":{"b":{"c":1}}}', 'a.b', { c: 1 }],
		['element 0 of a list, by a path', '[{"a":{"b":"c"}}]', 'a.b', 'c'],
		['element 0 of a list, by a name', '[{"a":{"b":"c"}}]', 'a', '{"b":"c"}'],
		['an element of a list', '[1,{"x":"y"}]', '1.x', 'y'],
		['a text that reads null', '{"a":{"b":"null"}}', 'a.b', ''],
		['a member called __proto__', '{"__proto__":{"x":"y"}}', '__proto__.x', 'y'],
		['a BOM before the answer', '\uFEFF{"a":"b"}', 'a', '"b"'],
		['JSON in a JSON string', JSON.stringify('{"a":{"b":"c"}}'), 'a.b', 'c'],
		['a list in a JSON string, by a name', JSON.stringify('[{"a":{"b":"c"}}]'), 'a', '{"b":"c"}'],
		['a list in a JSON string, by a path', JSON.stringify('[{"a":{"b":"c"}}]'), 'a.b', ''],
		['a list in a JSON string, by an index', JSON.stringify('[{"a":{"b":"c"}}]'), '0.a.b', 'c'],
		['its missing steps skipped', JSON.stringify('[1,2]'), 'nosuch.1', 2],
	])('%s', async (_title, body, path, want) => {
		expect(await stored([path], { body })).toEqual([want]);
	});

	test('bytes are read in the charset of the answer', async () => {
		const body = new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xf1, 0x22, 0x7d]);
		const headers = { 'Content-Type': 'application/json; charset=ISO-8859-1' };
		expect(await stored(['.'], { body, headers })).toEqual(['{"a":"ñ"}']);
	});
});

test('bytes that are not text are told', async () => {
	const body = new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xf1, 0x22, 0x7d]);
	const map = smallMap({ response: entry('a', undefined, 'v') });
	for (const charset of ['utf-8', 'nobody-knows']) {
		const headers = { 'content-type': `application/json; charset=${charset}` };
		const { result } = await runSmall(map, {}, { body, headers });
		expect(result.warnings).toEqual([expect.stringContaining('not valid utf-8')]);
		expect(result.context).toEqual({ v: '"\\ufffd"' });
	}
});

describe('native answers keep their types', () => {
	test.each<[path: string, want: unknown]>([
		['n', 0],
		['f', false],
		['z', null],
		['s', 'text'],
		['o.l.1.x', 'y'],
		['o', { l: [1, { x: 'y' }] }],
		['nosuch.n', undefined],
		['o.nosuch.l', undefined],
	])('%s', async (path, want) => {
		const body = '{"n":0,"f":false,"z":null,"s":"text","o":{"l":[1,{"x":"y"}]}}';
		expect(await stored([path], { body }, { native: true })).toEqual([want]);
	});
});

describe('XML answers', () => {
	const body =
		'<?xml version="1.0"?><r><a n="1"><b n="2">t</b><b>u</b><c/></a><x:d xmlns:x="u">no</x:d><m>one<i/>two</m><p> </p><q n="1">\n</q><k.l>5</k.l></r>';
	test.each<[path: string, want: unknown]>([
		['a.@attributes.n', '1'],
		['a.b', ['t', 'u']],
		['a.b.1', 'u'],
		['a.c', []],
		['x:d', ''],
		['m', 'onetwo'],
		['p', []],
		['p.0', ''],
		['q', { '@attributes': { n: '1' } }],
		['k.l', '5'],
	])('%s', async (path, want) => {
		expect(await stored([path], { body }, { outputtype: 'XML' })).toEqual([want]);
	});

	test('a non-breaking space is text to XML, other than blanks', async () => {
		const nbsp = '<r><a>\u00a0</a><b> \n</b></r>';
		expect(await stored(['a', 'b'], { body: nbsp }, { outputtype: 'XML' })).toEqual(['\u00a0', []]);
	});

	test('bytes are read in the encoding that the XML declares', async () => {
		const text = '<?xml version="1.0" encoding="ISO-8859-1"?><r><a>\u00f1</a></r>';
		const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
		expect(await stored(['a'], { body: bytes }, { outputtype: 'XML' })).toEqual(['ñ']);
	});
});

describe('what is stored', () => {
	test('the context of the caller is not changed', async () => {
		const context = { WSCall_ReturnResultWithNoSave: 1, kept: 'x' };
		const map = smallMap({ response: entry('success', 'flag', 'ok') });
		const { result } = await runSmall(map, { context });
		expect(context).toEqual({ WSCall_ReturnResultWithNoSave: 1, kept: 'x' });
		expect(result).toMatchObject({
			context: { ok: 'true' },
			removedContext: ['WSCall_ReturnResultWithNoSave'],
			fields: {},
			returned: { flag: 'true' },
		});
	});

	test('without the flag the values are destined for the record', async () => {
		const { result } = await runSmall(smallMap({ response: entry('success', 'flag') }));
		expect(result).toMatchObject({
			context: { wsctx_success: 'true' },
			removedContext: [],
			fields: { flag: 'true' },
			methodName: 'call',
		});
		expect(result.returned).toBeUndefined();
	});

	test('the whole answer needs no destination to be kept in the context', async () => {
		const map = smallMap({ response: '<field><fieldname>.</fieldname></field>' });
		const { result } = await runSmall(map, {}, { body: 'any text' });
		expect(result.context).toEqual({ 'wsctx_.': 'any text' });
		expect(result.fields).toEqual({});
	});
});

describe('a path that finds nothing', () => {
	const body = '{"result":{"token":"s3cr3t","list":[1,2],"empty":""},"success":true}';

	test.each([
		['result.tokn', '"result" has "token", "list", "empty"'],
		['reslt', 'It has "result", "success"'],
		['result.list.2', '"result.list" is a list of 2, with elements from 0'],
		['result.token.x', '"result.token" has no members'],
	])('%s says what the answer offers, and no value', async (path, offered) => {
		for (const compatibility of ['coreBos', 'native'] as const) {
			const map = smallMap({ response: entry(path, undefined, 'v') });
			const { result } = await runSmall(map, {}, { body }, { compatibility });
			expect(result.warnings).toEqual([
				expect.stringContaining(`The answer has nothing at "${path}"`),
			]);
			expect(result.warnings[0]).toContain(offered);
			expect(result.warnings[0]).not.toContain('s3cr3t');
		}
	});

	test('is not a warning where the answer has an empty value there', async () => {
		const map = smallMap({ response: entry('result.empty', undefined, 'v') });
		const { result } = await runSmall(map, {}, { body });
		expect(result.warnings).toEqual([]);
	});

	test('names a few of many members', async () => {
		const many = JSON.stringify(
			Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`n${index}`, index])),
		);
		const map = smallMap({ response: entry('nosuch', undefined, 'v') });
		const { result } = await runSmall(map, {}, { body: many });
		expect(result.warnings[0]).toMatch(/"n9" and 15 more$/);
	});
});

test('the warnings of a map stand in the error of its call', async () => {
	const map = smallMap({ config: { wsrul: 'x' } });
	await expect(runSmall(map, {}, { status: 500, body: '' })).rejects.toMatchObject({
		warnings: [expect.stringContaining('wsrul')],
	});
});
