import type { CoreBosClient } from '../environment';
import type { CoreBosWebService } from './client';
import { existingId } from './existing-records';
import { fetchDescription } from './module-description';
import { oneAfterTheOther } from './one-after-the-other';
import { queryText } from './query-text';
import { readRows } from './query-rows';
import { referenceValue } from './reference-values';
import { readRelatedRecords, type RelationEnds } from './related-records';

/** What was done to the related records, by their web service ids. */
interface RemovedRelated {
	/** Their relation was removed; the records are there. */
	unrelated: string[];
	deleted: string[];
}

/**
 * Removes the relations of a record to all records of the modules that others belong to, as
 * coreBOS's task *Many to Many Relation* removes all.
 *
 * @param subject web service id of the record
 * @param others web service ids or record numbers of records that name the modules
 * @returns the records that were related
 * @throws CoreBosError of a record that is not there, and of the operations; it names the records
 * whose relation was removed before
 */
export async function unrelateModules(
	client: CoreBosClient,
	subject: string,
	others: string[],
): Promise<string[]> {
	const module = await moduleOf(client, subject);
	const modules = new Set<string>();
	for (const other of others) modules.add(await moduleOf(client, other));
	return await oneAfterTheOther(modules, 'unrelated', async (relatedModule) => {
		const ids = await relatedIds(client, { id: subject, module, relatedModule });
		await unrelate(client, subject, ids);
		return ids;
	});
}

/**
 * Removes the related records of a module, as coreBOS's task *Delete Related Records* does: the
 * relation where both sides have many, the records themselves where they refer to the record.
 *
 * @param ends the record and the module of the related records
 * @param isMet says of a related record, by its web service id, whether it is removed; default: all
 * @throws CoreBosError of the operations, which names what was deleted before; whatever `isMet`
 * throws
 */
export async function removeRelated(
	client: CoreBosWebService,
	ends: RelationEnds,
	isMet: (id: string) => Promise<boolean> = async () => await Promise.resolve(true),
): Promise<RemovedRelated> {
	const wanted = async (ids: string[]): Promise<string[]> => {
		const met: string[] = [];
		for (const id of ids) if (await isMet(id)) met.push(id);
		return met;
	};
	const { relations } = await fetchDescription(client, ends.module);
	if (relations.some((one) => one.module === ends.relatedModule && one.isManyToMany)) {
		const unrelated = await wanted(await relatedIds(client, ends));
		await unrelate(client, ends.id, unrelated);
		return { unrelated, deleted: [] };
	}
	const referring = await wanted(await referringIds(client, ends));
	const deleted = await oneAfterTheOther(referring, 'deleted', async (id) => {
		await client.call('delete', { id });
		return [id];
	});
	return { unrelated: [], deleted };
}

async function moduleOf(client: CoreBosClient, given: string): Promise<string> {
	const id = await existingId(client, given);
	return (await referenceValue(client, id))?.module ?? '';
}

async function relatedIds(client: CoreBosClient, ends: RelationEnds): Promise<string[]> {
	const records = await readRelatedRecords(client, ends, { columns: 'id' });
	return records.map(({ id }) => String(id));
}

async function unrelate(client: CoreBosClient, subject: string, ids: string[]): Promise<void> {
	if (ids.length === 0) return;
	await client.call('UnsetRelation', { unrelate_this_id: subject, with_these_ids: ids });
}

/** The records whose first field that can refer to the module refers to the record. */
async function referringIds(
	client: CoreBosWebService,
	{ id, module, relatedModule }: RelationEnds,
): Promise<string[]> {
	const { fields } = await fetchDescription(client, relatedModule);
	const link = fields.find(({ refersTo }) => refersTo.includes(module))?.name;
	if (link === undefined) return [];
	const query = queryText({
		module: relatedModule,
		fields: ['id'],
		conditions: [{ field: link, operator: 'equals', value: id }],
	});
	const { rows } = await readRows(client, query);
	return rows.map((row) => String(row.id));
}
