import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { locatorValue, runCoreBos } from './corebos-node';

/** Lines and totals of documents: every operation, module and shape of lines, and any amounts. */

const USERS: Array<Record<string, string>> = [
	{ user_name: 'comma', currency_decimal_separator: ',', currency_grouping_separator: '.' },
	{ user_name: 'quote', currency_grouping_separator: "'", no_of_currency_decimals: '3' },
	{ user_name: 'dollar', currency_id: '21x2' },
	{
		user_name: 'commaDollar',
		currency_decimal_separator: ',',
		currency_grouping_separator: '.',
		currency_id: '21x2',
	},
];

/** What a record of each module needs beside its lines. */
const MODULES: Record<string, IDataObject> = {
	Invoice: { invoicestatus: 'Created' },
	// coreBOS wants the status of the invoices, and keeps it only where orders recur.
	SalesOrder: { sostatus: 'Created', invoicestatus: 'AutoCreated', enable_recurring: '1' },
	Quotes: { quotestage: 'Created' },
	PurchaseOrder: { postatus: 'Created' },
};
const NAMES = Object.keys(MODULES);

/** Rates of the products' own taxes in percent, which count in the tax mode "individual". */
const PRODUCTS: Array<{ name: string; taxes: Record<string, number> }> = [
	{ name: 'Alpha', taxes: { tax1: 4.5 } },
	{ name: 'Beta', taxes: { tax1: 4.5, tax2: 10 } },
	{ name: 'Gamma', taxes: {} },
];

let coreBos: CoreBosStandIn;

beforeAll(async () => {
	coreBos = await startCoreBos({
		records: {
			Accounts: [{ accountname: 'Acme' }],
			Vendors: [{ vendorname: 'Supply' }],
			Products: PRODUCTS.map(({ name, taxes }) => ({
				productname: name,
				unit_price: '10.500000',
				$taxes: Object.entries(taxes)
					.map(([tax, rate]) => `${tax}=${rate}`)
					.join(),
			})),
		},
		currencies: [
			{ id: '21x2', currency_name: 'USA, Dollars', currency_code: 'USD', conversion_rate: '1.25' },
		],
		users: USERS,
	});
});
afterAll(async () => await coreBos.close());

const idOf = (module: string, index = 0) => coreBos.records(module)[index].id;

let documents = 0;
/** The fields of a new document; no two have the same subject. */
const documentOf = (module: string): IDataObject => ({
	subject: `Document ${++documents}`,
	bill_street: 'B 1',
	ship_street: 'B 1',
	assigned_user_id: '19x1',
	...(module === 'PurchaseOrder'
		? { vendor_id: idOf('Vendors') }
		: { account_id: idOf('Accounts') }),
	...MODULES[module],
});

/** Runs an operation of *Record* on items with `fields`, and with the `id` of what they change. */
async function write(
	operation: string,
	module: string,
	items: IDataObject[],
	{ user = 'admin', options = {}, more = {} }: Partial<Written> = {},
): Promise<IDataObject[]> {
	const parameters = {
		resource: 'record',
		operation,
		module: locatorValue(module, 'name'),
		recordId: locatorValue('={{ $json.id }}'),
		searchOn: 'subject',
		valuesFrom: 'json',
		fieldsJson: '={{ JSON.stringify($json.fields) }}',
		options: { changedValues: 'strict', ...options } as INodeParameters,
		...more,
	};
	const connection = coreBos.connectionOf(user);
	const { json, error, hints } = await runCoreBos({ connection }, parameters, items);
	expect([error?.message, error?.description, hints]).toEqual([undefined, undefined, []]);
	return json;
}

interface Written {
	user: string;
	options: IDataObject;
	more: INodeParameters;
}

describe('every operation takes every shape of lines', () => {
	const line = () => ({ productid: idOf('Products'), qty: 2, listprice: 10.5 });

	/** Members of the fields, by their name. */
	const SHAPES: Array<() => IDataObject> = [
		() => ({ pdoInformation: [line()] }),
		() => ({ pdoInformation: JSON.stringify([line()]) }),
		() => ({ pdoInformation: line() }),
		() => ({ LineItems: [line()] }),
		() => ({ pdoInformation: [{ productid: idOf('Products'), quantity: '2', price: '10.5' }] }),
	];

	/** Parameters, and what the items have beside the fields of the document. */
	const LINES_FROM: Array<[string, () => { parameters: INodeParameters; item: IDataObject }]> = [
		[
			'json',
			() => ({ parameters: { linesJson: '={{ $json.lines }}' }, item: { lines: [line()] } }),
		],
		[
			'below',
			() => ({
				parameters: {
					lines: { line: [{ product: locatorValue(idOf('Products')), qty: 2, listprice: '10.5' }] },
				},
				item: {},
			}),
		],
		['items', () => ({ parameters: { groupLinesBy: 'order' }, item: { order: 'O', ...line() } })],
	];

	const OPERATIONS: Array<[string, IDataObject]> = [
		['create', {}],
		['create', { together: true }],
		['update', {}],
		['update', { together: true }],
		['replace', {}],
		['upsert', {}],
		['upsert', { together: true }],
	];
	const isOfOld = (operation: string) => operation !== 'create';

	/** Fields for an operation; a document that has another line where it changes one. */
	async function target(operation: string, module: string): Promise<IDataObject> {
		const fields = documentOf(module);
		if (!isOfOld(operation)) return { fields };
		const old = [{ productid: idOf('Products', 1), qty: 1, listprice: 3 }];
		const [{ id }] = await write('create', module, [
			{ fields: { ...fields, pdoInformation: old } },
		]);
		return { id, fields };
	}

	/** One line of 21.00 with the group taxes of the install, 27 %. */
	function expectOneLine({ pdoInformation, hdnGrandTotal }: IDataObject): void {
		expect([hdnGrandTotal, pdoInformation]).toEqual([
			'26.670000',
			[
				expect.objectContaining({
					wsproductid: idOf('Products'),
					qty: '2.000',
					listprice: '10.500000',
				}),
			],
		]);
	}

	test.each(OPERATIONS.flatMap((how) => NAMES.map((module) => [...how, module] as const)))(
		'%s %j of %s',
		async (operation, options, module) => {
			const items: IDataObject[] = [];
			for (const shape of SHAPES) {
				const { fields, ...more } = await target(operation, module);
				items.push({ ...more, fields: { ...(fields as IDataObject), ...shape() } });
			}
			const made = await write(operation, module, items, { options });
			expect(made).toHaveLength(SHAPES.length);
			made.forEach(expectOneLine);
			for (const [linesFrom, given] of LINES_FROM) {
				const { parameters, item } = given();
				const wanted = { ...(await target(operation, module)), ...item };
				const more = { linesFrom, ...parameters };
				const [document] = await write(operation, module, [wanted], { options, more });
				expectOneLine(document);
			}
		},
	);
});

