import type { CoreBosClient } from '../../environment';
import { CoreBosError } from '../../corebos';
import { getOwn } from '../../php';
import { WorkflowError } from '../workflow-error';

/** A record as conditions look at it. */
export interface RecordView {
	/** Name of its module; undefined where nobody says. */
	module: string | undefined;
	fields: Readonly<Record<string, unknown>>;
	/** Its fields before the save; undefined: it was not saved, or is new. */
	before: Readonly<Record<string, unknown>> | undefined;
}

/** Module numbers of ids that every install has, for modules that may not be described. */
const KNOWN_PREFIXES: Readonly<Record<string, string>> = { Users: '19', Groups: '20' };

/** A field of a module as `describe` tells it, of which the type is needed. */
export interface DescribedModule {
	idPrefix: string | undefined;
	types: ReadonlyMap<string, string>;
}

/**
 * What an install says of a module.
 *
 * @returns undefined where the user may not see the module
 */
export async function describedModule(
	client: CoreBosClient,
	module: string,
): Promise<DescribedModule | undefined> {
	try {
		return readDescription(await client.call('describe', { elementType: module }));
	} catch (error) {
		if (isRefused(error)) return undefined;
		throw error;
	}
}

function isRefused(error: unknown): boolean {
	if (error instanceof CoreBosError) return error.code === 'ACCESS_DENIED';
	return error instanceof Error && 'code' in error && error.code === 'ACCESS_DENIED';
}

function readDescription(answer: unknown): DescribedModule {
	const told = objectOf(answer);
	const fields = Array.isArray(told.fields) ? told.fields.map(objectOf) : [];
	return {
		idPrefix: typeof told.idPrefix === 'string' ? told.idPrefix : undefined,
		types: new Map(
			fields.map((field) => [String(field.name), String(objectOf(field.type).name ?? '')]),
		),
	};
}

function objectOf(value: unknown): Record<string, unknown> {
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	return isObject ? Object.fromEntries(Object.entries(value)) : {};
}

/**
 * The record that a link field leads to.
 *
 * @param module module that the condition names
 * @returns undefined where the field is empty or leads to a record of another module
 * @throws WorkflowError where no install can be asked; whatever the client throws
 */
export async function linkedRecord(
	record: RecordView,
	link: string,
	module: string,
	client: CoreBosClient | undefined,
): Promise<RecordView | undefined> {
	const target = getOwn(record.fields, link);
	if (typeof target === 'object' && target !== null) {
		return { module, fields: objectOf(target), before: undefined };
	}
	const id = String(target ?? '');
	if (id === '' || id === '0') return undefined;
	if (client === undefined) throw withoutClient(link, module);
	const prefix = (await describedModule(client, module))?.idPrefix ?? KNOWN_PREFIXES[module];
	if (!id.startsWith(`${prefix}x`)) return undefined;
	return { module, fields: objectOf(await client.call('retrieve', { id })), before: undefined };
}

function withoutClient(link: string, module: string): WorkflowError {
	return new WorkflowError('A condition looks at a linked record, which only coreBOS knows', {
		description: `The record of ${module} that "${link}" leads to is read from coreBOS: choose a CoreBOS API credential in the node.`,
	});
}
