import type { INodeParameters } from 'n8n-workflow';
import * as api from '../../..';
import { parseMap, serializeMap } from '../../../engine';
import { convertMaps, parametersToMap } from '../../../convert';
import { readRecording, type RecordedMap } from '../map/recorded-run';
import { entry, smallMap, source, type SmallMap } from '../map/small-map';

const SECRET = 's3cr3t-4711';

/** XML of the only map of a conversion, and what was said of its secrets. */
function converted(xml: string) {
	const { workflow, secrets } = convertMaps([{ name: 'map.xml', xml }]);
	const [, node] = workflow.nodes;
	return { node, secrets, xml: serializeMap(parametersToMap(node.parameters)) };
}

describe('a secret stays behind', () => {
	test.each<[title: string, map: SmallMap | string, place: string, becomes: string]>([
		['wspass', { config: { wspass: SECRET } }, 'wspass', '<wspass>FILL_IN_WSPASS</wspass>'],
		[
			'password of the url',
			{ config: { wsurl: `https://joe:${SECRET}@host/a` } },
			'wsurl',
			'https://joe:FILL_IN_URL@host/a',
		],
		[
			'parameter of the url',
			{ config: { wsurl: `https://host/a?page=2&api_key=${SECRET}&b=1` } },
			'wsurl',
			'https://host/a?page=2&amp;api_key=FILL_IN_URL&amp;b=1',
		],
		['token header', { headers: [['token', SECRET]] }, 'header "token"', '>FILL_IN_TOKEN<'],
		[
			'header with a scheme',
			{ headers: [['Authorization', `Bearer ${SECRET}`]] },
			'header "Authorization"',
			'>Bearer FILL_IN_AUTHORIZATION<',
		],
		[
			'header whose name holds the value',
			{ headers: [[`Authorization:Bearer ${SECRET}`, '']] },
			'header "Authorization"',
			'>Authorization:Bearer FILL_IN_AUTHORIZATION<',
		],
		[
			'header beside a call',
			{ headers: [['X-Api-Key', `${SECRET} getContext(a)`]] },
			'header "X-Api-Key"',
			'>FILL_IN_X_API_KEY getContext(a)<',
		],
		[
			'header of a name that nobody knows',
			{ headers: [['X-Shop', 'opensesame42']] },
			'header "X-Shop"',
			'>FILL_IN_X_SHOP<',
		],
		[
			'signature in the url',
			{ config: { wsurl: 'https://host/a?page=2&sig=opensesame&pin=1234' } },
			'wsurl',
			'https://host/a?page=2&amp;sig=FILL_IN_URL&amp;pin=FILL_IN_URL',
		],
		[
			'PIN of a field',
			{ fields: { pin: source('CONST', '123456') } },
			'field "pin"',
			'<OrgfieldName>FILL_IN_PIN</OrgfieldName>',
		],
		[
			'constant',
			{ fields: { password: source('CONST', SECRET) } },
			'field "password"',
			'<OrgfieldName>FILL_IN_PASSWORD</OrgfieldName>',
		],
		[
			'literal',
			{ fields: { client_secret: `<value>${SECRET}</value>` } },
			'field "client_secret"',
			'<value>FILL_IN_CLIENT_SECRET</value>',
		],
		[
			'template',
			{ fields: { login: source('TEMPLATE', `{"user":"$name","password":"${SECRET}"}`) } },
			'field "login"',
			'"password":"FILL_IN_LOGIN"',
		],
		[
			'expression',
			{ fields: { apikey: source('EXPRESSION', `concat('${SECRET}', getFromContext('salt'))`) } },
			'field "apikey"',
			"concat('FILL_IN_APIKEY', getFromContext('salt'))",
		],
		[
			'hash of any field',
			{ fields: { sign: source('EXPRESSION', `hash(concat(id, '${SECRET}'), 'sha1')`) } },
			'field "sign"',
			"hash(concat(id, 'FILL_IN_SIGN'), 'sha1')",
		],
		[
			'key in a field that does not say so',
			{ fields: { k: source('CONST', 'cdYTBpiMR9RfGgO') } },
			'field "k"',
			'<OrgfieldName>FILL_IN_K</OrgfieldName>',
		],
		[
			'second wspass',
			`<map><wsconfig><wspass>${SECRET}</wspass><wspass/></wsconfig></map>`,
			'element wspass',
			'<wspass>FILL_IN_WSPASS</wspass>',
		],
		[
			'second value of a header',
			`<map><wsconfig><wsheader><header><keyname>token</keyname><keyvalue/><keyvalue>${SECRET}</keyvalue></header></wsheader></wsconfig></map>`,
			'element keyvalue',
			'<keyvalue>FILL_IN_KEYVALUE</keyvalue>',
		],
		[
			'unknown element',
			`<map><extra><password>${SECRET}</password></extra></map>`,
			'element password',
			'<password>FILL_IN_PASSWORD</password>',
		],
	])('%s', (_title, map, place, becomes) => {
		const given = typeof map === 'string' ? map : smallMap(map);
		const { node, secrets, xml } = converted(given);
		expect(secrets).toEqual([expect.objectContaining({ map: 'map.xml', node: node.name, place })]);
		expect(xml.replace(/<!\[CDATA\[|\]\]>/g, '').replaceAll(/&(?!amp;)/g, '&amp;')).toContain(
			becomes.replaceAll(/&(?!amp;)/g, '&amp;'),
		);
		expect(JSON.stringify({ node, secrets })).not.toMatch(/s3cr3t|cdYTBpi/);
		expect(node.notes).toContain(place);
	});

	test.each([
		`hash(concat(getFromContext('cb_token'),'${SECRET}'),'md5')`,
		`hash( concat( getFromContext('cb_token') , "${SECRET}" ), "md5" )`,
		`md5(concat(getFromContext('cb_token'),'${SECRET}'))`,
	])('a login takes the key from the credential: %s', (expression) => {
		const { node, secrets, xml } = converted(
			smallMap({ fields: { accessKey: source('EXPRESSION', expression) } }),
		);
		expect(xml).toContain("<OrgfieldName>getAccessKey(getFromContext('cb_token'))</OrgfieldName>");
		expect(secrets[0].advice).toMatch(/credential/);
		expect(JSON.stringify({ node, secrets })).not.toContain(SECRET);
	});
});

