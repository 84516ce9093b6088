import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { workflowsToN8n } from '../../convert';
import { createCoreBosClient, parseWorkflowExport, type CoreBosClient } from '../../engine';
import { exampleWorkflow } from '../../scripts/n8n/example-workflow';
import { until, type Execution } from '../../scripts/n8n/rest';
import { startN8n, type RunningN8n, type WorkflowImport } from '../../scripts/n8n/start';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { startMail, type MailStandIn } from '../mail/server';
import { fetchHttp } from '../corebos/http';
import { exampleMap } from '../integration/example-maps';
import {
	importFromFile,
	missingChromium,
	openEditor,
	photographCanvas,
	photographParameters,
	screenshots,
} from './chromium';
import { inRealN8n } from './real-n8n';
import { requireOrSkip } from './require-or-skip';

/**
 * The export of a running coreBOS, converted, imported into a real n8n, published and called as
 * coreBOS calls: the records before and after are what its workflows make of them in coreBOS.
 */
interface Stage {
	/** Where the workflows come from. */
	a: CoreBosStandIn;
	/** Where the maps of the product sync lead to. */
	b: CoreBosStandIn;
	mail: MailStandIn;
	n8n: RunningN8n;
	/** Works in A as its users do. */
	inA: CoreBosClient;
	stop(): Promise<void>;
}

const EXPORTS = join(__dirname, '../recordings/workflow-exports');
const FILES = [
	'export.csv',
	...readdirSync(join(EXPORTS, 'more'))
		.filter((file) => file.endsWith('.csv'))
		.sort()
		.map((file) => join('more', file)),
];

/** The one record of 23-scheduled-onerecord. */
const ONE_RECORD = '14x8851';
const MAPS = { 8818: 'challenge', 8819: 'login', 8820: 'create', 8822: 'logout' };
/** The same of 31-product-sync-update. */
const MAPS_OF_UPDATE = { 8900: 'challenge', 8901: 'login', 8903: 'update', 8904: 'logout' };
const CREDENTIALS: Record<string, Record<string, { id: string; name: string }>> = {
	'n8n-nodes-base.emailSend': { smtp: { id: 'mailServer000001', name: 'Mail' } },
};
const COREBOS = { coreBosApi: { id: 'coreBosInstallA0', name: 'coreBOS A' } };

const SCHEDULE = 'n8n-nodes-base.scheduleTrigger';

const KEY_OF_B = 'keyOfTheInstallB';

/** The map of the article has the key in it. */
function withKeyOfB(map: string): string {
	const hash = `hash(concat($1, '${KEY_OF_B}'), 'md5')`;
	return map.replace(/getAccessKey\((getFromContext\([^)]*\))\)/, hash);
}

/** As its user completes it: with credentials. */
function completed(workflow: WorkflowImport): WorkflowImport {
	for (const node of workflow.nodes) {
		if (node.type.startsWith('n8n-nodes-corebos.')) node.credentials = COREBOS;
		if (Object.hasOwn(CREDENTIALS, node.type)) node.credentials = CREDENTIALS[node.type];
	}
	return workflow;
}

const workflows = FILES.flatMap((file) =>
	workflowsToN8n(parseWorkflowExport(readFileSync(join(EXPORTS, file), 'utf8'))),
).map(({ workflow }) => completed(workflow as unknown as WorkflowImport));
for (const name of ['product-sync-export', 'score-big-deals']) {
	const example = exampleWorkflow(name);
	workflows.splice(
		workflows.findIndex(({ id }) => id === example.id),
		1,
		example,
	);
}

function workflowNamed(name: string): WorkflowImport {
	const found = workflows.find((workflow) => workflow.name === name);
	if (found === undefined) throw new Error(`no workflow is called ${name}`);
	return found;
}

