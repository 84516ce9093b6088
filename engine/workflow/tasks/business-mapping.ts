import { isRecord, membersWhere } from '../../is-record';
import { askOnce, BoundedCache } from '../../bounded-cache';
import { ifThere, recordNumberOf } from '../../corebos';
import type { CoreBosClient } from '../../environment';
import { recordNamed } from './named-record';
import type { TaskRun } from './task-run';

/** Modules whose maps are kept at the same time. */
const MOST_MAPS = 500;

/** The maps that each client was asked for: none is made or renamed while a node runs. */
const found = new WeakMap<CoreBosClient, BoundedCache<string, Promise<string | undefined>>>();

/**
 * What the business map of two modules makes of a new record. coreBOS applies it to each record
 * that a Create task makes: the map whose name is `<Module>2<Module>`, such as `Accounts2Contacts`,
 * or that the global variable `BusinessMapping_<Module>2<Module>` names (observed).
 *
 * @param target module of the new record
 * @param fields what it has without the map
 * @returns only what the map sets otherwise; empty without a map, or without an install to ask
 * @throws whatever the client throws: of a map that cannot be processed, too
 */
export async function businessMapping(
	run: TaskRun,
	target: string,
	fields: Record<string, unknown>,
): Promise<Record<string, unknown>> {
	const { module, recordId, coreBos } = run.environment;
	if (coreBos === undefined || module === undefined || recordId === undefined) return {};
	const maps = found.get(coreBos) ?? new BoundedCache(MOST_MAPS);
	found.set(coreBos, maps);
	const name = `${module}2${target}`;
	const mapid = await askOnce(maps, name, async () => await mapNamed(coreBos, name));
	if (mapid === undefined) return {};
	const mapped = await coreBos.call('ProcessMap', {
		mapid,
		parameters: { infields: { record_id: recordNumberOf(recordId) }, outfields: fields },
	});
	if (!isRecord(mapped)) return {};
	return membersWhere(mapped, (field, value) => fields[field] !== value);
}

/** The web service id of a map; undefined where there is none, or the user may see no maps. */
async function mapNamed(client: CoreBosClient, name: string): Promise<string | undefined> {
	const variable = `BusinessMapping_${name}`;
	const map = await ifThere(async () => await recordNamed(client, 'cbMap', 'mapname', name));
	const id = map && String(map.id);
	const values = async () => await recordNamed(client, 'GlobalVariable', 'gvname', variable);
	// coreBOS looks for the value that holds for the user only where there are any.
	if ((await ifThere(values)) === undefined) return id;
	const value = await client.call('SearchGlobalVar', {
		gvname: variable,
		defaultvalue: recordNumberOf(id ?? '0'),
		gvmodule: '',
	});
	const chosen = String(value ?? '');
	return ['', '0'].includes(chosen) ? undefined : chosen;
}
