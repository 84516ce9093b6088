/**
 * `npm run demo`: two coreBOS installs (stand-ins), an n8n with this package and the product
 * sync of examples/product-sync between them. A product is made in A and changed in A; each
 * time A calls the workflow's production URL, as a CRM does, and the product arrives in B.
 * Then everything keeps running to be looked at. With `--once` it ends there, with 0 only if B
 * held the right product after both.
 *
 * `--maps published` runs the five maps of coreBOS's own article instead, unchanged but for the
 * address and the access key of B; `--maps-folder DIR` says where their files are.
 */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ensureHost } from './n8n/host';
import { packPackage } from './n8n/pack-package';
import {
	missingPublishedMap,
	PUBLISHED_MAPS_FOLDER,
	publishedMaps,
	publishedPaths,
	publishedWorkflows,
} from './n8n/published-maps';
import { syncedFields } from './n8n/example-workflow';
import {
	faultsInB,
	remoteIdField,
	startProductSync,
	type CoreBosRecord,
	type ProductSync,
} from './n8n/product-sync';
import { Progress } from './n8n/progress';

const created: CoreBosRecord = {
	productname: 'Espresso machine "Ñandú" 15 bar',
	productcode: '00471',
	unit_price: '1234.500000',
	qtyinstock: '7.250',
	website: 'https://example.com/?a=1&b=2',
	description: 'Two boilers, 230 V\nPath C:\\manuals',
};
const changed: CoreBosRecord = {
	...created,
	productname: 'Espresso machine "Ñandú" 16 bar',
	unit_price: '1199.000000',
};

const progress = new Progress();
const once = process.argv.includes('--once');
const isPublished = argument('--maps') === 'published';
const mapsFolder = argument('--maps-folder') ?? PUBLISHED_MAPS_FOLDER;
/** What is to be stopped or removed in the end, the last one first. */
const cleanUps: Array<() => Promise<void> | void> = [];
let stopping: Promise<void> | undefined;

/** The value behind a name on the command line. */
function argument(name: string): string | undefined {
	const place = process.argv.indexOf(name);
	return place === -1 ? undefined : process.argv[place + 1];
}

async function main(): Promise<void> {
	const missing = isPublished ? missingPublishedMap(mapsFolder) : undefined;
	if (missing !== undefined) {
		throw new Error(
			`${missing} is missing. Copy the five maps from the article on Run Web Service in coreBOS's blog, each into the file of that name, and say where they are: npm run demo -- --maps published --maps-folder DIR`,
		);
	}
	const host = await ensureHost(progress);
	const tarball = await packPackage(progress);
	cleanUps.push(() => rmSync(dirname(tarball), { recursive: true, force: true }));
	const sync = await startProductSync(host, tarball, progress, (_a, b) =>
		isPublished ? { workflows: publishedWorkflows(publishedMaps(b.connection, mapsFolder)) } : {},
	);
	cleanUps.push(sync.stop);

	progress.say(`\nn8n runs at ${sync.n8n.url}, the workflow is published at ${sync.triggerUrl}`);
	const right = isPublished ? await runPublished(sync) : await runSync(sync);
	if (once) {
		process.exitCode = right ? 0 : 1;
		await stopAll();
		return;
	}
	const [{ id: firstProduct }] = sync.a.records('Products');
	progress.say(whereToLook({ ...sync, firstProduct }));
}

/** What there is to look at and to try, ready to be copied. */
function whereToLook({ n8n, a, b, triggerUrl, workflowId, firstProduct }: ProductSync & Fired) {
	const { email, password } = n8n.owner;
	const install = ({ url, connection }: ProductSync['a']) =>
		`${url}   user ${connection.username}   access key ${connection.accessKey}`;
	return `
The workflow:    ${n8n.url}/workflow/${workflowId}
  email          ${email}
  password       ${password}
Its executions:  ${n8n.url}/workflow/${workflowId}/executions
coreBOS A:       ${install(a)}
coreBOS B:       ${install(b)}
The five maps are Business Maps of coreBOS A: in a Run Web Service Map node, select "From coreBOS"
under Map Source and the credential coreBOS A.

Fire it again:   curl -X POST '${triggerUrl}?record_id=${firstProduct}&workflow_id=44' -d 'reason=changed'

coreBOS A and B are stand-ins on this machine. Ctrl-C stops everything.`;
}

/** The product that a call of the trigger can name. */
interface Fired {
	firstProduct: string;
}

