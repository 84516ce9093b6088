import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { CoreBosError, documentToSave, readLines, type CoreBosClient } from '../../../engine';
import { storedTotals } from '../../../engine/corebos/lines/document-totals';
import { givenLines } from '../../../engine/corebos/lines/given-lines';
import { lineChanges } from '../../../engine/corebos/lines/line-changes';

type Members = Record<string, unknown>;

/** A client that answers products, and counts. */
function clientOf(products: Record<string, Members>) {
	const asked: string[] = [];
	const client: CoreBosClient = {
		call: async (operation, { id } = {}) => {
			asked.push(`${operation} ${String(id)}`);
			const record = products[String(id)];
			if (record !== undefined) return { id, ...record };
			const reason = `record ${String(id)} is not there`;
			return await Promise.reject(new CoreBosError({ code: 'ACCESS_DENIED', operation, reason }));
		},
	};
	return { client, asked };
}

const PRODUCTS = {
	'14x1': { productname: 'One', unit_price: '10.000000' },
	'14x2': { productname: 'Two', unit_price: '1.234,560000' },
	'26x3': { servicename: 'Three', unit_price: '5' },
	'11x4': { accountname: 'Acme' },
	'14x5': { productname: 'Of a price that the user may not see' },
};

describe('the lines that an element gives', () => {
	const line = { productid: '14x1', qty: '1', listprice: '10' };
	const READ: Array<[string, Members, Members[]]> = [
		['021 one object', { pdoInformation: line }, [line]],
		['a list', { pdoInformation: [line, line] }, [line, line]],
		['JSON text', { pdoInformation: JSON.stringify([line]) }, [line]],
		[
			"022 vtiger's LineItems with quantity and price",
			{ LineItems: [{ productid: '14x1', quantity: '1', price: '10' }] },
			[line],
		],
		['no lines', { subject: 'S' }, []],
		['an empty list', { pdoInformation: [] }, []],
		['an empty text', { pdoInformation: ' ' }, []],
		['numbers', { pdoInformation: [{ productid: '14x1', qty: 1, listprice: 10 }] }, [line]],
		[
			'a line as retrieve answers it',
			{
				pdoInformation: [
					{
						productid: '1',
						wsproductid: '14x1',
						linetype: 'Products',
						comment: '',
						qty: '2.000',
						listprice: '10.000000',
						discount: 0,
						discount_type: 0,
						discount_percentage: 0,
						discount_amount: 0,
						tax1: 4.5,
						tax1_label: 'VAT',
						tax1_amount: 0.9,
					},
				],
			},
			[{ productid: '14x1', qty: '2.000', listprice: '10.000000' }],
		],
		[
			'a discount without its switch',
			{ pdoInformation: [{ ...line, discount_percent: 5 }] },
			[{ ...line, discount: 1, discount_type: 'percentage', discount_percentage: '5' }],
		],
		[
			'an amount off',
			{ pdoInformation: [{ ...line, discount: 1, discount_type: 'amount', discount_amount: 3 }] },
			[{ ...line, discount: 1, discount_type: 'amount', discount_amount: '3' }],
		],
		[
			'a discount switched off',
			{ pdoInformation: [{ ...line, discount: 0, discount_amount: 3 }] },
			[line],
		],
		['a deleted line', { pdoInformation: [line, { ...line, deleted: 1 }] }, [line]],
		[
			'a field of the install',
			{ pdoInformation: [{ ...line, cost_price: '4' }] },
			[{ ...line, cost_price: '4' }],
		],
	];
	test.each(READ)('%s', (_, element, lines) => {
		expect(givenLines(element)).toEqual(lines);
	});

	const REFUSED: Array<[string, unknown, string]> = [
		['066 a line without quantity', [line, { productid: '14x1' }], 'line 2 has no quantity'],
		['a line without product', [{ qty: 1 }], 'line 1 has no product or service'],
		['a quantity with a comma', [{ ...line, qty: '2,5' }], 'quantity (qty) of line 1 is "2,5"'],
		['a price in words', [{ ...line, listprice: 'ten' }], 'price (listprice) of line 1 is "ten"'],
		['a text that is not JSON', 'two of them', 'not JSON'],
		['a number', [7], 'line 1 is not an object'],
		[
			'two discounts',
			[{ ...line, discount_percentage: 5, discount_amount: 3 }],
			'set discount_type to percentage or amount',
		],
		['a discount without a value', [{ ...line, discount: 1 }], 'discount without a value'],
		['a strange discount', [{ ...line, discount_type: 'half' }], 'write percentage or amount'],
	];
	test.each(REFUSED)('%s is refused', (_, lines, message) => {
		expect(() => readLines(lines)).toThrow(message);
	});

	test('lines given under both names are refused', () => {
		expect(() => givenLines({ pdoInformation: [line], LineItems: [line] })).toThrow('twice');
	});
});

