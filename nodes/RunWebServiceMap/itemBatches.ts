import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { thrownError } from '../../engine';
import { failedItem } from '../transport/coreBosErrorForNode';
import { runItems } from '../transport/runItems';
import { showWarnings } from '../transport/showWarnings';
import { mapErrorForNode } from './mapErrorForNode';

/** How many items run at a time, and how batches of them follow each other. */
export interface BatchOptions {
	concurrency?: number;
	batching?: { batch?: { batchSize?: number; batchInterval?: number } };
}

/** As n8n's HTTP Request node calls it; n8n's lint wants the unit in capitals. */
const BATCH_INTERVAL = 'Batch Interval (ms)';

/** The same as n8n's HTTP Request node has it. */
export const batchingOption: INodeProperties = {
	displayName: 'Batching',
	name: 'batching',
	placeholder: 'Add Batching',
	type: 'fixedCollection',
	typeOptions: { multipleValues: false },
	default: { batch: {} },
	options: [
		{
			displayName: 'Batching',
			name: 'batch',
			values: [
				{
					displayName: 'Items per Batch',
					name: 'batchSize',
					type: 'number',
					typeOptions: { minValue: -1 },
					default: 50,
					description:
						'Input is split into batches to throttle calls. -1 disables batching. 0 is treated as 1.',
				},
				{
					displayName: BATCH_INTERVAL,
					name: 'batchInterval',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 1000,
					description: 'Pause between two batches, in milliseconds. 0 for no pause.',
				},
			],
		},
	],
};

export const concurrencyOption: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 1,
	description:
		'How many items run at the same time. With 1 they run one after another, as in coreBOS. The output always keeps the order of the input.',
};

/** The run of one item. */
export interface ItemRun {
	item: INodeExecutionData;
	itemIndex: number;
	/** Notes the name of the map, for errors. */
	ofMap(methodName: string | undefined): void;
	/** What the expressions of the item have written in coreBOS, for errors. */
	written: string[];
	/** Shows a warning above the node's output, once for all items. */
	warn(text: string): void;
}

/**
 * Runs for each item, in batches and a few at a time. An item that fails ends the node, or is passed on
 * with its error where the node says *Continue*, and the others go on.
 *
 * @param context the node's execute context
 * @param options how many at a time, and the pause between batches
 * @param work makes the output of an item
 * @returns the output, in the order of the items
 * @throws NodeOperationError or NodeApiError of the first item that failed
 */
export async function runForEachItem(
	context: IExecuteFunctions,
	options: BatchOptions,
	work: (run: ItemRun) => Promise<INodeExecutionData>,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const warnings = new Set<string>();
	const warn = (text: string) => warnings.add(text);
	const run = async (itemIndex: number): Promise<INodeExecutionData> => {
		const item = items[itemIndex];
		let methodName: string | undefined;
		const ofMap = (name: string | undefined) => {
			methodName = name;
		};
		const written: string[] = [];
		try {
			return await work({ item, itemIndex, ofMap, written, warn });
		} catch (error) {
			const failure = mapErrorForNode(context.getNode(), thrownError(error), {
				itemIndex,
				isOnly: items.length === 1,
				methodName,
				written,
				isDefinedInNode: context.getNodeParameter('mapSource', itemIndex, '') === 'define',
			});
			if (!context.continueOnFail()) throw failure;
			const { message, description } = failure;
			const told = [message, description].filter(Boolean).join('. ');
			return failedItem(context, itemIndex, told);
		}
	};
	const output = await runItems(items.length, batchesOf(context, options), run);
	showWarnings(context, [...warnings]);
	return output;
}

function batchesOf(context: IExecuteFunctions, { concurrency, batching }: BatchOptions) {
	const { batchSize = -1, batchInterval = 0 } = batching?.batch ?? {};
	return {
		concurrency: Math.max(1, Number(concurrency) || 1),
		...(batchSize >= 0 && { batchSize: Math.max(1, batchSize) }),
		pause: async () => {
			if (batchInterval > 0) await sleep(batchInterval);
			context.getExecutionCancelSignal()?.throwIfAborted();
		},
	};
}
