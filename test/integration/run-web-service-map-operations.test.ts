import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { parseMap, serializeMap } from '../../engine';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { entry, smallMap, source } from '../unit/map/small-map';
import { runNodes, type MapNode } from './n8n-engine';
import { startRecordingServer, type RecordingServer } from './recording-server';

let coreBos: CoreBosStandIn;
let api: RecordingServer;
let content: string;

const typed = (xml: string) =>
	xml.replace('<map>', '<map><originmodule><originname>Products</originname></originmodule>');

beforeEach(async () => {
	api = await startRecordingServer();
	content = typed(
		smallMap({
			config: { wsurl: `${api.url}/x`, methodname: 'sendProduct' },
			fields: { n: source('EXPRESSION', "concat(productname, '!')") },
			response: entry('result.ok', undefined, 'ok'),
		}),
	);
	const ofType = (mapname: string, maptype: string, more: Record<string, string> = {}) => ({
		mapname,
		maptype,
		targetname: 'Products',
		content,
		...more,
	});
	coreBos = await startCoreBos({
		records: {
			Products: [{ productname: 'Widget' }],
			cbMap: [
				ofType('Send Product', 'Webservice Mapping'),
				ofType('Twice', 'Webservice Mapping'),
				ofType('Twice', 'Webservice Mapping'),
				ofType('A Condition', 'Condition Expression'),
				ofType('Broken', 'Webservice Mapping', { content: '<map><wsconfig></map>' }),
			],
		},
	});
});

afterEach(async () => {
	await Promise.all([coreBos.close(), api.close()]);
});

async function run(
	parameters: INodeParameters,
	items: IDataObject[] = [{ productname: 'Widget' }],
	more: Partial<MapNode> = {},
) {
	const node = {
		name: 'Map',
		typeVersion: 1.1,
		credential: coreBos.connection,
		parameters,
		...more,
	};
	const outcome = await runNodes(items, [node]);
	const json = outcome.items('Map').map((item) => item.json);
	return { ...outcome, json, message: outcome.error?.message };
}

const locatorValue = (value: string, mode = 'id'): INodeParameters => ({
	mapSource: 'coreBos',
	coreBosMap: { __rl: true, mode, value },
});

const mapId = (name: string): string =>
	coreBos.records('cbMap').find(({ mapname }) => mapname === name)?.id ?? '';