/**
 * The same with the published maps, which carry over name and serial number, and keep the id of
 * the product in B in the description of that in A.
 */
async function runPublished(sync: ProductSync): Promise<boolean> {
	const workflows = { created: 'publishedCreate0', changed: 'publishedUpdate0' };
	const { id } = (await sync.clientOfA.call('create', {
		elementType: 'Products',
		element: { productname: 'Espresso machine', serial_no: 'S-1', assigned_user_id: '19x1' },
	})) as CoreBosRecord;
	for (const what of ['created', 'changed'] as const) {
		progress.step(`the product is ${what} in A, which calls the workflow`);
		if (what === 'changed') {
			await sync.clientOfA.call('revise', { element: { id, serial_no: 'S-2' } });
		}
		const target = { workflowId: workflows[what], path: publishedPaths[what] };
		const run = await sync.callTrigger(id, what, target);
		const inA = sync.productInA(id);
		const inB = sync.b.records('Products');
		const faults = publishedFaults(inA, inB);
		if (run.status !== 'success') faults.unshift(`the workflow failed: ${run.error?.message}`);
		progress.say(`\nThe product was ${what} in A; in B there is now:`);
		for (const { id: ofB, productname, serial_no } of inB) {
			progress.say(`  ${ofB}  ${productname}  ${serial_no}`);
		}
		for (const fault of faults) progress.say(`  WRONG: ${fault}`);
		if (faults.length > 0) return false;
		progress.say('  right: one product, same values, A knows its id in B');
	}
	return true;
}

function publishedFaults(inA: CoreBosRecord, inB: CoreBosRecord[]): string[] {
	if (inB.length !== 1) return [`B has ${inB.length} products instead of one`];
	const [product] = inB;
	const faults = (['productname', 'serial_no'] as const)
		.filter((field) => product[field] !== inA[field])
		.map((field) => `${field} in B is "${product[field]}", in A "${inA[field]}"`);
	if (inA.description !== product.id) faults.push(`A keeps "${inA.description}" as the id in B`);
	return faults;
}

/** Creates and changes the product. @returns whether B held the right product both times */
async function runSync(sync: ProductSync): Promise<boolean> {
	progress.step('creating a product in A, which calls the workflow', '2 s');
	const { id } = (await sync.clientOfA.call('create', {
		elementType: 'Products',
		element: { ...created, assigned_user_id: '19x1' },
	})) as CoreBosRecord;
	if (!(await callAndShow(sync, id, 'created', created))) return false;

	progress.step('changing it in A, which calls the workflow', '2 s');
	const { productname, unit_price } = changed;
	await sync.clientOfA.call('revise', { element: { id, productname, unit_price } });
	return await callAndShow(sync, id, 'changed', changed);
}

async function callAndShow(
	sync: ProductSync,
	id: string,
	what: 'created' | 'changed',
	wanted: CoreBosRecord,
): Promise<boolean> {
	const run = await sync.callTrigger(id, what);
	progress.say(`\nThe product was ${what} in A; what arrived in B:\n${table(sync, id)}`);
	const faults = faultsInB(sync, id, wanted);
	if (run.status !== 'success') faults.unshift(`the workflow failed: ${run.error?.message}`);
	for (const fault of faults) progress.say(`  WRONG: ${fault}`);
	if (faults.length === 0) progress.say('  right: one product, same values, A knows its id in B');
	return faults.length === 0;
}

/** The product in A next to the products in B, one line for each field. */
function table(sync: ProductSync, id: string): string {
	const records = [sync.productInA(id), ...sync.b.records('Products')];
	const rows = [
		['', 'A', ...records.slice(1).map(() => 'B')],
		...['id', ...syncedFields, remoteIdField].map((field) => [
			field,
			...records.map((record) => (record[field] ?? '').replaceAll('\n', ' ↵ ')),
		]),
	];
	const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	return rows
		.map((row) =>
			`  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd(),
		)
		.join('\n');
}

async function stopAll(): Promise<void> {
	stopping ??= (async () => {
		progress.step('stopping');
		for (const cleanUp of cleanUps.reverse()) await cleanUp();
		progress.end();
	})();
	await stopping;
}

function stopAndExit(code: number): void {
	stopAll().then(
		() => process.exit(code),
		(error: unknown) => {
			console.error(error);
			process.exit(code || 1);
		},
	);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => stopAndExit(once ? 1 : 0));
}
main().catch((error: unknown) => {
	progress.end();
	console.error(error instanceof Error ? error.message : error);
	stopAndExit(1);
});
