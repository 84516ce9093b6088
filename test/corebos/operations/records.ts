import { runConditionQuery } from '../condition-query';
import {
	changeEntity,
	checkMandatory,
	createEntity,
	entityOf,
	entityToChange,
	plainRecord,
	referenceNames,
	type Element,
} from '../entities';
import type { CoreBosUser, Entity, Install } from '../install';
import type { FieldDescription, KeptModule } from '../modules';
import { leadingNumber } from '../numbers';
import { runQuery } from '../query-run';
import { extendedValue } from '../query-values';
import { accessDenied, PhpDeath, Refusal, wrongId } from '../refusal';
import { formatOf } from '../user-format';
import { isNumber } from '../values';
import { attachImages, checkImages, documentMembers, imageMembers, isDocument } from '../files';
import { documentRelations, documentToMake, documentToRevise, documentToUpdate } from './documents';
import { commentValues, writeDerivedValues } from './derived';
import { givenLines, lineMembers, removeLines, replaceLines } from './lines';
import { names } from './lists';
import { mapContent } from './maps';
import { decoded, Reply, text, type Operation, type OperationCall } from './operation';
import { ticketValues } from './tickets';
import { admitUser, rememberUser, userMembers } from './users';

/** The `element` of a call; what is not a JSON object is as if nothing was given. */
function elementOf(call: OperationCall): Element {
	// A JSON body with an object in it: PHP wants a text and dies.
	if (typeof call.parameters.element === 'object') throw new PhpDeath('element is not text');
	const value = decoded(call, 'element');
	return typeof value === 'object' && value !== null ? (value as Element) : {};
}

/** Makes a record with everything that its module adds. */
export function makeRecord(call: OperationCall, module: KeptModule, element: Element): Entity {
	const { install, user } = call;
	if (!module.describe.createable)
		throw new Refusal('ACCESS_DENIED', 'Permission to write is denied');
	if (module.name === 'Users') admitUser(user);
	givenLines(install, module.name, element);
	checkImages(module, element);
	const document = isDocument(module.name) ? documentToMake(call, element) : undefined;
	const given = { ...element, ...document?.element, ...mapContent(module, element) };
	const entity = createEntity(install, module, given, user);
	document?.finish(entity);
	attachImages(install, entity, element);
	writeDerivedValues(install, entity, element);
	replaceLines(install, entity, element, user);
	if (module.name === 'Users') rememberUser(install, entity);
	if (module.name === 'ModComments') {
		Object.assign(entity.values, commentValues(install, entity, user));
	}
	if (module.name === 'HelpDesk') Object.assign(entity.values, ticketValues(install, entity, user));
	if (Array.isArray(element.relations)) relate(install, entity, element.relations);
	return entity;
}

function relate(install: Install, entity: Entity, ids: unknown[]): void {
	for (const id of ids) {
		const other = install.find(String(id));
		if (other !== undefined) install.relations.push([entity.number, other.number]);
	}
}

/** A record as `create` answers it. */
export function createdRecord(
	install: Install,
	entity: Entity,
	user?: CoreBosUser,
): Record<string, unknown> {
	return { ...plainRecord(install, entity, user), ...documentMembers(install, entity) };
}

/** A record as everything but `create` answers it. */
export function fullRecord(
	install: Install,
	entity: Entity,
	user?: CoreBosUser,
): Record<string, unknown> {
	return {
		...plainRecord(install, entity, user),
		...documentRelations(install, entity),
		...documentMembers(install, entity),
		...userMembers(entity),
		...referenceNames(install, entity),
		...imageMembers(install, entity),
	};
}

/**
 * Changes the given fields; a field that must have a value may not be emptied.
 *
 * @param isUpdate all fields are sent, as far as coreBOS knows: a document keeps the others
 */
export function reviseRecord(call: OperationCall, element: Element, isUpdate = false): Entity {
	const { install, user } = call;
	const entity = entityToChange(install, element);
	const module = install.kept(entity.module);
	checkMandatory(module, element, ({ name }) => (name in element ? element[name] : 'kept'));
	givenLines(install, module.name, element);
	checkImages(module, element);
	const document = isDocument(module.name)
		? isUpdate
			? documentToUpdate(install, element)
			: documentToRevise(install, module, element)
		: undefined;
	const given = { ...element, ...document?.element, ...mapContent(module, element) };
	changeEntity(install, entity, given, user);
	document?.finish(entity);
	attachImages(install, entity, element);
	writeDerivedValues(install, entity, element);
	replaceLines(install, entity, element, user);
	return entity;
}

