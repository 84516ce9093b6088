import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';
import {
	createCoreBosClient,
	describeModule,
	queryText,
	readRows,
	userFormats,
	withReadableValues,
	type ConditionOperator,
	type CoreBosWebService,
	type QueryCondition,
} from '../../engine';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { locatorValue, runCoreBos } from './coreBosNode';

/** What a filter looks for is what it finds, by both of coreBOS's readers of queries. */

let coreBos: CoreBosStandIn;
afterEach(async () => await coreBos.close());

async function found(
	client: CoreBosWebService,
	module: string,
	conditions: QueryCondition[],
): Promise<string[]> {
	const reading = {
		client,
		describe: async (name: string) => await describeModule(client, name, coreBos.url),
		formats: async () => await userFormats(client),
	};
	const parts = await withReadableValues({ module, conditions }, reading);
	const { rows } = await readRows(client, queryText(parts), Infinity);
	return rows.map((row) => String(row[module === 'Accounts' ? 'accountname' : 'productname']));
}

const asUser = (name: string) => createCoreBosClient(coreBos.connectionOf(name), fetchHttp);

/** The signs that a query could take for its own, and a few that it does not. */
const SIGN = fc.constantFrom(...'abO\'\\%_,"();.ñ €');
const NAME = fc
	.array(SIGN, { minLength: 1, maxLength: 6 })
	.map((signs) => signs.join('').trim().replace(/ +/g, ' '))
	.filter((text) => text !== '');

type Test = (name: string, text: string) => boolean;
const lower = (text: string) => text.toLowerCase();
const TESTS: Array<[ConditionOperator, Test]> = [
	['equals', (name, text) => lower(name) === lower(text)],
	['notEquals', (name, text) => lower(name) !== lower(text)],
	['contains', (name, text) => lower(name).includes(lower(text))],
	['startsWith', (name, text) => lower(name).startsWith(lower(text))],
	['endsWith', (name, text) => lower(name).endsWith(lower(text))],
	['in', (name, text) => lower(name) === lower(text)],
	['notIn', (name, text) => lower(name) !== lower(text)],
];
/** What makes coreBOS read a query by the extended reader and holds of every account here. */
const EXTENDED: QueryCondition = { field: 'phone', operator: 'isEmpty' };

describe('what a filter looks for is what it finds', () => {
	test.each(TESTS)('026 027 068: %s, whatever the texts', async (operator, holds) => {
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(NAME, { minLength: 1, maxLength: 8, selector: lower }),
				fc.nat(),
				fc.boolean(),
				async (names, place, isExtended) => {
					const text = names[place % names.length];
					const accounts = names.map((accountname) => ({ accountname }));
					coreBos = await startCoreBos({ records: { Accounts: accounts } });
					try {
						const value = operator === 'in' || operator === 'notIn' ? [text] : text;
						const conditions: QueryCondition[] = [
							{ field: 'accountname', operator, value },
							...(isExtended ? [EXTENDED] : []),
						];
						const rows = await found(asUser('admin'), 'Accounts', conditions).catch(
							(error: unknown) => {
								// Only the extended reader has texts that it cannot read: said, not guessed.
								expect(isExtended).toBe(true);
								expect(error).toBeInstanceOf(RangeError);
								expect(text).toMatch(/["'\\%,]/);
								return undefined;
							},
						);
						if (rows === undefined) return;
						expect(rows.sort()).toEqual(names.filter((name) => holds(name, text)).sort());
					} finally {
						await coreBos.close();
					}
				},
			),
			{ numRuns: 30 },
		);
	});

	const FORMATS: Array<[string, Record<string, string>]> = [
		['comma', { currency_decimal_separator: ',', currency_grouping_separator: '.' }],
		['point', { currency_decimal_separator: '.', currency_grouping_separator: ',' }],
		['apostrophe', { currency_decimal_separator: '.', currency_grouping_separator: "'" }],
		['dollar', { currency_id: '21x2' }],
		[
			'commaDollar',
			{ currency_decimal_separator: ',', currency_grouping_separator: '.', currency_id: '21x2' },
		],
	];

	test.each(FORMATS)('numbers beside Is Empty, for the user %s', async (user_name, settings) => {
		coreBos = await startCoreBos({
			users: [{ user_name, ...settings }],
			currencies: [{ id: '21x2', currency_name: 'USA, Dollars', conversion_rate: '1.25' }],
			records: {
				Products: [
					{ productname: 'A', unit_price: '12.500000', cost_price: '12.500000', qtyinstock: '2.5' },
					{
						productname: 'B',
						unit_price: '125.000000',
						cost_price: '125.000000',
						qtyinstock: '25',
					},
					{ productname: 'C', unit_price: '1234.560000', cost_price: '0.100000', qtyinstock: '1' },
				],
			},
		});
		const client = asUser(user_name);
		const of = async (field: string, operator: ConditionOperator, value: unknown) =>
			await found(client, 'Products', [
				{ field, operator, value },
				{ field: 'vendor_id', operator: 'isEmpty' },
			]);
		for (const value of [12.5, '12.5', '12.500000']) {
			expect(await of('unit_price', 'equals', value)).toEqual(['A']);
			expect(await of('cost_price', 'equals', value)).toEqual(['A']);
		}
		expect(await of('unit_price', 'greaterThan', 12.5)).toEqual(['B', 'C']);
		expect(await of('cost_price', 'lessOrEqual', '12.5')).toEqual(['A', 'C']);
		expect(await of('cost_price', 'equals', 0.1)).toEqual(['C']);
		expect(await of('unit_price', 'in', '12.5, 1234.56')).toEqual(['A', 'C']);
		expect(await of('unit_price', 'notIn', [12.5, '1234.56'])).toEqual(['B']);
	});

	test('068: owners and references by id beside Is Empty', async () => {
		coreBos = await startCoreBos({
			users: [{ user_name: 'mary', first_name: 'Mary', last_name: "O'Hara" }],
			records: { Vendors: [{ vendorname: 'Vendor & Co' }, { vendorname: 'Other' }] },
		});
		const client = asUser('admin');
		const [vendor] = coreBos.records('Vendors');
		const mary = (await client.call('query', {
			query: "select id from Users where user_name='mary';",
		})) as Array<{ id: string }>;
		for (const [productname, vendor_id, assigned_user_id] of [
			['A', vendor.id, '19x1'],
			['B', '', mary[0].id],
		]) {
			await client.call('create', {
				elementType: 'Products',
				element: { productname, vendor_id, assigned_user_id },
			});
		}
		const beside: QueryCondition = { field: 'serial_no', operator: 'isEmpty' };
		const of = async (field: string, operator: ConditionOperator, value: unknown) =>
			await found(client, 'Products', [{ field, operator, value }, beside]);
		expect(await of('vendor_id', 'equals', vendor.id)).toEqual(['A']);
		expect(await of('vendor_id', 'equals', 'Vendor & Co')).toEqual(['A']);
		expect(await of('assigned_user_id', 'equals', mary[0].id)).toEqual(['B']);
		expect(await of('assigned_user_id', 'notIn', `${mary[0].id}, 19x99`)).toEqual(['A']);
		expect(await of('assigned_user_id', 'equals', "Mary O'Hara")).toEqual(['B']);
		await expect(of('nosuch', 'equals', '1')).rejects.toThrow(/Products has no such field/);
	});
});

