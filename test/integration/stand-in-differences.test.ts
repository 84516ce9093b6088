import { createCoreBosClient, type CoreBosWebService } from '../../engine/corebos';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';

/**
 * Where a stand-in is easily kinder than a real coreBOS: one test for each line of the list of
 * differences that were found between the two.
 */

type Row = Record<string, unknown>;

let coreBos: CoreBosStandIn;
let admin: CoreBosWebService;
let comma: CoreBosWebService;

const asUser = (name: string) => createCoreBosClient(coreBos.connectionOf(name), fetchHttp);
const OWNER = { assigned_user_id: '19x1' };
const ADDRESS = { bill_street: 'B', ship_street: 'S' };

beforeEach(async () => {
	coreBos = await startCoreBos({
		users: [
			{
				user_name: 'comma',
				currency_decimal_separator: ',',
				currency_grouping_separator: '.',
				date_format: 'dd-mm-yyyy',
				time_zone: 'Europe/Madrid',
			},
			{ user_name: 'usd', currency_id: '21x2' },
		],
		currencies: [{ id: '21x2', currency_name: 'USA, Dollars', conversion_rate: '2' }],
		customFields: {
			Products: [
				{ name: 'cf_dt', type: 'datetime', uitype: '50' },
				{ name: 'cf_int', type: 'integer', uitype: '7' },
			],
		},
		records: {
			Products: [
				{ productname: 'One', unit_price: '12.504000', cf_dt: '2026-01-31 10:00:37' },
				{ productname: 'Two', vendor_id: '' },
			],
			Accounts: [{ accountname: 'Acme' }, { accountname: 'a\\b' }],
		},
	});
	admin = asUser('admin');
	comma = asUser('comma');
});
afterEach(async () => await coreBos.close());

const idOf = (module: string, place = 0) => coreBos.records(module)[place].id;
const create = async (client: CoreBosWebService, elementType: string, element: Row) =>
	(await client.call('create', { elementType, element: { ...OWNER, ...element } })) as Row;
const product = async (client: CoreBosWebService, element: Row) =>
	await create(client, 'Products', { productname: 'P', ...element });
const revise = async (client: CoreBosWebService, element: Row) =>
	(await client.call('revise', { element })) as Row;
const query = async (client: CoreBosWebService, text: string) =>
	(await client.call('query', { query: text })) as Row[];
const codeOf = async (call: Promise<unknown>) =>
	await call.then(
		() => 'none',
		(error: { code?: string }) => error.code,
	);

describe('numbers', () => {
	test.each([
		['comma', '12.5', '125.000000'],
		['comma', '1.234,56', '1234.560000'],
		['admin', '12,5', '125.000000'],
	])('are read in the format of the user %s: %s is %s', async (user, given, expected) => {
		expect((await product(asUser(user), { unit_price: given })).unit_price).toBe(expected);
	});

	test('money is divided by the rate of the user', async () => {
		expect(await product(asUser('usd'), { cost_price: '12.5', unit_price: '12.5' })).toMatchObject({
			cost_price: '6.250000',
			unit_price: '12.500000',
		});
	});

	test('integers are rounded', async () => {
		expect((await product(admin, { cf_int: '12.5' })).cf_int).toBe('13');
	});

	test('a change to the stored value rounded to the decimals of the user is ignored', async () => {
		const id = idOf('Products');
		expect((await revise(admin, { id, unit_price: '12.5' })).unit_price).toBe('12.504000');
	});
});

test.each([
	['true', '0'],
	['yes', '0'],
	[true, '1'],
	['on', '1'],
])('the checkbox %j is %s', async (given, expected) => {
	expect((await product(admin, { discontinued: given })).discontinued).toBe(expected);
});

test.each([
	['admin', '2026/12/24', '2026-12-24'],
	['comma', '24-12-2026', '2026-12-24'],
	['comma', '24.12.2026', '2026-12-24'],
	['admin', '24-12-2026', '0000-00-00'],
	['admin', '2026-12-24T00:00:00Z', ''],
])('for the user %s, the date %s is %s', async (user, start_date, expected) => {
	expect((await product(asUser(user), { start_date })).start_date).toBe(expected);
});

describe('times', () => {
	test('are of the zone of the user, and empty with a T', async () => {
		expect((await product(comma, { cf_dt: '2026-01-31 10:00:00' })).cf_dt).toBe(
			'2026-01-31 09:00:00',
		);
		expect((await product(comma, { cf_dt: '2026-01-31T10:00:00Z' })).cf_dt).toBe('');
	});

	test('a revise of another field sets their seconds to 00', async () => {
		const changed = await revise(admin, { id: idOf('Products'), productcode: 'x' });
		expect(changed.cf_dt).toBe('2026-01-31 10:00:00');
	});
});

