import type { Entity, Install } from '../install';
import { isRecord } from '../../../engine/is-record';
import { names } from './lists';
import { decoded, text, type Operation, type OperationCall } from './operation';
import { phpSerialize } from './php-serialize';

/** What a module's list shows of a record, by the labels of the fields. */
type Row = Record<string, unknown>;

interface Found {
	rows: Row[];
	/** How many records of each module were found. */
	totals: Record<string, number>;
}

/** The modules that the recorded search looked in where it was told none, as far as they are kept. */
const SEARCHED = ['Accounts', 'Contacts'];

/**
 * The global search: records in whose list a text stands. Without the ids of user, account and
 * contact nothing is found (recorded).
 */
function search(call: OperationCall): Found {
	const given = decoded(call, 'restrictionids');
	const ids = isRecord(given) ? given : {};
	const isAllowed = ['userId', 'accountId', 'contactId'].every((name) => Boolean(ids[name]));
	if (!isAllowed || text(call, 'query') === '') return { rows: [], totals: {} };
	const wanted = names(text(call, 'search_onlyin'));
	const limit = Number(ids.limit ?? 0) || Infinity;
	const found: Found = { rows: [], totals: {} };
	for (const module of wanted.length > 0 ? wanted : SEARCHED) {
		const rows = searchedRows(call.install, module, text(call, 'query'));
		// The count is of what was read, which the limit cuts.
		const read = rows.slice(0, limit);
		found.rows.push(...read);
		found.totals[module] = read.length;
	}
	return found;
}

function searchedRows(install: Install, module: string, wanted: string): Row[] {
	const { filterFields } = install.kept(module).describe;
	const { fields } = filterFields as { fields: string[] };
	return install.of(module).flatMap((entity) => {
		const row = listRow(install, entity, fields);
		const holds = Object.values(row).some((value) =>
			value.toLowerCase().includes(wanted.toLowerCase()),
		);
		return holds ? [{ ...row, id: install.idOf(entity), search_module_name: module }] : [];
	});
}

/** Fields that a list calls otherwise than `describe`. */
const LABELS: Record<string, string> = { bill_city: 'City' };

function listRow(install: Install, entity: Entity, names: string[]): Record<string, string> {
	const { fields } = install.kept(entity.module).describe;
	return Object.fromEntries(
		names.map((name) => {
			const value = entity.values[name] ?? '';
			const target = /^\d+x\d+$/.test(value) ? install.find(value) : undefined;
			const label = fields.find((field) => field.name === name)?.label_raw;
			return [LABELS[name] ?? String(label), target === undefined ? value : install.nameOf(target)];
		}),
	);
}

/** A list as PHP serializes it. */
function serializedList(rows: Row[]): string {
	const members = rows.map((row, index) => `i:${index};${phpSerialize(row)}`);
	return `a:${rows.length}:{${members.join('')}}`;
}

export const searchOperations: Record<string, Operation> = {
	getSearchResults: (call) => serializedList(search(call).rows),
	getSearchResultsArray: (call) => search(call).rows,
	getSearchResultsArrayWithTotals: (call) => {
		const { rows, totals } = search(call);
		return { records: rows, totals };
	},
};
