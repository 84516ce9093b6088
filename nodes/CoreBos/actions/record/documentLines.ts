import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readLines, type DocumentLine } from '../../../../engine';
import { ParameterError } from '../../../transport/parameterError';

/** Modules whose lines the node's form shows; those of others go in as JSON. */
const MODULES_IN_FORM = [
	'Invoice',
	'SalesOrder',
	'Quotes',
	'PurchaseOrder',
	'Issuecards',
	'Receiptcards',
];

const whereLinesAre = (linesFrom: string[]): INodeProperties['displayOptions'] => ({
	show: { module: MODULES_IN_FORM, linesFrom },
});

const lineMembers: INodeProperties[] = [
	{
		displayName: 'Product or Service',
		name: 'product',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The product or service of the line',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchProductsAndServices', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 14x852' },
		],
	},
	{
		displayName: 'Quantity',
		name: 'qty',
		type: 'number',
		typeOptions: { numberPrecision: 3 },
		default: 1,
		required: true,
		description: 'The quantity; negative for returns',
	},
	{
		displayName: 'Price',
		name: 'listprice',
		type: 'string',
		default: '',
		placeholder: 'e.g. 12.50',
		description: 'The price per unit; empty uses the unit price of the product or service',
	},
	{
		displayName: 'Discount Type',
		name: 'discountType',
		type: 'options',
		options: [
			{ name: 'Amount', value: 'amount' },
			{ name: 'None', value: 'none' },
			{ name: 'Percentage', value: 'percentage' },
		],
		default: 'none',
		description: 'The kind of discount on the line',
	},
	{
		displayName: 'Discount',
		name: 'discount',
		type: 'number',
		typeOptions: { numberPrecision: 6 },
		default: 0,
		description: 'The discount on the whole line, as a percentage or an amount',
		displayOptions: { show: { discountType: ['amount', 'percentage'] } },
	},
	{
		displayName: 'Comment',
		name: 'comment',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: 'Text to print with the line',
	},
];

/** The parts of a total in addition to the lines, by the names of their fields in coreBOS. */
const totalMembers: INodeProperties[] = [
	{
		displayName: 'Adjustment',
		name: 'adjustment',
		type: 'number',
		typeOptions: { numberPrecision: 6 },
		default: 0,
		description: 'An amount to add to the total; negative to subtract',
	},
	{
		displayName: 'Final Discount',
		name: 'finalDiscount',
		type: 'number',
		typeOptions: { numberPrecision: 6 },
		default: 0,
		description:
			'The discount on the sum of all lines, as a percentage or an amount (see Final Discount Type). Individual taxes allow none.',
	},
	{
		displayName: 'Final Discount Type',
		name: 'finalDiscountType',
		type: 'options',
		options: [
			{ name: 'Amount', value: 'amount' },
			{ name: 'Percentage', value: 'percentage' },
		],
		default: 'percentage',
		description: 'Whether the final discount is a percentage or an amount',
	},
	{
		displayName: 'Group Taxes',
		name: 'groupTaxes',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Tax',
		description:
			'Rates of the taxes on all lines; taxes that are left out have the rate of the document, or the default of the install for a new one',
		options: [
			{
				displayName: 'Tax',
				name: 'tax',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: 'tax1',
						placeholder: 'e.g. tax1',
						description: 'The name of the tax in coreBOS: tax1, tax2 and so on',
					},
					{
						displayName: 'Rate (%)',
						name: 'rate',
						type: 'number',
						typeOptions: { numberPrecision: 3 },
						default: 0,
						description: 'The tax rate in percent; 0 if the tax does not apply',
					},
				],
			},
		],
	},
	{
		displayName: 'Shipping',
		name: 'shipping',
		type: 'number',
		typeOptions: { numberPrecision: 6 },
		default: 0,
		description: 'The charge for shipping and handling',
	},
	{
		displayName: 'Shipping Tax (%)',
		name: 'shippingTax',
		type: 'number',
		typeOptions: { numberPrecision: 3 },
		default: 0,
		description: 'The tax rate on shipping, in percent',
	},
	{
		displayName: 'Tax Mode',
		name: 'taxMode',
		type: 'options',
		options: [
			{
				name: 'Group',
				value: 'group',
				description: 'The same taxes for all lines, calculated from the sum',
			},
			{
				name: 'Individual',
				value: 'individual',
				description: 'The taxes of the product or service of each line',
			},
		],
		default: 'group',
		description: 'How to calculate taxes',
	},
];

/**
 * The parameters for the lines of invoices, orders and quotes. None is required for n8n, which shows
 * them all where the module comes from an expression; what is missing is said when they are read.
 */
export const lineParameters: INodeProperties[] = [
	{
		displayName: 'Lines From',
		name: 'linesFrom',
		type: 'options',
		options: [
			{
				name: 'Field Values',
				value: 'values',
				description:
					'The property pdoInformation of the JSON or, with Map Automatically, of the item. Without it, the lines are not changed.',
			},
			{
				name: 'Incoming Items',
				value: 'items',
				description:
					'Each item is a line; items with the same value in a field belong to one document',
			},
			{ name: 'JSON', value: 'json', description: 'A list of lines, such as a field of the item' },
			{ name: 'Lines Below', value: 'below', description: 'Enter the lines here' },
		],
		default: 'values',
		description: 'Where the lines come from. They replace all existing lines of the document.',
		displayOptions: { show: { module: MODULES_IN_FORM } },
	},
	{
		displayName: 'Lines',
		name: 'lines',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		default: {},
		placeholder: 'Add Line',
		description: 'The products and services, in the order of the document',
		options: [{ displayName: 'Line', name: 'line', values: lineMembers }],
		displayOptions: whereLinesAre(['below']),
	},
	{
		displayName: 'Lines (JSON)',
		name: 'linesJson',
		type: 'json',
		default: '={{ $json.lines }}',
		description:
			'A list of lines with productid, qty, listprice, discount_percentage or discount_amount, and comment, as a list or as JSON text',
		displayOptions: whereLinesAre(['json']),
	},
	{
		displayName: 'Group Items By',
		name: 'groupLinesBy',
		type: 'string',
		default: '',
		placeholder: 'e.g. order_number',
		description:
			'The field that has the same value in all lines of a document. All other values of the document come from its first item. Lines are read from the fields productid, qty, listprice, discount_percentage or discount_amount, and comment.',
		displayOptions: whereLinesAre(['items']),
	},
	{
		displayName: 'Totals',
		name: 'totals',
		type: 'collection',
		default: {},
		placeholder: 'Add Value',
		description:
			'The parts of the total in addition to the lines. Values that you leave out are not changed.',
		options: totalMembers,
		displayOptions: whereLinesAre(['items', 'json', 'below']),
	},
];

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
