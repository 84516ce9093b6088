import type { CoreBosUser, Install } from './install';

/** The order of a date's parts, as the user's setting writes it. */
export type DateOrder = 'yyyy-mm-dd' | 'dd-mm-yyyy' | 'mm-dd-yyyy';

/** How a user writes and reads numbers, money, dates and times. */
export interface UserFormat {
	decimal: string;
	/** Sign between groups of digits; may be a blank or nothing. */
	grouping: string;
	/** Whether the pattern groups digits at all. */
	groups: boolean;
	/** Decimals that the user sees. */
	decimals: number;
	/** Units of the user's currency for one of the install's. */
	rate: number;
	date: DateOrder;
	/** IANA name of the time zone. */
	zone: string;
}

const ORDERS = new Set<string>(['yyyy-mm-dd', 'dd-mm-yyyy', 'mm-dd-yyyy']);

/** The settings of a user, from the user's record and currency. Empty ones mean `.` and `,`. */
export function formatOf(install: Install, user: CoreBosUser): UserFormat {
	const values = install.find(user.id)?.values ?? {};
	const currency = install.find(values.currency_id ?? '');
	const order = values.date_format ?? '';
	return {
		decimal: values.currency_decimal_separator || '.',
		grouping: values.currency_grouping_separator || ',',
		groups: values.currency_grouping_pattern !== '123456789',
		decimals: Number(values.no_of_currency_decimals || 2),
		rate: Number(currency?.values.conversion_rate ?? 1) || 1,
		date: ORDERS.has(order) ? (order as DateOrder) : 'yyyy-mm-dd',
		zone: values.time_zone || 'UTC',
	};
}
