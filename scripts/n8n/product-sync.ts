import type { CoreBosClient } from '../../engine/environment';
import { createCoreBosClient } from '../../engine/corebos';
import { startCoreBos, type CoreBosStandIn } from '../../test/corebos';
import { fetchHttp } from '../../test/corebos/http';
import { addressOfB, exampleWorkflow, syncedFields } from './example-workflow';
import type { N8nHost } from './host';
import type { Progress } from './progress';
import type { Execution } from './rest';
import { startN8n, type CredentialImport, type RunningN8n, type WorkflowImport } from './start';

/** A record of coreBOS, values as its web service gives them. */
export type CoreBosRecord = Record<string, string>;

/** A published workflow and the path of its trigger. */
export interface CallTarget {
	workflowId: string;
	path: string;
}

/** What n8n gets next to the example. */
export interface MoreToImport {
	credentials?: CredentialImport[];
	workflows?: WorkflowImport[];
	/** More environment variables for n8n. */
	environment?: Record<string, string>;
}

/** The workflow of `examples/product-sync` in a running n8n, between two coreBOS stand-ins. */
export interface ProductSync {
	/** Where products are made and changed. */
	a: CoreBosStandIn;
	/** Where they shall arrive. */
	b: CoreBosStandIn;
	n8n: RunningN8n;
	/** Production URL of the trigger. */
	triggerUrl: string;
	/** Id of the example's workflow in n8n. */
	workflowId: string;
	/** The web service of A, as a user of A works with it. */
	clientOfA: CoreBosClient;
	/** The product of A as it is now. @throws Error when A has none with this id */
	productInA(id: string): CoreBosRecord;
	/**
	 * Tells n8n about a product as the CRM does, and waits for the workflow to end.
	 *
	 * @param recordId web service id of the product in A
	 * @param event what happened to it
	 * @param target the n8n workflow that is called; default the example
	 * @returns the run of the workflow
	 * @throws Error when the call is refused or no run follows
	 */
	callTrigger(
		recordId: string,
		event: keyof typeof workflowIds,
		target?: CallTarget,
	): Promise<Execution>;
	/** Stops everything. */
	stop(): Promise<void>;
}

/** Name of the example, and path of its trigger. */
const examplePath = 'product-sync';

/** The field of a product in A that holds the product's id in B. */
export const remoteIdField = 'cf_remote_id';

const workflowIds = { created: '43', changed: '44' };

/** The maps of the example as business maps of A, where a node can read them. */
function exampleMaps(urlOfB: string): CoreBosRecord[] {
	return mapNodesOf(productSyncWorkflow(urlOfB)).map(({ name, xml }) => ({
		mapname: name,
		maptype: 'Webservice Mapping',
		targetname: 'Products',
		content: xml,
	}));
}

function mapNodesOf({ nodes }: WorkflowImport): Array<{ name: string; xml: string }> {
	return nodes.flatMap(({ name, parameters: { mapXml } }) =>
		typeof mapXml === 'string' ? [{ name, xml: mapXml }] : [],
	);
}

/** Two installs that share no ids, so that a mix-up of theirs shows. */
async function startInstalls(): Promise<{ a: CoreBosStandIn; b: CoreBosStandIn }> {
	const b = await startCoreBos({ name: 'coreBOS B', nextNumber: 24711 });
	const a = await startCoreBos({
		name: 'coreBOS A',
		customFields: { Products: [remoteIdField] },
		nextNumber: 10852,
		records: { cbMap: exampleMaps(b.url) },
	});
	return { a, b };
}

/**
 * The example's credentials, which its nodes know by id, for these two installs. That of A, which
 * has the maps, comes last: n8n attaches the newest one to a node that needs one.
 */
function exampleCredentials(a: CoreBosStandIn, b: CoreBosStandIn): CredentialImport[] {
	return [
		{ id: 'coreBosInstallB0', name: 'coreBOS B', type: 'coreBosApi', data: { ...b.connection } },
		{ id: 'coreBosInstallA0', name: 'coreBOS A', type: 'coreBosApi', data: { ...a.connection } },
	];
}

/** The example's workflow with the address of B in its maps. @param urlOfB without a path */
export function productSyncWorkflow(urlOfB: string): WorkflowImport {
	return exampleWorkflow(examplePath, { [addressOfB]: urlOfB });
}

