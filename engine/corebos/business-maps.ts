import type { CoreBosClient } from '../environment';
import { quotePattern, quoteText } from './query-quoting';
import { isRecordId } from './record-id';
import { asRecord, isRecord, recordsIn } from '../is-record';
import { CoreBosError } from './corebos-error';
import { notLookedUp } from './create-once';
import { ownerOrCurrentUser } from './current-user';

/** Type of the maps that describe a web service call. */
export const WEB_SERVICE_MAPPING = 'Webservice Mapping';

/** A business map without its XML, as lists show it. */
interface BusinessMapSummary {
	/** Web service id, such as `37x8667`. */
	id: string;
	name: string;
	/** `Webservice Mapping`, `Condition Expression`, `Mapping`, … */
	type: string;
	/** Module that the map is for (`targetname`); empty where it has none. */
	module: string;
}

/** A business map with its XML. */
export interface BusinessMap extends BusinessMapSummary {
	/** The XML, byte for byte as coreBOS keeps it. */
	content: string;
}

/** Which maps to list. */
interface BusinessMapSearch {
	/** Only maps of this type. */
	type?: string;
	/** Only maps whose name holds this text, in any letter case. */
	search?: string;
	/** Only maps of this module. */
	module?: string;
	/** Maps at most; default 100. */
	limit?: number;
	/** Maps to skip; default none. */
	offset?: number;
}

/** One page of maps. */
interface BusinessMapPage {
	maps: BusinessMapSummary[];
	/** Where the next page begins; undefined on the last one. */
	nextOffset?: number;
}

/** A map to be written. */
export interface BusinessMapToSave extends Omit<BusinessMap, 'id'> {
	/** Map to change; without it, the map of this name and type, or a new one. */
	id?: string;
	/** Web service id of the owner of a new map; default: the user of the credential. */
	owner?: string;
}

/** A map as coreBOS has it after saving. */
interface SavedBusinessMap extends BusinessMap {
	/** False: an existing map was changed. */
	created: boolean;
}

const PAGE = 100;
const SUMMARY_FIELDS = 'id,mapname,maptype,targetname';

/**
 * Lists business maps, oldest first, so that pages fit together whatever is added meanwhile.
 *
 * @param client client of the install
 * @param wanted which maps, and which page of them
 * @returns the page; users who are not administrators see only the maps that coreBOS shows them
 * @throws CoreBosError of the query
 */
export async function listBusinessMaps(
	client: CoreBosClient,
	wanted: BusinessMapSearch,
): Promise<BusinessMapPage> {
	const { limit = PAGE, offset = 0 } = wanted;
	const conditions = [
		...equals('maptype', wanted.type),
		...equals('targetname', wanted.module),
		...contains('mapname', wanted.search),
	];
	// One more than asked for shows whether there is a next page.
	const page = `order by id limit ${offset},${limit + 1}`;
	const found = await mapsOf(client, SUMMARY_FIELDS, conditions, page);
	const maps = found
		.slice(0, limit)
		.map(({ id, name, type, module }) => ({ id, name, type, module }));
	return found.length > limit ? { maps, nextOffset: offset + limit } : { maps };
}

/**
 * Lists business maps over all pages.
 *
 * @param limit maps at most; `Infinity` for all
 * @throws CoreBosError of the queries
 */
export async function listAllBusinessMaps(
	client: CoreBosClient,
	wanted: Pick<BusinessMapSearch, 'type' | 'search' | 'module'>,
	limit: number,
): Promise<BusinessMapSummary[]> {
	const maps: BusinessMapSummary[] = [];
	let offset: number | undefined = 0;
	while (offset !== undefined && maps.length < limit) {
		const pageSize = Math.min(PAGE, limit - maps.length);
		const page = await listBusinessMaps(client, { ...wanted, limit: pageSize, offset });
		maps.push(...page.maps);
		offset = page.nextOffset;
	}
	return maps;
}

/**
 * Reads one business map.
 *
 * @param client client of the install
 * @param idOrName web service id (`37x8667`), record number, cbuuid, or the map's name
 * @param type only a map of this type will do
 * @returns the map with its XML
 * @throws CoreBosError of coreBOS; `MAP_NOT_FOUND`; `MAP_AMBIGUOUS` where several maps have
 *   the name; `MAP_OF_OTHER_TYPE`; `NO_BUSINESS_MAP` where the id is another record's
 */
export async function readBusinessMap(
	client: CoreBosClient,
	idOrName: string,
	type?: string,
): Promise<BusinessMap> {
	const wanted = idOrName.trim();
	if (wanted === '') throw mapError('MAP_NOT_FOUND', 'No business map is named');
	return isRecordId(wanted)
		? await readById(client, wanted, type)
		: onlyOne(wanted, type, await namedMaps(client, wanted, type));
}

/**
 * Writes a business map: the one with the id, else the one with this name and type, else a
 * new one. The XML is compared with what coreBOS kept of it.
 *
 * @param client client of the install
 * @param map what to write
 * @returns the map as coreBOS has it now, and whether it is new
 * @throws CoreBosError of coreBOS; `MAP_AMBIGUOUS` where several maps have the name;
 *   `MAP_WITHOUT_NAME`; `MAP_CHANGED` where coreBOS kept another text than it was given
 */
