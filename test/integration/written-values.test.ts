import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createCoreBosClient, createOnce, massCreate } from '../../engine';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { locatorValue, runCoreBos, type CoreBosOutcome } from './corebos-node';

/** What a value becomes in the database of coreBOS, whoever the user of the credential is. */

let coreBos: CoreBosStandIn;

const CURRENCIES = [
	{ id: '21x2', currency_name: 'USA, Dollars', currency_code: 'USD', conversion_rate: '1.25' },
];
const USERS: Array<Record<string, string>> = [
	{
		user_name: 'comma',
		currency_decimal_separator: ',',
		currency_grouping_separator: '.',
		date_format: 'dd-mm-yyyy',
		time_zone: 'Europe/Madrid',
	},
	{ user_name: 'dollar', currency_id: '21x2' },
	{ user_name: 'newYork', date_format: 'mm-dd-yyyy', time_zone: 'America/New_York' },
	{
		user_name: 'commaDollar',
		currency_decimal_separator: ',',
		currency_grouping_separator: '.',
		currency_id: '21x2',
		date_format: 'dd-mm-yyyy',
		time_zone: 'Europe/Madrid',
	},
];
const FORMATTED = [{ gvname: 'Webservice_Return_FormattedValues', value: '1' }];
const PRODUCT = { productname: 'Seed', unit_price: '10.000000', cost_price: '1234.560000' };
const APPOINTMENT = { subject: 'Call', activitytype: 'Call', eventstatus: 'Planned' };

const start = async (records: Record<string, Array<Record<string, string>>> = {}) => {
	coreBos = await startCoreBos({
		users: USERS,
		currencies: CURRENCIES,
		records: { Products: [PRODUCT], Vendors: [{ vendorname: 'Vendor & Co' }], ...records },
	});
};

beforeEach(async () => await start());
afterEach(async () => await coreBos.close());

interface Wanted {
	module?: string;
	id?: string;
	options?: IDataObject;
	more?: INodeParameters;
}

/** Runs a record operation as a user. */
async function write(
	user: string,
	operation: string,
	fields: IDataObject,
	{ module = 'Products', id, options = {}, more = {} }: Wanted = {},
): Promise<CoreBosOutcome> {
	const parameters = {
		resource: 'record',
		operation,
		module: locatorValue(module, 'name'),
		...(id !== undefined && { recordId: locatorValue(id) }),
		valuesFrom: 'json',
		fieldsJson: JSON.stringify(fields),
		options: options as INodeParameters,
		...more,
	};
	return await runCoreBos({ connection: coreBos.connectionOf(user) }, parameters);
}

const stored = (module = 'Products') => coreBos.records(module).at(-1) ?? {};
const named = (more: IDataObject = {}) => ({
	productname: 'Num',
	assigned_user_id: '19x1',
	...more,
});
const seedId = () => coreBos.records('Products')[0].id;

