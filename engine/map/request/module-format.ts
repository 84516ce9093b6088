/** What `describe` tells of a field, as far as values depend on it. */
export interface FieldFormat {
	/** coreBOS's number for how a field is edited and shown, such as 71 for a currency. */
	uitype: string;
	/** Name of the web service type, such as `reference`; empty where it is not known. */
	type: string;
	/** Modules that a reference may lead to. */
	refersTo?: string[];
	/** Date format of the user, such as `dd-mm-yyyy`. */
	dateFormat?: string;
}

/** A module's fields by name, and the number its ids begin with. */
export interface ModuleFormat {
	fields: Map<string, FieldFormat>;
	idPrefix?: string;
}
