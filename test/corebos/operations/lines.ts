import type { Element } from '../entities';
import { flagsOf } from '../flags';
import type { CoreBosUser, Entity, Install } from '../install';
import type { FieldDescription } from '../modules';
import { columnNumber, grouped, leadingNumber, readNumber, rounded } from '../numbers';
import { PhpDeath, PhpExit, PrintedRefusal, Refusal } from '../refusal';
import { formatOf } from '../user-format';
import { isNumber, storedValue } from '../values';
import {
	money,
	netOf,
	grossOf,
	TAXES,
	taxesOf,
	writeTotals,
	discountOf,
	type Line,
	type TotalParts,
} from './totals';

/** The modules whose documents have lines, in `pdoInformation`. */
const WITH_LINES = new Set(['Invoice', 'SalesOrder', 'Quotes', 'PurchaseOrder']);
const TAX_LABELS: Record<string, string> = { tax1: 'VAT', tax2: 'Sales', tax3: 'Service' };

export function hasLines(module: string): boolean {
	return WITH_LINES.has(module);
}

/** A line as it comes. */
type GivenLine = Record<string, unknown>;

/**
 * The lines of an element; undefined where there are none: an empty list, a text and lines under
 * another name count as nothing.
 *
 * @throws PhpDeath for one object instead of a list; PhpExit where the map for own fields of lines
 * cannot be read
 */
export function givenLines(
	install: Install,
	module: string,
	element: Element,
): GivenLine[] | undefined {
	const { pdoInformation } = element;
	if (!hasLines(module) || typeof pdoInformation !== 'object' || pdoInformation === null) {
		return undefined;
	}
	if (!Array.isArray(pdoInformation)) throw new PhpDeath('pdoInformation is not a list');
	if (pdoInformation.length === 0) return undefined;
	ownFieldNames(install, module);
	return pdoInformation as GivenLine[];
}

/**
 * Replaces all lines of a document, and its totals: what the element does not give of taxes,
 * shipping, adjustment and discount counts as nothing, whatever the document held.
 *
 * @throws Refusal where a line has no `qty`: the document stays, without lines and with total 0
 */
export function replaceLines(
	install: Install,
	document: Entity,
	element: Element,
	user: CoreBosUser,
): void {
	const given = givenLines(install, document.module, element);
	if (given === undefined) return;
	const before = detailsOf(install, document).map(({ values }) => values);
	removeLines(install, document);
	const parts = partsOf(element);
	if (parts.taxType === 'individual') {
		// Such a document has no discount of its own.
		Object.assign(document.values, { hdnDiscountPercent: '0.000', hdnDiscountAmount: money(0) });
	}
	if (given.some(({ qty }) => qty === undefined || qty === null)) {
		Object.assign(document.values, { hdnSubTotal: money(0), hdnGrandTotal: money(0) });
		throw new Refusal(
			'DATABASE_QUERY_ERROR',
			'Database error while performing requested operation',
		);
	}
	const lines = given.map((line) => lineOf(install, line, element, user));
	document.taxType = parts.taxType;
	const kept = given.filter((_, index) => !lines[index].isDeleted);
	document.lines = lines.filter(({ isDeleted }) => !isDeleted);
	writeTotals(document, lines, parts);
	document.lines.forEach((line, index) => {
		// A line takes the number of the first one before that had its product.
		const same = before.findIndex(({ productid }) => productid.split('x').at(-1) === line.product);
		const [replaced] = same === -1 ? [] : before.splice(same, 1);
		const number = replaced?.lineitem_id ?? String(install.takeLineNumber());
		addDetails(
			install,
			document,
			{ line, number, place: index + 1 },
			{ parts, own: ownFields(install, document, kept[index], user) },
		);
		moveStock(install, document, line, -1);
	});
}

/** The lines go, and what they took comes back into the stock. */
export function removeLines(install: Install, document: Entity): void {
	for (const line of document.lines ?? []) moveStock(install, document, line, 1);
	document.lines = undefined;
	for (const details of detailsOf(install, document)) details.deleted = true;
}

/** The lines of a document as the records that they are, too. */
export function detailsOf(install: Install, document: Entity): Entity[] {
	const id = install.idOf(document);
	return install.of('InventoryDetails').filter(({ values }) => values.related_to === id);
}

/**
 * The names of own fields of lines: those of the module's map for the details of its lines.
 *
 * @throws PhpExit where the map names its target as other maps do, in an element of its own:
 * coreBOS then looks for the file of a module without a name
 */