describe('what is not a secret stays', () => {
	test.each<[title: string, map: SmallMap]>([
		['a header that is read', { headers: [['Authorization', 'Bearer getContext(token)']] }],
		['a short value of a header', { headers: [['X-Tenant', 'acme']] }],
		['a header from the context', { headers: [['X-Tenant', 'getContext(tenant)']] }],
		['a setting', { headers: [['Token', 'getSetting(fs_token)']] }],
		['a password from a setting', { config: { wspass: 'getSetting(ws_pass)' } }],
		['a content type', { headers: [['Content-type', 'application/x-www-form-urlencoded']] }],
		['a token from the context', { fields: { token: source('', 'cb_token') } }],
		[
			'an expression with names alone',
			{ fields: { accessKey: source('EXPRESSION', "getAccessKey(getFromContext('cb_token'))") } },
		],
		['a hash of a field', { fields: { etag: source('EXPRESSION', "hash(name, 'sha256')") } }],
		['a long name', { fields: { module: source('CONST', 'HelpDeskTickets2024Version') } }],
		[
			'an address with parameters',
			{ config: { wsurl: 'http://host/a?operation=login&id=14x852&key=$key' } },
		],
		['text', { fields: { note: source('CONST', 'the token: 5 words of no secret') } }],
		['a response that is a token', { response: entry('result.token', undefined, 'cb_token') }],
	])('%s', (_title, map) => {
		const xml = smallMap(map);
		const { node, secrets, xml: again } = converted(xml);
		expect(secrets).toEqual([]);
		expect(again).toBe(serializeMap(parseMap(xml)));
		expect(node).not.toHaveProperty('notes');
	});
});

describe('the workflow', () => {
	const named = (name: string, methodname: string) => ({
		name,
		xml: smallMap({ config: { methodname } }),
	});
	const workflow = () =>
		convertMaps([
			named('a.xml', 'create'),
			named('dir/b.xml', ''),
			named('c.xml', 'create'),
			named('d.xml', 'create1'),
			named('.xml', ''),
			named('e.xml', 'create'),
		]).workflow;

	test('has a trigger, and a node of its own for each map, named after it', () => {
		const [trigger, ...nodes] = workflow().nodes;
		expect(trigger).toMatchObject({ type: 'n8n-nodes-base.manualTrigger', position: [0, 0] });
		const names = nodes.map(({ name }) => name);
		expect(names).toEqual(['create', 'b', 'create1', 'create11', 'Web Service Map', 'create2']);
		expect(new Set(workflow().nodes.map(({ id }) => id)).size).toBe(7);
	});

	test('connects them in order', () => {
		const { nodes, connections } = workflow();
		let at = nodes[0].name;
		const path = [at];
		while (Object.hasOwn(connections, at)) {
			expect(connections[at].main).toHaveLength(1);
			expect(connections[at].main[0]).toHaveLength(1);
			at = connections[at].main[0][0].node;
			path.push(at);
		}
		expect(path).toEqual(nodes.map(({ name }) => name));
	});

	test('places them apart', () => {
		const positions = workflow().nodes.map(({ position }) => position);
		for (const [index, [x, y]] of positions.entries()) {
			const others = positions.slice(index + 1);
			expect(others.every(([a, b]) => Math.abs(a - x) >= 200 || Math.abs(b - y) >= 200)).toBe(true);
		}
	});

	test('is the same for the same maps', () => {
		expect(workflow()).toEqual(workflow());
	});

	test('is nothing but JSON', () => {
		const maps = [named('a', '__proto__'), named('b', 'constructor'), named('c', '__proto__')];
		const made = api.mapsToWorkflow(maps) as ReturnType<typeof workflow>;
		expect(JSON.parse(JSON.stringify(made))).toEqual(made);
		expect(Object.keys(made.connections)).toEqual([made.nodes[0].name, '__proto__', 'constructor']);
	});

	test('of no maps is empty', () => {
		expect(convertMaps([]).workflow).toMatchObject({ nodes: [], connections: {} });
	});

	test('does what coreBOS does', () => {
		expect(workflow().nodes[1].parameters).toMatchObject({
			operation: 'run',
			mapSource: 'define',
			options: { compatibility: 'coreBos' },
		});
	});

	test('holds every recorded map, but for its secrets', () => {
		const recorded = readRecording<RecordedMap[]>('maps.json');
		const { workflow: made, secrets } = convertMaps(
			recorded.map(({ id, map }) => ({ name: id, xml: map })),
		);
		const cleaned = new Set(secrets.map(({ map }) => map));
		const changed = recorded.filter(({ map }, index) => {
			const again = parametersToMap(made.nodes[index + 1].parameters as INodeParameters);
			return serializeMap(again) !== serializeMap(parseMap(map));
		});
		expect(made.nodes).toHaveLength(recorded.length + 1);
		expect(changed.map(({ id }) => id)).toEqual(
			recorded.map(({ id }) => id).filter((id) => cleaned.has(id)),
		);
	});
});

