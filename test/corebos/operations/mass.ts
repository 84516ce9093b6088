import type { Element } from '../entities';
import { PhpDeath, Refusal, accessDenied } from '../refusal';
import { names } from './lists';
import { decoded, Reply, text, type Operation, type OperationCall } from './operation';
import {
	createdRecord,
	fullRecord,
	makeRecord,
	removeRecord,
	reviseRecord,
	searched,
} from './records';

/** One entry of MassCreate's `elements`. */
interface MassElement {
	elementType: string;
	referenceId?: string;
	searchon?: string;
	element: Element;
}

function elementsOf(call: OperationCall): unknown[] {
	const elements = decoded(call, 'elements');
	if (!Array.isArray(elements)) throw new PhpDeath('elements is no list');
	return elements;
}

/** One record fails alone; a module that does not exist ends the call. */
const massCreate: Operation = (call) => {
	const elements = elementsOf(call) as MassElement[];
	for (const { elementType } of elements) {
		call.install.kept(elementType, ` on module${elementType}`);
	}
	const made = new Map<string, string>();
	const created: unknown[] = [];
	const failed: unknown[] = [];
	for (const record of elements) {
		try {
			const answer = massCreateOne(call, record, made);
			if (record.referenceId !== undefined) made.set(record.referenceId, String(answer.id));
			created.push(answer);
		} catch (error) {
			failed.push({ record, ...failure(error) });
		}
	}
	const result = { success_creates: created, failed_creates: failed };
	return new Reply(result, { success: failed.length === 0 });
};

function massCreateOne(
	call: OperationCall,
	{ elementType, searchon, element }: MassElement,
	made: Map<string, string>,
): Record<string, unknown> {
	const { install } = call;
	const module = install.kept(elementType);
	const resolved = withReferences(element, made);
	const found =
		searchon === undefined ? undefined : searched(install, module, resolved, names(searchon));
	if (found === undefined) return createdRecord(install, makeRecord(call, module, resolved));
	return fullRecord(install, reviseRecord(call, { ...resolved, id: install.idOf(found) }));
}

/** `@{name}` stands for the id of the record made under that referenceId. */
function withReferences(element: Element, made: Map<string, string>): Element {
	return Object.fromEntries(
		Object.entries(element).map(([name, value]) => {
			const reference = typeof value === 'string' ? /^@\{(.+)\}$/.exec(value)?.[1] : undefined;
			return [name, reference === undefined ? value : (made.get(reference) ?? value)];
		}),
	);
}

function failure(error: unknown): { code: string; message: string } {
	if (error instanceof Refusal) return { code: error.code, message: error.message };
	throw error;
}

const massUpdate: Operation = (call) => {
	const updated: unknown[] = [];
	const failed: unknown[] = [];
	for (const element of elementsOf(call) as Element[]) {
		try {
			updated.push(fullRecord(call.install, reviseRecord(call, element)));
		} catch (error) {
			failed.push({ id: element.id, ...failure(error) });
		}
	}
	return { success_updates: updated, failed_updates: failed };
};

const massDelete: Operation = (call) => {
	const deleted: string[] = [];
	const failed: unknown[] = [];
	for (const id of names(text(call, 'ids'))) {
		try {
			removeRecord(call.install, id);
			deleted.push(id);
		} catch (error) {
			failed.push({ id, ...failure(error) });
		}
	}
	return { success_deletes: deleted, failed_deletes: failed };
};

/**
 * coreBOS reads all ids as records of the last one's module: of ids of several modules it
 * answers those of the first id's module, with the fields of the last one's, nearly all
 * of them empty (recorded).
 */
const massRetrieve: Operation = (call) => {
	const { install } = call;
	const ids = names(text(call, 'ids'));
	if (ids.length === 0) return [];
	const prefixOf = (id: string) => id.split('x')[0];
	const seenAs = install.moduleOfPrefix(prefixOf(ids[ids.length - 1]));
	if (seenAs === undefined) throw accessDenied(` for id: ${prefixOf(ids[ids.length - 1])}`);
	const found = ids
		.filter((id) => prefixOf(id) === prefixOf(ids[0]))
		.flatMap((id) => {
			const entity = install.find(id);
			if (entity === undefined) return [];
			const record = fullRecord(install, entity);
			if (entity.module === seenAs.name) return [[id, record]];
			return [[id, seenThrough(record, seenAs.describe.fields, seenAs.describe.idPrefix)]];
		});
	return Object.fromEntries(found);
};

/** Values that every CRM record has stay, the fields of the other module are empty. */
function seenThrough(
	record: Record<string, unknown>,
	fields: Array<{ name: string; displaytype?: unknown }>,
	prefix: string,
): Record<string, unknown> {
	const common = new Set([
		'assigned_user_id',
		'createdtime',
		'modifiedtime',
		'modifiedby',
		'created_user_id',
		'description',
	]);
	const seen = fields.map(({ name }) => [name, common.has(name) ? (record[name] ?? '') : '']);
	const references = Object.entries(record).filter(([, value]) => typeof value === 'object');
	const id = `${prefix}x${String(record.id).split('x')[1]}`;
	return {
		...Object.fromEntries(seen),
		id,
		cbuuid: record.cbuuid,
		...Object.fromEntries(references),
	};
}

export const massOperations: Record<string, Operation> = {
	MassCreate: massCreate,
	MassUpdate: massUpdate,
	MassDelete: massDelete,
	MassRetrieve: massRetrieve,
};
