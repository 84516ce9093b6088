import type { INodeProperties } from 'n8n-workflow';
import { itemsPerCallOf, itemsPerCallOption } from '../../../editor/itemsPerCall';
import { optionsOf } from '../../../editor/parameterValues';
import { errorForNode } from '../../../transport/coreBosErrorForNode';
import { itemsText } from '../../../transport/runItems';
import { thrownError, type MassOptions, type MassOutcome } from '../../../../engine';
import type { ActionRun, ConnectedAction, Outcome, Output } from '../../action';
import { callOptions } from '../../callOptions';
import { callConcurrency } from '../../concurrency';

/** Entries of *Options* of the operations that can send many items in one call. */
export const bulkOptions: INodeProperties[] = [
	itemsPerCallOption,
	{
		displayName: 'Send Items in Bulk',
		name: 'together',
		type: 'boolean',
		default: false,
		description:
			'Whether to send many items in one call, which is much faster. Each item still gets its own result or error.',
	},
];

/** The steps of a bulk run. */
interface BulkSteps<Wanted> {
	/** What to send for an item; undefined if another item includes it, which leaves it no output. */
	prepare(itemIndex: number): Promise<Wanted | undefined>;
	/** Sends all of it. */
	send(wanted: Wanted[], options: MassOptions): Promise<MassOutcome[]>;
	/** The output of an item. */
	finish(
		itemIndex: number,
		wanted: Wanted,
		record: Record<string, unknown>,
	): Output[] | Promise<Output[]>;
}

/** The bulk form of an action. */
export function workInBulk<Wanted>(
	stepsOf: (run: ActionRun) => BulkSteps<Wanted>,
): NonNullable<ConnectedAction['bulk']> {
	return {
		isWanted: ({ node }) => {
			const { together } = optionsOf<{ together?: boolean }>(node, 0);
			return together === true;
		},
		execute: async (run) => await outcomesOf(run, stepsOf(run)),
	};
}

async function outcomesOf<Wanted>(run: ActionRun, steps: BulkSteps<Wanted>): Promise<Outcome[]> {
	const { node } = run;
	const outcomes: Outcome[] = [];
	const sent: Array<{ itemIndex: number; wanted: Wanted }> = [];
	for (let itemIndex = 0; itemIndex < node.getInputData().length; itemIndex++) {
		try {
			const wanted = await steps.prepare(itemIndex);
			if (wanted === undefined) outcomes[itemIndex] = { outputs: [] };
			else sent.push({ itemIndex, wanted });
		} catch (error) {
			// Nothing has been sent yet; unless the node continues on errors, nothing is.
			if (!node.continueOnFail()) throw notBegun(run, thrownError(error), itemIndex);
			outcomes[itemIndex] = { error: thrownError(error) };
		}
	}
	const options = massOptionsOf(run, (place) => sent[place].itemIndex);
	const results = await steps.send(
		sent.map(({ wanted }) => wanted),
		options,
	);
	for (const [place, { itemIndex, wanted }] of sent.entries()) {
		outcomes[itemIndex] = await finished(results[place], (record) =>
			steps.finish(itemIndex, wanted, record),
		);
	}
	return outcomes;
}

/** The error of an item that cannot be sent: no item was. */
function notBegun({ node }: ActionRun, error: Error, itemIndex: number) {
	const others = node.getInputData().flatMap((_, index) => (index === itemIndex ? [] : [index]));
	const failure = errorForNode(node.getNode(), error, itemIndex, others.length === 0);
	if (others.length === 0) return failure;
	failure.description = [failure.description, `Not started: ${itemsText(others)}.`]
		.filter(Boolean)
		.join(' ');
	failure.context.items = { done: [], notBegun: others };
	return failure;
}

async function finished(
	result: MassOutcome,
	finish: (record: Record<string, unknown>) => Output[] | Promise<Output[]>,
): Promise<Outcome> {
	if ('error' in result) return result;
	try {
		return { outputs: await finish(result.record) };
	} catch (error) {
		return { error: thrownError(error) };
	}
}

function massOptionsOf({ node }: ActionRun, itemOf: (place: number) => number): MassOptions {
	return {
		chunkSize: itemsPerCallOf(optionsOf<{ itemsPerCall?: number }>(node, 0)),
		concurrency: callConcurrency(node),
		parameters: (place) => {
			const { cbwsOptions } = callOptions(node, itemOf(place)).parameters;
			if (cbwsOptions?.ClientRequestIdentifier === undefined) {
				return cbwsOptions === undefined ? {} : { cbwsOptions };
			}
			// All items of a call share its identifier; the next call needs another one.
			const identifier = `${String(cbwsOptions.ClientRequestIdentifier)} ${place}`;
			return { cbwsOptions: { ...cbwsOptions, ClientRequestIdentifier: identifier } };
		},
	};
}