const inN8n = inRealN8n<Stage>(async ({ host, packageTarball, progress }) => {
	const b = await startCoreBos({ name: 'coreBOS B', accessKey: KEY_OF_B, nextNumber: 24711 });
	const mail = await startMail();
	const a = await startCoreBos({
		name: 'coreBOS A',
		customFields: { Products: ['cf_remote_id'] },
		records: {
			Products: [{ id: ONE_RECORD, productname: 'The one', reorderlevel: '4' }],
			cbMap: Object.entries({ ...MAPS, ...MAPS_OF_UPDATE }).map(([number, name]) => ({
				id: `44x${number}`,
				mapname: name,
				maptype: 'Webservice Mapping',
				content: withKeyOfB(exampleMap(name, b.url)),
			})),
		},
		nextNumber: 10852,
	});
	const closeAll = async () => await Promise.all([a, b, mail].map((one) => one.close()));
	try {
		const n8n = await startN8n({
			host,
			packageTarball,
			progress,
			credentials: [
				{ ...COREBOS.coreBosApi, type: 'coreBosApi', data: { ...a.connection } },
				{ ...CREDENTIALS['n8n-nodes-base.emailSend'].smtp, type: 'smtp', data: mail.credential },
			],
			workflows,
		});
		const inA = createCoreBosClient(a.connection, fetchHttp);
		// Published, they could start by themselves while a test looks at their records.
		for (const { id, nodes } of workflows) {
			if (nodes[0].type === SCHEDULE)
				await n8n.rest.request('POST', `/workflows/${id}/deactivate`, {});
		}
		const stop = async () => {
			await n8n.stop();
			await closeAll();
		};
		return { a, b, mail, n8n, inA, stop };
	} catch (error) {
		await closeAll();
		throw error;
	}
});

/** A record as coreBOS has it now. */
function recordOf({ a }: Stage, module: string, id: string): Record<string, string> {
	return recordIn(a, module, id);
}

function recordIn(coreBos: CoreBosStandIn, module: string, id: string): Record<string, string> {
	return coreBos.records(module).find((record) => record.id === id) ?? {};
}

async function made({ inA }: Stage, elementType: string, element: object): Promise<string> {
	const record = await inA.call('create', {
		elementType,
		element: { assigned_user_id: '19x1', ...element },
	});
	return (record as { id: string }).id;
}

/** A deal, with what a deal has to have. */
async function dealMade(stage: Stage, element: object): Promise<string> {
	const [account] = stage.a.records('Accounts');
	const related_to = account?.id ?? (await made(stage, 'Accounts', { accountname: 'Any' }));
	const needed = { potentialname: 'x', related_to, closingdate: daysFromNow(7) };
	return await made(stage, 'Potentials', { ...needed, sales_stage: 'Prospecting', ...element });
}

/** Runs that have ended or wait. */
const PAUSED = ['waiting', 'success', 'error', 'crashed'];
/** Longest time that a run may take, in seconds: test machines can be slow. */
const RUN = 200;

/** The next run of a workflow, when its data are kept: each run holds what its trigger gave. */
async function nextRun({ n8n }: Stage, id: string, known: string[]): Promise<Execution> {
	return await until(RUN, `a run of ${id}`, async () => {
		const runs = await n8n.rest.executions(id);
		const ended = runs.find((one) => !known.includes(one.id) && PAUSED.includes(one.status));
		const run = ended && (await n8n.rest.execution(ended.id));
		const isKept = run !== undefined && Object.keys(run.runData).length > 0;
		return isKept ? run : undefined;
	});
}

