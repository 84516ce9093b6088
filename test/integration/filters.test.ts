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
import { ANY_USER, startForUser, type AnyUser } from './any-user';
import { locatorValue, runCoreBos } from './corebos-node';

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

	/** Products of an install with a user; `A0`, `A1`, … by their places. */
	const startFor = async (user: AnyUser, values: Element[]) =>
		await startForUser(user, {
			Products: values.map((value, place) => ({ productname: `A${place}`, ...value })),
		});
	type Element = Record<string, string>;

	/** Of every operator that compares values: whether one holds of a difference. */
	const COMPARING: Array<[ConditionOperator, (difference: number) => boolean]> = [
		['equals', (difference) => difference === 0],
		['notEquals', (difference) => difference !== 0],
		['greaterThan', (difference) => difference > 0],
		['greaterOrEqual', (difference) => difference >= 0],
		['lessThan', (difference) => difference < 0],
		['lessOrEqual', (difference) => difference <= 0],
		['in', (difference) => difference === 0],
		['notIn', (difference) => difference !== 0],
	];
	/** What makes coreBOS read a query by the extended reader and holds of every product here. */
	const BESIDE: QueryCondition = { field: 'vendor_id', operator: 'isEmpty' };

	async function foundBy(
		user: AnyUser,
		records: Element[],
		condition: QueryCondition,
		isExtended: boolean,
	): Promise<number[]> {
		coreBos = await startFor(user, records);
		try {
			const conditions = [condition, ...(isExtended ? [BESIDE] : [])];
			const rows = await found(asUser('any'), 'Products', conditions);
			return rows.map((name) => Number(name.slice(1))).sort((one, other) => one - other);
		} finally {
			await coreBos.close();
		}
	}

	const listed = (operator: ConditionOperator, value: unknown) =>
		operator === 'in' || operator === 'notIn' ? [value] : value;
	const places = <Value>(values: Value[], holds: (value: Value) => boolean) =>
		values.flatMap((value, place) => (holds(value) ? [place] : []));

	describe.each(COMPARING)('%s', (operator, holds) => {
		test.each(['unit_price', 'cost_price', 'commissionrate', 'cf_num', 'qtyinstock'])(
			'numbers of %s, for any user',
			async (field) => {
				await fc.assert(
					fc.asyncProperty(
						ANY_USER,
						fc.array(fc.integer({ min: -99_999, max: 99_999 }), { minLength: 1, maxLength: 5 }),
						fc.nat(),
						fc.boolean(),
						fc.boolean(),
						async (user, units, place, isText, isExtended) => {
							const numbers = units.map((unit) => unit / 100);
							const wanted = numbers[place % numbers.length];
							const records = numbers.map((number) => ({ [field]: number.toFixed(3) }));
							const value = listed(operator, isText ? String(wanted) : wanted);
							const condition = { field, operator, value };
							expect(await foundBy(user, records, condition, isExtended)).toEqual(
								places(numbers, (number) => holds(number - wanted)),
							);
						},
					),
					{ numRuns: 6 },
				);
			},
		);

		/** Moments of a year without the nights in which clocks are set. */
		const MOMENT = fc
			.tuple(fc.constantFrom(0, 1, 5, 6, 7), fc.integer({ min: 0, max: 2_000_000 }))
			.map(([month, seconds]) => Date.UTC(2026, month, 1) + seconds * 1000);
		const OFFSETS = ['+00:00', '-05:00', '+05:30'];
		const stored = (moment: number) =>
			new Date(moment).toISOString().slice(0, 19).replace('T', ' ');
		const withOffset = (moment: number, offset: string) => {
			const [hours, minutes] = offset.slice(1).split(':').map(Number);
			const shift = (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
			return `${new Date(moment + shift).toISOString().slice(0, 23)}${offset}`;
		};
		/** A moment as coreBOS answers it, and as n8n's expressions and programs write it. */
		const WRITTEN = fc.constantFrom<(moment: number) => unknown>(
			stored,
			(moment) => new Date(moment),
			(moment) => new Date(moment).toISOString(),
			...OFFSETS.map((offset) => (moment: number) => withOffset(moment, offset)),
		);

		test('moments, however they are written', async () => {
			await fc.assert(
				fc.asyncProperty(
					ANY_USER,
					fc.array(MOMENT, { minLength: 1, maxLength: 5 }),
					fc.nat(),
					WRITTEN,
					fc.boolean(),
					async (user, moments, place, write, isExtended) => {
						const wanted = moments[place % moments.length];
						const records = moments.map((moment) => ({ cf_dt: stored(moment) }));
						const value = listed(operator, write(wanted));
						const condition = { field: 'cf_dt', operator, value };
						expect(await foundBy(user, records, condition, isExtended)).toEqual(
							places(moments, (moment) => holds(moment - wanted)),
						);
					},
				),
				{ numRuns: 15 },
			);
		});

		const DAYS = fc.constantFrom<(day: string) => string>(
			(day) => day,
			(day) => `${day} 00:00:00`,
			(day) => `${day}T00:00:00.000-05:00`,
			(day) => day.replaceAll('-', '/'),
		);

		test('days, however they are written', async () => {
			await fc.assert(
				fc.asyncProperty(
					ANY_USER,
					fc.array(MOMENT, { minLength: 1, maxLength: 5 }),
					fc.nat(),
					DAYS,
					fc.boolean(),
					async (user, moments, place, write, isExtended) => {
						const days = moments.map((moment) => stored(moment).slice(0, 10));
						const wanted = days[place % days.length];
						const records = days.map((start_date) => ({ start_date }));
						const value = listed(operator, write(wanted));
						const condition = { field: 'start_date', operator, value };
						expect(await foundBy(user, records, condition, isExtended)).toEqual(
							places(days, (day) => holds(Date.parse(day) - Date.parse(wanted))),
						);
					},
				),
				{ numRuns: 10 },
			);
		});
	});

	test.each([
		['isEmpty', true],
		['isNotEmpty', false],
	] as Array<[ConditionOperator, boolean]>)(
		'%s of texts, dates and numbers',
		async (operator, is) => {
			await fc.assert(
				fc.asyncProperty(
					ANY_USER,
					fc.constantFrom('productcode', 'start_date', 'cf_dt', 'unit_price', 'qtyinstock'),
					fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
					async (user, field, empty) => {
						const isNumber = ['unit_price', 'qtyinstock'].includes(field);
						const none = isNumber ? '0.000000' : '';
						const some = field === 'start_date' ? '2026-01-31' : '7';
						const full = field === 'cf_dt' ? '2026-01-31 10:00:00' : some;
						const records = empty.map((one) => ({ [field]: one ? none : full }));
						expect(await foundBy(user, records, { field, operator }, false)).toEqual(
							places(empty, (one) => one === is),
						);
					},
				),
				{ numRuns: 20 },
			);
		},
	);

	test.each([
		['day first, of the user', 'dd-mm-yyyy', '31-01-2026', ['A']],
		['month first, of the user', 'mm-dd-yyyy', '01/31/2026', ['A']],
	])('a day %s', async (_name, date_format, value, expected) => {
		coreBos = await startCoreBos({
			users: [{ user_name: 'any', date_format }],
			records: { Products: [{ productname: 'A', start_date: '2026-01-31' }] },
		});
		const condition: QueryCondition = { field: 'start_date', operator: 'equals', value };
		expect(await found(asUser('any'), 'Products', [condition])).toEqual(expected);
	});

	test.each(['31-31-2026', '2026-02-30', '2026/13/01'])(
		'%s is refused: coreBOS would compare with no date at all',
		async (value) => {
			coreBos = await startCoreBos({ records: { Products: [{ productname: 'A' }] } });
			for (const beside of [[], [BESIDE]]) {
				const condition: QueryCondition = { field: 'start_date', operator: 'lessThan', value };
				await expect(found(asUser('admin'), 'Products', [condition, ...beside])).rejects.toThrow(
					`The value "${value}" of the field start_date is not a date`,
				);
			}
		},
	);

	test('a text that looks like a date stays what it is', async () => {
		coreBos = await startCoreBos({
			records: { Products: [{ productname: '1.2.3' }, { productname: '2026-01-31T10:00:00Z' }] },
		});
		for (const value of ['1.2.3', '2026-01-31T10:00:00Z']) {
			const condition: QueryCondition = { field: 'productname', operator: 'equals', value };
			expect(await found(asUser('admin'), 'Products', [condition])).toEqual([value]);
		}
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

describe('what the extended reader takes for something else', () => {
	/** Names of the records that a user finds, or the message of the error. */
	async function names(
		module: string,
		conditions: QueryCondition[],
		user = 'admin',
	): Promise<unknown> {
		const { json, error } = await runCoreBos(
			{ connection: coreBos.connectionOf(user) },
			{
				resource: 'record',
				operation: 'getAll',
				module: locatorValue(module, 'name'),
				returnAll: true,
				filters: { conditions: conditions as unknown as INodeParameters[] },
			},
		);
		return error?.message ?? json.map(({ accountname, lastname }) => accountname ?? lastname);
	}

	test.each(['admin', 'spanish'])(
		'a picklist has another value where it has none, or one of its own: %s',
		async (user) => {
			coreBos = await startCoreBos({
				users: [{ user_name: 'spanish', language: 'es_es' }],
				records: {
					Accounts: ['Apparel', 'Banking', '', 'Zoo'].map((industry, place) => ({
						accountname: `A${place}`,
						industry,
					})),
				},
			});
			const other = async (operator: ConditionOperator, value: string) =>
				await names('Accounts', [{ field: 'industry', operator, value }, EXTENDED], user);
			expect(await other('notEquals', 'Apparel')).toEqual(['A1', 'A2', 'A3']);
			expect(await other('notIn', 'Apparel, Banking')).toEqual(['A2', 'A3']);
			expect(await other('equals', 'Apparel')).toEqual(['A0']);
		},
	);

	test('owners and linked records of a linked record are found by id and by name', async () => {
		coreBos = await startCoreBos({
			users: [{ user_name: 'mary' }],
			records: { Accounts: [{ accountname: 'Parent' }, { accountname: 'Other' }] },
		});
		const client = asUser('admin');
		const create = async (elementType: string, element: Record<string, unknown>) =>
			(await client.call('create', { elementType, element })) as Record<string, unknown>;
		const [{ id: parent }] = coreBos.records('Accounts');
		const mary = coreBos.records('Users').find(({ user_name }) => user_name === 'mary')?.id;
		const child = { accountname: 'Child', account_id: parent, assigned_user_id: mary };
		const { id: account_id } = await create('Accounts', child);
		for (const contact of [
			{ lastname: 'A', account_id },
			{ lastname: 'B', account_id: parent },
		]) {
			await create('Contacts', { ...contact, assigned_user_id: '19x1' });
		}

		const of = async (field: string, operator: ConditionOperator, value: unknown) =>
			await names('Contacts', [{ field, operator, value }]);
		for (const owner of [mary, 'mary']) {
			expect(await of('Accounts.assigned_user_id', 'equals', owner)).toEqual(['A']);
			expect(await of('Accounts.assigned_user_id', 'notEquals', owner)).toEqual(['B']);
		}
		expect(await of('Accounts.assigned_user_id', 'in', `19x1, ${mary}`)).toEqual(['A', 'B']);
		for (const linked of [parent, 'Parent']) {
			expect(await of('Accounts.account_id', 'equals', linked)).toEqual(['A']);
		}
		expect(await of('Accounts.account_id', 'contains', 'Par')).toMatch(
			/compares owners and linked records only as a whole/,
		);
	});

	test('a birthday is refused where coreBOS would compare it without its year', async () => {
		coreBos = await startCoreBos({
			records: {
				Contacts: ['1999-12-31', '2001-12-31', ''].map((birthday, place) => ({
					lastname: `C${place}`,
					birthday,
				})),
			},
		});
		const born: QueryCondition = { field: 'birthday', operator: 'equals', value: '1999-12-31' };
		expect(await names('Contacts', [born])).toEqual(['C0']);
		const beside: QueryCondition = { field: 'fax', operator: 'isEmpty' };
		expect(await names('Contacts', [born, beside])).toMatch(/birthdays without their year/);
		expect(await names('Contacts', [{ field: 'birthday', operator: 'isEmpty' }])).toEqual(['C2']);
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
