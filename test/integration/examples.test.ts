import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { exampleWorkflow } from '../../scripts/n8n/example-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { CORE_BOS, runNodes } from './n8n-engine';

let coreBos: CoreBosStandIn;
beforeEach(async () => {
	coreBos = await startCoreBos({
		records: {
			Products: [
				{ productname: 'Alpha', productcode: "SH'1" },
				{ productname: 'Beta', productcode: 'SH2' },
			],
		},
	});
});
afterEach(async () => await coreBos.close());

/** Runs the coreBOS nodes of an example in a row, on items as its trigger outputs them. */
async function runExample(name: string, items: IDataObject[]) {
	const nodes = exampleWorkflow(name, { "$('coreBOS Trigger')": "$('Start')" }).nodes;
	return await runNodes(
		items,
		nodes
			.filter(({ type }) => type === CORE_BOS)
			.map((node) => ({
				name: node.name,
				type: CORE_BOS,
				parameters: node.parameters as INodeParameters,
				credential: coreBos.connection,
			})),
	);
}

test('product-sync-records: all products in one call, by their code', async () => {
	const items = [
		{ id: '6x1', productcode: 'SH2', productname: 'Beta 2', unit_price: '3.5', watch: {} },
		{ id: '6x2', productcode: 'SH3', productname: 'Gamma', unit_price: '1', watch: {} },
	];
	const { error } = await runExample('product-sync-records', items);
	expect(error).toBeUndefined();
	expect(coreBos.calls('MassCreate')).toBe(1);
	const products = coreBos.records('Products').map((one) => [one.productcode, one.productname]);
	expect(products.sort()).toEqual([
		["SH'1", 'Alpha'],
		['SH2', 'Beta 2'],
		['SH3', 'Gamma'],
	]);
});

describe('invoice-from-shop', () => {
	const order = (codes: string[]) => ({
		env: {
			order: 'S-1001',
			customer: { name: "L'Atelier", email: 'buyer@atelier.example', street: 'Rue 1' },
			lines: codes.map((code) => ({ code, qty: 2, price: 10.5 })),
		},
	});

	test('an order that is sent twice is one invoice of one customer, with a PDF', async () => {
		for (let times = 0; times < 2; times++) {
			const outcome = await runExample('invoice-from-shop', [order(["SH'1", 'SH2'])]);
			expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
			expect(outcome.items('PDF')[0].binary?.data.mimeType).toBe('application/pdf');
		}
		const [account, ...more] = coreBos.records('Accounts');
		expect([account.accountname, more]).toEqual(["L'Atelier", []]);
		const invoices = coreBos.records('Invoice');
		expect(invoices).toMatchObject([{ subject: 'S-1001', account_id: account.id }]);
		expect(Number(invoices[0].hdnSubTotal)).toBe(42);
	});

	test('an unknown product is an error that names what is missing, and no invoice', async () => {
		const { error } = await runExample('invoice-from-shop', [order(['SH2', 'nowhere'])]);
		expect(error?.message).toBeTruthy();
		expect(coreBos.records('Invoice')).toEqual([]);
	});
});
