import type { CoreBosClient } from '../../environment';
import { isRecord } from '../../is-record';
import { ifThere } from '../not-there';
import { findRecords } from '../query-rows';
import type { QueryParts } from '../query-text';
import { recordNumberOf } from '../record-id';

type Members = Record<string, unknown>;

/**
 * A document with its lines in their order. `retrieve` answers them in the order in which they were
 * saved first, also after an update that gave them another one (observed): a document that is read
 * and written back would change its order without a word.
 *
 * @param client client of the install
 * @param document as `retrieve` answers it
 * @param sent the lines that the document was just saved with, if any: coreBOS need not be asked
 * where they came back in their order
 * @returns the document as it is if it has fewer than two lines, or if the user may not see the
 * records of its lines
 * @throws CoreBosError of the query
 */
export async function withOrderedLines(
	client: CoreBosClient,
	document: Members,
	sent?: unknown,
): Promise<Members> {
	const { id, pdoInformation: lines } = document;
	if (!Array.isArray(lines) || lines.length < 2) return document;
	// A line takes the number of the next old line of its product, so lines of one product keep
	// their order among themselves.
	if (Array.isArray(sent) && String(productsOf(sent)) === String(productsOf(lines)))
		return document;
	const query = {
		module: 'InventoryDetails',
		fields: ['lineitem_id', 'sequence_no'],
		conditions: [{ field: 'related_to', operator: 'equals', value: String(id) }],
		limit: lines.length + 1,
	} satisfies QueryParts;
	const places = ((await ifThere(async () => await findRecords(client, query))) ?? [])
		.sort((one, other) => Number(one.lineitem_id) - Number(other.lineitem_id))
		.map(({ sequence_no: place }) => Number(place));
	if (places.length !== lines.length) return document;
	const ordered = lines
		.map((line: unknown, index) => ({ line, place: places[index] }))
		.sort((one, other) => one.place - other.place)
		.map(({ line }) => line);
	return { ...document, pdoInformation: ordered };
}

function productsOf(lines: unknown[]): string[] {
	return lines.map((line) => recordNumberOf(String(isRecord(line) ? line.productid : '')));
}
