import type { CoreBosClient } from '../environment';
import { isRecord } from '../is-record';
import { byTime, foundRecord } from './change-source';
import type { ChangePage, ChangeSource, Moment } from './change-source';
import { querySource } from './query-source';

/**
 * Finds changes by the operation `sync`, which also lists what was deleted, but leaves out the
 * records that are not assigned to the user (unless coreBOS's administrator has set the user up for
 * synchronization, `$cbodCSAppSyncUser`).
 *
 * @param serverTime the time of coreBOS's clock, in seconds since 1970
 */
export function syncSource(
	client: CoreBosClient,
	module: string,
	serverTime: () => Promise<Moment>,
): ChangeSource {
	// sync counts by the server's clock, which is not that of a record's times.
	const existing = querySource(client, { module });
	return {
		existing,
		now: async () => ({ since: await serverTime(), newest: (await existing.now()).newest }),
		changes: async (since) => await changesOf(client, module, since ?? 0),
	};
}

/**
 * The deletions of another source alone: its records are read by another way, so that nothing about
 * them has to be remembered.
 */
export function onlyDeletions(source: ChangeSource): ChangeSource {
	return {
		now: source.now,
		changes: async (since) => ({ ...(await source.changes(since)), records: [] }),
	};
}

async function changesOf(
	client: CoreBosClient,
	module: string,
	since: Moment,
): Promise<ChangePage> {
	// sync returns what is later than its time; what has the same second must come as well.
	const page = await laterThan(client, module, since - 1);
	if (!page.more || page.until > since) return page;
	// That second alone was more than an answer holds; sync returns a second as a whole.
	const next = await laterThan(client, module, since);
	return {
		...next,
		records: [...page.records, ...next.records],
		deleted: [...page.deleted, ...next.deleted],
	};
}

async function laterThan(
	client: CoreBosClient,
	elementType: string,
	moment: Moment,
): Promise<ChangePage & { until: Moment }> {
	const modifiedTime = Math.max(0, moment);
	const result = await client.call('sync', { modifiedTime, elementType });
	const { updated, deleted, more, lastModifiedTime } = isRecord(result) ? result : {};
	const until = Number(lastModifiedTime);
	if (!Array.isArray(updated) || !Array.isArray(deleted) || !Number.isFinite(until)) {
		throw new Error('coreBOS answered "sync" without a list of changes');
	}
	if (more === true && until <= modifiedTime) {
		throw new Error(
			`coreBOS answered "sync" with more to come, but again from ${until}: nothing after it can be read`,
		);
	}
	return {
		records: updated.filter(isRecord).map(foundRecord).sort(byTime),
		deleted: deleted.map(String),
		until: Math.max(modifiedTime, until),
		more: more === true,
	};
}
