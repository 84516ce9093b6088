import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createCoreBosClient, type CoreBosWebService } from '../../engine/corebos';
import { startCoreBos, type CoreBosStandIn, type Seed } from '../corebos';
import { fetchHttp } from '../corebos/http';

/** What the stand-in can do beyond the recordings. */

const PRODUCTS: Seed[] = [
	{ productname: 'Anvil', unit_price: '10.000000', productcode: 'A-1', cf_remote_id: '14x7' },
	{ productname: 'Bolt', unit_price: '2.500000', productcode: 'B-1' },
	{ productname: 'Coil', unit_price: '7.000000', productcode: 'C-1' },
];

let coreBos: CoreBosStandIn;
let client: CoreBosWebService;

beforeEach(async () => {
	coreBos = await startCoreBos({
		name: 'A',
		customFields: { Products: ['cf_remote_id'] },
		records: { Products: PRODUCTS },
		sessionIdleSeconds: 60,
	});
	client = createCoreBosClient(coreBos.connection, fetchHttp);
});
afterEach(async () => await coreBos.close());

test.each([
	["productname = 'Bolt'", ['Bolt']],
	["productname != 'Bolt'", ['Anvil', 'Coil']],
	["productname like '%OI%'", ['Coil']],
	["productname not in ('Anvil', 'Coil')", ['Bolt']],
	["unit_price < 7 or productcode = 'A-1'", ['Anvil', 'Bolt']],
	['unit_price <= 7 and unit_price > 2.5', ['Coil']],
	["(productcode = 'A-1' or productcode = 'C-1') and (unit_price < 8)", ['Coil']],
	["cf_remote_id = '14x7'", ['Anvil']],
	["productname > 'B'", ['Bolt', 'Coil']],
	["productname = 'none'", []],
])('a query where %s', async (condition, expected) => {
	const query = `select productname from Products where ${condition};`;
	const rows = (await client.call('query', { query })) as Array<{ productname: string }>;
	expect(rows.map(({ productname }) => productname)).toEqual(expected);
});

test.each(["productname not like '%o%'", "productname <> 'Bolt'", 'productname in ()'])(
	'a query where %s is a syntax error',
	async (condition) => {
		const query = `select productname from Products where ${condition};`;
		await expect(client.call('query', { query })).rejects.toMatchObject({
			code: 'QUERY_SYNTAX_ERROR',
		});
	},
);

test.each([
	['order by productname desc', ['Coil', 'Bolt', 'Anvil']],
	['order by unit_price limit 2', ['Bolt', 'Coil']],
	['order by productname limit 1, 2', ['Bolt', 'Coil']],
	['order by productname limit 1 offset 2', ['Coil']],
])('a query %s', async (end, expected) => {
	const { result, moreInfo } = await client.request('query', {
		query: `select productname from Products ${end}`,
	});
	const rows = result as Array<{ productname: string }>;
	expect(rows.map(({ productname }) => productname)).toEqual(expected);
	expect(moreInfo).toEqual({ totalrows: '3' });
});

test('a query without a limit has 100 rows', async () => {
	const elements = Array.from({ length: 120 }, (_, index) => ({
		elementType: 'Products',
		referenceId: `p${index}`,
		element: { productname: `Many ${index}`, assigned_user_id: '19x1' },
	}));
	await client.call('MassCreate', { elements });
	const { result, moreInfo } = await client.request('query', { query: 'select id from Products;' });
	expect(result).toHaveLength(100);
	expect(moreInfo).toEqual({ totalrows: '123' });
});

test('a custom field is described, stored and answered', async () => {
	const { fields } = (await client.call('describe', { elementType: 'Products' })) as {
		fields: Array<{ name: string }>;
	};
	expect(fields.map(({ name }) => name)).toContain('cf_remote_id');
	const [{ id }] = coreBos.records('Products');
	await client.call('revise', { element: { id, cf_remote_id: '14x99' } });
	expect(await client.call('retrieve', { id })).toMatchObject({ cf_remote_id: '14x99' });
	expect(coreBos.records('Products')[0]).toMatchObject({ id, cf_remote_id: '14x99' });
});

