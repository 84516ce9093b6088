import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	CoreBosError,
	createCoreBosClient,
	fetchDescription,
	userFormats,
	writtenValues,
	type CoreBosClient,
} from '../../engine';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { locatorValue, runCoreBos } from './corebos-node';

/** Owners and references are looked for before a record is written. */

let coreBos: CoreBosStandIn;
let vendors: string[];
let account: string;
let contact: string;

const VENDORS = 130;

beforeEach(async () => {
	coreBos = await startCoreBos({
		users: [{ user_name: 'other' }],
		records: {
			Products: [{ productname: 'Seed' }],
			Vendors: Array.from({ length: VENDORS }, (_, index) => ({ vendorname: `Vendor ${index}` })),
			Accounts: [{ accountname: 'Acme' }],
			Contacts: [{ lastname: 'Doe' }],
			HelpDesk: [{ ticket_title: 'Broken' }],
		},
	});
	vendors = coreBos.records('Vendors').map(({ id }) => id);
	[{ id: account }] = coreBos.records('Accounts');
	[{ id: contact }] = coreBos.records('Contacts');
});
afterEach(async () => await coreBos.close());

interface Wanted {
	module?: string;
	options?: IDataObject;
	more?: INodeParameters;
	onError?: 'continueErrorOutput';
}

/** Runs a record operation for items that are the fields of a record each. */
async function write(
	operation: string,
	items: IDataObject[],
	{ module = 'Products', options = {}, more = {}, onError }: Wanted = {},
) {
	const parameters = {
		resource: 'record',
		operation,
		module: locatorValue(module, 'name'),
		valuesFrom: 'json',
		fieldsJson: '={{ JSON.stringify($json) }}',
		options: options as INodeParameters,
		...more,
	};
	return await runCoreBos(coreBos, parameters, items, onError);
}

const seed = (module = 'Products') => coreBos.records(module)[0].id;
const product = (more: IDataObject) => ({
	productname: 'Linked',
	assigned_user_id: '19x1',
	...more,
});

async function deleted(id: string): Promise<string> {
	await createCoreBosClient(coreBos.connection, fetchHttp).call('delete', { id });
	return id;
}

describe('a reference that leads nowhere is refused before anything is stored', () => {
	const HOW: Array<[string, string, Wanted]> = [
		['Create', 'create', {}],
		['Create with validation', 'create', { options: { validate: true } }],
		['Create in bulk', 'create', { options: { together: true } }],
		['Update', 'update', {}],
		['Update with validation', 'update', { options: { validate: true } }],
		['Update in bulk', 'update', { options: { together: true } }],
		['Replace', 'replace', {}],
		['Create or Update', 'upsert', { more: { searchOn: 'productname' } }],
		[
			'Create or Update in bulk',
			'upsert',
			{ options: { together: true }, more: { searchOn: 'productname' } },
		],
	];
	const WRONG: Array<[string, () => string | Promise<string>]> = [
		['missing', () => `${vendors[0].split('x')[0]}x99999`],
		['deleted', async () => await deleted(vendors[1])],
		['of another module', () => account],
		['missing, by number', () => '99999'],
		['missing, by cbuuid', () => 'a'.repeat(40)],
	];

	test.each(HOW.flatMap((how) => WRONG.map((wrong) => [...how, ...wrong] as const)))(
		'%s, %5$s',
		async (_name, operation, wanted, _what, wrongId) => {
			const id = await wrongId();
			const before = JSON.stringify(coreBos.records('Products'));
			const more = { recordId: locatorValue(seed()), ...wanted.more };
			const { error } = await write(operation, [product({ vendor_id: id })], { ...wanted, more });
			expect(error?.message).toContain(
				`The value "${id}" of the field vendor_id leads to no record of Vendors`,
			);
			expect(error?.description ?? error?.message).toContain('"Check References"');
			expect(JSON.stringify(coreBos.records('Products'))).toBe(before);
		},
	);

	test('in bulk, only the item with it fails where the node continues', async () => {
		const items = [vendors[0], '2x99999', vendors[2]].map((vendor_id) => product({ vendor_id }));
		const wanted = { options: { together: true }, onError: 'continueErrorOutput' as const };
		const { json, errors } = await write('create', items, wanted);
		expect(json.map(({ vendor_id }) => vendor_id)).toEqual([vendors[0], vendors[2]]);
		expect(errors).toHaveLength(1);
		expect(coreBos.records('Products')).toHaveLength(3);
	});

	test('one of several modules: what is missing, and what is of none of them', async () => {
		const ticket = (parent_id: string) => ({ ticket_title: 'T', ticketstatus: 'Open', parent_id });
		const ids = [account, contact, vendors[0], '11x99999', await deleted(contact)];
		const wanted = { module: 'HelpDesk', onError: 'continueErrorOutput' as const };
		const { json, errors } = await write('create', ids.map(ticket), wanted);
		expect(json.map(({ parent_id }) => parent_id)).toEqual([account]);
		expect(errors).toHaveLength(4);
		expect(coreBos.records('HelpDesk')).toHaveLength(2);
	});
});

