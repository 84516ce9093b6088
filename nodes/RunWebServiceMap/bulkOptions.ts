import type { INodeProperties } from 'n8n-workflow';
import { BulkCreates, ConcurrencyLimit, type CoreBosClient } from '../../engine';
import { itemsPerCallOf } from '../editor/itemsPerCall';
import type { Install } from '../environment/install';
import type { BatchOptions } from './itemBatches';
import type { PreparedItem } from './mapRuns';

/** Items that are prepared before any of them is sent: a few calls, but no run of 100,000 items. */
const ITEMS_AT_A_TIME = 1000;

/** How a node sends many items in one call. */
export interface BulkOptions {
	itemsPerCall?: number;
	together?: boolean;
}

export const togetherOption: INodeProperties = {
	displayName: 'Send Items in Bulk',
	name: 'together',
	type: 'boolean',
	default: false,
	description:
		'Whether to send the items of a map that calls the coreBOS operation "create" by a few calls of MassCreate, which is much faster. Each item still gets its own result or error. Other maps are called for each item.',
};

/**
 * How the items of a bulk run follow each other: many are prepared, and then sent together.
 *
 * @param options those of the node
 */
export function bulkBatches(options: BulkOptions & BatchOptions) {
	const { batchSize = -1, batchInterval = 0 } = options.batching?.batch ?? {};
	const most = Math.max(
		ITEMS_AT_A_TIME,
		callsAtATime(options.concurrency) * itemsPerCallOf(options),
	);
	const size = batchSize < 0 ? most : Math.min(most, Math.max(1, batchSize));
	return { concurrency: size, batching: { batch: { batchSize: size, batchInterval } } };
}

/** Makes the calls of a prepared item go together with those of others. */
export type Gather = (prepared: PreparedItem) => PreparedItem;

/** The bulk run of a node: gathers the calls of its maps. */
export class BulkRun {
	private readonly creates: BulkCreates;
	private readonly limit: ConcurrencyLimit;

	constructor(options: BulkOptions & BatchOptions) {
		const most = callsAtATime(options.concurrency);
		this.creates = new BulkCreates({ chunkSize: itemsPerCallOf(options), concurrency: most });
		this.limit = new ConcurrencyLimit(most);
	}

	/**
	 * Runs an item with calls that are gathered. What its map reads of coreBOS is asked by no more
	 * items at a time than the node's *Concurrency*.
	 *
	 * @param run makes the output of the item of what {@link Gather} makes of the prepared one
	 */
	async during<Result>(run: (gather: Gather) => Promise<Result>): Promise<Result> {
		return await this.creates.during(
			async (gathering) =>
				await run((prepared) => {
					const connected = this.limited(prepared.connected);
					const environment = { ...prepared.environment, ...connected };
					return { ...prepared, connected, environment, http: gathering(prepared.http) };
				}),
		);
	}

	private limited(install: Install): Install {
		const { coreBos } = install;
		if (coreBos === undefined) return install;
		const call: CoreBosClient['call'] = async (operation, parameters) =>
			await this.limit.run(async () => await coreBos.call(operation, parameters));
		return { ...install, coreBos: { call } };
	}

	/** What the user should know: which calls were not made in bulk. */
	get warnings(): string[] {
		const { madeAlone } = this.creates;
		if (madeAlone === 0) return [];
		return [
			`${madeAlone === 1 ? 'One call was' : `${madeAlone} calls were`} not made in bulk. Send Items in Bulk needs a map that posts the coreBOS operation "create" as a form with operation, sessionName, elementType and element, and an element without lists.`,
		];
	}
}

function callsAtATime(concurrency: number | undefined): number {
	return Math.max(1, Number(concurrency) || 1);
}
