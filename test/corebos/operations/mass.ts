import type { Element } from '../entities';
import { PhpDeath, Refusal, accessDenied } from '../refusal';
import { givenLines, lineMembers } from './lines';
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
	if (!Array.isArray(elements)) throw new PhpDeath('elements is not a list');
	return elements;
}

/** One record fails alone; a module that does not exist, or a reference to nothing, ends the call. */
const massCreate: Operation = (call) => {
	const elements = elementsOf(call) as MassElement[];
	for (const { elementType } of elements) {
		call.install.kept(elementType, ` on module${elementType}`);
	}
	const hasLines = ({ elementType, searchon, element }: MassElement) =>
		searchon === undefined && givenLines(call.install, elementType, element) !== undefined;
	if (elements.some(hasLines)) throw new PhpDeath('lines without searchon');
	const made = new Map<string, string>();
	const created: unknown[] = [];
	const failed: unknown[] = [];
	for (const record of inOrder(elements)) {
		try {
			const answer = massCreateOne(call, record, made);
			const { referenceId } = record;
			if (referenceId !== undefined && !made.has(referenceId)) {
				made.set(referenceId, String(answer.id));
			}
			created.push(answer);
		} catch (error) {
			failed.push({ record, ...failure(error) });
		}
	}
	const result = { success_creates: created, failed_creates: failed };
	return new Reply(result, { success: failed.length === 0 });
};

/**
 * The elements so that each comes after those it refers to.
 *
 * @throws Refusal REFERENCE_INVALID for a reference to nothing, in a circle or inside a text
 */
function inOrder(elements: MassElement[]): MassElement[] {
	const waiting = [...elements];
	const placed: MassElement[] = [];
	const names = new Set<string>();
	while (waiting.length > 0) {
		const index = waiting.findIndex(({ element }) =>
			referencesOf(element).every((name) => names.has(name)),
		);
		if (index < 0) throw new Refusal('REFERENCE_INVALID', 'Invalid reference specified');
		const [next] = waiting.splice(index, 1);
		placed.push(next);
		if (next.referenceId !== undefined) names.add(next.referenceId);
	}
	return placed;
}

/** What stands in `@{…}` anywhere in a value; inside a longer text it refers to nothing. */
function referencesOf(element: Element): string[] {
	return Object.values(element).flatMap((value) => {
		if (typeof value !== 'string' || !value.includes('@{')) return [];
		const whole = /^@\{([^}]*)\}$/.exec(value)?.[1];
		return [whole ?? `${value} is not a reference`];
	});
}

function massCreateOne(
	call: OperationCall,
	{ elementType, searchon, element }: MassElement,
	made: Map<string, string>,
): Record<string, unknown> {
	const { install } = call;
	const module = install.kept(elementType);
	const resolved = withReferences(element, made);
	const found =
		searchon === undefined ? undefined : searched(call, module, resolved, names(searchon));
	if (found === undefined)
		return createdRecord(install, makeRecord(call, module, resolved), call.user);
	return fullRecord(
		install,
		reviseRecord(call, { ...resolved, id: install.idOf(found) }),
		call.user,
	);
}

/** `@{name}` stands for the id of the record made under that referenceId. */
function withReferences(element: Element, made: Map<string, string>): Element {
	return Object.fromEntries(
		Object.entries(element).map(([name, value]) => {
			const reference = typeof value === 'string' ? /^@\{(.+)\}$/.exec(value)?.[1] : undefined;
			return [name, reference === undefined ? value : (made.get(reference) ?? '')];
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
			updated.push(fullRecord(call.install, reviseRecord(call, element), call.user));
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
	const last = install.find(ids[ids.length - 1]);
	const found = ids
		.filter((id) => prefixOf(id) === prefixOf(ids[0]))
		.flatMap((id) => {
			const entity = install.find(id);
			if (entity === undefined) return [];
			const record = fullRecord(install, entity);
			// Every document is given the lines of the last one asked for (recorded).
			const lines = last === undefined ? {} : lineMembers(install, entity, call.user, last);
			if (entity.module === seenAs.name) return [[id, { ...record, ...lines }]];
			return [[id, seenThrough(record, seenAs.describe.fields, seenAs.describe.idPrefix)]];
		});
	return Object.fromEntries(found.sort(([one], [other]) => numberOf(one) - numberOf(other)));
};

function numberOf(id: unknown): number {
	return Number(String(id).split('x')[1]);
}

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