describe('the option Check References', () => {
	test('sends all references where it is off, and says what coreBOS emptied', async () => {
		const options = { checkReferences: false };
		const items = [product({ vendor_id: '2x99999' })];
		const { json, hints } = await write('create', items, { options });
		expect(json[0].vendor_id).toBe('');
		expect(hints.join()).toContain('vendor_id');
		expect(coreBos.calls('query')).toBe(0);
	});

	test.each([
		['of a module that the user may not list, coreBOS decides', 'ACCESS_DENIED', true],
		['where the query fails, the record itself is read', 'DATABASE_QUERY_ERROR', false],
	])('%s', async (_name, code, isSent) => {
		const client = createCoreBosClient(coreBos.connection, fetchHttp);
		const refusing: CoreBosClient = {
			call: async (operation, parameters) => {
				if (operation !== 'query') return await client.call(operation, parameters);
				throw new CoreBosError({ code, operation, reason: 'no' });
			},
		};
		const { fields } = await fetchDescription(client, 'Products');
		const writing = {
			client: refusing,
			describe: async (module: string) => await fetchDescription(client, module),
			formats: async () => await userFormats(client),
			references: true,
		};
		const there = await writtenValues({ vendor_id: vendors[3] }, fields, writing);
		expect(there.vendor_id).toBe(vendors[3]);
		const missing = writtenValues({ vendor_id: '2x99999' }, fields, writing);
		if (isSent) expect(await missing).toEqual({ vendor_id: '2x99999' });
		else await expect(missing).rejects.toThrow('leads to no record of Vendors');
	});

	test('a lost answer is not an answer: the item fails, and is asked for again by the next run', async () => {
		coreBos.fail({ kind: 'dropBefore', operation: 'query', times: 3 });
		const items = [product({ vendor_id: vendors[3] })];
		const lost = await write('create', items);
		expect(lost.error?.message).toContain('"query"');
		expect(coreBos.records('Products')).toHaveLength(1);
		coreBos.heal();
		const { json } = await write('create', items);
		expect(json[0].vendor_id).toBe(vendors[3]);
	});
});

describe('few calls', () => {
	const linked = (count: number) =>
		vendors.slice(0, count).map((vendor_id) => product({ vendor_id }));

	test('a record without references needs none', async () => {
		await write('create', [product({})]);
		expect(coreBos.calls('query') + coreBos.calls('retrieve')).toBe(0);
	});

	test.each([
		['one by one', {}],
		['in bulk', { together: true }],
		['several at a time', { parallelCalls: 4 }],
	])('%s, a query asks for the references of 100 items', async (_name, options) => {
		const { json } = await write('create', linked(VENDORS), { options });
		expect(json).toHaveLength(VENDORS);
		expect(coreBos.calls('query')).toBe(2);
		expect(coreBos.calls('retrieve')).toBe(0);
	});

	test('the same reference is asked for once', async () => {
		const items = Array.from({ length: 120 }, () => product({ vendor_id: vendors[0] }));
		await write('create', items, { options: { together: true } });
		expect(coreBos.calls('query')).toBe(1);
	});

	test('a field that leads to several modules: one call tells them, one a module asks', async () => {
		const parents = [account, contact, account, contact];
		const items = parents.map((parent_id) => ({
			ticket_title: 'T',
			ticketstatus: 'Open',
			parent_id,
		}));
		await write('create', items, { module: 'HelpDesk' });
		expect(coreBos.calls('getReferenceValue')).toBe(1);
		expect(coreBos.calls('query')).toBe(2);
		expect(coreBos.calls('retrieve')).toBe(0);
	});

	test('an item that cannot be read is refused in its turn, and asks for nothing', async () => {
		const items = [product({ vendor_id: vendors[0] }), { broken: true }];
		const more = { fieldsJson: '={{ $json.broken ? "[" : JSON.stringify($json) }}' };
		const { json, errors } = await write('create', items, { more, onError: 'continueErrorOutput' });
		expect(json).toHaveLength(1);
		expect(errors).toHaveLength(1);
	});
});

