import fc from 'fast-check';
import { Workflow, type INodeParameters, type INodeTypes } from 'n8n-workflow';
import { MapError, parseMap, serializeMap } from '../../../engine/map';
import {
	mapOfParameters,
	mapToParameters,
	parametersToMap,
	PARAMETER_DEFAULTS,
	type MapParameters,
} from '../../../convert';
import { defineBelowParameters } from '../../../nodes/RunWebServiceMap/defineBelowParameters';
import { generatedTexts } from '../map/generated-map';
import { readRecording, type RecordedMap } from '../map/recorded-run';
import { runSmall, smallMap, source } from '../map/small-map';
import { storedByN8n, withoutLayouts } from './stored-parameters';

const recorded = readRecording<RecordedMap[]>('maps.json');

describe('XML → parameters → XML', () => {
	test.each(recorded.map((map) => [map.title, map.map] as const))('%s', (_title, xml) => {
		const map = parseMap(xml);
		const parameters = storedByN8n(mapToParameters(map));
		const again = parametersToMap(parameters);
		expect(withoutLayouts(again)).toEqual(withoutLayouts(map));
		expect(serializeMap(again)).toBe(serializeMap(map));
	});

	test('keeps nothing beside the parameters of a map as coreBOS writes it', () => {
		const xml = serializeMap(parametersToMap({ url: 'http://host' }));
		expect(JSON.stringify(mapToParameters(parseMap(xml)))).not.toContain('kept');
	});
});

