import { askOnce, BoundedCache } from '../../bounded-cache';
import type { CoreBosClient } from '../../environment';
import { grouped } from '../../grouped';
import { isLocalCode } from '../advice';
import { CoreBosError } from '../corebos-error';
import { existingId, existingRecord } from '../existing-records';
import { fieldKind, type ModuleField } from '../module-description';
import { ifThere, notThereCode } from '../not-there';
import { findRecords } from '../query-rows';
import { isRecordId, isRecordNumber, isWebServiceId, parseWebServiceId } from '../record-id';
import { referenceValues } from '../reference-values';

/** The record that a reference leads to. */
interface LinkedRecord {
	/** Web service id, record number or cbuuid. */
	id: string;
	/** Modules that the field may lead to; none where they are not known. */
	modules: string[];
}

/** Ids that one query asks for at most. */
const MOST_IDS = 100;

/** Fields that only users and groups have. */
const OWNER_NAMES = ['user_name', 'groupname'];

/** What was found, by install and question: a run asks for each owner and record once. */
const found = new WeakMap<CoreBosClient, BoundedCache<string, Promise<string | undefined>>>();
const MOST_FOUND = 5_000;

function answersOf(client: CoreBosClient): BoundedCache<string, Promise<string | undefined>> {
	const answers =
		found.get(client) ?? new BoundedCache<string, Promise<string | undefined>>(MOST_FOUND);
	found.set(client, answers);
	return answers;
}

/**
 * The answer to a question about a record of an install, kept as long as its client.
 *
 * @throws what `find` rejects with; a failure is not kept
 */
export async function findOnce(
	client: CoreBosClient,
	question: string,
	find: () => Promise<string | undefined>,
): Promise<string | undefined> {
	return await askOnce(answersOf(client), question, find);
}

/** The id of a record of any module; undefined where it is not there. */
export async function existing(client: CoreBosClient, id: string): Promise<string | undefined> {
	return await findOnce(
		client,
		`id ${id}`,
		async () => await ifThere(async () => await existingId(client, id)),
	);
}

/** The id of a user or group; undefined for what is not there, or is another record. */
export async function existingOwner(
	client: CoreBosClient,
	id: string,
): Promise<string | undefined> {
	return await findOnce(client, `owner ${id}`, async () => {
		const record = await ifThere(async () => await existingRecord(client, id));
		return record !== undefined && OWNER_NAMES.some((name) => name in record) ? id : undefined;
	});
}

/** The records that the references among the values lead to, as far as they come as ids. */
export function linksAmong(values: Record<string, unknown>, fields: ModuleField[]): LinkedRecord[] {
	return fields.flatMap((field): LinkedRecord[] => {
		if (fieldKind(field) !== 'reference' || !field.editable) return [];
		const link = linkIn(field, values[field.name]);
		return link === undefined ? [] : [link];
	});
}

/** Modules whose records have numbers of their own: other records may have the same. */
const NUMBERED_APART = new Set(['Currency', 'Groups', 'Users']);

/** Whether the number of a record alone does not say where a reference leads. */
export function isNumberedApart({ refersTo }: Pick<ModuleField, 'refersTo'>): boolean {
	return refersTo.some((module) => NUMBERED_APART.has(module));
}

/**
 * The record that a reference leads to; undefined for an empty one, a name, and what only coreBOS
 * can look up.
 */
export function linkIn(field: ModuleField, value: unknown): LinkedRecord | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const id = String(value).trim();
	if (id === '0' || !isRecordId(id)) return undefined;
	return isRecordNumber(id) && isNumberedApart(field) ? undefined : { id, modules: field.refersTo };
}

/**
 * Whether a record is there, in a module that the field leads to, and the user may see it.
 *
 * @throws CoreBosError where coreBOS cannot be asked
 */
export async function isThere(client: CoreBosClient, link: LinkedRecord): Promise<boolean> {
	askTogether(client, [link]);
	return (await answersOf(client).get(questionOf(link))) !== undefined;
}

/**
 * Asks for records in few calls, one for each module and {@link MOST_IDS} ids, so that
 * {@link isThere} knows them. Does nothing where all of them are known, or being asked for.
 *
 * @param following more records, which will be asked for later and are asked for along
 */
