import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { locatorValue, runCoreBos } from './corebos-node';

const OWNER = '19x1';

let coreBos: CoreBosStandIn;

beforeEach(async () => {
	coreBos = await startCoreBos({
		records: {
			Products: [
				{ productname: 'Alpha', productcode: 'A', unit_price: '10.000000' },
				{ productname: "O'Neil", productcode: 'B', unit_price: '20.000000' },
				{ productname: 'Gamma', productcode: 'C', unit_price: '30.000000' },
			],
			Accounts: [{ accountname: 'Acme' }],
		},
	});
});

afterEach(async () => await coreBos.close());

const idOf = (module: string, index = 0) => coreBos.records(module)[index].id;

/** Parameters of a record operation whose values come from JSON. */
const record = (
	operation: string,
	{ fields, id, module = 'Products', options = {}, ...more }: Partial<RecordParameters> = {},
): INodeParameters => ({
	resource: 'record',
	operation,
	module: locatorValue(module, 'name'),
	...(id !== undefined && { recordId: locatorValue(id) }),
	...(fields !== undefined && {
		valuesFrom: 'json',
		fieldsJson: typeof fields === 'string' ? fields : JSON.stringify(fields),
	}),
	options: options as INodeParameters,
	...(more as INodeParameters),
});

interface RecordParameters {
	fields: IDataObject | string;
	id: string;
	module: string;
	options: IDataObject;
	[parameter: string]: unknown;
}

const product = (name: string, more: IDataObject = {}) => ({
	productname: name,
	assigned_user_id: OWNER,
	...more,
});

describe('Output the Item', () => {
	const options = { outputItem: true };

	test('what the response tells of its own record goes into it, the rest stays', async () => {
		const id = idOf('Products');
		const item = { id, productname: 'old', context: { step: 1 } };
		const fields = { productname: 'New' };
		const { json } = await runCoreBos(coreBos, record('update', { id, fields, options }), [item]);
		expect(json).toMatchObject([
			{ id, productname: 'New', productcode: 'A', context: { step: 1 } },
		]);
	});

	test('another record, as a created one is, changes nothing of it', async () => {
		const item = { id: idOf('Accounts'), accountname: 'Acme', context: { step: 1 } };
		const parameters = record('create', { fields: product('Delta'), options });
		const { json } = await runCoreBos(coreBos, parameters, [item]);
		expect(json).toEqual([item]);
		expect(coreBos.records('Products')).toHaveLength(4);
	});
});

