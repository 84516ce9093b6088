import type { Element } from '../entities';
import type { CoreBosUser, Entity, Install } from '../install';
import { leadingNumber } from '../numbers';
import { Refusal } from '../refusal';
import { money } from './totals';

/** Values that coreBOS works out of others when it saves. */
export function writeDerivedValues(install: Install, entity: Entity, element: Element): void {
	if (entity.module === 'cbCalendar') writeTimes(entity, element);
	if (entity.module === 'Potentials') writeForecast(install, entity);
	if (entity.module === 'SalesOrder') forgetRecurrence(entity);
	if (entity.module === 'Emails') writeMail(install, entity, element);
	if (entity.module === 'InventoryDetails') writeStock(install, entity);
}

/** What an order says of its invoices is kept only where they recur (recorded). */
function forgetRecurrence({ values }: Entity): void {
	if (values.enable_recurring === '1') return;
	for (const name of RECURRENCE) values[name] = '';
}

const RECURRENCE = [
	'recurring_frequency',
	'start_period',
	'end_period',
	'payment_duration',
	'invoicestatus',
];

/**
 * Addresses are kept as lists, and answers go to the address of the owner; the time stays as it
 * was written. Nothing is sent (recorded).
 */
function writeMail(install: Install, { values }: Entity, element: Element): void {
	for (const name of ['saved_toid', 'ccmail', 'bccmail']) {
		if (!(name in element)) continue;
		const addresses = String(element[name] ?? '').split(',');
		values[name] = JSON.stringify(addresses.map((address) => address.trim()));
	}
	if (element.time_start !== undefined) values.time_start = String(element.time_start);
	values.replyto ||= install.find(values.assigned_user_id)?.values.email1 ?? '';
}

/** A line that is made by itself tells what is in stock, and counts nothing (recorded). */
function writeStock(install: Install, { values }: Entity): void {
	const product = install.find(values.productid ?? '');
	if (product !== undefined) values.total_stock = money(leadingNumber(product.values.qtyinstock));
}

/** A comment is its author's, and knows whom to tell: the owner of the record that it is about. */
export function commentValues(
	install: Install,
	{ values }: Entity,
	user: CoreBosUser,
): Record<string, string> {
	const owner = install.find(values.related_to ?? '')?.values.assigned_user_id ?? '';
	const relatedassignedemail = install.find(owner)?.values.email1 ?? '';
	return { creator: user.id, relatedassignedemail };
}

function writeForecast(install: Install, { values }: Entity): void {
	const amount = leadingNumber(values.amount);
	values.forecast_amount = money((amount * leadingNumber(values.probability)) / 100);
	const parent = install.find(values.related_to ?? '')?.values;
	values.email = parent?.email1 ?? parent?.email ?? '';
}

/** Beside start and end, an activity has their parts, and how long it takes. */
function writeTimes({ values }: Entity, element: Element): void {
	const [startDate, startTime] = partsOf(values.dtstart, element.dtstart);
	const [endDate, endTime] = partsOf(values.dtend, element.dtend);
	const minutes = (momentOf(endDate, endTime) - momentOf(startDate, startTime)) / 60_000;
	Object.assign(values, {
		date_start: startDate,
		time_start: startTime,
		due_date: endDate,
		time_end: endTime,
		duration_hours: String(Math.floor(minutes / 60)),
		duration_minutes: String(minutes % 60),
	});
}

/** @throws Refusal for a date without a time */
function partsOf(stored: string, given: unknown): [date: string, time: string] {
	if (stored === '') return ['0000-00-00', String(given ?? '').split(' ')[1] ?? ''];
	if (stored.includes('-00-00 ')) {
		const message = 'Database error while performing requested operation';
		throw new Refusal('DATABASE_QUERY_ERROR', message);
	}
	const [date, time] = stored.split(' ');
	return [date, time];
}

function momentOf(date: string, time: string): number {
	const day = date === '0000-00-00' ? '2000-01-01' : date;
	return Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
}
