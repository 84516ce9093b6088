/**
 * n8n's own engine in this process: workflows run by `WorkflowExecute` of the n8n-core that n8n's
 * server runs, with n8n's own nodes and the built nodes of this package. What the server adds for
 * every node alike (saving the execution, telling the editor) is left out, so that the nodes are
 * compared and not the database.
 *
 * The process is started by `bench/index.ts` with n8n's Node, `BENCH_HOST` (the folder of the
 * installed n8n) and `BENCH_PACKAGE` (the unpacked package).
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	Expression,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
	IVersionedNodeType,
	Workflow,
	createRunExecutionData,
	NodeHelpers,
} from 'n8n-workflow';
import { connectedInOrder, serverOfRun } from '../scripts/n8n/engine-run';

/** n8n's two engines for `={{ }}`; `vm` is its default. */
export type ExpressionEngine = 'vm' | 'legacy';

const hostRequire = createRequire(join(setting('BENCH_HOST'), 'package.json'));
const packageRequire = createRequire(join(setting('BENCH_PACKAGE'), 'package.json'));

interface N8nWorkflow {
	Expression: typeof Expression;
	NodeHelpers: typeof NodeHelpers;
	Workflow: typeof Workflow;
	createRunExecutionData: typeof createRunExecutionData;
}
interface N8nCore {
	ExecutionLifecycleHooks: typeof ExecutionLifecycleHooks;
	WorkflowExecute: typeof WorkflowExecute;
}

hostRequire('reflect-metadata');
/** n8n-workflow as n8n loads it. */
export const n8nWorkflow = hostRequire('n8n-workflow') as N8nWorkflow;
const n8nCore = hostRequire('n8n-core') as N8nCore;

function setting(name: string): string {
	const value = process.env[name];
	if (value === undefined) throw new Error(`Start this by "npm run bench": ${name} is not set`);
	return value;
}

/** Path of a node's file in n8n-nodes-base or in this package. */
export function fileOfNode(type: string): string {
	const [source, name] = type.split('.');
	const className = name[0].toUpperCase() + name.slice(1);
	const file = `dist/nodes/${className}/${className}.node.js`;
	return source === 'n8n-nodes-base'
		? hostRequire.resolve(`n8n-nodes-base/${file}`)
		: packageRequire.resolve(`./${file}`);
}

/** Path of a module that n8n is made of. */
export function hostModule(name: string): string {
	return hostRequire.resolve(name);
}

const loaded = new Map<string, INodeType | IVersionedNodeType>();

/** A node of n8n-nodes-base or of this package, as n8n instantiates it. */
export function nodeType(type: string): INodeType | IVersionedNodeType {
	const known = loaded.get(type);
	if (known !== undefined) return known;
	const exported = hostRequire(fileOfNode(type)) as Record<
		string,
		new () => INodeType | IVersionedNodeType
	>;
	const [Type] = Object.values(exported).filter((value) => typeof value === 'function');
	const made = new Type();
	loaded.set(type, made);
	return made;
}

/** Adds a node of the benchmark's own. */
export function addNodeType(type: string, node: INodeType): void {
	loaded.set(type, node);
}

/** The built engine of this package. */
export function builtEngine(): typeof import('../engine') {
	return packageRequire('./dist/engine') as typeof import('../engine');
}

/** One node of a workflow. */
export interface BenchNode {
	name: string;
	type: string;
	typeVersion: number;
	parameters: IDataObject;
	/** The values of its coreBosApi credential. */
	credential?: ICredentialDataDecryptedObject;
}

/** Begins with an expression engine, as n8n's server does with its defaults. */
export async function startExpressions(engine: ExpressionEngine): Promise<void> {
	n8nWorkflow.Expression.setExpressionEngine(engine);
	await n8nWorkflow.Expression.initExpressionEngine({
		engine,
		bridgeTimeout: 5000,
		bridgeMemoryLimit: 128,
		poolSize: 1,
		maxCodeCacheSize: 1024,
	});
}

/**
 * Runs nodes one behind the other in n8n's engine.
 *
 * @param items what the first of them gets
 * @param nodes the nodes, in order
 * @returns the items of the last node's first output
 * @throws Error where the run ends with an error
 */
export async function runNodes(
	items: IDataObject[],
	nodes: BenchNode[],
): Promise<INodeExecutionData[]> {
	const workflow = workflowOf(nodes);
	const data = n8nWorkflow.createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{
					node: workflow.getNode(nodes[0].name)!,
					data: { main: [items.map((json, index) => ({ json, pairedItem: { item: index } }))] },
					source: null,
				},
			],
		},
	});
	const stored = new Map(nodes.map(({ name, credential }) => [name, credential]));
	const server = serverOfRun(n8nCore.ExecutionLifecycleHooks, 'trigger', 'bench', (id) =>
		stored.get(id),
	);
	const engine = new n8nCore.WorkflowExecute(server, 'trigger', data);
	const run = (await engine.processRunExecutionData(workflow)) as IRun;
	const { error, runData } = run.data.resultData;
	if (error !== undefined) throw new Error(`the run failed: ${error.message}`, { cause: error });
	const [last] = runData[nodes[nodes.length - 1].name] ?? [];
	return last?.data?.main[0] ?? [];
}

/** A workflow of these nodes, connected by their first outputs. */
export function workflowOf(nodes: BenchNode[]): Workflow {
	return new n8nWorkflow.Workflow({
		id: 'bench',
		name: 'bench',
		active: false,
		nodeTypes: {
			getByName: nodeType,
			getByNameAndVersion: (type, version) =>
				n8nWorkflow.NodeHelpers.getVersionedNodeType(nodeType(type), version),
			getKnownTypes: () => ({}),
		},
		nodes: nodes.map(
			(node, index): INode => ({
				id: node.name,
				name: node.name,
				type: node.type,
				typeVersion: node.typeVersion,
				position: [index * 200, 0],
				parameters: node.parameters as INodeParameters,
				...(node.credential && {
					credentials: { coreBosApi: { id: node.name, name: node.name } },
				}),
			}),
		),
		connections: connectedInOrder(nodes.map(({ name }) => name)),
		settings: { timezone: 'UTC', executionOrder: 'v1' },
	});
}
