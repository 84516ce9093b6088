import { membersWhere } from '../../is-record';
import { flagOf } from '../field-values';
import { answeredNumber, numberOf, refusedLines } from './line-numbers';

/**
 * Members of an element besides its lines that a total is made of. They are not fields: `describe`
 * does not list them, and coreBOS keeps them in fields with other names.
 */
const MEMBERS =
	/^(taxtype|tax\d+_group_percentage|discount_type_final|shipping_handling_charge|shtax\d+|adjustmentType|adjustment)$/;
/** A tax's sum in a document. */
const TAX_SUM = /^sum_(tax\d+)$/;
/** How far totals may differ by rounding. */
export const ROUNDING = 0.02;

type Members = Record<string, unknown>;

/** Whether a member of an element is one that totals are made of. */
export function isMemberForTotals(name: string): boolean {
	return MEMBERS.test(name);
}

/** What a document's total is made of, as the members that an element sends. */
interface StoredTotals {
	members: Members;
	/** False: the total of the document does not follow from what coreBOS answers about it. */
	isExact: boolean;
}

/**
 * Taxes, shipping, adjustment and final discount as a document has them. coreBOS does not answer
 * all of it: rates follow from sums, whether the adjustment was added and whether the discount
 * counts from the total.
 *
 * @param document as `retrieve` answers it
 * @returns no members for a document without lines
 */
export function storedTotals(document: Record<string, unknown>): StoredTotals {
	const taxtype = String(document.hdnTaxType ?? '');
	if (taxtype !== 'group' && taxtype !== 'individual') return { members: {}, isExact: true };
	const amount = (name: string) => answeredNumber(document[name]);
	const rates = taxtype === 'group' ? groupRates(document) : {};
	const shipping = amount('hdnS_H_Amount');
	const shippingRate = shipping === 0 ? 0 : (amount('pl_sh_tax') / shipping) * 100;
	const adjustment = Math.abs(amount('txtAdjustment'));
	const discount = storedDiscount(document);
	const rate = sum(Object.values(rates)) / 100;
	const net = amount('hdnSubTotal');
	const totalWith = (isCounted: boolean, sign: number) => {
		const less = net - (isCounted ? discount.of(net) : 0);
		return less * (1 + rate) + shipping + amount('pl_sh_tax') + sign * adjustment;
	};
	const readings = [true, false].flatMap((isCounted) =>
		[1, -1].map((sign) => ({
			isCounted,
			sign,
			off: Math.abs(totalWith(isCounted, sign) - amount('hdnGrandTotal')),
		})),
	);
	const best = readings.reduce((one, other) => (other.off < one.off - 1e-9 ? other : one));
	return {
		members: {
			taxtype,
			...Object.fromEntries(
				Object.entries(rates).map(([name, one]) => [`${name}_group_percentage`, textOf(one)]),
			),
			...(best.isCounted && discount.members),
			shipping_handling_charge: textOf(shipping),
			shtax1: textOf(rounded(shippingRate, 3)),
			adjustmentType: best.sign < 0 ? 'deduct' : 'add',
			adjustment: textOf(adjustment),
		},
		isExact: best.off <= ROUNDING,
	};
}

/** Taxes are counted on what the lines are worth, each with two decimals, without the discount. */
function groupRates(document: Record<string, unknown>): Record<string, number> {
	const amount = (name: string) => answeredNumber(document[name]);
	const lines = document.sum_nettotal === undefined ? 'hdnSubTotal' : 'sum_nettotal';
	const base = amount(lines) - amount('pl_dto_global');
	const taxes = Object.keys(document).flatMap((name) => TAX_SUM.exec(name)?.[1] ?? []);
	if (base === 0) return {};
	return Object.fromEntries(
		taxes.map((tax) => [tax, rounded((amount(`sum_${tax}`) / base) * 100, 3)]),
	);
}

interface StoredDiscount {
	members: Members;
	of(net: number): number;
}

function storedDiscount(document: Record<string, unknown>): StoredDiscount {
	const percent = answeredNumber(document.hdnDiscountPercent);
	const amount = answeredNumber(document.hdnDiscountAmount);
	if (percent !== 0) {
		return { members: percentOff(textOf(percent)), of: (net) => (net * percent) / 100 };
	}
	return amount === 0
		? { members: {}, of: () => 0 }
		: { members: amountOff(textOf(amount)), of: () => amount };
}

const percentOff = (percent: string): Members => ({
	discount_type_final: 'percentage',
	hdnDiscountPercent: percent,
});

/** The flag keeps coreBOS from reading the amount in the user's format. */
const amountOff = (amount: string): Members => ({
	discount_type_final: 'amount',
	hdnDiscountAmount: amount,
	[flagOf('hdnDiscountAmount')]: 1,
});

/**
 * What has to go along with the lines of an element, so that the total is as it is meant: coreBOS
 * takes taxes, shipping, adjustment and final discount that are not sent with new lines for none,
 * whatever the document had (recorded: 48.09 became 30.48).
 *
 * @param element what is sent; the fields in which a document shows these values
 * (`hdnTaxType`, `hdnS_H_Amount`, `txtAdjustment`, `hdnDiscountPercent`, `hdnDiscountAmount`) are
 * understood, which coreBOS would overwrite or store without counting them
 * @param stored of the document that is changed; undefined for a new one
 * @returns the members to add to the element, or to replace its own with
 * @throws CoreBosError `INVALID_PARAMETER` for an unknown tax type, for texts that are not numbers,
 * and for a final discount together with individual taxes
 */
