import { exampleWorkflow } from '../../scripts/n8n/exampleWorkflow';
import type { Execution } from '../../scripts/n8n/rest';
import { startN8n, type CredentialImport, type RunningN8n } from '../../scripts/n8n/start';
import { createCoreBosClient, type CoreBosClient } from '../../engine';
import { startAccounting, type AccountingStandIn } from '../accounting/server';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { startMdm, type MdmStandIn } from '../mdm/server';
import { inRealN8n } from './realN8n';

/** The examples in one n8n, between two installs and the systems that they call. */
interface Examples {
	a: CoreBosStandIn;
	b: CoreBosStandIn;
	accounting: AccountingStandIn;
	mdm: MdmStandIn;
	n8n: RunningN8n;
	/** Works in A as its users do. */
	inA: CoreBosClient;
	stop(): Promise<void>;
}

const credential = (id: string, { name, connection }: CoreBosStandIn): CredentialImport => ({
	id,
	name,
	type: 'coreBosApi',
	data: { ...connection },
});

const inN8n = inRealN8n<Examples>(async ({ host, packageTarball, progress }) => {
	const accounting = await startAccounting();
	const mdm = await startMdm();
	const a = await startCoreBos({
		name: 'coreBOS A',
		customFields: {
			Accounts: ['cf_codcliente', 'cf_mdm_customer'],
			HelpDesk: ['cf_refund_amount', 'cf_mdm_change'],
			Products: ['cf_idproducto'],
			Invoice: ['cf_factura'],
		},
		settings: {
			facturascripts_url: accounting.url,
			facturascripts_token: accounting.token,
			mdm_url: mdm.url,
			mdm_token: mdm.token,
		},
		nextNumber: 10852,
	});
	const b = await startCoreBos({
		name: 'coreBOS B',
		records: {
			Accounts: [
				{ accountname: 'Bodega del Mar', bill_city: 'Altea', phone: '1' },
				{ accountname: 'Äpfel & Co', bill_city: 'Altea', phone: '2' },
				{ accountname: "L'Atelier", bill_city: "L'Alfàs", phone: '3' },
			],
		},
	});
	const closeAll = async () => await Promise.all([a, b, accounting, mdm].map((one) => one.close()));
	try {
		const n8n = await startN8n({
			host,
			packageTarball,
			credentials: [credential('coreBosInstallA0', a), credential('coreBosInstallB0', b)],
			workflows: [
				exampleWorkflow('facturascripts'),
				exampleWorkflow('refund-to-mdm'),
				exampleWorkflow('query-without-record', { 'http://corebos-b.example': b.url }),
			],
			progress,
		});
		const stop = async () => {
			await n8n.stop();
			await closeAll();
		};
		for (const path of ['facturascripts', 'refund-to-mdm', 'accounts-of-a-city']) {
			await n8n.webhookReady(path);
		}
		const inA = createCoreBosClient(a.connection, fetchHttp);
		return { a, b, accounting, mdm, n8n, stop, inA };
	} catch (error) {
		await closeAll();
		throw error;
	}
});

/** POSTs a form to a trigger, as the CRM does. */
async function post(
	{ n8n }: Examples,
	path: string,
	query: Record<string, string>,
	form: Record<string, string> = {},
): Promise<Response> {
	return await fetch(`${n8n.url}/webhook/${path}?${new URLSearchParams(query)}`, {
		method: 'POST',
		body: new URLSearchParams(form),
	});
}

async function made(client: CoreBosClient, elementType: string, element: object): Promise<string> {
	const record = await client.call('create', {
		elementType,
		element: { assigned_user_id: '19x1', ...element },
	});
	return (record as { id: string }).id;
}

