import { askOnce, BoundedCache } from '../bounded-cache';
import type { CoreBosClient } from '../environment';
import { fetchDescription, ifThere, type ModuleField } from '../corebos';

/** What is needed of a field. */
export type FieldFacts = Pick<ModuleField, 'type' | 'uitype' | 'refersTo' | 'values'> &
	Partial<Pick<ModuleField, 'mandatory' | 'defaultValue'>>;

/** A module as conditions and tasks need it. */
export interface ModuleFields {
	/** Module number of its web service ids; undefined where it is not known. */
	idPrefix: string | undefined;
	/** Fields that make up the name of a record. */
	labelFields: string[];
	fields: ReadonlyMap<string, FieldFacts>;
}

/** Modules kept at the same time. */
const MOST_MODULES = 500;

/** What was made of each client's descriptions: a client lives as long as one evaluation. */
const read = new WeakMap<CoreBosClient, BoundedCache<string, Promise<ModuleFields | undefined>>>();

/**
 * What an install says of a module, made once of its description for each client.
 *
 * @param client of one evaluation
 * @returns undefined where the user may not see the module
 * @throws whatever the client throws otherwise
 */
export async function moduleFields(
	client: CoreBosClient,
	module: string,
): Promise<ModuleFields | undefined> {
	const modules = read.get(client) ?? new BoundedCache(MOST_MODULES);
	read.set(client, modules);
	return await askOnce(modules, module, async () => await fetchFields(client, module));
}

async function fetchFields(
	client: CoreBosClient,
	module: string,
): Promise<ModuleFields | undefined> {
	const described = await ifThere(async () => await fetchDescription(client, module));
	if (described === undefined) return undefined;
	const { idPrefix, labelFields = [], fields } = described;
	return {
		idPrefix: idPrefix === '' ? undefined : idPrefix,
		labelFields,
		fields: new Map(fields.map((field) => [field.name, field])),
	};
}
