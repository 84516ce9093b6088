import type { CoreBosClient } from '../environment';
import { findRecords, massRetrieve, type QueryCondition } from '../corebos';
import { byTime, foundRecord, isStoredTime, momentText } from './change-source';
import type { ChangePage, ChangeSource, FoundRecord, Moment } from './change-source';

/** Which records of a module are watched. */
interface WatchedRecords {
	module: string;
	/** Fields that are read besides id and times; none: all. */
	fields?: string[];
	/** What the records must hold, all of it. */
	conditions?: QueryCondition[];
}

/** Rows of a query, where the caller wants no other number. */
const PAGE_SIZE = 200;
const TIMES = ['createdtime', 'modifiedtime'];

/**
 * Finds changes by queries on `modifiedtime`: all records that the user may see, but none that
 * is deleted. Pages follow each other by time, not by offset, so that a record which is changed
 * or deleted meanwhile moves no other one out of sight.
 *
 * @param pageSize rows of a query
 */
export function querySource(
	client: CoreBosClient,
	watched: WatchedRecords,
	pageSize = PAGE_SIZE,
): ChangeSource {
	return {
		now: async () => {
			const newest = (await newestRecord(client, watched))?.modified ?? null;
			return { since: newest, newest };
		},
		changes: async (since) => await changedSince(client, watched, since, pageSize),
	};
}

/** The record that was changed last; undefined where there is none. */
export async function newestRecord(
	client: CoreBosClient,
	watched: WatchedRecords,
): Promise<FoundRecord | undefined> {
	const [newest] = await ask(client, watched, { descending: true, limit: 1 });
	return newest;
}

async function changedSince(
	client: CoreBosClient,
	watched: WatchedRecords,
	since: Moment | null,
	pageSize: number,
): Promise<ChangePage> {
	// coreBOS orders by one column alone: of a second with more records than a page has, each
	// call could answer others. Such a second is read whole.
	for (let limit = pageSize; ; limit *= 2) {
		const records = await ask(client, watched, { since, limit });
		const until = records.at(-1)?.modified ?? since;
		const more = records.length === limit;
		if (!more || until !== since) return { records, deleted: [], until, more };
	}
}

interface Asked {
	since?: Moment | null;
	descending?: boolean;
	limit: number;
}

async function ask(
	client: CoreBosClient,
	{ module, fields = [], conditions = [] }: WatchedRecords,
	{ since = null, descending, limit }: Asked,
): Promise<FoundRecord[]> {
	const records = await findRecords(client, {
		module,
		fields: fields.length === 0 ? [] : [...new Set(['id', ...fields, ...TIMES])],
		conditions: [...changedFrom(since), ...conditions],
		sortBy: 'modifiedtime',
		descending,
		limit,
	});
	const found = (await unformatted(client, records)).map(foundRecord);
	return descending ? found : found.sort(byTime);
}

/**
 * Where the install formats its answers (`Webservice_Return_FormattedValues`), a query gives
 * times in the user's format and zone, without seconds. MassRetrieve gives them as they are
 * stored (recorded: formatted-…).
 */
async function unformatted(
	client: CoreBosClient,
	rows: Array<Record<string, unknown>>,
): Promise<Array<Record<string, unknown>>> {
	if (rows.every(({ modifiedtime }) => isStoredTime(modifiedtime))) return rows;
	const ids = rows.map(({ id }) => String(id));
	const stored = await massRetrieve(client, ids, { concurrency: 1, chunkSize: PAGE_SIZE });
	const byId = new Map(
		stored.flatMap((outcome) => ('record' in outcome ? [[outcome.record.id, outcome.record]] : [])),
	);
	return rows.map((row) => {
		const record = byId.get(row.id) ?? row;
		return Object.fromEntries(Object.keys(row).map((name) => [name, record[name] ?? row[name]]));
	});
}

function changedFrom(since: Moment | null): QueryCondition[] {
	if (since === null) return [];
	return [{ field: 'modifiedtime', operator: 'greaterOrEqual', value: momentText(since) }];
}