describe('numbers', () => {
	const BY: Array<[string, string]> = USERS.map(({ user_name }) => [user_name, 'create']);

	test.each(BY)('013 016: 12.5 is stored as 12.5 for the user %s', async (user) => {
		const { hints } = await write(
			user,
			'create',
			named({ unit_price: 12.5, cost_price: '1234.5' }),
		);
		expect(stored()).toMatchObject({ unit_price: '12.500000', cost_price: '1234.500000' });
		expect(hints).toEqual([]);
	});

	const OPERATIONS: Array<[string, IDataObject, Wanted]> = [
		['create', {}, {}],
		['create', {}, { options: { validate: true } }],
		['create', {}, { options: { together: true } }],
		['update', {}, {}],
		['update', {}, { options: { validate: true } }],
		['update', {}, { options: { together: true } }],
		['replace', {}, {}],
		['replace', {}, { options: { validate: true } }],
		['upsert', { productname: 'Seed' }, { more: { searchOn: 'productname' } }],
		['upsert', { productname: 'New' }, { more: { searchOn: 'productname' } }],
		[
			'upsert',
			{ productname: 'Seed' },
			{
				more: { searchOn: 'productname' },
				options: { updatedFields: 'unit_price,cost_price,commissionrate' },
			},
		],
		[
			'upsert',
			{ productname: 'Seed' },
			{ more: { searchOn: 'productname' }, options: { together: true } },
		],
	];
	test.each(OPERATIONS)('013: %s %j %j stores what is sent', async (operation, more, wanted) => {
		const values = { unit_price: 12.5, cost_price: '0.75', commissionrate: 7.5 };
		const isChange = ['update', 'replace'].includes(operation);
		const { error, hints } = await write('commaDollar', operation, named({ ...values, ...more }), {
			...wanted,
			...(isChange && { id: seedId() }),
		});
		expect([error, hints]).toEqual([undefined, []]);
		expect(stored()).toMatchObject({
			unit_price: '12.500000',
			cost_price: '0.750000',
			commissionrate: '7.500',
		});
	});

	test.each(USERS.map(({ user_name }) => user_name))(
		'014: reading and writing back changes nothing for the user %s',
		async (user) => {
			const connection = coreBos.connectionOf(user);
			const get = { resource: 'record', operation: 'get', recordId: locatorValue(seedId()) };
			const { json } = await runCoreBos({ connection }, get);
			const before = { ...coreBos.records('Products')[0], modifiedtime: '', modifiedby: '' };
			const { hints } = await write(user, 'update', json[0], { id: seedId() });
			const after = { ...coreBos.records('Products')[0], modifiedtime: '', modifiedby: '' };
			expect(after).toEqual(before);
			expect(hints).toEqual([]);
		},
	);

	test.each([
		['unit_price', '12,5'],
		['cost_price', '1.234,56'],
		['commissionrate', 'abc'],
		['qtyinstock', '12,5'],
	])('017: %s "%s" is refused before it is sent', async (field, value) => {
		const { error } = await write('admin', 'create', named({ [field]: value }));
		expect(error?.message).toContain(`The value "${value}" of the field ${field} is not a number`);
		expect(coreBos.records('Products')).toHaveLength(1);
	});

	test.each([
		['1.234,56', '1.234,56', '1234.560000'],
		['1,234.56', '1,234.56', '1234.560000'],
		["1'234.56", "1'234.56", '1234.560000'],
		['1 234,56', '1 234,56', '1234.560000'],
		['user', '1.234,56', '1234.560000'],
	])('017: written as %s, "%s" is %s', async (numberStyle, unit_price, expected) => {
		await write('comma', 'create', named({ unit_price }), { options: { numberStyle } });
		expect(stored().unit_price).toBe(expected);
	});

	test.each(USERS.map(({ user_name }) => user_name))(
		'018: answers in the format of the user %s are compared as numbers',
		async (user) => {
			await coreBos.close();
			await start({ GlobalVariable: FORMATTED });
			const values = { unit_price: '10.5', cost_price: 1234.567891, start_date: '2026-12-24' };
			const { hints } = await write(user, 'create', named(values));
			expect(hints).toEqual([]);
			expect(stored()).toMatchObject({ unit_price: '10.500000', cost_price: '1234.567891' });
		},
	);

	test('054: one flag per number field that is sent, never the one for all', async () => {
		await write('comma', 'update', { unit_price: '10', productname: 'X' }, { id: seedId() });
		const { element } =
			coreBos.requests.findLast(({ operation }) => operation === 'revise')?.parameters ?? {};
		expect(JSON.parse(String(element))).toEqual({
			id: seedId(),
			productname: 'X',
			unit_price: '10',
			__cbws_skipcurdbconvunit_price: 1,
		});
		expect(stored().cost_price).toBe('1234.560000');
	});

	test('a change to what the user sees is not a change that coreBOS ignores', async () => {
		await write('comma', 'update', { cost_price: '12.504' }, { id: seedId() });
		await write('comma', 'update', { cost_price: '12.5' }, { id: seedId() });
		expect(stored().cost_price).toBe('12.500000');
	});
});