describe('one record', () => {
	test('is created, read, changed, replaced and deleted', async () => {
		const created = await runCoreBos(
			coreBos,
			record('create', { fields: product('Delta', { unit_price: 12.5, discontinued: true }) }),
		);
		expect(created.error).toBeUndefined();
		expect(created.hints).toEqual([]);
		const id = String(created.json[0].id);
		expect(created.json[0]).toMatchObject({ productname: 'Delta', unit_price: '12.500000' });

		const got = await runCoreBos(coreBos, record('get', { id }));
		expect(got.json[0]).toMatchObject({ id, productname: 'Delta' });

		const updated = await runCoreBos(
			coreBos,
			record('update', { id, fields: { productcode: 'D' } }),
		);
		expect(updated.json[0]).toMatchObject({ productname: 'Delta', productcode: 'D' });

		const replaced = await runCoreBos(
			coreBos,
			record('replace', { id, fields: product('Epsilon') }),
		);
		expect(replaced.json[0]).toMatchObject({ productname: 'Epsilon' });

		const deleted = await runCoreBos(coreBos, record('delete', { id }));
		expect(deleted.json).toEqual([{ id, deleted: true }]);
		expect(coreBos.records('Products').map((one) => one.productname)).not.toContain('Epsilon');
	});

	test.each(['number', 'cbuuid', 'url'])('is found by its %s', async (kind) => {
		const id = idOf('Products');
		const { cbuuid } = (await runCoreBos(coreBos, record('get', { id }))).json[0];
		const number = id.split('x')[1];
		const recordId =
			kind === 'url'
				? locatorValue(`https://crm.example.com/index.php?module=Products&record=${number}`, 'url')
				: locatorValue(kind === 'number' ? number : String(cbuuid));
		const { json } = await runCoreBos(coreBos, { ...record('get'), recordId });
		expect(json[0]).toMatchObject({ id, productname: 'Alpha' });
	});

	test('is created or updated by the fields to match on', async () => {
		const upsert = async (fields: IDataObject, options = {}) =>
			await runCoreBos(coreBos, record('upsert', { fields, searchOn: 'productcode', options }));
		const { json } = await upsert(product('Alpha 2', { productcode: 'A' }));
		expect(json[0]).toMatchObject({ id: idOf('Products'), productname: 'Alpha 2' });
		await upsert(product('New', { productcode: 'N' }));
		expect(coreBos.records('Products')).toHaveLength(4);
		const part = await upsert(product('No', { productcode: 'A', unit_price: 7 }), {
			updatedFields: 'unit_price',
		});
		expect(part.json[0]).toMatchObject({ productname: 'Alpha 2', unit_price: '7.000000' });
		expect(part.hints).toEqual([]);
		const empty = await upsert(product('x', { productcode: '' }));
		expect(empty.error?.message).toContain('The field to match on "productcode" has no value');
	});

	test.each([false, true])(
		'is not created by a field that is not there (bulk: %s)',
		async (together) => {
			const fields = product('Alpha', { nosuch: 'x' });
			const parameters = record('upsert', { fields, searchOn: 'nosuch', options: { together } });
			const { error } = await runCoreBos(coreBos, parameters);
			expect(error?.message).toContain('has no field "nosuch" to match on');
			expect([coreBos.calls('upsert'), coreBos.calls('MassCreate')]).toEqual([0, 0]);
		},
	);

	test('is validated, with and without saving it', async () => {
		const values = { assigned_user_id: OWNER };
		const checked = await runCoreBos(coreBos, record('validate', { fields: values }));
		expect(checked.json[0]).toMatchObject({
			valid: false,
			errors: { productname: expect.any(Array) },
		});
		const refused = await runCoreBos(
			coreBos,
			record('create', { fields: values, options: { validate: true } }),
		);
		expect(refused.error?.message).toContain('Product Name is required');
		expect(coreBos.calls('CreateWithValidation')).toBe(1);
		const fine = await runCoreBos(
			coreBos,
			record('create', { fields: product('Valid'), options: { validate: true } }),
		);
		expect(fine.json[0]).toMatchObject({ productname: 'Valid' });
	});

	test('is validated with the values that it keeps, when some of them change', async () => {
		const [{ id }] = (await runCoreBos(coreBos, record('create', { fields: product('Kept') })))
			.json;
		const recordId = locatorValue(String(id));
		const change = async (operation: string, fields: IDataObject, options = {}) =>
			await runCoreBos(coreBos, record(operation, { recordId, fields, options }));

		const valid = await change('validate', { unit_price: 12.5 });
		expect(valid.json).toEqual([{ valid: true, errors: {} }]);
		const invalid = await change('validate', { productname: '' });
		expect(invalid.json[0]).toMatchObject({ errors: { productname: expect.any(Array) } });

		const validate = { validate: true };
		const saved = await change('update', { unit_price: 12.5 }, validate);
		expect(saved.json[0]).toMatchObject({ productname: 'Kept', unit_price: '12.500000' });
		const refused = await change('update', { productname: 'x'.repeat(101) }, validate);
		expect(refused.error?.message).toContain('Product Name must not exceed 100 characters');
	});

	test('that waits in the queue answers with its tracking id', async () => {
		const { json } = await runCoreBos(
			coreBos,
			record('create', { fields: product('Later'), options: { queue: true } }),
		);
		expect(json).toEqual([{ operationTrackingID: expect.any(String) }]);
	});

	test('sends its request identifier; that coreBOS heeds it is not promised', async () => {
		const options = { requestIdentifier: 'order 1' };
		const { error } = await runCoreBos(
			coreBos,
			record('create', { fields: product('Once'), options }),
		);
		expect(error).toBeUndefined();
		const sent = coreBos.requests.findLast(({ operation }) => operation === 'create');
		expect(JSON.parse(String(sent?.parameters.cbwsOptions))).toEqual({
			ClientRequestIdentifier: 'order 1',
		});
	});
});

