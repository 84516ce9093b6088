import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CoreBosClient } from '../../engine/environment';
import type { N8nHost } from './host';
import { markdownTable } from './markdown-table';
import { faultsInB, startProductSync, type MoreToImport, type ProductSync } from './product-sync';
import type { Progress } from './progress';
import type { RestClient } from './rest';

const root = join(__dirname, '..', '..');
const PACKAGE = 'n8n-nodes-corebos';
/** Id of the workflow that watches the products of A. */
export const WATCH_WORKFLOW = 'watchVersion0001';
/** The id by which the example's nodes know the credential of A. */
const CREDENTIAL_OF_A = { coreBosApi: { id: 'coreBosInstallA0', name: 'coreBOS A' } };

/** What is checked in each version of n8n, with the heading of its column. */
const CHECKS = {
	types: { title: 'Nodes', run: typesAreThere },
	credential: { title: 'Credential', run: credentialIsTested },
	sync: { title: 'Product sync', run: productsArrive },
	lists: { title: 'Lists', run: modulesAreListed },
	mapper: { title: 'Field mapper', run: fieldsAreMapped },
	watch: { title: 'Watch Records', run: changesAreHandedOut },
} satisfies Record<string, { title: string; run: (sync: ProductSync) => Promise<void> }>;

type CheckName = keyof typeof CHECKS;

/** What an n8n did with the package. */
export interface TestedVersion {
	/** Version of n8n. */
	n8n: string;
	/** Version of the Node it ran on, without `v`. */
	node: string;
	/** By check: `ok`, or what went wrong. */
	checks: Record<CheckName, string>;
}

/** Where the results are kept. */
export const TESTED_VERSIONS_FILE = join(root, 'host', 'tested-versions.json');

/** The results of the last `npm run test:versions`. */
export function testedResults(): TestedVersion[] {
	return JSON.parse(readFileSync(TESTED_VERSIONS_FILE, 'utf8')) as TestedVersion[];
}

/** The results as the README has them. @param results the newest version last */
export function versionsTable(results: TestedVersion[]): string {
	const names = Object.keys(CHECKS) as CheckName[];
	const rows = [
		['n8n', 'Node', ...names.map((name) => CHECKS[name].title)],
		...[...results]
			.reverse()
			.map(({ n8n, node, checks }) => [
				n8n,
				node,
				...names.map((name) => (checks[name] === 'ok' ? 'works' : 'fails')),
			]),
	];
	return markdownTable(rows);
}

/**
 * Starts an n8n with the package between two installs and tries what depends on n8n.
 *
 * @param host the n8n
 * @param packageTarball the packed package
 * @param progress told what is being done
 * @throws Error when n8n does not start with the package
 */
export async function checkVersion(
	host: N8nHost,
	packageTarball: string,
	progress: Progress,
): Promise<TestedVersion> {
	const sync = await startProductSync(host, packageTarball, progress, watchProducts);
	try {
		const checks = {} as Record<CheckName, string>;
		for (const [name, { title, run }] of Object.entries(CHECKS)) {
			progress.step(`n8n ${host.version}: ${title}`);
			checks[name as CheckName] = await run(sync).then(
				() => 'ok',
				(error: Error) => error.message.split('\n')[0],
			);
		}
		return { n8n: host.version, node: nodeVersion(host), checks };
	} finally {
		await sync.stop();
	}
}

function nodeVersion({ node }: N8nHost): string {
	return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1);
}

/** A workflow that watches the products of A. */
export function watchProducts(): MoreToImport {
	const node = {
		id: 'a0000000-0000-4000-8000-000000000001',
		name: 'Watch Products',
		type: `${PACKAGE}.coreBosWatchTrigger`,
		typeVersion: 1,
		position: [0, 0],
		parameters: {
			pollTimes: { item: [{ mode: 'everyMinute' }] },
			module: { __rl: true, mode: 'name', value: 'Products' },
			events: ['created'],
		},
		credentials: CREDENTIAL_OF_A,
	};
	const workflow = {
		id: WATCH_WORKFLOW,
		name: 'Watch products',
		active: false,
		settings: { executionOrder: 'v1' },
		connections: {},
		nodes: [node],
	};
	return { workflows: [workflow] };
}

async function typesAreThere({ n8n }: ProductSync): Promise<void> {
	await requireTypes(n8n.rest);
}

