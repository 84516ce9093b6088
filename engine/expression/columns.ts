/** Columns of every module that have another name than their field. */
const OF_ALL: Readonly<Record<string, string>> = {
	assigned_user_id: 'smownerid',
	created_user_id: 'smcreatorid',
};

/** Of an invoice, quote or order. */
const OF_DOCUMENTS: Readonly<Record<string, string>> = {
	account_id: 'accountid',
	contact_id: 'contactid',
	potential_id: 'potentialid',
	quote_id: 'quoteid',
	salesorder_id: 'salesorderid',
	vendor_id: 'vendorid',
	hdnDiscountAmount: 'discount_amount',
	hdnDiscountPercent: 'discount_percent',
	hdnGrandTotal: 'total',
	hdnS_H_Amount: 's_h_amount',
	hdnSubTotal: 'subtotal',
	hdnTaxType: 'taxtype',
	txtAdjustment: 'adjustment',
	vtiger_purchaseorder: 'purchaseorder',
};

/** Columns of coreBOS's own modules that have another name than their field. */
const OF_MODULE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	Accounts: {
		account_id: 'parentid',
		accounttype: 'account_type',
		annual_revenue: 'annualrevenue',
	},
	Contacts: { account_id: 'accountid', contact_id: 'reportsto', salutationtype: 'salutation' },
	Documents: { notes_title: 'title' },
	HelpDesk: {
		ticketcategories: 'category',
		ticketpriorities: 'priority',
		ticketseverities: 'severity',
		ticketstatus: 'status',
		ticket_title: 'title',
	},
	Invoice: OF_DOCUMENTS,
	Leads: { salutationtype: 'salutation' },
	Potentials: { opportunity_type: 'potentialtype' },
	PurchaseOrder: OF_DOCUMENTS,
	Quotes: OF_DOCUMENTS,
	SalesOrder: OF_DOCUMENTS,
};

/**
 * The column that keeps a field. The web service does not give it, so that fields of an install's
 * own modules are taken to have the names of their columns, as coreBOS makes them.
 */
export function columnOf(module: string, field: string): string {
	const own = Object.hasOwn(OF_MODULE, module) ? OF_MODULE[module] : {};
	if (Object.hasOwn(own, field)) return own[field];
	return Object.hasOwn(OF_ALL, field) ? OF_ALL[field] : field;
}
