import { BinaryDataService } from 'n8n-core';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	createCoreBosClient,
	parseMap,
	parseWorkflowExport,
	readBody,
	readCall,
	recordNumberOf,
	runMap,
} from '../../engine';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { locatorValue, runCoreBos } from './corebos-node';
import { startRecordingServer, type RecordingServer } from './recording-server';

let coreBos: CoreBosStandIn;
let trigger: RecordingServer;

beforeEach(async () => {
	coreBos = await startCoreBos({
		settings: { n8n_trigger_secret: 's3cret' },
		records: {
			Contacts: [
				{
					id: '12x852',
					firstname: 'Zoë "Z"',
					lastname: 'Ñandú & Söhne <x>',
					account_id: '11x900',
					birthday: '2026-01-31',
				},
			],
			Accounts: [{ id: '11x900', accountname: 'Acme' }],
		},
	});
	trigger = await startRecordingServer();
});
afterEach(async () => {
	await trigger.close();
	await coreBos.close();
});

const calling = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'businessMap',
	operation: 'createCallingMap',
	triggerUrl: `${trigger.url}/webhook/corebos`,
	startValue: '77',
	module: locatorValue('Contacts', 'name'),
	...more,
});

/** Runs the map as coreBOS does, on the contact, and reads the call as the trigger does. */
async function callOf(content: string) {
	const client = createCoreBosClient(coreBos.connection, fetchHttp);
	const fields = (await client.call('retrieve', { id: '12x852' })) as IDataObject;
	await runMap(
		parseMap(content),
		{ fields, module: 'Contacts', recordId: '12x852', coreBos: client },
		fetchHttp,
	);
	const [request] = trigger.requests;
	const query = request.url.split('?')[1];
	const body = readBody(request.headers['content-type'], Buffer.from(request.body));
	return { request, call: readCall(query), body };
}

test('the error names the saved map if its file cannot be stored', async () => {
	const store = jest
		.spyOn(BinaryDataService.prototype, 'store')
		.mockRejectedValueOnce(new Error('no space left on the disk'));
	try {
		const { error } = await runCoreBos(coreBos, calling());
		const [map] = coreBos.records('cbMap').slice(-1);
		expect(map.mapname).toBe('Call n8n: Contacts, 77');
		expect(error?.message).toBe(
			`The map "Call n8n: Contacts, 77" (${map.id}) was saved, but its workflow file could not be stored: no space left on the disk`,
		);
	} finally {
		store.mockRestore();
	}
});

test('the map calls the trigger as the HTTP handler wants it', async () => {
	const { json, error } = await runCoreBos(coreBos, calling());
	expect(error).toBeUndefined();
	expect(json[0]).toMatchObject({
		name: 'Call n8n: Contacts, 77',
		type: 'Webservice Mapping',
		module: 'Contacts',
		created: true,
		url: `${trigger.url}/webhook/corebos`,
	});
	const { request, call, body } = await callOf(String(json[0].content));
	expect(request.method).toBe('POST');
	expect(call).toMatchObject({ recordId: '852', withoutRecord: false, workflowId: '77' });
	expect(body.env).toMatchObject({
		firstname: 'Zoë "Z"',
		lastname: 'Ñandú & Söhne <x>',
		account_id: '900',
		birthday: '2026-01-31',
	});
	expect(body.env).not.toHaveProperty('record_id');
});

test('chosen fields, a trigger key, a url with a query, a secret from a setting', async () => {
	const { json } = await runCoreBos(
		coreBos,
		calling({
			triggerUrl: `${trigger.url}/webhook/x?tenant=a`,
			startBy: 'workflow_trigger',
			startValue: 'CUSTOM_43',
			fields: 'lastname, firstname',
			options: { headerName: 'X-Secret' },
		}),
	);
	expect(json[0].content).not.toContain('s3cret');
	const { request, call, body } = await callOf(String(json[0].content));
	expect(call).toMatchObject({ recordId: '852', workflowTrigger: 'CUSTOM_43' });
	expect(call.variables).toEqual({ tenant: 'a' });
	expect(Object.keys(body.env)).toEqual(['lastname', 'firstname']);
	expect(request.headers['x-secret']).toBe('s3cret');
});

test('the map keeps nothing of the answer, which would make coreBOS save the record', async () => {
	const { json } = await runCoreBos(coreBos, calling());
	expect(parseMap(String(json[0].content)).response).toEqual([]);
});

test('a second time the same map is changed', async () => {
	const [first] = (await runCoreBos(coreBos, calling())).json;
	const [second] = (await runCoreBos(coreBos, calling({ fields: 'lastname' }))).json;
	expect(second).toMatchObject({ id: first.id, created: false });
	expect(coreBos.records('cbMap')).toHaveLength(1);
});

