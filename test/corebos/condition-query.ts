import { evaluateConditions } from '../../engine/workflow';
import type { CoreBosUser, Entity, Install } from './install';
import type { QueryResult } from './query-run';

/** A query whose condition is that of a workflow: `where [{"fieldname":…}]`. */
const WITH_CONDITIONS =
	/^\s*select\s+(.+?)\s+from\s+(\w+)\s+where\s+(\[.*\])(?:\s+limit\s+(\d+))?\s*;?\s*$/is;

/**
 * Runs a query whose condition is that of a workflow; undefined for any other query. The id comes
 * before the columns (recorded).
 */
export async function runConditionQuery(
	install: Install,
	text: string,
	user: CoreBosUser,
): Promise<QueryResult | undefined> {
	const parts = WITH_CONDITIONS.exec(text);
	if (parts === null) return undefined;
	const [, columns, name, conditions, limit = 'Infinity'] = parts;
	const module = install.spelled(name);
	const found: Entity[] = [];
	for (const entity of install.of(install.kept(module, ` for ${name}`).name)) {
		const environment = {
			fields: entity.values,
			module,
			user: { id: user.id, name: user.userName },
		};
		if (await evaluateConditions(conditions, environment)) found.push(entity);
	}
	const names = columns.split(',').map((column) => column.trim());
	const rows = found.slice(0, Number(limit)).map((entity) => ({
		id: install.idOf(entity),
		...Object.fromEntries(names.map((column) => [column, entity.values[column] ?? ''])),
	}));
	return { rows, totalRows: String(found.length) };
}
