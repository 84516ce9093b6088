import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertMaps, parametersToMap, type NamedMap } from '../../../convert';
import { parseMap } from '../../../engine';

const folder = join(__dirname, '..', '..', '..', 'examples', 'product-sync');
const named = (name: string): NamedMap => ({
	name,
	xml: readFileSync(join(folder, `${name}.xml`), 'utf8'),
});
const FOUR = ['challenge', 'login', 'create', 'logout'].map(named);

function changed(name: string, from: string, to: string): NamedMap[] {
	return FOUR.map((map) => (map.name === name ? { name, xml: map.xml.replace(from, to) } : map));
}

describe('the kept session in the place of maps that log in and out', () => {
	const converted = convertMaps(FOUR, { keptSession: true });

	test('one node instead of four', () => {
		const maps = converted.workflow.nodes.slice(1);
		expect(maps.map(({ name }) => name)).toEqual(['create']);
		const map = parametersToMap(maps[0].parameters);
		expect(map.fields.map(({ name, sources: [source] }) => [name, source?.text])).toContainEqual([
			'sessionName',
			'getSessionName()',
		]);
	});

	test('the report can be put back', () => {
		const { removed = [], changed: fields = [], url } = converted.keptSession ?? {};
		expect(removed.map(({ map, operation }) => [map, operation])).toEqual([
			['challenge', 'getchallenge'],
			['login', 'login'],
			['logout', 'logout'],
		]);
		expect(removed.map(({ xml }) => parseMap(xml).config.methodName)).toEqual([
			'getchallenge',
			'login',
			'logout',
		]);
		expect(fields).toEqual([
			{ map: 'create', field: 'sessionName', was: "getFromContext('cb_sessionid')" },
		]);
		expect(url).toBe('http://corebos-b.example/webservice.php');
	});

	test('the report holds no secrets', () => {
		const key = 'Xq7pLw2ZkT9rVb4N';
		const hash = `hash(concat(getFromContext('cb_token'),'${key}'),'md5')`;
		const maps = FOUR.map(({ name, xml }) => ({
			name,
			xml: xml
				.replace("getAccessKey(getFromContext('cb_token'))", hash)
				.replace('<wsurl>http://', '<wsurl>http://user:pa55word@'),
		}));
		expect(JSON.stringify(maps)).toContain(key);
		const found = convertMaps(maps, { keptSession: true });
		expect(found.keptSession?.removed).toHaveLength(3);
		for (const secret of [key, 'pa55word']) expect(JSON.stringify(found)).not.toContain(secret);
	});

	test('without being asked for, all stays', () => {
		const { workflow, keptSession } = convertMaps(FOUR);
		expect(workflow.nodes).toHaveLength(5);
		expect(keptSession).toBeUndefined();
	});

	test.each([
		['no login', FOUR.filter(({ name }) => name !== 'login'), /have 0/],
		[
			'a session that is not kept',
			changed('login', '<context>cb_sessionid</context>', ''),
			/does not store/,
		],
		[
			'several addresses',
			changed('challenge', 'corebos-b.example', 'corebos-c.example'),
			/several addresses/,
		],
		[
			'a session for another install',
			changed('create', 'corebos-b.example', 'corebos-c.example'),
			/"create" uses the variable "cb_sessionid"/,
		],
		[
			'another use of the variable',
			changed(
				'create',
				"getFromContext('cb_sessionid')",
				"concat(getFromContext('cb_sessionid'), '')",
			),
			/"create" uses the variable "cb_sessionid"/,
		],
	])('%s: nothing is replaced, and the reason told', (_, maps, reason) => {
		const { workflow, keptSession } = convertMaps(maps, { keptSession: true });
		expect(workflow.nodes).toHaveLength(maps.length + 1);
		expect(keptSession).toMatchObject({
			removed: [],
			changed: [],
			reason: expect.stringMatching(reason),
		});
	});
});
