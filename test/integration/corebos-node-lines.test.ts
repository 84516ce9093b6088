import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createCoreBosClient } from '../../engine';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { locatorValue, runCoreBos } from './corebos-node';

const INVOICE = {
	subject: 'S',
	invoicestatus: 'Created',
	bill_street: 'B 1',
	ship_street: 'B 1',
	assigned_user_id: '19x1',
};
/** 48.09: two lines, tax 21 %, 5 % off, shipping 15 with 10 %, 4 on top (recorded). */
const TOTALS = {
	discount_type_final: 'percentage',
	hdnDiscountPercent: '5',
	shipping_handling_charge: '15',
	shtax1: '10',
	adjustmentType: 'add',
	adjustment: '4',
	tax1_group_percentage: '21',
	tax2_group_percentage: '0',
	tax3_group_percentage: '0',
};

let coreBos: CoreBosStandIn;

beforeEach(async () => {
	coreBos = await startCoreBos({
		records: {
			Accounts: [{ accountname: 'Acme' }],
			Products: [
				{ productname: 'Alpha', unit_price: '10.500000' },
				{ productname: 'Beta', unit_price: '3.000000' },
			],
			Services: [{ servicename: 'Repair', unit_price: '20.000000' }],
			Documents: [
				{
					notes_title: 'T1',
					folderid: '22x1',
					assigned_user_id: '19x1',
					filelocationtype: 'I',
					filestatus: '1',
				},
			],
		},
		users: [
			{ user_name: 'comma', currency_decimal_separator: ',', currency_grouping_separator: '.' },
		],
	});
});

afterEach(async () => await coreBos.close());

const idOf = (module: string, index = 0) => coreBos.records(module)[index].id;
const lines = () => [
	{ productid: idOf('Products'), qty: 2, listprice: 10.5, comment: 'one' },
	{ productid: idOf('Products', 1), qty: 1, listprice: 3, comment: 'two' },
];
const invoice = (more: IDataObject = {}): IDataObject => ({
	...INVOICE,
	account_id: idOf('Accounts'),
	...more,
});

interface More {
	id?: string;
	options?: IDataObject;
	[parameter: string]: unknown;
}

const record = (
	operation: string,
	fields: IDataObject | string,
	{ id, options = {}, ...more }: More = {},
): INodeParameters => ({
	resource: 'record',
	operation,
	module: locatorValue('Invoice', 'name'),
	...(id !== undefined && { recordId: locatorValue(id) }),
	valuesFrom: 'json',
	fieldsJson: typeof fields === 'string' ? fields : JSON.stringify(fields),
	options: options as INodeParameters,
	...(more as INodeParameters),
});

const run = async (parameters: INodeParameters, items?: IDataObject[]) =>
	await runCoreBos(coreBos, parameters, items);

/** The saved invoice; the run must not fail and not show a hint. */
async function saved(parameters: INodeParameters, items?: IDataObject[]): Promise<IDataObject> {
	const { json, error, hints } = await run(parameters, items);
	expect([error?.message, hints]).toEqual([undefined, []]);
	return json[0];
}

const STRICT = { changedValues: 'strict' };
const linesOf = ({ pdoInformation }: IDataObject) => pdoInformation as IDataObject[];

test('021 one object is made a list', async () => {
	const pdoInformation = { productid: idOf('Products'), qty: '1', listprice: '10' };
	const made = await saved(record('create', invoice({ pdoInformation }), { options: STRICT }));
	expect([made.hdnGrandTotal, linesOf(made)[0].qty]).toEqual(['12.700000', '1.000']);
});

test("022 vtiger's names are understood", async () => {
	const LineItems = [{ productid: idOf('Products'), quantity: '1', price: '10' }];
	const made = await saved(record('create', invoice({ LineItems }), { options: STRICT }));
	expect([made.hdnSubTotal, linesOf(made)]).toEqual([
		'10.000000',
		[expect.objectContaining({ listprice: '10.000000' })],
	]);
});

