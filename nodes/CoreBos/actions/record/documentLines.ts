import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readLines, type DocumentLine } from '../../../../engine';
import { ParameterError } from '../../../transport/parameterError';

/** Members of lines in an incoming item: the item has other fields as well. */
const ITEM_MEMBERS = [
	'productid',
	'wsproductid',
	'product',
	'product_id',
	'serviceid',
	'qty',
	'quantity',
	'listprice',
	'price',
	'discount',
	'discount_type',
	'discount_percentage',
	'discount_percent',
	'discount_amount',
	'comment',
];

/** What an item says of the lines of its document. */
type LinesOfItem =
	/** Nothing of its own: what the field values hold counts. */
	| { kind: 'fieldValues' }
	/** The item is a line of a document that another item saves. */
	| { kind: 'partOfOther' }
	/** Members of the element: lines and totals. */
	| { kind: 'given'; members: IDataObject };

/**
 * The lines of an item's document, as the parameters say.
 *
 * @throws ParameterError if there are none; CoreBosError `INVALID_PARAMETER` that names the line
 */
export function linesOfItem(node: IExecuteFunctions, itemIndex: number): LinesOfItem {
	const from = node.getNodeParameter('linesFrom', itemIndex, 'values') as string;
	if (from === 'values') return { kind: 'fieldValues' };
	if (from === 'items' && !isFirstOfGroup(node, itemIndex)) return { kind: 'partOfOther' };
	const lines = LINES_FROM[from](node, itemIndex);
	if (lines.length === 0) {
		throw new ParameterError(
			'There are no lines',
			'Enter at least one line: without any, coreBOS keeps the lines that the document has.',
		);
	}
	return {
		kind: 'given',
		members: { ...totalsOf(node, itemIndex), pdoInformation: lines as IDataObject[] },
	};
}

type LineReader = (node: IExecuteFunctions, itemIndex: number) => DocumentLine[];

const LINES_FROM: Record<string, LineReader> = {
	below: (node, itemIndex) => {
		const { line = [] } = node.getNodeParameter('lines', itemIndex, {}) as { line?: IDataObject[] };
		return readLines(line.map(lineOfForm));
	},
	json: (node, itemIndex) => readLines(node.getNodeParameter('linesJson', itemIndex, '')),
	items: (node, itemIndex) => {
		const items = node.getInputData();
		const group = groupsOf(node).get(groupKey(node, itemIndex)) ?? [];
		return readLines(group.map((index) => lineOfItem(items[index].json)));
	},
};

function lineOfItem(json: IDataObject): IDataObject {
	const members = ITEM_MEMBERS.filter((name) => name in json);
	return Object.fromEntries(members.map((name) => [name, json[name]]));
}

function lineOfForm({ product, discountType, discount, ...line }: IDataObject): IDataObject {
	const hasDiscount = discountType === 'amount' || discountType === 'percentage';
	return {
		...line,
		productid: (product as IDataObject | undefined)?.value ?? product,
		...(hasDiscount && {
			discount: 1,
			discount_type: discountType,
			[discountType === 'amount' ? 'discount_amount' : 'discount_percentage']: discount ?? 0,
		}),
	};
}

/** @throws ParameterError if no field is given, or the item has no value in it */
function groupKey(node: IExecuteFunctions, itemIndex: number): string {
	const field = groupField(node);
	const key = keyIn(node.getInputData()[itemIndex].json, field);
	if (key !== '') return key;
	throw new ParameterError(
		`The item has no value in the field "${field}" of "Group Items By"`,
		'Every item needs this value: it identifies the document of the line.',
	);
}

function groupField(node: IExecuteFunctions): string {
	const field = String(node.getNodeParameter('groupLinesBy', 0, '')).trim();
	if (field !== '') return field;
	throw new ParameterError(
		'The parameter "Group Items By" is empty',
		'Enter a field that is the same in all items of a document.',
	);
}

function keyIn(json: IDataObject, field: string): string {
	return String(json[field] ?? '');
}

/** Of each run of a node: the items of each document. */
const groups = new WeakMap<IExecuteFunctions, Map<string, number[]>>();

function groupsOf(node: IExecuteFunctions): Map<string, number[]> {
	const known = groups.get(node);
	if (known !== undefined) return known;
	const field = groupField(node);
	const found = new Map<string, number[]>();
	node.getInputData().forEach(({ json }, index) => {
		const key = keyIn(json, field);
		const group = found.get(key) ?? [];
		group.push(index);
		found.set(key, group);
	});
	groups.set(node, found);
	return found;
}

function isFirstOfGroup(node: IExecuteFunctions, itemIndex: number): boolean {
	return groupsOf(node).get(groupKey(node, itemIndex))?.[0] === itemIndex;
}

/** The collection *Totals* as members of the element. */
function totalsOf(node: IExecuteFunctions, itemIndex: number): IDataObject {
	const totals = node.getNodeParameter('totals', itemIndex, {}) as IDataObject;
	const { tax = [] } = (totals.groupTaxes ?? {}) as { tax?: IDataObject[] };
	const isAmount = totals.finalDiscountType === 'amount';
	return {
		...(totals.taxMode !== undefined && { taxtype: totals.taxMode }),
		...Object.fromEntries(tax.map(({ name, rate }) => [`${taxName(name)}_group_percentage`, rate])),
		...(totals.shipping !== undefined && { shipping_handling_charge: totals.shipping }),
		...(totals.shippingTax !== undefined && { shtax1: totals.shippingTax }),
		...(totals.adjustment !== undefined && { adjustment: totals.adjustment }),
		...(totals.finalDiscount !== undefined && {
			discount_type_final: isAmount ? 'amount' : 'percentage',
			[isAmount ? 'hdnDiscountAmount' : 'hdnDiscountPercent']: totals.finalDiscount,
		}),
	};
}

function taxName(given: unknown): string {
	const name = String(given ?? '').trim();
	if (/^tax\d+$/.test(name)) return name;
	throw new ParameterError(
		`"${name}" in "Group Taxes" is not the name of a tax`,
		'Enter a name such as tax1.',
	);
}
