import { growth, LINEAR } from '../work-counter';
import { MapError, parseMap, runMap, serializeMap } from '../../../engine/map';
import { entry, runSmall, smallMap, source } from '../../unit/map/small-map';

const laughs = `<!DOCTYPE map [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, index) => {
	return `<!ENTITY ${'bcdefghij'[index]} "${`&${'abcdefghi'[index]};`.repeat(10)}">`;
}).join('')}]><map><fields>&j;</fields></map>`;

test.each([
	[
		'XML of 20 MB',
		(size) => `<map>${'<field>x</field>'.repeat(size)}</map>`,
		1_310_720,
		/more than/,
	],
	['an entity bomb', () => laughs, 1, /DOCTYPE/],
	[
		'an external entity',
		() => '<!DOCTYPE map [<!ENTITY x SYSTEM "file:///etc/passwd">]><map>&x;</map>',
		1,
		/DOCTYPE/,
	],
	['a DOCTYPE in small letters', () => '<!doctype map><map/>', 1, /DOCTYPE|XML/],
	['elements in elements without end', (size) => '<a>'.repeat(size), 100_000, /breaks off/],
	['a deep nest', (size) => '<a>'.repeat(size) + '</a>'.repeat(size), 5000, /XML/],
] satisfies Array<[string, (size: number) => string, number, RegExp]>)(
	'%s is refused in steps in proportion to its size',
	async (_title, xml, size, message) => {
		expect(() => parseMap(xml(size))).toThrow(MapError);
		expect(() => parseMap(xml(size))).toThrow(message);
		// Less of it may be a map: what counts here is what that takes.
		const readOrRefuse = (some: number) => {
			try {
				parseMap(xml(some));
			} catch (error) {
				expect(error).toBeInstanceOf(MapError);
			}
		};
		expect(await growth(readOrRefuse, Math.min(size, 1_000))).toBeLessThan(LINEAR);
	},
);

const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

