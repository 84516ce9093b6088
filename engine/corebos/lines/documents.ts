import type { CoreBosClient } from '../../environment';
import { isRecord, membersWhere } from '../../is-record';
import { LINES_FLAG } from '../field-values';
import type { ModuleDescription } from '../module-description';
import { findRecords } from '../query-rows';
import type { QueryCondition } from '../query-text';
import type { SilentChange } from '../record-changes';
import { isMemberForTotals, storedTotals, totalsToSend } from './document-totals';
import { givenLines, isMemberForLines } from './given-lines';
import { lineChanges } from './line-changes';
import { withOrderedLines } from './line-order';
import { withProducts } from './line-products';
import { refusedLines } from './line-numbers';
import { thrownError } from '../../thrown-error';

type Members = Record<string, unknown>;

/** The fields by which a module's documents are known to have lines: nothing else shows it. */
const TOTALS = ['hdnSubTotal', 'hdnGrandTotal'];
/** Fields that coreBOS works out of the lines, or keeps the totals' members in: not to be sent. */
const WORKED_OUT = /^(hdnSubTotal|hdnGrandTotal|hdnS_H_Amount|txtAdjustment|(pl|sum)_\w+)$/;
/** Whether documents of a module have lines, such as Invoice, SalesOrder, Quotes, PurchaseOrder. */
export function hasLines({ fields }: Pick<ModuleDescription, 'fields'>): boolean {
	return TOTALS.every((total) => fields.some(({ name }) => name === total));
}

/** Whether a record is a document with lines. */
export function isDocument(record: Members): boolean {
	return record.pdoInformation !== undefined || TOTALS.every((total) => total in record);
}

/** Whether a member of an element belongs to its lines or totals, and is not a field of the module. */
export function isDocumentMember(name: string): boolean {
	return isMemberForLines(name) || isMemberForTotals(name);
}

/** A document to save. */
interface DocumentToSave {
	/** The element as it is sent. */
	element: Members;
	/** Whether it has lines. */
	hasLines: boolean;
	/** What the user should know about it. */
	warnings: string[];
}

/**
 * An element with its lines and totals as coreBOS takes them: a list under coreBOS's names, plain
 * numbers with the flag for them, products that exist, and everything that the total is made of.
 *
 * @param client client of the install
 * @param element of a module that has lines
 * @param existing reads the document that is changed; undefined for a new one
 * @throws CoreBosError `INVALID_PARAMETER` that names the line; that of `retrieve`
 */
export async function documentToSave(
	client: CoreBosClient,
	element: Members,
	existing?: () => Promise<Members | undefined>,
): Promise<DocumentToSave> {
	const given = givenLines(element);
	const others = membersWhere(element, (name) => !isMemberForLines(name));
	if (given.length === 0) return { element: others, hasLines: false, warnings: [] };
	const lines = await withProducts(client, given);
	const document = await existing?.();
	const { members, isExact } = storedTotals(document ?? {});
	const sent = {
		...membersWhere(others, (name) => !WORKED_OUT.test(name)),
		...totalsToSend(others, members),
		pdoInformation: lines,
		[LINES_FLAG]: 1,
	};
	const inexact = `The total of the document ${String(document?.id)} does not follow from its lines, taxes, shipping, adjustment and discount: compare it after the change`;
	return { element: sent, hasLines: true, warnings: isExact ? [] : [inexact] };
}

/** A document after it was saved. */
interface SavedDocument {
	/** With its lines. */
	record: Members;
	/** Lines and totals that are not as they were sent. */
	changes: SilentChange[];
}

/**
 * Reads a saved document: only `retrieve` answers lines.
 *
 * @param client client of the install
 * @param element as it was sent
 * @param record what coreBOS answered to it
 * @returns the answer without lines, and a change that gives the reason, where it cannot be read
 */
export async function savedDocument(
	client: CoreBosClient,
	element: Members,
	record: Members,
): Promise<SavedDocument> {
	const { pdoInformation: sent } = element;
	try {
		const answered = await client.call('retrieve', { id: record.id });
		if (!isRecord(answered)) return { record, changes: [] };
		const document = await withOrderedLines(client, answered, sent);
		return { record: document, changes: Array.isArray(sent) ? lineChanges(element, document) : [] };
	} catch (error) {
		if (!Array.isArray(sent)) return { record, changes: [] };
		const reason = `the lines could not be read again: ${thrownError(error).message}`;
		const lost = { field: 'pdoInformation', sent: `${sent.length} lines`, kept: undefined, reason };
		return { record, changes: [lost] };
	}
}

/**
 * The record that an upsert is going to change, as coreBOS looks for it.
 *
 * @param client client of the install
 * @param module of the record
 * @param element its values
 * @param searchOn names of the fields to look by
 * @returns the record as `retrieve` answers it; undefined where there is none yet
 * @throws CoreBosError of the query; `INVALID_PARAMETER` where several records match
 */
export async function recordToUpsert(
	client: CoreBosClient,
	module: string,
	element: Members,
	searchOn: string[],
): Promise<Members | undefined> {
	const conditions = searchOn.map(
		(field): QueryCondition => ({ field, operator: 'equals', value: String(element[field]) }),
	);
	const query = { module, fields: ['id'], conditions, limit: 2 };
	const [found, other] = await findRecords(client, query);
	if (found === undefined) return undefined;
	if (other !== undefined) {
		throw refusedLines(
			`several records of ${module} have the values of ${searchOn.join(', ')}, so it is not clear which one is meant`,
		);
	}
	const record = await client.call('retrieve', { id: found.id });
	return isRecord(record) ? record : undefined;
}
