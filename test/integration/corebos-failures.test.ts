import type { Http } from '../../engine/environment';
import { createCoreBosClient, testConnection, type CoreBosWebService } from '../../engine/corebos';
import { startCoreBos, type CoreBosStandIn, type Failure } from '../corebos';
import { failure } from '../corebos/failure';
import { fetchHttp } from '../corebos/http';

/** What goes wrong between client and server, which only the stand-in does on demand. */

let coreBos: CoreBosStandIn;
let client: CoreBosWebService;

beforeAll(async () => {
	coreBos = await startCoreBos({ settings: { greeting: 'hello' } });
	client = createCoreBosClient(coreBos.connection, fetchHttp);
});
afterEach(() => coreBos.heal());
afterAll(async () => await coreBos.close());

const setting = async () => await client.call('getSetting', { key: 'greeting', default: '' });
const createProduct = async (productname: string) =>
	await client.call('create', {
		elementType: 'Products',
		element: { productname, assigned_user_id: '19x1' },
	});
const named = (name: string) =>
	coreBos.records('Products').filter(({ productname }) => productname === name).length;

describe('a reading call', () => {
	test.each<Failure>([
		{ kind: 'dropBefore' },
		{ kind: 'dropAfter' },
		{ kind: 'expireSessions' },
		{ kind: 'phpWarning' },
		{ kind: 'latency', milliseconds: 30 },
	])('gets its answer in spite of $kind', async (trouble) => {
		coreBos.fail({ ...trouble, operation: 'getSetting' });
		expect(await setting()).toBe('hello');
	});

	test.each<[Failure['kind'], string, string]>([
		['http500', 'EMPTY_ANSWER', 'HTTP 500 with an empty body'],
		['halfAnswer', 'INCOMPLETE_ANSWER', 'breaks off after'],
		['notJson', 'NOT_A_WEB_SERVICE', 'Maintenance'],
	])('%s is reported as %s, and the next call works', async (kind, code, text) => {
		coreBos.fail({ kind, operation: 'getSetting' } as Failure);
		const error = await failure(setting());
		expect(error).toMatchObject({ code, operation: 'getSetting', uncertain: false });
		expect(error.message).toContain(text);
		expect(await setting()).toBe('hello');
	});

	test('a connection that drops again and again is an error', async () => {
		coreBos.fail({ kind: 'dropBefore', operation: 'getSetting', times: Infinity });
		const before = coreBos.calls('getSetting');
		const error = await failure(setting());
		expect(error).toMatchObject({ code: 'ANSWER_LOST', uncertain: false });
		expect(coreBos.calls('getSetting') - before).toBe(2);
	});

	test('what PHP printed before the answer is handed out', async () => {
		coreBos.fail({ kind: 'phpWarning', operation: 'getSetting' });
		const answer = await client.request('getSetting', { key: 'greeting', default: '' });
		expect(answer.result).toBe('hello');
		expect(answer.warnings).toEqual([expect.stringContaining('Undefined variable $x')]);
	});
});

describe('a writing call', () => {
	test.each<[Failure['kind'], string, number]>([
		['dropBefore', 'ANSWER_LOST', 0],
		['dropAfter', 'ANSWER_LOST', 1],
		['halfAnswer', 'INCOMPLETE_ANSWER', 1],
		['http500', 'EMPTY_ANSWER', 0],
	])('is not repeated after %s, and is reported as uncertain', async (kind, code, stored) => {
		coreBos.fail({ kind, operation: 'create' } as Failure);
		const before = coreBos.calls('create');
		const error = await failure(createProduct(`uncertain ${kind}`));
		expect(error).toMatchObject({ code, uncertain: true });
		expect(error.message).toContain('look before you repeat');
		expect(coreBos.calls('create') - before).toBe(1);
		expect(named(`uncertain ${kind}`)).toBe(stored);
	});

	test('is done once when its session has ended', async () => {
		coreBos.fail({ kind: 'expireSessions', operation: 'create' });
		await createProduct('renewed');
		expect(named('renewed')).toBe(1);
	});

	test('fails when the new session has ended, too: it is renewed once', async () => {
		coreBos.fail({ kind: 'expireSessions', operation: 'create', times: 2 });
		const before = coreBos.calls('login');
		const error = await failure(createProduct('renewed twice'));
		expect(error.code).toBe('AUTHENTICATION_REQUIRED');
		expect(coreBos.calls('login') - before).toBe(1);
		expect(named('renewed twice')).toBe(0);
	});
});

describe('the login', () => {
	test('that fails is not remembered', async () => {
		coreBos.expireSessions();
		coreBos.fail({ kind: 'http500', operation: 'login' });
		expect(await failure(setting())).toMatchObject({ code: 'EMPTY_ANSWER', operation: 'login' });
		expect(await setting()).toBe('hello');
	});

	test('is made once by all who find the session ended', async () => {
		await setting();
		coreBos.expireSessions();
		const before = coreBos.calls('login');
		const all = Array.from(
			{ length: 200 },
			async (_, index) => await createProduct(`all ${index}`),
		);
		await Promise.all(all);
		expect(coreBos.calls('login') - before).toBe(1);
		expect(
			coreBos.records('Products').filter((one) => one.productname.startsWith('all ')),
		).toHaveLength(200);
	});

	test('fails for all who wait for it, and for nobody after them', async () => {
		coreBos.expireSessions();
		await failure(client.call('logout'));
		coreBos.fail({ kind: 'notJson', operation: 'login' });
		const all = await Promise.allSettled(Array.from({ length: 5 }, setting));
		expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
		expect(await setting()).toBe('hello');
	});
});

test('the access key goes over no wire, the session stays out of urls', async () => {
	const seen: string[] = [];
	const spying: Http = async (request) => {
		seen.push(request.url, String(request.body ?? ''));
		return await fetchHttp(request);
	};
	coreBos.expireSessions();
	await createCoreBosClient(coreBos.connection, spying).call('getSetting', { key: 'greeting' });
	await testConnection(coreBos.connection, spying);
	expect(seen.join('\n')).not.toContain(coreBos.connection.accessKey);
	expect(seen.filter((text) => text.startsWith('http')).join('\n')).not.toMatch(
		/sessionName|accessKey/,
	);
});

test('an unreachable install is named', async () => {
	const gone = await startCoreBos();
	await gone.close();
	const error = await failure(createCoreBosClient(gone.connection, fetchHttp).call('listtypes'));
	expect(error).toMatchObject({ code: 'NO_ANSWER', uncertain: false });
	expect(error.message).toContain(gone.url);
	expect(error.message).toContain('ECONNREFUSED');
});

test('with the session lock, calls of one session run one after the other', async () => {
	const locking = await startCoreBos({ sessionLock: true, latency: 20 });
	const one = createCoreBosClient(locking.connection, fetchHttp);
	await one.call('getAllUsers');
	locking.mostAtOnce();
	await Promise.all(Array.from({ length: 5 }, async () => await one.call('getAllUsers')));
	expect(locking.mostAtOnce()).toBe(1);
	await locking.close();
});
