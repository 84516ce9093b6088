import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { CoreBosStandIn } from '../corebos';
import { installToTest } from '../corebos/install-to-test';
import { locatorValue, runCoreBos } from './corebos-node';
import { CORE_BOS, runNodes } from './n8n-engine';

/*
 * Operations of the coreBOS node beside those of records, against the stand-in, and against a
 * real coreBOS where COREBOS_URL, COREBOS_USERNAME and COREBOS_ACCESS_KEY name one. What is
 * created is deleted again.
 */

let standIn: CoreBosStandIn | undefined;
let install: Pick<CoreBosStandIn, 'connection'>;
const made: string[] = [];
const mark = `n8n ${Date.now()}`;

beforeAll(async () => {
	const { connection, standIn: started } = await installToTest();
	[install, standIn] = [{ connection }, started];
});

afterAll(async () => {
	for (const id of made.reverse()) await call('delete', { id });
	await runCoreBos(install, { resource: 'session', operation: 'logout' });
	await standIn?.close();
});

/** Runs an operation of the node and expects it to work. */
async function run(
	resource: string,
	operation: string,
	parameters: INodeParameters,
): Promise<IDataObject[]> {
	const { json, error } = await runCoreBos(install, { resource, operation, ...parameters });
	if (error) throw error;
	return json;
}

async function call(name: string, parameters: IDataObject): Promise<IDataObject[]> {
	return await run('custom', 'call', {
		webServiceOperation: locatorValue(name, 'name'),
		specifyParameters: 'json',
		parametersJson: JSON.stringify(parameters),
	});
}

async function create(elementType: string, fields: IDataObject): Promise<string> {
	const [{ id: owner }] = await run('user', 'getCurrent', {});
	const element = { assigned_user_id: owner, ...fields };
	return remember(await call('create', { elementType, element }));
}

function remember([record]: IDataObject[]): string {
	made.push(String(record.id));
	return String(record.id);
}

test('records are related, found by their relation, and unrelated', async () => {
	const account = await create('Accounts', { accountname: mark });
	const product = await create('Products', { productname: mark });
	const products = async () =>
		(
			await run('relation', 'getRelated', {
				module: locatorValue('Accounts', 'name'),
				recordId: locatorValue(account),
				relatedModule: locatorValue('Products', 'name'),
				returnAll: true,
			})
		).map(({ id }) => id);
	const ends = { recordId: locatorValue(account), withRecords: product };
	await run('relation', 'relate', ends);
	expect(await products()).toEqual([product]);
	await run('relation', 'unrelate', ends);
	expect(await products()).toEqual([]);
});

test('a file comes back as it went in, attached to a record', async () => {
	const account = await create('Accounts', { accountname: `${mark} file` });
	const [folder] = await run('query', 'run', { query: 'select id from DocumentFolders' });
	const bytes = Buffer.from([...Array(256).keys()]);
	const parameters = {
		resource: 'document',
		operation: 'create',
		title: mark,
		folder: locatorValue(String(folder.id)),
		options: { relateTo: account },
	};
	const binary = { data: bytes.toString('base64'), mimeType: 'text/plain', fileName: 'a b.txt' };
	const node = { name: 'Create', type: CORE_BOS, parameters, credential: install.connection };
	const outcome = await runNodes([{}], [node], [{ data: binary }]);
	expect(outcome.error).toBeUndefined();
	const [{ json: document }] = outcome.items('Create');
	const documentId = locatorValue(remember([document]));
	expect(document.relations).toEqual([account]);
	const { items } = await runCoreBos(install, {
		resource: 'document',
		operation: 'download',
		documentId,
	});
	expect(Buffer.from(items[0].binary!.data.data, 'base64').equals(bytes)).toBe(true);
});

test('a map is kept byte for byte and evaluated as a rule', async () => {
	const content = "<map><expression><![CDATA[concat(productname,' ñ&<€')]]></expression></map>";
	const map = {
		name: `${mark} rule`,
		mapType: 'Condition Expression',
		module: locatorValue('Products', 'name'),
		content,
	};
	const id = remember(await run('businessMap', 'save', map));
	const [read] = await run('businessMap', 'get', { businessMap: locatorValue(map.name, 'name') });
	expect(read).toMatchObject({ id, content });
	const listed = await run('businessMap', 'list', { mapType: '', options: { search: mark } });
	expect(listed).toMatchObject([{ id, type: 'Condition Expression' }]);
	const product = await create('Products', { productname: mark });
	const rule = { businessRule: locatorValue(id), recordId: locatorValue(product) };
	expect(await run('businessRule', 'evaluate', rule)).toEqual([{ result: `${mark} ñ&<€` }]);
});

test('a calling map is written once, and changed after that', async () => {
	const calling = {
		triggerUrl: 'https://n8n.example/webhook/corebos',
		startValue: '77',
		module: locatorValue('Contacts', 'name'),
		name: `${mark} call`,
		fields: 'firstname,lastname',
	};
	const id = remember(await run('businessMap', 'createCallingMap', calling));
	const again = { ...calling, startValue: '78' };
	expect(await run('businessMap', 'createCallingMap', again)).toMatchObject([
		{ id, created: false, content: expect.stringContaining('workflow_id=78') },
	]);
});

test('a setting is written, read and deleted', async () => {
	const key = mark.replace(' ', '_');
	await run('setting', 'set', { key, value: 'ñ & <b>' });
	expect(await run('setting', 'get', { key })).toEqual([{ key, value: 'ñ & <b>' }]);
	await run('setting', 'delete', { key });
	expect(await run('setting', 'get', { key, default: 'none' })).toEqual([{ key, value: 'none' }]);
});

test('a record has the comment that was added to it', async () => {
	const account = await create('Accounts', { accountname: `${mark} comment` });
	const comment = { recordId: locatorValue(account), comment: `${mark} & more` };
	remember(await run('comment', 'add', comment));
	const comments = await run('comment', 'getMany', {
		module: locatorValue('Accounts', 'name'),
		recordId: locatorValue(account),
		returnAll: true,
	});
	expect(comments).toMatchObject([{ commentcontent: comment.comment }]);
});
