import { runConcurrently } from '../concurrency';
import type { CoreBosClient } from '../environment';
import { CoreBosError } from './corebos-error';
import { isCbuuid, isRecordNumber, isWebServiceId, recordNumberOf } from './record-id';
import { asRecord } from '../is-record';

/**
 * The web service id of a record. Not every operation of coreBOS takes record numbers and
 * cbuuids; `retrieve` does, and tells the id.
 *
 * @param given web service id, record number or cbuuid
 * @throws CoreBosError where no such record is found
 */
export async function webServiceId(client: CoreBosClient, given: string): Promise<string> {
	return isWebServiceId(given) ? given : await existingId(client, given);
}

/**
 * The same for a record that has to be there: many operations report success for missing ones.
 *
 * @throws CoreBosError that names the missing record
 */
export async function existingId(client: CoreBosClient, given: string): Promise<string> {
	return String((await existingRecord(client, given)).id);
}

/** Reads at a time, where an item names many records. */
const AT_A_TIME = 4;

/** The web service ids of several records. @throws CoreBosError that names the missing one */
export async function webServiceIds(client: CoreBosClient, given: string[]): Promise<string[]> {
	return await runConcurrently(given.length, { concurrency: AT_A_TIME }, async (index) =>
		webServiceId(client, given[index]),
	);
}

/** The same for records that have to be there. */
export async function existingIds(client: CoreBosClient, given: string[]): Promise<string[]> {
	return await runConcurrently(given.length, { concurrency: AT_A_TIME }, async (index) =>
		existingId(client, given[index]),
	);
}

/**
 * A business map as `cbRule` and `ProcessMap` are recorded to take it: by web service id or
 * name. The address of a map's page tells its number.
 */
export async function mapIdentifier(client: CoreBosClient, given: string): Promise<string> {
	return isRecordNumber(given) || isCbuuid(given) ? await existingId(client, given) : given;
}

/** Reads a record. @throws CoreBosError that names the missing record */
export async function existingRecord(
	client: CoreBosClient,
	given: string,
): Promise<Record<string, unknown>> {
	try {
		return asRecord(await client.call('retrieve', { id: given }));
	} catch (error) {
		throw namingRecord(error, given);
	}
}

/** coreBOS says that an id is wrong, but not which one. */
function namingRecord(error: unknown, given: string): unknown {
	if (!(error instanceof CoreBosError) || error.reason.includes(given)) return error;
	return new CoreBosError({ ...error, reason: `record ${given}: ${error.reason}` });
}

/** The number of a record after the x of its web service id. */
export async function lookUpRecordNumber(client: CoreBosClient, given: string): Promise<string> {
	return isRecordNumber(given) ? given : recordNumberOf(await webServiceId(client, given));
}