export async function saveBusinessMap(
	client: CoreBosClient,
	map: BusinessMapToSave,
): Promise<SavedBusinessMap> {
	if (map.name.trim() === '') throw mapError('MAP_WITHOUT_NAME', 'A business map needs a name');
	const known = map.id ?? (await existing(client, map))?.id;
	const saved = known === undefined ? await create(client, map) : await revise(client, known, map);
	if (saved.content !== map.content) {
		const reason = `coreBOS did not keep the XML of the business map "${saved.name}" (${saved.id}) as it was given`;
		throw mapError('MAP_CHANGED', reason);
	}
	return { ...saved, created: known === undefined };
}

async function existing(
	client: CoreBosClient,
	{ name, type }: BusinessMapToSave,
): Promise<BusinessMap | undefined> {
	const maps = await namedMaps(client, name.trim(), type);
	return maps.length === 0 ? undefined : onlyOne(name, type, maps);
}

async function revise(
	client: CoreBosClient,
	id: string,
	map: BusinessMapToSave,
): Promise<BusinessMap> {
	return businessMap(await client.call('revise', { element: { id, ...elementOf(map) } }));
}

/**
 * Makes a map whose name is free. Where the answer is lost, the map is looked for: repeating
 * the call blindly would leave two maps of one name.
 */
async function create(client: CoreBosClient, map: BusinessMapToSave): Promise<BusinessMap> {
	// Every map needs an owner.
	const assigned_user_id = await ownerOrCurrentUser(client, map.owner ?? '');
	const element = { ...elementOf(map), assigned_user_id };
	try {
		return businessMap(await client.call('create', { elementType: 'cbMap', element }));
	} catch (error) {
		if (!(error instanceof CoreBosError) || !error.uncertain) throw error;
		const found = await existing(client, map).catch((reason: unknown) => {
			throw notLookedUp(error, reason);
		});
		if (found === undefined) throw error;
		return found;
	}
}

function elementOf({ name, type, module, content }: BusinessMapToSave): Record<string, string> {
	return { mapname: name.trim(), maptype: type, targetname: module, content };
}

async function readById(
	client: CoreBosClient,
	id: string,
	type: string | undefined,
): Promise<BusinessMap> {
	const record = await client.call('retrieve', { id });
	if (!isRecord(record) || record.mapname === undefined || record.content === undefined) {
		throw mapError('NO_BUSINESS_MAP', `The record ${id} is not a business map`);
	}
	const map = businessMap(record);
	if (type === undefined || map.type === type) return map;
	const reason = `The business map "${map.name}" (${id}) is of type "${map.type}", not "${type}"`;
	throw mapError('MAP_OF_OTHER_TYPE', reason);
}

async function namedMaps(
	client: CoreBosClient,
	name: string,
	type: string | undefined,
): Promise<BusinessMap[]> {
	const conditions = [...equals('mapname', name), ...equals('maptype', type)];
	return await mapsOf(client, `${SUMMARY_FIELDS},content`, conditions, 'order by id');
}

/** The database ignores letter case and accents: a map spelled exactly so comes first. */
function onlyOne(name: string, type: string | undefined, maps: BusinessMap[]): BusinessMap {
	const exact = maps.filter((map) => map.name === name.trim());
	const [map, ...others] = exact.length > 0 ? exact : maps;
	const ofType = type === undefined ? '' : ` of type "${type}"`;
	if (map === undefined) {
		throw mapError('MAP_NOT_FOUND', `coreBOS shows no business map "${name}"${ofType}`);
	}
	if (others.length === 0) return map;
	const ids = [map, ...others].map(({ id }) => id).join(', ');
	const reason = `Several business maps${ofType} have the name "${name}" (${ids}): choose one by its id`;
	throw mapError('MAP_AMBIGUOUS', reason);
}

async function mapsOf(
	client: CoreBosClient,
	fields: string,
	conditions: string[],
	page: string,
): Promise<BusinessMap[]> {
	const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
	const query = `select ${fields} from cbMap${where} ${page};`;
	return recordsIn(await client.call('query', { query })).map(businessMap);
}

/** A condition of the query; none for an empty value, which makes coreBOS fail. */
function equals(column: string, value: string | undefined): string[] {
	return value === undefined || value === '' ? [] : [`${column} = ${quoteText(value)}`];
}

function contains(column: string, value: string | undefined): string[] {
	if (value === undefined || value === '') return [];
	return [`${column} like ${quotePattern(value, { before: true, after: true })}`];
}

function businessMap(record: unknown): BusinessMap {
	const values = asRecord(record);
	const text = (name: string) => String(values[name] ?? '');
	return {
		id: text('id'),
		name: text('mapname'),
		type: text('maptype'),
		module: text('targetname'),
		content: text('content'),
	};
}

function mapError(code: string, reason: string): CoreBosError {
	return new CoreBosError({ code, operation: '', reason });
}