test('023 Map Automatically sends the lines of the item', async () => {
	const parameters = {
		...record('create', {}, { options: STRICT }),
		valuesFrom: 'fields',
		fields: { mappingMode: 'autoMapInputData', value: null },
	} as INodeParameters;
	const item = invoice({ pdoInformation: lines(), ...TOTALS, other: 'x' });
	expect((await saved(parameters, [item])).hdnGrandTotal).toBe('48.090000');
});

test('024 members of the totals are known, and compared with the fields that show them', async () => {
	const fields = invoice({
		taxtype: 'individual',
		shipping_handling_charge: '7',
		adjustmentType: 'add',
		adjustment: '3',
		pdoInformation: lines(),
	});
	const made = await saved(record('create', fields, { options: STRICT }));
	expect(made).toMatchObject({
		hdnTaxType: 'individual',
		hdnS_H_Amount: '7.000000',
		txtAdjustment: '3.000000',
	});
});

test('025 a product that does not exist is refused before an invoice exists', async () => {
	const pdoInformation = [{ productid: '14x99999999', qty: '1', listprice: '1' }];
	const { error } = await run(record('create', invoice({ pdoInformation })));
	expect(error?.message).toContain('line 1');
	expect(coreBos.calls('create')).toBe(0);
});

describe('055 a change keeps the total of 48.09', () => {
	const made = async () =>
		await saved(record('create', invoice({ ...TOTALS, pdoInformation: lines() })));

	test.each(['replace', 'update'])('%s with what Get has read', async (operation) => {
		const { id } = await made();
		const whole = await saved({
			resource: 'record',
			operation: 'get',
			module: locatorValue('Invoice', 'name'),
			recordId: locatorValue(String(id)),
		} as INodeParameters);
		expect(whole.hdnGrandTotal).toBe('48.090000');
		const changed = await saved(record(operation, whole, { id: String(id), options: STRICT }));
		expect(changed.hdnGrandTotal).toBe('48.090000');
	});

	test('update with the lines alone', async () => {
		const { id } = await made();
		const parameters = record('update', { pdoInformation: lines() }, { id: String(id) });
		expect((await saved(parameters)).hdnGrandTotal).toBe('48.090000');
	});

	test('create or update with the lines alone', async () => {
		await made();
		const fields = invoice({ pdoInformation: lines() });
		const parameters = record('upsert', fields, { searchOn: 'subject', options: STRICT });
		expect((await saved(parameters)).hdnGrandTotal).toBe('48.090000');
		expect(coreBos.records('Invoice')).toHaveLength(1);
	});

	test('update in bulk', async () => {
		const { id } = await made();
		const options = { together: true, ...STRICT };
		const parameters = record('update', { pdoInformation: lines() }, { id: String(id), options });
		expect((await saved(parameters)).hdnGrandTotal).toBe('48.090000');
		expect(coreBos.calls('MassUpdate')).toBe(1);
	});

	test('a new shipping charge is the only change', async () => {
		const { id } = await made();
		const fields = { pdoInformation: lines(), shipping_handling_charge: 0 };
		const changed = await saved(record('update', fields, { id: String(id), options: STRICT }));
		expect([changed.hdnGrandTotal, changed.hdnS_H_Amount]).toEqual(['31.590000', '0.000000']);
	});
});