export function askTogether(
	client: CoreBosClient,
	links: LinkedRecord[],
	following: () => LinkedRecord[] = () => [],
): void {
	const answers = answersOf(client);
	const isUnknown = (link: LinkedRecord) => answers.get(questionOf(link)) === undefined;
	if (!links.some(isUnknown)) return;
	const unknown = new Map(
		[...links, ...following()].filter(isUnknown).map((link) => [questionOf(link), link]),
	);
	const asked = idsThere(client, [...unknown.values()]);
	for (const [question, { id }] of unknown) {
		const answer = asked.then((there) => (there.has(question) ? id : undefined));
		answers.set(question, answer);
		answer.catch(() => answers.delete(question, answer));
	}
}

function questionOf({ id, modules }: LinkedRecord): string {
	return `record ${id} of ${modules.join()}`;
}

/** The questions whose records are there. */
async function idsThere(client: CoreBosClient, links: LinkedRecord[]): Promise<Set<string>> {
	const modules = await modulesOf(client, links);
	const groups = grouped(links, (link) => {
		const module = modules.get(link);
		if (module === undefined) return '';
		// An id of another module may spoil a query: ids of a kind are asked for together.
		return leadsTo(link, module) ? `${module} ${parseWebServiceId(link.id)?.prefix}` : undefined;
	});
	const there = new Set<string>();
	for (const group of groups.values()) {
		const module = modules.get(group[0]);
		for (let at = 0; at < group.length; at += MOST_IDS) {
			const chunk = group.slice(at, at + MOST_IDS);
			const ids =
				module === undefined
					? await idsOneByOne(client, chunk)
					: await idsOfModule(client, module, chunk);
			for (const link of chunk) if (ids.has(link.id)) there.add(questionOf(link));
		}
	}
	return there;
}

/** Fields that do not tell where they lead may lead anywhere. */
function leadsTo({ modules }: LinkedRecord, module: string): boolean {
	return modules.length === 0 || modules.includes(module);
}

/**
 * The module that each record would be of; undefined where only reading the record tells. A field
 * that leads to one module tells it. For others coreBOS is asked once for all, as long as reading
 * the record is not as cheap.
 */
async function modulesOf(
	client: CoreBosClient,
	links: LinkedRecord[],
): Promise<Map<LinkedRecord, string | undefined>> {
	const modules = new Map<LinkedRecord, string | undefined>();
	const open: LinkedRecord[] = [];
	for (const link of links) {
		if (!isWebServiceId(link.id)) modules.set(link, undefined);
		else if (link.modules.length === 1) modules.set(link, link.modules[0]);
		else open.push(link);
	}
	if (open.length < 2) return modules;
	const told = await refusedAs(
		async () =>
			await referenceValues(
				client,
				open.map(({ id }) => id),
			),
		new Map<string, { module: string }>(),
	);
	const byPrefix = new Map(
		[...told].map(([id, { module }]) => [parseWebServiceId(id)?.prefix, module]),
	);
	for (const link of open) {
		const module = byPrefix.get(parseWebServiceId(link.id)?.prefix);
		if (module !== undefined && module !== '') modules.set(link, module);
	}
	return modules;
}

/** Those of the ids that are in a module. */
async function idsOfModule(
	client: CoreBosClient,
	module: string,
	links: LinkedRecord[],
): Promise<Set<string>> {
	const ids = links.map(({ id }) => id);
	const condition = { field: 'id', operator: 'in' as const, value: ids };
	const query = { module, fields: ['id'], conditions: [condition], limit: ids.length };
	try {
		return new Set((await findRecords(client, query)).map(({ id }) => String(id)));
	} catch (error) {
		if (!isRefusal(error)) throw error;
		// Of a module that the user may not list nothing is known: coreBOS decides.
		if (notThereCode(error) === 'ACCESS_DENIED') return new Set(ids);
		return await idsOneByOne(client, links);
	}
}

async function idsOneByOne(client: CoreBosClient, links: LinkedRecord[]): Promise<Set<string>> {
	const ids = new Set<string>();
	for (const { id } of links) if ((await existing(client, id)) !== undefined) ids.add(id);
	return ids;
}

async function refusedAs<Result>(ask: () => Promise<Result>, ifRefused: Result): Promise<Result> {
	try {
		return await ask();
	} catch (error) {
		if (isRefusal(error)) return ifRefused;
		throw error;
	}
}

/** Whether coreBOS answered, but did not do what it was asked. */
function isRefusal(error: unknown): boolean {
	return error instanceof CoreBosError && !isLocalCode(error.code);
}