describe('dates and times', () => {
	test.each([
		['admin', '24/12/2026', undefined],
		['admin', '2026-02-30', undefined],
		['admin', 'soon', undefined],
		['admin', '20261224', undefined],
		['newYork', '24-12-2026', undefined],
		['comma', '24/12/2026', '2026-12-24'],
		['comma', '24.12.2026', '2026-12-24'],
		['newYork', '12-24-2026', '2026-12-24'],
		['comma', '2026-12-24', '2026-12-24'],
		['comma', '2026/12/24', '2026-12-24'],
		['newYork', '2026-12-24T23:30:00.000-05:00', '2026-12-24'],
		['comma', '2026-12-24 10:00:00', '2026-12-24'],
	])('019: for the user %s, "%s" is %s', async (user, start_date, expected) => {
		const { error } = await write(user, 'create', named({ start_date }));
		if (expected === undefined) {
			expect(error?.message).toContain(`"${start_date}" of the field start_date is not a date`);
			expect(coreBos.records('Products')).toHaveLength(1);
		} else {
			expect(stored().start_date).toBe(expected);
		}
	});

	test.each([
		['newYork', '2026-12-31T10:00:00.000Z', '2026-12-31 10:00:00'],
		['comma', '2026-12-31T10:00:00+02:00', '2026-12-31 08:00:00'],
		['newYork', '2026-12-31 10:00:07', '2026-12-31 10:00:07'],
		['newYork', '12-31-2026 05:00 PM', '2026-12-31 22:00:00'],
		['comma', '31-12-2026 10:00', '2026-12-31 09:00:00'],
	])('020: for the user %s, "%s" is %s in UTC', async (user, dtstart, expected) => {
		const dtend = '2026-12-31T12:00:00Z';
		const fields = { ...APPOINTMENT, dtstart, dtend, assigned_user_id: '19x1' };
		const { hints } = await write(user, 'create', fields, { module: 'cbCalendar' });
		expect(stored('cbCalendar')).toMatchObject({ dtstart: expected, dtend: '2026-12-31 12:00:00' });
		expect(hints).toEqual([]);
	});

	test('020: a time without a zone is of the user where the option says so', async () => {
		const fields = { ...APPOINTMENT, dtstart: '2026-12-31 10:00', dtend: '2026-12-31 11:00' };
		const options = { timesIn: 'user' };
		await write('newYork', 'create', fields, { module: 'cbCalendar', options });
		expect(stored('cbCalendar').dtstart).toBe('2026-12-31 15:00:00');
	});

	test('071: a date without a time is refused where both are wanted', async () => {
		const fields = { ...APPOINTMENT, dtstart: '2026-12-24', dtend: '2026-12-24 12:00' };
		const { error } = await write('admin', 'create', fields, { module: 'cbCalendar' });
		expect(error?.message).toContain('"2026-12-24" of the field dtstart is not a date with a time');
		expect(coreBos.records('cbCalendar')).toEqual([]);
	});
});

