import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createCoreBosClient } from '../../engine';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { RULE, locatorValue, runCoreBos } from './corebos-node';

/** Records that were deleted, given to each operation that takes the ID of a record. */
const DELETED = ['11x1', '12x3', '14x5', '17x7', '10x9', '15x10', '7x11'];

let coreBos: CoreBosStandIn;

beforeAll(async () => {
	coreBos = await startCoreBos({
		records: {
			Accounts: [
				{ id: '11x1', accountname: 'Acme' },
				{ id: '11x2', accountname: 'Globex' },
			],
			Contacts: [{ id: '12x3', lastname: 'Lee', account_id: '11x1' }],
			Products: [
				{ id: '14x5', productname: 'Alpha' },
				{ id: '14x6', productname: 'Beta' },
			],
			HelpDesk: [{ id: '17x7', ticket_title: 'Broken' }],
			Leads: [{ id: '10x9', lastname: 'Lead', company: 'Rec Co' }],
			Documents: [
				{ id: '15x10', notes_title: 'File', filelocationtype: 'E', filename: 'http://f' },
			],
			Invoice: [{ id: '7x11', subject: 'S', account_id: '11x2' }],
			cbMap: [RULE],
			Workflow: [{ id: '48x33', summary: 'Of accounts', module_name: 'Accounts' }],
		},
		relations: [['12x3', '14x5']],
	});
	const client = createCoreBosClient(coreBos.connection, fetchHttp);
	for (const id of DELETED) await client.call('delete', { id });
});
afterAll(async () => await coreBos.close());

const action = (resource: string, operation: string, more: Record<string, unknown>) =>
	({ resource, operation, ...more }) as INodeParameters;
const record = (operation: string, id: string, more: Record<string, unknown> = {}) => {
	const [module] = MODULES[id.split('x')[0]];
	const given = { module: locatorValue(module, 'name'), recordId: locatorValue(id) };
	return action('record', operation, { ...given, ...more });
};
const relation = (operation: string, more: Record<string, unknown> = {}) =>
	action('relation', operation, {
		module: locatorValue('Accounts', 'name'),
		recordId: locatorValue('11x1'),
		relatedModule: locatorValue('Contacts', 'name'),
		...more,
	});
const json = (fields: IDataObject) => ({ valuesFrom: 'json', fieldsJson: JSON.stringify(fields) });
const MODULES: Record<string, [string]> = {
	7: ['Invoice'],
	11: ['Accounts'],
	12: ['Contacts'],
	15: ['Documents'],
};
const TOGETHER = { options: { together: true } };

const REFUSED: Array<[string, INodeParameters]> = [
	['Get', record('get', '11x1')],
	['Get, together', record('get', '11x1', TOGETHER)],
	['Update', record('update', '11x1', json({ phone: '1' }))],
	['Update in bulk', record('update', '11x1', { ...json({ phone: '1' }), ...TOGETHER })],
	[
		'Update of lines',
		record('update', '7x11', json({ pdoInformation: [{ productid: '14x6', qty: 1 }] })),
	],
	['Update of a document', record('update', '15x10', json({ notes_title: 'T' }))],
	['Replace', record('replace', '11x1', json({ accountname: 'A', assigned_user_id: '19x1' }))],
	['Replace of a document', record('replace', '15x10', json({ notes_title: 'T' }))],
	['Validate', record('validate', '11x1', json({ accountname: 'A' }))],
	['Delete', record('delete', '11x1')],
	['Delete in bulk', record('delete', '11x1', TOGETHER)],
	['Get Images', record('getImages', '12x3')],
	['Get PDF', record('getPdf', '7x11')],
	['a reference', record('create', '12x0', json({ lastname: 'L', account_id: '11x1' }))],
	['Document: Download', action('document', 'download', { documentId: locatorValue('15x10') })],
	[
		'Document: Create, related',
		action('document', 'create', {
			content: 'link',
			url: 'https://a.example',
			options: { relateTo: '11x1' },
		}),
	],
	[
		'Document: Generate From Template',
		action('document', 'generate', { template: 'T', records: '11x1' }),
	],
	['Comment: Add', action('comment', 'add', { recordId: locatorValue('11x1'), comment: 'c' })],
	[
		'Comment: Add, to a ticket',
		action('comment', 'add', { kind: 'ticketFaq', recordId: locatorValue('17x7'), comment: 'c' }),
	],
	[
		'Comment: Get Many',
		action('comment', 'getMany', {
			module: locatorValue('Accounts', 'name'),
			recordId: locatorValue('11x1'),
			returnAll: true,
		}),
	],
	['Relate', relation('relate', { withRecords: '11x2' })],
	['Relate with it', relation('relate', { recordId: locatorValue('11x2'), withRecords: '12x3' })],
	['Unrelate', relation('unrelate', { withRecords: '11x2' })],
	['Get Related Records', relation('getRelated', { returnAll: true })],
	['Remove Related Records', relation('removeRelated')],
	[
		'Lead: Convert',
		action('lead', 'convert', {
			leadId: locatorValue('10x9'),
			createAccount: true,
			createContact: false,
		}),
	],
	[
		'042 Workflow: Execute',
		action('workflow', 'execute', { workflowId: locatorValue('48x33'), records: '11x1' }),
	],
	[
		'Workflow: Execute With Context',
		action('workflow', 'executeWithContext', {
			workflowId: locatorValue('48x33'),
			records: '11x2,11x1',
			context: '{}',
		}),
	],
	[
		'Business Rule: Evaluate',
		action('businessRule', 'evaluate', {
			businessRule: locatorValue('Rule', 'name'),
			recordId: locatorValue('14x5'),
		}),
	],
];

test.each(REFUSED)(
	'%s of a deleted record is an error that changes nothing',
	async (_, parameters) => {
		const known =
			/is denied|ACCESS_DENIED|INVALID_ID_ATTRIBUTE|RECORD_NOT_FOUND|leads to no record/;
		const { error, json: output } = await runCoreBos(coreBos, parameters);
		expect([error?.message ?? 'no error', output]).toEqual([expect.stringMatching(known), []]);
		const executed = ['ExecuteWorkflow', 'ExecuteWorkflowWithContext'];
		expect(executed.map((operation) => coreBos.calls(operation))).toEqual([0, 0]);
	},
);

test.each([false, true])(
	'Create or Update by a deleted ID says that it created another record (bulk: %s)',
	async (together) => {
		const fields = { id: '11x1', accountname: 'Acme' };
		const parameters = (options: IDataObject) =>
			action('record', 'upsert', {
				module: locatorValue('Accounts', 'name'),
				...json(fields),
				searchOn: 'id',
				options: { together, ...options },
			});
		const said =
			/id: "11x1" became "11x\d+" \(there was no such record, so another one was created\)/;
		const { hints, json: output } = await runCoreBos(coreBos, parameters({}));
		expect([hints, output]).toEqual([
			[expect.stringMatching(said)],
			[expect.objectContaining({ accountname: 'Acme' })],
		]);
		const { error } = await runCoreBos(coreBos, parameters({ changedValues: 'strict' }));
		expect(error?.message).toMatch(said);
	},
);
