import fc from 'fast-check';
import {
	createCoreBosClient,
	describeModule,
	massCreate,
	massUpdate,
	saveToRecord,
	userFormats,
	withFlags,
	writtenValues,
	type CoreBosWebService,
} from '../../engine';
import type { CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { ANY_FORMAT, startForUser, type AnyUser } from './any-user';
import { locatorValue, runCoreBos } from './corebos-node';

/** Whatever a user has chosen: what is sent as a number is what is stored. */

type Element = Record<string, unknown>;
type Numbers = Record<'unit_price' | 'cost_price' | 'commissionrate' | 'qtyinstock', number>;

/** A number with at most so many decimals, as both JSON and the column hold it. */
const numberOf = (decimals: number, most: number): fc.Arbitrary<number> =>
	fc
		.integer({ min: -most * 10 ** decimals, max: most * 10 ** decimals })
		.map((units) => Number(`${units}e-${decimals}`));

const NUMBERS: fc.Arbitrary<Numbers> = fc.record({
	unit_price: numberOf(6, 9_999_999),
	cost_price: numberOf(6, 9_999_999),
	commissionrate: numberOf(3, 999),
	qtyinstock: numberOf(3, 9_999),
});

const SEED = 'Seed';
const BULK = { chunkSize: 10, concurrency: 1 };
const idOf = (coreBos: CoreBosStandIn) => coreBos.records('Products')[0].id;

type Write = (
	client: CoreBosWebService,
	element: Element,
	coreBos: CoreBosStandIn,
) => Promise<unknown>;

const call =
	(operation: string): Write =>
	async (client, element) =>
		await client.call(operation, { elementType: 'Products', element });
const change =
	(operation: string): Write =>
	async (client, element, coreBos) =>
		await client.call(operation, { element: { ...element, id: idOf(coreBos) } });
const upsert =
	(productname: string): Write =>
	async (client, element) =>
		await client.call('upsert', {
			elementType: 'Products',
			element: { ...element, productname },
			searchOn: 'productname',
			updatedfields: withFlags(
				['unit_price', 'cost_price', 'commissionrate', 'qtyinstock'],
				element,
			).join(','),
		});

const WRITES: Array<[string, Write]> = [
	['create', call('create')],
	['CreateWithValidation', call('CreateWithValidation')],
	['update', change('update')],
	['UpdateWithValidation', change('UpdateWithValidation')],
	['revise', change('revise')],
	['ReviseWithValidation', change('ReviseWithValidation')],
	['upsert of a new record', upsert('Another')],
	['upsert of an existing record', upsert(SEED)],
	[
		'MassCreate',
		async (client, element) => await massCreate(client, [{ module: 'Products', element }], BULK),
	],
	[
		'MassCreate of an existing record',
		async (client, element) =>
			await massCreate(
				client,
				[
					{
						module: 'Products',
						element: { ...element, productname: SEED },
						searchOn: ['productname'],
					},
				],
				BULK,
			),
	],
	[
		'MassUpdate',
		async (client, element, coreBos) =>
			await massUpdate(client, [{ ...element, id: idOf(coreBos) }], BULK),
	],
];

async function withInstall(format: AnyUser, work: (coreBos: CoreBosStandIn) => Promise<void>) {
	const seed = { productname: SEED, unit_price: '1.500000', cost_price: '2.500000' };
	const coreBos = await startForUser(format, { Products: [seed] });
	try {
		await work(coreBos);
	} finally {
		await coreBos.close();
	}
}

const stored = (coreBos: CoreBosStandIn) => {
	const record = coreBos.records('Products').at(-1) ?? {};
	return (name: string) => Number(record[name]);
};

describe('what is sent as a number is what is stored', () => {
	test.each(WRITES)('by %s', async (_name, write) => {
		await fc.assert(
			fc.asyncProperty(ANY_FORMAT, NUMBERS, fc.boolean(), async (format, numbers, asText) => {
				await withInstall(format, async (coreBos) => {
					const client = createCoreBosClient(coreBos.connectionOf('any'), fetchHttp);
					const account = coreBos.url;
					const { fields } = await describeModule(client, 'Products', account);
					const values = asText
						? Object.fromEntries(Object.entries(numbers).map(([name, one]) => [name, String(one)]))
						: numbers;
					const element = await writtenValues(
						{ productname: 'Num', assigned_user_id: '19x1', ...values },
						fields,
						{
							client,
							describe: async (module) => await describeModule(client, module, account),
							formats: async () => await userFormats(client, account),
						},
					);
					await write(client, element, coreBos);
					const of = stored(coreBos);
					for (const [name, number] of Object.entries(numbers))
						expect([name, of(name)]).toEqual([name, number]);
				});
			}),
			{ numRuns: 12 },
		);
	});

	test('015: by a map that saves to the record', async () => {
		await fc.assert(
			fc.asyncProperty(ANY_FORMAT, NUMBERS, fc.boolean(), async (format, numbers, isDescribed) => {
				await withInstall(format, async (coreBos) => {
					const client = createCoreBosClient(coreBos.connectionOf('any'), fetchHttp);
					const module = isDescribed ? 'Products' : undefined;
					const saved = await saveToRecord(numbers, { recordId: idOf(coreBos), client, module });
					expect(saved).toBeDefined();
					const of = stored(coreBos);
					for (const [name, number] of Object.entries(numbers))
						expect([name, of(name)]).toEqual([name, number]);
				});
			}),
			{ numRuns: 12 },
		);
	});

	test('015: 12.5 of an answer is 12.5 for a user with a decimal comma', async () => {
		const format: AnyUser = {
			signs: [',', '.'],
			pattern: '123,456,789',
			decimals: 2,
			rate: 1,
			order: 'dd-mm-yyyy',
			zone: 'Europe/Madrid',
		};
		await withInstall(format, async (coreBos) => {
			const client = createCoreBosClient(coreBos.connectionOf('any'), fetchHttp);
			const target = { recordId: idOf(coreBos), client, module: 'Products' };
			await saveToRecord({ unit_price: 12.5 }, target);
			expect(coreBos.records('Products')[0].unit_price).toBe('12.500000');
			await expect(saveToRecord({ unit_price: '12,5' }, target)).rejects.toThrow(
				'The value "12,5" of the field unit_price is not a number such as 1234.56',
			);
		});
	});
});

describe('what is sent as a number in a line is what is stored', () => {
	const LINE = fc.record({
		qty: fc.integer({ min: 1, max: 99_999 }).map((units) => units / 100),
		listprice: fc.integer({ min: 0, max: 99_999_999 }).map((units) => units / 100),
		discount_amount: fc.integer({ min: 1, max: 999 }).map((units) => units / 100),
	});
	const INVOICE = {
		subject: 'S',
		invoicestatus: 'Created',
		bill_street: 'B',
		ship_street: 'B',
		assigned_user_id: '19x1',
	};

	test.each(['create', 'update', 'replace', 'upsert'])('by %s', async (operation) => {
		await fc.assert(
			fc.asyncProperty(
				ANY_FORMAT,
				fc.array(LINE, { minLength: 1, maxLength: 3 }),
				async (format, lines) => {
					await withInstall(format, async (coreBos) => {
						const run = async (given: string, element: Element, id?: string) => {
							const { json, error } = await runCoreBos(
								{ connection: coreBos.connectionOf('any') },
								{
									resource: 'record',
									operation: given,
									module: locatorValue('Invoice', 'name'),
									...(id !== undefined && { recordId: locatorValue(id) }),
									...(given === 'upsert' && { searchOn: 'subject' }),
									valuesFrom: 'json',
									fieldsJson: JSON.stringify(element),
								},
							);
							expect(error?.message).toBeUndefined();
							return json[0];
						};
						const client = createCoreBosClient(coreBos.connection, fetchHttp);
						const account = (await client.call('create', {
							elementType: 'Accounts',
							element: { accountname: 'Acme', assigned_user_id: '19x1' },
						})) as { id: string };
						const invoice = { ...INVOICE, account_id: account.id };
						const first = { productid: idOf(coreBos), qty: 7, listprice: 7 };
						const made = await run('create', { ...invoice, pdoInformation: [first] });
						const pdoInformation = lines.map((line) => ({
							...line,
							productid: idOf(coreBos),
							discount_type: 'amount',
						}));
						const isChange = operation === 'update' || operation === 'replace';
						const element = operation === 'update' ? {} : invoice;
						await run(
							operation,
							{ ...element, pdoInformation },
							isChange ? String(made.id) : undefined,
						);
						const saved = coreBos.records('Invoice').at(-1);
						const { pdoInformation: kept } = (await client.call('retrieve', {
							id: saved?.id,
						})) as { pdoInformation: Array<Record<string, string>> };
						const numbers = kept.map(({ qty, listprice, discount_amount }) => ({
							qty: Number(qty),
							listprice: Number(listprice),
							discount_amount: Number(discount_amount),
						}));
						expect(numbers).toEqual(lines);
					});
				},
			),
			{ numRuns: 5 },
		);
	});
});
