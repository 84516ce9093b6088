import type { CoreBosClient } from '../../environment';
import { namingFields, type ModuleDescription, type ModuleField } from '../module-description';
import { findRecords } from '../query-rows';
import type { QueryCondition } from '../query-text';
import { beginsWithWebServiceId, isRecordId, isWebServiceId } from '../record-id';
import { existingOwner, findOnce, isThere, linkIn } from './linked-records';
import { plainNumber } from './numbers';
import { valueError } from './value-error';

/** What looking up owners and records needs. */
export interface LinkWriting {
	/** Client of the install; what it is asked about owners and records is kept with it. */
	client: CoreBosClient;
	/** A module's description. */
	describe(module: string): Promise<ModuleDescription>;
	/** Whether owners and references may be given by name or e-mail address. */
	names?: boolean;
	/** Whether records that references lead to are looked for first; owners always are. */
	references?: boolean;
	/** Values of records that are written next: their references are looked for along. */
	following?(): Array<Record<string, unknown>>;
}

/** Records of the same name that are read to tell whether there are several. */
const MOST_ALIKE = 10;

/**
 * An owner as coreBOS takes it. One that does not exist would leave a record behind that breaks
 * the lists of its module (recorded), so each one is checked before it is sent.
 *
 * @throws CoreBosError `INVALID_OWNER` for what is not a user or group
 */
export async function linkedOwner(
	field: ModuleField,
	value: unknown,
	writing: LinkWriting,
): Promise<string> {
	const text = String(value).trim();
	if (text === '' || field.values.some((owner) => owner.value === text)) return text;
	if (isWebServiceId(text) || writing.names !== true) {
		const isOwner =
			isWebServiceId(text) && (await existingOwner(writing.client, text)) !== undefined;
		if (isOwner) return text;
		throw valueError('INVALID_OWNER', field.name, text, 'is not the ID of a user or group');
	}
	const id = await findOnce(
		writing.client,
		`owner named ${text}`,
		async () => await ownerNamed(field, text, writing),
	);
	if (id !== undefined) return id;
	throw valueError(
		'INVALID_OWNER',
		field.name,
		text,
		'is not the name of exactly one user or group',
	);
}

/** An owner by the name that people see, by user name or by e-mail address. */
async function ownerNamed(
	{ values }: ModuleField,
	name: string,
	{ client }: LinkWriting,
): Promise<string | undefined> {
	const named = values.filter(({ label }) => isSameName(label, name)).map((owner) => owner.value);
	if (named.length > 0) return onlyOne(named);
	const fields = name.includes('@') ? ['email1', 'user_name'] : ['user_name'];
	const conditions = fields.map((field) => equal(field, name));
	return onlyOne(await idsWhere(client, 'Users', conditions, 'or'));
}

/**
 * A reference as coreBOS takes it: web service id, record number, cbuuid or `field::::value`.
 * A name would be refused with a message that names neither field nor value (recorded).
 *
 * @throws CoreBosError `INVALID_REFERENCE` for a name, `MISSING_REFERENCE` for a record that is looked
 * for and not there
 */
export async function linkedRecordId(
	field: ModuleField,
	value: unknown,
	writing: LinkWriting,
): Promise<unknown> {
	if (typeof value === 'object') return value;
	const text =
		typeof value === 'number' ? (plainNumber(value) ?? String(value)) : String(value).trim();
	if (text === '' || text === '0' || text.includes('::::')) return text;
	const modules = field.refersTo.length > 0 ? ` of ${field.refersTo.join(' or ')}` : '';
	if (isRecordId(text) || beginsWithWebServiceId(text)) {
		const link = writing.references === true ? linkIn(field, text) : undefined;
		if (link === undefined || (await isThere(writing.client, link))) return text;
		throw valueError('MISSING_REFERENCE', field.name, text, `leads to no record${modules}`);
	}
	if (writing.names !== true) {
		throw valueError('INVALID_REFERENCE', field.name, text, `is not the ID of a record${modules}`);
	}
	const question = `named ${field.refersTo.join()} ${text}`;
	const id = await findOnce(
		writing.client,
		question,
		async () => await recordNamed(field, text, writing),
	);
	if (id !== undefined) return id;
	throw valueError(
		'INVALID_REFERENCE',
		field.name,
		text,
		`is not the name of exactly one record${modules}`,
	);
}

/** A record by the fields that name it to people, or by its e-mail address. */
async function recordNamed(
	{ refersTo }: ModuleField,
	name: string,
	{ client, describe }: LinkWriting,
): Promise<string | undefined> {
	const ids: string[] = [];
	for (const module of refersTo) {
		const description = await describe(module);
		for (const conditions of namings(description, name)) {
			ids.push(...(await idsWhere(client, module, conditions, 'and')));
		}
	}
	return onlyOne(ids);
}

/** What may hold of a record of this name: the name is spread over the fields that name it. */
function namings(description: ModuleDescription, name: string): QueryCondition[][] {
	const [first, second] = namingFields(description);
	if (name.includes('@')) {
		const addresses = description.fields.filter(({ type }) => type === 'email');
		if (addresses.length > 0) return addresses.map((field) => [equal(field.name, name)]);
	}
	const whole = [[equal(first, name)]];
	if (second === undefined) return whole;
	const words = name.split(/\s+/);
	const spread = words
		.slice(1)
		.map((_, index) => [
			equal(first, words.slice(0, index + 1).join(' ')),
			equal(second, words.slice(index + 1).join(' ')),
		]);
	return [...(words.length === 1 ? [[equal(second, name)], ...whole] : []), ...spread];
}

async function idsWhere(
	client: CoreBosClient,
	module: string,
	conditions: QueryCondition[],
	combine: 'and' | 'or',
): Promise<string[]> {
	const query = { module, fields: ['id'], conditions, combine, limit: MOST_ALIKE };
	return (await findRecords(client, query)).map(({ id }) => String(id));
}

function equal(field: string, value: string): QueryCondition {
	return { field, operator: 'equals', value };
}

function onlyOne(ids: string[]): string | undefined {
	const different = [...new Set(ids)];
	return different.length === 1 ? different[0] : undefined;
}

function isSameName(one: string, other: string): boolean {
	const plain = (name: string) => name.trim().replace(/\s+/g, ' ').toLowerCase();
	return plain(one) === plain(other);
}