describe('values of the resource mapper', () => {
	const mapped = (fields: IDataObject): INodeParameters => ({
		...record('create', { module: 'Contacts' }),
		valuesFrom: 'fields',
		fields: fields as INodeParameters,
	});

	test('are sent as coreBOS takes them', async () => {
		const value = {
			lastname: 'Map',
			assigned_user_id: OWNER,
			birthday: '1990-05-17T00:00:00.000+02:00',
			donotcall: true,
			firstname: null,
		};
		const schema = [
			{ id: 'lastname', type: 'string' },
			{ id: 'birthday', type: 'dateTime' },
			{ id: 'donotcall', type: 'boolean' },
		].map((field) => ({ displayName: field.id, required: false, display: true, ...field }));
		const { json, hints, error } = await runCoreBos(
			coreBos,
			mapped({ mappingMode: 'defineBelow', value, schema, matchingColumns: [] }),
		);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ birthday: '1990-05-17', donotcall: '1', firstname: '' });
		expect(hints).toEqual([]);
		const [sent] = coreBos.requests.filter(({ operation }) => operation === 'create');
		expect(JSON.parse(String(sent.parameters.element))).not.toHaveProperty('firstname');
	});

	test('are those of the item that the module has, when mapped automatically', async () => {
		const item = { lastname: 'Auto', assigned_user_id: OWNER, context: { a: 1 }, id: '12x1' };
		const { json, hints } = await runCoreBos(
			coreBos,
			mapped({ mappingMode: 'autoMapInputData', value: null, schema: [], matchingColumns: [] }),
			[item],
		);
		expect(json[0]).toMatchObject({ lastname: 'Auto' });
		expect(hints).toEqual([]);
		const [sent] = coreBos.requests.filter(({ operation }) => operation === 'create');
		expect(JSON.parse(String(sent.parameters.element))).toEqual({
			lastname: 'Auto',
			assigned_user_id: OWNER,
		});
	});
});

describe('what was silently changed', () => {
	const BAD: Array<[string, IDataObject, string]> = [
		['Products', { qtyindemand: 12.5 }, 'qtyindemand: "12.5" became "13" (rounded)'],
		[
			'Products',
			{ productcategory: 'Nonsense' },
			'productcategory: "Nonsense" (the picklist has no such value)',
		],
		[
			'Products',
			{ nosuchfield: 'x' },
			'nosuchfield: "x" (the module has no such field, or hides it from the user of the credential)',
		],
		[
			'Contacts',
			{ account_id: '11x99999999' },
			'account_id: "11x99999999" became "" (emptied: it is not an existing record of Accounts)',
		],
	];
	const mandatory = (module: string) =>
		module === 'Products' ? product('Bad') : { lastname: 'Bad', assigned_user_id: OWNER };

	test.each(BAD)('%s %j is said as a hint', async (module, values, said) => {
		const fields = { ...mandatory(module), ...values };
		const { json, hints } = await runCoreBos(
			coreBos,
			record('create', {
				module,
				fields,
				options: { checkReferences: false, changesProperty: 'changed' },
			}),
		);
		expect(hints).toEqual([`coreBOS changed a value of record ${String(json[0].id)}: ${said}`]);
		expect(json[0].changed).toEqual([expect.objectContaining({ field: Object.keys(values)[0] })]);
	});

	test.each(BAD)('%s %j is an error of the item when strict', async (module, values, said) => {
		const fields = { ...mandatory(module), ...values };
		const { errors } = await runCoreBos(
			coreBos,
			record('create', {
				module,
				fields,
				options: { checkReferences: false, changedValues: 'strict' },
			}),
			[{}],
			'continueErrorOutput',
		);
		const { id } = coreBos.records(module).at(-1) ?? {};
		expect(errors[0].error).toBe(
			`coreBOS saved the record ${id}, but changed values: ${said}. The record exists: correct it, and do not create it again.`,
		);
	});

	test('is silent when it is to be ignored', async () => {
		const fields = product('Bad', { productcategory: 'Nonsense' });
		const options = { changedValues: 'ignore' };
		const { hints } = await runCoreBos(coreBos, record('create', { fields, options }));
		expect(hints).toEqual([]);
	});
});