describe('the filters of Get Many', () => {
	async function names(conditions: INodeParameters[]): Promise<unknown[]> {
		const { json, error } = await runCoreBos(coreBos, {
			resource: 'record',
			operation: 'getAll',
			module: locatorValue('Accounts', 'name'),
			returnAll: true,
			filters: { conditions },
		});
		expect(error).toBeUndefined();
		return json.map(({ accountname }) => accountname);
	}

	test.each([
		['026 a backslash', [{ field: 'accountname', operator: 'equals', value: 'a\\b' }], ['a\\b']],
		['027 an underscore', [{ field: 'accountname', operator: 'contains', value: '_' }], ['a_b']],
		[
			'027 a percent sign',
			[{ field: 'accountname', operator: 'contains', value: '100%' }],
			['100% wool'],
		],
		[
			'028 an empty field',
			[{ field: 'phone', operator: 'isEmpty' }],
			['a\\b', 'a_b', '100% wool', 'Acme'],
		],
		[
			'028 a field that is not',
			[{ field: 'phone', operator: 'isNotEmpty' }],
			['Acme, Ltd', "O'Neil"],
		],
		[
			'029 a name with a comma',
			[{ field: 'accountname', operator: 'in', value: '"Acme, Ltd"' }],
			['Acme, Ltd'],
		],
		[
			'068 none of, beside the owner and a quote',
			[
				{ field: 'accountname', operator: 'notIn', value: '"Acme, Ltd", Acme, 100% wool' },
				{ field: 'assigned_user_id', operator: 'equals', value: '19x1' },
				{ field: 'accountname', operator: 'contains', value: "O'" },
			],
			["O'Neil"],
		],
		[
			'a number beside an empty field',
			[
				{ field: 'annual_revenue', operator: 'equals', value: '12.5' },
				{ field: 'phone', operator: 'isEmpty' },
			],
			['Acme'],
		],
	] as Array<[string, INodeParameters[], string[]]>)('%s', async (_, conditions, expected) => {
		coreBos = await startCoreBos({
			records: {
				Accounts: [
					{ accountname: 'a\\b' },
					{ accountname: 'a_b' },
					{ accountname: '100% wool' },
					{ accountname: 'Acme', annual_revenue: '12.500000' },
					{ accountname: 'Acme, Ltd', phone: '1' },
					{ accountname: "O'Neil", phone: '2' },
				],
			},
		});
		expect(await names(conditions)).toEqual(expected);
	});
});
