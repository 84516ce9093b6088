import type { CoreBosClient } from '../environment';
import { membersWhere } from '../is-record';
import { CoreBosError } from './corebos-error';

/** Both ends of a relation. */
export interface RelationEnds {
	/** Web service id of the record that the others are related to. */
	id: string;
	/** Its module. */
	module: string;
	/** Module of the records to get. */
	relatedModule: string;
}

/**
 * The error with which an install fails on some relations where columns are asked for (recorded).
 */
const DIES_OF_COLUMNS = new Set(['INTERNAL_SERVER_ERROR', 'EMPTY_ANSWER', 'PHP_ERROR']);

/**
 * Operation `getRelatedRecords`. Where an install fails on the columns that are asked for, as on
 * Accounts > Invoice and Products > Quotes, it is asked again for all of them.
 *
 * @param queryParameters `columns`, `orderby`, `limit`, … No `offset`: versions of coreBOS
 * take it for different things
 * @returns what coreBOS answers: `records`, each value under its column and its position
 * @throws CoreBosError of the operation; of the first call where the second fails as well
 */
export async function getRelatedRecords(
	client: CoreBosClient,
	ends: RelationEnds,
	queryParameters: Record<string, unknown>,
): Promise<unknown> {
	const ask = async (parameters: Record<string, unknown>) =>
		await client.call('getRelatedRecords', { ...ends, queryParameters: parameters });
	const { columns, ...withoutColumns } = queryParameters;
	return await ask(queryParameters).catch(async (error: unknown) => {
		if (!columns || !isDeath(error)) throw error;
		return await ask(withoutColumns).catch(() => {
			throw error;
		});
	});
}

function isDeath(error: unknown): boolean {
	return error instanceof CoreBosError && DIES_OF_COLUMNS.has(error.code);
}

/** What `getRelatedRecords` is asked for besides the ends: `columns`, `orderby`, … */
type RelatedRecordsQuery = Record<string, unknown>;

type RelatedRecord = Record<string, unknown>;

/**
 * The records of {@link getRelatedRecords}. coreBOS answers each value twice, under its column and
 * under the position of the column; the positions are dropped.
 *
 * @param query no `offset`: versions of coreBOS read it differently
 * @param limit records at most; `Infinity` for all
 * @throws CoreBosError of the operation
 */
export async function readRelatedRecords(
	client: CoreBosClient,
	ends: RelationEnds,
	query: RelatedRecordsQuery,
	limit = Infinity,
): Promise<RelatedRecord[]> {
	const queryParameters = { ...query, ...(limit !== Infinity && { limit: String(limit) }) };
	const result = (await getRelatedRecords(client, ends, queryParameters)) as {
		records?: RelatedRecord[];
	};
	return (result.records ?? []).map((record) =>
		membersWhere(record, (name) => !/^\d+$/.test(name)),
	);
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
	query: RelatedRecordsQuery,
	limit: number,
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
