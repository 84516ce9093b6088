import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { MAPPING, RULE, locatorValue, runCoreBos } from './corebos-node';
import { CORE_BOS, runNodes } from './n8n-engine';

let coreBos: CoreBosStandIn;

beforeEach(async () => {
	coreBos = await startCoreBos({
		settings: { shop: 'https://shop.example' },
		records: {
			Accounts: [
				{ id: '11x1', accountname: 'Acme' },
				{ id: '11x2', accountname: 'Globex' },
			],
			Contacts: [
				{ id: '12x3', firstname: 'Zoë', lastname: 'Lee', account_id: '11x1' },
				{ id: '12x4', firstname: 'Ann', lastname: 'Bo', account_id: '11x1' },
			],
			Products: [
				{ id: '14x5', productname: 'Alpha', unit_price: '10.000000' },
				{ id: '14x6', productname: 'Beta' },
			],
			HelpDesk: [{ id: '17x7', ticket_title: 'Broken', parent_id: '12x3' }],
			Faq: [{ id: '3x8', question: 'Why?', faq_answer: 'So.' }],
			Leads: [{ id: '10x9', firstname: 'Rec', lastname: 'Lead', company: 'Rec Co' }],
			Documents: [
				{ id: '15x10', notes_title: 'Link', filelocationtype: 'E', filename: 'http://f' },
			],
			cbMap: [RULE, MAPPING],
		},
		relations: [
			['12x3', '14x5'],
			['12x4', '14x5'],
			['12x4', '14x6'],
		],
	});
});
afterEach(async () => await coreBos.close());

const related = (more: INodeParameters): INodeParameters => ({
	resource: 'relation',
	operation: 'getRelated',
	module: locatorValue('Accounts', 'name'),
	recordId: locatorValue('11x1'),
	relatedModule: locatorValue('Contacts', 'name'),
	returnAll: true,
	...more,
});
const relation = (operation: string, more: INodeParameters): INodeParameters => ({
	resource: 'relation',
	operation,
	recordId: locatorValue('11x2'),
	...more,
});
const comment = (more: INodeParameters): INodeParameters => ({
	resource: 'comment',
	operation: 'add',
	comment: 'Hello & <b>',
	...more,
});
const workflow = (operation: string, more: INodeParameters): INodeParameters => ({
	resource: 'workflow',
	operation,
	workflowId: locatorValue('32'),
	...more,
});
const rule = (more: INodeParameters): INodeParameters => ({
	resource: 'businessRule',
	operation: 'evaluate',
	businessRule: locatorValue('Rule', 'name'),
	...more,
});
const map = (operation: string, more: INodeParameters): INodeParameters => ({
	resource: 'businessMap',
	operation,
	...more,
});
const user = (operation: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation,
	...more,
});
const setting = (operation: string, more: INodeParameters): INodeParameters => ({
	resource: 'setting',
	operation,
	...more,
});
const custom = (name: string, more: INodeParameters): INodeParameters => ({
	resource: 'custom',
	operation: 'call',
	webServiceOperation: locatorValue(name, 'name'),
	...more,
});
const json = (value: unknown) => JSON.stringify(value);

const companions = { what: 'users', userId: locatorValue('19x1') };

const NEW_ID: string = expect.stringMatching(/^\d+x\d{4,}$/);