describe('owners', () => {
	test.each([
		['missing', () => '19x99'],
		['a record that is not an owner', () => account],
		['a missing group', () => '20x99'],
	])('%s is refused, in bulk too', async (_name, owner) => {
		for (const options of [{}, { together: true }]) {
			const items = [product({ assigned_user_id: owner() })];
			const { error } = await write('create', items, { options });
			expect(error?.message).toContain(
				`The value "${owner()}" of the field assigned_user_id is not the ID of a user or group`,
			);
		}
		expect(coreBos.records('Products')).toHaveLength(1);
	});

	test.each([{}, { together: true }])(
		"a new record of Create or Update %j is the user's",
		async (options) => {
			const own = coreBos.records('Users').find(({ user_name }) => user_name === 'other')?.id ?? '';
			coreBos.patch(seed(), { assigned_user_id: own });
			const items = ['Seed', 'New 1', 'New 2'].map((productname) => ({
				productname,
				productcode: 'P',
			}));
			const more = { searchOn: 'productname' };
			const { json } = await write('upsert', items, { options, more });
			expect(json.map(({ assigned_user_id }) => assigned_user_id)).toEqual([own, '19x1', '19x1']);
			expect(coreBos.records('Products')).toHaveLength(3);
		},
	);

	test('what is missing besides the owner is said of the item', async () => {
		const items = [{ productcode: 'P' }];
		const wanted = { options: { together: true }, more: { searchOn: 'productcode' } };
		const { error } = await write('upsert', items, wanted);
		expect(error?.message).toContain('productname');
	});
});

describe('filters by name', () => {
	const get = async (field: string, operator: string, value: string, module = 'Products') =>
		await runCoreBos(coreBos, {
			resource: 'record',
			operation: 'getAll',
			module: locatorValue(module, 'name'),
			returnAll: true,
			filters: { conditions: [{ field, operator, value }] },
		});

	test.each([
		['equals', 'other', 1],
		['notEquals', 'other', 1],
		['in', 'other, admin', 2],
		['notIn', 'other, admin', 0],
	])('an owner %s %s', async (operator, value, count) => {
		const own = coreBos.records('Users').find(({ user_name }) => user_name === 'other')?.id ?? '';
		coreBos.add('Products', { productname: 'His', assigned_user_id: own });
		const { json, error } = await get('assigned_user_id', operator, value);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(count);
	});

	test('a reference by the name of its record', async () => {
		coreBos.add('Products', { productname: 'Sold', vendor_id: vendors[5] });
		const { json } = await get('vendor_id', 'equals', 'Vendor 5');
		expect(json.map(({ productname }) => productname)).toEqual(['Sold']);
	});

	test("a name that is nobody's is said with its field", async () => {
		const { error } = await get('assigned_user_id', 'equals', 'Nobody');
		expect(error?.message).toContain(
			'The value "Nobody" of the field assigned_user_id is not the name of exactly one user or group',
		);
	});

	test('any other failure of the query stays as it is', async () => {
		const { error } = await get('nosuchfield', 'equals', 'x');
		expect(error?.message).toContain('ACCESS_DENIED');
	});
});
