import type { CoreBosClient } from '../environment';

/** Both ends of a relation. */
export interface RelationEnds {
	/** Web service ID of the record that the others are related to. */
	id: string;
	/** Its module. */
	module: string;
	/** Module of the related records. */
	relatedModule: string;
}

/** What `getRelatedRecords` is asked for beside the ends: `columns`, `orderby`, … */
export type RelatedRecordsQuery = Record<string, unknown>;

type RelatedRecord = Record<string, unknown>;

/**
 * Reads related records by the operation `getRelatedRecords`. coreBOS answers each value twice,
 * under its column and under the position of the column; the positions are dropped.
 *
 * @param query no `offset`: versions of coreBOS read it differently
 * @param limit records at most; `Infinity` for all
 * @throws CoreBosError of the operation
 */
export async function readRelatedRecords(
	client: CoreBosClient,
	ends: RelationEnds,
	query: RelatedRecordsQuery = {},
	limit = Infinity,
): Promise<RelatedRecord[]> {
	const queryParameters = { ...query, ...(limit !== Infinity && { limit: String(limit) }) };
	const result = (await client.call('getRelatedRecords', { ...ends, queryParameters })) as {
		records?: RelatedRecord[];
	};
	return (result.records ?? []).map(withoutPositions);
}

/**
 * Reads the records that are related to the records of a third module which are related to the
 * record. In two steps, because coreBOS's own operation takes the first column of the module in
 * between for its ID. A record that is found several times is returned once.
 *
 * @param through the module in between
 * @throws CoreBosError of the operation
 */
export async function readRelatedThrough(
	client: CoreBosClient,
	{ id, module, relatedModule }: RelationEnds,
	through: string,
	query: RelatedRecordsQuery = {},
	limit = Infinity,
): Promise<RelatedRecord[]> {
	const ends = { id, module, relatedModule: through };
	const found = new Map<string, RelatedRecord>();
	for (const between of await readRelatedRecords(client, ends, { columns: 'id' })) {
		if (found.size >= limit) break;
		const next = { id: String(between.id), module: through, relatedModule };
		for (const record of await readRelatedRecords(client, next, query)) {
			found.set(String(record.id), record);
		}
	}
	return [...found.values()].slice(0, limit);
}

function withoutPositions(record: RelatedRecord): RelatedRecord {
	return Object.fromEntries(Object.entries(record).filter(([name]) => !/^\d+$/.test(name)));
}
