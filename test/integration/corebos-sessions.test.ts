import {
	createCoreBosClient,
	createOnce,
	lookUpLostCreate,
	testConnection,
	type CoreBosConnection,
	type CoreBosWebService,
	type RecordToCreate,
} from '../../engine/corebos';
import { runConcurrently } from '../../engine';
import { startCoreBos, type CoreBosStandIn, type Failure } from '../corebos';
import { installToTest, isReal } from '../corebos/install-to-test';
import { failure } from '../corebos/failure';
import { fetchHttp, watched, type WatchedHttp } from '../corebos/http';

/*
 * One login for many items, a pool of sessions for parallel ones, and creates whose answer is
 * lost. The first part also runs against a real coreBOS, where COREBOS_URL, COREBOS_USERNAME
 * and COREBOS_ACCESS_KEY name one; it deletes what it creates.
 */

type Values = Record<string, string>;

/** Products with these names, by name. */
async function productsNamed(client: CoreBosWebService, prefix: string): Promise<Values[]> {
	const query = `select productname from Products where productname like '${prefix} %' order by productname limit 0,5000;`;
	return (await client.call('query', { query })) as Values[];
}

describe('many items', () => {
	const many = isReal ? 60 : 1000;
	let standIn: CoreBosStandIn | undefined;
	let connection: CoreBosConnection;
	let me: string;
	let prefix: string;
	let watch: WatchedHttp;

	beforeAll(async () => {
		({ connection, standIn } = await installToTest());
		me = (await testConnection(connection, fetchHttp)).userId;
	});
	beforeEach(() => {
		prefix = `Many${Math.random().toString(36).slice(2)}`;
		watch = watched();
	});
	afterEach(async () => {
		const client = createCoreBosClient(connection, fetchHttp);
		await client.call('logout');
		if (!isReal) return;
		for (const { id } of await productsNamed(client, prefix)) await client.call('delete', { id });
	});
	afterAll(async () => await standIn?.close());

	const create = async (client: CoreBosWebService, index: number) =>
		await client.call('create', {
			elementType: 'Products',
			element: { productname: `${prefix} ${index}`, assigned_user_id: me },
		});
	const allNames = () => Array.from({ length: many }, (_, index) => `${prefix} ${index}`);

	test.each([
		['one after the other on one session', 1, 1, 1],
		['four at a time on one session', 4, 1, 1],
		['four at a time on up to four sessions', 4, 4, 4],
		['one after the other with four sessions allowed', 1, 4, 1],
	])(
		'%s: %i parallel, %i sessions allowed, %i logins',
		async (_what, concurrency, sessions, logins) => {
			const client = createCoreBosClient(connection, watch.http, Date, { sessions });
			await runConcurrently(many, { concurrency }, async (index) => await create(client, index));
			const names = (await productsNamed(client, prefix)).map(({ productname }) => productname);
			expect(names.sort()).toEqual(allNames().sort());
			expect(watch.calls('login')).toBeLessThanOrEqual(logins);
			expect(watch.calls('getchallenge')).toBeLessThanOrEqual(1);
		},
	);

	test.each([
		['one session', 1],
		['four sessions', 4],
	])(
		'%s, one killed in the middle: one new login, nothing lost, nothing twice',
		async (_what, sessions) => {
			const client = createCoreBosClient(connection, watch.http, Date, { sessions });
			let killed = 0;
			await runConcurrently(many, { concurrency: sessions }, async (index) => {
				if (index === Math.floor(many / 2)) {
					killed = watch.calls('login');
					await client.call('logout', { sessionName: watch.sessions[0] });
				}
				await create(client, index);
			});
			expect(await productsNamed(client, prefix)).toHaveLength(many);
			expect(watch.calls('login') - killed).toBe(1);
		},
	);
});

