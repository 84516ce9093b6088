import {
	productSyncWorkflow,
	startProductSync,
	type CoreBosRecord,
	type ProductSync,
} from '../../scripts/n8n/product-sync';
import type { Execution } from '../../scripts/n8n/rest';
import type { WorkflowImport, WorkflowNode } from '../../scripts/n8n/start';
import type { CoreBosStandIn, Failure } from '../corebos';
import { plantSecrets, type PlantedSecrets } from './planted-secrets';
import { inRealN8n } from './real-n8n';

/** A port of 127.0.0.1 where nothing listens: "discard", reserved since 1983. */
const nowhere = 'http://127.0.0.1:9';
const wrongKey = 'coreBosWrongKey0';

type Nodes = Record<string, WorkflowNode>;

/** One way to get the example wrong. */
interface Mistake {
	title: string;
	/** Id of the workflow and path of its trigger. */
	id: string;
	urlOfB?: string;
	/** Changes the nodes, known by name. */
	change: (nodes: Nodes) => void;
	/** Node that must fail. */
	fails: string;
	/** What its message must say: where, what and what to do. */
	says: RegExp[];
}

const mistakes: Mistake[] = [
	{
		title: 'a wrong access key',
		id: 'wrongAccessKey01',
		change: ({ Login }) => {
			Login.credentials = { coreBosApi: { id: wrongKey, name: 'wrong key' } };
		},
		fails: 'Login',
		says: [/"login"/, /INVALID_USER_CREDENTIALS/, /Invalid username or password/],
	},
	{
		title: 'no install at the address of B',
		id: 'unreachableB0001',
		urlOfB: nowhere,
		change: () => undefined,
		fails: 'Challenge',
		says: [/"getchallenge"/, /127\.0\.0\.1:9/, /refused|reach|connect/i],
	},
	{
		title: 'a map that is not XML',
		id: 'mapIsNotXml00001',
		change: ({ Challenge }) => {
			Challenge.parameters.mapXml = 'operation=getchallenge&username=admin';
		},
		fails: 'Challenge',
		says: [/XML/, /\bmap\b/, /line 1/],
	},
	{
		title: 'a map that breaks off',
		id: 'mapBreaksOff0001',
		change: ({ 'Create in B': create }) => {
			create.parameters.mapXml = String(create.parameters.mapXml).slice(0, 400);
		},
		fails: 'Create in B',
		says: [/XML/, /keyvalue/, /clos/, /line \d+/],
	},
	{
		title: 'an unknown input type',
		id: 'unknownInput0001',
		change: ({ 'Create in B': create }) => {
			create.parameters.mapXml = String(create.parameters.mapXml).replace(
				'<inputtype>XML</inputtype>',
				'<inputtype>FORM</inputtype>',
			);
		},
		fails: 'Create in B',
		says: [/"FORM"/, /JSON/, /\bXML\b/, /URLRESTFUL/],
	},
	{
		title: 'no credential to save the id in A with',
		id: 'noSavingCredent1',
		change: ({ 'Create in B': create }) => {
			delete create.credentials;
		},
		fails: 'Create in B',
		says: [/"create"/, /call was not made/, /Select the credential of the install/],
	},
	{
		title: 'a credential to save the id in A with that cannot log in',
		id: 'noSavingLogin001',
		change: ({ 'Create in B': create }) => {
			create.credentials = { coreBosApi: { id: wrongKey, name: 'wrong key' } };
		},
		fails: 'Create in B',
		says: [/call was not made/, /cf_remote_id/, /INVALID_USER_CREDENTIALS/],
	},
];

const failuresOfB: Array<{ title: string; failure: Failure; says: RegExp[] }> = [
	{
		title: 'PHP in B dies on create',
		failure: { kind: 'http500', operation: 'create' },
		says: [/"create"/, /500/],
	},
	{
		title: 'B drops the connection on create',
		failure: { kind: 'dropBefore', operation: 'create' },
		says: [/"create"/, /connection|hang up|reset|answer/i],
	},
	{
		title: 'a page instead of an answer from B on create',
		failure: { kind: 'notJson', operation: 'create' },
		says: [/"create"/, /JSON/],
	},
	{
		title: 'the session in B is over before create',
		failure: { kind: 'expireSessions', operation: 'create' },
		says: [/"create"/, /AUTHENTICATION_REQUIRED/],
	},
];

function withMistake({ id, urlOfB, change }: Mistake, b: CoreBosStandIn): WorkflowImport {
	const workflow = productSyncWorkflow(urlOfB ?? b.url);
	const nodes = Object.fromEntries(workflow.nodes.map((node) => [node.name, node]));
	nodes['coreBOS Trigger'].parameters.path = id;
	Object.assign(nodes['coreBOS Trigger'], { webhookId: id });
	change(nodes);
	return { ...workflow, id };
}

