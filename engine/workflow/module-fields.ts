import type { CoreBosClient } from '../environment';
import { CoreBosError } from '../corebos';
import { isRecord } from '../is-record';

/** What is needed of a field: its type, how coreBOS edits it, and the ids it may hold. */
export interface FieldFacts {
	/** coreBOS's name of the type: `string`, `reference`, `owner`, `date`, … */
	type: string;
	/** Number of the way in which coreBOS edits it. */
	uitype: string;
	/** Modules that a reference leads to. */
	refersTo: string[];
	/** Ids of the users and groups that an owner may be. */
	owners: string[];
}

/** A module as conditions and tasks need it. */
export interface ModuleFields {
	/** Module number of its web service ids; undefined where nobody says. */
	idPrefix: string | undefined;
	/** Fields that make up the name of a record. */
	labelFields: string[];
	fields: ReadonlyMap<string, FieldFacts>;
}

/**
 * What an install says of a module.
 *
 * @param client asks the same thing once
 * @returns undefined where the user may not see the module
 */
export async function moduleFields(
	client: CoreBosClient,
	module: string,
): Promise<ModuleFields | undefined> {
	try {
		return readAnswer(await client.call('describe', { elementType: module }));
	} catch (error) {
		if (isRefused(error)) return undefined;
		throw error;
	}
}

function isRefused(error: unknown): boolean {
	if (error instanceof CoreBosError) return error.code === 'ACCESS_DENIED';
	return error instanceof Error && 'code' in error && error.code === 'ACCESS_DENIED';
}

function readAnswer(answer: unknown): ModuleFields {
	const told = objectOf(answer);
	const fields = Array.isArray(told.fields) ? told.fields.map(objectOf) : [];
	return {
		idPrefix: typeof told.idPrefix === 'string' ? told.idPrefix : undefined,
		labelFields: String(told.labelFields ?? '')
			.split(',')
			.filter((name) => name !== ''),
		fields: new Map(fields.map((field) => [String(field.name), readField(field)])),
	};
}

function readField(field: Record<string, unknown>): FieldFacts {
	const type = objectOf(field.type);
	const assignTo = objectOf(type.assignto);
	return {
		type: String(type.name ?? ''),
		uitype: String(field.uitype ?? ''),
		refersTo: Array.isArray(type.refersTo) ? type.refersTo.map(String) : [],
		owners: [...idsIn(assignTo.users, 'userid'), ...idsIn(assignTo.groups, 'groupid')],
	};
}

function idsIn(owners: unknown, name: string): string[] {
	const { options } = objectOf(owners);
	return Array.isArray(options) ? options.map((option) => String(objectOf(option)[name])) : [];
}

/** A plain object; empty where a value is none. */
export function objectOf(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : {};
}