/** Calls the trigger of a workflow for a record, as a calling workflow of coreBOS does. */
async function called(stage: Stage, name: string, id: string, before = {}): Promise<Execution> {
	const { rest, url, webhookReady } = stage.n8n;
	const workflow = workflowNamed(name);
	const [{ parameters }] = workflow.nodes;
	const path = String(parameters.path);
	await webhookReady(path);
	const known = (await rest.executions(workflow.id)).map((run) => run.id);
	const query = new URLSearchParams({ record_id: id.replace(/^\d+x/, ''), workflow_id: '7' });
	const body = Object.fromEntries(
		Object.entries(before).map(([field, value]) => [`previous_${field}`, value]),
	);
	const response = await fetch(`${url}/webhook/${path}?${query}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	expect([response.status, await response.text()]).toEqual([200, expect.anything()]);
	return await nextRun(stage, workflow.id, known);
}

/** Deactivates the node that takes no records, as its note says. */
async function takeRecords({ n8n: { rest } }: Stage, name: string): Promise<void> {
	const path = `/workflows/${workflowNamed(name).id}`;
	const { nodes, connections, settings, versionId } = (await rest.request('GET', path)) as {
		nodes: Array<{ name: string }>;
	} & Record<'connections' | 'settings' | 'versionId', unknown>;
	const isNone = (node: { name: string }) => node.name === 'Takes No Records';
	expect(nodes.some(isNone)).toBe(true);
	const changed = nodes.map((node) => ({ ...node, disabled: isNone(node) }));
	await rest.request('PATCH', path, { nodes: changed, connections, settings, versionId });
}

/** Lets the time of a scheduled workflow come. */
async function scheduled(stage: Stage, name: string): Promise<Execution> {
	const { rest } = stage.n8n;
	const { id, nodes } = workflowNamed(name);
	const known = (await rest.executions(id)).map((run) => run.id);
	const workflowData = await rest.request('GET', `/workflows/${id}`);
	await rest.request('POST', `/workflows/${id}/run`, {
		workflowData,
		triggerToStartFrom: { name: nodes[0].name },
	});
	return await nextRun(stage, id, known);
}

/** No task has failed; the error of one goes along with the item. */
function clean({ error, status, runData }: Execution): void {
	const items = Object.values(runData)
		.flat()
		.flatMap(({ data }) => data?.main?.flatMap((output) => output ?? []) ?? []);
	const errors = items.map(({ json }) => json.error).filter((one) => one !== undefined);
	expect([error, status, errors]).toEqual([undefined, 'success', []]);
}

/** What a node handed on. */
const outputOf = (run: Execution, node: string) =>
	(run.runData[node]?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json);

const daysFromNow = (days: number) =>
	new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('export.csv', () => {
	inN8n('a product of A is created in B', async (stage) => {
		const id = await made(stage, 'Products', { productname: 'Drill' });
		clean(await called(stage, 'Create product in B', id));
		expect(stage.b.records('Products')).toMatchObject([{ productname: 'Drill' }]);
		expect(recordOf(stage, 'Products', id).cf_remote_id).toBe(stage.b.records('Products')[0].id);
		expect([stage.b.calls('login'), stage.b.calls('logout')]).toEqual([1, 1]);
	});

	inN8n('big deals get their score, others do not', async (stage) => {
		const account = await made(stage, 'Accounts', { accountname: 'Chemex & Söhne' });
		const deal = { related_to: account, probability: '10', nextstep: '' };
		const big = await dealMade(stage, {
			...{ ...deal, potentialname: 'Big', amount: '1500' },
		});
		const run = await called(stage, 'Score big deals', big);
		clean(run);
		expect(recordOf(stage, 'Potentials', big)).toMatchObject({
			probability: '75.000',
			nextstep: 'Call Chemex & Söhne',
		});
		expect(outputOf(run, 'remember')).toMatchObject([{ context: { double: 3000 } }]);
		for (const other of [
			{ amount: '1000', sales_stage: 'Prospecting' },
			{ amount: '5000', sales_stage: 'Closed Lost' },
		]) {
			const small = await dealMade(stage, { ...deal, potentialname: 'x', ...other });
			clean(await called(stage, 'Score big deals', small));
			expect(recordOf(stage, 'Potentials', small)).toMatchObject({ nextstep: '' });
		}
	});

	inN8n('a deal that is won gets a ticket, one that was won before does not', async (stage) => {
		const id = await dealMade(stage, {
			potentialname: 'Won',
			sales_stage: 'Closed Won',
		});
		clean(await called(stage, 'Ticket for won deals', id, { sales_stage: 'Closed Won' }));
		clean(await called(stage, 'Ticket for won deals', id));
		expect(stage.a.records('HelpDesk')).toEqual([]);
		clean(await called(stage, 'Ticket for won deals', id, { sales_stage: 'Prospecting' }));
		expect(stage.a.records('HelpDesk')).toMatchObject([
			// A ticket cannot refer to a deal.
			{ ticket_title: 'Won', ticketstatus: 'Open', parent_id: '', assigned_user_id: '19x1' },
		]);
	});

	inN8n('birthday mails', async (stage) => {
		const account = await made(stage, 'Accounts', { accountname: 'Chemex' });
		const today = `1980${daysFromNow(0).slice(4)}`;
		const contact = { account_id: account, emailoptout: '0', birthday: today };
		await made(stage, 'Contacts', {
			...{ ...contact, firstname: 'Julian', lastname: 'Smith', email: 'julian@x.example' },
		});
		await made(stage, 'Contacts', {
			...{ ...contact, lastname: 'No mails', email: 'no@x.example', emailoptout: '1' },
		});
		await made(stage, 'Contacts', {
			...{ ...contact, lastname: 'Other day', email: 'o@x.example', birthday: '1980-02-30' },
		});
		clean(await scheduled(stage, 'Birthday mail'));
		expect(stage.mail.mails).toEqual([]);
		await takeRecords(stage, 'Birthday mail');
		clean(await scheduled(stage, 'Birthday mail'));
		expect(stage.mail.mails).toMatchObject([{ to: ['julian@x.example'] }]);
		const [{ text }] = stage.mail.mails;
		expect(text).toContain('From: CRM <crm@corebos.example>');
		expect(text).toContain('Subject: Happy birthday Julian');
		expect(text).toContain('<p>Dear Julian Smith of Chemex</p>');
	});

	inN8n('old tickets are closed', async (stage) => {
		const ticket = { ticketstatus: 'Wait For Response' };
		const old = await made(stage, 'HelpDesk', { ...ticket, ticket_title: 'old' });
		const fresh = await made(stage, 'HelpDesk', { ...ticket, ticket_title: 'fresh' });
		stage.a.patch(old, { modifiedtime: `${daysFromNow(-20)} 08:00:00` });
		const stateOf = (id: string) => recordOf(stage, 'HelpDesk', id).ticketstatus;
		clean(await scheduled(stage, 'Close old tickets'));
		expect([old, fresh].map(stateOf)).toEqual(['Wait For Response', 'Wait For Response']);
		await takeRecords(stage, 'Close old tickets');
		clean(await scheduled(stage, 'Close old tickets'));
		expect([old, fresh].map(stateOf)).toEqual(['Closed', 'Wait For Response']);
	});

	inN8n('a product that is to be deleted runs its map', async (stage) => {
		const id = await made(stage, 'Products', { productname: 'Old' });
		const before = stage.b.calls('getchallenge');
		clean(await called(stage, 'Product deleted', id));
		expect(stage.b.calls('getchallenge')).toBe(before + 1);
	});

	inN8n('once per record, and the task that is not active does nothing', async (stage) => {
		const id = await made(stage, 'Accounts', { accountname: 'Bank', industry: 'Energy' });
		clean(await called(stage, 'Once', id));
		expect(recordOf(stage, 'Accounts', id).rating).not.toBe('Acquired');
		stage.a.patch(id, { industry: 'Banking' });
		clean(await called(stage, 'Once', id));
		expect(recordOf(stage, 'Accounts', id).rating).toBe('Acquired');
		stage.a.patch(id, { rating: 'Active' });
		clean(await called(stage, 'Once', id));
		expect(recordOf(stage, 'Accounts', id).rating).toBe('Active');
	});

	inN8n('a reminder waits until three days before closing', async (stage) => {
		const deal = { potentialname: 'Soon', amount: '200000', nextstep: '' };
		const later = await dealMade(stage, { ...deal, closingdate: daysFromNow(30) });
		const run = await called(stage, 'Remind before closing', later);
		expect(run.status).toBe('waiting');
		expect(recordOf(stage, 'Potentials', later).nextstep).toBe('own');
		const late = await dealMade(stage, {
			...{ ...deal, amount: '10', closingdate: daysFromNow(1) },
		});
		clean(await called(stage, 'Remind before closing', late));
		expect(recordOf(stage, 'Potentials', late).nextstep).toBe('hurry');
	});
});

describe('single workflows', () => {
	/** An account that a call changes. */
	const accounts: Array<[workflow: string, before: object, previous: object, after: object]> = [
		['On unrelate from any', { employees: '4' }, {}, { employees: '3' }],
		[
			'Chain A sets city',
			{ accountname: 'Chain one', bill_city: 'Old' },
			{},
			{ bill_city: 'ChainCity' },
		],
		['Chain A sets city', { accountname: 'No chain', bill_city: 'Old' }, {}, { bill_city: 'Old' }],
		['On relate to a product', { employees: '4' }, {}, { employees: '5', ship_pobox: '//' }],
		['Not started yet', { ship_city: 'Altea' }, {}, { ship_city: 'Altea' }],
		['Between dates', { ship_code: '' }, {}, { ship_code: 'INSIDE' }],
		['Order of tasks', { accountname: 'Order', description: 'x' }, {}, { description: 'x231' }],
		[
			'Previous values in the context',
			{ accountname: 'Prev', bill_city: 'Calp', bill_code: '2' },
			{ bill_city: 'Altea', bill_code: '1', account_id: '8590', assigned_user_id: '5' },
			{ ship_city: 'Altea', ship_code: '1', ship_state: '8590', ship_pobox: '5' },
		],
	];

	for (const [workflow, before, previous, after] of accounts) {
		inN8n(workflow, async (stage) => {
			const id = await made(stage, 'Accounts', { accountname: 'x', ...before });
			clean(await called(stage, workflow, id, previous));
			expect(recordOf(stage, 'Accounts', id)).toMatchObject(after);
		});
	}

	inN8n('a task that fails: the others run, and the run says so at the end', async (stage) => {
		const id = await made(stage, 'Accounts', { accountname: 'Err', bill_code: '03778' });
		const run = await called(stage, 'Error in the second task', id);
		expect(recordOf(stage, 'Accounts', id)).toMatchObject({
			...{ bill_state: 'first', bill_code: '03778', bill_pobox: 'third' },
		});
		expect([run.status, run.lastNodeExecuted]).toEqual(['error', 'A Task Failed']);
		expect(run.error?.message).toContain('nosuchfunction');
	});

	inN8n('what cannot be converted stops the run, behind what can', async (stage) => {
		const id = await made(stage, 'Accounts', {
			...{ accountname: 'New', accounttype: 'Customer', employees: '4' },
		});
		const run = await called(stage, 'First time customer', id);
		expect(recordOf(stage, 'Accounts', id).employees).toBe('5');
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('CBTagTask');
	});

	inN8n('a new deal: fields, a call in two days, a mail to the owner', async (stage) => {
		stage.a.patch('19x1', { email1: 'owner@x.example' });
		const id = await dealMade(stage, { potentialname: 'New', amount: '5000' });
		const sent = stage.mail.mails.length;
		clean(await called(stage, 'New big deal: welcome task and mail', id));
		expect(recordOf(stage, 'Potentials', id)).toMatchObject({
			...{ nextstep: 'Call the customer', probability: '50.000' },
		});
		expect(stage.a.records('cbCalendar')).toMatchObject([
			{
				...{ subject: 'Call about New', activitytype: 'Call', eventstatus: 'Planned' },
				...{ rel_id: id, dtstart: expect.stringContaining(daysFromNow(2)) as string },
			},
		]);
		expect(stage.mail.mails.slice(sent)).toMatchObject([
			{ to: ['owner@x.example'], text: expect.stringContaining('New deal New') as string },
		]);
	});

	inN8n('a mail address that has changed', async (stage) => {
		const contact = { lastname: 'Smith', email: 'new@x.example', secondaryemail: '' };
		const id = await made(stage, 'Contacts', contact);
		clean(await called(stage, 'Mail change', id, { email: 'new@x.example' }));
		expect(recordOf(stage, 'Contacts', id).secondaryemail).toBe('');
		clean(await called(stage, 'Mail change', id, { email: 'old@x.example' }));
		expect(recordOf(stage, 'Contacts', id)).toMatchObject({
			...{ secondaryemail: 'old@x.example', department: 'was old@x.example' },
		});
	});

	inN8n('a contact that is to be deleted leaves a ticket', async (stage) => {
		const id = await made(stage, 'Contacts', { lastname: 'Gone' });
		clean(await called(stage, 'On delete', id));
		const tickets = stage.a.records('HelpDesk');
		expect(tickets.find((one) => one.ticket_title === 'Deleted contact Gone')).toMatchObject({
			...{ ticketstatus: 'Open', assigned_user_id: '19x1' },
		});
	});

	inN8n('products that have expired, every day', async (stage) => {
		const product = { discontinued: '1', qtyinstock: '5', expiry_date: daysFromNow(-3) };
		const expired = await made(stage, 'Products', { ...product, productname: 'Sch four' });
		const few = await made(stage, 'Products', {
			...{ ...product, productname: 'sch five', qtyinstock: '2' },
		});
		const other = await made(stage, 'Products', { ...product, productname: 'Other' });
		const sent = stage.mail.mails.length;
		clean(await scheduled(stage, 'Scheduled daily: expire products'));
		expect([expired, few, other].map((id) => recordOf(stage, 'Products', id))).toMatchObject([
			{ discontinued: '0', serial_no: 'expired Sch four', reorderlevel: '7' },
			{ discontinued: '0', serial_no: 'expired sch five', reorderlevel: '0' },
			{ discontinued: '1', serial_no: '' },
		]);
		expect(stage.mail.mails.slice(sent).map(({ to }) => to)).toEqual([
			['stock@own.example'],
			['stock@own.example'],
		]);
	});

	const hourly = [
		'Scheduled hourly',
		'Scheduled weekly; schdayofweek [2,4] with 1=Sunday … 7=Saturday, so Monday and Wednesday, 08:30',
		'Scheduled monthly on day 1 and 15 at 07:00',
		'Scheduled annually on 6 January and 25 December, 06:00',
		'Scheduled daily, several times',
	];

	inN8n('schedules take the records that meet their conditions', async (stage) => {
		const product = { reorderlevel: '1' };
		const third = await made(stage, 'Products', { ...product, productname: 'Sch three' });
		const other = await made(stage, 'Products', { ...product, productname: 'Sch other' });
		const levels = () => [third, other].map((id) => recordOf(stage, 'Products', id).reorderlevel);
		for (const [index, name] of hourly.entries()) {
			clean(await scheduled(stage, name));
			expect([name, levels()]).toEqual([name, [String(index + 2), '1']]);
		}
	});

	inN8n('records that only coreBOS names: the run stops and writes nothing', async (stage) => {
		const id = await made(stage, 'Products', { productname: 'Untouched', reorderlevel: '1' });
		for (const name of [
			'Scheduled Record Set Mapping map',
			'Scheduled question',
			'Scheduled Condition Expression map',
		]) {
			const run = await scheduled(stage, name);
			expect([name, run.status]).toEqual([name, 'error']);
			expect(run.error?.message).toContain('only coreBOS reads it');
		}
		expect(recordOf(stage, 'Products', id).reorderlevel).toBe('1');
	});

	inN8n('delays: what is due runs, what is not waits', async (stage) => {
		const due = await dealMade(stage, { closingdate: daysFromNow(-10), nextstep: '', amount: '1' });
		const sent = stage.mail.mails.length;
		const run = await called(stage, 'Delayed tasks', due);
		// The mail five hours after the creation is still to come.
		expect(run.status).toBe('waiting');
		expect(recordOf(stage, 'Potentials', due).nextstep).toBe('after close');
		expect(stage.mail.mails.slice(sent).map(({ to }) => to)).toEqual([['a@own.example']]);
		const later = await dealMade(stage, { closingdate: daysFromNow(9), nextstep: '', amount: '1' });
		expect((await called(stage, 'Delayed tasks', later)).status).toBe('waiting');
		expect(recordOf(stage, 'Potentials', later).nextstep).toBe('');
	});

	inN8n('a product that was changed is changed in B', async (stage) => {
		const [there] = stage.b.records('Products');
		const id = await made(stage, 'Products', {
			...{ productname: 'Drill 2', cf_remote_id: there.id, description: there.id },
		});
		clean(await called(stage, 'Product Sync Update', id));
		expect(recordIn(stage.b, 'Products', there.id).productname).toBe('Drill 2');
	});

	inN8n('who may see a record is asked by coreBOS alone: nothing starts it', async (stage) => {
		const { nodes } = workflowNamed('Record access control');
		expect(nodes[0].type).toBe('n8n-nodes-base.executeWorkflowTrigger');
		expect(await stage.n8n.rest.executions(workflowNamed('Record access control').id)).toEqual([]);
	});

	inN8n('the one record of a schedule, whatever its conditions say', async (stage) => {
		clean(await scheduled(stage, 'Scheduled one record'));
		expect(recordOf(stage, 'Products', ONE_RECORD).reorderlevel).toBe('5');
	});
});

/** A test with the editor open in a browser. */
function inEditor(name: string, body: (page: Page, stage: Stage) => Promise<void>): void {
	inN8n(name, async (stage) => {
		if (!requireOrSkip(missingChromium())) return;
		const { page, close } = await openEditor(stage.n8n);
		try {
			await body(page, stage);
		} catch (error) {
			await page.screenshot({ path: join(screenshots, 'workflow-failure.png') });
			throw error;
		} finally {
			await close();
		}
	});
}

describe('in the editor', () => {
	const BY_HAND = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} };

	/** Nodes in a row behind a start. */
	const chain = (nodes: object[], start: object = BY_HAND) => {
		const placed = [start, ...nodes].map((node, index) => ({
			...{ id: String(index), typeVersion: 1, position: [index * 256, 0] },
			...(node as { name: string }),
		}));
		const connections = placed.slice(1).map(({ name }, index) => {
			return [placed[index].name, { main: [[{ node: name, type: 'main', index: 0 }]] }];
		});
		return {
			...{ name: 'By hand', nodes: placed, settings: { executionOrder: 'v1' } },
			connections: Object.fromEntries(connections) as object,
		};
	};
	const run = async ({ n8n: { rest } }: Stage, workflowData: { id: string }) => {
		await rest.request('POST', `/workflows/${workflowData.id}/run`, {
			workflowData,
			triggerToStartFrom: { name: 'Start' },
		});
		return await rest.nextExecution(workflowData.id, [], RUN);
	};

	/** A form that takes a file into the binary field *Export*. */
	const FORM = {
		...{ name: 'Start', type: 'n8n-nodes-base.formTrigger', typeVersion: 2.2 },
		webhookId: 'bring-your-workflows',
		parameters: {
			formTitle: 'Bring your workflows',
			formFields: {
				values: [{ fieldLabel: 'Export', fieldType: 'file', multipleFiles: false }],
			},
			options: { path: 'bring-your-workflows' },
		},
	};

	/** A file of an execution, as its download button gives it. */
	const downloaded = async (page: Page, url: string, file: { id?: string; data: string }) => {
		if (file.id === undefined) return Buffer.from(file.data, 'base64');
		const query = new URLSearchParams({ id: file.id, action: 'download' });
		const response = await page.request.get(`${url}/rest/binary-data?${query}`);
		expect(response.status()).toBe(200);
		return await response.body();
	};

	inEditor(
		'an export file: converted, imported from the file, on the canvas',
		async (page, stage) => {
			const { rest, url } = stage.n8n;
			const convert = {
				...{ name: 'Convert', type: 'n8n-nodes-corebos.runWebServiceMap', typeVersion: 1.1 },
				parameters: { operation: 'convert', mapSource: 'workflows', exportProperty: 'Export' },
			};
			const { id } = await rest.request<{ id: string }>(
				'POST',
				'/workflows',
				chain([convert], FORM),
			);
			await rest.publish(id);
			await page.goto(`${url}/form/bring-your-workflows`);
			await page
				.locator('input[type=file]')
				.setInputFiles(join(__dirname, '../../examples/score-big-deals/score-big-deals.csv'));
			await page.locator('button[type=submit], #submit-btn').first().click();
			const { runData } = await rest.nextExecution(id, [], RUN);
			const [item] = runData.Convert?.[0]?.data?.main?.[0] ?? [];
			const folder = mkdtempSync(join(tmpdir(), 'n8n-corebos-export-'));
			try {
				const file = join(folder, item.binary?.data.fileName ?? 'none');
				writeFileSync(file, await downloaded(page, url, item.binary?.data ?? { data: '' }));
				expect(basename(file)).toBe('Score big deals.json');
				await importFromFile(page, stage.n8n, file);
				const nodes = page.locator('[data-test-id=canvas-node]');
				for (const name of ['coreBOS Trigger', 'Conditions Met?', 'set probability', 'remember']) {
					await nodes.and(page.locator(`[data-node-name="${name}"]`)).waitFor();
				}
			} finally {
				rmSync(folder, { recursive: true, force: true });
			}
			// n8n shows a subtitle only for a node whose type it knows.
			await page
				.locator('[data-test-id=canvas-node]')
				.getByText('Check Conditions: Potentials')
				.waitFor();
			await photographCanvas(page, join(screenshots, 'score-big-deals.png'));
		},
	);

	inEditor('conditions that a person fills in', async (page, stage) => {
		const check = {
			...{ name: 'Check', type: 'n8n-nodes-corebos.coreBos', credentials: COREBOS },
			parameters: {
				...{ resource: 'workflow', operation: 'checkConditions' },
				module: { __rl: true, mode: 'name', value: 'Accounts' },
			},
		};
		const account = {
			...{ name: 'Account', type: 'n8n-nodes-base.set', typeVersion: 3.4 },
			parameters: { mode: 'raw', jsonOutput: '{ "id": "11x1", "employees": "12" }' },
		};
		const { rest, url } = stage.n8n;
		const { id } = await rest.request<{ id: string }>(
			'POST',
			'/workflows',
			chain([account, check]),
		);
		await page.goto(`${url}/workflow/${id}`);
		await page.locator('[data-test-id=canvas-node][data-node-name=Check]').dblclick();
		await page.getByText('Add group').click();
		await page.getByText('Add condition').click();
		await page.getByPlaceholder('Select a field...').click();
		const fields = page.locator('[data-test-id=rlc-item]');
		await fields.getByText('Employees (employees)', { exact: true }).first().click();
		const operations = page.locator('.el-select-dropdown__item:visible');
		const inputOf = (name: string) =>
			page.locator(`[data-test-id="parameter-input-${name}"] :is(input, textarea)`).last();
		await inputOf('operation').click();
		await operations.getByText('greater than', { exact: true }).click();
		await inputOf('value').fill('10');
		const value = inputOf('value');
		await value.blur();
		await photographParameters(page, join(screenshots, 'check-conditions.png'), value);
		await page.keyboard.press('Escape');
		interface Saved {
			id: string;
			nodes: Array<{ parameters: object }>;
		}
		const saved = await until(RUN, 'the editor to save the conditions', async () => {
			// The panel may not have closed yet, and takes the keys then.
			await page.keyboard.press('Control+s');
			const found = await rest.request<Saved>('GET', `/workflows/${id}`);
			return JSON.stringify(found).includes('"value":"10"') ? found : undefined;
		});
		expect(saved.nodes.at(-1)?.parameters).toMatchObject({
			conditionGroups: {
				groups: [
					{
						conditions: {
							rows: [{ field: { value: 'employees' }, operation: 'greater than', value: '10' }],
						},
					},
				],
			},
		});
		expect(outputOf(await run(stage, saved), 'Check')).toMatchObject([{ employees: '12' }]);
	});
});
