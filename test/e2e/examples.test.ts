import { exampleWorkflow } from '../../scripts/n8n/example-workflow';
import type { Execution } from '../../scripts/n8n/rest';
import { startN8n, type CredentialImport, type RunningN8n } from '../../scripts/n8n/start';
import { createCoreBosClient, type CoreBosClient } from '../../engine';
import { isReading } from '../../engine/corebos/operations';
import { startAccounting, type AccountingStandIn } from '../accounting/server';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { startMail, type MailStandIn } from '../mail/server';
import { startMdm, type MdmStandIn } from '../mdm/server';
import { startModel, type ModelStandIn, type ToolCall } from '../model/server';
import { inRealN8n } from './real-n8n';

/** The examples in one n8n, between two installs and the systems that they call. */
interface Examples {
	a: CoreBosStandIn;
	b: CoreBosStandIn;
	accounting: AccountingStandIn;
	mdm: MdmStandIn;
	mail: MailStandIn;
	model: ModelStandIn;
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
	const mail = await startMail();
	const model = await startModel([]);
	const a = await startCoreBos({
		name: 'coreBOS A',
		customFields: {
			Accounts: ['cf_codcliente', 'cf_mdm_customer'],
			HelpDesk: ['cf_refund_amount', 'cf_mdm_change'],
			Products: ['cf_idproducto', 'cf_remote_id'],
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
	const closeAll = async () =>
		await Promise.all([a, b, accounting, mdm, mail, model].map((one) => one.close()));
	try {
		const n8n = await startN8n({
			host,
			packageTarball,
			credentials: [
				credential('coreBosInstallA0', a),
				credential('coreBosInstallB0', b),
				{ id: 'shopMailServer00', name: 'Mail server', type: 'smtp', data: mail.credential },
				{ id: 'assistantModel00', name: 'OpenAI', type: 'openAiApi', data: model.credential },
			],
			workflows: [
				exampleWorkflow('facturascripts'),
				exampleWorkflow('refund-to-mdm'),
				exampleWorkflow('product-sync-records'),
				exampleWorkflow('invoice-from-shop'),
				exampleWorkflow('ai-assistant'),
				exampleWorkflow('query-without-record', { 'http://corebos-b.example': b.url }),
			],
			progress,
		});
		const stop = async () => {
			await n8n.stop();
			await closeAll();
		};
		for (const path of ['facturascripts', 'refund-to-mdm', 'accounts-of-a-city', 'shop-order']) {
			await n8n.webhookReady(path);
		}
		const inA = createCoreBosClient(a.connection, fetchHttp);
		return { a, b, accounting, mdm, mail, model, n8n, stop, inA };
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
		expect(run.error?.message).toMatch(/customer-not-found.*404/i);
		expect(run.error?.description).toContain('create invoice');
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
		const { rest } = examples.n8n;
		// Each change that the MDM has was one run.
		const before = await rest.executionsOnce('coreBosRefundMdm', examples.mdm.changes.length);
		expect((await post(examples, 'refund-to-mdm', query)).status).toBe(500);
		const known = before.map(({ id }) => id);
		const run = await rest.nextExecution('coreBosRefundMdm', known);
		expect(run.error?.message).toMatch(/customer must be a string.*422/i);
		expect(run.error?.description).toContain('refund change');
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

const unpublish = async ({ n8n }: Examples, workflowId: string) =>
	await n8n.rest.request('POST', `/workflows/${workflowId}/deactivate`, {});

/** Publishes a workflow anew: it polls at once, not at the next minute. */
async function polled(examples: Examples, workflowId: string): Promise<Execution> {
	const { rest } = examples.n8n;
	const known = (await rest.executions(workflowId)).map(({ id }) => id);
	await unpublish(examples, workflowId);
	await rest.publish(workflowId);
	return await rest.nextExecution(workflowId, known);
}

describe('product-sync-records: products travel without a call', () => {
	const workflowId = 'coreBosSyncRecs0';
	const inB = ({ b }: Examples) =>
		b
			.records('Products')
			.map(({ productcode, productname, unit_price }) => [productcode, productname, unit_price]);

	inN8n('new products are created in B in one call, changed ones updated', async (examples) => {
		const first = { productname: 'Grinder "Ñ"', productcode: '00471', unit_price: '99.5' };
		const second = { productname: 'Kettle', productcode: '00472', unit_price: '20' };
		const id = await made(examples.inA, 'Products', first);
		await made(examples.inA, 'Products', second);
		const created = await polled(examples, workflowId);
		expect([created.error, created.status]).toEqual([undefined, 'success']);
		const calls = examples.b.calls('MassCreate');
		expect(inB(examples)).toEqual(
			expect.arrayContaining([
				['00471', 'Grinder "Ñ"', '99.500000'],
				['00472', 'Kettle', '20.000000'],
			]),
		);
		await examples.inA.call('revise', { element: { id, productname: 'Grinder 2' } });
		const changed = await polled(examples, workflowId);
		expect([changed.error, changed.status]).toEqual([undefined, 'success']);
		expect(inB(examples).filter(([code]) => code === '00471')).toEqual([
			['00471', 'Grinder 2', '99.500000'],
		]);
		expect(examples.b.calls('MassCreate')).toBe(calls + 1);
	});
});

describe('product-sync-bulk: one call of a map for all new products', () => {
	inN8n('each product is created in B, and A keeps its ID', async (examples) => {
		const { a, b, n8n } = examples;
		// Only this workflow is to see the new products.
		await unpublish(examples, 'coreBosSyncRecs0');
		const { id: workflowId } = await n8n.rest.request<{ id: string }>('POST', '/workflows', {
			...exampleWorkflow('product-sync/product-sync-bulk', { 'http://corebos-b.example': b.url }),
			id: undefined,
		});
		// It watches from its first poll on, and must not poll while products are made.
		await n8n.rest.publish(workflowId);
		await unpublish(examples, workflowId);
		const ids: string[] = [];
		for (const productname of ['Filter "Ñ"', 'Scale', 'Paper & Pot']) {
			const element = { productname, productcode: 'bulk', unit_price: '12.50' };
			ids.push(await made(examples.inA, 'Products', element));
		}
		const calls = b.calls('MassCreate');
		const run = await polled(examples, workflowId);
		expect([run.error, run.status]).toEqual([undefined, 'success']);
		expect(b.calls('MassCreate')).toBe(calls + 1);
		const inA = a.records('Products').filter(({ id }) => ids.includes(String(id)));
		expect(inA.map(({ productname }) => productname)).toEqual([
			'Filter "Ñ"',
			'Scale',
			'Paper & Pot',
		]);
		const inB = inA.map((one) => b.records('Products').find(({ id }) => id === one.cf_remote_id));
		for (const [index, product] of inB.entries()) {
			const { productname } = inA[index];
			expect(product).toMatchObject({ productname, productcode: 'bulk', unit_price: '12.500000' });
		}
		await unpublish(examples, workflowId);
	});
});

describe('invoice-from-shop: an order becomes an invoice, and its PDF is mailed', () => {
	const order = async ({ n8n }: Examples, body: object) => {
		const known = (await n8n.rest.executions('coreBosShopInv00')).map(({ id }) => id);
		const response = await fetch(`${n8n.url}/webhook/shop-order?record_id=0x0&workflow_id=81`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		expect(response.status).toBe(200);
		return await n8n.rest.nextExecution('coreBosShopInv00', known);
	};
	const S1001 = {
		order: 'S-1001',
		customer: { name: "L'Atelier", email: 'buyer@atelier.example', street: 'Rue 1' },
		lines: [
			{ code: "SH'1", qty: 2, price: 10.5 },
			{ code: 'SH2', qty: 1, price: 3 },
		],
	};

	inN8n('an order that is sent twice is one invoice', async (examples) => {
		for (const productcode of ["SH'1", 'SH2']) {
			await made(examples.inA, 'Products', { productname: productcode, productcode });
		}
		for (const run of [await order(examples, S1001), await order(examples, S1001)]) {
			expect([run.error, run.status]).toEqual([undefined, 'success']);
		}
		const invoices = examples.a.records('Invoice').filter(({ subject }) => subject === 'S-1001');
		expect(invoices).toMatchObject([{ hdnSubTotal: expect.stringMatching(/^24(\.0+)?$/) }]);
		const [customer] = examples.a.records('Accounts').filter(({ id }) => {
			return id === invoices[0].account_id;
		});
		expect(customer).toMatchObject({ accountname: "L'Atelier", email1: 'buyer@atelier.example' });
		expect(examples.mail.mails.map(({ to }) => to)).toEqual([
			['buyer@atelier.example'],
			['buyer@atelier.example'],
		]);
		expect(examples.mail.mails[0].text).toMatch(/application\/pdf/);
	});

	inN8n('an unknown product is an error, and nothing is mailed', async (examples) => {
		const mails = examples.mail.mails.length;
		const run = await order(examples, {
			...S1001,
			order: 'S-1002',
			lines: [{ code: 'nowhere', qty: 1, price: 1 }],
		});
		expect([run.status, run.lastNodeExecuted]).toEqual(['error', expect.any(String)]);
		expect(examples.a.records('Invoice').some(({ subject }) => subject === 'S-1002')).toBe(false);
		expect(examples.mail.mails).toHaveLength(mails);
	});
});

describe('ai-assistant: an agent that reads', () => {
	/** What a question led to. */
	interface Answered {
		run: Execution;
		/** What the agent answers. */
		output: string;
		/** What the agent was told by each tool that it called. */
		told: string[];
		/** Operations of the web service that were called. */
		called: string[];
	}

	/** Asks the assistant as its chat does. @param calls what the model calls before it answers */
	const ask = async (
		{ n8n, model, a }: Examples,
		calls: ToolCall[],
		workflowId = 'coreBosAssistant',
	): Promise<Answered> => {
		model.calls = calls;
		model.requests.length = 0;
		const requests = a.requests.length;
		const known = (await n8n.rest.executions(workflowId)).map(({ id }) => id);
		const workflowData = await n8n.rest.request('GET', `/workflows/${workflowId}`);
		const json = { chatInput: 'Which accounts do we have?', sessionId: 's', action: 'sendMessage' };
		const data = { startTime: 0, executionTime: 0, source: [], data: { main: [[{ json }]] } };
		await n8n.rest.request('POST', `/workflows/${workflowId}/run`, {
			workflowData,
			triggerToStartFrom: { name: 'Chat Trigger', data },
		});
		const run = await n8n.rest.nextExecution(workflowId, known);
		// Since version 3, an agent runs once more after each call of its tools.
		const [[item]] = (run.runData.Assistant?.at(-1)?.data?.main ?? [[]]) as Array<
			[{ json: { output: string } }?]
		>;
		const last = model.requests[model.requests.length - 1]?.messages ?? [];
		return {
			run,
			output: item?.json.output ?? '',
			told: last.filter(({ role }) => role === 'tool').map(({ content }) => String(content)),
			called: a.requests.slice(requests).map(({ operation }) => operation),
		};
	};

	const offered = ({ model }: Examples) =>
		model.requests[0].tools
			?.map((tool) => [
				tool.function.name,
				Object.keys((tool.function.parameters as { properties: object }).properties),
			])
			.sort();

	/** What the model filled in so far, as it is told with the last question. */
	const saidBefore = ({ model }: Examples) =>
		model.requests[model.requests.length - 1].messages
			.flatMap(({ tool_calls = [] }) => tool_calls)
			.map((call) => JSON.parse(call.function.arguments) as unknown);

	const changing = (called: string[]) =>
		called.filter((name) => !isReading(name) && !/^(login|logout)$/.test(name));

	inN8n('it asks for the fields, queries, and answers with what it found', async (examples) => {
		await made(examples.inA, 'Accounts', { accountname: 'Asked for', phone: '555 1234' });
		const { run, output, told, called } = await ask(examples, [
			{ tool: 'Describe', input: { module: 'Accounts' } },
			{
				tool: 'Query',
				input: {
					query: "select accountname, phone from Accounts where accountname = 'Asked for';",
				},
			},
		]);
		expect([run.error, run.status]).toEqual([undefined, 'success']);
		expect(output).toContain('555 1234');
		expect(offered(examples)).toEqual([
			['Describe_a_module', ['module']],
			['Get_a_record', ['record']],
			['Query_coreBOS', ['query']],
		]);
		// Each answer is as short as it can be: what was asked for, and nothing else.
		const [fields, accounts] = told.map((text) => JSON.parse(text) as object[]);
		expect(new Set(fields.flatMap(Object.keys))).toEqual(new Set(['name', 'label']));
		expect(accounts.length).toBeLessThanOrEqual(5);
		expect(new Set(accounts.flatMap(Object.keys))).toEqual(new Set(['accountname', 'phone', 'id']));
		expect(called).toEqual(expect.arrayContaining(['describe', 'query']));
		expect(changing(called)).toEqual([]);
	});

	inN8n('what it got wrong comes back with what to do, and it goes on', async (examples) => {
		const { run, output, told, called } = await ask(examples, [
			{ tool: 'Query', input: { query: 'select * from Acounts;' } },
			{
				tool: 'Query',
				input: { query: "select accountname from Accounts where accountname = 'Asked for';" },
			},
		]);
		expect([run.error, run.status]).toEqual([undefined, 'success']);
		expect(JSON.parse(told[0])).toEqual([
			{ error: expect.stringMatching(/Acounts.*\. Check that the .* exists .*\.$/) },
		]);
		expect(output).toContain('Asked for');
		expect(changing(called)).toEqual([]);
	});

	inN8n('no call of it reaches an operation that it was not given', async (examples) => {
		const { a } = examples;
		const [{ id }] = a.records('Accounts').filter((one) => one.accountname === 'Asked for');
		const before = JSON.stringify(a.records('Accounts'));
		const { run, told, called } = await ask(examples, [
			{ tool: 'Get', input: { record: id, resource: 'record', operation: 'delete' } },
			{ tool: 'Query', input: { query: "delete from Accounts where accountname != '';" } },
			{ tool: 'Delete_a_record', input: { id } },
		]);
		expect([run.error, run.status]).toEqual([undefined, 'success']);
		expect(told[0]).toContain('Asked for');
		expect(told).toHaveLength(3);
		expect(changing(called)).toEqual([]);
		expect(JSON.stringify(a.records('Accounts'))).toBe(before);
	});

	// Until version 2 an agent calls its tools itself, since version 3 n8n runs them as nodes.
	for (const typeVersion of [1.9, 2.2, 3, 3.1]) {
		inN8n(`results and errors reach an agent of version ${typeVersion}`, async (examples) => {
			const [{ id }] = examples.a.records('Accounts').filter(({ phone }) => phone === '555 1234');
			const { nodes, connections, settings } = exampleWorkflow('ai-assistant');
			const workflow = await examples.n8n.rest.request<{ id: string }>('POST', '/workflows', {
				...{ name: `Agent ${typeVersion}`, connections, settings },
				nodes: nodes.map((node) => (node.name === 'Assistant' ? { ...node, typeVersion } : node)),
			});
			const calls: ToolCall[] = [
				{ tool: 'Query', input: { query: 'select * from Acounts;' } },
				{ tool: 'Get', input: { record: id } },
				{ tool: 'Get', input: { record: 'the one with 555 1234' } },
				{ tool: 'Describe', input: { module: 'Accounts' } },
			];
			const { run, output, told, called } = await ask(examples, calls, workflow.id);
			expect([run.error, run.status]).toEqual([undefined, 'success']);
			const [query, record, noRecord, fields] = told.map((text) => JSON.parse(text) as object[]);
			expect(query).toEqual([{ error: expect.stringMatching(/Acounts.*\. Check that .*\.$/) }]);
			expect(record).toMatchObject([{ id, accountname: 'Asked for' }]);
			expect(noRecord).toEqual([
				{ error: expect.stringMatching(/^coreBOS.*denied.*\. Check that .*\.$/) },
			]);
			expect(fields).toContainEqual({ name: 'phone', label: expect.any(String) });
			expect(output).toContain('phone');
			expect(changing(called)).toEqual([]);
			// The model must see what it said, or it cannot correct it. Since version 3, n8n puts the ID
			// of the call in the place of an `id` that the model filled in.
			expect(saidBefore(examples)).toMatchObject(calls.map(({ input }) => input));
		});
	}

	inN8n('a tool of which only the operation is selected is filled in by it', async (examples) => {
		const { n8n } = examples;
		const example = exampleWorkflow('ai-assistant');
		const nodes = example.nodes.map((node) => {
			if (node.type !== 'n8n-nodes-corebos.coreBosTool') return node;
			const { resource, operation } = node.parameters;
			return { ...node, parameters: { resource, operation } };
		});
		const { id } = await n8n.rest.request<{ id: string }>('POST', '/workflows', {
			...{ name: 'Tools as they come', nodes, settings: {} },
			connections: example.connections,
		});
		const query = 'select accountname, phone from Accounts limit 5;';
		const answered = await ask(examples, [{ tool: 'Query', input: { Query: query } }], id);
		expect([answered.run.error, answered.run.status]).toEqual([undefined, 'success']);
		expect(offered(examples)).toEqual([
			['Describe_a_module', ['Module']],
			['Get_a_record', ['Record']],
			['Query_coreBOS', ['Query']],
		]);
		expect(answered.output).toContain('555 1234');
	});
});