describe('queries', () => {
	test('is null finds empty texts and references, and numbers that are 0', async () => {
		expect(await query(admin, 'select id from Products where unit_price is null;')).toHaveLength(1);
		expect(await query(admin, 'select id from Products where vendor_id is null;')).toHaveLength(2);
	});

	test.each(["accountname <> 'x'", "accountname not like 'x'", "not accountname='x'"])(
		'%s is a syntax error',
		async (condition) => {
			const asked = query(admin, `select id from Accounts where ${condition};`);
			expect(await codeOf(asked)).toBe('QUERY_SYNTAX_ERROR');
		},
	);

	test.each(["=''", " in ('')", " like ''", '="Acme"'])(
		'accountname%s is an error',
		async (end) => {
			const asked = query(admin, `select id from Accounts where accountname${end};`);
			expect(await codeOf(asked)).toBe('INTERNAL_SERVER_ERROR');
		},
	);

	test('the second reader takes names, not ids; prices as the user writes them; times of the zone', async () => {
		const beside = 'vendor_id is null and ';
		const found = async (condition: string) =>
			(await query(comma, `select id from Products where ${condition};`)).length;
		expect(await found(`${beside}assigned_user_id='19x1'`)).toBe(0);
		expect(await found(`${beside}assigned_user_id='Administrator'`)).toBe(2);
		expect(await found(`${beside}unit_price='12.504'`)).toBe(0);
		expect(await found(`${beside}unit_price='12,504'`)).toBe(1);
		expect(await found(`${beside}cf_dt='2026-01-31 10:00:37'`)).toBe(0);
		expect(await found(`${beside}cf_dt='2026-01-31 11:00:37'`)).toBe(1);
	});

	test('it has no default limit, and finds nothing by an unknown field', async () => {
		const many = Array.from({ length: 101 }, (_, place) => ({ productname: `M${place}` }));
		many.forEach((seed) => coreBos.add('Products', seed));
		expect(await query(admin, 'select id from Products;')).toHaveLength(100);
		expect(await query(admin, 'select id from Products where vendor_id is null;')).toHaveLength(
			103,
		);
		const unknown = 'select id from Products where vendor_id is null and nosuch=1;';
		expect(await query(admin, unknown)).toEqual([]);
	});

	test('a backslash is doubled, and takes the quote at the end of a value', async () => {
		const named = async (text: string) =>
			(await query(admin, `select id from Accounts where accountname='${text}';`)).length;
		expect(await named('a\\b')).toBe(0);
		expect(await named('a\\\\b')).toBe(1);
		expect(await codeOf(named('a\\'))).toBe('DATABASE_QUERY_ERROR');
	});

	test('records of modules that do not list the other one are an error', async () => {
		const asked = query(admin, "select id from Accounts where related.Contacts='12x1';");
		expect(await codeOf(asked)).toBe('MODULES_NOT_RELATED');
	});
});

describe('lines', () => {
	const DOCUMENTS: Array<[string, () => Row]> = [
		['Invoice', () => ({ invoicestatus: 'Created', account_id: idOf('Accounts') })],
		[
			'SalesOrder',
			() => ({
				sostatus: 'Created',
				invoicestatus: 'AutoCreated',
				account_id: idOf('Accounts'),
			}),
		],
		['Quotes', () => ({ quotestage: 'Created', account_id: idOf('Accounts') })],
		['PurchaseOrder', () => ({ postatus: 'Created', vendor_id: idOf('Vendors') })],
	];
	const line = (more: Row = {}) => ({
		productid: idOf('Products'),
		qty: 2,
		listprice: 10,
		...more,
	});
	const make = async (module: string, own: Row, pdoInformation: unknown, more: Row = {}) =>
		await create(admin, module, { subject: 'S', ...ADDRESS, ...own, pdoInformation, ...more });

	test.each(DOCUMENTS)('%s: create, revise, discount, taxes and totals', async (module, own) => {
		coreBos.add('Vendors', { vendorname: 'V' });
		const given = line({ discount: 1, discount_type: 'percentage', discount_percentage: 10 });
		const made = await make(module, own(), [given], {
			tax1_group_percentage: 10,
			tax2_group_percentage: 0,
			tax3_group_percentage: 0,
			shipping_handling_charge: 5,
			adjustmentType: 'add',
			adjustment: 1,
		});
		// 18 net, 1.80 tax, 5 shipping, 1 adjustment.
		expect(made.hdnGrandTotal).toBe('25.800000');
		const changed = await revise(admin, { id: made.id, pdoInformation: [line()] });
		expect(changed).toMatchObject({ hdnSubTotal: '20.000000', hdnS_H_Amount: '0.000000' });
		const kept = await revise(admin, { id: made.id, subject: 'T' });
		expect(kept.hdnGrandTotal).toBe(changed.hdnGrandTotal);
	});

	test('an order needs its invoice status', async () => {
		const own = { sostatus: 'Created', account_id: idOf('Accounts') };
		expect(await codeOf(make('SalesOrder', own, [line()]))).toBe('MANDATORY_FIELDS_MISSING');
	});

	test('without a quantity: an error, and a document without lines', async () => {
		const [, own] = DOCUMENTS[0];
		expect(await codeOf(make('Invoice', own(), [line({ qty: undefined })]))).toBe(
			'DATABASE_QUERY_ERROR',
		);
		expect(coreBos.records('Invoice')).toMatchObject([{ hdnGrandTotal: '0.000000' }]);
	});

	test('one object: HTTP 500, and nothing made', async () => {
		const [, own] = DOCUMENTS[0];
		expect(await codeOf(make('Invoice', own(), line()))).toBe('EMPTY_ANSWER');
		expect(coreBos.records('Invoice')).toEqual([]);
	});

	test('MassRetrieve gives every document the lines of the last one', async () => {
		const [, own] = DOCUMENTS[0];
		const ids: string[] = [];
		for (const comment of ['first', 'last']) {
			ids.push(String((await make('Invoice', own(), [line({ comment })])).id));
		}
		const records = (await admin.call('MassRetrieve', { ids: ids.join(',') })) as Record<
			string,
			{ pdoInformation: Row[] }
		>;
		const comments = ids.map((id) => records[id].pdoInformation[0].comment);
		expect(comments).toEqual(['last', 'last']);
	});

	test('MassCreate takes them only with searchon', async () => {
		const [, own] = DOCUMENTS[0];
		const element = { subject: 'M', ...OWNER, ...ADDRESS, ...own(), pdoInformation: [line()] };
		const elements = [{ elementType: 'Invoice', referenceId: 'a', element }];
		expect(await codeOf(admin.call('MassCreate', { elements }))).toBe('EMPTY_ANSWER');
		expect(coreBos.records('Invoice')).toEqual([]);
		await admin.call('MassCreate', { elements: [{ ...elements[0], searchon: 'subject' }] });
		expect(coreBos.records('Invoice')).toHaveLength(1);
	});
});

