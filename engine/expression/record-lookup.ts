import { asRecord } from '../is-record';
import { clientFor, linkedField } from './corebos-queries';
import {
	fetchDescription,
	fieldKind,
	isWebServiceId,
	parseWebServiceId,
	recordNumberOf,
	type ModuleField,
} from '../corebos';
import { bytesOfText, fromPlain, getOwn, isTruthy, type Value } from '../php';
import type { Lookup, Reference, Run } from './run';
import { metaValue } from './template-meta';

/**
 * Names read from the record's fields; without a record a name stands for
 * itself, as coreBOS has it.
 *
 * @param run the run that the lookup belongs to
 */
export function recordLookup(run: () => Run): Lookup {
	return {
		symbol: (name, raw) => readSymbol(run(), name, raw),
		reference: (reference) => readReference(run(), reference),
	};
}

function readSymbol(run: Run, name: string, raw: boolean): Value | Promise<Value> {
	const { fields } = run.environment;
	if (fields === undefined) {
		return bytesOfText(name === 'id' && run.environment.recordId === '0x0' ? '0x0' : name);
	}
	const stored = getOwn(fields, name);
	if (raw || name === 'id' || !isWebServiceId(stored)) return fromPlain(stored);
	const known = asRecord(getOwn(fields, `${name}ename`));
	if (known.module === 'Groups') return stored;
	if (typeof known.reference === 'string') return bytesOfText(known.reference);
	return displayName(run, name, stored);
}

/** The display name of a linked record, where the client knows that the field is a link. */
function displayName(run: Run, name: string, id: string): Value | Promise<Value> {
	const { coreBos, module } = run.environment;
	if (coreBos === undefined || module === undefined) return id;
	return fetchDisplayName(run, module, name, id).then(bytesOfText);
}

async function fetchDisplayName(
	run: Run,
	module: string,
	name: string,
	id: string,
): Promise<string> {
	const { fields } = await fetchDescription(clientFor(run, name), module);
	const field = fields.find((one) => one.name === name);
	if (field === undefined) return id;
	// coreBOS shows a user by name, a group by its id.
	if (field.groups.some(({ value }) => value === id)) return id;
	const linkedModule = await linkedModuleOf(run, field, id);
	if (linkedModule === undefined) return id;
	return (await labelOf(run, linkedModule, id)) ?? id;
}

/** The module that a link field leads to; of several the one that the id belongs to. */
async function linkedModuleOf(
	run: Run,
	field: ModuleField,
	id: string,
): Promise<string | undefined> {
	const kind = fieldKind(field);
	if (kind === 'owner') return 'Users';
	if (kind !== 'reference') return undefined;
	if (field.refersTo.length === 1) return field.refersTo[0];
	for (const module of field.refersTo) {
		const { idPrefix } = await fetchDescription(clientFor(run, module), module);
		if (idPrefix === parseWebServiceId(id)?.prefix) return module;
	}
	return undefined;
}

/** The fields that make up a record's name, for the modules that every install has. */
const LABEL_FIELDS: Readonly<Record<string, readonly string[]>> = {
	Accounts: ['accountname'],
	Contacts: ['firstname', 'lastname'],
	HelpDesk: ['ticket_title'],
	Invoice: ['subject'],
	Leads: ['firstname', 'lastname'],
	Potentials: ['potentialname'],
	Products: ['productname'],
	PurchaseOrder: ['subject'],
	Quotes: ['subject'],
	SalesOrder: ['subject'],
	Services: ['servicename'],
	Users: ['first_name', 'last_name'],
	Vendors: ['vendorname'],
};

async function labelOf(run: Run, module: string, id: string): Promise<string | undefined> {
	const known = Object.hasOwn(LABEL_FIELDS, module) ? LABEL_FIELDS[module] : undefined;
	const labelFields = known ?? (await fetchDescription(clientFor(run, module), module)).labelFields;
	const record = await linkedRecordFields(run, module, id);
	if (record === undefined || labelFields === undefined) return undefined;
	return labelFields.map((field) => String(record[field] ?? '')).join(' ');
}

/** The linked record; undefined where it does not exist (any more). */
async function linkedRecordFields(
	run: Run,
	what: string,
	id: string,
): Promise<Record<string, unknown> | undefined> {
	try {
		return asRecord(await clientFor(run, what).call('retrieve', { id }));
	} catch (error) {
		// coreBOS shows the id itself where the record is gone.
		if (asRecord(error).code === 'RECORD_NOT_FOUND') return undefined;
		throw error;
	}
}

/** `$(link : (Module) field)`: a field of the linked record, empty where there is no link. */
function readReference(run: Run, reference: Reference): Value | Promise<Value> {
	if (reference.module === '__VtigerMeta__') return metaValue(run, reference.field);
	const link = getOwn(run.environment.fields, reference.link) ?? ownerWithoutRecord(run, reference);
	if (typeof link === 'object' && link !== null) {
		return fromPlain(getOwn(asRecord(link), reference.field));
	}
	if (!isWebServiceId(link)) return '';
	const known = asRecord(getOwn(run.environment.fields, `${reference.link}ename`)).module;
	if (typeof known === 'string' && known !== '' && known !== reference.module) return '';
	if (reference.field === 'record_module') return bytesOfText(reference.module);
	if (reference.field === 'record_id') return recordNumberOf(link);
	const what = `$(${reference.link} : (${reference.module}) ${reference.field})`;
	return linkedField(run, what, link, reference.field).then((stored) =>
		linkedValue(stored, reference.field),
	);
}

/** Fields that keep their ids where a linked record is shown: itself, users and currencies. */
export const SHOWN_AS_IDS: ReadonlySet<string> = new Set([
	'id',
	'assigned_user_id',
	'modifiedby',
	'created_user_id',
	'currency_id',
]);

/** As coreBOS gives a field of a linked record: an empty text for 0, the bare number for a link. */
function linkedValue(stored: unknown, field: string): Value {
	const isLink = isWebServiceId(stored) && !SHOWN_AS_IDS.has(field);
	const value = fromPlain(isLink ? recordNumberOf(stored) : stored);
	return isTruthy(value) ? value : '';
}

/** A run without a record works for its user, who is the owner then. */
function ownerWithoutRecord({ environment }: Run, { link, module }: Reference): unknown {
	const isOwner = link === 'assigned_user_id' && module === 'Users';
	return isOwner && environment.fields === undefined ? environment.user?.id : undefined;
}
