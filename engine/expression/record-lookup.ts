import { clientFor, linkedField, recordOf } from './corebos-queries';
import { isWebServiceId, parseWebServiceId, recordNumberOf } from '../corebos';
import { bytesOfText, phpDate, fromPlain, getOwn, timeZone, type Value, wallOf } from '../php';
import type { Lookup, Reference, Run } from './run';

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
	if (fields === undefined) return bytesOfText(name);
	const stored = getOwn(fields, name);
	if (raw || name === 'id' || !isWebServiceId(stored)) return fromPlain(stored);
	const known = recordOf(getOwn(fields, `${name}ename`)).reference;
	if (typeof known === 'string') return bytesOfText(known);
	return displayName(run, name, stored);
}

/** The display name of a linked record, where the client can tell that the field is a link. */
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
	const description = recordOf(
		await clientFor(run, name).call('describe', { elementType: module }),
	);
	const fields = Array.isArray(description.fields) ? description.fields.map(recordOf) : [];
	const type = recordOf(fields.find((field) => field.name === name)?.type);
	const group = groupName(type, id);
	if (group !== undefined) return group;
	const linkedModule = await linkedModuleOf(run, type, id);
	if (linkedModule === undefined) return id;
	return (await labelOf(run, linkedModule, id)) ?? id;
}

/** An owner may be a group, which describe lists with its name. */
function groupName(type: Record<string, unknown>, id: string): string | undefined {
	const { options } = recordOf(recordOf(type.assignto).groups);
	const groups = Array.isArray(options) ? options.map(recordOf) : [];
	const name = groups.find((group) => group.groupid === id)?.groupname;
	return typeof name === 'string' ? name : undefined;
}

/** The module that a link field leads to; of several the one that the id belongs to. */
async function linkedModuleOf(
	run: Run,
	type: Record<string, unknown>,
	id: string,
): Promise<string | undefined> {
	if (type.name === 'owner') return 'Users';
	if (type.name !== 'reference' || !Array.isArray(type.refersTo)) return undefined;
	const modules = type.refersTo.map(String);
	if (modules.length === 1) return modules[0];
	for (const module of modules) {
		const description = recordOf(
			await clientFor(run, module).call('describe', { elementType: module }),
		);
		if (description.idPrefix === parseWebServiceId(id)?.prefix) return module;
	}
	return undefined;
}

/** The fields that make up a record's name, for the modules that every install has. */
const LABEL_FIELDS: Readonly<Record<string, string>> = {
	Accounts: 'accountname',
	Contacts: 'firstname,lastname',
	HelpDesk: 'ticket_title',
	Invoice: 'subject',
	Leads: 'firstname,lastname',
	Potentials: 'potentialname',
	Products: 'productname',
	PurchaseOrder: 'subject',
	Quotes: 'subject',
	SalesOrder: 'subject',
	Services: 'servicename',
	Users: 'first_name,last_name',
	Vendors: 'vendorname',
};

async function labelOf(run: Run, module: string, id: string): Promise<string | undefined> {
	const known = Object.hasOwn(LABEL_FIELDS, module) ? LABEL_FIELDS[module] : undefined;
	const labelFields =
		known ??
		recordOf(await clientFor(run, module).call('describe', { elementType: module })).labelFields;
	const record = await linkedRecordFields(run, module, id);
	if (record === undefined || typeof labelFields !== 'string') return undefined;
	return labelFields
		.split(',')
		.map((field) => String(record[field] ?? ''))
		.join(' ');
}

/** The linked record; undefined where it does not exist (any more). */
async function linkedRecordFields(
	run: Run,
	what: string,
	id: string,
): Promise<Record<string, unknown> | undefined> {
	try {
		return recordOf(await clientFor(run, what).call('retrieve', { id }));
	} catch (error) {
		// coreBOS shows the id itself where the record is gone.
		if (recordOf(error).code === 'RECORD_NOT_FOUND') return undefined;
		throw error;
	}
}

/** `$(link : (Module) field)`: a field of the linked record, empty where there is no link. */
function readReference(run: Run, reference: Reference): Value | Promise<Value> {
	if (reference.module === '__VtigerMeta__') return metaValue(run, reference.field);
	const link = getOwn(run.environment.fields, reference.link);
	if (typeof link === 'object' && link !== null) {
		return fromPlain(getOwn(recordOf(link), reference.field));
	}
	if (!isWebServiceId(link)) return '';
	const what = `$(${reference.link} : (${reference.module}) ${reference.field})`;
	return linkedField(run, what, link, reference.field).then(fromPlain);
}

/** What a template may ask of the run itself; '' for what only coreBOS's configuration says. */
export function metaValue(run: Run, name: string): Value {
	const { environment } = run;
	const zone = timeZone(environment.timeZone);
	switch (name) {
		case 'recordId':
			return metaRecordId(environment.recordId);
		case 'dbtimezone':
			return environment.timeZone ?? 'UTC';
		case 'date':
			return phpDate('Y-m-d', wallOf(run.now.getTime(), zone), zone);
		case 'time':
			return phpDate('H:i:s', wallOf(run.now.getTime(), zone), zone);
		case 'logo':
			return '<img src="cid:logo" />';
		default:
			return '';
	}
}

/** The record's number: 0 without a record, nothing for coreBOS's stand-in of one. */
export function metaRecordId(recordId: string | undefined): string {
	if (recordId === undefined) return '0';
	return recordId === '0x0' ? '' : recordNumberOf(recordId);
}