describe('an update changes the order of the lines', () => {
	const get = (id: unknown, options: IDataObject = {}) =>
		({
			resource: 'record',
			operation: 'get',
			module: locatorValue('Invoice', 'name'),
			recordId: locatorValue(String(id)),
			options,
		}) as INodeParameters;
	const comments = (document: IDataObject) => linesOf(document).map(({ comment }) => comment);
	const turned = async () => {
		const { id } = await saved(record('create', invoice({ pdoInformation: lines() })));
		const [first, second] = lines();
		const pdoInformation = [
			{ productid: idOf('Services'), qty: 1, listprice: 20, comment: 'new' },
			second,
			first,
		];
		return await saved(record('update', { pdoInformation }, { id: String(id), options: STRICT }));
	};
	const ORDER = ['new', 'two', 'one'];

	test('its output has the new one, though coreBOS answers the old one', async () => {
		const changed = await turned();
		expect(comments(changed)).toEqual(ORDER);
		const client = createCoreBosClient(coreBos.connection, fetchHttp);
		const answered = (await client.call('retrieve', { id: changed.id })) as IDataObject;
		expect(comments(answered)).toEqual(['one', 'two', 'new']);
	});

	test.each([false, true])('Get has the new one (bulk: %s)', async (together) => {
		const { id } = await turned();
		expect(comments(await saved(get(id, { together })))).toEqual(ORDER);
	});

	test('what Get has read keeps it when it is written back', async () => {
		const { id } = await turned();
		const whole = await saved(get(id));
		const replaced = await saved(record('replace', whole, { id: String(id), options: STRICT }));
		expect(comments(replaced)).toEqual(ORDER);
	});
});

describe('coreBOS is asked for the order of lines only where they came back in another one', () => {
	const asked = () =>
		coreBos.requests.filter(({ parameters }) =>
			String(parameters.query).includes('from InventoryDetails'),
		).length;
	const comments = (document: IDataObject) => linesOf(document).map(({ comment }) => comment);
	const line = (product: number, comment: string) => ({ ...lines()[product], comment });
	const CASES: Array<[string, Array<[number, string]>, number]> = [
		['the same order', [[0, 'a'], [1, 'b']], 0], // prettier-ignore
		['another order', [[1, 'b'], [0, 'a']], 1], // prettier-ignore
		['one product twice', [[0, 'c'], [0, 'a']], 0], // prettier-ignore
		['one product twice, around the other', [[0, 'c'], [1, 'b'], [0, 'a']], 0], // prettier-ignore
		['one product twice, after the other', [[1, 'b'], [0, 'c'], [0, 'a']], 1], // prettier-ignore
	];

	test.each(CASES)('%s', async (_what, sent, times) => {
		const pdoInformation = sent.map(([product, comment]) => line(product, comment));
		const created = await saved(record('create', invoice({ pdoInformation })));
		expect([comments(created), asked()]).toEqual([sent.map(([, comment]) => comment), 0]);

		const fields = invoice({ subject: 'T', pdoInformation: [line(0, 'a'), line(1, 'b')] });
		const { id } = await saved(record('create', fields));
		const changed = await saved(record('update', { pdoInformation }, { id: String(id) }));
		expect([comments(changed), asked()]).toEqual([sent.map(([, comment]) => comment), times]);
	});
});

test.each(['create', 'update', 'replace'])(
	'%s with Validate First sends references as the integers that coreBOS takes them for',
	async (operation) => {
		const made = await saved(record('create', invoice({ pdoInformation: lines() })));
		const id = operation === 'create' ? undefined : String(made.id);
		const options = { validate: true, ...STRICT };
		const changed = await saved(record(operation, invoice({ subject: 'T' }), { id, options }));
		expect(changed).toMatchObject({ subject: 'T', account_id: idOf('Accounts') });
	},
);

test('an update without lines keeps them, and its output has them', async () => {
	const { id } = await saved(record('create', invoice({ pdoInformation: lines() })));
	const changed = await saved(record('update', { subject: 'T' }, { id: String(id) }));
	expect([changed.subject, linesOf(changed).length]).toEqual(['T', 2]);
});

test('065 Get with Send Items Together gives each invoice its own lines', async () => {
	const first = await saved(record('create', invoice({ pdoInformation: lines() })));
	const second = await saved(
		record('create', invoice({ subject: 'T', pdoInformation: [lines()[1]] })),
	);
	const items = [first, second].map(({ id }) => ({ id }));
	const { json } = await run(
		{
			resource: 'record',
			operation: 'get',
			module: locatorValue('Invoice', 'name'),
			recordId: locatorValue('={{ $json.id }}'),
			options: { together: true },
		} as INodeParameters,
		items as IDataObject[],
	);
	expect(json.map((one) => linesOf(one).length)).toEqual([2, 1]);
});