/** The example, and next to it the workflows with secrets in the same n8n. */
type Running = ProductSync & { secrets: PlantedSecrets };

const inN8n = inRealN8n(async ({ host, packageTarball, progress }): Promise<Running> => {
	const secrets = await plantSecrets();
	try {
		const sync = await startProductSync(host, packageTarball, progress, (_a, b) => ({
			credentials: [
				{
					id: wrongKey,
					name: 'wrong key',
					type: 'coreBosApi',
					data: { ...b.connection, accessKey: 'wrongWrongWrong1' },
				},
				...secrets.credentials,
			],
			workflows: [...mistakes.map((mistake) => withMistake(mistake, b)), ...secrets.workflows],
			// What n8n tells most about itself.
			environment: { N8N_LOG_LEVEL: 'debug' },
		}));
		for (const { id } of mistakes) await sync.n8n.webhookReady(id);
		const stop = async () => {
			await sync.stop();
			await secrets.stop();
		};
		return { ...sync, secrets, stop };
	} catch (error) {
		await secrets.stop();
		throw error;
	}
});

async function newProduct(sync: ProductSync): Promise<CoreBosRecord> {
	const made = (await sync.clientOfA.call('create', {
		elementType: 'Products',
		element: { productname: 'Lost in transit?', assigned_user_id: '19x1' },
	})) as CoreBosRecord;
	return sync.productInA(made.id);
}

/** The run failed in that node with a message that helps, and nothing was stored anywhere. */
function expectCleanFailure(
	sync: ProductSync,
	run: Execution,
	before: CoreBosRecord,
	fails: string,
	says: RegExp[],
): void {
	expect(run.status).toBe('error');
	expect(run.lastNodeExecuted).toBe(fails);
	const told = [run.error?.message, run.error?.description].join('\n');
	for (const part of says) expect(told).toMatch(part);
	expect(sync.productInA(before.id)).toEqual(before);
	expect(sync.b.records('Products')).toEqual([]);
	const stored = JSON.stringify(run);
	expect(stored).not.toContain(sync.a.connection.accessKey);
	expect(stored).not.toContain(sync.b.connection.accessKey);
	expect(stored).not.toContain('wrongWrongWrong1');
}

describe('a mistake in the workflow', () => {
	for (const mistake of mistakes) {
		inN8n(`${mistake.title}: a message to act on, nothing stored`, async (sync) => {
			const before = await newProduct(sync);
			const target = { workflowId: mistake.id, path: mistake.id };
			const run = await sync.callTrigger(before.id, 'created', target);
			expectCleanFailure(sync, run, before, mistake.fails, mistake.says);
		});
	}
});

describe('a failure of B', () => {
	for (const { title, failure, says } of failuresOfB) {
		inN8n(`${title}: a message to act on, nothing stored`, async (sync) => {
			const before = await newProduct(sync);
			sync.b.fail(failure);
			const run = await sync.callTrigger(before.id, 'created');
			expectCleanFailure(sync, run, before, 'Create in B', says);
		});
	}

	inN8n('afterwards the same product arrives', async (sync) => {
		const [product] = sync.a.records('Products');
		const run = await sync.callTrigger(product.id, 'created');
		expect(run.error).toBeUndefined();
		expect(sync.b.records('Products')).toHaveLength(1);
	});
});

describe('planted secrets', () => {
	inN8n(
		'are in no output, error, log or file of n8n; those in maps only in the workflow',
		async (running) => {
			const { n8n, secrets } = running;
			for (const { planted, execution } of await secrets.run(n8n)) {
				const { id } = planted.workflow;
				expect([id, execution.status]).toEqual([id, planted.status]);
				const text = JSON.stringify({ runData: execution.runData, error: execution.error });
				// Where a service has repeated them, they had to be masked.
				if (planted.isRepeated) expect([id, text]).toEqual([id, expect.stringContaining('***')]);
				expect([id, secrets.secretsIn(execution)]).toEqual([id, []]);
			}
			expect(await secrets.callWithWrongSecret(n8n)).toBe(403);
			expect(secrets.filesWithSecrets(n8n)).toEqual([]);
			// n8n keeps the XML of a map with the workflow, and each execution with its workflow.
			const kept = secrets.filesWithMapSecrets(n8n);
			expect(kept.filter((name) => !/^database\.sqlite(-wal)?$/.test(name))).toEqual([]);
			expect(kept).not.toEqual([]);
		},
	);
});