describe('where a node has its map from', () => {
	test.each<[title: string, parameters: () => INodeParameters]>([
		['by id', () => locatorValue(mapId('Send Product'))],
		['by the number of the record', () => locatorValue(mapId('Send Product').split('x')[1])],
		['by name', () => locatorValue('Send Product', 'name')],
		[
			'by its address',
			() =>
				locatorValue(
					`${coreBos.url}/index.php?module=cbMap&record=${mapId('Send Product').split('x')[1]}`,
					'url',
				),
		],
		['by an n8n expression', () => locatorValue('={{ $json.map }}', 'name')],
	])('coreBOS, %s: read once for all items', async (_title, parameters) => {
		const items = Array.from({ length: 3 }, () => ({ productname: 'W', map: 'Send Product' }));
		const { json, error } = await run(parameters(), items);
		expect(error).toBeUndefined();
		expect(json.map(({ context }) => context)).toEqual(items.map(() => ({ ok: 'yes' })));
		expect(api.requests.map(({ body }) => body)).toEqual(items.map(() => '{"n":"W!"}'));
		expect(coreBos.calls('query') + coreBos.calls('retrieve')).toBe(1);
	});

	test.each<[title: string, parameters: () => INodeParameters, message: RegExp]>([
		['no map of the name', () => locatorValue('Nowhere', 'name'), /no business map "Nowhere"/],
		[
			'two of the name',
			() => locatorValue('Twice', 'name'),
			/Several business maps.*choose one by its id/,
		],
		[
			'a map of another type',
			() => locatorValue(mapId('A Condition')),
			/of type "Condition Expression"/,
		],
		['none chosen', () => locatorValue('={{ "" }}'), /"Map" is empty/],
		['no map in it', () => locatorValue('Broken', 'name'), /line 1, column \d+/],
	])('coreBOS, %s: an error of the item', async (_title, parameters, message) => {
		const { message: text } = await run(parameters());
		expect(text).toMatch(message);
		expect(text).not.toMatch(/\[item/);
		expect(api.requests).toEqual([]);
	});

	test('coreBOS without a credential', async () => {
		const parameters = locatorValue('Send Product', 'name');
		const { message } = await run(parameters, undefined, { credential: undefined });
		expect(message).toMatch(/no coreBOS credential is selected/);
	});

	test.each<[title: string, typeVersion: number]>([
		['of the first version, which has XML alone, needs no source', 1],
		['made today says so', 1.1],
	])('XML: a node %s', async (_title, typeVersion) => {
		const parameters = { mapXml: content, ...(typeVersion > 1 && { mapSource: 'xml' }) };
		const { json } = await run(parameters, undefined, { typeVersion });
		expect(json[0].context).toEqual({ ok: 'yes' });
	});

	test('Define Below comes first in a new node; its values may be n8n expressions, typed', async () => {
		const parameters: INodeParameters = {
			url: `${api.url}/{{ $json.path }}`.replace(/^/, '='),
			methodName: 'defined',
			fields: {
				field: [
					{ name: 'amount', valueFrom: 'literal', value: '={{ $json.amount }}' },
					{ name: 'tags', valueFrom: 'literal', value: '={{ $json.tags }}' },
					{
						name: 'label',
						valueFrom: 'sources',
						sources: { source: [{ kind: 'expression', text: "concat(productname, '!')" }] },
					},
				],
			},
			response: { entry: [{ path: 'result.ok', context: 'ok' }] },
		};
		const items = [
			{ productname: 'A', path: 'one', amount: 0, tags: [] },
			{ productname: 'B', path: 'two', amount: 2.5, tags: ['x'] },
		];
		const { json, error } = await run(parameters, items);
		expect(error).toBeUndefined();
		expect(api.requests.map(({ url }) => url)).toEqual(['/one', '/two']);
		expect(api.requests.map(({ body }) => JSON.parse(body))).toEqual([
			{ amount: 0, tags: [], label: 'A!' },
			{ amount: 2.5, tags: ['x'], label: 'B!' },
		]);
		expect(json.map(({ context }) => context)).toEqual([{ ok: 'yes' }, { ok: 'yes' }]);
	});
});

describe('Evaluate Expression', () => {
	const evaluate = (expression: string, more: INodeParameters = {}): INodeParameters => ({
		operation: 'evaluate',
		expression,
		...more,
	});

	test.each<[expression: string, value: unknown, type: string]>([
		["concat(productname, '!')", 'Widget!', 'string'],
		['qty + 1', 4, 'int'],
		['qty / 2', 1.5, 'float'],
		['qty * 2.0', 6, 'float'],
		['qty == 3', true, 'bool'],
		['nosuch', null, 'null'],
		["array('a', qty)", ['a', 3], 'array'],
		["getFromContext('channel')", 'web', 'string'],
		['9223372036854775807', '9223372036854775807', 'int'],
	])('%s', async (expression, value, type) => {
		const item = { productname: 'Widget', qty: 3, context: { channel: 'web' } };
		const { json, error } = await run(evaluate(expression), [item]);
		expect(error).toBeUndefined();
		expect(json).toEqual([{ value, type, context: { channel: 'web' } }]);
	});

	test('a template gives text', async () => {
		const parameters = {
			operation: 'evaluate',
			expressionKind: 'template',
			template: '$qty × $productname',
		};
		expect((await run(parameters, [{ productname: 'Widget', qty: 3 }])).json).toEqual([
			{ value: '3 × Widget', type: 'string' },
		]);
	});

	test('what setToContext writes is in the output, and the fields of the item on request', async () => {
		const item = { productname: 'Widget', context: { a: 1 } };
		const parameters = evaluate("setToContext('b', productname)");
		const { json } = await run({ ...parameters, options: { includeOtherFields: true } }, [item]);
		expect(json[0]).toMatchObject({ productname: 'Widget', context: { a: 1, b: 'Widget' } });
		expect(item.context).toEqual({ a: 1 });
	});

	test('a linked record gives its name, with the credential and the module', async () => {
		const [{ id }] = coreBos.records('Products');
		const item = { id, assigned_user_id: '19x1' };
		const parameters = evaluate('assigned_user_id', { options: { module: 'Products' } });
		expect((await run(parameters, [item, item])).json).toEqual(
			[item, item].map(() => ({ value: expect.stringMatching(/Admin/), type: 'string' })),
		);
		expect(coreBos.calls('retrieve')).toBe(1);
	});

	test.each<[title: string, expression: string, message: RegExp, shown: string]>([
		[
			'an expression that cannot be read',
			"concat('s3cret key', productname",
			/^Expression: .*\(line 1, column \d+\)$/,
			"concat('··········', productname▸",
		],
		[
			'an unknown function',
			"1 + conct('a')",
			/conct.*concat.*\(line 1, column 5\)/,
			"1 + ▸conct('·')",
		],
		['an operand that does not fit', "1\n+ 'a' * 2", /\(line 2, column \d+\)/, "+ '·' ▸* 2"],
	])(
		'%s: place and mark, and no text that may be a key',
		async (_title, expression, message, shown) => {
			const { error, message: text } = await run(evaluate(expression));
			expect(text).toMatch(message);
			expect(error?.description).toBe(`In the expression at the mark ▸: ${shown}`);
			expect(`${error?.stack}`).not.toContain('s3cret');
		},
	);

	test.each<[title: string, expression: string, message: RegExp]>([
		['nothing', '={{ "" }}', /"Expression" is empty/],
		['a list', '={{ [1] }}', /"Expression" must be text, but is a list/],
	])('%s in the place of an expression', async (_title, expression, message) => {
		expect((await run(evaluate(expression))).message).toMatch(message);
	});

	test('an item that fails does not lose the others', async () => {
		const items = [{ e: '1 + 1' }, { e: '1 +' }, { e: '2 + 2' }];
		const { json } = await run(evaluate('={{ $json.e }}'), items, {
			onError: 'continueRegularOutput',
		});
		expect(json.map(({ value }) => value)).toEqual([2, undefined, 4]);
		expect(json[1].error).toMatch(/line 1, column \d+\) \[item 1\]/);
	});
});