test('a failure strikes its operation, after and as often as planned', async () => {
	coreBos.fail({ kind: 'http500', operation: 'GETSETTING', after: 1, times: 2 });
	const codes: string[] = [];
	for (let call = 0; call < 4; call++) {
		const code = await client
			.call('getSetting', { key: 'x', default: 'well' })
			.catch((error: { code: string }) => error.code);
		codes.push(String(code));
		await client.call('getAllUsers');
	}
	expect(codes).toEqual(['well', 'EMPTY_ANSWER', 'EMPTY_ANSWER', 'well']);
});

test('the log tells what was called, without secrets', async () => {
	await client.call('retrieve', { id: coreBos.records('Products')[0].id });
	await client.call('setSetting', { key: 'a', value: 'b' });
	const [challenge, login, retrieve, setting] = coreBos.requests;
	expect(challenge).toMatchObject({ operation: 'getchallenge', parameters: { username: 'admin' } });
	expect(login).toMatchObject({ operation: 'login', parameters: { accessKey: '***' } });
	expect(retrieve).toMatchObject({ operation: 'retrieve', method: 'GET', session: 'header' });
	expect(setting).toMatchObject({
		operation: 'setSetting',
		encoding: 'form',
		parameters: { key: 'a', value: 'b', sessionName: '***' },
		session: 'parameter',
	});
	expect(coreBos.calls('SETSETTING')).toBe(1);
	expect(JSON.stringify(coreBos.requests)).not.toContain(coreBos.connection.accessKey);
});

test('a session that is not used for a while is over', async () => {
	let now = new Date('2026-01-01T00:00:00Z');
	const idle = await startCoreBos({ sessionIdleSeconds: 60, now: () => now });
	const user = createCoreBosClient(idle.connection, fetchHttp);
	await user.call('getAllUsers');
	now = new Date('2026-01-01T00:00:59Z');
	await user.call('getAllUsers');
	expect(idle.calls('login')).toBe(1);
	now = new Date('2026-01-01T00:02:00Z');
	await user.call('getAllUsers');
	expect(idle.calls('login')).toBe(2);
	await idle.close();
});

test('two installs know nothing of each other', async () => {
	const other = await startCoreBos({ name: 'B' });
	expect(other.records('Products')).toEqual([]);
	const stranger = createCoreBosClient({ ...coreBos.connection, url: other.url }, fetchHttp);
	await expect(stranger.call('listtypes')).rejects.toMatchObject({
		code: 'INVALID_USER_CREDENTIALS',
	});
	await other.close();
});

test('what is not webservice.php is not found', async () => {
	expect((await fetch(`${coreBos.url}/index.php`)).status).toBe(404);
});

/** A caller that is gone before it has sent what it announced. */
async function hangUp(port: number): Promise<void> {
	const socket = connect(port, '127.0.0.1');
	socket.write('POST /webservice.php HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf');
	await once(socket, 'connect');
	await new Promise((resolve) => setTimeout(resolve, 100));
	socket.destroy();
	await new Promise((resolve) => setTimeout(resolve, 100));
}

test('the command starts one, prints where it is and survives callers that hang up', async () => {
	const start = join(__dirname, '..', 'corebos', 'start.ts');
	const child = spawn(process.execPath, [
		require.resolve('tsx/cli'),
		start,
		'--name',
		'Install B',
		'--custom-field',
		'Products.cf_remote_id',
	]);
	try {
		let printed = '';
		for await (const chunk of child.stdout) {
			printed += String(chunk);
			if (printed.includes('Ctrl+C')) break;
		}
		const url = /Install B: (http:\/\/127\.0\.0\.1:\d+)/.exec(printed)?.[1] ?? '';
		await hangUp(Number(new URL(url).port));
		const accessKey = /access key (\S+)/.exec(printed)?.[1] ?? '';
		const user = createCoreBosClient({ url, username: 'admin', accessKey }, fetchHttp);
		expect(await user.call('getAllUsers')).toEqual({ '19x1': ' Administrator' });
	} finally {
		if (child.kill()) await once(child, 'exit');
	}
});

