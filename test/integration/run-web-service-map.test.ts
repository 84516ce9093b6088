import type { IDataObject } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { exampleMap, smallMap } from './example-maps';
import { runNodes, type MapNode } from './n8n-engine';
import { closedUrl, startRecordingServer, type RecordingServer } from './recording-server';

const REMOTE_ID = 'cf_remote_id';

let a: CoreBosStandIn;
let b: CoreBosStandIn;
let api: RecordingServer;

beforeEach(async () => {
	a = await startCoreBos({
		name: 'A',
		customFields: { Products: [REMOTE_ID] },
		records: {
			Products: [
				{ productname: 'Widget "Ñ" & Co', unit_price: '12.50' },
				{ productname: 'Gadget' },
			],
		},
	});
	b = await startCoreBos({ name: 'B' });
	api = await startRecordingServer();
});

afterEach(async () => {
	await Promise.all([a.close(), b.close(), api.close()]);
});

/** The nodes of the product sync, with the credentials that the example workflow gives them. */
function productSync(action: 'create' | 'update', accessKey = b.connection.accessKey): MapNode[] {
	const atB = { ...b.connection, accessKey };
	return [
		{ name: 'Challenge', parameters: { mapXml: exampleMap('challenge', b.url) } },
		{ name: 'Login', parameters: { mapXml: exampleMap('login', b.url) }, credential: atB },
		{
			name: 'Send',
			parameters: { mapXml: exampleMap(action, b.url), saveToRecord: true },
			credential: a.connection,
		},
		{ name: 'Logout', parameters: { mapXml: exampleMap('logout', b.url) } },
	];
}

const productsOfA = (): IDataObject[] => a.records('Products').map((record) => ({ ...record }));

const smallNode = (
	map: Partial<Parameters<typeof smallMap>[0]>,
	more: Omit<Partial<MapNode>, 'parameters'> & { options?: IDataObject } = {},
): MapNode => {
	const { options = {}, ...node } = more;
	return {
		name: 'Small',
		parameters: { mapXml: smallMap({ url: `${api.url}/x`, ...map }), options },
		...node,
	} as MapNode;
};

