import type { CoreBosClient } from '../engine';
import { namesIn, ParameterError } from './parameterValues';

/** A web service id: module number, x, record number. */
const WEB_SERVICE_ID = /^\d+x\d+$/;

/**
 * The web service id of a record. Not every operation of coreBOS takes record numbers and
 * cbuuids; `retrieve` does, and tells the id.
 *
 * @param given web service id, record number or cbuuid
 * @throws CoreBosError where no such record is found
 */
export async function webServiceId(client: CoreBosClient, given: string): Promise<string> {
	return WEB_SERVICE_ID.test(given) ? given : await existingId(client, given);
}

/**
 * The same for a record that has to be there: many operations report success for missing ones.
 *
 * @throws CoreBosError that names the missing record
 */
export async function existingId(client: CoreBosClient, given: string): Promise<string> {
	const { id } = (await client.call('retrieve', { id: given })) as { id: string };
	return id;
}

/** The number of a record behind the x of its web service id. */
export async function recordNumber(client: CoreBosClient, given: string): Promise<string> {
	if (/^\d+$/.test(given)) return given;
	return (await webServiceId(client, given)).split('x')[1];
}

/**
 * Ids that a parameter holds: a list from an expression, or texts with commas between them.
 *
 * @param what name of the parameter, for the error
 * @throws ParameterError where there are none
 */
export function idsIn(value: unknown, what: string): string[] {
	const ids = (Array.isArray(value) ? value : [value]).flatMap((one) => namesIn(one));
	if (ids.length > 0) return ids;
	throw new ParameterError(`The parameter "${what}" is empty: give at least one ID`);
}