describe('many records', () => {
	const filtered = (
		conditions: IDataObject[],
		more: Partial<Record<string, unknown>> = {},
	): INodeParameters => record('getAll', { returnAll: true, filters: { conditions }, ...more });

	test.each<[string, string, string, string[]]>([
		['productname', 'equals', "O'Neil", ["O'Neil"]],
		['productname', 'equals', "x' or productname like '%", []],
		['productname', 'notEquals', 'Alpha', ["O'Neil", 'Gamma']],
		['productname', 'contains', 'm', ['Gamma']],
		['productname', 'startsWith', 'A', ['Alpha']],
		['productname', 'endsWith', 'a', ['Alpha', 'Gamma']],
		['unit_price', 'greaterThan', '20', ['Gamma']],
		['unit_price', 'greaterOrEqual', '20', ["O'Neil", 'Gamma']],
		['unit_price', 'lessThan', '20', ['Alpha']],
		['unit_price', 'lessOrEqual', '20', ['Alpha', "O'Neil"]],
		['productcode', 'in', 'A, C', ['Alpha', 'Gamma']],
		['productcode', 'notIn', 'A,C', ["O'Neil"]],
	])('are found where %s %s %s', async (field, operator, value, names) => {
		const { json, error } = await runCoreBos(coreBos, filtered([{ field, operator, value }]));
		expect(error).toBeUndefined();
		expect(json.map(({ productname }) => productname)).toEqual(names);
	});

	test('are found by one of several conditions, sorted, with chosen fields', async () => {
		const conditions = [
			{ field: 'productcode', operator: 'equals', value: 'A' },
			{ field: 'productcode', operator: 'equals', value: 'C' },
		];
		const options = { fields: ['productname'], sortBy: 'unit_price', descending: true };
		const { json } = await runCoreBos(coreBos, filtered(conditions, { combine: 'or', options }));
		expect(json).toEqual([
			{ id: idOf('Products', 2), productname: 'Gamma' },
			{ id: idOf('Products', 0), productname: 'Alpha' },
		]);
	});

	test('are those of a view', async () => {
		const all = await runCoreBos(coreBos, filtered([], { viewId: locatorValue('24') }));
		expect(all.json).toHaveLength(3);
		const none = await runCoreBos(coreBos, filtered([], { viewId: locatorValue('999') }));
		expect(none.error?.message).toContain('The module "Products" has no view 999');
	});

	test('are refused where coreBOS would misread a condition', async () => {
		const empty = [{ field: 'productname', operator: 'equals', value: '' }];
		expect((await runCoreBos(coreBos, filtered(empty))).error?.message).toContain(
			'The condition on "productname" has no value',
		);
		const dotted = [
			{ field: 'Accounts.accountname', operator: 'equals', value: 'Salt and Pepper' },
		];
		const { error } = await runCoreBos(coreBos, filtered(dotted, { module: 'Contacts' }));
		expect(error?.message).toContain('The condition on "Accounts.accountname" cannot be sent');
		expect(coreBos.calls('query')).toBe(0);
	});

	test('come up to a limit, and all of them over several pages', async () => {
		const records = {
			Products: Array.from({ length: 620 }, (_, index) => ({ productname: `P${index % 7}` })),
		};
		const full = await startCoreBos({ records });
		try {
			const some = await runCoreBos(full, record('getAll', { limit: 260 }));
			expect(some.json).toHaveLength(260);
			const all = await runCoreBos(full, record('getAll', { returnAll: true }));
			expect(all.json.map(({ id }) => id)).toEqual(full.records('Products').map(({ id }) => id));
			const sorted = await runCoreBos(
				full,
				record('getAll', { returnAll: true, options: { sortBy: 'productname' } }),
			);
			expect(new Set(sorted.json.map(({ id }) => id)).size).toBe(620);
		} finally {
			await full.close();
		}
	});
});

