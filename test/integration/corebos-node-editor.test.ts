import { LoadOptionsContext } from 'n8n-core';
import type {
	IDataObject,
	ILoadOptionsFunctions,
	INode,
	INodeParameters,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
	ResourceMapperField,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { CoreBos } from '../../nodes/CoreBos/CoreBos.node';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { locatorValue, runCoreBos } from './corebos-node';
import { CORE_BOS } from './n8n-engine';

let coreBos: CoreBosStandIn;
/** Whose credential the node has. */
let user = 'admin';

beforeEach(async () => {
	user = 'admin';
	coreBos = await startCoreBos({
		users: [{ user_name: 'maria', language: 'es_es' }],
		records: {
			Contacts: [
				{ firstname: 'Zoë', lastname: 'Stone' },
				{ firstname: 'Ann', lastname: "O'Neil" },
			],
			Products: Array.from({ length: 130 }, (_, index) => ({ productname: `Product ${index}` })),
			cbMap: [
				{ mapname: 'Send', maptype: 'Webservice Mapping', targetname: 'Products' },
				{ mapname: 'Rule', maptype: 'Condition Expression', targetname: 'Products' },
			],
		},
	});
});

afterEach(async () => await coreBos.close());

const node = new CoreBos();
const { listSearch, loadOptions, resourceMapping } = node.methods;

/** n8n's own context of the editor, for a node with these parameters. */
function editor(parameters: IDataObject, hasCredential = true, path = ''): ILoadOptionsFunctions {
	const inWorkflow: INode = {
		id: '1',
		name: 'coreBOS',
		type: CORE_BOS,
		typeVersion: 1,
		position: [0, 0],
		parameters: parameters as INodeParameters,
		...(hasCredential && { credentials: { coreBosApi: { id: '1', name: 'coreBOS' } } }),
	};
	const nodeTypes = { getByNameAndVersion: () => node } as unknown as INodeTypes;
	const workflow = new Workflow({ nodes: [inWorkflow], connections: {}, active: false, nodeTypes });
	const additionalData = {
		currentNodeParameters: parameters,
		credentialsHelper: {
			isCredentialUsableByNode: () => true,
			getParentTypes: () => [],
			getDecrypted: async () =>
				user === 'admin' ? coreBos.connection : coreBos.connectionOf(user),
		},
	} as unknown as IWorkflowExecuteAdditionalData;
	return new LoadOptionsContext(workflow, inWorkflow, additionalData, path);
}

const inModule = (module: string, more: IDataObject = {}) =>
	editor({ resource: 'record', operation: 'get', module: locatorValue(module, 'name'), ...more });

const names = (results: Array<{ name: string }>) => results.map(({ name }) => name);

// The labels are those that a running coreBOS gave to a user with this language.
describe('the credential of a user who has coreBOS in Spanish', () => {
	beforeEach(() => {
		user = 'maria';
	});

	test('lists modules with their labels in Spanish, API names beside', async () => {
		const context = inModule('Accounts');
		const { results } = await listSearch.searchModules.call(context);
		expect(names(results)).toEqual(
			expect.arrayContaining(['Cuentas (Accounts)', 'Mapas de Negocio (cbMap)']),
		);
		// coreBOS has no translation for it.
		expect(names(results)).toContain('Groups');
		const found = await listSearch.searchModules.call(context, 'cuent');
		expect(found.results.map(({ value }) => value)).toEqual(['Accounts']);
		expect(coreBos.calls('gettranslation')).toBe(1);
	});

	test('shows fields and picklists in Spanish, and sends API names and values', async () => {
		const { fields } = await resourceMapping.getFieldsOfNewRecord.call(inModule('Products'));
		const field = (name: string) => fields.find(({ id }) => id === name);
		expect(field('productname')).toMatchObject({
			displayName: 'Nombre de Producto (productname)',
			required: true,
		});
		expect(field('productcategory')?.options).toContainEqual({
			name: 'Aplicaciones CRM (CRM Applications)',
			value: 'CRM Applications',
		});
		const value = { productname: 'Taladro', productcategory: 'CRM Applications' };
		const { json, error } = await runCoreBos(
			{ connection: coreBos.connectionOf(user) },
			{
				...{ resource: 'record', operation: 'create' },
				module: locatorValue('Products', 'name'),
				fields: { mappingMode: 'defineBelow', value },
			},
		);
		expect(error).toBeUndefined();
		expect(json).toEqual([expect.objectContaining(value)]);
	});

	test('gets the labels of the install where coreBOS cannot translate', async () => {
		coreBos.fail({ kind: 'http500', operation: 'gettranslation', times: 9 });
		const { results } = await listSearch.searchModules.call(inModule('Accounts'));
		expect(names(results)).toContain('Organizations (Accounts)');
	});
});

describe('lists of the editor', () => {
	test('show modules by label and name', async () => {
		const { results } = await listSearch.searchModules.call(inModule('Products'), 'organiz');
		expect(results).toEqual([
			{
				name: 'Organizations (Accounts)',
				value: 'Accounts',
				url: `${coreBos.url}/index.php?module=Accounts&action=ListView`,
			},
		]);
	});

	test('show records by their names, with quotes in what is looked for', async () => {
		const all = await listSearch.searchRecords.call(inModule('Contacts'));
		expect(names(all.results)).toEqual(["Ann O'Neil", 'Zoë Stone']);
		const found = await listSearch.searchRecords.call(inModule('Contacts'), "o'n");
		expect(names(found.results)).toEqual(["Ann O'Neil"]);
		expect(found.results[0].url).toMatch(/module=Contacts&action=DetailView&record=\d+$/);
	});

	test('show records page by page', async () => {
		const first = await listSearch.searchRecords.call(inModule('Products'));
		expect(first.results).toHaveLength(100);
		const second = await listSearch.searchRecords.call(
			inModule('Products'),
			undefined,
			String(first.paginationToken),
		);
		expect(second.results).toHaveLength(30);
		expect(second.paginationToken).toBeUndefined();
	});

	test('show users, views, workflows and business maps', async () => {
		const context = inModule('Products');
		expect((await listSearch.searchUsers.call(context)).results).toContainEqual({
			name: 'Administrator',
			value: '19x1',
		});
		expect(names((await listSearch.searchViews.call(context)).results)).toEqual(['All']);
		const workflows = await listSearch.searchWorkflows.call(context, 'rig wf');
		expect(workflows.results).toEqual([
			expect.objectContaining({ name: 'RIG WF (Products)', value: '32' }),
		]);
		const maps = await listSearch.searchWebServiceMaps.call(context);
		expect(names(maps.results)).toEqual(['Send']);
		const rules = await listSearch.searchBusinessRules.call(context);
		expect(names(rules.results)).toEqual(['Rule (Condition Expression)']);
	});

	test('show owners, folders and the operations of the web service', async () => {
		const context = inModule('Documents');
		const owners = (await listSearch.searchOwners.call(context)).results;
		expect(owners).toContainEqual({ name: 'Administrator (User)', value: '19x1' });
		expect(owners).toContainEqual({ name: 'Support Group (Group)', value: '20x4' });
		const folders = await listSearch.searchFolders.call(context, 'default');
		expect(folders.results).toEqual([{ name: 'Default', value: '22x8533' }]);
		const operations = await listSearch.searchOperations.call(context, 'massdel');
		expect(operations.results).toEqual([{ name: 'MassDelete (ids)', value: 'MassDelete' }]);
	});

	test('say what to choose first', async () => {
		const without = editor({ module: locatorValue('Products', 'name') }, false);
		await expect(listSearch.searchModules.call(without)).rejects.toThrow(
			'No coreBOS credential is selected',
		);
		await expect(listSearch.searchRecords.call(inModule(''))).rejects.toThrow(
			'Select a module first',
		);
		// In red, n8n would say that the fields could not be loaded.
		expect(await loadOptions.getModuleFields.call(inModule(''))).toEqual([]);
		for (const list of [resourceMapping.getFieldsOfNewRecord, resourceMapping.getFieldsToChange]) {
			expect(await list.call(inModule(''))).toEqual({
				fields: [],
				emptyFieldsNotice: 'Select a module first',
			});
		}
		await expect(listSearch.searchRecords.call(inModule('NoSuch'))).rejects.toThrow(
			'ACCESS_DENIED',
		);
	});

	test('show the fields of the module', async () => {
		const fields = await loadOptions.getModuleFields.call(inModule('Contacts'));
		expect(fields).toContainEqual({
			name: 'Organization Name (account_id, ID of Accounts)',
			value: 'account_id',
		});
	});
});

describe('the resource mapper', () => {
	const field = (fields: ResourceMapperField[], id: string) => fields.find((one) => one.id === id);

	test('has the fields of a new record with their types', async () => {
		const { fields } = await resourceMapping.getFieldsOfNewRecord.call(inModule('Products'));
		expect(field(fields, 'productname')).toMatchObject({
			displayName: 'Product Name (productname)',
			required: true,
			removed: false,
			type: 'string',
		});
		expect(field(fields, 'discontinued')).toMatchObject({
			type: 'boolean',
			defaultValue: true,
			removed: true,
		});
		expect(field(fields, 'unit_price')).toMatchObject({ type: 'number', required: false });
		expect(field(fields, 'start_date')).toMatchObject({ type: 'dateTime' });
		expect(field(fields, 'manufacturer')).toMatchObject({
			type: 'options',
			options: expect.arrayContaining([{ name: 'LexPon Inc.', value: 'LexPon Inc.' }]),
		});
		expect(field(fields, 'assigned_user_id')).toMatchObject({
			type: 'options',
			required: true,
			options: expect.arrayContaining([
				{ name: 'Administrator (User)', value: '19x1' },
				{ name: 'Support Group (Group)', value: '20x4' },
			]),
		});
		expect(field(fields, 'vendor_id')?.displayName).toBe('Vendor Name (vendor_id, ID of Vendors)');
		expect(field(fields, 'createdtime')).toBeUndefined();
	});

	test('asks for none of them where a record is changed', async () => {
		const { fields } = await resourceMapping.getFieldsToChange.call(inModule('Products'));
		expect(fields.some(({ required }) => required)).toBe(false);
	});

	test('asks coreBOS for a module once a minute', async () => {
		await resourceMapping.getFieldsToChange.call(inModule('Products'));
		await resourceMapping.getFieldsOfNewRecord.call(inModule('Products'));
		await listSearch.searchRecords.call(inModule('Products'));
		expect(coreBos.calls('describe')).toBe(1);
	});

	test('does not show a module to a credential whose key is wrong', async () => {
		await resourceMapping.getFieldsToChange.call(inModule('Products'));
		const { connection } = coreBos;
		coreBos.connection = { ...connection, accessKey: 'wrong' };
		await expect(resourceMapping.getFieldsToChange.call(inModule('Products'))).rejects.toThrow(
			'INVALID_USER_CREDENTIALS',
		);
	});
});

describe('conditions', () => {
	/** The editor at the operation of a condition that looks at this field. */
	const atOperation = (field: string, hasCredential = true) =>
		editor(
			{
				resource: 'workflow',
				operation: 'checkConditions',
				module: locatorValue('Contacts', 'name'),
				conditionGroups: {
					groups: [{ conditions: { rows: [{ field: locatorValue(field, 'list') }] } }],
				},
			},
			hasCredential,
			'parameters.conditionGroups.groups[0].conditions.rows[0].operation',
		);
	const operations = async (field: string, hasCredential = true) =>
		names(await loadOptions.getConditionOperations.call(atOperation(field, hasCredential)));

	test('show fields of the module and of the records that it refers to', async () => {
		const context = atOperation('');
		const found = await listSearch.searchConditionFields.call(context, 'accountname');
		expect(found.results.map(({ value }) => value)).toContain(
			'account_id : (Accounts) accountname',
		);
		const own = await listSearch.searchConditionFields.call(context, 'lastname');
		expect(own.results.map(({ value }) => value)).toContain('lastname');
	});

	test('show the operations of the type of the field', async () => {
		expect(await operations('lastname')).toContain('starts with');
		expect(await operations('birthday')).toEqual(
			expect.arrayContaining(['between', 'is today', 'monthday']),
		);
		expect(await operations('birthday')).not.toContain('starts with');
		expect(await operations('account_id : (Accounts) annual_revenue')).toEqual(
			expect.arrayContaining(['less than', 'was']),
		);
	});

	test('show all operations without a credential', async () => {
		expect(await operations('birthday', false)).toEqual(
			expect.arrayContaining(['between', 'starts with', 'greater than']),
		);
	});
});