describe('a document to save', () => {
	test('has the ids of products, their prices where none is given, and the flag for numbers', async () => {
		const { client, asked } = clientOf(PRODUCTS);
		const pdoInformation = [
			{ productid: '14x1', qty: 2 },
			{ productid: '14x2', qty: 1 },
			{ productid: '26x3', qty: 1, listprice: '7' },
			{ productid: '14x1', qty: 1, listprice: 0 },
		];
		const { element } = await documentToSave(client, { subject: 'S', pdoInformation });
		expect(element).toEqual({
			subject: 'S',
			pdoInformation: [
				{ productid: '14x1', qty: '2', listprice: '10' },
				{ productid: '14x2', qty: '1', listprice: '1234.56' },
				{ productid: '26x3', qty: '1', listprice: '7' },
				{ productid: '14x1', qty: '1', listprice: '0' },
			],
			__cbws_skipcurdbconv_pdo: 1,
		});
		expect(asked).toHaveLength(3);
	});

	test.each([
		['025 that does not exist', '14x99999999', 'line 1: record 14x99999999'],
		['that is an account', '11x4', 'line 1: the record 11x4 is not a product or service'],
		['by name', 'One', 'the productid of line 1 is "One"'],
		['without a price for this user', '14x5', 'line 1 has no price (listprice)'],
	])('a product %s is refused before anything is saved', async (_, productid, message) => {
		const { client } = clientOf(PRODUCTS);
		const saving = documentToSave(client, { pdoInformation: [{ productid, qty: 1 }] });
		await expect(saving).rejects.toThrow(message);
	});

	test('without lines goes as it is, and reads nothing', async () => {
		const { client, asked } = clientOf(PRODUCTS);
		const { element } = await documentToSave(
			client,
			{ subject: 'S', pdoInformation: [] },
			async () => await Promise.reject(new Error('read')),
		);
		expect([element, asked]).toEqual([{ subject: 'S' }, []]);
	});

	const lines = { pdoInformation: [{ productid: '14x1', qty: 1 }] };
	/** What is sent, what the document had, and what goes beside the lines. */
	const TOTALS: Array<[string, Members, Members, Members]> = [
		[
			'a percentage without its kind',
			{ hdnDiscountPercent: '5.000' },
			{},
			{ discount_type_final: 'percentage', hdnDiscountPercent: '5.000' },
		],
		['shipping as the field', { hdnS_H_Amount: '7' }, {}, { shipping_handling_charge: '7' }],
		[
			'an adjustment below zero',
			{ adjustment: -4 },
			{},
			{ adjustmentType: 'deduct', adjustment: '4' },
		],
		[
			'an answered adjustment',
			{ txtAdjustment: '4,000000' },
			{},
			{ adjustmentType: 'add', adjustment: '4' },
		],
		[
			'a tax type',
			{ hdnTaxType: 'individual' },
			{},
			{ taxtype: 'individual', hdnTaxType: 'individual' },
		],
	];
	test.each(TOTALS)('with %s', async (_, given, stored, members) => {
		const { client } = clientOf(PRODUCTS);
		const { element } = await documentToSave(client, { ...given, ...lines }, async () => stored);
		const { pdoInformation, __cbws_skipcurdbconv_pdo, ...others } = element;
		expect([others, pdoInformation, __cbws_skipcurdbconv_pdo]).toEqual([
			members,
			[{ productid: '14x1', qty: '1', listprice: '10' }],
			1,
		]);
	});

	test.each([
		['taxtype', 'hdnDiscountPercent', '5'],
		['hdnTaxType', 'hdnDiscountAmount', 2.5],
	])('with individual taxes (%s), %s is refused', async (type, name, value) => {
		const { client } = clientOf(PRODUCTS);
		const given = { [type]: 'individual', [name]: value, ...lines };
		await expect(documentToSave(client, given)).rejects.toThrow('keeps no final discount');
		const none = { ...given, [name]: '0.000000' };
		expect((await documentToSave(client, none)).element).toMatchObject({ taxtype: 'individual' });
	});

	test('with an unknown tax type is refused', async () => {
		const { client } = clientOf(PRODUCTS);
		await expect(documentToSave(client, { taxtype: 'none', ...lines })).rejects.toThrow('"none"');
	});
});