describe('Export Map', () => {
	test.each<[title: string, parameters: () => INodeParameters, name: string]>([
		['XML', () => ({ mapSource: 'xml', mapXml: content }), 'sendProduct'],
		['from coreBOS', () => locatorValue('Send Product', 'name'), 'Send Product'],
	])('%s', async (_title, parameters, name) => {
		const { json } = await run({ operation: 'export', ...parameters() });
		expect(json).toEqual([{ name, module: 'Products', xml: serializeMap(parseMap(content)) }]);
		expect(api.requests).toEqual([]);
	});

	test.each(['export', 'convert'])(
		'%s tells of expressions that do not work',
		async (operation) => {
			const mapXml = smallMap({
				fields: { a: source('EXPRESSION', 'concat('), b: source('EXPRESSION', "executeSQL('a')") },
			});
			const { json } = await run({ operation, mapSource: 'xml', mapXml });
			const told = JSON.stringify(json[0].warnings);
			expect(told).toMatch(/Field \\"a\\", EXPRESSION is refused.*expected a value/);
			expect(told).toMatch(/Field \\"b\\", EXPRESSION is refused.*works only inside coreBOS/);
		},
	);

	test('defined in the node', async () => {
		const parameters = { operation: 'export', url: 'http://host/x', methodName: 'ping' };
		const { json } = await run(parameters);
		expect(parseMap(String(json[0].xml)).config).toMatchObject({
			url: 'http://host/x',
			method: 'POST',
			methodName: 'ping',
			webServiceType: 'REST',
		});
	});

	test('saved in coreBOS: a new one, then the same one changed', async () => {
		const parameters = {
			operation: 'export',
			mapSource: 'xml',
			mapXml: content,
			saveMap: true,
			mapName: 'New Map',
		};
		const { json } = await run(parameters);
		const id = mapId('New Map');
		expect(json[0].saved).toEqual({ id, name: 'New Map', created: true });
		const changed = { ...parameters, mapXml: content.replace('sendProduct', 'changed') };
		expect((await run(changed)).json[0].saved).toEqual({ id, name: 'New Map', created: false });
		const kept = coreBos.records('cbMap').filter(({ mapname }) => mapname === 'New Map');
		expect(kept).toHaveLength(1);
		expect(kept[0]).toMatchObject({ maptype: 'Webservice Mapping', targetname: 'Products' });
		expect(parseMap(kept[0].content).config.methodName).toBe('changed');
	});

	test.each<
		[title: string, more: Partial<MapNode>, xml: (text: string) => string, message: RegExp]
	>([
		[
			'without a credential',
			{ credential: undefined },
			(text) => text,
			/was not saved: no coreBOS credential is selected/,
		],
		[
			'without a name',
			{},
			(text) => text.replace('sendProduct', ''),
			/was not saved: it has no methodname/,
		],
	])('saving %s is an error', async (_title, more, xml, message) => {
		const parameters = {
			operation: 'export',
			mapSource: 'xml',
			mapXml: xml(content),
			saveMap: true,
		};
		expect((await run(parameters, undefined, more)).message).toMatch(message);
	});
});