const create: Operation = (call) => {
	const module = call.install.kept(text(call, 'elementType'));
	return createdRecord(call.install, makeRecord(call, module, elementOf(call)), call.user);
};

const retrieve: Operation = ({ install, user, ...call }) => {
	const entity = entityOf(install, text({ install, user, ...call }, 'id'), wrongId);
	return { ...fullRecord(install, entity, user), ...lineMembers(install, entity, user) };
};

const revise: Operation = (call) =>
	fullRecord(call.install, reviseRecord(call, elementOf(call)), call.user);

const update: Operation = (call) => {
	const element = elementOf(call);
	const entity = entityToChange(call.install, element);
	checkMandatory(call.install.kept(entity.module), element, ({ name }) => element[name]);
	return fullRecord(
		call.install,
		reviseRecord(call, withoutEmptyReferences(call, element), true),
		call.user,
	);
};

/** An update leaves a reference that comes empty as it is (recorded); a revise clears it. */
function withoutEmptyReferences({ install }: OperationCall, element: Element): Element {
	const { fields } = install.kept(entityToChange(install, element).module).describe;
	const isEmptyReference = (name: string, value: unknown) =>
		value === '' && fields.some((field) => field.name === name && field.type.name === 'reference');
	return Object.fromEntries(
		Object.entries(element).filter(([name, value]) => !isEmptyReference(name, value)),
	);
}

/** The first record whose search fields hold the element's values, whatever flags it has. */
export function searched(
	{ install, user }: Pick<OperationCall, 'install' | 'user'>,
	module: KeptModule,
	element: Element,
	fields: string[],
): Entity | undefined {
	const missing = fields.find((name) => element[name] === undefined);
	if (missing !== undefined) {
		throw new Refusal(
			'SEARCH_VALUE_NOT_PROVIDED',
			`No value is provided for the search field: ${missing}`,
		);
	}
	const format = formatOf(install, user);
	const wanted = fields.map((name) => {
		const field = module.describe.fields.find((one) => one.name === name);
		return { name, field, value: extendedValue(field, String(element[name]), format) };
	});
	return install
		.of(module.name)
		.find((entity) => wanted.every((condition) => isSearched(install, entity, condition)));
}

/** Compared as the database does: numbers by their value, the id too. */
function isSearched(
	install: Install,
	entity: Entity,
	{ name, field, value }: { name: string; field?: FieldDescription; value: string },
): boolean {
	if (name === 'id') return install.idOf(entity) === value;
	const stored = entity.values[name];
	if (field === undefined || !isNumber(field)) return stored === value;
	return leadingNumber(stored) === leadingNumber(value);
}

const upsert: Operation = (call) => {
	const { install } = call;
	const module = install.kept(text(call, 'elementType'));
	const element = elementOf(call);
	const found = searched(call, module, element, names(text(call, 'searchOn')));
	if (found === undefined) {
		return createdRecord(install, makeRecord(call, module, element), call.user);
	}
	const changed = names(text(call, 'updatedfields'));
	const change = Object.fromEntries(
		Object.entries(element).filter(([name]) => changed.includes(name)),
	);
	return fullRecord(install, reviseRecord(call, { ...change, id: install.idOf(found) }), call.user);
};

/** Marks a record as deleted, which is a change like others (`sync` finds it by its time). */
export function removeRecord(install: Install, id: string): void {
	const given = id === '' ? 'none' : id;
	const entity = entityOf(install, given, accessDenied);
	removeLines(install, entity);
	entity.deleted = true;
	if ('modifiedtime' in entity.values) entity.values.modifiedtime = install.timeText();
}

const remove: Operation = (call) => {
	removeRecord(call.install, text(call, 'id'));
	return { status: 'successful' };
};

const query: Operation = async (call) => {
	const { install, user } = call;
	const asked = text(call, 'query');
	const { rows, totalRows } =
		(await runConditionQuery(install, asked, user)) ?? runQuery(install, asked, user);
	return new Reply(rows, { moreInfo: { totalrows: totalRows } });
};

export const recordOperations: Record<string, Operation> = {
	create,
	retrieve,
	revise,
	update,
	upsert,
	delete: remove,
	query,
};
