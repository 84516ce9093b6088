import type { ModuleField } from '../../corebos';

/** What is known of a field, as far as values depend on it. */
export type FieldFormat = Pick<ModuleField, 'uitype' | 'type' | 'refersTo' | 'dateFormat'>;

/** A module's fields by name, and the number its ids begin with. */
export interface ModuleFormat {
	fields: Map<string, FieldFormat>;
	/** Empty where it is not known. */
	idPrefix: string;
}
