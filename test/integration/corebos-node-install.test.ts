import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { CoreBosStandIn } from '../corebos';
import { installToTest } from '../corebos/install-to-test';
import { locatorValue, runCoreBos } from './corebos-node';

/*
 * What the coreBOS node rests on, against the stand-in, and against a real coreBOS where
 * COREBOS_URL, COREBOS_USERNAME and COREBOS_ACCESS_KEY name one. It deletes what it creates.
 */

let standIn: CoreBosStandIn | undefined;
let install: Pick<CoreBosStandIn, 'connection'>;
const made: string[] = [];

beforeAll(async () => {
	const { connection, standIn: started } = await installToTest();
	[install, standIn] = [{ connection }, started];
});

afterAll(async () => {
	await run(
		'delete',
		{},
		made.map((id) => ({ id })),
		{ together: true },
	);
	await runCoreBos(install, { resource: 'session', operation: 'logout' });
	await standIn?.close();
});

/** Runs a record operation on products; items say their ids and their fields. */
async function run(
	operation: string,
	parameters: INodeParameters,
	items: IDataObject[],
	options: IDataObject = {},
): Promise<IDataObject[]> {
	const { json, error } = await runCoreBos(
		install,
		{
			resource: 'record',
			operation,
			module: locatorValue('Products', 'name'),
			recordId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			valuesFrom: 'json',
			fieldsJson: '={{ JSON.stringify($json.fields) }}',
			options: options as INodeParameters,
			...parameters,
		},
		items,
	);
	if (error) throw error;
	return json;
}

async function create(fields: IDataObject[], options: IDataObject = {}): Promise<IDataObject[]> {
	const { json } = await runCoreBos(install, { resource: 'user', operation: 'getCurrent' });
	const items = fields.map((one) => ({ fields: { assigned_user_id: json[0].id, ...one } }));
	const created = await run('create', {}, items, options);
	made.push(...created.map(({ id }) => String(id)));
	return created;
}

test('two equal items that are sent together become two records', async () => {
	const productname = `Twin ${Date.now()}`;
	const created = await create([{ productname }, { productname }], { together: true });
	expect(new Set(created.map(({ id }) => id)).size).toBe(2);
	const filters = {
		conditions: [{ field: 'productname', operator: 'equals', value: productname }],
	};
	const found = await run('getAll', { returnAll: true, filters }, [{}]);
	expect(found.map(({ id }) => id).sort()).toEqual(created.map(({ id }) => id).sort());
});

test('records are read and changed together, by every kind of id', async () => {
	const name = `O'Neil & <b>Söhne</b> ${Date.now()}`;
	const [record, other] = await create([{ productname: name }, { productname: `${name} 2` }]);
	const ids = [record.id, String(other.id).split('x')[1], record.cbuuid];
	const items = ids.map((id, index) => ({ id, fields: { productcode: `C${index}` } }));
	const read = await run('get', {}, items, { together: true });
	expect(read.map(({ productname }) => productname)).toEqual([name, `${name} 2`, name]);
	const changed = await run('update', {}, items, { together: true, changedValues: 'strict' });
	expect(changed.map(({ productcode }) => productcode)).toEqual(['C0', 'C1', 'C2']);
});

test('pages fit together in the order of the ids and of a field', async () => {
	const prefix = `Page ${Date.now()}`;
	const fields = Array.from({ length: 5 }, (_, index) => ({
		productname: `${prefix} ${index % 2}`,
	}));
	const created = await create(fields, { together: true });
	const query = `select productname from Products where productname like '${prefix}%'`;
	for (const text of [query, `${query} order by productname desc`]) {
		const parameters = { resource: 'query', operation: 'run', query: text, returnAll: true };
		const { json } = await runCoreBos(install, parameters);
		expect(json.map(({ id }) => id).sort()).toEqual(created.map(({ id }) => id).sort());
	}
	const count = await runCoreBos(install, { resource: 'query', operation: 'count', query });
	expect(count.json).toEqual([{ count: 5 }]);
});
