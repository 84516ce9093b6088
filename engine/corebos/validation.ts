import type { CoreBosClient } from '../environment';
import { asRecord } from '../is-record';
import { isNumberedApart, withoutFlags } from './field-values';
import { fieldKind, type ModuleField } from './module-description';
import { isWebServiceId, recordNumberOf } from './record-id';

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
	const values = {
		...Object.fromEntries(kept.map(({ name }) => [name, stored[name]])),
		...(stored.pdoInformation !== undefined && { pdoInformation: stored.pdoInformation }),
		...withoutFlags(element),
	};
	const context = {
		...withReferenceNumbers(values, fields),
		module,
		record: id === undefined ? '' : recordNumberOf(String(stored.id)),
	};
	await client.call('ValidateInformation', { context });
}

/**
 * An element for an operation that validates it before it saves it, see {@link withReferenceNumbers}.
 * A currency keeps its web service id, since coreBOS stores no other.
 */
export function elementToValidate({ element, fields }: Omit<RecordValues, 'module'>): Members {
	return withReferenceNumbers(
		element,
		fields.filter((field) => !isNumberedApart(field)),
	);
}

/** Validations take references for integers, and so refuse web service ids (observed). */
function withReferenceNumbers(values: Members, fields: ModuleField[]): Members {
	const numbers = fields
		.filter((field) => fieldKind(field) === 'reference')
		.map(({ name }): [string, unknown] => [name, values[name]])
		.filter((entry): entry is [string, string] => isWebServiceId(entry[1]))
		.map(([name, id]) => [name, recordNumberOf(id)]);
	return { ...values, ...Object.fromEntries(numbers) };
}