/**
 * Starts two stand-ins and an n8n with the package, the credentials and the published
 * workflow of the example.
 *
 * @param host the n8n to start
 * @param packageTarball the packed package; undefined: n8n starts without package and workflow
 * @param progress told what is being done
 * @param more credentials and workflows next to the example, for these two installs
 */
export async function startProductSync(
	host: N8nHost,
	packageTarball: string | undefined,
	progress: Progress,
	more: (a: CoreBosStandIn, b: CoreBosStandIn) => MoreToImport = () => ({}),
): Promise<ProductSync> {
	const { a, b } = await startInstalls();
	const closeInstalls = async () => {
		await a.close();
		await b.close();
	};
	try {
		const workflow = productSyncWorkflow(b.url);
		const { credentials = [], workflows = [], environment } = more(a, b);
		const n8n = await startN8n({
			host,
			packageTarball,
			credentials: [...exampleCredentials(a, b), ...credentials],
			workflows: packageTarball === undefined ? workflows : [workflow, ...workflows],
			environment,
			progress,
		});
		const stop = async () => {
			await n8n.stop();
			await closeInstalls();
		};
		try {
			if (packageTarball !== undefined) await n8n.webhookReady(examplePath);
		} catch (error) {
			await n8n.stop();
			throw error;
		}
		return productSync({ a, b, n8n, stop }, { workflowId: workflow.id, path: examplePath });
	} catch (error) {
		await closeInstalls();
		throw error;
	}
}

function productSync(
	running: Pick<ProductSync, 'a' | 'b' | 'n8n' | 'stop'>,
	exampleTarget: CallTarget,
): ProductSync {
	const { a, n8n } = running;
	const urlOf = ({ path }: CallTarget) => `${n8n.url}/webhook/${path}`;
	return {
		...running,
		triggerUrl: urlOf(exampleTarget),
		workflowId: exampleTarget.workflowId,
		clientOfA: createCoreBosClient(a.connection, fetchHttp),
		productInA: (id) => {
			const found = a.records('Products').find((product) => product.id === id);
			if (!found) throw new Error(`${a.name} has no product ${id}`);
			return found;
		},
		callTrigger: async (recordId, event, target = exampleTarget) => {
			const known = (await n8n.rest.executions(target.workflowId)).map(({ id }) => id);
			const query = new URLSearchParams({
				record_id: recordId,
				workflow_id: workflowIds[event],
			});
			// As PHP's cURL sends a form in the field: with a trailing ampersand.
			const response = await fetch(`${urlOf(target)}?${query}`, {
				method: 'POST',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				body: `source=${encodeURIComponent(a.name)}&reason=${event}&`,
			});
			if (response.status !== 200) {
				throw new Error(
					`the trigger answers HTTP ${response.status}: ${await response.text()}\n${n8n.logTail()}`,
				);
			}
			return await n8n.rest.nextExecution(target.workflowId, known);
		},
	};
}

/**
 * What is wrong with the product in B after the sync.
 *
 * @param sync the running sync
 * @param id web service id of the product in A
 * @param wanted values that it must have in both
 * @returns what is wrong in plain words; empty when all is right
 */
export function faultsInB(sync: ProductSync, id: string, wanted: CoreBosRecord): string[] {
	const inA = sync.productInA(id);
	const inB = sync.b.records('Products');
	if (inB.length !== 1) return [`${sync.b.name} has ${inB.length} products instead of one`];
	const faults = Object.entries(wanted)
		.filter(([field, value]) => inA[field] !== value)
		.map(([field, value]) => `${field} in A is ${quoted(inA[field])}, not ${quoted(value)}`);
	for (const field of syncedFields) {
		if (inB[0][field] !== inA[field]) {
			faults.push(`${field} in B is ${quoted(inB[0][field])}, in A ${quoted(inA[field])}`);
		}
	}
	if (inA[remoteIdField] !== inB[0].id) {
		faults.push(`A keeps ${quoted(inA[remoteIdField])} as the id in B, which is ${inB[0].id}`);
	}
	return faults;
}

function quoted(value: string | undefined): string {
	return value === undefined ? 'missing' : JSON.stringify(value);
}