describe('the product sync in n8n', () => {
	test('creates in B, keeps the id in A, and changes what it created', async () => {
		const created = await runNodes(productsOfA(), productSync('create'));
		expect(created.error).toBeUndefined();
		const ids = b.records('Products').map(({ id }) => id);
		expect(b.records('Products').map(({ productname }) => productname)).toEqual([
			'Widget "Ñ" & Co',
			'Gadget',
		]);
		expect(a.records('Products').map((record) => record[REMOTE_ID])).toEqual(ids);

		const items = created.items('Logout');
		expect(items.map(({ json }) => json[REMOTE_ID])).toEqual(ids);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		const context = items[0].json.context as IDataObject;
		expect(Object.keys(context)).toEqual(expect.arrayContaining(['cb_token', 'cb_sessionid']));

		const changed = productsOfA().map((product) => ({ ...product, unit_price: '99.00' }));
		const updated = await runNodes(changed, productSync('update'));
		expect(updated.error).toBeUndefined();
		expect(b.records('Products')).toHaveLength(2);
		expect(b.records('Products').map(({ unit_price }) => Number(unit_price))).toEqual([99, 99]);
	});

	test('a wrong access key names item, map, status, code and message, and stores nothing', async () => {
		const { error } = await runNodes(productsOfA(), productSync('create', 'wrongKey'));
		// The cause comes first; which call it was stands in the description.
		expect(error?.message).toMatch(/^Invalid username or password.*INVALID_USER_CREDENTIALS/);
		expect(error?.message).toMatch(/\[item 0\]$/);
		expect(error?.description).toMatch(/Map "login", call: POST http.*HTTP 200/);
		expect(error?.message).not.toContain('wrongKey');
		expect(b.records('Products')).toEqual([]);
		expect(a.records('Products').map((record) => record[REMOTE_ID])).toEqual(['', '']);
	});

	test('a B that is not there is named, and nothing is stored', async () => {
		const url = await closedUrl();
		const nodes = productSync('create');
		nodes[0].parameters.mapXml = exampleMap('challenge', url);
		const { error } = await runNodes(productsOfA(), nodes);
		expect(error?.description).toContain('"getchallenge"');
		expect(error?.description).toContain(url);
		expect(error?.message).toMatch(/ECONNREFUSED|refused/);
		expect(a.records('Products').map((record) => record[REMOTE_ID])).toEqual(['', '']);
	});

	test.each(['http500', 'halfAnswer', 'notJson', 'dropBefore', 'dropAfter'] as const)(
		'%s at the create: an error, and nothing is kept in A',
		async (kind) => {
			b.fail({ kind, operation: 'create' });
			const { error } = await runNodes(productsOfA().slice(0, 1), productSync('create'));
			expect(error?.description).toMatch(/Map "create", call: POST /);
			expect(a.records('Products').map((record) => record[REMOTE_ID])).toEqual(['', '']);
		},
	);

	test('half the answer of a login does not tell the session', async () => {
		b.fail({ kind: 'halfAnswer', operation: 'login' });
		const { error } = await runNodes(productsOfA().slice(0, 1), productSync('create'));
		expect(error?.message).toContain('"sessionName":"***"');
	});

	test('the fields of a module are asked for once, whatever the number of items', async () => {
		await runNodes(productsOfA(), productSync('create'));
		expect(a.calls('revise')).toBe(2);
		expect(a.calls('describe')).toBe(1);
		expect(a.calls('login')).toBe(1);
	});

	test('a session that has ended is an error of the create, with coreBOS own code', async () => {
		b.fail({ kind: 'expireSessions', operation: 'create' });
		const { error } = await runNodes(productsOfA().slice(0, 1), productSync('create'));
		expect(error?.message).toMatch(/AUTHENTICATION_REQUIRED/);
	});

	test('what coreBOS refuses to save is told with the values that were not saved', async () => {
		a.fail({ kind: 'http500', operation: 'revise' });
		const { error } = await runNodes(productsOfA().slice(0, 1), productSync('create'));
		const idInB = b.records('Products')[0].id;
		expect(error?.message).toContain(`The call was made, but ${REMOTE_ID} "${idInB}"`);
	});
});

describe('errors of the map', () => {
	test.each([
		['no XML', 'this is not a map', /line 1/],
		['an element that is not closed', '<map>\n<wsconfig>\n</map>', /line \d+, column \d+/],
		[
			'unknown input type',
			smallMap({ url: 'http://127.0.0.1/', inputtype: 'YAML' }),
			/YAML[\s\S]*JSON, URL, URLRESTFUL, XML/,
		],
	])('%s', async (_title, mapXml, message) => {
		const { error } = await runNodes(
			[{ productname: 'a' }],
			[{ name: 'Small', parameters: { mapXml } }],
		);
		expect(`${error?.message}\n${error?.description}`).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
	});

	test('an error in an expression names field, place and map', async () => {
		const { error } = await runNodes(
			[{ productname: 'a' }],
			[smallNode({ fields: { label: "concat('a'" } })],
		);
		expect(error?.message).toContain('label');
		expect(error?.description).toContain('small call');
		expect(error?.message).toMatch(/line 1, column \d+/);
		expect(api.requests).toEqual([]);
	});

	test.each([
		"hash(concat(productname, 'cdYTBpiMR9RfGgO'), 'md5'",
		"hash(concat(productname 'cdYTBpiMR9RfGgO'), 'md5')",
		"'cdYTBpiMR9RfGgO' * 'md5'",
	])('an error in an expression does not quote a key: %s', async (label) => {
		const { error } = await runNodes([{ productname: 'a' }], [smallNode({ fields: { label } })]);
		expect(error?.message).toMatch(/\(line 1, column \d+\)$/);
		expect(`${error?.message} ${error?.stack}`).not.toContain('cdYTBpiMR9RfGgO');
	});
});

