import {
	createCoreBosClient,
	serverTime,
	testConnection,
	type CoreBosConnection,
	type CoreBosWebService,
} from '../../engine/corebos';
import type { CoreBosStandIn } from '../corebos';
import { installToTest, isReal } from '../corebos/install-to-test';
import { failure } from '../corebos/failure';
import { watched } from '../corebos/http';

/*
 * These tests run against the stand-in, and against a real coreBOS where COREBOS_URL,
 * COREBOS_USERNAME and COREBOS_ACCESS_KEY name one. They delete what they create.
 */

type Values = Record<string, string>;

let standIn: CoreBosStandIn | undefined;
let connection: CoreBosConnection;
let client: CoreBosWebService;
let me: string;
const made: string[] = [];

beforeAll(async () => {
	({ connection, standIn } = await installToTest());
	client = createCoreBosClient(connection, watched().http);
	me = (await testConnection(connection, watched().http)).userId;
});

afterAll(async () => {
	for (const id of made) await client.call('delete', { id });
	await client.call('logout');
	await standIn?.close();
});

async function createProduct(
	values: Record<string, unknown>,
	using: CoreBosWebService = client,
): Promise<Values> {
	const element = { assigned_user_id: me, ...values };
	const product = (await using.call('create', { elementType: 'Products', element })) as Values;
	made.push(product.id);
	return product;
}

async function remove(id: string): Promise<void> {
	made.splice(made.indexOf(id), 1);
	await client.call('delete', { id });
}

describe('records', () => {
	test('a product is created, read, revised, updated, found and deleted', async () => {
		const productname = `Prüfstück "1" & <b>€</b> ${Date.now()}`;
		const created = await createProduct({ productname, unit_price: 12.5, discontinued: true });
		expect(created).toMatchObject({ productname, unit_price: '12.500000', discontinued: '1' });

		expect(await client.call('retrieve', { id: created.id })).toMatchObject({ productname });

		const revised = await client.call('revise', {
			element: { id: created.id, productcode: 'R-1' },
		});
		expect(revised).toMatchObject({ productname, productcode: 'R-1' });

		const element = { id: created.id, productname: `${productname}!`, assigned_user_id: me };
		expect(await client.call('update', { element })).toMatchObject({
			productname: `${productname}!`,
			productcode: 'R-1',
		});

		const query = `select id,productname from Products where productname='${productname}!';`;
		const found = await client.request('query', { query });
		expect(found.result).toEqual([{ id: created.id, productname: `${productname}!` }]);
		expect(found.moreInfo).toEqual({ totalrows: '1' });

		await remove(created.id);
		const gone = await failure(client.call('retrieve', { id: created.id }));
		expect(gone.code).toBe('INVALID_ID_ATTRIBUTE');
	});

	test('upsert creates the first time and changes the named fields the second time', async () => {
		const productname = `Upsert ${Date.now()}`;
		const upsert = async (unit_price: string, serial_no: string) =>
			(await client.call('upsert', {
				elementType: 'Products',
				element: { productname, assigned_user_id: me, unit_price, serial_no },
				searchOn: 'productname',
				updatedfields: 'unit_price',
			})) as Values;
		const first = await upsert('1', 'one');
		made.push(first.id);
		const second = await upsert('2', 'two');
		expect(second).toMatchObject({ id: first.id, unit_price: '2.000000', serial_no: 'one' });
	});

	test('of MassCreate with a bad record, the good ones exist and the error names both', async () => {
		const good = { productname: `Mass ${Date.now()}`, assigned_user_id: me };
		const elements = [
			{ elementType: 'Products', referenceId: 'good', element: good },
			{ elementType: 'Products', referenceId: 'bad', element: { assigned_user_id: me } },
		];
		const error = await failure(client.call('MassCreate', { elements }));
		expect(error.code).toBe('PARTLY_FAILED');
		expect(error.message).toContain('1 of 2 records were not created');
		const result = error.result as { success_creates: Values[]; failed_creates: unknown[] };
		made.push(result.success_creates[0].id);
		expect(result.success_creates).toMatchObject([{ productname: good.productname }]);
		expect(result.failed_creates).toMatchObject([{ code: 'MANDATORY_FIELDS_MISSING' }]);
	});

	test('a query that is too long for a url is answered', async () => {
		const names = Array.from({ length: 300 }, (_, index) => `'no such product ${index}'`);
		const query = `select id from Products where productname in (${names.join(',')});`;
		const { http, requests } = watched();
		expect(await createCoreBosClient(connection, http).call('query', { query })).toEqual([]);
		expect(requests.map(({ method }) => method)).toEqual(['POST']);
	});

	test.each([
		['create', { elementType: 'Products', element: {} }, 'MANDATORY_FIELDS_MISSING'],
		['create', { elementType: 'NoSuchModule', element: { a: 'b' } }, 'ACCESS_DENIED'],
		['retrieve', { id: '14x99999999' }, 'INVALID_ID_ATTRIBUTE'],
		['query', { query: 'delete from Products;' }, 'QUERY_SYNTAX_ERROR'],
		['nosuchoperation', {}, 'UNKNOWN_OPERATION'],
		['MassCreate', { elements: 'x' }, 'EMPTY_ANSWER'],
	])('%s %j fails with %s, the operation and what to do', async (operation, parameters, code) => {
		const error = await failure(client.call(operation, parameters));
		expect(error).toMatchObject({ code, operation });
		expect(error.advice).not.toBe('');
		expect(error.message).toContain(`"${operation}"`);
		expect(error.message).toContain(error.advice);
	});
});