/** What is asked, and the members that the output items must have. */
const WORKING: Array<[title: string, parameters: INodeParameters, output: IDataObject[]]> = [
	[
		'related records, without the positions that coreBOS answers beside the names',
		related({ options: { columns: 'firstname', orderBy: 'firstname' } }),
		[
			{ firstname: 'Ann', id: '12x4' },
			{ firstname: 'Zoë', id: '12x3' },
		],
	],
	[
		'as many related records as asked for',
		related({ returnAll: false, limit: 1, options: { columns: 'lastname' } }),
		[{ lastname: 'Lee' }],
	],
	[
		'records related through a module, each once',
		related({
			relatedModule: locatorValue('Products', 'name'),
			options: { throughModule: 'Contacts', columns: 'productname' },
		}),
		[
			{ productname: 'Alpha', id: '14x5' },
			{ productname: 'Beta', id: '14x6' },
		],
	],
	[
		'relating by id, number and cbuuid',
		relation('relate', { withRecords: '14x5, 6' }),
		[{ id: '11x2', relatedWith: ['14x5', '14x6'] }],
	],
	[
		'unrelating what is not related',
		relation('unrelate', { withRecords: '14x6' }),
		[{ id: '11x2', unrelatedFrom: ['14x6'] }],
	],
	[
		'modules that a module refers to',
		{
			resource: 'relation',
			operation: 'getModules',
			module: locatorValue('Accounts', 'name'),
			direction: 'GetRelatedModulesOneToMany',
		},
		[
			{ name: 'Accounts', field: 'account_id' },
			{ name: 'Leads', field: 'convertedfromlead' },
		],
	],
	[
		'comment of a record',
		comment({ recordId: locatorValue('11x1') }),
		[{ commentcontent: 'Hello & <b>', related_to: '11x1', assigned_user_id: '19x1' }],
	],
	[
		'comment of a ticket by its number',
		comment({ kind: 'ticketFaq', recordId: locatorValue('7') }),
		[{ ticket_title: 'Broken', commentadded: '1' }],
	],
	[
		'conversion of a lead, named after it',
		{ resource: 'lead', operation: 'convert', leadId: locatorValue('10x9') },
		[{ Accounts: NEW_ID, Contacts: NEW_ID }],
	],
	[
		'conversion of a lead into an opportunity alone, with fields',
		{
			resource: 'lead',
			operation: 'convert',
			leadId: locatorValue('10x9'),
			createAccount: false,
			createContact: false,
			createOpportunity: true,
			opportunityFields: json({ closingdate: '2030-01-31' }),
		},
		[{ Potentials: NEW_ID }],
	],
	[
		'workflows of a module',
		{
			resource: 'workflow',
			operation: 'list',
			module: locatorValue('Products', 'name'),
			returnAll: true,
		},
		[{ id: '48x17' }, { id: '48x18' }, { id: '48x32', summary: 'RIG WF' }],
	],
	[
		'workflow by its web service id, record by its number',
		workflow('execute', { workflowId: locatorValue('48x32'), records: '5' }),
		[{ workflow: '32', records: ['14x5'], executed: true }],
	],
	[
		'workflow by name, with context',
		workflow('executeWithContext', {
			workflowId: locatorValue('RIG WF', 'name'),
			records: '14x5,14x6',
			context: json({ greeting: 'hello' }),
		}),
		[{ workflow: 'RIG WF', records: ['14x5', '14x6'], executed: true }],
	],
	['rule on a record', rule({ recordId: locatorValue('14x5') }), [{ result: 'Alpha!' }]],
	[
		'rule by the number in the address of its page',
		rule({
			businessRule: locatorValue('https://crm.example/index.php?module=cbMap&record=11', 'url'),
			recordId: locatorValue('14x5'),
		}),
		[{ result: 'Alpha!' }],
	],
	['rule on values', rule({ values: json({ productname: 'V' }) }), [{ result: 'V!' }]],
	[
		'rule on values over a record',
		rule({ recordId: locatorValue('5'), values: json({ unit_price: 3 }) }),
		[{ result: 'Alpha!' }],
	],
	['map by name', map('get', { businessMap: locatorValue('Rule', 'name') }), [{ id: '37x11' }]],
	[
		'maps of a type',
		map('list', { mapType: 'Mapping', returnAll: true }),
		[{ id: '37x12', name: 'Mapping', type: 'Mapping', module: 'Products' }],
	],
	[
		'maps by a part of the name',
		map('list', { mapType: '', limit: 1, options: { search: 'RUL' } }),
		[{ id: '37x11' }],
	],
	[
		'processing of a map on a record',
		map('process', {
			businessMap: locatorValue('Mapping', 'name'),
			recordId: locatorValue('14x5'),
		}),
		[{ accountname: 'Alpha' }],
	],
	[
		'saving over an existing map',
		map('save', {
			saveAs: 'existing',
			businessMap: locatorValue('37x11'),
			content: '<map>ñ</map>',
		}),
		[{ id: '37x11', content: '<map>ñ</map>', created: false, type: 'Condition Expression' }],
	],
	[
		'saving a new map',
		map('save', { name: 'New', module: locatorValue('Contacts', 'name'), content: '<map/>' }),
		[{ name: 'New', type: 'Webservice Mapping', module: 'Contacts', created: true }],
	],
	['a setting', setting('get', { key: 'shop' }), [{ key: 'shop', value: 'https://shop.example' }]],
	['no setting', setting('get', { key: 'x', default: 'd' }), [{ key: 'x', value: 'd' }]],
	['setting', setting('set', { key: 'a', value: 'b' }), [{ key: 'a', value: 'b' }]],
	['deleting a setting', setting('delete', { key: 'a' }), [{ key: 'a', deleted: true }]],
	['current user', user('getCurrent'), [{ id: '19x1', rolename: 'CEO' }]],
	['current user whole', user('getCurrent', { allFields: true }), [{ user_name: 'admin' }]],
	['users', user('list'), [{ id: '19x1', name: 'Administrator' }]],
	['user records', user('list', { users: 'records' }), [{ user_name: 'admin' }]],
	[
		'users for records',
		user('list', { users: 'assignable', module: locatorValue('Products', 'name') }),
		[{ id: '19x1', name: 'Administrator' }],
	],
	['groups', user('getGroups'), [{ id: '20x2' }, { id: '20x3' }, { id: '20x4' }]],
	['users in the same groups', user('getGroups', companions), []],
	[
		'operation with named parameters, spelled in another case',
		custom('RETRIEVE', { parameters: { parameter: [{ name: 'id', value: '11x2' }] } }),
		[{ accountname: 'Globex' }],
	],
	[
		'operation that writes, with JSON',
		custom('create', {
			specifyParameters: 'json',
			parametersJson: json({
				elementType: 'Accounts',
				element: { accountname: 'Made', assigned_user_id: '19x1' },
			}),
		}),
		[{ accountname: 'Made', id: NEW_ID }],
	],
	[
		'operation with more info',
		custom('query', {
			parameters: { parameter: [{ name: 'query', value: 'select id from Accounts;' }] },
			options: { includeMoreInfo: true },
		}),
		[{ result: [{ id: '11x1' }, { id: '11x2' }], moreinfo: { totalrows: '2' } }],
	],
	[
		'operation that answers JSON text',
		custom('getAssignedUserList', {
			parameters: { parameter: [{ name: 'module', value: 'Products' }] },
			options: { decode: 'json' },
		}),
		[{ userid: '19x1' }],
	],
	[
		'operation that answers serialized PHP',
		custom('getReferenceValue', {
			parameters: { parameter: [{ name: 'id', value: 'a:1:{i:0;s:4:"11x1";}' }] },
			options: { decode: 'php' },
		}),
		[{ '11x1': { module: 'Accounts', reference: 'Acme' } }],
	],
	['operation that answers a number', custom('getMaxLoadSize', {}), [{ result: 67108864 }]],
];