describe('the pool of sessions', () => {
	let coreBos: CoreBosStandIn;
	beforeEach(async () => {
		coreBos = await startCoreBos({ sessionLock: true, latency: 15 });
	});
	afterEach(async () => await coreBos.close());

	/** The most calls of a client that the install worked on at the same time. */
	const mostAtOnce = async (client: CoreBosWebService, concurrency: number) => {
		coreBos.mostAtOnce();
		await runConcurrently(16, { concurrency }, async () => await client.call('getAllUsers'));
		return coreBos.mostAtOnce();
	};

	test('runs calls at the same time that one session would run one after the other', async () => {
		const client = createCoreBosClient(coreBos.connection, fetchHttp, Date, { sessions: 4 });
		await mostAtOnce(client, 4);
		expect(await mostAtOnce(client, 4)).toBe(4);
		expect(await mostAtOnce(createCoreBosClient(coreBos.connection, fetchHttp), 4)).toBe(1);
	});

	test('a client with one session uses the first one of the pool', async () => {
		const { http, sessions } = watched();
		const four = createCoreBosClient(coreBos.connection, http, Date, { sessions: 4 });
		await Promise.all(Array.from({ length: 4 }, async () => await four.call('getAllUsers')));
		expect(sessions).toHaveLength(4);
		await createCoreBosClient(coreBos.connection, http).call('getAllUsers');
		expect(sessions).toHaveLength(4);
	});

	test('logout ends all of them', async () => {
		const { http, sessions, calls } = watched();
		const client = createCoreBosClient(coreBos.connection, http, Date, { sessions: 3 });
		await Promise.all(Array.from({ length: 3 }, async () => await client.call('getAllUsers')));
		await client.call('logout');
		expect(calls('logout')).toBe(3);
		for (const sessionName of sessions) {
			expect((await failure(client.call('getAllUsers', { sessionName }))).code).toBe(
				'AUTHENTICATION_REQUIRED',
			);
		}
	});

	test('two connections never share one', async () => {
		const other = await startCoreBos({ accessKey: coreBos.connection.accessKey });
		const seen = [watched(), watched()];
		const clients = [coreBos, other].map(({ connection }, index) =>
			createCoreBosClient(connection, seen[index].http, Date, { sessions: 2 }),
		);
		await Promise.all(
			[0, 1, 0, 1, 0, 1].map(async (index) => await clients[index].call('getAllUsers')),
		);
		await other.close();
		const used = seen.map(({ requests }) =>
			requests.map(({ headers }) => headers['corebos-authorization']).filter(Boolean),
		);
		expect(new Set(used[0]).size).toBe(2);
		expect(used[0].filter((session) => used[1].includes(session))).toEqual([]);
		expect(seen[0].sessions.filter((session) => seen[1].sessions.includes(session))).toEqual([]);
	});

	test('an execution that is stopped does not take the login of the others with it', async () => {
		const stopped = createCoreBosClient(coreBos.connection, async () => {
			await new Promise((resolve) => setTimeout(resolve, 5));
			throw Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' });
		});
		const other = createCoreBosClient(coreBos.connection, fetchHttp);
		const [first, second] = await Promise.allSettled([
			stopped.call('getAllUsers'),
			other.call('getAllUsers'),
		]);
		expect(first).toMatchObject({ status: 'rejected', reason: { code: 'CANCELLED' } });
		expect(second.status).toBe('fulfilled');
	});
});