test('names of prototypes are fields, variables and destinations like any other', async () => {
	const map = smallMap({
		headers: names.map((name) => [name, `getContext(${name})`]),
		fields: Object.fromEntries(names.map((name) => [name, source('', name)])),
		response: names.map((name) => entry(name, name, name)).join(''),
	});
	const values = JSON.parse(
		`{${names.map((name) => `"${name}":"value of ${name}"`).join()}}`,
	) as Record<string, unknown>;
	const { result, sent } = await runSmall(
		map,
		{ context: values },
		{ body: JSON.stringify(values) },
	);
	const quoted = Object.fromEntries(names.map((name) => [name, `"value of ${name}"`]));
	expect(Object.entries(sent[0].headers).slice(0, 4)).toEqual(Object.entries(values));
	expect(sent[0].body).toBe(JSON.stringify(values));
	expect(Object.entries(result.context)).toEqual(Object.entries(quoted));
	expect(Object.entries(result.fields)).toEqual(Object.entries(quoted));
	expect(Object.prototype).not.toHaveProperty('0');
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

const nested = names.map((name) => `<${name} ${name}="1"><${name}></${name}></${name}>`).join('');

test('elements named like prototypes are kept in a map like other unknown ones, and told', async () => {
	const xml = smallMap({ fields: { v: source('CONST', 'x') } }).replace(
		'</map>',
		`${nested}</map>`,
	);
	const map = parseMap(xml);
	expect(serializeMap(map).replace(/>\s+</g, '><')).toContain(nested);
	const { result } = await runSmall(map);
	for (const name of names) {
		expect(result.warnings).toContainEqual(expect.stringContaining(`unknown element ${name} `));
	}
});

test.each(['coreBos', 'native'] as const)(
	'elements and attributes named like prototypes are read from an answer, %s',
	async (compatibility) => {
		const values = names.map((name) => `<${name} b="2">text of ${name}</${name}>`).join('');
		const attributes = names.map((name) => `${name}="of ${name}"`).join(' ');
		const map = smallMap({
			config: { outputtype: 'XML' },
			response: names
				.flatMap((name) => [
					entry(`e.${name}`, name, `element ${name}`),
					entry(`a.@attributes.${name}`, undefined, `attribute ${name}`),
				])
				.join(''),
		});
		const body = `<r><e>${values}</e><a ${attributes}><b/></a></r>`;
		const { result } = await runSmall(map, {}, { body }, { compatibility });
		for (const name of names) {
			expect(Object.entries(result.fields)).toContainEqual([name, `text of ${name}`]);
			expect(result.context[`element ${name}`]).toBe(`text of ${name}`);
			expect(result.context[`attribute ${name}`]).toBe(`of ${name}`);
		}
	},
);

test('names of prototypes that nobody set are empty', async () => {
	const map = smallMap({
		headers: names.map((name) => [`X-${name}`, `getContext(${name})`]),
		fields: Object.fromEntries(
			names.flatMap((name) => [
				[`stored-${name}`, source('', name)],
				[`field-${name}`, source('FIELD', name)],
				[`related-${name}`, source('EXPRESSION', `getFromContext('${name}')`)],
			]),
		),
		response: names.map((name) => entry(`${name}.x`, undefined, name)).join(''),
	});
	const { result, sent } = await runSmall(map, { fields: {}, context: {} });
	expect(new Set(Object.values(JSON.parse(String(sent[0].body)) as object))).toEqual(new Set(['']));
	expect(Object.keys(sent[0].headers)).toEqual(['Content-Type']);
	expect(Object.entries(result.context)).toEqual(names.map((name) => [name, '']));
});

test('an entity bomb in an XML answer is not an answer', async () => {
	const map = smallMap({
		config: { outputtype: 'XML' },
		response: entry('a', undefined, 'a'),
	});
	const body = laughs.replace(/map/g, 'r').replace('<fields>&j;</fields>', '<a>&j;</a>');
	await expect(runSmall(map, {}, { body })).rejects.toThrow(/not XML/);
});

test.each([
	['tags without an end', 'JSON', '<p>', 'x<', 1_000_000],
	['beginnings of document types', 'XML', '', '<!DOCTYPE x', 100_000],
	['beginnings of declarations', 'XML', '', '<!DOCTYPE x[', 100_000],
])(
	'an answer of %s is not an answer, after steps in proportion to its size',
	async (_title, outputtype, start, piece, size) => {
		const map = smallMap({ config: { outputtype }, response: entry('a') });
		for (const compatibility of ['coreBos', 'native'] as const) {
			const refuse = async (some: number) =>
				await expect(
					runSmall(map, {}, { body: start + piece.repeat(some) }, { compatibility }),
				).rejects.toThrow(/is not (?:JSON|XML)/);
			await refuse(size);
			expect(await growth(refuse, 1_000)).toBeLessThan(LINEAR);
		}
	},
);

test('a text of 10 MB in an answer is kept', async () => {
	const text = 'x'.repeat(10_000_000);
	const map = smallMap({ response: entry('a.b', undefined, 'long') });
	const { result } = await runSmall(map, {}, { body: JSON.stringify({ a: { b: text } }) });
	expect(result.context.long === text).toBe(true);
});

test('the fields of a map take steps in proportion to their number', async () => {
	const map = (count: number) =>
		smallMap({
			fields: Object.fromEntries(
				Array.from({ length: count }, (_, index) => [
					`field${index}`,
					source('EXPRESSION', `concat('${index}', name, '${count}')`),
				]),
			),
		});
	const http = async () => ({ status: 200, headers: {}, body: '{}' });
	const run = async (count: number) => {
		const again = parseMap(serializeMap(parseMap(map(count))));
		const { requests } = await runMap(again, { fields: { name: 'x' } }, http);
		expect(Object.keys(JSON.parse(String(requests[0].body)) as object)).toHaveLength(count);
	};
	await run(1_000);
	expect(await growth(run, 200)).toBeLessThan(LINEAR);
});