describe('several maps in one text', () => {
	const map = (methodname: string) => smallMap({ config: { methodname } });
	const namesOf = (xml: string) =>
		convertMaps([{ name: 'all.xml', xml }])
			.workflow.nodes.slice(1)
			.map(({ name }) => name);

	test.each<[title: string, between: string]>([
		['one after the other', ''],
		['on lines of their own', '\n\n'],
		['with Windows line ends', '\r\n'],
		['each with a declaration', '\n<?xml version="1.0" encoding="UTF-8"?>\n'],
		['with comments that hold tags', '\n<!-- the </map> of the next <map> -->\n'],
	])('%s', (_title, between) => {
		const maps = ['challenge', 'login', 'create', 'logout'];
		expect(namesOf(maps.map(map).join(between) + between)).toEqual(maps);
	});

	test('a map is not split at what its texts hold', () => {
		const xml = smallMap({
			config: { methodname: 'one' },
			fields: { text: '<value><![CDATA[</map><map> > "]]></value>' },
		});
		expect(namesOf(xml)).toEqual(['one']);
		expect(namesOf(`${xml}\n${map('two')}`)).toEqual(['one', 'two']);
	});

	test('an error cites the map and its line in the whole text', () => {
		const xml = `${map('one')}\n<map>\n<wsconfig>\n</map>`;
		const line = map('one').split('\n').length + 3;
		expect(() => convertMaps([{ name: 'all.xml', xml }])).toThrow(
			new RegExp(`^all\\.xml, map 2: .*line ${line}, column 1`),
		);
	});
});

describe('a node asks an install where its map needs one', () => {
	test.each<[title: string, map: SmallMap, place: 'install' | 'item']>([
		['constants', { fields: { a: source('CONST', 'x') } }, 'item'],
		['values of the context', { fields: { a: source('', 'cb_token') } }, 'item'],
		['a literal', { fields: { a: '<value>x</value>' } }, 'item'],
		[
			'an expression of the context alone',
			{ fields: { a: source('EXPRESSION', "concat('x', uppercase(getFromContext('t')))") } },
			'item',
		],
		['a template without fields', { fields: { a: source('TEMPLATE', 'hello') } }, 'item'],
		['a value of the context in the URL', { config: { wsurl: 'https://a/getContext(b)' } }, 'item'],
		[
			'a field, whose format is the user’s',
			{ fields: { a: source('FIELD', 'amount') } },
			'install',
		],
		['a template with a field', { fields: { a: source('TEMPLATE', 'hello $name') } }, 'install'],
		[
			'an expression with a field',
			{ fields: { a: source('EXPRESSION', 'account_id') } },
			'install',
		],
		['the access key', { fields: { a: source('EXPRESSION', "getAccessKey('x')") } }, 'install'],
		['a setting in a header', { headers: [['Token', 'getSetting(t)']] }, 'install'],
		['a rule', { fields: { a: source('RULE', '46x1') } }, 'install'],
		[
			'a condition on a field',
			{ fields: { a: source('EXPRESSION', "if a == 1 then 'x' else 'y' end") } },
			'install',
		],
		['what is not an expression', { fields: { a: source('EXPRESSION', 'concat(') } }, 'install'],
	])('%s', (_title, map, place) => {
		expect(converted(smallMap(map)).node.parameters.recordLivesIn).toBe(place);
	});
});

describe('maps that cannot be converted', () => {
	test('are named, with place and element, and nothing else is converted', () => {
		const maps = [
			{ name: 'good.xml', xml: smallMap({}) },
			{ name: 'bad.xml', xml: '<map>\n <wsconfig>\n</map>' },
		];
		expect(() => api.mapsToWorkflow(maps)).toThrow(api.MapError);
		expect(() => api.mapsToWorkflow(maps)).toThrow(/^bad\.xml: .*line 3, column 1/);
	});

	test.each([undefined, null, 'a.xml', [null], [{ name: 'a' }], [{ xml: '<map/>' }]])(
		'%j is not a list of maps',
		(given) => {
			expect(() => api.mapsToWorkflow(given as never)).toThrow(TypeError);
		},
	);
});