describe('Convert Maps to Workflow', () => {
	const login = (key: string) =>
		smallMap({
			config: { methodname: 'login', wspass: key },
			headers: [['Authorization', 'Bearer getContext(t)']],
		});

	test('the maps of all items become one workflow; secrets are reported, not kept', async () => {
		const items = [{ xml: login('s3cret') }, { xml: content }, { xml: content }];
		const { json, run: ran } = await run(
			{ operation: 'convert', mapXml: '={{ $json.xml }}' },
			items,
		);
		expect(json).toHaveLength(1);
		const { workflow, secrets } = json[0] as { workflow: IDataObject; secrets: IDataObject[] };
		const [trigger, ...nodes] = workflow.nodes as IDataObject[];
		expect(trigger.type).toBe('n8n-nodes-base.manualTrigger');
		expect(nodes.map(({ name }) => name)).toEqual(['login', 'sendProduct', 'sendProduct1']);
		expect(secrets).toEqual([expect.objectContaining({ node: 'login', place: 'wspass' })]);
		expect(JSON.stringify(json)).not.toContain('s3cret');
		const [{ hints }] = ran.data.resultData.runData.Map;
		expect(hints?.map(({ message }) => message).join()).toMatch(/"login" had a secret in wspass/);
	});

	test('the nodes run as the maps do', async () => {
		const { json } = await run({ operation: 'convert', mapXml: content });
		const [, { parameters, typeVersion }] = (json[0].workflow as IDataObject).nodes as Array<{
			parameters: INodeParameters;
			typeVersion: number;
		}>;
		const outcome = await run(parameters, [{ productname: 'A' }], { typeVersion });
		expect(outcome.json[0].context).toEqual({ ok: 'yes' });
		expect(api.requests.map(({ body }) => body)).toEqual(['{"n":"A!"}']);
	});

	test('maps from coreBOS; one that is the same for all items is one', async () => {
		const parameters = { operation: 'convert', ...locatorValue('Send Product', 'name') };
		const { json } = await run(parameters, [{ a: 1 }, { a: 2 }]);
		expect((json[0].workflow as IDataObject).nodes).toHaveLength(2);
	});

	test('a map that cannot be read is an error of its item', async () => {
		const items = [{ xml: content }, { xml: '<map><a></map>' }];
		const parameters = { operation: 'convert', mapXml: '={{ $json.xml }}' };
		const { message } = await run(parameters, items);
		expect(message).toMatch(/end tag of map \[item 1\]$/);
		const { json } = await run(parameters, items, { onError: 'continueRegularOutput' });
		expect((json[0].workflow as IDataObject).nodes).toHaveLength(2);
		expect(json[1].error).toMatch(/\[item 1\].*line 1, column \d+/);
	});

	const namesIn = ({ json }: { json: IDataObject[] }) =>
		((json[0].workflow as IDataObject).nodes as IDataObject[]).slice(1).map(({ name }) => name);

	test('four maps in one field become four nodes, and a file to import', async () => {
		const names = ['challenge', 'login', 'create', 'logout'];
		const mapXml = names.map((methodname) => smallMap({ config: { methodname } })).join('\n');
		const parameters = { operation: 'convert', mapSource: 'xml', mapXml };
		const outcome = await run(parameters, [{}, {}], { typeVersion: 1.2 });
		expect(namesIn(outcome)).toEqual(names);
		const [{ binary }] = outcome.items('Map');
		expect(binary?.data).toMatchObject({
			fileName: 'workflow.json',
			mimeType: 'application/json',
		});
		const file = Buffer.from(binary!.data.data, 'base64').toString();
		expect(JSON.parse(file)).toEqual(outcome.json[0].workflow);
	});

	test('maps that are ticked in the list, in the order in which they were ticked', async () => {
		const ticked = [mapId('Send Product'), mapId('A Condition')];
		const parameters = { operation: 'convert', mapSource: 'coreBos', coreBosMaps: ticked };
		const wrong = await run(parameters, undefined, { typeVersion: 1.2 });
		expect(wrong.message).toMatch(/of type "Condition Expression"/);
		const twice = coreBos.records('cbMap').filter(({ mapname }) => mapname === 'Twice');
		const coreBosMaps = [twice[1].id, ...ticked.slice(0, 1)];
		const outcome = await run({ ...parameters, coreBosMaps }, undefined, { typeVersion: 1.2 });
		expect(namesIn(outcome)).toEqual(['sendProduct', 'sendProduct1']);
		const none = { ...parameters, coreBosMaps: '={{ [] }}' };
		const { message } = await run(none, undefined, { typeVersion: 1.2 });
		expect(message).toMatch(/^No map is selected/);
	});
});