test.each(WORKING)('%s', async (_title, parameters, output) => {
	const outcome = await runCoreBos(coreBos, parameters);
	expect(outcome.error).toBeUndefined();
	expect(outcome.json).toMatchObject(output);
	expect(outcome.json).toHaveLength(output.length);
	expect(outcome.items.every(({ pairedItem }) => (pairedItem as { item: number }).item === 0)).toBe(
		true,
	);
});

/** What is asked, and what the error says. */
const FAILING: Array<[title: string, parameters: INodeParameters, message: string]> = [
	['relating with a missing record', relation('relate', { withRecords: '14x5,14x99' }), '14x99'],
	['relating with nothing', relation('relate', { withRecords: ' , ' }), '"With Records" is empty'],
	['comment of a missing record', comment({ recordId: locatorValue('11x99') }), '11x99'],
	[
		'comment of a record whose module has none',
		comment({ recordId: locatorValue('37x11') }),
		'REFERENCE_INVALID',
	],
	['comment without text', comment({ comment: ' ', recordId: locatorValue('11x1') }), 'is empty'],
	[
		'ticket comment on a product',
		comment({ kind: 'ticketFaq', recordId: locatorValue('14x5') }),
		'HelpDesk or Faq',
	],
	['document that is a link', document('15x10'), 'has no file, but a link: http://f'],
	['download of a product', document('14x5'), 'The record 14x5 is not a document'],
	['download of nothing', document('15x99'), 'record 15x99'],
	[
		'lead into nothing',
		{
			resource: 'lead',
			operation: 'convert',
			leadId: locatorValue('10x9'),
			createAccount: false,
			createContact: false,
		},
		'No record to create is selected',
	],
	[
		'workflow on a record of another module',
		workflow('execute', { records: '14x5,11x1' }),
		'failed: 11x1: Workflow and record (11x1) modules do not match',
	],
	[
		'unknown workflow',
		workflow('execute', { workflowId: locatorValue('999'), records: '14x5' }),
		'workflow',
	],
	[
		'context that is not an object',
		workflow('executeWithContext', { records: '14x5', context: '[1]' }),
		'"Context" is not a JSON object',
	],
	['rule on nothing', rule({}), 'There is nothing to evaluate the rule for'],
	[
		'map that is not a rule',
		rule({ businessRule: locatorValue('37x12'), recordId: locatorValue('14x5') }),
		'INVALID_BUSINESSMAP',
	],
	['unknown map', map('get', { businessMap: locatorValue('No', 'name') }), 'no business map "No"'],
	[
		'processing a rule',
		map('process', { businessMap: locatorValue('37x11'), recordId: locatorValue('14x5') }),
		'OPERATION_NOT_SUPPORTED',
	],
	['setting without a key', setting('get', { key: ' ' }), '"Key" is empty'],
	['operation that does not exist', custom('nosuch', {}), 'UNKNOWN_OPERATION'],
	[
		'an operation among the parameters',
		custom('describe', { parameters: { parameter: [{ name: 'Operation', value: 'delete' }] } }),
		'"operation"',
	],
	[
		'a result that is not JSON',
		custom('getPicklistValues', {
			parameters: { parameter: [{ name: 'module', value: 'Products' }] },
			options: { decode: 'json' },
		}),
		'is not JSON',
	],
];

