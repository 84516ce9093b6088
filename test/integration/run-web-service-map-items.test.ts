import type { IDataObject } from 'n8n-workflow';
import { entry, smallMap, source } from '../unit/map/small-map';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { runNodes, type MapNode } from './n8n-engine';
import { startRecordingServer, type RecordingServer } from './recording-server';

let a: CoreBosStandIn;
// A pause is counted, not waited for: a busy machine makes pauses of its own.
const mockSleep = jest.fn<Promise<void>, [number]>();
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: async (milliseconds: number) => await mockSleep(milliseconds),
}));

let api: RecordingServer;
let vendor: string;
let product: string;

beforeEach(async () => {
	a = await startCoreBos({
		records: {
			Vendors: [{ vendorname: 'Söhne', description: 'before' }],
			Products: [{ productname: 'Widget', unit_price: '12.50' }],
		},
		settings: { channel: 'web' },
	});
	vendor = a.records('Vendors')[0].id;
	product = a.records('Products')[0].id;
	api = await startRecordingServer();
});

afterEach(async () => {
	await Promise.all([a.close(), api.close()]);
});

function node(
	map: Parameters<typeof smallMap>[0],
	{ options = {}, ...more }: Partial<MapNode> & { options?: IDataObject } = {},
): MapNode {
	const xml = smallMap({ ...map, config: { wsurl: `${api.url}/x`, ...map.config } });
	const mapXml = xml.replace(
		'<map>',
		'<map><originmodule><originname>Products</originname></originmodule>',
	);
	const { parameters, ...rest } = more;
	return { name: 'Map', parameters: { mapXml, options, ...parameters } as never, ...rest };
}

const named = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ n: `item ${index}` }));
const named0 = { n: source('FIELD', 'n') };

/** What arrived, in the order of the calls. */
const sent = () => api.requests.map(({ body }) => JSON.parse(body) as IDataObject);

describe('how items take turns', () => {
	test('one after the other, unless the option says otherwise', async () => {
		api.answer.delay = 10;
		const outcome = await runNodes(named(5), [node({ fields: named0 })]);
		expect(api.mostAtOnce).toBe(1);
		expect(sent().map(({ n }) => n)).toEqual(outcome.items('Map').map(({ json }) => json.n));
	});

	test('several at a time; the output keeps the order', async () => {
		// The later an item, the sooner its answer.
		api.answer.delay = ({ body }) => 100 - Number(/\d+/.exec(body)?.[0]) * 10;
		const { items } = await runNodes(named(8), [
			node({ fields: named0 }, { options: { concurrency: 4 } }),
		]);
		expect(api.mostAtOnce).toBe(4);
		expect(items('Map').map(({ json }) => json.n)).toEqual(named(8).map(({ n }) => n));
		expect(items('Map').map(({ pairedItem }) => pairedItem)).toEqual(
			named(8).map((_, item) => ({ item })),
		);
	});

	test.each<[title: string, batch: IDataObject, pauses: number[]]>([
		['a pause between batches of 2', { batchSize: 2, batchInterval: 150 }, [2, 4]],
		['0 items per batch are 1', { batchSize: 0, batchInterval: 150 }, [1, 2, 3, 4]],
		['-1 is not a batch', { batchSize: -1, batchInterval: 150 }, []],
	])('%s', async (_title, batch, pauses) => {
		const sentBefore: number[] = [];
		mockSleep.mockReset();
		mockSleep.mockImplementation(async () => {
			sentBefore.push(api.requests.length);
		});
		const { error } = await runNodes(named(5), [
			node({ fields: named0 }, { options: { batching: { batch }, concurrency: 3 } }),
		]);
		expect(error).toBeUndefined();
		expect(mockSleep.mock.calls).toEqual(pauses.map(() => [150]));
		expect(sentBefore).toEqual(pauses);
	});

	test('a failing item does not lose the others, and is told with its number', async () => {
		const items = named(6).map((item, index) => ({
			...item,
			...(index === 2 && { context: 'x' }),
		}));
		const parameters = { fields: named0 };
		const outcome = await runNodes(items, [
			node(parameters, { options: { concurrency: 3 }, onError: 'continueRegularOutput' }),
		]);
		const errors = outcome.items('Map').map(({ json }) => json.error);
		expect(errors).toEqual([
			...[undefined, undefined],
			expect.stringContaining('[item 2]'),
			...[undefined, undefined, undefined],
		]);
		expect(sent()).toHaveLength(5);
	});

	test('without Continue what is under way is finished, and nothing new is started', async () => {
		api.answer.delay = 50;
		const items = named(9).map((item, index) => ({
			...item,
			...(index === 4 && { context: 'x' }),
		}));
		const { error } = await runNodes(items, [
			node({ fields: named0 }, { options: { concurrency: 3 } }),
		]);
		expect(error?.message).toContain('[item 4]');
		expect(sent().length).toBeLessThanOrEqual(6);
	});
});