describe('several items', () => {
	const items = [
		{ productname: 'one' },
		{ productname: 'two', context: 'none' },
		{ productname: 'three' },
	];

	test('without Continue the failing item ends the run', async () => {
		const { error } = await runNodes(items, [smallNode({})]);
		expect(error?.message).toContain('[item 1]');
		expect(api.requests).toHaveLength(1);
	});

	test('with Continue the others go on, each paired with its own item', async () => {
		const outcome = await runNodes(items, [smallNode({}, { onError: 'continueRegularOutput' })]);
		expect(outcome.error).toBeUndefined();
		const out = outcome.items('Small');
		expect(out.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(out.map(({ json }) => json.productname)).toEqual(['one', 'two', 'three']);
		expect(out[1].json.error).toContain('must be an object, the workflow context');
		expect(out[0].json.error).toBeUndefined();
		expect(out[2].json.context).toEqual({ ok: 'yes' });
	});

	test('an item with a fault of its own leaves no error of the credential unheard', async () => {
		const unheard: unknown[] = [];
		const hear = (reason: unknown) => unheard.push(reason);
		process.on('unhandledRejection', hear);
		try {
			const credential = { ...a.connection, url: 'ftp://crm.example.com' };
			const node = smallNode({}, { credential, onError: 'continueRegularOutput' });
			await runNodes([{ productname: 'two', context: 'none' }], [node]);
			// Node reports what nobody handles before the next turn of its event loop.
			await new Promise(setImmediate);
		} finally {
			process.off('unhandledRejection', hear);
		}
		expect(unheard).toEqual([]);
	});

	test('a credential with a bad URL is an error of each item', async () => {
		const credential = { ...a.connection, url: 'ftp://crm.example.com' };
		const node = smallNode({}, { credential, onError: 'continueRegularOutput' });
		const outcome = await runNodes(items.slice(0, 1), [node]);
		expect(outcome.error).toBeUndefined();
		const [{ json }] = outcome.items('Small');
		expect(json.error).toMatch(/"ftp:\/\/crm.example.com".*Map "small call"/);
	});

	test('with an error output the failing item goes there', async () => {
		const outcome = await runNodes(items, [smallNode({}, { onError: 'continueErrorOutput' })]);
		expect(outcome.items('Small').map(({ json }) => json.productname)).toEqual(['one', 'three']);
		expect(outcome.items('Small', 1).map(({ json }) => json.productname)).toEqual(['two']);
	});

	test('a map may differ from item to item by an n8n expression', async () => {
		const node = smallNode({});
		node.parameters.mapXml = `=${smallMap({ url: `${api.url}/{{ $json.productname }}` })}`;
		await runNodes([{ productname: 'one' }, { productname: 'two' }], [node]);
		expect(api.requests.map(({ url }) => url)).toEqual(['/one', '/two']);
	});
});

describe('what goes over the wire', () => {
	test('JSON as bytes, with the label that the map gives', async () => {
		await runNodes([{ productname: 'Ñ' }], [smallNode({ header: 'application/json' })]);
		expect(api.requests[0]).toMatchObject({
			method: 'POST',
			url: '/x',
			headers: expect.objectContaining({ 'content-type': 'application/json' }),
		});
		expect(JSON.parse(api.requests[0].body)).toEqual({ name: '<Ñ>' });
	});

	test('a form that is labelled JSON stays a form', async () => {
		await runNodes(
			[{ productname: 'a b' }],
			[smallNode({ inputtype: 'XML', header: 'application/json' })],
		);
		expect(api.requests[0].headers['content-type']).toBe('application/json');
		expect(api.requests[0].body).toBe('name=%3Ca+b%3E');
	});

	test('a body goes with GET, too', async () => {
		await runNodes([{ productname: 'a' }], [smallNode({ method: 'GET' })]);
		expect(api.requests[0].method).toBe('GET');
		expect(JSON.parse(api.requests[0].body)).toEqual({ name: '<a>' });
	});

	test.each(['DELETE', 'PATCH', 'PUT'])('%s', async (method) => {
		await runNodes([{ productname: 'a' }], [smallNode({ method })]);
		expect(api.requests[0].method).toBe(method);
	});

	test('a redirect of a call with a body is not followed', async () => {
		api.answer = { status: 302, headers: { location: `${b.url}/webservice.php` }, body: '' };
		const { error } = await runNodes([{ productname: 'a' }], [smallNode({})]);
		expect(b.requests).toEqual([]);
		expect(error?.message).toContain(`The server redirects to ${b.url}/webservice.php`);
	});
});

describe('options', () => {
	test('another context property, and a summary of the call', async () => {
		const outcome = await runNodes(
			[{ productname: 'a', ctx: { before: 1 } }],
			[smallNode({}, { options: { contextProperty: 'ctx', callSummaryProperty: 'call' } })],
		);
		expect(outcome.items('Small')[0].json).toEqual({
			productname: 'a',
			ctx: { before: 1, ok: 'yes' },
			call: {
				methodname: 'small call',
				requests: [{ method: 'POST', url: `${api.url}/x` }],
				status: 200,
				warnings: [],
			},
		});
	});

	test('the summary of the call does not take the place of the context', async () => {
		const node = smallNode({}, { options: { callSummaryProperty: 'context' } });
		const { error } = await runNodes([{ productname: 'a' }], [node]);
		expect(error?.message).toMatch(/"Context Property" and "Call Summary Property"/);
		expect(api.requests).toEqual([]);
	});

	test('warnings are shown as text, a few of them', async () => {
		const mapXml = smallMap({ url: `${api.url}/x` });
		const unknown = Array.from({ length: 12 }, (_, index) => `<new${index}>1</new${index}>`);
		const node = smallNode({});
		node.parameters.mapXml = mapXml.replace('<wstype>', `${unknown.join('')}<wstype>`);
		const { run } = await runNodes([{ productname: 'a' }], [node]);
		const hints = run.data.resultData.runData.Small[0].hints?.map(({ message }) => message);
		// The last one says what the call did.
		expect(hints).toHaveLength(12);
		expect(hints?.[0]).toContain('element new0 in wsconfig');
		expect(hints?.[10]).toBe('and 2 more warnings');
	});

	test('No Record: the context alone', async () => {
		await runNodes(
			[{ productname: 'of the item', context: { record_id: '0x0', n: 'of the context' } }],
			[smallNode({ fields: { n: "getFromContext('n')" } }, { options: { record: 'none' } })],
		);
		expect(JSON.parse(api.requests[0].body)).toEqual({ n: 'of the context' });
	});

	test('WSCall_ReturnResultWithNoSave: the values are on the item, and not in coreBOS', async () => {
		const item = { ...productsOfA()[0], context: { WSCall_ReturnResultWithNoSave: 1 } };
		const node = smallNode(
			{
				response: `<field><fieldname>result.ok</fieldname><destination><field>${REMOTE_ID}</field></destination></field>`,
			},
			{ credential: a.connection },
		);
		node.parameters.saveToRecord = true;
		const outcome = await runNodes([item], [node]);
		expect(outcome.error).toBeUndefined();
		expect(a.calls('revise')).toBe(0);
		expect(outcome.items('Small')[0].json[REMOTE_ID]).toBe('yes');
		expect(
			(outcome.items('Small')[0].json.context as IDataObject).WSCall_ReturnResultWithNoSave,
		).toBeUndefined();
	});

	const savingNode = (field: string, more: Parameters<typeof smallNode>[1] = {}): MapNode => {
		const node = smallNode(
			{
				response: `<field><fieldname>result.ok</fieldname><destination><field>${field}</field></destination></field>`,
			},
			more,
		);
		node.parameters.saveToRecord = true;
		return node;
	};

	test('without a credential to save with, the call is not made', async () => {
		const { error } = await runNodes([{ id: '14x1' }], [savingNode(REMOTE_ID)]);
		expect(error?.message).toMatch(/no coreBOS credential is selected/);
		expect(error?.description).toMatch(/Select the coreBOS credential/);
		expect(api.requests).toEqual([]);
	});

	test.each([
		['no id', {}],
		['an id of something else', { id: 852 }],
		['no record', { record_id: '0' }],
		['the stand-in for no record', { id: '0x0' }],
	])('with %s there is no record to save to, and the call is not made', async (_title, item) => {
		const node = savingNode(REMOTE_ID, { credential: a.connection });
		const { error } = await runNodes([item], [node]);
		expect(error?.message).toMatch(/no record ID/);
		expect(api.requests).toEqual([]);
	});

	test.each([
		['the access key is wrong', { accessKey: 'wrong' }, /Invalid username or password/],
		['the install is not there', { url: 'http://127.0.0.1:9' }, /ECONNREFUSED/],
	])('where %s the call is not made', async (_title, wrong, reason) => {
		const node = savingNode(REMOTE_ID, { credential: { ...a.connection, ...wrong } });
		const { error } = await runNodes(productsOfA().slice(0, 1), [node]);
		expect(error?.message).toMatch(/The call was not made/);
		expect(error?.message).toMatch(reason);
		expect(api.requests).toEqual([]);
	});

	test('an install that does not describe the module may save nevertheless', async () => {
		a.fail({ kind: 'http500', operation: 'describe', times: 3 });
		const node = savingNode(REMOTE_ID, { credential: a.connection });
		const { error } = await runNodes(productsOfA().slice(0, 1), [node]);
		expect(error).toBeUndefined();
		expect(a.records('Products')[0][REMOTE_ID]).toBe('yes');
	});

	test('a field that the record does not have is an error, which coreBOS is silent about', async () => {
		const node = savingNode('cf_nowhere', { credential: a.connection });
		const { error } = await runNodes(productsOfA().slice(0, 1), [node]);
		expect(error?.message).toContain('cf_nowhere "yes" could not be saved');
		expect(error?.message).toContain('Products has no such field');
		expect(a.calls('describe')).toBe(1);
	});

	test.each([
		[
			'a text that is too long',
			'productcode',
			`${'x'.repeat(40)}yz`,
			`productcode: "${'x'.repeat(40)}yz" became "${'x'.repeat(40)}" (cut off)`,
		],
		[
			'a value that the picklist does not have',
			'glacct',
			'nowhere',
			'glacct: "nowhere" (the picklist has no such value)',
		],
		['a value that is kept', 'productcode', 'A-1', undefined],
		['a number in another notation', 'unit_price', '12.50', undefined],
	])('%s is told of as Create and Update do', async (_title, field, value, change) => {
		api.answer.body = JSON.stringify({ result: { ok: value } });
		const node = savingNode(field, {
			credential: a.connection,
			options: { callSummaryProperty: 'call' },
		});
		const outcome = await runNodes(productsOfA().slice(0, 1), [node]);
		expect(outcome.error).toBeUndefined();
		const [{ json }] = outcome.items('Small');
		const warnings =
			change === undefined
				? []
				: [`coreBOS changed a value of record ${String(json.id)}: ${change}`];
		expect(json.call).toMatchObject({ warnings });
		expect(json[field]).toBe(a.records('Products')[0][field]);
	});

	test('what could not be saved is not told where its name says that it is a secret', async () => {
		api.answer.body = '{"result":{"ok":"s3cret"}}';
		const node = savingNode('cf_sessionid', { credential: a.connection });
		const { error } = await runNodes(productsOfA().slice(0, 1), [node]);
		expect(error?.message).toContain('cf_sessionid (not shown) could not be saved');
		expect(error?.message).not.toContain('s3cret');
	});
});
