import type { CoreBosClient } from '../environment';
import { asRecord, isRecord, recordsIn } from '../is-record';
import { askOfAccount } from './account-answers';

/** A choice of a picklist. */
export interface PicklistValue {
	label: string;
	value: string;
}

/** A field of a module, as `describe` answers it. */
export interface ModuleField {
	name: string;
	label: string;
	/** coreBOS's number for how the field is edited and shown, such as 71 for a currency. */
	uitype: string;
	/** coreBOS's name of the type: `string`, `reference`, `picklist`, `date`, … See {@link fieldKind}. */
	type: string;
	mandatory: boolean;
	/** False: coreBOS sets it itself, such as record numbers and times. */
	editable: boolean;
	/** Modules that a reference leads to. */
	refersTo: string[];
	/** Values of a picklist; users and groups of an owner, by id. */
	values: PicklistValue[];
	/** Of an owner's values, the groups. */
	groups: PicklistValue[];
	/** Date format of the user, such as `dd-mm-yyyy`; undefined for all but dates. */
	dateFormat?: string;
	/** What coreBOS fills in where a new record has no value; empty where nothing. */
	defaultValue: string;
}

/** What the values of a field are, whatever coreBOS calls its type. */
export type FieldKind =
	| 'boolean'
	| 'date'
	| 'datetime'
	| 'multipicklist'
	| 'number'
	| 'owner'
	| 'picklist'
	| 'reference'
	| 'text'
	| 'time';

const KINDS: Readonly<Record<string, FieldKind>> = {
	boolean: 'boolean',
	currency: 'number',
	date: 'date',
	datetime: 'datetime',
	double: 'number',
	integer: 'number',
	multipicklist: 'multipicklist',
	owner: 'owner',
	percentage: 'number',
	picklist: 'picklist',
	reference: 'reference',
	time: 'time',
};

/** What the values of a field are: `currency`, `integer` … are numbers, `email`, `url` … texts. */
export function fieldKind({ type }: Pick<ModuleField, 'type'>): FieldKind {
	return Object.hasOwn(KINDS, type) ? KINDS[type] : 'text';
}

/** Another module that records of a module are listed under. */
interface ModuleRelation {
	module: string;
	/** Field of the other module that leads back; empty where the relation has none. */
	field: string;
	/** Whether both sides can have many: such a relation can be removed without a record. */
	isManyToMany: boolean;
}

/** A module, as `describe` answers it. */
export interface ModuleDescription {
	name: string;
	label: string;
	/** Module number of its web service ids, the `14` of `14x852`; empty where it is not known. */
	idPrefix: string;
	/** Fields that name a record to people; undefined where they are not known. */
	labelFields?: string[];
	/** Empty where they are not known. */
	fields: ModuleField[];
	relations: ModuleRelation[];
}

/**
 * What coreBOS says about a module now, as the user of the client may see it.
 *
 * @param client client of the install
 * @param module name of the module
 * @throws CoreBosError `ACCESS_DENIED` for a module that does not exist or may not be seen
 */
export async function fetchDescription(
	client: Pick<CoreBosClient, 'call'>,
	module: string,
): Promise<ModuleDescription> {
	const result = await client.call('describe', { elementType: module });
	if (!isRecord(result)) return readDescription(module, {});
	const known = read.get(result);
	if (known?.name === module) return known;
	const description = readDescription(module, result);
	read.set(result, description);
	return description;
}

/** The description that an answer was read as: a run that keeps the answer reads it once. */
const read = new WeakMap<Record<string, unknown>, ModuleDescription>();

/**
 * A module's description, asked for at most once a minute for each account: the editor asks
 * for it with every keystroke in a field. A failed call is not kept.
 *
 * @param client client of the install
 * @param module name of the module
 * @param account tells install, user and access key apart: what a user may see differs
 * @throws CoreBosError `ACCESS_DENIED` for a module that does not exist or may not be seen
 */
export async function describeModule(
	client: Pick<CoreBosClient, 'call'>,
	module: string,
	account: string,
): Promise<ModuleDescription> {
	const ask = async () => await fetchDescription(client, module);
	return await askOfAccount(account, `description of ${module}`, ask);
}

function readDescription(module: string, told: Record<string, unknown>): ModuleDescription {
	const { relatedModules } = told;
	return {
		name: module,
		label: String(told.label ?? module),
		idPrefix: String(told.idPrefix ?? ''),
		...(typeof told.labelFields === 'string' && { labelFields: splitNames(told.labelFields) }),
		fields: recordsIn(told.fields).map(readField),
		relations: recordsIn(Object.values(asRecord(relatedModules))).map(
			({ related_module: name, relatedfield: field, relationtype: type }) => ({
				module: String(name ?? ''),
				field: String(field ?? ''),
				isManyToMany: type === 'N:N',
			}),
		),
	};
}

/** The names of a comma list. */
function splitNames(list: string): string[] {
	return list
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}

/** The fields to show a record by in a list; of a module without label fields, its first one. */
export function namingFields({ labelFields = [], fields }: ModuleDescription): string[] {
	const names = fields.map(({ name }) => name);
	const known = labelFields.filter((name) => names.includes(name));
	return known.length > 0 ? known : names.slice(0, 1);
}

function readField(field: Record<string, unknown>): ModuleField {
	const type = asRecord(field.type);
	const { users, groups } = asRecord(type.assignto);
	const ownerGroups = optionsOf(groups, 'groupid', 'groupname');
	const owners = [...optionsOf(users, 'userid', 'username'), ...ownerGroups];
	return {
		name: String(field.name),
		label: String(field.label ?? field.name),
		uitype: String(field.uitype ?? ''),
		type: String(type.name ?? 'string'),
		mandatory: field.mandatory === true,
		editable: field.editable === true,
		refersTo: Array.isArray(type.refersTo) ? type.refersTo.map(String) : [],
		values: picklistOf(type) ?? owners,
		groups: ownerGroups,
		...(typeof type.format === 'string' && { dateFormat: type.format }),
		defaultValue: String(field.default ?? ''),
	};
}

function picklistOf({ picklistValues }: Record<string, unknown>): PicklistValue[] | undefined {
	if (!Array.isArray(picklistValues)) return undefined;
	return recordsIn(picklistValues).map(({ label, value }) => ({
		label: String(label ?? value),
		value: String(value),
	}));
}

/** Users or groups that a record can be assigned to. */
function optionsOf(owners: unknown, idName: string, labelName: string): PicklistValue[] {
	return recordsIn(asRecord(owners).options).map((owner) => ({
		label: String(owner[labelName]).trim(),
		value: String(owner[idName]),
	}));
}