describe('owners, references and checkboxes', () => {
	test('030: an owner that does not exist is refused before anything is stored', async () => {
		const { error } = await write('admin', 'create', named({ assigned_user_id: '19x99' }));
		expect(error?.message).toContain('"19x99" of the field assigned_user_id');
		expect(coreBos.records('Products')).toHaveLength(1);
	});

	test('030: a create that the database refused names the record that it left behind', async () => {
		const client = createCoreBosClient(coreBos.connection, fetchHttp);
		const wanted = { module: 'Products', element: named({ assigned_user_id: '19x99' }) };
		const alone: unknown = await createOnce(client, wanted).catch((error: unknown) => error);
		expect(String(alone)).toContain(`the same values is ${String(stored().id)}`);
		const options = { chunkSize: 10, concurrency: 1 };
		const [outcome] = await massCreate(client, [wanted], options);
		expect(outcome).toHaveProperty(
			'error.message',
			expect.stringContaining(`the same values is ${String(stored().id)}`),
		);
	});

	test('a new record without an owner belongs to the user of the credential', async () => {
		const { json } = await write('comma', 'create', { productname: 'Mine' });
		const own = coreBos.records('Users').find(({ user_name }) => user_name === 'comma');
		expect(json[0].assigned_user_id).toBe(own?.id);
	});

	test('an existing record keeps its owner in Create or Update', async () => {
		const more = { searchOn: 'productname' };
		await write('comma', 'upsert', { productname: 'Seed', productcode: 'S' }, { more });
		expect(stored()).toMatchObject({ productcode: 'S', assigned_user_id: '19x1' });
	});

	test('031: a reference by name is refused with the field, or looked up by option', async () => {
		const refused = await write('admin', 'create', named({ vendor_id: 'Vendor & Co' }));
		expect(refused.error?.message).toContain(
			'The value "Vendor & Co" of the field vendor_id is not the ID of a record of Vendors',
		);
		const options = { lookUpNames: true };
		await write('admin', 'create', named({ vendor_id: 'Vendor & Co' }), { options });
		expect(stored().vendor_id).toBe(coreBos.records('Vendors')[0].id);
		const { error } = await write('admin', 'create', named({ vendor_id: 'Nobody' }), { options });
		expect(error?.message).toContain('is not the name of exactly one record of Vendors');
	});

	test('an owner by user name is looked up by option', async () => {
		const options = { lookUpNames: true };
		await write('admin', 'create', named({ assigned_user_id: 'comma' }), { options });
		const own = coreBos.records('Users').find(({ user_name }) => user_name === 'comma');
		expect(stored().assigned_user_id).toBe(own?.id);
	});

	test.each([
		[true, '1'],
		['true', '1'],
		['yes', '1'],
		[1, '1'],
		[false, '0'],
		['no', '0'],
		['', '0'],
	])('the checkbox %j is %s', async (discontinued, expected) => {
		await write('admin', 'create', named({ discontinued }));
		expect(stored().discontinued).toBe(expected);
	});

	test('a checkbox that is neither is refused', async () => {
		const { error } = await write('admin', 'create', named({ discontinued: 'maybe' }));
		expect(error?.message).toContain('"maybe" of the field discontinued is neither yes nor no');
	});
});

describe('dates as ISO', () => {
	const MOMENTS = { dtstart: '2026-12-31 10:00:07', date_start: '2026-12-31' };
	const ISO = { dtstart: '2026-12-31T10:00:07Z', date_start: '2026-12-31' };

	const reading = (operation: string, more: INodeParameters): INodeParameters => ({
		resource: operation === 'run' ? 'query' : 'record',
		operation,
		module: locatorValue('cbCalendar', 'name'),
		returnAll: true,
		options: { isoDates: true },
		...more,
	});

	const restart = async (records: Record<string, Array<Record<string, string>>> = {}) => {
		await coreBos.close();
		await start({ cbCalendar: [{ ...APPOINTMENT, ...MOMENTS }], ...records });
	};

	test.each([
		['get', {}],
		['get', { options: { isoDates: true, together: true } }],
		['getAll', {}],
		['run', { query: 'select * from cbCalendar' }],
	])('%s %j tells moments in UTC with Z', async (operation, more) => {
		await restart();
		const recordId = locatorValue(coreBos.records('cbCalendar')[0].id);
		const { json } = await runCoreBos(coreBos, reading(operation, { recordId, ...more }));
		expect(json).toEqual([expect.objectContaining(ISO)]);
	});

	test('also where the install answers as its user writes', async () => {
		await restart({ GlobalVariable: FORMATTED });
		const connection = coreBos.connectionOf('comma');
		const { json } = await runCoreBos({ connection }, reading('getAll', {}));
		expect(json).toEqual([expect.objectContaining({ ...ISO, dtstart: '2026-12-31T10:00:00Z' })]);
	});

	test('needs the module to tell which values are dates', async () => {
		await restart();
		const recordId = locatorValue(coreBos.records('cbCalendar')[0].id);
		const module = locatorValue('', 'name');
		const { error } = await runCoreBos(coreBos, reading('get', { recordId, module }));
		expect(error?.message).toContain('The option "Dates as ISO" needs the module');
	});
});