function ownFieldNames(install: Install, module: string): string[] {
	const map = install
		.of('cbMap')
		.find(
			({ values }) =>
				values.mapname === `${module}InventoryDetails` && values.maptype === 'MasterDetailLayout',
		);
	if (map === undefined) return [];
	const { content } = map.values;
	const [, target = ''] = /<targetmodule>([^<]*)/.exec(content) ?? [];
	if (target.trim() === '') throw new PhpExit('Attempt to access restricted file.');
	const names = [...content.matchAll(/<fieldname>([^<]*)<\/fieldname>/g)];
	const { fields } = install.kept('InventoryDetails').describe;
	return names
		.map(([, name]) => name.trim())
		.filter((name) => fields.some((field) => field.name === name));
}

/** Own fields of a line are stored as they came, whatever the user's format is (recorded). */
function ownFields(
	install: Install,
	{ module }: Entity,
	given: GivenLine,
	user: CoreBosUser,
): Record<string, string> {
	const format = formatOf(install, user);
	const details = install.kept('InventoryDetails');
	const reading = { format, flags: flagsOf({ __cbws_skipcurdbconvall: 1 }) };
	const values = ownFieldNames(install, module)
		.filter((name) => given[name] !== undefined)
		.map((name): [string, string] => {
			const field = details.describe.fields.find((one) => one.name === name) as FieldDescription;
			return [name, storedValue(install, details, field, given[name], reading)];
		});
	return Object.fromEntries(values);
}

/** Own fields of a line are told with the decimals and signs of the user. */
function answeredOwnFields(
	install: Install,
	document: Entity,
	details: Entity | undefined,
	user: CoreBosUser,
): Record<string, string> {
	const format = formatOf(install, user);
	const { fields } = install.kept('InventoryDetails').describe;
	const values = ownFieldNames(install, document.module).map((name): [string, string] => {
		const value = details?.values[name] ?? '';
		const field = fields.find((one) => one.name === name);
		if (field === undefined || !isNumber(field) || value === '') return [name, value];
		const inDecimals = rounded(Number(value), format.decimals);
		return [name, grouped(inDecimals, format)];
	});
	return Object.fromEntries(values);
}

function lineOf(install: Install, given: GivenLine, element: Element, user: CoreBosUser): Line {
	const format = formatOf(install, user);
	const isRaw = flagsOf(element).lines;
	const amount = (value: unknown) => {
		const text = String(value ?? '');
		return Number(columnNumber(isRaw ? text : readNumber(text, '71', format), MONEY));
	};
	const product = String(given.productid ?? '')
		.split('x')
		.at(-1) as string;
	return {
		product,
		comment: String(given.comment ?? ''),
		quantity: Number(columnNumber(String(given.qty), { digits: 25, decimals: 3 })),
		listPrice: amount(given.listprice),
		discount: lineDiscount(given, amount),
		taxes: taxesOf(install, product),
		isDeleted: leadingNumber(String(given.deleted ?? '')) === 1,
	};
}

const MONEY = { digits: 25, decimals: 6 };

/** The form counts an amount as it came, the database holds what the user's format makes of it. */
function lineDiscount(given: GivenLine, amount: (value: unknown) => number): Line['discount'] {
	if (leadingNumber(String(given.discount ?? '')) !== 1) return undefined;
	if (given.discount_type === 'amount') {
		const counted = leadingNumber(String(given.discount_amount ?? ''));
		return { type: 'amount', stored: amount(given.discount_amount), counted };
	}
	const percentage = leadingNumber(String(given.discount_percentage ?? ''));
	return { type: 'percentage', stored: percentage, counted: percentage };
}

/** @throws PrintedRefusal for an unknown tax type: PHP prints before the answer */
function partsOf(element: Element): TotalParts {
	const number = (name: string) => leadingNumber(String(element[name] ?? ''));
	const taxType = String(element.taxtype || element.hdnTaxType || 'group');
	if (taxType !== 'group' && taxType !== 'individual') {
		throw new PrintedRefusal(
			"Input array has 1 params, does not match query: ''<br>\n",
			'DATABASE_QUERY_ERROR',
			'Database error while performing requested operation',
		);
	}
	const groupTaxes = Object.entries(TAXES).map(([name, rate]) => {
		const given = `${name}_group_percentage`;
		return [name, given in element ? number(given) : rate];
	});
	const adjustment = number('adjustment');
	return {
		taxType,
		groupTaxes: Object.fromEntries(groupTaxes),
		discount: taxType === 'individual' ? undefined : finalDiscount(element, number),
		shipping: number('shipping_handling_charge'),
		shippingTax: number('shtax1') + number('shtax2') + number('shtax3'),
		adjustment: element.adjustmentType === 'deduct' ? -adjustment : adjustment,
	};
}