/** @throws Error that names the nodes of the package that n8n does not know */
export async function requireTypes(rest: RestClient): Promise<void> {
	const { n8n: declared } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[] };
	};
	const wanted = declared.nodes.map((file) => {
		const name = basename(file, '.node.js');
		return { name: `${PACKAGE}.${name[0].toLowerCase()}${name.slice(1)}`, version: 1 };
	});
	const found = await rest.request<Array<{ name: string }>>('POST', '/node-types', {
		nodeInfos: wanted,
	});
	// A description has its name without the package.
	const missing = wanted.filter(({ name }) => !found.some((type) => name.endsWith(type.name)));
	if (missing.length > 0) throw new Error(`no type ${missing.map(({ name }) => name).join(', ')}`);
}

async function credentialIsTested({ n8n, a }: ProductSync): Promise<void> {
	const test = async (accessKey: string) =>
		await n8n.rest.testCredential({
			...CREDENTIAL_OF_A.coreBosApi,
			type: 'coreBosApi',
			data: { ...a.connection, accessKey },
		});
	const { status, message } = await test(a.connection.accessKey);
	if (status !== 'OK') throw new Error(`the credential is refused: ${message}`);
	if ((await test('wrong')).status !== 'Error') throw new Error('a wrong access key is accepted');
}

async function productsArrive(sync: ProductSync): Promise<void> {
	const made = { productname: 'Drill "Ñandú"', unit_price: '99.950000' };
	const id = await createProduct(sync.clientOfA, made);
	const changed = { ...made, unit_price: '120.000000' };
	for (const event of ['created', 'changed'] as const) {
		if (event === 'changed') await sync.clientOfA.call('revise', { element: { id, ...changed } });
		const run = await sync.callTrigger(id, event);
		const faults = faultsInB(sync, id, event === 'created' ? made : changed);
		if (run.status !== 'success') faults.unshift(`the workflow failed: ${run.error?.message}`);
		if (faults.length > 0) throw new Error(`${event}: ${faults.join('; ')}`);
	}
}

async function modulesAreListed({ n8n }: ProductSync): Promise<void> {
	const { results } = await n8n.rest.request<{ results: Array<{ value: string }> }>(
		'POST',
		'/dynamic-node-parameters/resource-locator-results',
		{ ...editorQuestion('searchModules', 'parameters.module'), filter: 'prod' },
	);
	if (!results.some(({ value }) => value === 'Products')) {
		throw new Error(`the list of modules has no Products: ${JSON.stringify(results)}`);
	}
}

async function fieldsAreMapped({ n8n }: ProductSync): Promise<void> {
	const { fields } = await n8n.rest.request<{ fields: Array<{ id: string; required: boolean }> }>(
		'POST',
		'/dynamic-node-parameters/resource-mapper-fields',
		editorQuestion('getFieldsOfNewRecord', 'parameters.fields'),
	);
	if (!fields.some(({ id, required }) => id === 'productname' && required)) {
		throw new Error('the field mapper does not show the mandatory product name');
	}
}

/** What the editor sends when it asks a method of the coreBOS node. */
function editorQuestion(methodName: string, path: string): object {
	return {
		nodeTypeAndVersion: { name: `${PACKAGE}.coreBos`, version: 1 },
		path,
		methodName,
		currentNodeParameters: {
			resource: 'record',
			operation: 'create',
			module: { __rl: true, mode: 'name', value: 'Products' },
		},
		credentials: CREDENTIAL_OF_A,
	};
}

async function changesAreHandedOut(sync: ProductSync): Promise<void> {
	const { rest } = sync.n8n;
	const known = (await rest.executions(WATCH_WORKFLOW)).map(({ id }) => id);
	await createProduct(sync.clientOfA, { productname: 'Watched' });
	const names: unknown[] = [];
	// The products of the check before it may come first, in a poll of their own.
	while (!names.includes('Watched')) {
		const run = await rest.nextExecution(WATCH_WORKFLOW, known, 75);
		known.push(run.id);
		if (run.status !== 'success') throw new Error(`the watch failed: ${run.error?.message}`);
		for (const { json } of run.runData['Watch Products'][0].data?.main?.[0] ?? []) {
			names.push(json.productname);
		}
	}
}

async function createProduct(client: CoreBosClient, values: object): Promise<string> {
	const element = { assigned_user_id: '19x1', ...values };
	const made = (await client.call('create', { elementType: 'Products', element })) as {
		id: string;
	};
	return made.id;
}
