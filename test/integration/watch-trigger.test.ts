import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createCoreBosClient, testConnection } from '../../engine';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { installToTest } from '../corebos/install-to-test';
import { fetchHttp } from '../corebos/http';
import { eventsOf as events, WatchedNode } from './watched-node';

/*
 * Against a real coreBOS where COREBOS_URL, COREBOS_USERNAME and COREBOS_ACCESS_KEY name one: what
 * is created is deleted.
 */
let coreBos: CoreBosStandIn | undefined;
let connection: { url: string; username: string; accessKey: string };
let watch: WatchedNode;
let made: string[];

beforeEach(async () => {
	({ connection, standIn: coreBos } = await installToTest());
	watch = new WatchedNode(connection);
	made = [];
});
afterEach(async () => {
	for (const id of made) await call('delete', { id });
	await coreBos?.close();
});

const call = async (operation: string, parameters: IDataObject) =>
	await createCoreBosClient(connection, fetchHttp).call(operation, parameters);

async function create(productname: string): Promise<string> {
	const { userId } = await testConnection(connection, fetchHttp);
	const element = { productname, assigned_user_id: userId };
	const { id } = (await call('create', { elementType: 'Products', element })) as { id: string };
	made.push(id);
	return id;
}

async function remove(id: string): Promise<void> {
	made.splice(made.indexOf(id), 1);
	await call('delete', { id });
}

const poll = async (parameters?: INodeParameters, mode?: 'trigger' | 'manual') =>
	await watch.poll(parameters, mode);

test('created, updated and deleted records, each once, over restarts', async () => {
	const all = { events: ['created', 'updated', 'deleted'] };
	const known = await create('known');
	expect(await poll(all)).toBeNull();
	expect(await poll(all)).toBeNull();
	const first = await create('first');
	const second = await create('second');
	await call('revise', { element: { id: known, productcode: 'X' } });
	const items = await poll(all);
	expect(events(items).sort()).toEqual(
		[`created ${first}`, `created ${second}`, `updated ${known}`].sort(),
	);
	expect(items?.find(({ id }) => id === known)).toMatchObject({
		productname: 'known',
		productcode: 'X',
		watch: { event: 'updated', module: 'Products' },
	});
	expect(await poll(all)).toBeNull();
	await remove(first);
	expect(events(await poll(all))).toEqual([`deleted ${first}`]);
	expect(await poll(all)).toBeNull();
});

test('a poll that fails is repeated by the next one, and its error says what happened', async () => {
	await poll();
	const id = await create('kept');
	coreBos?.fail({ kind: 'notJson', operation: 'query' });
	if (coreBos) await expect(poll()).rejects.toThrow('coreBOS operation "query" failed: HTTP 200');
	expect(events(await poll())).toEqual([`created ${id}`]);
});

test('a sync that is refused leaves the created ones for the next poll, too', async () => {
	const all = { events: ['created', 'deleted'] };
	await poll(all);
	const id = await create('kept');
	coreBos?.fail({ kind: 'http500', operation: 'sync' });
	if (coreBos) await expect(poll(all)).rejects.toThrow('"sync" failed: HTTP 500');
	expect(events(await poll(all))).toEqual([`created ${id}`]);
});

test('a limit hands out the rest by the next polls', async () => {
	const limited = { options: { mostItems: 2 } };
	await poll(limited);
	const ids = [];
	for (const name of ['a', 'b', 'c', 'd', 'e']) ids.push(await create(name));
	const polls = [
		await poll(limited),
		await poll(limited),
		await poll(limited),
		await poll(limited),
	];
	expect(polls.map((items) => items?.length ?? 0)).toEqual([2, 2, 1, 0]);
	expect(polls.flatMap(events).sort()).toEqual(ids.map((id) => `created ${id}`).sort());
});

test('two polls at the same time do not hand out the same', async () => {
	await poll();
	const id = await create('once');
	expect((await watch.pollTwice()).map(events)).toEqual([[`created ${id}`], []]);
});

test('filters and fields', async () => {
	const some = {
		filters: { conditions: [{ field: 'productname', operator: 'startsWith', value: "O'N" }] },
		options: { fields: ['productname'] },
	};
	await poll(some);
	await create('other');
	const id = await create("O'Neil");
	const items = await poll(some);
	expect(items).toEqual([
		{
			id,
			productname: "O'Neil",
			createdtime: expect.any(String),
			modifiedtime: expect.any(String),
			watch: { event: 'created', module: 'Products' },
		},
	]);
	expect(Object.keys(items?.[0] ?? {})[0]).toBe('watch');
});

test('another module is begun anew', async () => {
	await poll();
	await create('product');
	expect(await poll({ module: { __rl: true, mode: 'name', value: 'Vendors' } })).toBeNull();
	expect(await poll()).toBeNull();
});

test('038 a workflow that writes to what it watches does not start itself', async () => {
	const ignoring = { options: { ignoreChangesBy: ['currentUser'] } };
	await poll(ignoring);
	await create('by the user of the credential');
	expect(await poll(ignoring)).toBeNull();
	// The same change counts for a node that ignores somebody else.
	const others = { options: { ignoreChangesBy: ['19x999'], fields: ['productname'] } };
	watch.staticData = {};
	await poll(others);
	const id = await create('again');
	expect(events(await poll(others))).toEqual([`created ${id}`]);
});

