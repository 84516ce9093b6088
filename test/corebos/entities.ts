import type { CoreBosUser, Entity, Install } from './install';
import { newUuid } from './install';
import type { FieldDescription, KeptModule } from './modules';
import { accessDenied, Refusal, wrongId } from './refusal';
import { answeredFields } from './formatted';
import { flagsOf } from './flags';
import { formatOf } from './user-format';
import { changedValue, storedValue, unsetValue, untouchedValue, type Reading } from './values';

/** Field values as a caller gives them. */
export type Element = Record<string, unknown>;

/** Fields that coreBOS fills itself and takes from nobody. */
const OWN_FIELDS = new Set([
	'id',
	'cbuuid',
	'createdtime',
	'modifiedtime',
	'modifiedby',
	'created_user_id',
]);

/** Makes a record. @throws Refusal in the words of the recordings */
export function createEntity(
	install: Install,
	module: KeptModule,
	element: Element,
	user: CoreBosUser,
): Entity {
	checkMandatory(module, element, (field) => element[field.name]);
	const values: Record<string, string> = {};
	const reading = { format: formatOf(install, user), flags: flagsOf(element) };
	for (const field of module.describe.fields) {
		values[field.name] = initialValue(install, module, field, element, reading);
	}
	delete values.id;
	const time = install.timeText();
	Object.assign(values, present(values, { createdtime: time, modifiedtime: time }));
	Object.assign(values, present(values, { created_user_id: user.id, modifiedby: user.id }));
	if (module.autonumber !== undefined) {
		values[module.autonumber.field] = install.takeAutonumber(module.name);
	}
	const entity: Entity = {
		module: module.name,
		number: install.takeNumber(module.name),
		values,
		cbuuid: newUuid(),
		deleted: false,
	};
	install.entities.push(entity);
	checkOwner(install, entity);
	return entity;
}

function initialValue(
	install: Install,
	module: KeptModule,
	field: FieldDescription,
	element: Element,
	reading: Reading,
): string {
	if (OWN_FIELDS.has(field.name) || !(field.name in element)) {
		return unsetValue(install, module, field, reading);
	}
	return storedValue(install, module, field, element[field.name], reading);
}

/** A record without an owner that exists is stored, and the call fails all the same (recorded). */
function checkOwner(install: Install, entity: Entity): void {
	const owner = entity.values.assigned_user_id;
	if (owner === undefined || owner === '' || install.find(owner) !== undefined) return;
	if (owner.startsWith('20x')) return;
	entity.ownerless = true;
	const message = 'Database error while performing requested operation';
	throw new Refusal('DATABASE_QUERY_ERROR', message);
}

/**
 * Changes the given fields of a record. The others stay, as far as reading and writing them
 * again as the user sees them keeps them (`untouchedValue`).
 */
export function changeEntity(
	install: Install,
	entity: Entity,
	element: Element,
	user: CoreBosUser,
): void {
	const module = install.kept(entity.module);
	const reading = { format: formatOf(install, user), flags: flagsOf(element) };
	const changes: Record<string, string> = {};
	for (const field of module.describe.fields) {
		if (field.name === 'id' || OWN_FIELDS.has(field.name)) continue;
		if (field.name === module.autonumber?.field) continue;
		const stored = entity.values[field.name] ?? '';
		changes[field.name] =
			field.name in element
				? changedValue(install, module, field, element[field.name], stored, reading)
				: untouchedValue(module, field, stored, reading);
	}
	Object.assign(entity.values, changes);
	const trace = { modifiedtime: install.timeText(), modifiedby: user.id };
	Object.assign(entity.values, present(entity.values, trace));
}

/**
 * @param valueOf the value that counts: a new record's own, or that of the element alone
 * @throws Refusal MANDATORY_FIELDS_MISSING with the first field that is empty
 */
export function checkMandatory(
	module: KeptModule,
	element: Element,
	valueOf: (field: FieldDescription) => unknown,
): void {
	const missing = module.describe.fields.find(
		(field) => field.mandatory && isEmpty(valueOf(field)) && !hasDefault(field, element),
	);
	if (missing === undefined) return;
	throw new Refusal(
		'MANDATORY_FIELDS_MISSING',
		`${missing.label} (${missing.name}) does not have a value`,
	);
}

function hasDefault(field: FieldDescription, element: Element): boolean {
	return (field.default ?? '') !== '' && !(field.name in element);
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

function present(
	values: Record<string, string>,
	wanted: Record<string, string>,
): Record<string, string> {
	return Object.fromEntries(Object.entries(wanted).filter(([name]) => name in values));
}

/**
 * The record of an id, a number or a cbuuid.
 *
 * @param unknown the refusal where the id is well formed and nothing has it
 */
export function entityOf(install: Install, given: string, unknown: () => Refusal): Entity {
	const entity = install.find(install.webServiceId(given));
	if (entity === undefined) throw unknown();
	return entity;
}

/** For revise, update and their like. */
export function entityToChange(install: Install, element: Element): Entity {
	const id = element.id;
	if (isEmpty(id)) throw wrongId();
	return entityOf(install, String(id), accessDenied);
}

/** A blank between groups of digits is told as nothing (recorded). */
export function answeredValues({ module, values }: Entity): Record<string, string> {
	if (module !== 'Users') return values;
	const grouping = values.currency_grouping_separator.trim();
	return { ...values, currency_grouping_separator: grouping };
}

/**
 * A record as `create` answers it: fields, id, cbuuid.
 *
 * @param user for whom values may be written as the user writes them; default the database's
 */
export function plainRecord(
	install: Install,
	entity: Entity,
	user?: CoreBosUser,
): Record<string, unknown> {
	const values = user === undefined ? entity.values : answeredFields(install, entity, user);
	const record: Record<string, unknown> = {
		...answeredValues({ ...entity, values }),
		id: install.idOf(entity),
	};
	if (entity.cbuuid !== '') record.cbuuid = entity.cbuuid;
	return record;
}

/** A record as `retrieve` and `revise` answer it: also the names behind its references. */
export function namedRecord(install: Install, entity: Entity): Record<string, unknown> {
	return { ...plainRecord(install, entity), ...referenceNames(install, entity) };
}

/** The members `<field>ename` of a record, one for each reference that is set. */
export function referenceNames(install: Install, entity: Entity): Record<string, unknown> {
	const { fields } = install.kept(entity.module).describe;
	const references = [
		...fields.filter(({ type }) => type.name === 'reference'),
		...fields.filter(({ type }) => type.name === 'owner'),
	];
	const named = references.flatMap(({ name }) => {
		const target = install.find(entity.values[name] ?? '');
		if (target === undefined) return [];
		const reference = install.nameOf(target);
		return [[`${name}ename`, { module: target.module, reference, cbuuid: target.cbuuid }]];
	});
	return Object.fromEntries(named);
}
