import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { optionsOf } from '../editor/parameterValues';
import { requireCoreBosConnection, type NodeConnection } from '../transport/coreBosConnection';
import {
	errorForNode,
	errorOfItem,
	failedItem,
	placeOfItem,
} from '../transport/coreBosErrorForNode';
import {
	answerFormats,
	CoreBosError,
	describeModule,
	sessionsFor,
	userFormats,
	thrownError,
} from '../../engine';
import { runItems, itemsText } from '../transport/runItems';
import { sizeLimitOf } from '../transport/n8nHttp';
import { withParametersOnce } from '../transport/parametersOnce';
import { showWarnings } from '../transport/showWarnings';
import type { Action, ActionRun, Outcome, Output } from './action';
import { toldToAgent } from './agentTool';
import { NOT_MET, conditionOutputNames } from './actions/workflow/conditionOutputs';
import { callConcurrency } from './concurrency';
import { applyOutputOptions } from './outputOptions';
import { resources } from './resources';

/**
 * Runs the chosen operation for every item. Output keeps the order of the items; an item that
 * fails ends the run, or continues with its error if the node is set to *Continue*. An agent is told
 * the error of its tool.
 */
export async function route(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await toldToAgent(this, async () => await outputsOf(withParametersOnce(this)));
}

async function outputsOf(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const action = selectedAction(node);
	const told = new ToldByActions(hasOneItem(node));
	const outcomes = await outcomesOf(node, action, told);
	showWarnings(node, [...told.warnings]);
	const items = outcomes.flatMap((outcome, itemIndex) =>
		outputItems(node, action, outcome, itemIndex, told.contexts.get(itemIndex)),
	);
	const names = conditionOutputNames(node.getNode().parameters);
	if (names.length === 1) return [items.map(({ item }) => item)];
	return names.map((_, index) =>
		items.filter(({ output = 0 }) => output === index).map(({ item }) => item),
	);
}

function hasOneItem(node: IExecuteFunctions): boolean {
	return node.getInputData().length === 1;
}

/** What actions report in addition to their outcomes. */
class ToldByActions implements Pick<ActionRun, 'warn' | 'setContext'> {
	readonly warnings = new Set<string>();
	/** Variables of the workflow context by the index of the item. */
	readonly contexts = new Map<number, Record<string, unknown>>();

	/** @param isOnly whether there is one item, which nobody needs to be told apart */
	constructor(private readonly isOnly: boolean) {}

	readonly warn = (text: string, itemIndex: number): void => {
		this.warnings.add(this.isOnly ? text : `${text} ${placeOfItem(itemIndex)}`);
	};

	readonly setContext = (variables: Record<string, unknown>, itemIndex: number): void => {
		this.contexts.set(itemIndex, { ...this.contexts.get(itemIndex), ...variables });
	};
}

/** @throws NodeOperationError for a resource or operation that this version does not have */
function selectedAction(node: IExecuteFunctions): Action {
	const resource = node.getNodeParameter('resource', 0) as string;
	const operation = node.getNodeParameter('operation', 0) as string;
	const action = resources
		.find(({ choice }) => choice.value === resource)
		?.actions.find(({ choice }) => choice.value === operation);
	if (action) return action;
	throw new NodeOperationError(
		node.getNode(),
		`This version of the node does not have the operation "${resource}: ${operation}"`,
		{ description: 'Select another operation, or update the package n8n-nodes-corebos.' },
	);
}

async function createRun(
	node: IExecuteFunctions,
	{ warn, setContext }: ToldByActions,
): Promise<ActionRun> {
	const connection = await connectionOf(node);
	const { client, account } = connection;
	return {
		node,
		connection,
		client,
		describe: (module) => describeModule(client, module, account),
		formats: () => userFormats(client, account),
		answerFormats: () => answerFormats(client, account),
		warn,
		setContext,
	};
}

