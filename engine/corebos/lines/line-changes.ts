import { recordsIn } from '../../is-record';
import type { SilentChange } from '../record-changes';
import { recordNumberOf } from '../record-id';
import { ROUNDING } from './document-totals';
import type { DocumentLine } from './given-lines';
import { answeredNumber } from './line-numbers';

type Members = Record<string, unknown>;

/**
 * Compares the lines and the total that were sent with those of the saved document: coreBOS keeps
 * lines that lead nowhere, and changes others, without a word (recorded).
 *
 * @param sent the element, with its lines as they went
 * @param document as `retrieve` answers it afterwards
 * @returns the changes, each with the line it is in; none where all was saved as given
 */
export function lineChanges(sent: Members, document: Members): SilentChange[] {
	const lines = sent.pdoInformation as DocumentLine[];
	const kept = recordsIn(document.pdoInformation);
	if (kept.length !== lines.length) {
		return [change('pdoInformation', count(lines.length), count(kept.length), 'lines are missing')];
	}
	const pairs = pairsOf(lines, kept);
	const ofLines = lines.flatMap((line, index) =>
		changesOfLine(line, pairs[index], `pdoInformation, line ${index + 1}`),
	);
	return [...ofLines, ...totalChanges(sent, document)];
}

/**
 * The kept line of each sent one. coreBOS may answer the lines of an updated document in another
 * order than they were sent in, so a line that was kept as sent is found wherever it is; what
 * is left is paired by product, and then in turn.
 */
function pairsOf(lines: DocumentLine[], kept: Members[]): Members[] {
	const pairs: Array<Members | undefined> = lines.map((line, index) =>
		changesOfLine(line, kept[index], '').length === 0 ? kept[index] : undefined,
	);
	const free = new Set(kept.filter((line, index) => pairs[index] !== line));
	const pair = (fits: (line: DocumentLine, candidate: Members) => boolean): void => {
		lines.forEach((line, index) => {
			if (pairs[index] !== undefined) return;
			for (const candidate of free) {
				if (!fits(line, candidate)) continue;
				pairs[index] = candidate;
				free.delete(candidate);
				return;
			}
		});
	};
	pair((line, candidate) => changesOfLine(line, candidate, '').length === 0);
	pair(
		(line, { productid }) => recordNumberOf(line.productid) === recordNumberOf(String(productid)),
	);
	pair(() => true);
	return pairs.map((found) => found ?? {});
}

function count(lines: number): string {
	return lines === 1 ? '1 line' : `${lines} lines`;
}

function change(field: string, sent: unknown, kept: unknown, reason: string): SilentChange {
	return { field, sent: String(sent), kept: String(kept ?? ''), reason };
}

const OTHER_VALUE = 'coreBOS keeps another value';

function changesOfLine(line: DocumentLine, kept: Members, place: string): SilentChange[] {
	const changes: SilentChange[] = [];
	const product = recordNumberOf(line.productid);
	if (product !== recordNumberOf(String(kept.productid ?? ''))) {
		changes.push(change(`${place}, productid`, product, kept.productid, OTHER_VALUE));
	} else if (kept.linetype === '') {
		const reason = 'it is not an existing product or service';
		changes.push(change(`${place}, productid`, line.productid, kept.wsproductid, reason));
	}
	const numbers = [
		'qty',
		'listprice',
		...(line.discount_type ? [`discount_${String(line.discount_type)}`] : []),
	];
	for (const name of numbers) {
		if (!isSameNumber(line[name], kept[name], name === 'listprice' || name === 'discount_amount')) {
			changes.push(change(`${place}, ${name}`, line[name], kept[name], OTHER_VALUE));
		}
	}
	const comment = textOf(line.comment);
	if (comment !== textOf(kept.comment)) {
		changes.push(change(`${place}, comment`, comment, kept.comment, OTHER_VALUE));
	}
	return changes;
}

/** coreBOS keeps three decimals, of money six. */
function isSameNumber(sent: unknown, kept: unknown, isMoney: boolean): boolean {
	const apart = Math.abs(Number(sent) - answeredNumber(kept));
	return apart <= (isMoney ? 0.5e-6 : 0.5e-3) * 1.001;
}

function textOf(value: unknown): string {
	return String(value ?? '')
		.replaceAll('\r\n', '\n')
		.trim();
}

/** What the lines sent come to, with the taxes that the document has now. */
function totalChanges(sent: Members, document: Members): SilentChange[] {
	const amount = (name: string) => answeredNumber(document[name]);
	const net = (sent.pdoInformation as DocumentLine[]).reduce((all, line) => all + netOf(line), 0);
	const taxes = amount('sum_taxtotal');
	const subTotal = document.hdnTaxType === 'individual' ? net + taxes : net;
	const less = subTotal - finalDiscount(sent, subTotal);
	const withTaxes = document.hdnTaxType === 'individual' ? less : less + taxes;
	const adjustment = Math.abs(Number(sent.adjustment ?? 0));
	const total =
		withTaxes +
		Number(sent.shipping_handling_charge ?? 0) +
		amount('pl_sh_tax') +
		(sent.adjustmentType === 'deduct' ? -adjustment : adjustment);
	if (Math.abs(total - amount('hdnGrandTotal')) <= ROUNDING) return [];
	const reason =
		'the total does not follow from the lines, discounts, taxes, shipping and adjustment';
	return [change('hdnGrandTotal', total.toFixed(2), document.hdnGrandTotal, reason)];
}

function netOf({ qty, listprice, discount_type: type, ...line }: DocumentLine): number {
	const gross = Number(qty) * Number(listprice ?? 0);
	if (type === 'percentage') return gross * (1 - Number(line.discount_percentage) / 100);
	return type === 'amount' ? gross - Number(line.discount_amount) : gross;
}

function finalDiscount(sent: Members, subTotal: number): number {
	if (sent.discount_type_final === 'percentage') {
		return (subTotal * Number(sent.hdnDiscountPercent)) / 100;
	}
	return sent.discount_type_final === 'amount' ? Number(sent.hdnDiscountAmount) : 0;
}