test('only changes of the chosen fields count, and tell what was there before', async () => {
	const watched = { options: { changedFields: ['productcode'], fields: ['productname'] } };
	const id = await create('watched');
	await call('revise', { element: { id, productcode: 'OLD' } });
	await poll(watched);
	await call('revise', { element: { id, productname: 'renamed' } });
	expect(await poll(watched)).toBeNull();
	await call('revise', { element: { id, productcode: 'NEW' } });
	const items = await poll(watched);
	expect(items).toMatchObject([{ id, productname: 'renamed', before: { productcode: 'OLD' } }]);
	expect(items?.[0]).not.toHaveProperty('productcode');
	await call('revise', { element: { id, productcode: 'NEW' } });
	expect(await poll(watched)).toBeNull();
	const created = await create('new');
	expect(events(await poll(watched))).toEqual([`created ${created}`]);
});

test('what an ignored user changed is what the field held before the next change', async () => {
	const watched = {
		options: { changedFields: ['productcode'], fields: ['productname'], ignoreChangesBy: ['19x1'] },
	};
	if (coreBos === undefined) return;
	await coreBos.close();
	coreBos = await startCoreBos({ users: [{ user_name: 'mary' }], records: { Products: [] } });
	({ connection } = coreBos);
	watch = new WatchedNode(connection);
	const mary = createCoreBosClient(coreBos.connectionOf('mary'), fetchHttp);
	const id = await create('watched');
	await poll(watched);
	// What is changed while a watch begins is not taken for what was there.
	expect(coreBos.requests.find(({ operation }) => operation === 'query')?.parameters.query).toMatch(
		/^select id, ?productcode/,
	);
	await call('revise', { element: { id, productcode: 'BY ADMIN' } });
	expect(await poll(watched)).toBeNull();
	await mary.call('revise', { element: { id, productname: 'renamed' } });
	expect(await poll(watched)).toBeNull();
	await mary.call('revise', { element: { id, productcode: 'NEW' } });
	expect(await poll(watched)).toMatchObject([{ id, before: { productcode: 'BY ADMIN' } }]);
	// A record of the ignored user is not new to others.
	const own = await create('own');
	expect(await poll(watched)).toBeNull();
	await mary.call('revise', { element: { id: own, productcode: 'X' } });
	expect(events(await poll(watched))).toEqual([`updated ${own}`]);
});

test('067 an install that formats times in its answers is watched all the same', async () => {
	const gvname = 'Webservice_Return_FormattedValues';
	if (coreBos === undefined) return;
	await coreBos.close();
	coreBos = await startCoreBos({
		records: { GlobalVariable: [{ gvname, value: '1' }], Products: [] },
	});
	({ connection } = coreBos);
	watch = new WatchedNode(connection);
	await poll();
	const id = await create('formatted');
	const query = `select modifiedtime from Products where id='${id}';`;
	expect(await call('query', { query })).not.toEqual([
		expect.objectContaining({ modifiedtime: expect.stringMatching(/:\d\d:\d\d$/) }),
	]);
	const items = await poll();
	expect(events(items)).toEqual([`created ${id}`]);
	expect(items?.[0].modifiedtime).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
});

test.each(['query', 'sync'])('Dates as ISO, by %s', async (findBy) => {
	const watched = { findBy, options: { isoDates: true } };
	await poll(watched);
	const id = await create('dated');
	if (coreBos) await call('revise', { element: { id, start_date: '2026-01-31' } });
	const [item] = (await poll(watched)) ?? [];
	const [stored] = (await call('query', {
		query: `select modifiedtime from Products where id='${id}';`,
	})) as IDataObject[];
	expect(item.modifiedtime).toBe(`${String(stored.modifiedtime).replace(' ', 'T')}Z`);
	expect(item.createdtime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
	if (coreBos) expect(item.start_date).toBe('2026-01-31');
	expect(await poll(watched)).toBeNull();
	const [sample] = (await poll(watched, 'manual')) ?? [];
	expect(sample.modifiedtime).toBe(item.modifiedtime);
});

test('by sync', async () => {
	const bySync = { findBy: 'sync', events: ['created', 'updated', 'deleted'] };
	await poll(bySync);
	const id = await create('mine');
	expect(events(await poll(bySync))).toEqual([`created ${id}`]);
	await remove(id);
	expect(events(await poll(bySync))).toEqual([`deleted ${id}`]);
	expect(await poll(bySync)).toBeNull();
});

test('a test run gets the newest record and leaves the state alone', async () => {
	await create('older');
	await poll();
	const before = JSON.stringify(watch.staticData);
	const id = await create('newest');
	if (coreBos) await call('revise', { element: { id, productcode: 'X' } });
	const sample = await poll({}, 'manual');
	expect(sample).toHaveLength(1);
	expect(JSON.stringify(watch.staticData)).toBe(before);
	expect(events(await poll())).toEqual([`created ${id}`]);
});

test.each([
	[
		'no module',
		{ module: { __rl: true, mode: 'list', value: '' } },
		'The parameter "Module" is empty',
	],
	['no event', { events: [] }, 'The parameter "Events" is empty'],
	[
		'a field of another record in a filter',
		{ filters: { conditions: [{ field: 'Vendors.city', operator: 'equals', value: 'x' }] } },
		'The filter on "Vendors.city" cannot be used',
	],
	[
		'an empty value in a filter',
		{ filters: { conditions: [{ field: 'productname', operator: 'equals', value: '' }] } },
		'The condition on "productname" has no value',
	],
	['an unknown module', { module: { __rl: true, mode: 'name', value: 'NoSuch' } }, 'ACCESS_DENIED'],
])('%s is an error that says so', async (_what, parameters, message) => {
	await expect(poll(parameters)).rejects.toThrow(message);
	await expect(poll(parameters, 'manual')).rejects.toThrow(message);
});
