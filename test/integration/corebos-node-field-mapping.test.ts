import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createCoreBosClient } from '../../engine';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { locatorValue, runCoreBos } from './corebos-node';
import { runNodes } from './n8n-engine';

let coreBos: CoreBosStandIn;

beforeEach(async () => {
	coreBos = await startCoreBos({
		records: {
			Accounts: [{ id: '11x860', accountname: 'Engines' }],
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

describe('the field of a new record that refers to the item', () => {
	const rows: Row[] = [['lastname', 'rawtext', 'Kid']];
	const parameters = mapping('create', rows, { referenceField: 'account_id' });

	test('holds the record', async () => {
		const { error, json, hints } = await runCoreBos(coreBos, parameters, [{ id: '11x860' }]);
		expect([error, hints]).toEqual([undefined, []]);
		expect(await stored(String(json[0].id))).toMatchObject({ account_id: '11x860' });
	});

	test('stays empty for a record that it cannot refer to, and a hint says so', async () => {
		const { error, json, hints } = await runCoreBos(coreBos, parameters, [ITEM]);
		expect(error).toBeUndefined();
		expect(hints.join()).toContain('The field "account_id" of Contacts cannot refer to');
		expect(await stored(String(json[0].id))).toMatchObject({ lastname: 'Kid', account_id: '' });
	});
});

describe('a new record, and the record of the item', () => {
	const parameters = mapping('create', [['lastname', 'rawtext', 'Kid']], {
		originModule: 'Accounts',
	});

	test('are related, as by a Create task of coreBOS', async () => {
		const { error, json } = await runCoreBos(coreBos, parameters, [{ id: '11x860' }]);
		expect(error).toBeUndefined();
		const related = coreBos.requests.filter(({ operation }) => operation === 'SetRelation');
		expect(
			related.map(({ parameters: { relate_this_id, with_these_ids } }) => [
				relate_this_id,
				with_these_ids,
			]),
		).toEqual([['11x860', JSON.stringify([json[0].id])]]);
	});

	test('if coreBOS refuses the relation, the error names the new record', async () => {
		const { error } = await runCoreBos(coreBos, parameters, [{ id: '11x999' }]);
		const [made] = coreBos.records('Contacts').filter(({ lastname }) => lastname === 'Kid');
		expect(error?.message).toContain(`created the record ${String(made.id)}, but did not relate`);
	});
});

test.each(['create', 'update'])(
	'%s: what an expression sets in the context goes along with the item',
	async (operation) => {
		const rows: Row[] = [['lastname', 'expression', "setToContext('score', 'high')"]];
		const parameters = mapping(operation, rows, {
			recordId: locatorValue('12x852'),
			options: { outputItem: true },
		});
		const item = { ...ITEM, context: { kept: 'yes' } };
		const { error, json } = await runCoreBos(coreBos, parameters, [item]);
		expect(error).toBeUndefined();
		expect(json).toMatchObject([{ id: ITEM.id, context: { kept: 'yes', score: 'high' } }]);
	},
);

describe('create or update by a business rule', () => {
	/** The rule looks at a value that is to be written, and at the record of the item. */
	const RULE =
		"if firstname == 'other' then '12x853' else if firstname == 'plain' then '853' else if firstname == 'own' then record_id else if firstname == 'nothing' then '-1' else '0' end end end end";
	const rows = (firstname: string): Row[] => [
		['firstname', 'rawtext', firstname],
		['lastname', 'expression', "concat(lastname, '!')"],
	];

	async function upserted(firstname: string) {
		const client = createCoreBosClient(coreBos.connection, fetchHttp);
		const map = (await client.call('create', {
			elementType: 'cbMap',
			element: {
				mapname: 'Rule',
				maptype: 'Condition Expression',
				content: `<map><expression>${RULE}</expression></map>`,
				assigned_user_id: '19x1',
			},
		})) as { id: string };
		const known = coreBos.records('Contacts').map(({ id }) => id);
		const parameters = mapping('upsert', rows(firstname), {
			matchBy: 'rule',
			ruleMap: locatorValue(map.id),
		});
		const { error, json } = await runCoreBos(coreBos, parameters, [ITEM]);
		expect(error).toBeUndefined();
		const added = coreBos.records('Contacts').filter(({ id }) => !known.includes(id));
		return { json, added };
	}

	test.each([
		['other', '12x853'],
		['plain', '12x853'],
		['own', '12x852'],
	])('the record that it returns is updated: %s', async (firstname, id) => {
		const { json, added } = await upserted(firstname);
		expect(json).toMatchObject([{ id, firstname, lastname: 'Byron!' }]);
		expect(added).toEqual([]);
		expect(await stored(id)).toMatchObject({ firstname, lastname: 'Byron!' });
	});

	test('a record is created if it returns 0', async () => {
		const { json, added } = await upserted('new');
		expect(added).toMatchObject([{ firstname: 'new', lastname: 'Byron!' }]);
		expect(json).toMatchObject([{ id: added[0].id }]);
	});

	test('nothing is done if it returns a negative number', async () => {
		const { json, added } = await upserted('nothing');
		expect([json, added]).toEqual([[ITEM], []]);
		expect(await stored('12x852')).toMatchObject({ firstname: 'Ada' });
	});
});

describe('an upsert task is repeated for the rows of the context', () => {
	const rows: Row[] = [
		['lastname', 'expression', "getFromContext('current_upsert_row.name')"],
		['email', 'expression', "getFromContext('current_upsert_row.mail')"],
	];
	const LIST = [
		{ name: 'One', mail: 'one@example.com' },
		{ name: 'Two', mail: 'two@example.com' },
	];
	const parameters = mapping('upsert', rows, { matchBy: 'nothing' });

	test('each row makes a record', async () => {
		const item = { ...ITEM, context: { upsert_data: LIST } };
		const { error, json } = await runCoreBos(coreBos, parameters, [item]);
		expect(error).toBeUndefined();
		expect(json).toMatchObject(LIST.map(({ name, mail }) => ({ lastname: name, email: mail })));
	});

	test('the item goes on once, with the numbers of the records', async () => {
		const item = { ...ITEM, context: { upsert_data: LIST, upserted_crmids: ['7'] } };
		const options = { outputItem: true };
		const { error, json } = await runCoreBos(coreBos, { ...parameters, options }, [item]);
		expect(error).toBeUndefined();
		const made = coreBos.records('Contacts').filter(({ email }) => /one|two/.test(String(email)));
		const numbers = made.map(({ id }) => String(id).split('x')[1]);
		expect(json).toHaveLength(1);
		expect(json[0]).toMatchObject({ id: ITEM.id, context: { upserted_crmids: ['7', ...numbers] } });
	});

	test.each([
		['coreBOS refuses it', { name: '' }],
		['its value is a list', { name: ['a', 'b'] }],
	])('the error of a row names what was written before it: %s', async (_reason, failing) => {
		const item = { ...ITEM, context: { upsert_data: [LIST[0], failing] } };
		const { error } = await runCoreBos(coreBos, parameters, [item]);
		const [made] = coreBos.records('Contacts').filter(({ lastname }) => lastname === 'One');
		expect(`${error?.message}. ${error?.description}`).toContain(`written before: ${made.id}`);
	});

	test('without rows it runs once, for the record', async () => {
		const own: Row[] = [['lastname', 'expression', "getFromContext('current_upsert_row.email')"]];
		const once = mapping('upsert', own, { matchBy: 'nothing' });
		const { error, json } = await runCoreBos(coreBos, once, [ITEM]);
		expect(error).toBeUndefined();
		expect(json).toMatchObject([{ lastname: ITEM.email }]);
	});
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
