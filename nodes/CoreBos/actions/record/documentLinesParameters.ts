import type { INodeProperties } from 'n8n-workflow';

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