export function totalsToSend(element: Members, stored: Members): Members {
	const taxtype = taxTypeOf(element, stored);
	if (taxtype === 'individual') refuseFinalDiscount(element);
	const isSameType = taxtype === undefined || taxtype === stored.taxtype;
	const givenRates = Object.keys(element).filter((name) =>
		/^(tax\d+_group_p|shtax\d+$)/.test(name),
	);
	return {
		...(taxtype !== undefined && { taxtype }),
		...(isSameType && membersWhere(stored, (name) => name.endsWith('_group_percentage'))),
		...shippingOf(element, stored),
		...adjustmentOf(element, stored),
		...discountOf(element, stored),
		...Object.fromEntries(givenRates.map((name) => [name, plain(element, name) ?? '0'])),
	};
}

/** coreBOS sets it to 0, whatever is sent. */
function refuseFinalDiscount(element: Members): void {
	const given = ['hdnDiscountPercent', 'hdnDiscountAmount'].map((name) => plain(element, name));
	if (given.every((value) => Number(value ?? 0) === 0)) return;
	throw refusedLines(
		'with individual taxes, coreBOS keeps no final discount: give the lines their discounts, or use group taxes',
	);
}

function taxTypeOf(element: Members, stored: Members): string | undefined {
	const given = [element.taxtype, element.hdnTaxType].find((type) => textIn(type) !== '');
	if (given === undefined) return stored.taxtype as string | undefined;
	const type = textIn(given);
	if (type === 'group' || type === 'individual') return type;
	throw refusedLines(`the tax type is "${type}": it must be "group" or "individual"`);
}

function shippingOf(element: Members, stored: Members): Members {
	const given =
		plain(element, 'shipping_handling_charge') ??
		plain(element, 'hdnS_H_Amount') ??
		(stored.shipping_handling_charge as string | undefined);
	const hasRate = Object.keys(element).some((name) => /^shtax\d+$/.test(name));
	return {
		...(given !== undefined && { shipping_handling_charge: given }),
		...(!hasRate && stored.shtax1 !== undefined && { shtax1: stored.shtax1 }),
	};
}

/** An amount below zero is taken off. As a field, coreBOS shows it without its sign. */
function adjustmentOf(element: Members, stored: Members): Members {
	const given = plain(element, 'adjustment') ?? plain(element, 'txtAdjustment');
	if (given === undefined) {
		const { adjustmentType, adjustment } = stored;
		return adjustment === undefined ? {} : { adjustmentType, adjustment };
	}
	const amount = Number(given);
	const isShown = textIn(element.adjustment) === '' && amount === Number(stored.adjustment);
	const type = textIn(element.adjustmentType) || (isShown ? stored.adjustmentType : undefined);
	if (type !== undefined) return { adjustmentType: type, adjustment: given };
	return { adjustmentType: amount < 0 ? 'deduct' : 'add', adjustment: textOf(Math.abs(amount)) };
}

/** Of the two kinds one is stored, the other one cleared: coreBOS adds up sums from both. */
function discountOf(element: Members, stored: Members): Members {
	const percent = plain(element, 'hdnDiscountPercent');
	const amount = plain(element, 'hdnDiscountAmount');
	const type = textIn(element.discount_type_final) || typeByValue(percent, amount);
	if (type === undefined) {
		if (percent !== undefined || amount !== undefined) return {};
		return membersWhere(stored, (name) => /discount/i.test(name));
	}
	if (type === 'percentage') {
		const value = percent ?? (stored.hdnDiscountPercent as string | undefined) ?? '0';
		return {
			...percentOff(value),
			...(stored.hdnDiscountAmount !== undefined && { hdnDiscountAmount: '0' }),
		};
	}
	if (type === 'amount') {
		const value = amount ?? (stored.hdnDiscountAmount as string | undefined) ?? '0';
		return {
			...amountOff(value),
			...(stored.hdnDiscountPercent !== undefined && { hdnDiscountPercent: '0' }),
		};
	}
	return { discount_type_final: type };
}

function typeByValue(percent?: string, amount?: string): string | undefined {
	const [hasPercent, hasAmount] = [Number(percent ?? 0) !== 0, Number(amount ?? 0) !== 0];
	if (hasPercent && hasAmount) {
		throw refusedLines(
			'there is a final discount in percent and one as an amount: set discount_type_final to percentage or amount',
		);
	}
	if (hasPercent) return 'percentage';
	return hasAmount ? 'amount' : undefined;
}

/** A field may come back as coreBOS answered it, as its user writes numbers: with six decimals. */
const ANSWERED_FIELD = /^-?[\d.,' ]*[.,]\d{6}$/;

function plain(element: Members, name: string): string | undefined {
	const value = element[name];
	if (!isMemberForTotals(name) && typeof value === 'string' && ANSWERED_FIELD.test(value)) {
		return textOf(answeredNumber(value));
	}
	return numberOf(value, `the value of ${name}`);
}

function textIn(value: unknown): string {
	return String(value ?? '').trim();
}

function textOf(amount: number): string {
	return String(rounded(amount, 6));
}

function rounded(value: number, decimals: number): number {
	return Number(value.toFixed(decimals));
}

function sum(numbers: number[]): number {
	return numbers.reduce((all, one) => all + one, 0);
}
