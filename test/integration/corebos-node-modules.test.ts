import type { INodeParameters } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { locatorValue, runCoreBos } from './corebos-node';

let coreBos: CoreBosStandIn;

beforeAll(async () => {
	coreBos = await startCoreBos({
		records: {
			Products: Array.from({ length: 300 }, (_, index) => ({
				productname: `Product ${index}`,
				unit_price: String(index),
			})),
		},
	});
});

afterAll(async () => await coreBos.close());

const ofModule = (
	operation: string,
	name?: string,
	more: INodeParameters = {},
): INodeParameters => ({
	resource: 'module',
	operation,
	...(name !== undefined && { module: locatorValue(name, 'name') }),
	...more,
});

describe('modules', () => {
	test('are listed with their labels', async () => {
		const { json } = await runCoreBos(coreBos, ofModule('list'));
		expect(json).toContainEqual(
			expect.objectContaining({ name: 'Accounts', label: 'Organizations', isEntity: true }),
		);
		const options = { fieldTypes: 'email, grid' };
		const some = await runCoreBos(coreBos, ofModule('list', undefined, { options }));
		expect(some.json.map(({ name }) => name)).not.toContain('Products');
	});

	test('are described, as a whole and field by field', async () => {
		const whole = await runCoreBos(coreBos, ofModule('describe', 'Products'));
		expect(whole.json[0]).toMatchObject({ name: 'Products', idPrefix: '14' });
		const fields = await runCoreBos(
			coreBos,
			ofModule('describe', 'Products', { output: 'fields' }),
		);
		expect(fields.json).toContainEqual(
			expect.objectContaining({ name: 'productname', mandatory: true }),
		);
		const none = await runCoreBos(coreBos, ofModule('describe', 'NoSuch'));
		expect(none.error?.message).toContain('(ACCESS_DENIED)');
	});

	test.each([
		['getViewsByModule', { id: '24', name: 'All' }],
		['getfiltersbymodule', { id: '24', name: 'All' }],
		['getfilterfields', { linkfields: ['productname'] }],
	])('have views: %s', async (kind, expected) => {
		const { json } = await runCoreBos(coreBos, ofModule('getViews', 'Products', { kind }));
		expect(json[0]).toMatchObject(expected);
	});

	test('have picklists with their values', async () => {
		const { json } = await runCoreBos(coreBos, ofModule('getPicklistValues', 'Products'));
		expect(json).toContainEqual({
			field: 'manufacturer',
			values: expect.arrayContaining([{ value: 'LexPon Inc.', label: 'LexPon Inc.' }]),
		});
		const none = await runCoreBos(coreBos, ofModule('getPicklistValues', 'NoSuch'));
		expect(none.error?.message).toContain('(ACCESS_DENIED)');
	});
});

describe('queries', () => {
	const query = (text: string, more: INodeParameters = {}): INodeParameters => ({
		resource: 'query',
		operation: 'run',
		query: text,
		returnAll: true,
		...more,
	});

	test.each<[string, INodeParameters, number]>([
		['select productname from Products', {}, 300],
		['select productname from Products;', { returnAll: false, limit: 7 }, 7],
		['select productname from Products order by unit_price desc', {}, 300],
		['select productname from Products limit 5', {}, 5],
		['select productname from Products limit 290, 100;', {}, 10],
		["select productname from Products where productname like 'Product 1%'", {}, 111],
		["select productname from Products where productname='limit 1'", {}, 0],
		['select count(*) from Products', {}, 1],
		[
			"select productname from Products where (productname like 'Product 1' or productname like 'Product 2') and unit_price > 0",
			{},
			2,
		],
	])('%s finds its rows', async (text, more, rows) => {
		const { json, error } = await runCoreBos(coreBos, query(text, more));
		expect(error).toBeUndefined();
		expect(json).toHaveLength(rows);
	});

	test.each([
		['select productname from Products', 300],
		['select productname from Products where unit_price >= 290 order by productname limit 2;', 10],
		["select * from Products where productname='from x'", 0],
	])('%s counts its rows', async (text, count) => {
		const parameters = { resource: 'query', operation: 'count', query: text };
		const { json } = await runCoreBos(coreBos, parameters);
		expect(json).toEqual([{ count }]);
	});

	test('that are none are refused with what helps', async () => {
		const { error } = await runCoreBos(coreBos, query("select productname from Products where 'x"));
		expect(error?.message).toContain('coreBOS operation "query" failed');
		const empty = await runCoreBos(coreBos, query('={{ " " }}'));
		expect(empty.error?.message).toContain('The query is empty');
	});
});