/** A map of type FieldDependency for accounts. */
const dependencyMap = (members: string) =>
	`<map><originmodule><originname>Accounts</originname></originmodule>${members}</map>`;
const CONDITION =
	'[{"columnname":"vtiger_account:industry:industry:Accounts_industry:V","comparator":"e","value":"Banking / x"}]';

describe('ProcessMap of a FieldDependency map answers as a real coreBOS did', () => {
	test.each([
		[
			'actions of several kinds for two fields',
			`<dependencies><dependency><field>industry</field><field> rating </field><actions>
			<change><field> accounttype</field><value> x </value></change>
			<hide><field>phone</field><field>fax </field></hide>
			<deloptions><field>rating</field><option>Active</option><option>Acquired</option></deloptions>
			<function><field>f</field><name>fn</name><parameters><parameter>1</parameter><parameter>b</parameter></parameters></function>
			<setclass><field>phone</field><fieldclass>k</fieldclass><labelclass>l</labelclass></setclass>
			</actions><condition>${CONDITION}</condition></dependency></dependencies>`,
			{
				blocktriggerfields: 1,
				blockedtriggerfields: ['industry', ' rating '],
				fields: Object.fromEntries(
					['industry', 'rating'].map((name) => [
						name,
						[
							{
								conditions: CONDITION.replace('/', '\\/'),
								actions: {
									change: [{ field: 'accounttype', value: ' x ' }],
									hide: [{ field: 'phone' }, { field: 'fax' }],
									deloptions: [{ field: 'rating', options: ['Active', 'Acquired'] }],
									setclass: [{ field: 'phone' }, { fieldclass: 'k' }, { labelclass: 'l' }],
									function: [{ field: 'f', value: 'fn', params: ['1', 'b'] }],
								},
							},
						],
					]),
				),
			},
		],
		[
			'parts for a mode, and options of the second list',
			`<blocktriggerfields>no</blocktriggerfields><dependencies>
			<dependency><mode>create,edit</mode><field>phone</field><actions><change><field>fax</field><value>1</value></change></actions></dependency>
			<dependency><mode>0</mode><field>fax</field><actions><mode>detail</mode><change><field>phone</field><value>1</value></change></actions></dependency>
			<dependency><field>industry</field><actions><change><mode>edit</mode><field>phone</field><value>1</value></change>
			<deloptions><field>a</field><option>1</option></deloptions><deloptions><field>b</field><option>2</option></deloptions></actions>
			<condition>industry == "Banking"</condition></dependency></dependencies>`,
			{
				blocktriggerfields: 0,
				blockedtriggerfields: [],
				fields: {
					industry: [
						{
							conditions: 'null',
							actions: {
								deloptions: [
									{ field: 'a', options: ['1'] },
									{ field: 'b', options: ['1'] },
								],
							},
						},
					],
				},
			},
		],
		['no dependency', '', { blocktriggerfields: 1, blockedtriggerfields: [], fields: [] }],
	])('%s', async (_what, members, expected) => {
		coreBos.add('cbMap', {
			id: '37x5001',
			maptype: 'FieldDependency',
			content: dependencyMap(members),
		});
		const result = await client.call('ProcessMap', { mapid: '37x5001', parameters: {} });
		expect(result).toEqual({ origin: 'Accounts', ...expected });
		await expect(
			client.call('ProcessMap', { mapid: '37x5001', parameters: { mode: 'edit' } }),
		).rejects.toMatchObject({ status: 500 });
	});
});

test('a map of line fields with its target in an element of its own ends every call with lines', async () => {
	coreBos.add('cbMap', {
		mapname: 'InvoiceInventoryDetails',
		maptype: 'MasterDetailLayout',
		content: '<map><targetmodule><targetname>InventoryDetails</targetname></targetmodule></map>',
	});
	const element = { subject: 'i', pdoInformation: [{ productid: 1, qty: 1, listprice: 1 }] };
	await expect(client.call('create', { elementType: 'Invoice', element })).rejects.toThrow(
		'Attempt to access restricted file',
	);
	expect(coreBos.records('Invoice')).toEqual([]);
});
