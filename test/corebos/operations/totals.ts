import type { Entity, Install } from '../install';
import { leadingNumber, rounded } from '../numbers';

/** A line as the database holds it, and what the form counts beside it. */
export interface Line {
	/** Number of the product or service; empty where none was given. */
	product: string;
	comment: string;
	quantity: number;
	listPrice: number;
	discount?: { type: 'percentage' | 'amount'; stored: number; counted: number };
	/** Rates of the line's own taxes in percent, by name; those of the product. */
	taxes: Record<string, number>;
	/** Counted in the total, not saved. */
	isDeleted: boolean;
}

/** Rates of the install's taxes in percent. */
export const TAXES: Record<string, number> = { tax1: 4.5, tax2: 10, tax3: 12.5 };

/** The members of an element beside the lines that a total is made of; absent ones are 0. */
export interface TotalParts {
	taxType: 'group' | 'individual';
	/** Rates of the group taxes in percent, by name. */
	groupTaxes: Record<string, number>;
	discount?: { type: 'percentage' | 'amount'; value: number };
	shipping: number;
	/** Sum of the rates of the shipping taxes in percent. */
	shippingTax: number;
	/** Negative where it is deducted. */
	adjustment: number;
}

export function grossOf({ quantity, listPrice }: Line): number {
	return quantity * listPrice;
}

/** What the form takes off a line, or what the database holds of it. */
export function discountOf(line: Line, which: 'counted' | 'stored'): number {
	const { discount } = line;
	if (discount === undefined) return 0;
	const value = discount[which];
	return discount.type === 'percentage' ? (grossOf(line) * value) / 100 : value;
}

export function netOf(line: Line): number {
	return grossOf(line) - discountOf(line, 'counted');
}

export function lineTax(line: Line): number {
	return Object.values(line.taxes).reduce((sum, rate) => sum + (netOf(line) * rate) / 100, 0);
}

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

/**
 * Writes the totals of lines into a document: first as the form adds them up, then the `pl_` and
 * `sum_` fields, which coreBOS reads off what it has stored. The two differ where a discount is
 * stored and not counted.
 */
export function writeTotals(document: Entity, lines: Line[], parts: TotalParts): void {
	const { values } = document;
	const isIndividual = parts.taxType === 'individual';
	const net = sum(lines.map(netOf));
	const subTotal = isIndividual ? net + sum(lines.map(lineTax)) : net;
	const discount = share(subTotal, parts.discount);
	const groupRate = isIndividual ? 0 : sum(Object.values(parts.groupTaxes));
	const shippingTax = (parts.shipping * parts.shippingTax) / 100;
	const taxed = ((subTotal - discount) * groupRate) / 100;
	const total = subTotal - discount + taxed + parts.shipping + shippingTax + parts.adjustment;
	Object.assign(values, {
		hdnSubTotal: money(subTotal, 2),
		hdnGrandTotal: money(total, 2),
		hdnTaxType: parts.taxType,
		hdnS_H_Amount: money(parts.shipping),
		txtAdjustment: money(Math.abs(parts.adjustment)),
	});
	const stored = lines.filter(({ isDeleted }) => !isDeleted);
	const gross = sum(stored.map(grossOf));
	const lineDiscount = sum(stored.map((line) => discountOf(line, 'stored')));
	// Each line is kept with two decimals; those that are not saved are added up, too.
	const kept = (line: Line) => Number(rounded(netOf(line), 2));
	const nets = sum(lines.map(kept));
	const percent = leadingNumber(values.hdnDiscountPercent);
	const global =
		percent > 0
			? ((gross - lineDiscount) * percent) / 100
			: leadingNumber(values.hdnDiscountAmount);
	// A line without a product has no taxes of its own to add up.
	const withProduct = lines.filter(({ product }) => product !== '');
	const taxes = Object.keys(TAXES).map((name) => {
		const rate = parts.groupTaxes[name] ?? 0;
		const own = stored.map((line) => (netOf(line) * (line.taxes[name] ?? 0)) / 100);
		const grouped =
			withProduct.length === 0 ? 0 : ((sum(withProduct.map(kept)) - global) * rate) / 100;
		return isIndividual ? sum(own) : grouped;
	});
	Object.assign(values, {
		pl_gross_total: money(gross),
		pl_dto_line: money(lineDiscount),
		pl_dto_total: money(lineDiscount + global),
		pl_dto_global: money(global),
		pl_net_total: money(gross - lineDiscount - global),
		sum_nettotal: money(nets),
		pl_sh_total: money(parts.shipping),
		pl_sh_tax: money(shippingTax),
		pl_grand_total: money(total, 2),
		pl_adjustment: money(Math.abs(parts.adjustment)),
		...Object.fromEntries(taxes.map((amount, index) => [`sum_tax${index + 1}`, money(amount)])),
		sum_taxtotal: money(sum(taxes)),
		sum_taxtotalretention: money(0),
	});
}

function share(of: number, part: TotalParts['discount']): number {
	if (part === undefined) return 0;
	return part.type === 'percentage' ? (of * part.value) / 100 : part.value;
}

/** @param decimals to which it is rounded; six are shown */
export function money(amount: number, decimals = 6): string {
	return Number(rounded(amount, decimals)).toFixed(6);
}

/** Taxes of a product or service, as the seed's `$taxes` tells them: `tax1=4.5,tax2=10`. */
export function taxesOf(install: Install, product: string): Record<string, number> {
	const taxes = install.numbered(product)?.taxes ?? '';
	return Object.fromEntries(
		taxes
			.split(',')
			.filter((tax) => tax !== '')
			.map((tax) => tax.split('='))
			.map(([name, rate]) => [name, Number(rate)]),
	);
}