test('066 a line without quantity is refused before it is sent', async () => {
	const pdoInformation = [{ productid: idOf('Products'), listprice: '1' }];
	const { error } = await run(record('create', invoice({ pdoInformation })));
	expect(error?.message).toContain('line 1 has no quantity');
	expect(coreBos.records('Invoice')).toHaveLength(0);
});

describe('Lines From', () => {
	test('Lines Below, with discount and totals', async () => {
		const parameters = record('create', invoice(), {
			linesFrom: 'below',
			lines: {
				line: [
					{
						product: { __rl: true, mode: 'list', value: idOf('Products') },
						qty: 2,
						listprice: '',
						discountType: 'percentage',
						discount: 10,
						comment: 'c',
					},
					{ product: { __rl: true, mode: 'id', value: idOf('Services') }, qty: 1, listprice: '5' },
				],
			},
			totals: {
				taxMode: 'group',
				groupTaxes: { tax: ['tax1', 'tax2', 'tax3'].map((name) => ({ name, rate: 0 })) },
				shipping: 7,
				adjustment: -1,
				finalDiscountType: 'amount',
				finalDiscount: 3,
			},
			options: STRICT,
		});
		const made = await saved(parameters);
		expect(made.hdnGrandTotal).toBe('26.900000');
		expect(linesOf(made).map(({ listprice, comment }) => [listprice, comment])).toEqual([
			['10.500000', 'c'],
			['5.000000', ''],
		]);
	});

	test('JSON', async () => {
		const parameters = record('create', invoice(), {
			linesFrom: 'json',
			linesJson: '={{ $json.rows }}',
			options: STRICT,
		});
		const made = await saved(parameters, [{ rows: lines() }]);
		expect(linesOf(made)).toHaveLength(2);
	});

	test.each([false, true])('incoming items, grouped by a field (bulk: %s)', async (together) => {
		const [one, two] = lines();
		const parameters = record('create', '={{ JSON.stringify($json.invoice) }}', {
			linesFrom: 'items',
			groupLinesBy: 'order',
			options: { ...STRICT, together },
		});
		const items = [
			{ order: 1, invoice: invoice(), ...one },
			{ order: 2, invoice: invoice({ subject: 'T' }), ...two },
			{ order: 1, ...two },
		] as IDataObject[];
		const { json, error } = await run(parameters, items);
		expect(error).toBeUndefined();
		expect(json.map((made) => [made.subject, linesOf(made).length])).toEqual([
			['S', 2],
			['T', 1],
		]);
	});

	test('items without a value to group by, and no lines, are refused', async () => {
		const items = record('create', invoice(), { linesFrom: 'items', groupLinesBy: 'order' });
		expect((await run(items)).error?.message).toContain('no value in the field "order"');
		const none = record('create', invoice(), { linesFrom: 'json', linesJson: '[]' });
		expect((await run(none)).error?.message).toContain('There are no lines');
		expect(coreBos.records('Invoice')).toHaveLength(0);
	});
});

test('prices of a user with a decimal comma are stored as given', async () => {
	const pdoInformation = [
		{
			productid: idOf('Products'),
			qty: 2.5,
			listprice: 10.25,
			discount_type: 'amount',
			discount_amount: 5.5,
		},
	];
	const parameters = record('create', invoice({ pdoInformation }), { options: STRICT });
	const comma = { connection: coreBos.connectionOf('comma') };
	const { json, error } = await runCoreBos(comma, parameters);
	expect([error?.message, json[0]?.hdnSubTotal]).toEqual([undefined, '20.130000']);
	expect(linesOf(json[0])[0]).toMatchObject({
		listprice: '10.250000',
		discount_amount: '5.500000',
	});
});
