import {
	faultsInB,
	productSyncWorkflow,
	remoteIdField,
	startProductSync,
	type CoreBosRecord,
} from '../../scripts/n8n/product-sync';
import type { WorkflowImport } from '../../scripts/n8n/start';
import { inRealN8n } from './real-n8n';

const product: CoreBosRecord = {
	productname: `Drill "D'Artagnan" Ñ & <b>`,
	productcode: '00815',
	unit_price: '99.950000',
	qtyinstock: '3.000',
	website: 'https://example.com/?q=a+b%20c&d=1#e',
	description: 'one\ntwo\ttabs and a \\ backslash; 50% {off} €',
};

/** The example under another id, which is its path too, and with other addresses. */
function withAddresses(id: string, addresses: string[]): WorkflowImport {
	const workflow = productSyncWorkflow('http://127.0.0.1:9');
	const trigger = workflow.nodes.find(({ name }) => name === 'coreBOS Trigger');
	if (!trigger) throw new Error('the example has no trigger');
	const permission = addresses.map((address) => ({
		title: address,
		addresses: address,
		workflows: '*',
		triggers: '',
	}));
	Object.assign(trigger, { webhookId: id });
	Object.assign(trigger.parameters, { path: id, loadRecord: false, permissions: { permission } });
	return { ...workflow, id };
}

const denied = [
	{ title: 'an address that is not listed', id: 'denied0000000001', addresses: ['10.0.0.1'] },
	{ title: 'an empty list', id: 'denied0000000002', addresses: [] },
];

const inN8n = inRealN8n(async ({ host, packageTarball, progress }) => {
	const sync = await startProductSync(host, packageTarball, progress, () => ({
		workflows: denied.map(({ id, addresses }) => withAddresses(id, addresses)),
	}));
	for (const { id } of denied) await sync.n8n.webhookReady(id);
	return sync;
});

describe('product sync', () => {
	let id = '';

	inN8n('a product created in A is created in B, and A keeps its id there', async (sync) => {
		const made = await sync.clientOfA.call('create', {
			elementType: 'Products',
			element: { ...product, assigned_user_id: '19x1' },
		});
		id = (made as CoreBosRecord).id;
		const run = await sync.callTrigger(id, 'created');
		expect(run.error).toBeUndefined();
		expect(faultsInB(sync, id, product)).toEqual([]);
		expect(sync.productInA(id)[remoteIdField]).toMatch(/^14x\d+$/);
	});

	inN8n('a change in A is made in B, with no second product', async (sync) => {
		const change = { productname: 'Drill, renamed', unit_price: '120.000000' };
		await sync.clientOfA.call('revise', { element: { id, ...change } });
		const run = await sync.callTrigger(id, 'changed');
		expect(run.error).toBeUndefined();
		expect(faultsInB(sync, id, { ...product, ...change })).toEqual([]);
	});

	inN8n('a call for a creation that comes twice makes no second product', async (sync) => {
		const run = await sync.callTrigger(id, 'created');
		expect(run.error).toBeUndefined();
		expect(sync.b.records('Products')).toHaveLength(1);
		expect(sync.b.calls('create')).toBe(1);
	});

	inN8n('the session in B is closed each time', async (sync) => {
		expect(sync.b.calls('login')).toBe(3);
		expect(sync.b.calls('logout')).toBe(3);
	});
});

describe('access', () => {
	for (const { title, id } of denied) {
		inN8n(`${title}: 403, and no execution exists afterwards`, async (sync) => {
			const response = await fetch(`${sync.n8n.url}/webhook/${id}?record_id=0&workflow_id=43`, {
				method: 'POST',
				body: new URLSearchParams({ a: '1' }),
			});
			expect(response.status).toBe(403);
			expect(await response.json()).toEqual({ message: 'Access denied' });
			// A permitted call afterwards: when its run has ended, a run of the denied call
			// would be there, too.
			const [first] = sync.a.records('Products');
			await sync.callTrigger(first.id, 'changed');
			expect(await sync.n8n.rest.executions(id)).toEqual([]);
		});
	}

	inN8n('a workflow id that no permission names: 404 for a permitted address', async (sync) => {
		const response = await fetch(`${sync.triggerUrl}?record_id=0&workflow_id=99`, {
			method: 'POST',
		});
		expect(response.status).toBe(404);
	});
});

describe('Test button of the credential', () => {
	const type = 'coreBosApi';

	inN8n('a right credential', async ({ a, n8n }) => {
		const answer = await n8n.rest.testCredential({ name: 'A', type, data: { ...a.connection } });
		expect(answer).toEqual({ status: 'OK', message: 'Connection successful' });
	});

	const wrong: Array<[string, Partial<CoreBosRecord>, RegExp]> = [
		['a wrong access key', { accessKey: 'wrong' }, /access key/i],
		['an unknown user', { username: 'nobody' }, /nobody|user name/i],
		['no coreBOS at the address', { url: 'http://127.0.0.1:9' }, /127\.0\.0\.1:9/],
	];
	for (const [title, data, message] of wrong) {
		inN8n(title, async ({ a, n8n }) => {
			const answer = await n8n.rest.testCredential({
				name: 'A',
				type,
				data: { ...a.connection, ...data },
			});
			expect(answer.status).toBe('Error');
			expect(answer.message).toMatch(message);
		});
	}
});
