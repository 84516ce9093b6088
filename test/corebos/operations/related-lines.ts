import type { Entity, Install } from '../install';
import { detailsOf } from './lines';
import type { Line } from './totals';

/** Columns of a line, of a service and of a product, in the order in which the database has them. */
const SERVICE_COLUMNS =
	'serviceid service_no servicename servicecategory qty_per_unit unit_price sales_start_date sales_end_date start_date expiry_date discontinued service_usageunit website taxclass currency_id commissionrate cost_price divisible'.split(
		' ',
	);
const PRODUCT_COLUMNS =
	'productid product_no productname productcode productcategory manufacturer qty_per_unit unit_price weight pack_size sales_start_date sales_end_date start_date expiry_date cost_factor commissionrate commissionmethod discontinued usageunit reorderlevel website taxclass mfr_part_no vendor_part_no serialno qtyinstock productsheet qtyindemand glacct vendor_id imagename currency_id cost_price divisible'.split(
		' ',
	);
/** Columns that are not called as their fields. */
const FIELDS: Record<string, string> = { serialno: 'serial_no' };

/**
 * The lines of a document as its related products: each value by position and by name, later
 * columns over earlier ones. The id and the `productid` are wrong: `14x` and the number of the
 * document (recorded).
 */
export function relatedLines(install: Install, document: Entity): Array<Record<string, unknown>> {
	const details = detailsOf(install, document);
	return (document.lines ?? []).map((line, index) =>
		lineRow(install, document, line, details[index]),
	);
}

function lineRow(
	install: Install,
	document: Entity,
	line: Line,
	{ values }: Entity,
): Record<string, unknown> {
	const item = install.numbered(line.product);
	const number = String(document.number);
	const isService = item?.module === 'Services';
	const valuesOf = (columns: string[], wanted: boolean) =>
		columns.map((column): [string, string] => [column, wanted ? columnOf(item, column) : '']);
	const place = values.sequence_no;
	const { discount } = line;
	const row: Array<[column: string, value: string]> = [
		['id', number],
		['', line.product],
		['sequence_no', place],
		['quantity', values.quantity],
		['listprice', values.listprice],
		['discount_percent', discount?.type === 'percentage' ? values.discount_percent : ''],
		['discount_amount', discount?.type === 'amount' ? values.discount_amount : ''],
		['comment', line.comment],
		['description', ''],
		['incrementondel', document.module === 'Invoice' ? '1' : '0'],
		['lineitem_id', values.lineitem_id],
		...['tax1', 'tax2', 'tax3'].map((tax): [string, string] => {
			const rate = values[`id_${tax}_perc`];
			return [tax, Number(rate) === 0 ? '' : rate];
		}),
		...valuesOf(SERVICE_COLUMNS, isService),
		...valuesOf(PRODUCT_COLUMNS, !isService),
		['', place],
	];
	const record: Record<string, unknown> = {};
	row.forEach(([column, value], position) => {
		record[position] = value;
		if (column !== '') record[column] = value;
	});
	const prefix = install.kept('Products').describe.idPrefix;
	const vendor = item?.values.vendor_id;
	delete record.productid;
	return {
		...record,
		id: `${prefix}x${number}`,
		...(vendor !== undefined && { vendor_id: vendor }),
		cbuuid: document.cbuuid,
		productid: `${prefix}x${number}`,
		linetype: item?.module ?? '',
	};
}

function columnOf(item: Entity | undefined, column: string): string {
	switch (column) {
		case 'productid':
		case 'serviceid':
			return item === undefined ? '' : String(item.number);
		case 'currency_id':
			return item === undefined ? '' : '1';
		case 'vendor_id':
			return item?.values.vendor_id?.split('x')[1] ?? '0';
		default:
			return item?.values[FIELDS[column] ?? column] ?? '';
	}
}
