import type { Http } from '../../../engine/environment';
import { accessKeyFor, createCoreBosClient } from '../../../engine/corebos';
import { failure } from '../../corebos/failure';
import { operationOf } from '../../corebos/http';

/** A coreBOS of a few lines, whose every answer a test can set. */
class ScriptedCoreBos {
	readonly calls: string[] = [];
	readonly sessions = new Set<string>();
	token = 'token1';
	/** What an operation answers instead of its usual answer, one entry per call. */
	readonly next: Record<string, Array<Record<string, unknown> | Error>> = {};

	constructor(private readonly accessKey = 'key') {}

	readonly http: Http = async (request) => {
		const operation = operationOf(request);
		const parameters = new URLSearchParams(
			typeof request.body === 'string' ? request.body : new URL(request.url).search,
		);
		const session = parameters.get('sessionName') ?? request.headers['corebos-authorization'];
		this.calls.push(operation);
		await Promise.resolve();
		const scripted = this.next[operation]?.shift();
		if (scripted instanceof Error) throw scripted;
		const answer = scripted ?? this.answer(operation.toLowerCase(), parameters, session);
		return { status: 200, headers: {}, body: JSON.stringify(answer) };
	};

	private answer(operation: string, parameters: URLSearchParams, session?: string) {
		if (operation === 'getchallenge') {
			return success({ token: this.token, serverTime: 1000, expireTime: '8200' });
		}
		if (operation === 'login') return this.login(parameters);
		if (session === undefined || !this.sessions.has(session)) return refusal();
		if (operation === 'logout') this.sessions.delete(session);
		if (operation === 'query') return success([]);
		return success({ id: '14x1', session });
	}

	private login(parameters: URLSearchParams) {
		if (parameters.get('accessKey') !== accessKeyFor(this.token, this.accessKey)) {
			return refusal('INVALID_USER_CREDENTIALS');
		}
		const sessionName = `session${this.count('login')}-${Math.random().toString(16).slice(2)}`;
		this.sessions.add(sessionName);
		return success({ sessionName, userId: '19x1', version: '0.22', vtigerVersion: '5.5.0' });
	}

	count(operation: string): number {
		return this.calls.filter((one) => one === operation).length;
	}
}

const success = (result: unknown) => ({ success: true, result, moreinfo: null });
const refusal = (code = 'AUTHENTICATION_REQUIRED') => ({
	success: false,
	error: { code, message: `refused as ${code}` },
	moreinfo: null,
});

let install = 0;
/** A connection that no other test has used, since sessions are kept for the process. */
const connection = () => ({
	url: `https://crm${++install}.example.com`,
	username: 'admin',
	accessKey: 'key',
});

test('clients of the same url, user and key share one session', async () => {
	const coreBos = new ScriptedCoreBos();
	const mine = connection();
	const spelled = { ...mine, url: `${mine.url}/webservice.php` };
	const one = await createCoreBosClient(mine, coreBos.http).call('listtypes');
	const other = await createCoreBosClient(spelled, coreBos.http).call('listtypes');
	expect(one).toEqual(other);
	expect(coreBos.count('login')).toBe(1);
});

test.each([
	['url', { url: 'https://other.example.com' }],
	['user', { username: 'other' }],
])('another %s is another session', async (_what, change) => {
	const coreBos = new ScriptedCoreBos();
	const mine = connection();
	const one = await createCoreBosClient(mine, coreBos.http).call('listtypes');
	const other = await createCoreBosClient({ ...mine, ...change }, coreBos.http).call('listtypes');
	expect(one).not.toEqual(other);
});

test('another access key does not get the session of the right one', async () => {
	const coreBos = new ScriptedCoreBos();
	const mine = connection();
	await createCoreBosClient(mine, coreBos.http).call('listtypes');
	const wrong = createCoreBosClient({ ...mine, accessKey: 'wrong' }, coreBos.http);
	expect((await failure(wrong.call('listtypes'))).code).toBe('INVALID_USER_CREDENTIALS');
});