function document(id: string): INodeParameters {
	return { resource: 'document', operation: 'download', documentId: locatorValue(id) };
}

test.each(FAILING)('%s is an error of the item', async (_title, parameters, message) => {
	const outcome = await runCoreBos(coreBos, parameters);
	expect(outcome.error?.message).toContain(message);
	// There is no other item.
	expect(outcome.error?.message).not.toContain('[item');
	expect(outcome.error?.context?.itemIndex).toBe(0);
	expect(outcome.json).toEqual([]);
});

test('a task that fails is told by its reason alone, record by record', async () => {
	const reason = 'Was expecting a closing bracket';
	const failing = await startCoreBos({
		records: {
			Products: [{ id: '14x5' }, { id: '14x6' }].map((seed) => ({ ...seed, productname: 'P' })),
			Workflow: [{ id: '48x33', summary: 'Failing', module_name: 'Products', $taskError: reason }],
		},
	});
	const { error } = await runCoreBos(
		failing,
		workflow('execute', { workflowId: locatorValue('33'), records: '14x5,14x6' }),
	);
	await failing.close();
	expect(error?.message).toContain(`14x5: ${reason}; 14x6: ${reason}`);
	expect(`${error?.message} ${error?.description}`).not.toContain('entitydata');
});

test.each<[title: string, options: INodeParameters, fields: string[]]>([
	['chosen fields', { outputFields: 'accountname, nosuch ,id' }, ['accountname', 'id']],
	[
		'the telling fields of a record',
		{ simplify: true },
		['id', 'account_no', 'accountname', 'assigned_user_id'],
	],
])('the output holds %s alone', async (_title, options, fields) => {
	const retrieve = { parameter: [{ name: 'id', value: '11x1' }] };
	const { json: found } = await runCoreBos(
		coreBos,
		custom('retrieve', { parameters: retrieve, options }),
	);
	expect(Object.keys(found[0])).toEqual(expect.arrayContaining(fields));
	expect(Object.keys(found[0]).length).toBeLessThanOrEqual(10);
});

