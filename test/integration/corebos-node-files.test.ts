import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createCoreBosClient, saveToRecord } from '../../engine';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { locatorValue, runCoreBos } from './coreBosNode';

let coreBos: CoreBosStandIn;

beforeEach(async () => {
	coreBos = await startCoreBos({
		records: {
			Accounts: [{ accountname: 'Acme' }],
			Products: [{ productname: 'Alpha', unit_price: '10.500000' }],
		},
	});
});

afterEach(async () => await coreBos.close());

const record = (
	operation: string,
	module: string,
	more: Record<string, unknown> = {},
): INodeParameters =>
	({
		resource: 'record',
		operation,
		module: locatorValue(module, 'name'),
		...more,
	}) as INodeParameters;
const json = (fields: IDataObject) => ({ valuesFrom: 'json', fieldsJson: JSON.stringify(fields) });

describe('056 a change of the title keeps the file, folder and location of a document', () => {
	const DOCUMENT = {
		notes_title: 'T1',
		assigned_user_id: '19x1',
		filelocationtype: 'I',
		filestatus: '1',
		filename: { name: 'a.txt', size: 5, type: 'text/plain', content: 'aGVsbG8=' },
	};
	const STRICT = { changedValues: 'strict' };

	/** Each changes the title of the document that has the id. */
	const CHANGES: Array<[string, (id: string) => INodeParameters]> = [
		[
			'update',
			(id) =>
				record('update', 'Documents', {
					recordId: locatorValue(id),
					...json({ notes_title: 'T2' }),
					options: STRICT,
				}),
		],
		[
			'update in bulk',
			(id) =>
				record('update', 'Documents', {
					recordId: locatorValue(id),
					...json({ notes_title: 'T2' }),
					options: { together: true, ...STRICT },
				}),
		],
		[
			'create or update',
			(id) =>
				record('upsert', 'Documents', {
					...json({ id, notes_title: 'T2' }),
					searchOn: 'id',
					options: { ...STRICT },
				}),
		],
	];

	test.each(CHANGES)('%s', async (_, change) => {
		const made = await runCoreBos(coreBos, record('create', 'Documents', json(DOCUMENT)));
		expect(made.error?.message).toBeUndefined();
		const id = String(made.json[0].id);
		const { json: changed, error } = await runCoreBos(coreBos, change(id));
		expect(error?.message).toBeUndefined();
		expect(changed[0]).toMatchObject({
			id,
			notes_title: 'T2',
			filename: 'a.txt',
			filelocationtype: 'I',
			filestatus: '1',
		});
		expect(coreBos.records('Documents')).toHaveLength(1);
		// What would empty the rest of it.
		expect(
			['revise', 'upsert', 'MassUpdate', 'MassCreate'].map((one) => coreBos.calls(one)),
		).toEqual([0, 0, 0, 0]);
	});
});

test('056 a map that saves the title of a document keeps its file, folder and location', async () => {
	const file = { name: 'a.txt', size: 5, type: 'text/plain', content: 'aGVsbG8=' };
	const client = createCoreBosClient(coreBos.connection, fetchHttp);
	const made = (await client.call('create', {
		elementType: 'Documents',
		element: {
			notes_title: 'T1',
			assigned_user_id: '19x1',
			filelocationtype: 'I',
			filestatus: '1',
			filename: file,
		},
	})) as IDataObject;
	const target = { recordId: String(made.id), client, module: 'Documents' };
	expect(await saveToRecord({ notes_title: 'T2' }, target)).toEqual({ notes_title: 'T2' });
	expect(coreBos.records('Documents')).toEqual([
		expect.objectContaining({
			notes_title: 'T2',
			filename: 'a.txt',
			filelocationtype: 'I',
			filestatus: '1',
			folderid: made.folderid,
		}),
	]);
	expect(coreBos.calls('revise')).toBe(0);
});

test('the PDF of an invoice is binary data; of an account there is none', async () => {
	const [{ id: account }] = coreBos.records('Accounts');
	const fields = {
		subject: 'S',
		invoicestatus: 'Created',
		bill_street: 'B',
		ship_street: 'B',
		account_id: account,
		assigned_user_id: '19x1',
	};
	const made = await runCoreBos(coreBos, record('create', 'Invoice', json(fields)));
	const invoice = String(made.json[0].id);
	const pdfOf = async (id: string) =>
		await runCoreBos(
			coreBos,
			record('getPdf', 'Invoice', { recordId: locatorValue(id), binaryProperty: 'file' }),
		);
	const { items } = await pdfOf(invoice);
	expect(items[0].binary?.file).toMatchObject({ mimeType: 'application/pdf' });
	expect(items[0].json.fileName).toContain(invoice);
	expect((await pdfOf(account)).error?.message).toBeDefined();
});

test('011 a setting comes back as it was stored', async () => {
	const value = 'ñ & <b> "q"';
	const setting = (operation: string) =>
		({ resource: 'setting', operation, key: 'k', value, default: '' }) as INodeParameters;
	await runCoreBos(coreBos, setting('set'));
	const { json: read } = await runCoreBos(coreBos, setting('get'));
	expect(read).toEqual([{ key: 'k', value }]);
});
