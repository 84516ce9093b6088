import type { CoreBosClient } from '../environment';
import { asRecord } from '../is-record';
import { withoutFlags } from './field-values';
import type { ModuleField } from './module-description';
import { recordNumberOf } from './record-id';

type Members = Record<string, unknown>;

/** Values for a record. */
export interface RecordValues {
	module: string;
	/** The module's fields. */
	fields: ModuleField[];
	/** The values, as an element is sent. */
	element: Members;
}

/** Values to check with the validations of a module. */
interface ValidatedValues extends RecordValues {
	/** Web service id, number or cbuuid of the record that they change; undefined for a new one. */
	id?: string;
}

/**
 * Checks values with the validations of a module (operation `ValidateInformation`), without saving
 * anything. coreBOS takes a field that is not sent for empty, also of a record that is there, and so
 * finds a change without every mandatory field wrong (recorded: flags-055). The record is therefore
 * read, and what it keeps is checked along with what changes.
 *
 * @param client client of the install
 * @throws CoreBosError `VALIDATION_FAILED` with the failed validations by field; that of `retrieve`
 */
export async function validateValues(
	client: CoreBosClient,
	{ module, fields, id, element }: ValidatedValues,
): Promise<void> {
	const stored = id === undefined ? {} : asRecord(await client.call('retrieve', { id }));
	const kept = fields.filter(({ name, editable }) => editable && name in stored);
	const context = {
		...Object.fromEntries(kept.map(({ name }) => [name, stored[name]])),
		...(stored.pdoInformation !== undefined && { pdoInformation: stored.pdoInformation }),
		...withoutFlags(element),
		module,
		record: id === undefined ? '' : recordNumberOf(String(stored.id)),
	};
	await client.call('ValidateInformation', { context });
}
