import { keptUnchanged, mapOfText, parseMap, runMap } from '../../../engine/map';
import { perMap } from '../../../engine/map/model/unchanged-maps';
import { smallMap } from './small-map';

/** Maps that are kept at the same time. */
const LIMIT = 100;

const text = (name: string) => smallMap({ config: { methodname: name } });

test('a map is parsed once for its text', () => {
	const first = mapOfText(text('one'));
	expect(mapOfText(text('one'))).toBe(first);
	expect(mapOfText(text('another'))).not.toBe(first);
});

test('the map that was not used for the longest time is parsed again', () => {
	const [used, unused] = [mapOfText(text('used')), mapOfText(text('unused'))];
	for (let index = 0; index < LIMIT - 1; index++) {
		mapOfText(text(`more ${index}`));
		expect(mapOfText(text('used'))).toBe(used);
	}
	expect(mapOfText(text('unused'))).not.toBe(unused);
	expect(mapOfText(text('unused'))).toEqual(unused);
});

test('a text that is no map is refused each time', () => {
	for (let times = 0; times < 2; times++) {
		expect(() => mapOfText('<map>')).toThrow(/The XML breaks off/);
	}
});

describe('what follows from a map alone', () => {
	test.each([
		['a map of a text', mapOfText(text('of a text')), 2],
		['a map that nobody changes', keptUnchanged(parseMap(text('kept'))), 2],
		['a map that its maker may change', parseMap(text('free')), 4],
	] as const)('%s: worked out as often as it has to be', (_, map, expected) => {
		let times = 0;
		const named = perMap(({ config }, native) => `${++times} ${config.methodName} ${native}`);
		const found = [named(map, true), named(map, false), named(map, true), named(map, false)];
		expect(times).toBe(expected);
		expect(found.map((one) => one.slice(2))).toEqual(
			[true, false, true, false].map((native) => `${map.config.methodName} ${native}`),
		);
	});

	test('what fails is tried again, and fails again', () => {
		const map = mapOfText(text('fails'));
		const failing = perMap(() => {
			throw new Error('no');
		});
		for (let times = 0; times < 2; times++) expect(() => failing(map, false)).toThrow('no');
	});

	test('each run of a map of a text has all its warnings, and refuses what it refuses', async () => {
		const xml = smallMap({ config: { methodname: 'warned', strange: 'x' } });
		const refused = smallMap({ config: { wstype: 'rest' } });
		const http = async () => await Promise.resolve({ status: 200, headers: {}, body: '{}' });
		for (let times = 0; times < 2; times++) {
			const { warnings } = await runMap(xml, { fields: {} }, http);
			expect(warnings).toContainEqual(expect.stringContaining('The unknown element strange'));
			await expect(runMap(refused, { fields: {} }, http)).rejects.toThrow(
				/wstype "rest" is unknown/,
			);
		}
	});

	test('a run sees what the maker of a map has changed in it', async () => {
		const map = parseMap(smallMap({}));
		const sent: string[] = [];
		const http = async ({ url }: { url: string }) => {
			sent.push(url);
			return await Promise.resolve({ status: 200, headers: {}, body: '{}' });
		};
		await runMap(map, { fields: {} }, http);
		map.config.url = 'https://other.example/';
		map.fields.push({ name: 'added', sources: [], value: 'x' });
		const { requests } = await runMap(map, { fields: {} }, http);
		expect(sent[1]).toContain('https://other.example/');
		expect(`${requests[0].url} ${String(requests[0].body)}`).toContain('added');
	});
});