describe('a create whose answer is lost', () => {
	let coreBos: CoreBosStandIn;
	let client: CoreBosWebService;
	beforeEach(async () => {
		coreBos = await startCoreBos({ sessionLock: true });
		client = createCoreBosClient(coreBos.connection, fetchHttp, Date, { sessions: 4 });
	});
	afterEach(async () => await coreBos.close());

	const product = (more: Partial<RecordToCreate> = {}): RecordToCreate => ({
		module: 'Products',
		element: { productname: "O'Neil 12", serial_no: 'S-1', assigned_user_id: '19x1' },
		...more,
	});
	const stored = () => coreBos.records('Products').length;

	test.each<[Failure['kind'], number, boolean]>([
		['dropBefore', 2, false],
		['dropAfter', 1, true],
		['dropWhile', 1, true],
		['halfAnswer', 1, true],
		['http500', 2, false],
	])(
		'%s, with a unique field: created once, by %i calls; looked up: %p',
		async (kind, calls, lookedUp) => {
			coreBos.fail({ kind, operation: 'create', milliseconds: 60 } as Failure);
			const created = await createOnce(client, product({ uniqueField: 'productname' }));
			expect(created).toMatchObject({ record: { serial_no: 'S-1' }, lookedUp });
			expect(stored()).toBe(1);
			expect(coreBos.calls('create')).toBe(calls);
		},
	);

	test('without a unique field it is not repeated, and told as uncertain', async () => {
		coreBos.fail({ kind: 'dropAfter', operation: 'create' });
		expect(await failure(createOnce(client, product()))).toMatchObject({
			code: 'ANSWER_LOST',
			uncertain: true,
		});
		expect([stored(), coreBos.calls('create'), coreBos.calls('query')]).toEqual([1, 1, 0]);
	});

	test('that is lost a second time is looked up a second time, and not done a third time', async () => {
		coreBos.fail({ kind: 'dropBefore', operation: 'create' });
		coreBos.fail({ kind: 'dropAfter', operation: 'create', after: 1 });
		const created = await createOnce(client, product({ uniqueField: 'serial_no' }));
		expect(created.lookedUp).toBe(true);
		coreBos.fail({ kind: 'dropBefore', operation: 'create', times: 2 });
		const element = { productname: 'never', serial_no: 'S-2', assigned_user_id: '19x1' };
		const error = await failure(createOnce(client, product({ element, uniqueField: 'serial_no' })));
		expect(error.uncertain).toBe(true);
		expect([stored(), coreBos.calls('create')]).toEqual([1, 4]);
	});

	test('where the look-up fails, too, it is uncertain and says so', async () => {
		coreBos.fail({ kind: 'dropAfter', operation: 'create' });
		coreBos.fail({ kind: 'notJson', operation: 'query' });
		const error = await failure(createOnce(client, product({ uniqueField: 'serial_no' })));
		expect(error).toMatchObject({ code: 'ANSWER_LOST', uncertain: true });
		expect(error.message).toContain('looking up the record failed too');
		expect(error.message).toContain('look before you repeat');
	});

	test('several records with the value: uncertain, and it names them', async () => {
		await createOnce(client, product());
		coreBos.fail({ kind: 'dropAfter', operation: 'create' });
		const error = await failure(createOnce(client, product({ uniqueField: 'serial_no' })));
		expect(error).toMatchObject({ uncertain: true });
		expect(error.message).toMatch(/2 records have the value of "serial_no" \(14x\d+, 14x\d+\)/);
		expect(stored()).toBe(2);
	});

	test('a refusal is not a lost answer', async () => {
		const element = { assigned_user_id: '19x1' };
		const error = await failure(createOnce(client, product({ element, uniqueField: 'serial_no' })));
		expect(error).toMatchObject({ code: 'MANDATORY_FIELDS_MISSING', uncertain: false });
		expect(coreBos.calls('query')).toBe(0);
	});

	test.each([
		['another letter case', 's-1', 'none'],
		['a number written in another way', '9.5', 'found'],
		['a value that nothing has', 'x', 'none'],
	])('the look-up of %s', async (_what, value, kind) => {
		const element = {
			productname: 'p',
			serial_no: 'S-1',
			unit_price: '9.50',
			assigned_user_id: '19x1',
		};
		await createOnce(client, product({ element }));
		const field = kind === 'found' ? 'unit_price' : 'serial_no';
		expect((await lookUpLostCreate(client, 'Products', field, value)).kind).toBe(kind);
	});

	test.each([[undefined], [''], ['  '], [null], [{}]])('%j cannot be looked up', async (value) => {
		const error = await failure(lookUpLostCreate(client, 'Products', 'serial_no', value));
		expect(error.message).toContain('"serial_no"');
	});
});