interface RecordedCall {
	id: number | string;
	operation: string;
	parameters: { element?: Members };
	response: { body?: { result?: Members } };
}

const recorded = (file: string): RecordedCall[] => {
	const told: unknown = JSON.parse(readFileSync(`${__dirname}/../../recordings/${file}`, 'utf8'));
	return Array.isArray(told) ? told : (told as { calls: RecordedCall[] }).calls;
};
const FILES = [recorded('webservice-more.json'), recorded('webservice-live.json')];
const CALLS = FILES.flat();
const isReadDocument = ({ operation, response }: RecordedCall) =>
	operation === 'retrieve' && response.body?.result?.hdnGrandTotal !== undefined;

describe('documents as a real coreBOS answers them', () => {
	/** A line without a product is counted, but its taxes are not added up. */
	const INEXACT: Array<number | string> = [154];

	test('their total follows from what is read of taxes, shipping, adjustment and discount', () => {
		const documents = CALLS.filter(isReadDocument);
		const inexact = documents.filter(
			({ response }) => !storedTotals(response.body?.result as Members).isExact,
		);
		expect(documents.length).toBeGreaterThan(40);
		expect(inexact.map(({ id }) => id)).toEqual(INEXACT);
	});

	test('what is read of a document of 48.09 is what it was made of', () => {
		const document = CALLS.find(({ id }) => id === 'lines2-001')?.response.body?.result as Members;
		expect(storedTotals(document).members).toEqual({
			taxtype: 'group',
			tax1_group_percentage: '21',
			tax2_group_percentage: '0',
			tax3_group_percentage: '0',
			discount_type_final: 'percentage',
			hdnDiscountPercent: '5',
			shipping_handling_charge: '15',
			shtax1: '10',
			adjustmentType: 'add',
			adjustment: '4',
		});
	});

	test('an adjustment that was taken off is read as such', () => {
		const document = CALLS.find(({ id }) => id === 137)?.response.body?.result as Members;
		expect(storedTotals(document).members).toMatchObject({
			adjustmentType: 'deduct',
			adjustment: '1.5',
		});
	});

	/** The user's format was applied to prices that went without the flag; a product was none. */
	const CHANGED = [150, 152, 185, 189, 'lines4-004'];

	test('lines sent and kept are the same, but for those that coreBOS changed', () => {
		const changed = FILES.flatMap((calls) =>
			calls.filter(isReadDocument).flatMap(({ id, response }) => {
				const document = response.body?.result as Members;
				const sent = calls.find(
					({ operation, response: answer }) =>
						operation === 'create' && answer.body?.result?.id === document.id,
				)?.parameters.element;
				if (!Array.isArray(sent?.pdoInformation) || id === 154) return [];
				const element = { ...sent, pdoInformation: givenLines(sent) };
				return lineChanges(element, document).length > 0 ? [id] : [];
			}),
		);
		expect(changed).toEqual(CHANGED);
	});
});