test('nothing is done where one of the records is missing', async () => {
	await runCoreBos(coreBos, relation('relate', { withRecords: '14x5,14x99' }));
	await runCoreBos(coreBos, comment({ recordId: locatorValue('11x99') }));
	expect(coreBos.calls('SetRelation')).toBe(0);
	expect(coreBos.calls('create')).toBe(0);
});

test('relations are really made and taken away', async () => {
	const products = async () =>
		(
			await runCoreBos(
				coreBos,
				related({
					recordId: locatorValue('11x2'),
					relatedModule: locatorValue('Products', 'name'),
				}),
			)
		).json.map(({ id }) => id);
	await runCoreBos(coreBos, relation('relate', { withRecords: '={{ ["14x5", "14x6"] }}' }));
	expect(await products()).toEqual(['14x5', '14x6']);
	await runCoreBos(coreBos, relation('unrelate', { withRecords: '14x5' }));
	expect(await products()).toEqual(['14x6']);
});

describe('related records are removed', () => {
	const removal = (relatedModule: string, more: INodeParameters = {}) =>
		relation('removeRelated', {
			module: locatorValue('Contacts', 'name'),
			recordId: locatorValue('12x4'),
			relatedModule: locatorValue(relatedModule, 'name'),
			...more,
		});
	const idsOf = (module: string) => coreBos.records(module).map(({ id }) => id);
	const productsOf = async () =>
		(
			await runCoreBos(
				coreBos,
				related({
					module: locatorValue('Contacts', 'name'),
					recordId: locatorValue('12x4'),
					relatedModule: locatorValue('Products', 'name'),
				}),
			)
		).json.map(({ id }) => id);

	test('many to many: the relation goes, the records stay', async () => {
		const { json, error } = await runCoreBos(coreBos, removal('Products'));
		expect(error).toBeUndefined();
		expect(json).toEqual([{ id: '12x4', unrelated: ['14x5', '14x6'], deleted: [] }]);
		expect(await productsOf()).toEqual([]);
		expect(idsOf('Products')).toEqual(expect.arrayContaining(['14x5', '14x6']));
	});

	test('only those that a condition map is true for', async () => {
		const content = "<map><expression>productname == 'Beta'</expression></map>";
		const id = '37x13';
		await coreBos.close();
		coreBos = await startCoreBos({
			records: {
				Contacts: [{ id: '12x4', lastname: 'Bo' }],
				Products: [
					{ id: '14x5', productname: 'Alpha' },
					{ id: '14x6', productname: 'Beta' },
				],
				cbMap: [
					{ id, mapname: 'C', maptype: 'Condition Expression', targetname: 'Products', content },
				],
			},
			relations: [
				['12x4', '14x5'],
				['12x4', '14x6'],
			],
		});
		const { json, error } = await runCoreBos(
			coreBos,
			removal('Products', { condition: locatorValue(id) }),
		);
		expect(error).toBeUndefined();
		expect(json).toEqual([{ id: '12x4', unrelated: ['14x6'], deleted: [] }]);
		expect(await productsOf()).toEqual(['14x5']);
	});

	test('records that refer to the record are deleted', async () => {
		const parameters = removal('HelpDesk', { recordId: locatorValue('12x3') });
		const { json, error } = await runCoreBos(coreBos, parameters);
		expect(error).toBeUndefined();
		expect(json).toEqual([{ id: '12x3', unrelated: [], deleted: ['17x7'] }]);
		expect(idsOf('HelpDesk')).toEqual([]);
	});

	test('all relations to the modules of given records', async () => {
		const parameters = relation('unrelate', {
			recordId: locatorValue('12x4'),
			withRecords: '14x6',
			options: { allOfModules: true },
		});
		const { json, error } = await runCoreBos(coreBos, parameters);
		expect(error).toBeUndefined();
		expect(json).toEqual([{ id: '12x4', unrelatedFrom: ['14x5', '14x6'] }]);
		expect(await productsOf()).toEqual([]);
	});
});

