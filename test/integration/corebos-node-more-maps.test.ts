import { createCoreBosClient } from '../../engine';
import {
	listBusinessMaps,
	readBusinessMap,
	saveBusinessMap,
	type BusinessMapToSave,
} from '../../engine/corebos/business-maps';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { failure } from '../corebos/failure';
import { fetchHttp } from '../corebos/http';

const CONTENT = "<map>\r\n<a><![CDATA[x & y < 'z' \\ ñ €]]></a>\n\t<b>+%20&amp;</b>\n</map>\n";

const map = (name: string, more: Partial<BusinessMapToSave> = {}): BusinessMapToSave => ({
	name,
	type: 'Webservice Mapping',
	module: 'Products',
	content: CONTENT,
	...more,
});

describe('business maps', () => {
	let coreBos: CoreBosStandIn;
	const client = () => createCoreBosClient(coreBos.connection, fetchHttp);

	beforeEach(async () => {
		coreBos = await startCoreBos();
	});
	afterEach(async () => await coreBos.close());

	test('are made, found by id, number, cbuuid and name, and changed, byte for byte', async () => {
		const made = await saveBusinessMap(client(), map("O'Neil's map"));
		expect(made).toMatchObject({ module: 'Products', content: CONTENT });
		const { created, ...kept } = made;
		expect(created).toBe(true);
		const record = (await client().call('retrieve', { id: made.id })) as { cbuuid: string };
		for (const name of [made.id, made.id.split('x')[1], record.cbuuid, "O'Neil's map"]) {
			expect(await readBusinessMap(client(), name)).toEqual(kept);
		}
		const changed = await saveBusinessMap(
			client(),
			map("O'Neil's map", { content: '<map>ü</map>' }),
		);
		expect(changed).toEqual({ ...made, content: '<map>ü</map>', created: false });
		expect(coreBos.records('cbMap')).toHaveLength(1);
	});

	test('are listed in pages, by type, module and a part of the name', async () => {
		for (let number = 0; number < 5; number++)
			await saveBusinessMap(client(), map(`Map ${number}`));
		await saveBusinessMap(client(), map('Rule', { type: 'Condition Expression' }));
		await saveBusinessMap(client(), map('Elsewhere', { module: 'Accounts' }));
		const names = async (wanted: Parameters<typeof listBusinessMaps>[1]) => {
			const { maps, nextOffset } = await listBusinessMaps(client(), wanted);
			return [maps.map(({ name }) => name), nextOffset];
		};
		const type = 'Webservice Mapping';
		expect(await names({ type, limit: 4 })).toEqual([['Map 0', 'Map 1', 'Map 2', 'Map 3'], 4]);
		expect(await names({ type, limit: 4, offset: 4 })).toEqual([['Map 4', 'Elsewhere'], undefined]);
		expect(await names({ search: 'mAP 3' })).toEqual([['Map 3'], undefined]);
		expect(await names({ module: 'Accounts' })).toEqual([['Elsewhere'], undefined]);
		expect(await names({ type: 'Condition Expression' })).toEqual([['Rule'], undefined]);
	});

	test('a map is taken by its exact name first, and never by guessing', async () => {
		const lower = await saveBusinessMap(client(), map('send'));
		const upper = await client().call('create', {
			elementType: 'cbMap',
			element: { mapname: 'SEND', maptype: 'x', content: 'u', assigned_user_id: '19x1' },
		});
		expect(await readBusinessMap(client(), 'send')).toMatchObject({ id: lower.id });
		expect(await readBusinessMap(client(), 'SEND')).toMatchObject({
			id: (upper as { id: string }).id,
		});
		expect(await readBusinessMap(client(), 'Send', 'x')).toMatchObject({ name: 'SEND' });
		const error = await failure(readBusinessMap(client(), 'Send'));
		expect(error.code).toBe('MAP_AMBIGUOUS');
		expect(error.message).toContain(lower.id);
	});

	test.each([
		['No such map', undefined, 'MAP_NOT_FOUND', 'no business map "No such map"'],
		['', undefined, 'MAP_NOT_FOUND', 'No business map is named'],
		['19x1', undefined, 'NO_BUSINESS_MAP', 'The record 19x1 is not a business map'],
		['99999', undefined, 'ACCESS_DENIED', 'denied'],
	])('reading "%s" of type %s fails with %s', async (name, type, code, message) => {
		const error = await failure(readBusinessMap(client(), name, type));
		expect(error.code).toBe(code);
		expect(error.message).toContain(message);
	});

	test('a map of another type is named as such', async () => {
		const { id } = await saveBusinessMap(client(), map('Rule', { type: 'Condition Expression' }));
		const error = await failure(readBusinessMap(client(), id, 'Webservice Mapping'));
		expect(error).toMatchObject({ code: 'MAP_OF_OTHER_TYPE' });
		expect(error.message).toContain('"Condition Expression"');
	});

	test('a map whose answer was lost is found again, not made twice', async () => {
		coreBos.fail({ kind: 'dropAfter', operation: 'create' });
		const saved = await saveBusinessMap(client(), map('Lost'));
		expect(coreBos.records('cbMap')).toMatchObject([{ id: saved.id, mapname: 'Lost' }]);
	});

	test('a map whose making is uncertain and did not happen is an error', async () => {
		coreBos.fail({ kind: 'dropBefore', operation: 'create' });
		const error = await failure(saveBusinessMap(client(), map('Lost')));
		expect(error.uncertain).toBe(true);
		expect(coreBos.records('cbMap')).toHaveLength(0);
	});
});