function finalDiscount(element: Element, number: (name: string) => number): TotalParts['discount'] {
	switch (element.discount_type_final) {
		case 'percentage':
			return { type: 'percentage', value: number('hdnDiscountPercent') };
		case 'amount':
			return { type: 'amount', value: number('hdnDiscountAmount') };
		default:
			return undefined;
	}
}

/** Invoices take from the stock of products. */
function moveStock(install: Install, document: Entity, line: Line, sign: 1 | -1): void {
	if (document.module !== 'Invoice') return;
	const product = install.numbered(line.product);
	if (product?.module !== 'Products') return;
	const stock = Number(product.values.qtyinstock) + sign * line.quantity;
	product.values.qtyinstock = stock.toFixed(3);
}

/** Every line is a record of its own, too. */
function addDetails(
	install: Install,
	document: Entity,
	{ line, number: lineNumber, place }: { line: Line; number: string; place: number },
	{ parts, own }: { parts: TotalParts; own: Record<string, string> },
): void {
	const rates = parts.taxType === 'individual' ? line.taxes : parts.groupTaxes;
	const rate = Object.values(rates).reduce((sum, one) => sum + one, 0);
	const tax = (netOf(line) * rate) / 100;
	const product = install.numbered(line.product);
	const percent = line.discount?.type === 'percentage' ? line.discount.stored : 0;
	const number = (value: number) => value.toFixed(3);
	install.make('InventoryDetails', {
		productid: product === undefined ? '' : install.idOf(product),
		related_to: install.idOf(document),
		account_id: document.values.account_id ?? '',
		contact_id: document.values.contact_id ?? '',
		vendor_id: document.values.vendor_id ?? '',
		sequence_no: String(place),
		lineitem_id: lineNumber,
		quantity: number(line.quantity),
		listprice: money(line.listPrice),
		tax_percent: number(rate),
		extgross: money(grossOf(line)),
		discount_percent: number(percent),
		discount_amount: money(discountOf(line, 'stored')),
		extnet: money(netOf(line)),
		linetax: money(tax),
		linetotal: money(netOf(line) + tax),
		assigned_user_id: document.values.assigned_user_id,
		total_stock: money(Number(product?.values.qtyinstock ?? 0)),
		remaining_units: line.quantity.toFixed(2),
		description: line.comment,
		...Object.fromEntries(
			Object.keys(TAXES).map((name) => [`id_${name}_perc`, number(rates[name] ?? 0)]),
		),
		...own,
	});
}

/** What a document answers beside its fields. @param lines of this document, or of another one */
export function lineMembers(
	install: Install,
	document: Entity,
	user: CoreBosUser,
	lines: Entity = document,
): Record<string, unknown> {
	if (lines.lines === undefined) return {};
	const isIndividual = lines.taxType === 'individual';
	const details = detailsOf(install, lines);
	// By their numbers, which is not the order of the document after a change of that.
	const pdoInformation = lines.lines
		.map((line, index) => ({ line, own: details[index] }))
		.sort((one, other) => lineNumberOf(one.own) - lineNumberOf(other.own))
		.map(({ line, own }) => ({
			...answeredLine(install, line),
			...answeredOwnFields(install, lines, own, user),
			...(isIndividual ? answeredTaxes(install, line, user) : {}),
		}));
	return { pdoInformation };
}

function lineNumberOf(details: Entity | undefined): number {
	return Number(details?.values.lineitem_id ?? 0);
}

/** A product that does not exist is taken for a service. */
function answeredLine(install: Install, line: Line): Record<string, unknown> {
	const product = install.numbered(line.product);
	const { discount } = line;
	return {
		productid: line.product === '' ? null : line.product,
		wsproductid: product === undefined ? `26x${line.product}` : install.idOf(product),
		linetype: product?.module ?? '',
		comment: line.comment,
		qty: line.quantity.toFixed(3),
		listprice: line.listPrice.toFixed(6),
		discount: discount === undefined ? 0 : 1,
		discount_type: discount?.type ?? 0,
		discount_percentage: discount?.type === 'percentage' ? discount.stored.toFixed(3) : 0,
		discount_amount: discount?.type === 'amount' ? discount.stored.toFixed(6) : 0,
	};
}

/** The amount is written and read again in different formats: 0 for users with a decimal comma. */
function answeredTaxes(install: Install, line: Line, user: CoreBosUser): Record<string, unknown> {
	const hasComma = formatOf(install, user).decimal === ',';
	const members = Object.entries(line.taxes).flatMap(([name, rate]) => {
		const amount = Math.round(netOf(line) * rate + 1e-9) / 100;
		return [
			[name, rate],
			[`${name}_label`, TAX_LABELS[name] ?? name],
			[`${name}_amount`, hasComma ? Math.trunc(amount) : amount],
		];
	});
	return Object.fromEntries(members);
}