test('comments of a record are listed', async () => {
	await runCoreBos(coreBos, comment({ recordId: locatorValue('11x1') }));
	const { json: comments } = await runCoreBos(coreBos, {
		resource: 'comment',
		operation: 'getMany',
		module: locatorValue('Accounts', 'name'),
		recordId: locatorValue('11x1'),
		returnAll: true,
	});
	expect(comments).toMatchObject([{ commentcontent: 'Hello & <b>' }]);
});

test('items that fail are passed on with their error, the others are done', async () => {
	const items = [{ key: 'shop' }, { key: '' }, { key: 'none' }];
	const parameters = setting('get', { key: '={{ $json.key }}', default: 'd' });
	const outcome = await runCoreBos(coreBos, parameters, items, 'continueErrorOutput');
	expect(outcome.json).toEqual([
		{ key: 'shop', value: 'https://shop.example' },
		{ key: 'none', value: 'd' },
	]);
	expect(outcome.errors).toMatchObject([{ error: expect.stringContaining('[item 1]') }]);
});

test('a rule is asked for by its web service id, whatever names it', async () => {
	await runCoreBos(
		coreBos,
		rule({ businessRule: locatorValue('11'), recordId: locatorValue('14x5') }),
	);
	const asked = coreBos.requests.find(({ operation }) => operation === 'cbRule');
	expect(asked?.parameters.conditionid).toBe('37x11');
});

test('the user of the credential is asked for once, however many records need an owner', async () => {
	const items = [{ id: '11x1' }, { id: '11x2' }, { id: '12x3' }];
	const { json: comments } = await runCoreBos(
		coreBos,
		comment({ recordId: locatorValue('={{ $json.id }}') }),
		items,
	);
	expect(comments.map(({ related_to }) => related_to)).toEqual(['11x1', '11x2', '12x3']);
	expect(coreBos.calls('getPortalUserInfo')).toBe(1);
	expect(coreBos.calls('login')).toBe(1);
});

