import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createCoreBosClient } from '../../engine';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { locatorValue, runCoreBos } from './coreBosNode';
import { runNodes } from './n8nEngine';

let coreBos: CoreBosStandIn;

beforeEach(async () => {
	coreBos = await startCoreBos({
		records: {
			Contacts: [
				{ id: '12x852', firstname: 'Ada', lastname: 'Byron', email: 'ada@example.com' },
				{ id: '12x853', firstname: 'Alan', lastname: 'Turing', email: 'alan@example.com' },
			],
		},
	});
});
afterEach(async () => {
	await coreBos.close();
});

const ITEM = { id: '12x852', firstname: 'Ada', lastname: 'Byron', email: 'ada@example.com' };

type Row = [name: string, valuetype: 'rawtext' | 'fieldname' | 'expression', value: string];

const mapping = (operation: string, rows: Row[], more: INodeParameters = {}): INodeParameters => ({
	resource: 'record',
	operation,
	module: locatorValue('Contacts', 'name'),
	valuesFrom: 'fieldMapping',
	fieldMapping: {
		rows: rows.map(([fieldname, valuetype, value]) => ({ fieldname, valuetype, value })),
	},
	...more,
});

async function stored(id: string): Promise<IDataObject> {
	const client = createCoreBosClient(coreBos.connection, fetchHttp);
	return (await client.call('retrieve', { id })) as IDataObject;
}

test('an update: text, field and expression; later rows see earlier ones', async () => {
	const rows: Row[] = [
		['firstname', 'rawtext', ' Augusta '],
		['title', 'fieldname', 'lastname'],
		['department', 'expression', "concat(firstname, ' ', getFromContext('team'))"],
	];
	const parameters = mapping('update', rows, { recordId: locatorValue('={{ $json.id }}') });
	const item = { ...ITEM, context: { team: 'Engines' } };
	const { error, json } = await runCoreBos(coreBos, parameters, [item]);
	expect(error).toBeUndefined();
	const wanted = { firstname: 'Augusta', title: 'Byron', department: 'Augusta Engines' };
	expect(json[0]).toMatchObject(wanted);
	expect(await stored('12x852')).toMatchObject({ ...wanted, lastname: 'Byron' });
});

test('values before the save are previousvalue_…', async () => {
	const rows: Row[] = [['title', 'expression', "concat('was ', previousvalue_lastname)"]];
	const parameters = mapping('update', rows, { recordId: locatorValue('12x852') });
	const { error } = await runCoreBos(coreBos, parameters, [
		{ ...ITEM, before: { lastname: 'King' } },
	]);
	expect(error).toBeUndefined();
	expect(await stored('12x852')).toMatchObject({ title: 'was King' });
});

test('an expression that cannot be read fails the item, and nothing is written', async () => {
	const rows: Row[] = [
		['title', 'rawtext', 'x'],
		['department', 'expression', 'nosuch(1)'],
	];
	const parameters = mapping('update', rows, { recordId: locatorValue('12x852') });
	const { error } = await runCoreBos(coreBos, parameters, [ITEM]);
	expect(error?.message).toMatch(/nosuch/);
	expect(await stored('12x852')).not.toMatchObject({ title: 'x' });
});

test.each([
	[false, ''],
	[true, 'ada@example.com'],
])('a new record; as a copy of the item: %s', async (startAsCopy, email) => {
	const rows: Row[] = [['lastname', 'expression', "concat(lastname, ' II')"]];
	const { error, json } = await runCoreBos(coreBos, mapping('create', rows, { startAsCopy }), [
		ITEM,
	]);
	expect(error).toBeUndefined();
	expect(json[0].id).not.toBe(ITEM.id);
	expect(await stored(String(json[0].id))).toMatchObject({ lastname: 'Byron II', email });
});

test('create or update by fields', async () => {
	const rows: Row[] = [
		['email', 'rawtext', 'alan@example.com'],
		['lastname', 'rawtext', 'Mathison'],
	];
	const { error, json } = await runCoreBos(
		coreBos,
		mapping('upsert', rows, { searchOn: 'email' }),
		[ITEM],
	);
	expect(error).toBeUndefined();
	expect(json[0].id).toBe('12x853');
	expect(await stored('12x853')).toMatchObject({ lastname: 'Mathison' });
});

describe('set context', () => {
	const setContext = (rows: INodeParameters[], more: INodeParameters = {}) => ({
		name: 'Set',
		parameters: { operation: 'setContext', contextVariables: { rows }, ...more },
	});

	test('each kind, later ones see earlier ones, and the item goes on', async () => {
		const rows = [
			{ variable: 'score', expression: 'amount * 2' },
			{ variable: 'next', expression: "getFromContext('score') + 1", kind: 'expression' },
			{ variable: 'note', expression: 'amount * 2', kind: 'text' },
			{ variable: 'subject', expression: 'Deal $name', kind: 'template' },
			{ variable: 'to', expression: '$email,, ', kind: 'addresses' },
		];
		const item = { name: 'Big', amount: 21, email: 'a@example.com', context: { kept: 'yes' } };
		const { error, items } = await runNodes([item], [setContext(rows)]);
		expect(error).toBeUndefined();
		expect(items('Set')[0].json).toMatchObject({
			...item,
			context: {
				kept: 'yes',
				score: 42,
				next: 43,
				note: 'amount * 2',
				subject: 'Deal Big',
				to: 'a@example.com',
			},
		});
	});

	test('another context property, and an error that names the item', async () => {
		const options = { contextProperty: 'workflow' };
		const good = setContext([{ variable: 'a', expression: '1 + 1' }], { options });
		const { items } = await runNodes([{ x: 1 }], [good]);
		expect(items('Set')[0].json).toMatchObject({ x: 1, workflow: { a: 2 } });
		const { error } = await runNodes(
			[{ x: 1 }],
			[setContext([{ variable: 'a', expression: 'nosuch(1)' }])],
		);
		expect(error?.message).toMatch(/nosuch/);
	});
});