async function connectionOf(node: IExecuteFunctions): Promise<NodeConnection> {
	const options = optionsOf(node, 0);
	const cancelled = node.getExecutionCancelSignal();
	try {
		const sessions = sessionsFor(callConcurrency(node));
		return await requireCoreBosConnection(node, {
			sessions,
			cancelled,
			sizeLimit: sizeLimitOf(options),
		});
	} catch (error) {
		throw errorForNode(node.getNode(), thrownError(error), 0, hasOneItem(node));
	}
}

/**
 * The outcome of each item. Unless the node is set to *Continue*, the first failure ends the run
 * and nothing new is started.
 */
async function outcomesOf(
	node: IExecuteFunctions,
	action: Action,
	told: ToldByActions,
): Promise<Outcome[]> {
	if ('start' in action) return await outcomesOfItems(node, action.start(node));
	const run = await createRun(node, told);
	if (action.bulk?.isWanted(run)) {
		const outcomes = await action.bulk.execute(run);
		if (!node.continueOnFail()) throwOnFailure(node, outcomes);
		return outcomes;
	}
	return await outcomesOfItems(node, async (itemIndex) => await action.execute(run, itemIndex));
}

async function outcomesOfItems(
	node: IExecuteFunctions,
	work: (itemIndex: number) => Promise<Output[]>,
): Promise<Outcome[]> {
	return await runItems(
		node.getInputData().length,
		{ concurrency: callConcurrency(node) },
		async (itemIndex): Promise<Outcome> => {
			try {
				return { outputs: await work(itemIndex) };
			} catch (error) {
				if (node.continueOnFail()) return { error: thrownError(error) };
				throw errorForNode(node.getNode(), thrownError(error), itemIndex, hasOneItem(node));
			}
		},
	);
}

/** Throws the first failure as the node's error; it says how many items were done. */
function throwOnFailure(node: IExecuteFunctions, outcomes: Outcome[]): void {
	const failed = outcomes.flatMap((outcome, itemIndex) =>
		'error' in outcome ? [{ ...outcome, itemIndex }] : [],
	);
	if (failed.length === 0) return;
	const [{ error, itemIndex }] = failed;
	const failure = errorForNode(node.getNode(), error, itemIndex, hasOneItem(node));
	const done = outcomes.length - failed.length;
	const isUnknown = ({ error: one }: { error: Error }) =>
		one instanceof CoreBosError && one.outcome === 'unknown';
	const items = {
		done: outcomes.flatMap((outcome, index) => ('error' in outcome ? [] : [index])),
		unknown: failed.filter(isUnknown).map((one) => one.itemIndex),
		failed: failed.filter((one) => !isUnknown(one)).map((one) => one.itemIndex),
	};
	failure.context.items = items;
	failure.description = [
		failure.description ?? '',
		items.done.length > 0 ? `Done: ${itemsText(items.done)}.` : '',
		items.unknown.length > 0 ? `Unknown whether done: ${itemsText(items.unknown)}.` : '',
		items.failed.length > 0 ? `Failed: ${itemsText(items.failed)}.` : '',
		`${failed.length} of ${outcomes.length} items failed; ${done} were done: do not repeat them. With "On Error: Continue", each item reports its own result.`,
	]
		.filter((text) => text !== '')
		.join(' ');
	throw failure;
}

/** An item and the number of the output that it goes to. */
interface RoutedItem {
	item: INodeExecutionData;
	output?: number;
}

function outputItems(
	node: IExecuteFunctions,
	action: Action,
	outcome: Outcome,
	itemIndex: number,
	context: Record<string, unknown> | undefined,
): RoutedItem[] {
	if ('outputs' in outcome) {
		const pairedItem = { item: itemIndex };
		const outputs = action.handsItemsOn
			? outcome.outputs
			: applyOutputOptions(node, itemIndex, outcome.outputs, context);
		return outputs.map(({ output, ...item }) => ({ item: { ...item, pairedItem }, output }));
	}
	const error = errorOfItem(outcome.error, itemIndex, hasOneItem(node));
	// As n8n's own If does it: what could not be checked is not met.
	const output = conditionOutputNames(node.getNode().parameters).length > 1 ? NOT_MET : undefined;
	return [{ item: failedItem(node, itemIndex, error), output }];
}
