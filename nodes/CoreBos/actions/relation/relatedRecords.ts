import type { IDataObject } from 'n8n-workflow';
import { getRelatedRecords, type CoreBosClient, type RelationEnds } from '../../../../engine';

/**
 * Operation `getRelatedRecords`. coreBOS answers each value twice, under its column and under
 * the column's position; the positions are left out.
 *
 * @param queryParameters `columns`, `orderby`, `limit`, … No `offset`: versions of coreBOS
 *   take it for different things
 * @throws CoreBosError of the operation
 */
export async function relatedRecords(
	client: CoreBosClient,
	ends: RelationEnds,
	queryParameters: IDataObject,
): Promise<IDataObject[]> {
	const result = (await getRelatedRecords(client, ends, queryParameters)) as {
		records?: IDataObject[];
	};
	return (result.records ?? []).map(withoutPositions);
}

function withoutPositions(record: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(record).filter(([name]) => !/^\d+$/.test(name)));
}