describe('a parameter edited afterwards', () => {
	const xml = `<map><originmodule><originname>Products</originname></originmodule>
<wsconfig a="1"><wsurl b="2">http://host</wsurl><extra>1</extra><wshttpmethod>LINK</wshttpmethod>
<wsheader><header><keyvalue>v</keyvalue><keyname>n</keyname></header></wsheader><wstype>REST</wstype></wsconfig>
<fields><field><fieldname>one</fieldname><Orgfields><Orgfield c="3"><OrgfieldID>const</OrgfieldID>
<OrgfieldName>1</OrgfieldName><whatever/></Orgfield></Orgfields></field><lost/>
<field><fieldname>two</fieldname><value>2</value></field></fields></map>`;
	/** The XML after a change of its parameters. */
	function edited(edit: (parameters: Required<MapParameters>) => void): string {
		const parameters = mapToParameters(parseMap(xml));
		edit(parameters as unknown as Required<MapParameters>);
		return serializeMap(parametersToMap(storedByN8n(parameters)));
	}
	const original = serializeMap(parseMap(xml));

	test.each<
		[title: string, edit: (parameters: Required<MapParameters>) => void, from: string, to: string]
	>([
		[
			'url',
			(map) => (map.url = 'http://other'),
			'<wsurl b="2">http://host</wsurl>',
			'<wsurl b="2">http://other</wsurl>',
		],
		['url taken away', (map) => (map.url = ''), '>http://host<', '><'],
		[
			'method of the list',
			(map) => (map.method = 'PUT'),
			'<wshttpmethod>LINK<',
			'<wshttpmethod>PUT<',
		],
		['module', (map) => (map.originModule = 'Leads'), '>Products<', '>Leads<'],
		['value of a header', ({ headers }) => (headers.header![0].value = 'w'), '>v<', '>w<'],
		[
			'text of a source',
			({ fields }) => (fields.field![0].sources!.source![0].text = '7'),
			'<OrgfieldName>1</OrgfieldName>',
			'<OrgfieldName>7</OrgfieldName>',
		],
		[
			'kind of a source',
			({ fields }) => (fields.field![0].sources!.source![0].kind = 'field'),
			'<OrgfieldID>const</OrgfieldID>',
			'<OrgfieldID>FIELD</OrgfieldID>',
		],
		['a literal', ({ fields }) => (fields.field![1].value = '3'), '<value>2<', '<value>3<'],
		[
			'order of the fields',
			({ fields }) => void fields.field!.reverse(),
			original.slice(original.indexOf('<field>'), original.indexOf('</fields>')),
			(() => {
				const list = original.slice(original.indexOf('<field>'), original.indexOf('</fields>'));
				const [first, second] = list.split('<lost></lost>');
				return `${second.trim()}\n  <lost></lost>\n  ${first.trim()}\n `;
			})(),
		],
	])('%s wins, the rest stays', (_title, edit, from, to) => {
		expect(original).toContain(from);
		expect(edited(edit)).toBe(original.replace(from, to));
	});

	test('fields come and go', () => {
		const fewer = edited(({ fields }) => void fields.field!.pop());
		expect(parseMap(fewer).fields.map(({ name }) => name)).toEqual(['one']);
		expect(fewer).toContain('<lost></lost>');
		const more = edited(({ fields }) => void fields.field!.push({ name: 'three', value: '' }));
		expect(parseMap(more).fields.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
	});

	test('a password is nowhere but in its parameter', () => {
		const secret = 's3cret';
		const withPassword = parseMap(`<map><wsconfig><wspass>${secret}<a/></wspass></wsconfig></map>`);
		const { settings, ...others } = mapToParameters(withPassword);
		expect(settings).toEqual({ password: secret });
		expect(JSON.stringify(others)).not.toContain(secret);
	});
});

describe('texts that n8n would take for expressions', () => {
	const workflow = new Workflow({
		nodes: [{ id: '1', name: 'A', type: 'a', typeVersion: 1, position: [0, 0], parameters: {} }],
		connections: {},
		active: false,
		nodeTypes: {
			getByNameAndVersion: () => ({ description: { properties: [] } }),
		} as unknown as INodeTypes,
	});
	const valueInN8n = (value: INodeParameters[string]) =>
		workflow.expression.getParameterValue(value as string, null, 0, 0, 'A', [], 'manual', {});

	test('mean the same in n8n', () => {
		fc.assert(
			fc.property(generatedTexts, fc.boolean(), (odd, asFormula) => {
				const text = asFormula ? `=${odd}` : odd;
				const { url } = mapToParameters({ ...parseMap(smallMap({})), config: { url: text } });
				expect(valueInN8n(url)).toBe(text);
			}),
			{ numRuns: 200 },
		);
	});

	test.each([
		['an expression', '={{ $json.url }}'],
		['text with an expression', '=http://{{ $json.host }}/'],
		['an expression of two texts', '={{ "a" }}{{ "b" }}'],
		['a text that JSON does not know', '={{ "\\x41" }}'],
	])('%s has no value outside of n8n', (_title, url) => {
		expect(() => parametersToMap({ url })).toThrow(/parameter url contains an n8n expression/);
		const header = { header: [{ name: 'a', value: url }] };
		expect(() => parametersToMap({ headers: header })).toThrow(/headers\.header\[0\]\.value/);
	});

	test('only the parameters of the map are looked at', () => {
		expect(parametersToMap({ url: 'http://a', notice: '={{ $now }}' }).config.url).toBe('http://a');
	});
});

describe('values of n8n expressions', () => {
	test.each<[value: unknown, text: string]>([
		[3, '3'],
		[0.1, '0.1'],
		[true, '1'],
		[false, ''],
		[null, ''],
		[['a', 1], '["a",1]'],
		[{ a: { b: 1 } }, '{"a":{"b":1}}'],
		[{}, '{}'],
	])('%j is sent as it is by a native map, as text %j in coreBOS’s way', async (value, text) => {
		const sources = { source: [{ kind: 'constant', text: value }] };
		const map = mapOfParameters({
			url: 'http://host/api',
			fields: {
				field: [
					{ name: 'a', value },
					{ name: 'b', valueFrom: 'sources', sources },
				],
			},
		});
		const native = await runSmall(map, {}, {}, { compatibility: 'native' });
		expect(JSON.parse(String(native.sent[0].body))).toEqual({ a: value, b: value });
		const coreBos = await runSmall(map);
		expect(JSON.parse(String(coreBos.sent[0].body))).toEqual({ a: text, b: text });
		const again = parametersToMap(mapToParameters(map));
		expect(again.fields.map(({ typed }) => typed)).toEqual([value, undefined]);
		expect(parseMap(serializeMap(map)).fields[0].value).toBe(text);
	});

	test('a date is its text', () => {
		const date = new Date('2026-11-22T05:00:00Z');
		const [field] = mapOfParameters({ fields: { field: [{ name: 'a', value: date }] } }).fields;
		expect(field).toEqual({ name: 'a', value: '2026-11-22T05:00:00.000Z', sources: [] });
	});

	const round: Record<string, unknown> = {};
	round.self = round;
	test.each<[what: string, value: unknown]>([
		['NaN', NaN],
		['of type function', () => 1],
		['of type object', round],
	])('a value %s is refused with the place it stands at', (what, value) => {
		const field = [{ name: 'total', value }];
		expect(() => mapOfParameters({ fields: { field } })).toThrow(
			new RegExp(`fields "total", value gives (a value )?${what}`),
		);
	});
});

describe('other sources of a map', () => {
	const xml = smallMap({ fields: { a: source('CONST', '1') } });

	test.each([[{ mapXml: xml }], [{ mapSource: 'xml', mapXml: xml }]])('XML of %j', (parameters) => {
		expect(parametersToMap(parameters)).toEqual(parseMap(xml));
	});

	test('XML beside a map that is defined in the node does not count', () => {
		const parameters = { mapSource: 'define', mapXml: xml, url: 'http://other' };
		expect(parametersToMap(parameters).config.url).toBe('http://other');
	});

	test.each<[INodeParameters, RegExp]>([
		[{ mapSource: 'coreBos' }, /is in coreBOS/],
		[{ mapSource: 'xml', mapXml: '={{ $json.xml }}' }, /mapXml contains an n8n expression/],
		[{ mapXml: 'no map' }, /not XML/],
	])('%j', (parameters, message) => {
		expect(() => parametersToMap(parameters)).toThrow(message);
	});
});

describe('parameters that are none', () => {
	test.each<[title: string, parameters: unknown, message: RegExp]>([
		['null', null, /object/],
		['a list', [], /object/],
		['a text for a collection', { fields: { field: 'a' } }, /fields needs a list in its field/],
		['an unknown kind', oneSource({ kind: 'magic' }), /kind of source "magic".*constant/],
		['kept text that is not XML', { kept: '<map' }, /is not closed/],
		['a character that XML leaves out', { url: 'a\u0000' }, /U\+0000/],
	])('%s', (_title, parameters, message) => {
		const read = () => parametersToMap(parameters as INodeParameters);
		expect(read).toThrow(MapError);
		expect(read).toThrow(message);
	});

	function oneSource(source: object) {
		const field = { name: 'a', valueFrom: 'sources', sources: { source: [source] } };
		return { fields: { field: [field] } };
	}
});

test('the node has the defaults that missing parameters have', () => {
	const defaults: Record<string, unknown> = {};
	const look = (list: unknown): void => {
		for (const property of Array.isArray(list) ? list : []) {
			const { name, default: byDefault, options, values } = property as Record<string, unknown>;
			if (Object.hasOwn(PARAMETER_DEFAULTS, String(name))) defaults[String(name)] = byDefault;
			look(options);
			look(values);
		}
	};
	look(defineBelowParameters);
	expect(defaults).toEqual(PARAMETER_DEFAULTS);
});

describe('a field says itself what its only source is', () => {
	const orgfield = (id: string, more = '') =>
		`<Orgfields><Orgfield><OrgfieldName>a</OrgfieldName><OrgfieldID>${id}</OrgfieldID>${more}</Orgfield></Orgfields>`;

	test.each<[title: string, xml: string, shown: object]>([
		['Record Field', orgfield('FIELD'), { valueFrom: 'field', text: 'a' }],
		['coreBOS Expression', orgfield('EXPRESSION'), { valueFrom: 'expression', text: 'a' }],
		['Template', orgfield('TEMPLATE'), { valueFrom: 'template', text: 'a' }],
		['Rule', orgfield('RULE'), { valueFrom: 'rule', text: 'a' }],
		['Stored Value', orgfield(''), { valueFrom: 'stored', text: 'a' }],
		['Constant', orgfield('CONST'), { valueFrom: 'constant', text: 'a' }],
		['Text', '<value>a</value>', { valueFrom: 'literal', value: 'a' }],
		[
			'with a post process',
			orgfield('FIELD', '<postProcess>intval</postProcess>'),
			{ valueFrom: 'field', text: 'a', postProcess: 'intval' },
		],
		[
			'with a delimiter it is one of several',
			orgfield('FIELD').replace('</Orgfields>', '<delimiter>, </delimiter></Orgfields>'),
			{ valueFrom: 'sources', delimiter: ', ' },
		],
		[
			'a related field is one of several',
			'<Orgfields><Relfield><RelfieldName>a</RelfieldName><RelModule>B</RelModule><linkfield>c</linkfield></Relfield></Orgfields>',
			{ valueFrom: 'sources' },
		],
	])('%s', (_title, xml, shown) => {
		const map = parseMap(
			`<map><fields><field><fieldname>n</fieldname>${xml}</field></fields></map>`,
		);
		const stored = mapToParameters(map);
		expect(stored).toMatchObject({ fields: { field: [{ name: 'n', ...shown }] } });
		expect(serializeMap(parametersToMap(stored))).toBe(serializeMap(map));
	});

	test('origin module and method name are settings, and parameters before version 1.2', () => {
		const map = parseMap(
			'<map><originmodule><originname>Products</originname></originmodule><wsconfig><methodname>send</methodname></wsconfig></map>',
		);
		const { settings, ...others } = mapToParameters(map);
		expect(settings).toEqual({ originModule: 'Products', methodName: 'send' });
		const before = { ...others, originModule: 'Products', methodName: 'send' };
		expect(serializeMap(parametersToMap(before))).toBe(serializeMap(map));
	});
});

describe('fields that are filled in at once', () => {
	/** Names and values of a map's fields; values that are not texts as they are. */
	const fieldsOf = (parameters: MapParameters) =>
		mapOfParameters(parameters).fields.map(({ name, value, typed }) => [name, typed ?? value]);
	const asQuery = (fieldsQuery: unknown) => fieldsOf({ fieldsAs: 'query', fieldsQuery });
	const asJson = (fieldsJson: unknown) => fieldsOf({ fieldsAs: 'json', fieldsJson });
	const challenge = [
		['operation', 'getchallenge'],
		['username', 'admin'],
	];

	test.each<[given: unknown, fields: unknown[]]>([
		['operation=getchallenge&username=admin', challenge],
		[' ?operation=getchallenge&username=admin\n', challenge],
		[
			'a=%C3%B1+%26&b=&c',
			[
				['a', 'ñ &'],
				['b', ''],
				['c', ''],
			],
		],
		[
			'a=1&a=2',
			[
				['a', '1'],
				['a', '2'],
			],
		],
		[1, [['1', '']]],
		['', []],
		[undefined, []],
	])('the query string %j', (given, fields) => {
		expect(asQuery(given)).toEqual(fields);
	});

	test.each<[given: unknown, fields: unknown[]]>([
		['{"operation": "getchallenge", "username": "admin"}', challenge],
		[{ operation: 'getchallenge', username: 'admin' }, challenge],
		[
			'{"a": 1, "b": true, "c": ["x"], "d": {"e": null}}',
			[
				['a', 1],
				['b', true],
				['c', ['x']],
				['d', { e: null }],
			],
		],
		['{}', []],
		['  ', []],
		[undefined, []],
		[null, []],
	])('the JSON %j', (given, fields) => {
		expect(asJson(given)).toEqual(fields);
	});

	test.each(['[1]', '"a"', '{"a": 1', 7, ['a']])('%j is not an object in JSON', (given) => {
		expect(() => asJson(given)).toThrow(
			'The parameter "Fields (JSON)" is not a JSON object. Enter names and values, such as {"operation": "getchallenge"}',
		);
	});

	test('a list that is filled in has no effect beside them, and neither have they beside the list', () => {
		const fields = { field: [{ name: 'listed', value: '1' }] };
		const atOnce = { fieldsQuery: 'a=1', fieldsJson: '{"b": 1}', fields };
		expect(fieldsOf({ ...atOnce, fieldsAs: 'query' })).toEqual([['a', '1']]);
		expect(fieldsOf({ ...atOnce, fieldsAs: 'json' })).toEqual([['b', 1]]);
		expect(fieldsOf(atOnce)).toEqual([['listed', '1']]);
	});

	test('SOAP has parameters of its own', () => {
		const soap = { webServiceType: 'SOAP', soapParametersFrom: 'fields' };
		expect(fieldsOf({ ...soap, fieldsAs: 'query', fieldsQuery: 'a=1' })).toEqual([]);
	});
});

test('the entry that the editor opens is not part of the map until it is filled in', () => {
	const response = (xml: string) => `<map><Response>${xml}</Response></map>`;
	const opened = storedByN8n({ mapSource: 'define', url: 'http://host' });
	expect(
		mapOfParameters({ ...opened, response: { entry: [{ path: '', context: '' }] } }).response,
	).toEqual([]);
	for (const empty of ['<field/>', '<field><fieldname></fieldname></field>']) {
		const parameters = storedByN8n(mapToParameters(parseMap(response(empty))));
		expect(parametersToMap(parameters).response).toHaveLength(1);
	}
});
