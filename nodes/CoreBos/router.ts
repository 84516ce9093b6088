import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { coreBosConnection } from '../transport/coreBosConnection';
import { errorForNode, errorOfItem } from '../transport/coreBosErrorForNode';
import {
	answerFormats,
	CoreBosError,
	describeModule,
	sessionsFor,
	userFormats,
} from '../../engine';
import { accountOf } from '../editor/listSearch/editorConnection';
import { itemsInTurns, itemsText } from '../transport/itemsInTurns';
import { n8nHttp } from '../transport/n8nHttp';
import { showWarnings } from '../transport/showWarnings';
import type { Action, ActionRun, Outcome, Output } from './action';
import { NOT_MET, outputNames } from './actions/workflow/conditionOutputs';
import { withWantedFields } from './outputFields';
import { parallelCalls } from './parallelCalls';
import { resources } from './resources';

/**
 * Runs the chosen operation for every item. Output keeps the order of the items; an item that
 * fails ends the node, or is passed on with its error where the node says *Continue*.
 */
export async function route(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const action = chosenAction(this);
	const warnings = new Set<string>();
	const warn: ActionRun['warn'] = (text, itemIndex) => warnings.add(`${text} [item ${itemIndex}]`);
	const outcomes = await outcomesOf(this, action, warn);
	showWarnings(this, [...warnings]);
	const items = outcomes.flatMap((outcome, itemIndex) =>
		outputItems(this, action, outcome, itemIndex),
	);
	const names = outputNames(this.getNode().parameters);
	if (names.length === 1) return [items.map(({ item }) => item)];
	return names.map((_, index) =>
		items.filter(({ output = 0 }) => output === index).map(({ item }) => item),
	);
}

/** @throws NodeOperationError for a resource or operation that this version does not have */
function chosenAction(node: IExecuteFunctions): Action {
	const resource = node.getNodeParameter('resource', 0) as string;
	const operation = node.getNodeParameter('operation', 0) as string;
	const action = resources
		.find(({ choice }) => choice.value === resource)
		?.actions.find(({ choice }) => choice.value === operation);
	if (action) return action;
	throw new NodeOperationError(
		node.getNode(),
		`This version of the node has no operation "${operation}" of "${resource}"`,
		{ description: 'Choose another operation, or update the package n8n-nodes-corebos.' },
	);
}

async function runOf(node: IExecuteFunctions, warn: ActionRun['warn']): Promise<ActionRun> {
	const http = n8nHttp(node.helpers, node.getExecutionCancelSignal());
	const connection = await coreBosConnection(node, http, {
		sessions: sessionsFor(parallelCalls(node)),
	}).catch((error: Error) => Promise.reject(errorForNode(node.getNode(), error, 0)));
	if (connection) {
		const account = await accountOf(node);
		const { client } = connection;
		const describe = (module: string) => describeModule(client, module, account);
		return {
			node,
			connection,
			client,
			describe,
			formats: () => userFormats(client, account),
			answerFormats: () => answerFormats(client, account),
			warn,
		};
	}
	throw new NodeOperationError(node.getNode(), 'The node has no coreBOS credential', {
		description: 'Choose or create one in the list at the top of the node.',
	});
}

/**
 * What became of each item. Where the node does not say *Continue*, the first failure ends it:
 * nothing new is started then.
 */
async function outcomesOf(
	node: IExecuteFunctions,
	action: Action,
	warn: ActionRun['warn'],
): Promise<Outcome[]> {
	if ('start' in action) return await outcomesOfItems(node, action.start(node));
	const run = await runOf(node, warn);
	if (action.bulk?.isWanted(run)) {
		const outcomes = await action.bulk.execute(run);
		if (!node.continueOnFail()) refuseFailures(node, outcomes);
		return outcomes;
	}
	return await outcomesOfItems(node, async (itemIndex) => await action.execute(run, itemIndex));
}

async function outcomesOfItems(
	node: IExecuteFunctions,
	work: (itemIndex: number) => Promise<Output[]>,
): Promise<Outcome[]> {
	return await itemsInTurns(
		node.getInputData().length,
		{ concurrency: parallelCalls(node) },
		async (itemIndex): Promise<Outcome> => {
			try {
				return { outputs: await work(itemIndex) };
			} catch (error) {
				if (node.continueOnFail()) return { error: error as Error };
				throw errorForNode(node.getNode(), error as Error, itemIndex);
			}
		},
	);
}

/** The first failure as the node's error, with how many items were done nevertheless. */
function refuseFailures(node: IExecuteFunctions, outcomes: Outcome[]): void {
	const failed = outcomes.flatMap((outcome, itemIndex) =>
		'error' in outcome ? [{ ...outcome, itemIndex }] : [],
	);
	if (failed.length === 0) return;
	const [{ error, itemIndex }] = failed;
	const failure = errorForNode(node.getNode(), error, itemIndex);
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
		items.unknown.length > 0 ? `Nobody knows whether done: ${itemsText(items.unknown)}.` : '',
		items.failed.length > 0 ? `Failed: ${itemsText(items.failed)}.` : '',
		`${failed.length} of ${outcomes.length} items failed; ${done} were done and must not be repeated. With "On Error: Continue" each item tells its own result.`,
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
): RoutedItem[] {
	const pairedItem = { item: itemIndex };
	if ('outputs' in outcome) {
		const outputs = action.handsItemsOn
			? outcome.outputs
			: withWantedFields(node, itemIndex, outcome.outputs);
		return outputs.map(({ output, ...item }) => ({ item: { ...item, pairedItem }, output }));
	}
	const item = node.getInputData()[itemIndex];
	// n8n knows an item for the error output by having nothing but an error, and adds the
	// input item itself.
	const toErrorOutput = node.getNode().onError === 'continueErrorOutput';
	const error = errorOfItem(outcome.error, itemIndex);
	const json = { ...(!toErrorOutput && item.json), error };
	// As n8n's own If does it: what could not be checked is not met.
	const output = outputNames(node.getNode().parameters).length > 1 ? NOT_MET : undefined;
	return [{ item: { json, binary: item.binary, pairedItem }, output }];
}
