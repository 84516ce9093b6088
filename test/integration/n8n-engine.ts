/**
 * n8n's own engine for tests: workflows run by `WorkflowExecute` of n8n-core, with this
 * package's nodes. Only what n8n's server adds to the engine stands here in its place: a
 * credential store, and a start node (n8n-nodes-base is as large as n8n itself).
 */
import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IRun,
} from 'n8n-workflow';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	setSafeRegexEngine,
	Workflow,
} from 'n8n-workflow';
import { CoreBos } from '../../nodes/CoreBos/CoreBos.node';
import { RunWebServiceMap } from '../../nodes/RunWebServiceMap/RunWebServiceMap.node';
import { connectedInOrder, serverOfRun } from '../../scripts/n8n/engine-run';

const globalFlags = (flags = '') => (flags.includes('g') ? flags : `${flags}g`);

// n8n allows each of its own patterns 250 ms, which a busy machine exceeds: that says nothing of a node.
setSafeRegexEngine({
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, replacement) =>
		input.replace(new RegExp(pattern, flags), replacement),
	matchAll: (pattern, input, flags) => [...input.matchAll(new RegExp(pattern, globalFlags(flags)))],
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
});

const RUN_MAP = 'n8n-nodes-corebos.runWebServiceMap';
/** Type of the coreBOS node. */
export const CORE_BOS = 'n8n-nodes-corebos.coreBos';
const PASS_ON = 'test.passOn';

/** Hands its items on: the start of a test's workflow, and what follows an error output. */
const passOn: INodeType = {
	description: {
		displayName: 'Pass On',
		name: PASS_ON,
		group: ['transform'],
		version: 1,
		description: 'Hands its items on',
		defaults: { name: 'Pass On' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	},
};

const types: Record<string, INodeType> = {
	[RUN_MAP]: new RunWebServiceMap(),
	[CORE_BOS]: new CoreBos(),
	[`${CORE_BOS}Tool`]: new CoreBos(),
	[PASS_ON]: passOn,
};

const nodeTypes: INodeTypes = {
	getByName: (name) => types[name],
	getByNameAndVersion: (name) => types[name],
	getKnownTypes: () => ({}),
};

/** One node of a test's workflow. */
export interface MapNode {
	name: string;
	/** Type of the node; default Run Web Service Map. */
	type?: string;
	parameters: INodeParameters;
	/** Default: the version that workflows had before there were others. */
	typeVersion?: number;
	/** The values of its coreBosApi credential. */
	credential?: ICredentialDataDecryptedObject;
	/** The values of its coreBosClientCertificateApi credential. */
	certificate?: ICredentialDataDecryptedObject;
	onError?: INode['onError'];
}

function credentialsOf(node: Partial<MapNode> & { name: string }): INode['credentials'] {
	const saved = { id: node.name, name: node.name };
	return {
		...(node.credential && { coreBosApi: saved }),
		...(node.certificate && { coreBosClientCertificateApi: saved }),
	};
}

/** What came out of a workflow. */
export interface WorkflowOutcome {
	run: IRun;
	/** Items of a node's output, the first or the given one. */
	items(nodeName: string, output?: number): INodeExecutionData[];
	/** The error that ended the run. */
	error:
		| (Error & { description?: string | null; context?: IDataObject; httpCode?: string | null })
		| undefined;
}

/**
 * Runs nodes one after the other in n8n's engine.
 *
 * @param items the items that the first of them gets
 * @param nodes the nodes, in order
 * @param binaries files of the items, in their order
 */
export async function runNodes(
	items: IDataObject[],
	nodes: MapNode[],
	binaries: IBinaryKeyData[] = [],
): Promise<WorkflowOutcome> {
	const chain = [
		{ name: 'Start', type: PASS_ON, parameters: {} },
		...nodes.map((node) => ({ ...node, type: node.type ?? RUN_MAP })),
	];
	const workflow = new Workflow({
		id: 'test',
		name: 'test',
		active: false,
		nodeTypes,
		nodes: chain.map(
			(node, index): INode => ({
				id: node.name,
				name: node.name,
				type: node.type,
				typeVersion: ('typeVersion' in node && node.typeVersion) || 1,
				position: [index * 200, 0],
				parameters: node.parameters,
				...('onError' in node && { onError: node.onError }),
				credentials: credentialsOf(node),
			}),
		),
		connections: connectedInOrder(chain.map(({ name }) => name)),
		settings: { timezone: 'UTC', executionOrder: 'v1' },
	});
	const stored = new Map(nodes.map((node) => [node.name, node]));
	const server = serverOfRun(ExecutionLifecycleHooks, 'manual', 'test', (id, type) =>
		type === 'coreBosApi' ? stored.get(id)?.credential : stored.get(id)?.certificate,
	);
	const data = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{
					node: workflow.getNode('Start')!,
					data: { main: [items.map((json, index) => ({ json, binary: binaries[index] }))] },
					source: null,
				},
			],
		},
	});
	const run = await new WorkflowExecute(server, 'manual', data).processRunExecutionData(workflow);
	const result = run.data.resultData;
	return {
		run,
		items: (nodeName, output = 0) => result.runData[nodeName]?.[0]?.data?.main[output] ?? [],
		error: result.error as WorkflowOutcome['error'],
	};
}