test.each<[string, INodeParameters, string]>([
	['a test url', { triggerUrl: 'https://n8n.example/webhook-test/x' }, 'test URL'],
	['no url', { triggerUrl: 'n8n.example/webhook' }, 'is not a URL'],
	['a url that coreBOS would cut', { triggerUrl: 'https://n8n.example/x#y' }, 'contains # or $'],
	['no workflow', { startValue: ' ' }, 'No workflow ID or trigger key is given'],
	[
		'a header without a setting',
		{ options: { headerName: 'X-Secret', headerSetting: ' ' } },
		'"Header Value From Setting" is empty',
	],
	['an unknown field', { fields: 'lastname,nosuch' }, 'has no field nosuch'],
	['an unknown module', { module: locatorValue('NoSuch', 'name') }, 'denied for NoSuch'],
])('%s is refused, and nothing is written', async (_title, parameters, message) => {
	const { error } = await runCoreBos(coreBos, calling(parameters));
	expect(error?.message).toContain(message);
	expect(coreBos.records('cbMap')).toHaveLength(0);
});

describe('the file of the workflow', () => {
	/** The workflow in the file that the node gives, as a reader of exports sees it. */
	async function imported(more: INodeParameters) {
		const { items, error } = await runCoreBos(coreBos, calling(more));
		expect(error).toBeUndefined();
		const [{ json, binary }] = items;
		const csv = Buffer.from(String(binary?.data.data), 'base64').toString();
		return { json, file: binary?.data, csv, workflow: parseWorkflowExport(csv)[0] };
	}

	test.each(['create', 'change', 'save', 'delete'])('calls on %s', async (callOn) => {
		const { json, workflow, csv, file } = await imported({ callOn });
		expect(workflow).toMatchObject({
			moduleName: 'Contacts',
			description: 'Call n8n: Contacts, 77',
			active: true,
			trigger: { when: callOn },
			tasks: [
				{
					task: 'RunWebserviceWorkflowTask',
					active: true,
					map: { id: recordNumberOf(String(json.id)), name: json.name },
				},
			],
		});
		expect(file).toMatchObject({ fileName: 'Call n8n Contacts, 77.csv'.replace(',', '') });
		expect(csv.split('\r\n')[0]).toBe('"workflow_id","module_name","summary"');
		expect(json).toMatchObject({ workflow: 'Call n8n: Contacts, 77' });
		expect(json.nextSteps).toHaveLength(3);
	});

	test('a name and conditions of its own', async () => {
		const conditionsJson = '[{"fieldname":"lastname","operation":"is not empty"}]';
		const options = { workflowName: 'To n8n', conditionsJson };
		const { workflow } = await imported({ options });
		expect(workflow).toMatchObject({ description: 'To n8n', test: conditionsJson });
	});

	test('conditions that coreBOS would die of are refused, and nothing is written', async () => {
		const options = { conditionsJson: '[{"fieldname":"lastname","operation":"resembles"}]' };
		const { error } = await runCoreBos(coreBos, calling({ options }));
		expect(error?.message).toMatch(/resembles/);
		expect(coreBos.records('cbMap')).toHaveLength(0);
	});
});

test('values before the save are sent, and tell Check Conditions what has changed', async () => {
	const { json } = await runCoreBos(
		coreBos,
		calling({ callOn: 'change', sendBefore: true, fields: 'lastname,firstname' }),
	);
	const client = createCoreBosClient(coreBos.connection, fetchHttp);
	const fields = (await client.call('retrieve', { id: '12x852' })) as IDataObject;
	const context = { previous_lastname: 'Old', previous_firstname: fields.firstname };
	const environment = { fields, context, module: 'Contacts', recordId: '12x852', coreBos: client };
	await runMap(parseMap(String(json[0].content)), environment, fetchHttp);
	const [request] = trigger.requests;
	const { env } = readBody(request.headers['content-type'], Buffer.from(request.body));
	expect(env).toMatchObject({ lastname: fields.lastname, previous_lastname: 'Old' });

	const changed = async (name: string, item: IDataObject) => {
		const conditions = [{ fieldname: name, operation: 'has changed' }];
		const outcome = await runCoreBos(
			coreBos,
			{
				resource: 'workflow',
				operation: 'checkConditions',
				module: locatorValue('Contacts', 'name'),
				conditionsFrom: 'json',
				conditionsJson: JSON.stringify(conditions),
				options: { resultProperty: 'met' },
			},
			[item],
		);
		return outcome.json[0].met;
	};
	const item = { ...fields, context: env as IDataObject };
	expect(await changed('lastname', item)).toBe(true);
	expect(await changed('firstname', item)).toBe(false);
	const created = { previous_lastname: '', previous_firstname: '' };
	expect(await changed('lastname', { ...fields, context: created })).toBe(false);
});