describe('what is read of coreBOS is read once, however many items ask', () => {
	const related = (name: string) =>
		`<Orgfields><Relfield><RelfieldName>${name}</RelfieldName><RelModule>Vendors</RelModule><linkfield>vendor_id</linkfield></Relfield></Orgfields>`;
	const linked = (field: string) => `$(vendor_id : (Vendors) ${field})`;

	test.each([1, 3])('with %i items at a time', async (concurrency) => {
		const fields = {
			template: source('TEMPLATE', `of ${linked('vendorname')}`),
			field: source('FIELD', linked('vendorname')),
			expression: source('EXPRESSION', linked('vendorname')),
			name: source('EXPRESSION', 'vendor_id'),
			relfield: related('vendorname'),
			setting: source('EXPRESSION', "getSetting('channel')"),
			price: source('FIELD', 'unit_price'),
		};
		const items = Array.from({ length: 6 }, () => ({
			...a.records('Products')[0],
			vendor_id: vendor,
			assigned_user_id: '19x1',
		}));
		const { error } = await runNodes(items, [
			node({ fields }, { credential: a.connection, options: { concurrency } }),
		]);
		expect(error).toBeUndefined();
		expect(sent()).toEqual(
			items.map(() => ({
				template: 'of Söhne',
				field: 'Söhne',
				expression: 'Söhne',
				name: 'Söhne',
				relfield: 'Söhne',
				setting: 'web',
				price: '12.50',
			})),
		);
		const retrieved = a.requests
			.filter(({ operation }) => operation === 'retrieve')
			.map(({ parameters }) => String(parameters.id));
		expect(retrieved.sort()).toEqual(['19x1', vendor].sort());
		expect(a.calls('describe')).toBe(2);
		expect(a.calls('getSetting')).toBe(1);
		expect(a.calls('getReferenceValue')).toBeLessThanOrEqual(1);
		expect(a.calls('login')).toBeLessThanOrEqual(concurrency);
	});

	test('a record that the run itself has written is read again, others are not', async () => {
		const fields = { linked: source('EXPRESSION', linked('description')) };
		const items = [{ id: product }, { id: vendor }, { id: product }].map((item) => ({
			...item,
			vendor_id: vendor,
		}));
		const saving = node(
			{ fields, response: entry('result.ok', 'description') },
			{ credential: a.connection, parameters: { saveToRecord: true } },
		);
		const { error } = await runNodes(items, [saving]);
		expect(error).toBeUndefined();
		expect(sent().map(({ linked: text }) => text)).toEqual(['before', 'before', 'yes']);
		expect(a.calls('retrieve')).toBe(2);
		expect(a.calls('revise')).toBe(3);
	});

	test('a setting that a map writes is read again', async () => {
		const fields = {
			before: source('EXPRESSION', "getSetting('channel')"),
			write: source('EXPRESSION', "setSetting('channel', n)"),
			after: source('EXPRESSION', "getSetting('channel')"),
		};
		const { error } = await runNodes(named(2), [node({ fields }, { credential: a.connection })]);
		expect(error).toBeUndefined();
		expect(sent().map(({ before, after }) => [before, after])).toEqual([
			['web', 'item 0'],
			['item 0', 'item 1'],
		]);
	});
});

describe('saving to the record', () => {
	const response = entry('result.ok', 'productname') + entry('result.price', 'unit_price');
	const saving = (options: IDataObject = {}): MapNode =>
		node({ response }, { credential: a.connection, parameters: { saveToRecord: true }, options });

	test('the item has what coreBOS has after it, and the summary says so', async () => {
		api.answer.body = '{"result":{"ok":"New","price":7.5}}';
		const outcome = await runNodes([{ id: product }], [saving({ callSummaryProperty: 'call' })]);
		const { json } = outcome.items('Map')[0];
		const [record] = a.records('Products');
		expect(json).toMatchObject({ productname: 'New', unit_price: record.unit_price });
		expect(json.call).toMatchObject({
			saved: { recordId: product, fields: { productname: 'New', unit_price: record.unit_price } },
		});
	});

	test('what coreBOS refuses to save leaves a call that was done, and nobody repeats it', async () => {
		a.fail({ kind: 'notJson', operation: 'revise' });
		const { error } = await runNodes([{ id: product }], [saving()]);
		expect(api.requests).toHaveLength(1);
		expect(error?.message).toContain('could not be saved');
		expect(error?.description).toContain('Do not run the map again');
		expect(error?.context).toMatchObject({ outcome: 'done' });
	});

	test('nothing is said to be saved where nothing is', async () => {
		const quiet = saving({ callSummaryProperty: 'call' });
		delete quiet.parameters.saveToRecord;
		const outcome = await runNodes([{ id: product }], [quiet]);
		expect(outcome.items('Map')[0].json.call).not.toHaveProperty('saved');
		expect(a.calls('revise')).toBe(0);
	});

	test('where the run has no record it is off', async () => {
		const outcome = await runNodes(
			[{ id: product, context: { record_id: product } }],
			[saving({ record: 'none' })],
		);
		expect(outcome.error).toBeUndefined();
		expect(api.requests).toHaveLength(1);
		expect(a.calls('revise')).toBe(0);
	});
});
