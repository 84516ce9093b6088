import type { CoreBosClient } from '../environment';
import type { PhpValue } from '../php';
import { phpResult } from './encoded-answers';
import { fetchDescription, type PicklistValue } from './module-description';

/** A picklist field of a module with its values. */
export interface Picklist {
	/** Name of the field. */
	field: string;
	values: PicklistValue[];
}

/**
 * The picklists of a module, by `getPicklistValues`, which answers in PHP's own serialization and
 * without translations. The labels are those of `describe`, in the language of the client's user.
 *
 * @throws CoreBosError of the operation, `UNEXPECTED_RESULT` for another text, or of `describe` for
 *   a module that does not exist, which has no picklists (recorded)
 */
export async function readPicklists(client: CoreBosClient, module: string): Promise<Picklist[]> {
	const text = String(await client.call('getPicklistValues', { module }));
	const picklists = Object.entries(phpResult('getPicklistValues', text) ?? {});
	const { fields } = await fetchDescription(client, module);
	return picklists.map(([field, values]) => {
		const described = fields.find(({ name }) => name === field)?.values ?? [];
		const labels = new Map(described.map(({ value, label }) => [value, label]));
		const translated = ({ value, label }: PicklistValue) => ({
			value,
			label: labels.get(value) ?? label,
		});
		return { field, values: valuesOf(values).map(translated) };
	});
}

/** coreBOS answers value and label of each entry as the key and the value of an array. */
function valuesOf(values: PhpValue): PicklistValue[] {
	if (typeof values !== 'object' || values === null) return [];
	const isList = Array.isArray(values);
	return Object.entries(values).map(([value, label]) => ({
		value: isList ? String(label) : value,
		label: String(label),
	}));
}
