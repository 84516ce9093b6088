import { type WebServiceAnswer } from './answer';
import type { CoreBosClient } from '../environment';
import { isRecord, recordsIn } from '../is-record';
import type { CoreBosWebService } from './client';
import { queryText, type QueryParts } from './query-text';

/** The part of a client that queries need. */
type QueryClient = Pick<CoreBosWebService, 'request'>;

/** Rows of a query. */
interface QueryRows {
	rows: Array<Record<string, unknown>>;
	/** False: records were added or deleted while the pages were read, twice. */
	complete: boolean;
}

/**
 * The records that one query finds; more than its limit or coreBOS's own are not asked for.
 *
 * @throws CoreBosError of the query; RangeError of {@link queryText}
 */
export async function findRecords(
	client: CoreBosClient,
	parts: QueryParts,
): Promise<QueryRows['rows']> {
	return recordsIn(await client.call('query', { query: queryText(parts) }));
}

/** Rows asked for at a time. */
const PAGE_SIZE = 250;

/**
 * Reads the rows of a VTQL query, page by page where there are many.
 *
 * Pages are read in the order of the ids where the query asks for no other: without one, or
 * with equal values in the column of its order, the database may answer a row twice and
 * another never. That is noticed by the ids and the number of rows: the query is then read
 * again, all rows at once.
 *
 * A query with a limit of its own, with a function in its columns or grouped is sent as it is.
 *
 * @param query VTQL, in plain or extended syntax, with or without the semicolon
 * @param most rows at most; default all
 * @throws CoreBosError of the query
 */
export async function readRows(
	client: QueryClient,
	query: string,
	most = Infinity,
): Promise<QueryRows> {
	const parts = queryParts(query);
	if (!parts.isPageable) {
		const rows = rowsOf(await ask(client, `${withoutEnd(query)};`));
		return { rows: rows.slice(0, most), complete: true };
	}
	const order = parts.order === '' ? ' order by id' : ` ${parts.order}`;
	const ordered = `${parts.select}${order}`;
	const read = await readPages(client, ordered, most);
	if (isWhole(read, most)) return { rows: read.rows, complete: true };
	const again = await readPages(client, ordered, most, Math.max(read.total, PAGE_SIZE));
	return { rows: withoutRepeats(again.rows), complete: isWhole(again, most) };
}

/**
 * How many rows a query finds, whatever it selects and limits.
 *
 * @throws CoreBosError of the query
 */
export async function countRows(client: QueryClient, query: string): Promise<number> {
	const { select } = queryParts(query);
	const from = blanked(select).search(/\bfrom\b/i);
	if (from >= 0 && isMiscounted(select)) {
		return (await readRows(client, `select id ${select.slice(from)}`)).rows.length;
	}
	const counting = from < 0 ? select : `select count(*) ${select.slice(from)}`;
	const answer = await ask(client, `${counting};`);
	const [row] = rowsOf(answer);
	return Number(row?.count ?? totalOf(answer) ?? 0);
}

/** coreBOS counts no rows where a value has two blanks in a row, though it finds them (recorded). */
function isMiscounted(query: string): boolean {
	return /\s{2}/.test((query.match(QUOTED) ?? []).join('|'));
}

interface Pages {
	rows: Array<Record<string, unknown>>;
	/** Rows that the query finds without a limit, according to the last page. */
	total: number;
}

async function readPages(
	client: QueryClient,
	ordered: string,
	most: number,
	pageSize = PAGE_SIZE,
): Promise<Pages> {
	const rows: Pages['rows'] = [];
	const isCounted = !isMiscounted(ordered);
	for (;;) {
		const size = Math.min(pageSize, most - rows.length);
		const answer = await ask(client, `${ordered} limit ${rows.length},${size};`);
		const page = rowsOf(answer);
		rows.push(...page);
		// For anything but a CRM module, coreBOS counts only the rows of the page, as a number.
		const total = isCounted ? totalOf(answer) : undefined;
		const isLast = total === undefined ? page.length < size : rows.length >= total;
		if (isLast || page.length === 0 || rows.length >= most) {
			return { rows, total: total ?? rows.length };
		}
	}
}

/** Whether every row came, and each once. */
function isWhole({ rows, total }: Pages, most: number): boolean {
	return withoutRepeats(rows).length === Math.min(total, most);
}

function withoutRepeats(rows: Pages['rows']): Pages['rows'] {
	const known = new Set<unknown>();
	return rows.filter(({ id }) => {
		if (id === undefined) return true;
		const isNew = !known.has(id);
		known.add(id);
		return isNew;
	});
}

async function ask(client: QueryClient, query: string): Promise<WebServiceAnswer> {
	return await client.request('query', { query });
}

function rowsOf({ result }: WebServiceAnswer): Pages['rows'] {
	return recordsIn(result);
}

/** The number of all rows, which coreBOS writes as a string; a number counts the page alone. */
function totalOf({ moreInfo }: WebServiceAnswer): number | undefined {
	const total = isRecord(moreInfo) ? moreInfo.totalrows : undefined;
	return typeof total === 'string' && /^\d+$/.test(total) ? Number(total) : undefined;
}

interface QueryText {
	/** Everything before order and limit. */
	select: string;
	/** `order by …`, or nothing. */
	order: string;
	/** Whether a limit of ours may be added. */
	isPageable: boolean;
}

function queryParts(query: string): QueryText {
	const text = withoutEnd(query);
	const words = blanked(text);
	const limit = words.search(/\blimit\b/i);
	const beforeLimit = limit < 0 ? text : text.slice(0, limit).trimEnd();
	const order = words.slice(0, beforeLimit.length).search(/\border\s+by\b/i);
	const bracket = words.indexOf('(');
	const hasFunction =
		bracket !== -1 &&
		/^\s*select\b/i.test(words.slice(0, bracket)) &&
		/\bfrom\b/i.test(words.slice(bracket));
	const isGrouped = /\bgroup\s+by\b/i.test(words);
	return {
		select: order < 0 ? beforeLimit : beforeLimit.slice(0, order).trimEnd(),
		order: order < 0 ? '' : beforeLimit.slice(order),
		isPageable: limit < 0 && !hasFunction && !isGrouped,
	};
}

function withoutEnd(query: string): string {
	let end = query.length;
	while (end > 0 && /[;\s]/.test(query[end - 1])) end--;
	return query.slice(0, end).trimStart();
}

/** Texts between quotes. */
const QUOTED = /'(?:[^'\\]|''|\\[^])*'/g;

/** The same text with everything between quotes made blank, so that words in it do not count. */
function blanked(text: string): string {
	return text.replace(QUOTED, (quoted) => ' '.repeat(quoted.length));
}
