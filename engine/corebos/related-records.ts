import type { CoreBosClient } from '../environment';
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

/** What an install dies with on some relations where columns are asked for (recorded). */
const DIES_OF_COLUMNS = new Set(['INTERNAL_SERVER_ERROR', 'EMPTY_ANSWER', 'PHP_ERROR']);

/**
 * Operation `getRelatedRecords`. Where an install dies of the columns that are asked for, as on
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
		return await ask(withoutColumns).catch(() => Promise.reject(error));
	});
}

function isDeath(error: unknown): boolean {
	return error instanceof CoreBosError && DIES_OF_COLUMNS.has(error.code);
}
