import { fieldKind, type FieldKind, type ModuleField } from './module-description';
import { queryText } from './query-text';

/** What to look for. */
interface SameValue {
	module: string;
	/** Name of the field. */
	field: string;
	/** What describe says about the field; undefined where it says nothing. */
	described: Pick<ModuleField, 'type'> | undefined;
	value: string;
}

/** Fields whose empty value coreBOS finds nowhere. */
const FOUND_NOWHERE: readonly FieldKind[] = ['number', 'picklist', 'multipicklist'];

/**
 * A query for the first two records with a value, as coreBOS's `exists` looks for them
 * (observed): references and owners are compared by name, and an empty value is one that is not
 * set. The web service compares names next to `is not null` only.
 *
 * @returns undefined for an empty number and an empty choice, which coreBOS finds nowhere
 * @throws RangeError for a name that cannot be one of a field or module, and for a value that
 * the web service cannot read
 */
export function sameValueQuery({ module, field, described, value }: SameValue): string | undefined {
	const kind = described && fieldKind(described);
	const read = { module, fields: ['id'], limit: 2 };
	if (value === '') {
		if (kind !== undefined && FOUND_NOWHERE.includes(kind)) return undefined;
		return queryText({ ...read, conditions: [{ field, operator: 'isEmpty' }] });
	}
	const conditions = [{ field, operator: 'equals' as const, value }];
	if (kind !== 'reference' && kind !== 'owner') return queryText({ ...read, conditions });
	const set = { field: 'createdtime', operator: 'isNotEmpty' as const };
	return queryText({ ...read, conditions: [...conditions, set] });
}