test.each([
	'AUTHENTICATION_REQUIRED',
	'INVALID_SESSIONID',
	'SESSION_EXPIRED',
	'SESSION_LEFT_IDLE',
	'INVALID_AUTH_TOKEN',
])('%s renews the session once and repeats the call once', async (code) => {
	const coreBos = new ScriptedCoreBos();
	const client = createCoreBosClient(connection(), coreBos.http);
	coreBos.next.create = [refusal(code)];
	await client.call('create', { elementType: 'Products', element: {} });
	expect(coreBos.calls).toEqual(['getchallenge', 'login', 'create', 'login', 'create']);

	coreBos.next.create = [refusal(code), refusal(code)];
	expect((await failure(client.call('create'))).code).toBe(code);
	expect(coreBos.count('create')).toBe(4);
});

test('any other refusal is final', async () => {
	const coreBos = new ScriptedCoreBos();
	const client = createCoreBosClient(connection(), coreBos.http);
	coreBos.next.create = [refusal('ACCESS_DENIED')];
	expect((await failure(client.call('create'))).code).toBe('ACCESS_DENIED');
	expect([coreBos.count('login'), coreBos.count('create')]).toEqual([1, 1]);
});

describe('the challenge token', () => {
	test.each([
		['is reused while it lives', 7_100_000, 1],
		['is not used in its last minute', 7_150_000, 2],
	])('%s', async (_what, later, challenges) => {
		const coreBos = new ScriptedCoreBos();
		let now = 5_000_000;
		const client = createCoreBosClient(connection(), coreBos.http, { now: () => now });
		await client.call('listtypes');
		coreBos.sessions.clear();
		now += later;
		await client.call('listtypes');
		expect([coreBos.count('login'), coreBos.count('getchallenge')]).toEqual([2, challenges]);
	});

	test('that coreBOS no longer knows is replaced', async () => {
		const coreBos = new ScriptedCoreBos();
		const client = createCoreBosClient(connection(), coreBos.http);
		await client.call('listtypes');
		coreBos.sessions.clear();
		coreBos.token = 'token2';
		await client.call('listtypes');
		expect([coreBos.count('login'), coreBos.count('getchallenge')]).toEqual([3, 2]);
	});
});

test('a failed login is not kept, and waits for nobody', async () => {
	const coreBos = new ScriptedCoreBos();
	const client = createCoreBosClient(connection(), coreBos.http);
	coreBos.next.login = [new Error('connect ECONNREFUSED 10.0.0.1:443')];
	const first = await Promise.all([failure(client.call('query')), failure(client.call('query'))]);
	expect(first.map(({ code }) => code)).toEqual(['NO_ANSWER', 'NO_ANSWER']);
	expect(coreBos.count('login')).toBe(1);
	await client.call('query');
	expect(coreBos.count('login')).toBe(2);
});

test.each([
	['create', 'connect ECONNREFUSED 10.0.0.1:443', 'NO_ANSWER', false, 1],
	['create', 'getaddrinfo ENOTFOUND crm.example.com', 'NO_ANSWER', false, 1],
	[
		'create',
		'self-signed certificate, DEPTH_ZERO_SELF_SIGNED_CERT',
		'CERTIFICATE_REFUSED',
		false,
		1,
	],
	['create', 'timeout of 1000ms exceeded', 'NO_ANSWER', true, 1],
	['create', 'socket hang up', 'ANSWER_LOST', true, 1],
	['create', 'read ECONNRESET', 'ANSWER_LOST', true, 1],
	['retrieve', 'timeout of 1000ms exceeded', 'NO_ANSWER', false, 1],
	['retrieve', 'socket hang up', 'ANSWER_LOST', false, 2],
])('%s that ends in "%s": %s, may be done: %p, sent %i times', async (...expected) => {
	const [operation, message, code, uncertain, times] = expected;
	const coreBos = new ScriptedCoreBos();
	const client = createCoreBosClient(connection(), coreBos.http);
	coreBos.next[operation] = [new Error(message), new Error(message)];
	const error = await failure(client.call(operation, {}));
	expect(error).toMatchObject({ code, operation, uncertain });
	expect(error.message).toContain(message);
	expect(coreBos.count(operation)).toBe(times);
});

