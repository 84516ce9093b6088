import type { CoreBosClient } from '../environment';
import { isRecord } from '../is-record';
import type { Clock } from './challenge-cache';

/** A choice of a picklist. */
export interface PicklistValue {
	label: string;
	value: string;
}

/** A field of a module as `describe` tells it. */
export interface ModuleField {
	name: string;
	label: string;
	/** coreBOS's name of the type: `string`, `reference`, `picklist`, `date`, … */
	type: string;
	mandatory: boolean;
	/** False: coreBOS sets it itself, such as record numbers and times. */
	editable: boolean;
	/** Modules that a reference leads to. */
	refersTo: string[];
	/** Values of a picklist; users and groups of an owner, by id. */
	values: PicklistValue[];
	/** What coreBOS fills in where a new record has no value; empty where nothing. */
	defaultValue: string;
}

/** A module as `describe` tells it. */
export interface ModuleDescription {
	name: string;
	label: string;
	/** Module number of its web service ids, the `14` of `14x852`. */
	idPrefix: string;
	/** Fields that name a record to people. */
	labelFields: string[];
	fields: ModuleField[];
}

/** How long a description is good, in milliseconds. */
const LIFETIME = 60_000;
/** Descriptions kept at the same time; the oldest goes first. */
const MOST_KEPT = 100;

interface Kept {
	until: number;
	description: Promise<ModuleDescription>;
}

const kept = new Map<string, Kept>();

/**
 * A module's description, asked for at most once a minute for each account: the editor asks
 * for it with every keystroke in a field. A failed call is not kept.
 *
 * @param client client of the install
 * @param module name of the module
 * @param account tells install, user and access key apart: what a user may see differs
 * @param clock tells how old a kept description is
 * @throws CoreBosError `ACCESS_DENIED` for a module that is none or may not be seen
 */
export async function describeModule(
	client: Pick<CoreBosClient, 'call'>,
	module: string,
	account: string,
	clock: Clock = Date,
): Promise<ModuleDescription> {
	const key = JSON.stringify([account, module]);
	const known = kept.get(key);
	if (known !== undefined && known.until > clock.now()) return await known.description;
	const description = client
		.call('describe', { elementType: module })
		.then((result) => readDescription(module, result));
	kept.delete(key);
	kept.set(key, { until: clock.now() + LIFETIME, description });
	if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
	description.catch(() => kept.delete(key));
	return await description;
}

function readDescription(module: string, result: unknown): ModuleDescription {
	const told = isRecord(result) ? result : {};
	const fields = (Array.isArray(told.fields) ? told.fields : []).filter(isRecord).map(readField);
	const labelFields = String(told.labelFields ?? '')
		.split(',')
		.map((name) => name.trim())
		.filter((name) => fields.some((field) => field.name === name));
	return {
		name: module,
		label: String(told.label ?? module),
		idPrefix: String(told.idPrefix ?? ''),
		labelFields: labelFields.length > 0 ? labelFields : fields.slice(0, 1).map(({ name }) => name),
		fields,
	};
}

function readField(field: Record<string, unknown>): ModuleField {
	const type = isRecord(field.type) ? field.type : {};
	return {
		name: String(field.name),
		label: String(field.label ?? field.name),
		type: String(type.name ?? 'string'),
		mandatory: field.mandatory === true,
		editable: field.editable === true,
		refersTo: Array.isArray(type.refersTo) ? type.refersTo.map(String) : [],
		values: picklistOf(type) ?? ownersOf(type),
		defaultValue: String(field.default ?? ''),
	};
}

function picklistOf({ picklistValues }: Record<string, unknown>): PicklistValue[] | undefined {
	if (!Array.isArray(picklistValues)) return undefined;
	return picklistValues.filter(isRecord).map(({ label, value }) => ({
		label: String(label ?? value),
		value: String(value),
	}));
}

/** Users and groups that a record can be assigned to. */
function ownersOf({ assignto }: Record<string, unknown>): PicklistValue[] {
	if (!isRecord(assignto)) return [];
	return [
		...optionsOf(assignto.users, 'userid', 'username'),
		...optionsOf(assignto.groups, 'groupid', 'groupname'),
	];
}

function optionsOf(owners: unknown, idName: string, labelName: string): PicklistValue[] {
	const options = isRecord(owners) && Array.isArray(owners.options) ? owners.options : [];
	return options.filter(isRecord).map((owner) => ({
		label: String(owner[labelName]).trim(),
		value: String(owner[idName]),
	}));
}