describe('facturascripts: accounts, products, then an invoice', () => {
	const workflow = { account: '51', product: '52', invoice: '53' };
	const ids: Record<string, string> = {};
	const sync = async (examples: Examples, kind: keyof typeof workflow, record_id: string) => {
		const known = (await examples.n8n.rest.executions('coreBosFacturaSc')).map(({ id }) => id);
		const query = { record_id, workflow_id: workflow[kind] };
		const response = await post(examples, 'facturascripts', query);
		const run = await examples.n8n.rest.nextExecution('coreBosFacturaSc', known);
		return { response, run };
	};
	const inA = ({ a }: Examples, module: string, id: string) =>
		a.records(module).find((record) => record.id === id) ?? {};
	const clean = ({ run }: { run: Execution }) =>
		expect([run.error, run.status]).toEqual([undefined, 'success']);

	inN8n('an account becomes a customer, and coreBOS keeps its number', async (examples) => {
		ids.account = await made(examples.inA, 'Accounts', {
			accountname: 'Chemex & Söhne "Ltd"',
			siccode: 'B12345678',
			email1: 'info@chemex.example',
			bill_street: 'Main Street 1',
			bill_city: 'Köln',
		});
		clean(await sync(examples, 'account', ids.account));
		expect(examples.accounting.customers).toMatchObject([
			{
				codcliente: '1',
				nombre: 'Chemex & Söhne "Ltd"',
				cifnif: 'B12345678',
				email: 'info@chemex.example',
				ciudad: 'Köln',
			},
		]);
		expect(inA(examples, 'Accounts', ids.account).cf_codcliente).toBe('1');
	});

	inN8n('a changed account changes its customer and makes no second one', async (examples) => {
		await examples.inA.call('revise', {
			element: { id: ids.account, accountname: 'Chemex plus', bill_city: 'Bonn' },
		});
		clean(await sync(examples, 'account', ids.account));
		expect(examples.accounting.customers).toMatchObject([
			{ codcliente: '1', nombre: 'Chemex plus', ciudad: 'Bonn', cifnif: 'B12345678' },
		]);
	});

	inN8n('a product, made and changed', async (examples) => {
		ids.product = await made(examples.inA, 'Products', {
			productname: 'Drill',
			productcode: '00815',
			unit_price: '99.95',
			qtyinstock: '3',
		});
		clean(await sync(examples, 'product', ids.product));
		expect(inA(examples, 'Products', ids.product).cf_idproducto).toBe('1');
		await examples.inA.call('revise', { element: { id: ids.product, unit_price: '120' } });
		clean(await sync(examples, 'product', ids.product));
		expect(examples.accounting.products).toEqual([
			{
				idproducto: '1',
				referencia: ids.product,
				descripcion: 'Drill (00815)',
				precio: '120.000000',
				stockfis: '3.000',
			},
		]);
	});

	const invoice = (account: string) => ({
		subject: 'Drills',
		account_id: account,
		invoicestatus: 'Approved',
		invoicedate: '2026-11-22',
		bill_street: 'x',
		ship_street: 'x',
		currency_id: '21x1',
		conversion_rate: '1.000',
		taxtype: 'group',
		hdnTaxType: 'group',
		pdoInformation: [{ productid: ids.product, qty: 2, listprice: 110 }],
	});

	inN8n('an invoice finds the customer of its account, and is made once', async (examples) => {
		ids.invoice = await made(examples.inA, 'Invoice', invoice(ids.account));
		clean(await sync(examples, 'invoice', ids.invoice));
		clean(await sync(examples, 'invoice', ids.invoice));
		expect(examples.accounting.invoices).toMatchObject([
			{
				codcliente: '1',
				fecha: '2026-11-22',
				total: 220,
				lines: [{ referencia: ids.product, cantidad: 2, pvpunitario: 110 }],
			},
		]);
		expect(inA(examples, 'Invoice', ids.invoice).cf_factura).toBe('FAC2026A1');
	});

	inN8n('an invoice of an account that was never sent: the API says so', async (examples) => {
		const account = await made(examples.inA, 'Accounts', { accountname: 'Unknown there' });
		const id = await made(examples.inA, 'Invoice', invoice(account));
		const { response, run } = await sync(examples, 'invoice', id);
		expect(response.status).toBe(500);
		expect(run.lastNodeExecuted).toBe('Create Invoice');
		expect(run.error?.message).toMatch(/create invoice.*404/);
		expect(run.error?.message).toContain('customer-not-found');
		expect(inA(examples, 'Invoice', id).cf_factura).toBe('');
		expect(JSON.stringify(run)).not.toContain(examples.accounting.token);
	});
});

describe('refund-to-mdm: a map defined in the node', () => {
	inN8n('a change arrives typed, and the ticket keeps its number', async (examples) => {
		const account = await made(examples.inA, 'Accounts', {
			accountname: 'Äpfel & Co',
			cf_mdm_customer: 'MDM-17',
		});
		const ticket = await made(examples.inA, 'HelpDesk', {
			ticket_title: 'Refund "März"',
			parent_id: account,
			ticketstatus: 'Closed',
			cf_refund_amount: '12.50',
		});
		const query = { record_id: ticket, workflow_id: '71' };
		const portal = { reason: 'damaged', iban: 'DE02 1203 0000 0000 2020 51' };
		const response = await post(examples, 'refund-to-mdm', query, portal);
		const answer = (await response.json()) as { context: Record<string, unknown> };
		expect([response.status, answer]).toMatchObject([
			200,
			{ cf_mdm_change: 'CHG-1', context: { mdm_change: 'CHG-1', mdm_position: 0 } },
		]);
		const kept = examples.a.records('HelpDesk').find(({ id }) => id === ticket);
		expect(kept?.cf_mdm_change).toBe('CHG-1');
		expect(examples.mdm.changes).toEqual([
			{
				id: 'CHG-1',
				source: 'coreBOS A',
				sourceId: ticket,
				title: `Refund "März" (${kept?.ticket_no})`,
				customer: 'MDM-17',
				status: 'CLOSED',
				amount: 12.5,
				closed: true,
				details: portal,
			},
		]);
	});

	inN8n('what the MDM refuses is an error that says why, and nothing is kept', async (examples) => {
		const ticket = await made(examples.inA, 'HelpDesk', {
			ticket_title: 'x',
			ticketstatus: 'Open',
		});
		const query = { record_id: ticket, workflow_id: '71' };
		expect((await post(examples, 'refund-to-mdm', query)).status).toBe(500);
		const [{ id }] = await examples.n8n.rest.executions('coreBosRefundMdm');
		const run = await examples.n8n.rest.execution(id);
		expect(run.error?.message).toMatch(/refund change.*422/);
		expect(run.error?.message).toContain('customer must be a string');
		expect(JSON.stringify(run)).not.toContain(examples.mdm.token);
		expect(examples.mdm.changes).toHaveLength(1);
	});
});

describe('query-without-record: a small web service', () => {
	const cities: Array<[string, string[]]> = [
		['Altea', ['Bodega del Mar', 'Äpfel & Co']],
		["L'Alfàs", ["L'Atelier"]],
		["x' or accountname!='", []],
		['Nowhere', []],
	];
	for (const [city, names] of cities) {
		inN8n(`accounts of ${city}: ${names.length}`, async (examples) => {
			const query = { record_id: '0x0', workflow_id: '61' };
			const response = await post(examples, 'accounts-of-a-city', query, { city });
			expect(response.status).toBe(200);
			expect(response.headers.get('content-type')).toMatch(/^application\/json/);
			const answer = (await response.json()) as { success: boolean; result: object[] };
			expect(answer.success).toBe(true);
			const found = answer.result.map((row) => (row as { accountname: string }).accountname);
			expect(found.sort()).toEqual([...names].sort());
		});
	}
});