describe('documents', () => {
	/** Every byte there is, and some more. */
	const BYTES = Buffer.from([...Array(256).keys(), 13, 10, 0, 255]);

	const create = (more: INodeParameters): INodeParameters => ({
		resource: 'document',
		operation: 'create',
		content: 'file',
		binaryProperty: 'data',
		folder: locatorValue('22x8533'),
		...more,
	});

	async function upload(parameters: INodeParameters, fileName?: string) {
		const binary = {
			data: { data: BYTES.toString('base64'), mimeType: 'application/x-test', fileName },
		};
		const node = { name: 'Create', type: CORE_BOS, parameters, credential: coreBos.connection };
		return await runNodes([{}], [node], [binary]);
	}

	test('a file goes in and comes out byte for byte', async () => {
		const created = await upload(create({ title: 'All bytes' }), 'my file.bin');
		expect(created.error).toBeUndefined();
		const [{ json: made }] = created.items('Create');
		expect(made).toMatchObject({
			notes_title: 'All bytes',
			// What a server might run is stored as a text.
			filename: 'my_file.binfile.txt',
			filetype: 'application/x-test',
			filesize: '260',
			folderid: '22x8533',
			assigned_user_id: '19x1',
			filestatus: '1',
		});
		const id = String(made.id);
		for (const given of [id, id.split('x')[1]]) {
			const { items, error } = await runCoreBos(coreBos, document(given), [{ kept: 1 }]);
			expect(error).toBeUndefined();
			expect(items[0].json).toEqual({
				id,
				recordid: id.split('x')[1],
				filename: 'my_file.binfile.txt',
				filetype: 'application/x-test',
				filesize: 260,
			});
			expect(Buffer.from(items[0].binary!.data.data, 'base64').equals(BYTES)).toBe(true);
			expect(items[0].binary!.data.fileName).toBe('my_file.binfile.txt');
		}
	});

	test('an untitled document is called after its file, and attached to records', async () => {
		const options = {
			relateTo: '11x1,12x3',
			active: false,
			additionalFields: '{"fileversion":"2"}',
		};
		const { items, error } = await upload(create({ options }), 'offer.pdf');
		expect(error).toBeUndefined();
		expect(items('Create')[0].json).toMatchObject({
			notes_title: 'offer.pdf',
			relations: ['11x1', '12x3'],
			filestatus: '0',
			fileversion: '2',
		});
	});

	test('nothing is created where a record to attach it to is missing', async () => {
		const { error } = await upload(create({ options: { relateTo: '11x99' } }), 'x');
		expect(error?.message).toContain('11x99');
		expect(coreBos.records('Documents')).toHaveLength(1);
	});

	test('a link is a document without a file', async () => {
		const url = 'https://files.example/a.pdf';
		const { json: made } = await runCoreBos(coreBos, create({ content: 'link', url }));
		expect(made).toMatchObject([{ filelocationtype: 'E', filename: url, notes_title: url }]);
	});

	test('a file above the size asked for is not fetched', async () => {
		const created = await upload(create({}), 'x');
		const id = String(created.items('Create')[0].json.id);
		const small = await runCoreBos(coreBos, { ...document(id), options: { maxSize: 0.0001 } });
		expect(small.error?.message).toContain('260 bytes, more than 0.0001 MB');
		expect(coreBos.requests.at(-1)?.parameters.returnfile).toBe('0');
	});

	test('a file above the limits of PHP for uploads and forms is stored whole, sent as JSON', async () => {
		const limited = await startCoreBos({ uploadLimit: 100 });
		const node = {
			name: 'Create',
			type: CORE_BOS,
			parameters: create({}),
			credential: limited.connection,
		};
		const content = Buffer.alloc(7 * 1024 * 1024, 'ab');
		const binary = { data: { data: content.toString('base64'), mimeType: 'text/plain' } };
		const outcome = await runNodes([{}], [node], [binary]);
		await limited.close();
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.items('Create')[0].json).toMatchObject({ filesize: String(content.length) });
		expect(limited.requests.at(-1)).toMatchObject({ operation: 'create', encoding: 'json' });
	});

	test('an item without the file is an error', async () => {
		const { error } = await runCoreBos(coreBos, create({}));
		expect(error?.message).toMatch(/binary/i);
	});
});

describe('queued calls', () => {
	const execute = (options: INodeParameters) => workflow('execute', { records: '14x5', options });

	test('a queued call answers a tracking id, and its result comes once', async () => {
		const { json: queued } = await runCoreBos(coreBos, execute({ queue: true }));
		const operationTrackingID = String(queued[0].operationTrackingID);
		const result = {
			resource: 'custom',
			operation: 'getQueuedResult',
			operationTrackingID,
		};
		expect((await runCoreBos(coreBos, result)).json).toMatchObject([
			{ finished: true, result: { success: true, result: true } },
		]);
		expect((await runCoreBos(coreBos, result)).json).toEqual([
			{ operationTrackingID, finished: false },
		]);
	});

	test('a result whose answer was lost is told as such, not asked for again', async () => {
		const { json: queued } = await runCoreBos(coreBos, execute({ queue: true }));
		const operationTrackingID = String(queued[0].operationTrackingID);
		const result = { resource: 'custom', operation: 'getQueuedResult', operationTrackingID };
		coreBos.fail({ kind: 'dropAfter', operation: 'getQueuedOperationResult' });
		const { error } = await runCoreBos(coreBos, result);
		expect(error?.description).toContain('coreBOS may have done it anyway');
		expect(coreBos.calls('getQueuedOperationResult')).toBe(1);
	});

	test('a delayed call is not finished', async () => {
		const delayed = await runCoreBos(coreBos, execute({ queue: true, queueDelay: 60 }));
		const { json: asked } = await runCoreBos(coreBos, {
			resource: 'custom',
			operation: 'getQueuedResult',
			operationTrackingID: String(delayed.json[0].operationTrackingID),
		});
		expect(asked).toMatchObject([{ finished: false }]);
	});
});
