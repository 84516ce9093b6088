import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createCoreBosClient, evaluateExpression, saveToRecord } from '../../engine';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { locatorValue, runCoreBos } from './corebos-node';
import { CORE_BOS, runNodes } from './n8n-engine';

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
	/** Signs that an update without the name encodes as HTML. */
	const NAME = `a_&_"ñ"_'1'.txt`;
	const DOCUMENT = {
		notes_title: 'T1',
		assigned_user_id: '19x1',
		filelocationtype: 'I',
		filestatus: '1',
		filename: { name: NAME, size: 5, type: 'text/plain', content: 'aGVsbG8=' },
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
			'replace',
			(id) => {
				const values = { ...DOCUMENT, notes_title: 'T2', filename: undefined };
				return record('replace', 'Documents', {
					recordId: locatorValue(id),
					...json(values),
					options: STRICT,
				});
			},
		],
		[
			'replace without what says where the file is',
			(id) =>
				record('replace', 'Documents', {
					recordId: locatorValue(id),
					...json({ notes_title: 'T2', assigned_user_id: '19x1', filestatus: '1' }),
					options: STRICT,
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
			filename: NAME,
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

describe('generated and converted documents', () => {
	const odt = Buffer.from('template').toString('base64');

	/** A document with a file that is a template. */
	async function template(): Promise<string> {
		const client = createCoreBosClient(coreBos.connection, fetchHttp);
		const made = (await client.call('create', {
			elementType: 'Documents',
			element: {
				notes_title: 'Letter',
				assigned_user_id: '19x1',
				filelocationtype: 'I',
				filestatus: '1',
				filename: { name: 'letter.odt', type: 'application/odt', size: 8, content: odt },
			},
		})) as IDataObject;
		return String(made.id);
	}

	const generate = (more: INodeParameters): INodeParameters => ({
		resource: 'document',
		operation: 'generate',
		format: 'onepdf',
		binaryProperty: 'data',
		...more,
	});
	const contentOf = async ({ data = '' }: { data?: string } = {}) =>
		Buffer.from(data, 'base64').toString('latin1');

	test.each([
		['onepdf', 'application/pdf', /^_\d+\.pdf$/, '%PDF'],
		['pdf', 'application/zip', /^gendoc1\.zip$/, 'PK'],
		['odt', 'application/zip', /^gendoc1\.zip$/, 'PK'],
	])('a template becomes %s as binary data', async (format, mimeType, fileName, begins) => {
		const [{ id: account }] = coreBos.records('Accounts');
		for (const given of [await template(), 'Letter']) {
			const { items } = await runCoreBos(
				coreBos,
				generate({ template: given, records: account, format }),
			);
			expect(items[0].json).toMatchObject({ template: given, records: [account] });
			expect(items[0].binary?.data).toMatchObject({ mimeType });
			expect(items[0].binary?.data.fileName).toMatch(fileName);
			const content = await contentOf(items[0].binary?.data);
			expect(content.startsWith(begins)).toBe(true);
			expect(content).toContain(account);
		}
	});

	test('each of several items at a time gets its own file', async () => {
		coreBos.add('Accounts', { accountname: 'B' });
		coreBos.add('Accounts', { accountname: 'C' });
		const ids = coreBos.records('Accounts').map(({ id }) => id);
		const parameters = generate({
			template: await template(),
			records: '={{ $json.id }}',
			format: 'odt',
			options: { parallelCalls: 4, fileName: 'letters.zip' },
		});
		const { items } = await runCoreBos(
			coreBos,
			parameters,
			ids.map((id) => ({ id })),
		);
		const contents = await Promise.all(items.map(({ binary }) => contentOf(binary?.data)));
		ids.forEach((id, index) => expect(contents[index]).toContain(id));
		expect(items[0].binary?.data.fileName).toBe('letters.zip');
	});

	test('what is missing is said: the template, a record, the file', async () => {
		const [{ id: account }] = coreBos.records('Accounts');
		const none = await runCoreBos(coreBos, generate({ template: 'No', records: account }));
		expect(none.error?.message).toContain('coreBOS found no template "No"');
		const given = await template();
		const gone = await runCoreBos(coreBos, generate({ template: given, records: '11x99999' }));
		expect(gone.error?.message).toContain('11x99999');
	});

	const convert = async (convertFormat: string) => {
		const parameters = {
			resource: 'document',
			operation: 'convertFile',
			inputProperty: 'data',
			convertFormat,
			binaryProperty: 'converted',
		};
		const node = { name: 'CoreBOS', type: CORE_BOS, parameters, credential: coreBos.connection };
		const file = { data: odt, mimeType: 'application/odt', fileName: 'letter.odt' };
		return await runNodes([{}], [node], [{ data: file }]);
	};

	test('a file is converted where the install does so', async () => {
		expect((await convert('pdf')).error?.message).toContain(
			'This coreBOS install does not convert files',
		);
		coreBos.add('GlobalVariable', { gvname: 'Webservice_GenDocConversion_Active', value: '1' });
		const outcome = await convert('pdf');
		const [{ json: told, binary }] = outcome.items('CoreBOS');
		expect(told).toEqual({ fileName: 'letter.pdf', fileSize: 17 });
		expect(binary?.converted).toMatchObject({
			fileName: 'letter.pdf',
			mimeType: 'application/pdf',
		});
		expect((await convert('xyz')).error?.message).toContain(
			'coreBOS did not convert the file "letter.odt": Can\'t convert letter.odt to xyz format',
		);
	});
});

test('the value 0 of a setting, which coreBOS stores as an empty text, is refused, and read as default', async () => {
	const setting = (operation: string, more: IDataObject) =>
		({ resource: 'setting', operation, key: 'k', ...more }) as INodeParameters;
	const { error } = await runCoreBos(coreBos, setting('set', { value: 0 }));
	expect([error?.message, coreBos.calls('setSetting')]).toEqual([
		expect.stringContaining('stores the value 0 of the setting "k" as an empty text'),
		0,
	]);
	const { json: read } = await runCoreBos(coreBos, setting('get', { default: '0' }));
	expect(read).toEqual([{ key: 'k', value: '0' }]);
	const client = createCoreBosClient(coreBos.connection, fetchHttp);
	await client.call('setSetting', { key: 'k', value: '0' });
	expect(await client.call('getSetting', { key: 'k', default: 'x' })).toBe('');
});

test.each(['ñ & <b> "q"', 'a &amp; b', '&amp;lt;'])(
	'011 the setting %s comes back as it was stored',
	async (value) => {
		const setting = (operation: string) =>
			({ resource: 'setting', operation, key: 'k', value, default: '' }) as INodeParameters;
		await runCoreBos(coreBos, setting('set'));
		const { json: read } = await runCoreBos(coreBos, setting('get'));
		expect(read).toEqual([{ key: 'k', value }]);
		const client = createCoreBosClient(coreBos.connection, fetchHttp);
		expect(await evaluateExpression("getSetting('k')", { coreBos: client })).toBe(value);
	},
);

describe('the option Files, and Get Images', () => {
	const PNG =
		'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==';
	const image = { data: PNG, mimeType: 'image/png', fileName: 'face ü.png' };
	const text = { data: 'aGVsbG8=', mimeType: 'text/plain', fileName: 'new.txt' };
	const files = (field: string) => ({ files: { file: [{ field, binaryProperty: 'data' }] } });

	/** Runs the node on one item with a file. */
	async function withFile(parameters: INodeParameters, data: typeof image) {
		const node = { name: 'CoreBOS', type: CORE_BOS, parameters, credential: coreBos.connection };
		const outcome = await runNodes([{}], [node], [{ data }]);
		expect(outcome.error?.message).toBeUndefined();
		return outcome.items('CoreBOS')[0].json;
	}

	test.each([
		['Contacts', { lastname: 'C', assigned_user_id: '19x1' }],
		['Products', { productname: 'P', assigned_user_id: '19x1' }],
	])('an image of %s is sent on create and on update', async (module, fields) => {
		const options = files('imagename');
		const made = await withFile(record('create', module, { ...json(fields), options }), image);
		expect(made.imagename).toBe('face ü.png');
		const recordId = locatorValue(String(made.id));
		const change = record('update', module, { recordId, ...json({ description: 'd' }), options });
		const changed = await withFile(change, { ...image, fileName: 'new.png' });
		expect(changed).toMatchObject({ imagename: 'new.png', description: 'd' });
	});

	test('Get Images puts the image of a contact into binary data, byte for byte', async () => {
		const fields = json({ lastname: 'C', assigned_user_id: '19x1' });
		const options = files('imagename');
		const made = await withFile(record('create', 'Contacts', { ...fields, options }), image);
		const { items, error } = await runCoreBos(
			coreBos,
			record('getImages', 'Contacts', {
				recordId: locatorValue(String(made.id)),
				options: { downloadTo: 'photo' },
			}),
		);
		expect(error?.message).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items[0].json).toMatchObject({ name: 'face_ü.png', type: 'image/png' });
		expect(items[0].binary?.photo).toMatchObject({ data: PNG, mimeType: 'image/png' });
	});

	test('Get Images without the option returns where the image is, and no file', async () => {
		const fields = json({ lastname: 'C', assigned_user_id: '19x1' });
		const options = files('imagename');
		const made = await withFile(record('create', 'Contacts', { ...fields, options }), image);
		const { items } = await runCoreBos(
			coreBos,
			record('getImages', 'Contacts', { recordId: locatorValue(String(made.id)) }),
		);
		expect(items[0].binary).toBeUndefined();
		expect(items[0].json.url).toContain('/storage/');
		const [{ id }] = coreBos.records('Products');
		const none = await runCoreBos(
			coreBos,
			record('getImages', 'Products', { recordId: locatorValue(id) }),
		);
		expect([none.json, none.hints]).toEqual([[], []]);
	});

	test('Get Images says that coreBOS does not tell where the image of a product is', async () => {
		const fields = json({ productname: 'P', assigned_user_id: '19x1' });
		const options = files('imagename');
		const made = await withFile(record('create', 'Products', { ...fields, options }), image);
		const { json: images, hints } = await runCoreBos(
			coreBos,
			record('getImages', 'Products', { recordId: locatorValue(String(made.id)) }),
		);
		expect(images).toEqual([]);
		expect(hints).toEqual([expect.stringContaining('(face ü.png), but not where it is stored')]);
	});

	test('a file for a comment is refused: coreBOS would save the comment without it (recorded)', async () => {
		const [{ id }] = coreBos.records('Accounts');
		const fields = json({ commentcontent: 'Hi', related_to: id, assigned_user_id: '19x1' });
		const parameters = record('create', 'ModComments', { ...fields, options: files('filename') });
		const node = { name: 'CoreBOS', type: CORE_BOS, parameters, credential: coreBos.connection };
		const { error } = await runNodes([{}], [node], [{ data: text }]);
		expect(error?.message).toContain('"ModComments" has no field "filename"');
		expect(coreBos.calls('create')).toBe(0);
	});

	const DOCUMENT = {
		notes_title: 'T1',
		assigned_user_id: '19x1',
		filestatus: '1',
		folderid: '22x8533',
	};
	test.each([
		['update', (id: string) => record('update', 'Documents', { recordId: locatorValue(id) })],
		['create or update', () => record('upsert', 'Documents', { searchOn: 'notes_title' })],
		['replace', (id: string) => record('replace', 'Documents', { recordId: locatorValue(id) })],
		[
			'update in bulk',
			(id: string) =>
				record('update', 'Documents', { recordId: locatorValue(id), options: { together: true } }),
		],
	])('a document gets a new file by %s and keeps the rest', async (_, change) => {
		const options = files('filename');
		const made = await withFile(record('create', 'Documents', { ...json(DOCUMENT), options }), {
			...text,
			data: 'b3JpZ2luYWw=',
			fileName: 'orig.txt',
		});
		expect(made).toMatchObject({ filename: 'orig.txt', filesize: '8' });
		const parameters = change(String(made.id));
		const given = parameters.options as IDataObject | undefined;
		const changed = await withFile(
			{ ...parameters, ...json(DOCUMENT), options: { ...given, ...options } } as INodeParameters,
			text,
		);
		expect(changed).toMatchObject({
			id: made.id,
			notes_title: 'T1',
			folderid: '22x8533',
			filelocationtype: 'I',
			filename: 'new.txt',
			filesize: '5',
		});
		const { items } = await runCoreBos(coreBos, {
			resource: 'document',
			operation: 'download',
			documentId: locatorValue(String(made.id)),
			binaryProperty: 'file',
		});
		expect(items[0].binary?.file.data).toBe('aGVsbG8=');
	});
});
