import { isRecord, membersWhere } from '../../is-record';
import { isYes } from '../field-values';
import { parseWebServiceId } from '../record-id';
import { numberOf, refusedLines } from './line-numbers';

/**
 * A line of an invoice, order or quote as coreBOS takes it in `pdoInformation`. Further members
 * are fields of the install's own (map `<Module>InventoryDetails`), which go as they are.
 */
export interface DocumentLine extends Record<string, unknown> {
	/** The product or service: web service id or record number. */
	productid: string;
	/** A plain number; without it coreBOS leaves a document without lines behind (recorded). */
	qty: string;
	/** A plain number; undefined where the product's own price is meant. */
	listprice?: string;
}

/** Where an element may hold its lines: coreBOS's own name, and that of vtiger's web service. */
const MEMBERS = ['pdoInformation', 'LineItems'] as const;

/** Other names by which people and other systems give the members of a line. */
const NAMES: Readonly<Record<string, string[]>> = {
	productid: ['productid', 'wsproductid', 'product', 'product_id', 'serviceid'],
	qty: ['qty', 'quantity'],
	listprice: ['listprice', 'price', 'list_price', 'unit_price'],
	discount_type: ['discount_type'],
	discount_percentage: ['discount_percentage', 'discount_percent'],
	discount_amount: ['discount_amount'],
	discount: ['discount'],
	comment: ['comment'],
};
const KNOWN = new Set(Object.values(NAMES).flat());
/** What coreBOS only answers. Taxes of a line are those of its product and cannot be given. */
const ONLY_ANSWERED = /^(linetype|deleted|tax\d+(_label|_amount)?)$/;

/** Whether a member of an element holds lines. */
export function isMemberForLines(name: string): boolean {
	return (MEMBERS as readonly string[]).includes(name);
}

/**
 * The lines that an element gives, as coreBOS takes them: a list of objects with coreBOS's names.
 * One object, JSON text, vtiger's `LineItems` and `quantity`, `price` are understood; lines that
 * are marked as deleted are left out, which coreBOS would count in the total.
 *
 * @returns none where the element gives no lines, or an empty list, which changes nothing
 * @throws CoreBosError `INVALID_PARAMETER` that names the line, for lines that cannot be read,
 * lines without product or quantity, and numbers that cannot be read
 */
export function givenLines(element: Record<string, unknown>): DocumentLine[] {
	const given = MEMBERS.filter((name) => !isEmpty(element[name]));
	if (given.length > 1) {
		throw refusedLines(`the lines are given twice, as ${given.join(' and ')}`);
	}
	return given.length === 0 ? [] : readLines(element[given[0]]);
}

/** The same for the lines themselves. */
export function readLines(given: unknown): DocumentLine[] {
	return listOf(given)
		.map((line, index) => ({ line, place: `line ${index + 1}` }))
		.filter(({ line }) => !isYes(line.deleted))
		.map(({ line, place }) => readLine(line, place));
}

function listOf(given: unknown): Array<Record<string, unknown>> {
	if (isEmpty(given)) return [];
	const value = typeof given === 'string' ? parsed(given) : given;
	const list: unknown[] = Array.isArray(value) ? value : [value];
	return list.map((line, index) => {
		if (isRecord(line)) return line;
		throw refusedLines(
			`line ${index + 1} is not an object such as {"productid": "14x852", "qty": 1}`,
		);
	});
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw refusedLines('the lines are text that is not JSON');
	}
}

function readLine(given: Record<string, unknown>, place: string): DocumentLine {
	const qty = numberOf(member(given, 'qty'), `the quantity (qty) of ${place}`);
	if (qty === undefined) throw refusedLines(`${place} has no quantity (qty)`);
	const listprice = numberOf(member(given, 'listprice'), `the price (listprice) of ${place}`);
	const comment = member(given, 'comment');
	return {
		productid: productOf(given, place),
		qty,
		...(listprice !== undefined && { listprice }),
		...discountOf(given, place),
		...(comment !== undefined && { comment: String(comment) }),
		...membersWhere(given, (name) => !KNOWN.has(name) && !ONLY_ANSWERED.test(name)),
	};
}

/** coreBOS answers the number in `productid`, and the whole id in `wsproductid`. */
function productOf(given: Record<string, unknown>, place: string): string {
	const product = String(member(given, 'productid') ?? '').trim();
	if (product === '') throw refusedLines(`${place} has no product or service (productid)`);
	const whole = parseWebServiceId(given.wsproductid);
	return whole?.number === product ? String(given.wsproductid) : product;
}

type Discount = Record<string, unknown>;

/** coreBOS counts a discount only with `discount` 1, and of the two kinds the one that is named. */
function discountOf(given: Record<string, unknown>, place: string): Discount {
	const value = (name: 'discount_percentage' | 'discount_amount') =>
		numberOf(member(given, name), `the discount (${name}) of ${place}`);
	const values = { percentage: value('discount_percentage'), amount: value('discount_amount') };
	if (given.discount !== undefined && given.discount !== null && !isYes(given.discount)) return {};
	const type = discountType(given, values, place);
	if (type === undefined) return {};
	return { discount: 1, discount_type: type, [`discount_${type}`]: values[type] ?? '0' };
}

function discountType(
	given: Record<string, unknown>,
	values: { percentage?: string; amount?: string },
	place: string,
): 'percentage' | 'amount' | undefined {
	const type = member(given, 'discount_type');
	if (type === 'percentage' || type === 'amount') return type;
	if (type !== undefined && type !== 0 && type !== '0') {
		throw refusedLines(
			`the discount_type of ${place} is "${String(type)}": write percentage or amount`,
		);
	}
	const [percentage, amount] = [Number(values.percentage ?? 0), Number(values.amount ?? 0)];
	if (percentage !== 0 && amount !== 0) {
		throw refusedLines(
			`${place} has a discount in percent and one as an amount: set discount_type to percentage or amount`,
		);
	}
	if (percentage !== 0) return 'percentage';
	if (amount !== 0) return 'amount';
	if (
		given.discount === undefined ||
		values.percentage !== undefined ||
		values.amount !== undefined
	) {
		return undefined;
	}
	throw refusedLines(
		`${place} has a discount without a value: give discount_percentage or discount_amount`,
	);
}

function member(given: Record<string, unknown>, name: string): unknown {
	const known = NAMES[name].find((one) => !isEmpty(given[one]));
	return known === undefined ? undefined : given[known];
}

function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	return typeof value === 'string' && value.trim() === '';
}