describe('lines that are answered in another order than they were sent in', () => {
	const sentLine = (productid: string, qty: string, comment = '') => ({
		productid,
		qty,
		listprice: '10',
		comment,
	});
	const answered = ({ productid, qty, comment }: ReturnType<typeof sentLine>) => ({
		productid: productid.split('x')[1],
		wsproductid: productid,
		linetype: 'Products',
		qty: `${qty}.000`,
		listprice: '10.000000',
		comment,
	});
	const lines = [
		sentLine('14x1', '1'),
		sentLine('14x2', '2'),
		sentLine('14x1', '3', 'the second of the product'),
	];
	const changesOf = (kept: Members[]) =>
		lineChanges(
			{ pdoInformation: lines },
			{ pdoInformation: kept, hdnTaxType: 'group', hdnGrandTotal: '60.000000' },
		).map(({ field, sent, kept: value }) => `${field}: ${sent}, ${value}`);

	test.each(['012', '021', '102', '120', '201', '210'])('%s is all as sent', (order) => {
		expect(changesOf([...order].map((index) => answered(lines[Number(index)])))).toEqual([]);
	});

	test.each(['012', '021', '102', '120', '201', '210'])('%s: what differs is told', (order) => {
		const changed = answered({ ...lines[2], qty: '4' });
		const kept = [answered(lines[0]), answered(lines[1]), changed];
		expect(changesOf([...order].map((index) => kept[Number(index)]))).toEqual([
			'pdoInformation, line 3, qty: 3, 4.000',
		]);
	});

	test('and a line that another product has taken', () => {
		const other = answered({ ...lines[1], productid: '14x9' });
		expect(changesOf([other, answered(lines[2]), answered(lines[0])])).toEqual([
			'pdoInformation, line 2, productid: 2, 9',
		]);
	});
});

test('whatever the rates and amounts: what a document is made of is read from its totals', () => {
	const cents = (max: number) => fc.integer({ min: 0, max }).map((n) => n / 100);
	const rate = fc.integer({ min: 0, max: 2500 }).map((n) => n / 100);
	fc.assert(
		fc.property(
			fc.integer({ min: 100, max: 1_000_000 }).map((n) => n / 100),
			rate,
			rate,
			cents(2000),
			cents(20000),
			cents(2000),
			fc.boolean(),
			(net, tax1, tax2, percent, shipping, adjustment, isDeducted) => {
				const less = net - (net * percent) / 100;
				const taxes = [tax1, tax2].map((one) => (less * one) / 100);
				const total =
					less + taxes[0] + taxes[1] + shipping + (isDeducted ? -adjustment : adjustment);
				const { members, isExact } = storedTotals({
					hdnTaxType: 'group',
					hdnSubTotal: net.toFixed(6),
					sum_nettotal: net.toFixed(6),
					pl_dto_global: (net - less).toFixed(6),
					hdnDiscountPercent: percent.toFixed(3),
					hdnDiscountAmount: '0.000000',
					hdnS_H_Amount: shipping.toFixed(6),
					pl_sh_tax: '0.000000',
					txtAdjustment: adjustment.toFixed(6),
					sum_tax1: taxes[0].toFixed(6),
					sum_tax2: taxes[1].toFixed(6),
					sum_taxtotal: (taxes[0] + taxes[1]).toFixed(6),
					hdnGrandTotal: total.toFixed(2),
				});
				expect(isExact).toBe(true);
				expect(Number(members.tax1_group_percentage)).toBeCloseTo(tax1, 2);
				expect(Number(members.shipping_handling_charge)).toBeCloseTo(shipping, 6);
				if (adjustment > 0.05 && percent === 0) {
					expect(members.adjustmentType).toBe(isDeducted ? 'deduct' : 'add');
				}
			},
		),
	);
});