describe('Record Lives In', () => {
	test.each<[title: string, place: IDataObject, typeVersion: number, asks: boolean]>([
		['The Item Only is the default', {}, 1.2, false],
		['The Item Only asks no credential', { recordLivesIn: 'item' }, 1.2, false],
		['A coreBOS Install asks that of the credential', { recordLivesIn: 'install' }, 1.2, true],
		['nodes of version 1.1 always did', {}, 1.1, true],
		['nodes of version 1 always did', {}, 1, true],
	])('%s', async (_title, place, typeVersion, asks) => {
		const evaluate = {
			...{ operation: 'evaluate', expression: "getAccessKey('token')" },
			...(place as INodeParameters),
		};
		const { json, message } = await run(evaluate, [{}], { typeVersion });
		if (asks) expect(json[0].value).toMatch(/^[0-9a-f]{32}$/);
		else expect(message).toMatch(/credential/);
	});

	test('a map that is read from coreBOS needs no choice', async () => {
		const { message, json } = await run(
			{ operation: 'export', ...locatorValue(mapId('Send Product')) },
			undefined,
			{ typeVersion: 1.2 },
		);
		expect(message).toBeUndefined();
		expect(json[0].name).toBe('Send Product');
	});

	test('an install without a credential is an error that says what to do', async () => {
		const evaluate = { operation: 'evaluate', expression: '1', recordLivesIn: 'install' };
		const outcome = await run(evaluate, [{}], { typeVersion: 1.2, credential: undefined });
		expect(outcome.message).toMatch(/^No coreBOS credential is selected/);
		expect(outcome.error?.description).toMatch(/"Record Lives In" to "The Item Only"/);
	});
});