describe('sessions', () => {
	const many = isReal ? 50 : 1000;

	test(`${many} concurrent first calls make one login`, async () => {
		await client.call('logout');
		const { http, calls } = watched();
		const several = createCoreBosClient(connection, http);
		const types = Array.from({ length: many }, async () => await several.call('getAllUsers'));
		expect(await Promise.all(types)).toHaveLength(many);
		expect(calls('login')).toBe(1);
		expect(calls('getchallenge')).toBeLessThanOrEqual(1);
	});

	test('a session killed in the middle: one new login, nothing lost, nothing twice', async () => {
		await client.call('logout');
		const { http, calls, sessions } = watched();
		const busy = createCoreBosClient(connection, http);
		const prefix = `Killed ${Date.now()}`;
		const create = async (index: number) =>
			await createProduct({ productname: `${prefix} ${index}` }, busy);
		await Promise.all([1, 2, 3].map(create));
		const [session] = sessions;
		await client.call('logout', { sessionName: session });
		await Promise.all([4, 5, 6, 7, 8, 9].map(create));

		const query = `select productname from Products where productname like '${prefix}%' order by productname;`;
		const rows = (await busy.call('query', { query })) as Values[];
		expect(rows.map(({ productname }) => productname)).toEqual(
			Array.from({ length: 9 }, (_, index) => `${prefix} ${index + 1}`),
		);
		expect(calls('login')).toBe(2);
	});

	test('a wrong access key says what to do, shows no secret, and is asked once by each client', async () => {
		const wrong = { ...connection, accessKey: 'notTheAccessKey' };
		const { http, calls } = watched();
		for (const logins of [1, 2]) {
			const denied = createCoreBosClient(wrong, http);
			for (let attempt = 0; attempt < 2; attempt++) {
				const error = await failure(denied.call('listtypes'));
				expect(error).toMatchObject({ code: 'INVALID_USER_CREDENTIALS', operation: 'login' });
				expect(error.message).toContain('access key of the credential');
				expect(error.message).not.toContain(wrong.accessKey);
				expect(calls('login')).toBe(logins);
			}
		}
	});

	test('the time of its clock is that of the records it makes', async () => {
		const before = await serverTime(connection, watched().http);
		const { id } = await createProduct({ productname: `Clock ${before}` });
		const parameters = { modifiedTime: before - 2, elementType: 'Products' };
		const { updated } = (await client.call('sync', parameters)) as { updated: Values[] };
		expect(updated.map((record) => record.id)).toContain(id);
	});

	test('an unknown user is named as the reason', async () => {
		const error = await failure(
			testConnection({ ...connection, username: 'nobody' }, watched().http),
		);
		expect(error).toMatchObject({ code: 'AUTHENTICATION_REQUIRED', operation: 'getchallenge' });
		expect(error.message).toContain('user name of the credential');
	});

	test('a connection test logs in anew, logs out, and leaves the kept session alone', async () => {
		await client.call('getAllUsers');
		const { http, calls, requests } = watched();
		const about = await testConnection(connection, http);
		expect(about).toEqual({
			userId: me,
			version: expect.stringMatching(/^\d/),
			vtigerVersion: expect.stringMatching(/^\d/),
		});
		expect(requests).toHaveLength(3);
		expect([calls('getchallenge'), calls('login'), calls('logout')]).toEqual([1, 1, 1]);
		const after = watched();
		await createCoreBosClient(connection, after.http).call('getAllUsers');
		expect(after.calls('login')).toBe(0);
	});
});
