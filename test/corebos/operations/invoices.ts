import type { Element } from '../entities';
import type { Entity, Install } from '../install';

/** The taxes of the recorded install, in percent of the net total. */
const TAXES = { sum_tax1: 4.5, sum_tax2: 10, sum_tax3: 12.5 };

/** Adds the lines of `pdoInformation`: totals, taxes, and what leaves the stock. */
export function addInvoiceLines(install: Install, invoice: Entity, element: Element): void {
	const lines = Array.isArray(element.pdoInformation)
		? (element.pdoInformation as Array<Record<string, unknown>>)
		: [];
	invoice.lines = lines.map((line) => {
		install.takeNumber();
		takeFromStock(install, line);
		return line;
	});
	const net = lines.reduce((sum, { qty, listprice }) => sum + Number(qty) * Number(listprice), 0);
	const taxes = Object.entries(TAXES).map(([name, rate]) => [name, (net * rate) / 100] as const);
	const tax = taxes.reduce((sum, [, amount]) => sum + amount, 0);
	const money = (amount: number) => amount.toFixed(6);
	for (const [name, amount] of taxes) invoice.values[name] = money(amount);
	for (const name of ['hdnSubTotal', 'pl_gross_total', 'pl_net_total', 'sum_nettotal']) {
		invoice.values[name] = money(net);
	}
	for (const name of ['hdnGrandTotal', 'pl_grand_total']) invoice.values[name] = money(net + tax);
	invoice.values.sum_taxtotal = money(tax);
}

function takeFromStock(install: Install, line: Record<string, unknown>): void {
	const product = install.find(String(line.productid));
	if (product === undefined) return;
	const stock = Number(product.values.qtyinstock) - Number(line.qty);
	product.values.qtyinstock = stock.toFixed(3);
}

/** What an invoice answers beside its fields. */
export function invoiceMembers(install: Install, invoice: Entity): Record<string, unknown> {
	if (invoice.lines === undefined) return {};
	const pdoInformation = invoice.lines.map(({ productid, ...line }) => ({
		productid: String(productid).split('x').at(-1),
		wsproductid: String(productid),
		linetype: install.find(String(productid))?.module ?? '',
		...line,
		qty: Number(line.qty).toFixed(3),
		listprice: Number(line.listprice).toFixed(6),
	}));
	return { pdoInformation };
}
