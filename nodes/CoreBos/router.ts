import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { coreBosConnection } from '../transport/coreBosConnection';
import { errorForNode, errorOfItem } from '../transport/coreBosErrorForNode';
import {
	answerFormats,
	describeModule,
	userFormats,
	runConcurrently,
	sessionsFor,
} from '../../engine';
import { accountOf } from '../editor/listSearch/editorConnection';
import { n8nHttp } from '../transport/n8nHttp';
import { showWarnings } from '../transport/showWarnings';
import type { Action, ActionRun, Outcome } from './action';
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
	const run = await runOf(this, (text, itemIndex) => warnings.add(`${text} [item ${itemIndex}]`));
	const outcomes = await outcomesOf(action, run);
	showWarnings(this, [...warnings]);
	return [outcomes.flatMap((outcome, itemIndex) => outputItems(this, outcome, itemIndex))];
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
async function outcomesOf(action: Action, run: ActionRun): Promise<Outcome[]> {
	const { node } = run;
	if (action.bulk?.isWanted(run)) {
		const outcomes = await action.bulk.execute(run);
		if (!node.continueOnFail()) refuseFailures(node, outcomes);
		return outcomes;
	}
	return await runConcurrently(
		node.getInputData().length,
		{ concurrency: parallelCalls(node) },
		async (itemIndex): Promise<Outcome> => {
			try {
				return { outputs: await action.execute(run, itemIndex) };
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
	failure.description = [
		failure.description ?? '',
		`${failed.length} of ${outcomes.length} items failed; ${done} were done and must not be repeated. With "On Error: Continue" each item tells its own result.`,
	]
		.join(' ')
		.trim();
	throw failure;
}

function outputItems(
	node: IExecuteFunctions,
	outcome: Outcome,
	itemIndex: number,
): INodeExecutionData[] {
	const pairedItem = { item: itemIndex };
	if ('outputs' in outcome) {
		const outputs = withWantedFields(node, itemIndex, outcome.outputs);
		return outputs.map((output) => ({ ...output, pairedItem }));
	}
	const item = node.getInputData()[itemIndex];
	// n8n knows an item for the error output by having nothing but an error, and adds the
	// input item itself.
	const toErrorOutput = node.getNode().onError === 'continueErrorOutput';
	const error = errorOfItem(outcome.error, itemIndex);
	const json = { ...(!toErrorOutput && item.json), error };
	return [{ json, binary: item.binary, pairedItem }];
}