test('an error that is its own cause is told', async () => {
	const coreBos = new ScriptedCoreBos();
	const client = createCoreBosClient(connection(), coreBos.http);
	const circular = new Error('socket hang up');
	circular.cause = circular;
	coreBos.next.create = [circular];
	expect(await failure(client.call('create'))).toMatchObject({ code: 'ANSWER_LOST' });
});

test.each([
	['nothing', undefined],
	['no status', { headers: {}, body: '' }],
	['a body that was read already', { status: 200, headers: {}, body: { success: true } }],
])('a function that resolves with %s is told what it lacks', async (_what, answer) => {
	const http = (async () => answer) as unknown as Http;
	const call = createCoreBosClient(connection(), http).call('listtypes');
	await expect(call).rejects.toThrow(TypeError);
	await expect(call).rejects.toThrow(/The http function must resolve with/);
});

describe('the session operations', () => {
	test('getchallenge and login are passed on', async () => {
		const coreBos = new ScriptedCoreBos();
		const client = createCoreBosClient(connection(), coreBos.http);
		expect(await client.call('getchallenge', { username: 'admin' })).toMatchObject({
			token: 'token1',
		});
		const accessKey = accessKeyFor('token1', 'key');
		expect(await client.call('Login', { username: 'admin', accessKey })).toMatchObject({
			userId: '19x1',
		});
		expect(coreBos.calls).toEqual(['getchallenge', 'Login']);
	});

	test('logout ends the kept session, and the next call logs in', async () => {
		const coreBos = new ScriptedCoreBos();
		const client = createCoreBosClient(connection(), coreBos.http);
		await client.call('listtypes');
		await client.call('logout');
		await client.call('listtypes');
		expect(coreBos.count('login')).toBe(2);
		expect(coreBos.sessions.size).toBe(1);
	});

	test('a session that the caller names is used as it is', async () => {
		const coreBos = new ScriptedCoreBos();
		const client = createCoreBosClient(connection(), coreBos.http);
		const error = await failure(client.call('retrieve', { sessionName: 'mine', id: '14x1' }));
		expect(error.code).toBe('AUTHENTICATION_REQUIRED');
		expect(coreBos.calls).toEqual(['retrieve']);
	});
});

test('the number of kept sessions is bounded', async () => {
	const coreBos = new ScriptedCoreBos();
	const first = createCoreBosClient(connection(), coreBos.http);
	await first.call('listtypes');
	for (let other = 0; other < 250; other++) {
		await createCoreBosClient(connection(), coreBos.http).call('listtypes');
	}
	const before = coreBos.count('login');
	await first.call('listtypes');
	expect(coreBos.count('login') - before).toBe(1);
});

describe('no error shows a secret', () => {
	const secret = 'S3cretKey';
	const accessKey = accessKeyFor('token1', secret);

	test.each([
		['a failed connection', (text: string) => new Error(`failed: POST /?${text}`)],
		['a refusal', (text: string) => ({ success: false, error: { code: 'X', message: text } })],
		['something else', (text: string) => ({ text })],
	])('%s that quotes the request', async (_what, trouble) => {
		const coreBos = new ScriptedCoreBos(secret);
		const client = createCoreBosClient({ ...connection(), accessKey: secret }, coreBos.http);
		coreBos.next.login = [trouble(`token=token1&key=${secret}&accessKey=${accessKey}`)];
		const login = await failure(client.call('listtypes'));
		await client.call('listtypes');
		const [session] = coreBos.sessions;
		coreBos.next.create = [trouble(`sessionName=${session}&key=${secret}`)];
		const create = await failure(client.call('create'));
		const shown = JSON.stringify([login, create, login.message, create.message, login.stack]);
		for (const hidden of [secret, accessKey, session, 'token1'])
			expect(shown).not.toContain(hidden);
		expect(shown).toContain('***');
	});
});