describe('items that are sent together', () => {
	const OPTIONS = { together: true, itemsPerCall: 2 };
	const names = (json: IDataObject[]) => json.map((one) => one.productname ?? one.error);

	test('are created, each with its own result or error', async () => {
		const items = ['One', '', 'Three', 'Four'].map((name) => ({ name }));
		const fields = `={{ JSON.stringify({ productname: $json.name, assigned_user_id: '${OWNER}' }) }}`;
		const outcome = await runCoreBos(
			coreBos,
			record('create', { fields, options: OPTIONS }),
			items,
			'continueRegularOutput',
		);
		expect(coreBos.calls('MassCreate')).toBe(2);
		expect(names(outcome.json)).toEqual([
			'One',
			expect.stringMatching(/Product Name \(productname\) does not have a value.*\[item 1\]$/),
			'Three',
			'Four',
		]);
		expect(outcome.items.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
	});

	test('of an unknown module fail alone', async () => {
		const items = [{ module: 'Products' }, { module: 'NoSuch' }, { module: 'Products' }];
		const { json } = await runCoreBos(
			coreBos,
			{
				...record('create', { fields: product('x'), options: OPTIONS }),
				module: { __rl: true, mode: 'name', value: '={{ $json.module }}' },
			},
			items,
			'continueRegularOutput',
		);
		expect(json[1].error).toContain('NoSuch');
		expect(names([json[0], json[2]])).toEqual(['x', 'x']);
	});

	test('say how many were done when one fails and the node stops', async () => {
		const items = ['One', '', 'Three'].map((name) => ({ name }));
		const fields = `={{ JSON.stringify({ productname: $json.name, assigned_user_id: '${OWNER}' }) }}`;
		const { error } = await runCoreBos(
			coreBos,
			record('create', { fields, options: OPTIONS }),
			items,
		);
		expect(error?.message).toContain('[item 1]');
		expect(error?.description).toContain('1 of 3 items failed; 2 were done');
	});

	test('are looked up by a unique field when the answer is lost', async () => {
		coreBos.fail({ kind: 'dropAfter', operation: 'MassCreate' });
		const items = ['U1', 'U2', 'U3'].map((code) => ({ code }));
		const fields = `={{ JSON.stringify({ productname: 'x', productcode: $json.code, assigned_user_id: '${OWNER}' }) }}`;
		const options = { ...OPTIONS, uniqueField: 'productcode' };
		const { json, error } = await runCoreBos(coreBos, record('create', { fields, options }), items);
		expect(error).toBeUndefined();
		expect(json.map(({ productcode }) => productcode)).toEqual(['U1', 'U2', 'U3']);
		expect(
			coreBos.records('Products').filter(({ productname }) => productname === 'x'),
		).toHaveLength(3);
	});

	test('are uncertain where the field is not unique, and say why', async () => {
		coreBos.fail({ kind: 'dropAfter', operation: 'MassCreate' });
		const fields = `={{ JSON.stringify({ productname: $json.name, productcode: 'same', assigned_user_id: '${OWNER}' }) }}`;
		const options = { ...OPTIONS, uniqueField: 'productcode' };
		const create = record('create', { fields, options });
		const items = [{ name: 'x1' }, { name: 'x2' }];
		const { json } = await runCoreBos(coreBos, create, items, 'continueRegularOutput');
		for (const { error } of json) {
			expect(error).toContain('2 records have the value of "productcode"');
			expect(error).toContain('coreBOS may have done it anyway');
		}
		expect(coreBos.calls('create')).toBe(0);
	});

	test('are uncertain without a unique field when the answer is lost', async () => {
		coreBos.fail({ kind: 'dropAfter', operation: 'MassCreate' });
		const { json } = await runCoreBos(
			coreBos,
			record('create', { fields: product('x'), options: { together: true } }),
			[{}, {}],
			'continueRegularOutput',
		);
		for (const { error } of json) expect(error).toContain('coreBOS may have done it anyway');
		expect(coreBos.calls('MassCreate')).toBe(1);
	});

	test('are read, changed and deleted, each with its own result or error', async () => {
		const ids = [idOf('Products'), '14x99999999', idOf('Accounts'), idOf('Products', 2)];
		const items = ids.map((id) => ({ id }));
		const recordId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
		const together = { ...record('get', { options: OPTIONS }), recordId };

		const got = await runCoreBos(coreBos, together, items, 'continueRegularOutput');
		expect(names(got.json)).toEqual([
			'Alpha',
			expect.stringContaining('Id specified is incorrect (INVALID_ID_ATTRIBUTE)'),
			undefined,
			'Gamma',
		]);
		expect(got.json[2]).toMatchObject({ accountname: 'Acme' });

		const changed = await runCoreBos(
			coreBos,
			{
				...record('update', { fields: { description: 'changed' }, options: OPTIONS }),
				recordId,
			},
			items,
			'continueRegularOutput',
		);
		expect(changed.json.map((one) => one.error ?? one.description)).toEqual([
			'changed',
			expect.stringContaining('(ACCESS_DENIED)'),
			'changed',
			'changed',
		]);

		const deleted = await runCoreBos(
			coreBos,
			{ ...record('delete', { options: OPTIONS }), recordId },
			items,
			'continueRegularOutput',
		);
		expect(deleted.json.map((one) => one.deleted ?? one.error)).toEqual([
			true,
			expect.stringContaining('(ACCESS_DENIED)'),
			true,
			true,
		]);
		expect(coreBos.calls('MassDelete')).toBe(2);
		expect(names(coreBos.records('Products'))).toEqual(["O'Neil"]);
	});

	test('are refused before anything is sent when one cannot be', async () => {
		const items = [{ json: '{}' }, { json: 'no json' }];
		const { error } = await runCoreBos(
			coreBos,
			record('create', { fields: '={{ $json.json }}', options: OPTIONS }),
			items,
		);
		expect(error?.message).toContain('The parameter "Fields (JSON)" is not valid JSON');
		expect(coreBos.calls('MassCreate')).toBe(0);
	});
});

describe('a thousand items', () => {
	const items = Array.from({ length: 1000 }, (_, index) => ({ code: `C${index}` }));
	const fields = `={{ JSON.stringify({ productname: 'Many', productcode: $json.code, assigned_user_id: '${OWNER}' }) }}`;
	const made = () =>
		coreBos.records('Products').filter(({ productname }) => productname === 'Many');

	test('need one login, and none is lost or done twice when the session is killed', async () => {
		coreBos.fail({ kind: 'expireSessions', operation: 'create', after: 500 });
		const { json, error } = await runCoreBos(coreBos, record('create', { fields }), items);
		expect(error).toBeUndefined();
		expect(json.map(({ productcode }) => productcode)).toEqual(items.map(({ code }) => code));
		expect(made()).toHaveLength(1000);
		expect(coreBos.calls('login')).toBe(2);
		expect(coreBos.calls('describe')).toBe(1);
	});

	test('keep their order over several sessions', async () => {
		const options = { parallelCalls: 4 };
		const { json } = await runCoreBos(coreBos, record('create', { fields, options }), items);
		expect(json.map(({ productcode }) => productcode)).toEqual(items.map(({ code }) => code));
		expect(coreBos.calls('login')).toBeLessThanOrEqual(4);
		expect(made()).toHaveLength(1000);
	});

	test('go together in ten calls', async () => {
		const options = { together: true };
		const { json } = await runCoreBos(coreBos, record('create', { fields, options }), items);
		expect(json.map(({ productcode }) => productcode)).toEqual(items.map(({ code }) => code));
		expect(coreBos.calls('MassCreate')).toBe(10);
		expect(made()).toHaveLength(1000);
	});
});

describe('errors', () => {
	test('say what happened, at which item and what to do, without the session', async () => {
		const { error } = await runCoreBos(coreBos, record('get', { id: '14x99999999' }));
		expect(error?.message).toBe(
			'coreBOS operation "retrieve" failed: Id specified is incorrect (INVALID_ID_ATTRIBUTE).',
		);
		expect(error?.description).toContain('Check the ID');
		expect(error?.context).toMatchObject({ itemIndex: 0 });
	});

	test('of an item do not lose the others', async () => {
		const items = [{ id: idOf('Products') }, { id: 'nonsense' }, { id: idOf('Products', 1) }];
		const recordId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
		const parameters = { ...record('get'), recordId };
		const regular = await runCoreBos(coreBos, parameters, items, 'continueRegularOutput');
		expect(regular.json.map((one) => one.productname ?? one.error)).toEqual([
			'Alpha',
			expect.stringContaining('[item 1]'),
			"O'Neil",
		]);
		const split = await runCoreBos(coreBos, parameters, items, 'continueErrorOutput');
		expect(split.json).toHaveLength(2);
		expect(split.errors).toEqual([{ id: 'nonsense', error: expect.stringContaining('[item 1]') }]);
	});

	test('tell that a create with a lost answer is uncertain, and that nothing was repeated', async () => {
		coreBos.fail({ kind: 'dropAfter', operation: 'create' });
		const { error } = await runCoreBos(coreBos, record('create', { fields: product('Lost') }));
		expect(error?.description).toContain('coreBOS may have done it anyway');
		expect(coreBos.calls('create')).toBe(1);
	});

	test('of an item that is passed on say what to do, too', async () => {
		coreBos.fail({ kind: 'dropAfter', operation: 'create' });
		const lost = record('create', { fields: product('Lost') });
		const { json } = await runCoreBos(coreBos, lost, [{}], 'continueRegularOutput');
		expect(json[0].error).toMatch(/no answer.*anyway: look before you repeat the call\.$/);
		const unknown = record('get', { id: '14x99999999' });
		const read = await runCoreBos(coreBos, unknown, [{}], 'continueErrorOutput');
		expect(read.errors[0].error).toMatch(/\(INVALID_ID_ATTRIBUTE\)\. Check the ID[^[]*$/);
	});

	test('of a lost create are none where a unique field tells the record', async () => {
		coreBos.fail({ kind: 'dropAfter', operation: 'create' });
		const fields = product('Lost', { productcode: 'L1' });
		const options = { uniqueField: 'productcode' };
		const { json, hints } = await runCoreBos(coreBos, record('create', { fields, options }));
		expect(json[0]).toMatchObject({ productcode: 'L1' });
		expect(hints[0]).toContain('The answer of coreBOS was lost');
		expect(coreBos.calls('create')).toBe(1);
	});

	test.each<[string, INodeParameters, string]>([
		['no record', record('get', { id: '={{ "" }}' }), 'The parameter "Record" is empty'],
		['no module', record('getAll', { module: '={{ "" }}' }), 'The parameter "Module" is empty'],
		['no JSON', record('create', { fields: '{' }), '"Fields (JSON)" is not valid JSON'],
		['a list', record('create', { fields: '[1]' }), 'is not a JSON object'],
	])('name the parameter: %s', async (_, parameters, said) => {
		const { error } = await runCoreBos(coreBos, parameters);
		expect(error?.message).toContain(said);
	});
});