interface LineOfForm {
	product: number;
	qty: number;
	listprice: number;
	discountType: 'none' | 'amount' | 'percentage';
	discount: number;
}

interface PartsOfForm {
	taxMode: 'group' | 'individual';
	rates: number[];
	shipping: number;
	shippingTax: number;
	adjustment: number;
	finalDiscountType: 'amount' | 'percentage';
	finalDiscount: number;
}

/** The total as an accountant counts it, by the rules of the contract. */
function total(lines: LineOfForm[], parts: PartsOfForm): number {
	let sum = 0;
	for (const { product, qty, listprice, discountType, discount } of lines) {
		const gross = qty * listprice;
		const off = { none: 0, amount: discount, percentage: (gross / 100) * discount }[discountType];
		const own = Object.values(PRODUCTS[product].taxes).reduce((all, rate) => all + rate, 0);
		sum += (gross - off) * (parts.taxMode === 'individual' ? 1 + own / 100 : 1);
	}
	const isAmount = parts.finalDiscountType === 'amount';
	if (parts.taxMode === 'group') {
		sum -= isAmount ? parts.finalDiscount : (sum / 100) * parts.finalDiscount;
	}
	if (parts.taxMode === 'group') sum *= 1 + parts.rates.reduce((all, rate) => all + rate, 0) / 100;
	return sum + parts.shipping * (1 + parts.shippingTax / 100) + parts.adjustment;
}

const amount = (min: number, max: number, decimals: number) =>
	fc
		.integer({ min: min * 10 ** decimals, max: max * 10 ** decimals })
		.map((n) => n / 10 ** decimals);

const LINE = fc.record<LineOfForm>({
	product: fc.nat(PRODUCTS.length - 1),
	qty: amount(1, 500, 3),
	listprice: amount(1, 2000, 2),
	discountType: fc.constantFrom('none', 'amount', 'percentage'),
	discount: amount(0, 50, 2),
});
const LINES = fc.array(LINE, { minLength: 1, maxLength: 4 });
const PARTS = fc.record<PartsOfForm>({
	taxMode: fc.constantFrom('group', 'individual'),
	rates: fc.tuple(amount(0, 25, 1), amount(0, 25, 1), amount(0, 5, 2)).map((rates) => [...rates]),
	shipping: amount(0, 100, 2),
	shippingTax: amount(0, 25, 1),
	adjustment: amount(-20, 20, 2),
	finalDiscountType: fc.constantFrom('amount', 'percentage'),
	finalDiscount: amount(0, 30, 2),
});
const RUN = fc.record({
	module: fc.constantFrom(...NAMES),
	user: fc.constantFrom('admin', ...USERS.map(({ user_name }) => user_name)),
	lines: LINES,
	others: LINES,
	parts: PARTS,
});

function linesBelow(lines: LineOfForm[]): INodeParameters {
	const line = lines.map(({ product, listprice, ...more }) => ({
		...more,
		product: locatorValue(idOf('Products', product)),
		listprice: String(listprice),
	}));
	return { linesFrom: 'below', lines: { line } } as unknown as INodeParameters;
}

/** Individual taxes allow no final discount. */
function totalsBelow({ taxMode, rates, ...parts }: PartsOfForm): INodeParameters {
	const tax = rates.map((rate, index) => ({ name: `tax${index + 1}`, rate }));
	const discount = taxMode === 'individual' ? { finalDiscount: 0 } : {};
	const totals = { ...parts, ...discount, taxMode, groupTaxes: { tax } };
	return { totals } as unknown as INodeParameters;
}

test('whatever the lines, taxes, discounts and the user: the total is what an accountant counts', async () => {
	await fc.assert(
		fc.asyncProperty(RUN, async ({ module, user, lines, others, parts }) => {
			const more = { ...linesBelow(lines), ...totalsBelow(parts) };
			const [made] = await write('create', module, [{ fields: documentOf(module) }], {
				user,
				more,
			});
			expect(made.pdoInformation).toHaveLength(lines.length);
			expect(Number(made.hdnGrandTotal)).toBeCloseTo(total(lines, parts), 1);

			// New lines keep taxes, shipping, adjustment and final discount.
			const change = { user, more: linesBelow(others) };
			const [changed] = await write('update', module, [{ id: made.id, fields: {} }], change);
			expect(changed.pdoInformation).toHaveLength(others.length);
			expect(Number(changed.hdnGrandTotal)).toBeCloseTo(total(others, parts), 1);
		}),
		{ numRuns: 25 },
	);
}, 240_000);
