import type { IDataObject } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { sessionCreateMap } from './example-maps';
import { runNodes, type MapNode } from './n8n-engine';

let coreBos: CoreBosStandIn;

beforeEach(async () => {
	coreBos = await startCoreBos();
});

afterEach(async () => {
	await coreBos.close();
});

const RESPONSE =
	'<field><fieldname>result.id</fieldname><destination><field>cf_remote_id</field><context>id</context></destination></field>';

/** Creates a product in the kept session. @param fields expressions of other fields */
const create = (fields: Record<string, string> = {}) =>
	sessionCreateMap(coreBos.url, 'element', { fields, response: RESPONSE });

const product = (productname: unknown, more: IDataObject = {}) => ({
	element: JSON.stringify({ productname, assigned_user_id: '19x1', ...more }),
});

const products = (count: number) =>
	Array.from({ length: count }, (_, index) => product(`Product ${index}`));

async function run(
	items: IDataObject[],
	options: IDataObject = {},
	{ xml = create(), onError }: { xml?: string; onError?: MapNode['onError'] } = {},
) {
	const parameters = { mapXml: xml, options: { together: true, ...options } };
	const outcome = await runNodes(items, [
		{ name: 'Map', typeVersion: 1, parameters, credential: coreBos.connection, onError },
	]);
	const hints = outcome.run.data.resultData.runData.Map?.[0]?.hints ?? [];
	return {
		error: outcome.error,
		output: outcome.items('Map'),
		warnings: hints.filter(({ type }) => type === 'warning').map(({ message }) => message),
	};
}

/** The name of the record that an output names. */
const nameOf = ({ json }: { json: IDataObject }) =>
	coreBos.records('Products').find(({ id }) => id === json.cf_remote_id)?.productname;

describe('Send Items in Bulk', () => {
	test.each([
		['the default', {}, 3],
		['100 items prepared at a time', { batching: { batch: { batchSize: 100 } } }, 3],
		['fewer items per call', { itemsPerCall: 30 }, 9],
		['several calls at a time', { itemsPerCall: 50, concurrency: 3 }, 5],
	])('sends many items in a few calls, with %s', async (_title, options, expected) => {
		const { error, output } = await run(products(250), options);
		expect(error).toBeUndefined();
		expect(coreBos.calls('MassCreate')).toBe(expected);
		expect([coreBos.calls('create'), coreBos.calls('login')]).toEqual([0, 1]);
		expect(output.map(nameOf)).toEqual(products(250).map((_, index) => `Product ${index}`));
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
			products(250).map((_, item) => ({ item })),
		);
		expect(output[7].json.context).toEqual({ id: output[7].json.cf_remote_id });
	});

	test('equal items are a record each, as with calls of their own', async () => {
		const { output } = await run([product('Same'), product('Same'), product('Other')]);
		expect(output.map(nameOf)).toEqual(['Same', 'Same', 'Other']);
		expect(new Set(output.map(({ json }) => json.cf_remote_id)).size).toBe(3);
	});

	test('an item that coreBOS refuses has its own error, in the words of its own call', async () => {
		const items = [product('One'), product(''), product('Three')];
		const settings = { onError: 'continueRegularOutput' } as const;
		const { output } = await run(items, {}, settings);
		const alone = (await run(items, { together: false }, settings)).output;
		expect(output[1].json.error).toMatch(/MANDATORY_FIELDS_MISSING/);
		expect(output[1].json.error).toBe(alone[1].json.error);
		expect([output[0], output[2]].map(nameOf)).toEqual(['One', 'Three']);
	});

	test('an error that ends the node says which items were done', async () => {
		const { error } = await run([product('One'), product(''), product('Three')]);
		expect(error?.message).toMatch(/does not have a value/);
		expect(error?.description).toMatch(/Done before the node stopped: items 0, 2/);
	});

	test('an item that fails before its call does not keep the others', async () => {
		const items = [product('One'), { element: 'not JSON' }, product('Three')];
		const { output } = await run(items, {}, { onError: 'continueRegularOutput' });
		expect(output[1].json.error).toBeDefined();
		expect([output[0], output[2]].map(nameOf)).toEqual(['One', 'Three']);
	});

	test.each([
		['the answer is lost', 'dropAfter', /may have done it anyway/],
		['PHP dies', 'http500', /may have done it anyway/],
		['half of the answer arrives', 'halfAnswer', /may have done it anyway/],
	] as const)(
		'says that nobody knows where %s, and repeats nothing',
		async (_title, kind, told) => {
			coreBos.fail({ kind, operation: 'MassCreate' });
			const { output } = await run(
				products(4),
				{ itemsPerCall: 2 },
				{ onError: 'continueRegularOutput' },
			);
			expect(output.slice(0, 2).map(({ json }) => json.error)).toEqual([
				expect.stringMatching(told),
				expect.stringMatching(told),
			]);
			expect(output.slice(2).map(nameOf)).toEqual(['Product 2', 'Product 3']);
			expect(coreBos.calls('MassCreate')).toBe(2);
			expect(coreBos.calls('create')).toBe(0);
		},
	);

	test('items that may have been done are listed where the node ends', async () => {
		coreBos.fail({ kind: 'dropAfter', operation: 'MassCreate' });
		const { error } = await run(products(4), { itemsPerCall: 2 });
		expect(error?.description).toMatch(/Done before the node stopped: items 2–3/);
		expect(error?.description).toMatch(/May have been done: item 1\. /);
	});

	test('a session that is over is renewed once for all items', async () => {
		await run(products(1));
		coreBos.expireSessions();
		coreBos.requests.length = 0;
		const { error, output } = await run(products(3));
		expect(error).toBeUndefined();
		expect(output.map(nameOf)).toEqual(['Product 0', 'Product 1', 'Product 2']);
		expect([coreBos.calls('login'), coreBos.calls('MassCreate')]).toEqual([1, 2]);
	});

	test.each([
		['a list in the element', product('Listed', { relations: [] }), {}, 'create'],
		['a reference of MassCreate', product('@{record0}'), {}, 'create'],
		[
			'a number with more digits than JavaScript keeps',
			product('1234567890123456789'),
			{},
			'create',
		],
		[
			'a parameter that MassCreate lacks',
			product('More'),
			{ cbwsOptions: "concat('{}','')" },
			'create',
		],
		['another operation', product('x'), { operation: "concat('listtypes','')" }, 'listtypes'],
	])('makes a call by itself for %s', async (_title, item, fields, operation) => {
		const { warnings } = await run([item], {}, { xml: create(fields) });
		expect(coreBos.calls(operation)).toBe(1);
		expect(coreBos.calls('MassCreate')).toBe(0);
		expect(warnings).toContainEqual(expect.stringMatching(/^One call was not made in bulk/));
	});
});
