import type { CoreBosClient } from '../engine';

/** The call of a map went well, but its values did not reach the record in coreBOS. */
export class SaveFailure extends Error {
	constructor(
		message: string,
		/** The values that were not saved. */
		readonly fields: Record<string, unknown>,
		override readonly cause?: Error,
	) {
		super(message);
		this.name = 'SaveFailure';
	}
}

/**
 * Writes the fields that a map took from an answer into the record, by `revise`, as coreBOS's
 * task saves its record. Does nothing where the map destined none.
 *
 * @param fields values by field name
 * @param recordId the record's web service id
 * @param client the install that the record lives in
 * @throws SaveFailure where there is no record or install, or coreBOS refuses
 */
export async function saveToRecord(
	fields: Record<string, unknown>,
	recordId: string | undefined,
	client: CoreBosClient | undefined,
): Promise<void> {
	const names = Object.keys(fields);
	if (names.length === 0) return;
	const what = `The call was made, but ${names.join(', ')} could not be saved`;
	if (!client) {
		throw new SaveFailure(
			`${what}: select the coreBOS credential of the install that the record lives in`,
			fields,
		);
	}
	if (!recordId || recordId === '0x0') {
		throw new SaveFailure(
			`${what}: the item has no record ID. Give it a property id or record_id, or set the option "Record ID".`,
			fields,
		);
	}
	try {
		await client.call('revise', { element: { ...fields, id: recordId } });
	} catch (error) {
		throw saveRefused(`${what} to record ${recordId}`, fields, error as Error);
	}
}

function saveRefused(what: string, fields: Record<string, unknown>, cause: Error): SaveFailure {
	return new SaveFailure(`${what}: ${cause.message}`, fields, cause);
}