test('a revise of a document empties what is not sent', async () => {
	const made = await create(admin, 'Documents', {
		notes_title: 'D',
		filelocationtype: 'I',
		filestatus: '1',
		folderid: '22x1',
		filename: { name: 'd.txt', type: 'text/plain', size: 1, content: 'YQ==' },
	});
	expect(made.filename).toBe('d.txt');
	await revise(admin, { id: made.id, ...OWNER, notes_title: 'D' });
	expect(coreBos.records('Documents').at(-1)).toMatchObject({ filename: '', filelocationtype: '' });
});

test('MassCreate refuses a whole call with an unknown reference', async () => {
	const element = { productname: 'Size @{XL}', ...OWNER };
	const elements = [
		{ elementType: 'Products', referenceId: 'a', element: { productname: 'A', ...OWNER } },
		{ elementType: 'Products', referenceId: 'b', element },
	];
	expect(await codeOf(admin.call('MassCreate', { elements }))).toBe('REFERENCE_INVALID');
	expect(coreBos.records('Products')).toHaveLength(2);
});

test('settings are answered as HTML', async () => {
	await admin.call('setSetting', { key: 'k', value: 'ñ & <b> "x"' });
	const url = `${coreBos.webServiceUrl}?operation=getSetting&key=k&default=`;
	const answer = await fetch(url, {
		headers: { 'corebos-authorization': await sessionName() },
	});
	expect(await answer.json()).toMatchObject({
		result: '&ntilde; &amp; &lt;b&gt; &quot;x&quot;',
	});
});

/** A session of the administrator, for calls without the client, which decodes answers. */
async function sessionName(): Promise<string> {
	const { result } = await admin.request('getchallenge', { username: 'admin' });
	const { createHash } = await import('node:crypto');
	const accessKey = createHash('md5')
		.update((result as { token: string }).token + coreBos.connection.accessKey)
		.digest('hex');
	const body = new URLSearchParams({ operation: 'login', username: 'admin', accessKey });
	const answer = await fetch(coreBos.webServiceUrl, { method: 'POST', body });
	return ((await answer.json()) as { result: { sessionName: string } }).result.sessionName;
}

test('an unknown owner is an error, and the record exists', async () => {
	const made = product(admin, { assigned_user_id: '19x99' });
	expect(await codeOf(made)).toBe('DATABASE_QUERY_ERROR');
	expect(coreBos.records('Products')).toHaveLength(3);
	const all = query(admin, 'select * from Products;');
	expect(await codeOf(all)).toBe('INVALID_ID_ATTRIBUTE');
});

test('an empty reference is ignored by an update, and clears on a revise', async () => {
	coreBos.add('Vendors', { vendorname: 'V' });
	const id = idOf('Products');
	coreBos.patch(id, { vendor_id: idOf('Vendors') });
	const element = { id, ...OWNER, productname: 'One', vendor_id: '' };
	const updated = (await admin.call('update', { element })) as Row;
	expect(updated.vendor_id).toBe(idOf('Vendors'));
	expect((await revise(admin, { id, vendor_id: '' })).vendor_id).toBe('');
});
