import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { startTriggerServer, type TriggerServer, type TriggerSetup } from './trigger-server';

const SECRET = 'coreBosTriggerSecretApi';
const listed = { permission: [{ title: 'Local', addresses: '127.0.0.1', workflows: '43' }] };
const unlisted = { permission: [{ title: 'Other', addresses: '10.0.0.1', workflows: '43' }] };

let coreBos: CoreBosStandIn;
let server: TriggerServer;
let reads = 0;
/** What the clock of the process says. */
let now = Date.parse('2026-01-01T00:00:00Z');
let clock: jest.SpyInstance;

beforeAll(async () => {
	coreBos = await startCoreBos({ records: { Contacts: [{ lastname: 'Smith' }] } });
	server = await startTriggerServer({ parameters: {} });
});

afterAll(async () => {
	await server.close();
	await coreBos.close();
});

beforeEach(() => {
	reads = 0;
	clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
});

afterEach(() => clock.mockRestore());

function setUp(setup: TriggerSetup): void {
	server.setup = { ...setup, onRead: () => void reads++ };
}

const withSecret = (secret: string, more: Partial<TriggerSetup> = {}): TriggerSetup => ({
	parameters: { permissions: listed, sharedSecret: true },
	credentials: { [SECRET]: { headerName: 'X-Secret', secret } },
	...more,
});

async function statusWith(secret: string, query = 'workflow_id=43'): Promise<number> {
	const headers = { 'x-secret': secret };
	const response = await fetch(`${server.url}?${query}`, { method: 'POST', headers });
	await response.text();
	return response.status;
}

test('the shared secret is read once for the calls of five seconds', async () => {
	setUp(withSecret('first'));
	const calls = Array.from({ length: 20 }, () => statusWith('first'));
	expect(new Set(await Promise.all(calls))).toEqual(new Set([200]));
	expect(reads).toBe(1);
	now += 4_999;
	expect(await statusWith('first')).toBe(200);
	expect(reads).toBe(1);
	now += 1;
	expect(await statusWith('first')).toBe(200);
	expect(reads).toBe(2);
});

test('a changed secret counts after five seconds at the latest', async () => {
	const setup = withSecret('before');
	setUp(setup);
	expect(await statusWith('before')).toBe(200);
	Object.assign(setup.credentials?.[SECRET] ?? {}, { secret: 'after' });
	now += 5_000;
	expect([await statusWith('before'), await statusWith('after')]).toEqual([403, 200]);
});

test('a clock that was set back makes it read again', async () => {
	setUp(withSecret('clock'));
	await statusWith('clock');
	now -= 60_000;
	await statusWith('clock');
	expect(reads).toBe(2);
});

test('denied calls read it no more often than permitted ones', async () => {
	setUp(withSecret('denied', { parameters: { permissions: unlisted, sharedSecret: true } }));
	for (let call = 0; call < 20; call++) expect(await statusWith('wrong')).toBe(403);
	expect(reads).toBe(1);
});

test('no other workflow, node or credential gets what is kept for one', async () => {
	const setup = withSecret('mine');
	setUp(setup);
	await statusWith('mine');
	setUp({ ...setup, workflowId: 'w2' });
	await statusWith('mine');
	expect(reads).toBe(2);
	setUp(withSecret('other'));
	expect([await statusWith('mine'), await statusWith('other')]).toEqual([403, 200]);
	expect(reads).toBe(3);
});

test('the test URL always reads it', async () => {
	setUp(withSecret('tried', { isTest: true }));
	for (let call = 0; call < 3; call++) expect(await statusWith('tried')).toBe(200);
	expect(reads).toBe(3);
});

test('a credential that could not be read is asked for again', async () => {
	setUp({ ...withSecret('late'), onRead: undefined });
	const { setup } = server;
	setup.onRead = () => {
		reads++;
		throw new Error('the vault is closed');
	};
	expect(await statusWith('late')).toBe(403);
	setup.onRead = () => void reads++;
	expect(await statusWith('late')).toBe(200);
	expect(reads).toBe(2);
});

describe('Load Record', () => {
	const loading = (accessKey?: string): TriggerSetup => ({
		parameters: { permissions: listed, loadRecord: true },
		credentials: {
			coreBosApi: { ...coreBos.connection, ...(accessKey !== undefined && { accessKey }) },
		},
	});

	test('reads the credential once, and every record anew', async () => {
		setUp(loading());
		const [{ id }] = coreBos.records('Contacts') as Array<{ id: string }>;
		coreBos.requests.length = 0;
		for (let call = 0; call < 5; call++) {
			expect(await statusWith('', `workflow_id=43&record_id=${id}`)).toBe(200);
			expect(server.started()[0][0].json).toMatchObject({ lastname: 'Smith' });
		}
		expect(reads).toBe(1);
		expect(coreBos.calls('retrieve')).toBe(5);
	});

	test('a missing record is not a reason to read it again', async () => {
		setUp(loading());
		for (let call = 0; call < 3; call++) {
			expect(await statusWith('', 'workflow_id=43&record_id=12x99999')).toBe(404);
		}
		expect(reads).toBe(1);
	});

	test('after a failure the corrected credential counts at once', async () => {
		const setup = loading('wrong');
		setUp(setup);
		await statusWith('', 'workflow_id=43&record_id=19x1');
		expect(server.returned).toBeInstanceOf(Error);
		Object.assign(setup.credentials?.coreBosApi ?? {}, coreBos.connection);
		expect(await statusWith('', 'workflow_id=43&record_id=19x1')).toBe(200);
		expect(server.returned).not.toBeInstanceOf(Error);
		expect(reads).toBe(2);
	});
});
