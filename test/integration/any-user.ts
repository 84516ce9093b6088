import fc from 'fast-check';
import { startCoreBos, type CoreBosStandIn } from '../corebos';

/** How a user has coreBOS write; what is left out is as for a new user. */
export interface AnyUser {
	/** The signs of decimals and of groups. */
	signs: [decimal: string, grouping: string];
	pattern?: string;
	decimals?: number;
	/** Units of the user's currency for one of the install's. */
	rate: number;
	order: string;
	zone: string;
}

const SIGNS: Array<AnyUser['signs']> = [
	[',', '.'],
	['.', ','],
	[',', ' '],
	['.', "'"],
];
const COMMON = {
	rate: fc.constantFrom(1, 2, 0.01, 1.25, 3, 0.7),
	order: fc.constantFrom('yyyy-mm-dd', 'dd-mm-yyyy', 'mm-dd-yyyy'),
	zone: fc.constantFrom('UTC', 'Europe/Madrid', 'America/New_York', 'Asia/Kolkata'),
};

/** Users of every format, currency and zone. */
export const ANY_USER: fc.Arbitrary<AnyUser> = fc.record({
	signs: fc.constantFrom(...SIGNS),
	...COMMON,
});

/** The same with every grouping and number of decimals, and users who have chosen no signs. */
export const ANY_FORMAT: fc.Arbitrary<AnyUser> = fc.record({
	signs: fc.constantFrom<AnyUser['signs']>(...SIGNS, ['', '']),
	pattern: fc.constantFrom('123,456,789', '123456789', '123456,789', '12,34,56,789'),
	decimals: fc.integer({ min: 0, max: 6 }),
	...COMMON,
});

/**
 * An install with the user `any`, and with products that have a time (`cf_dt`) and a number
 * (`cf_num`) besides their own fields.
 *
 * @param records its records, by module
 */
export async function startForUser(
	{ signs, pattern, decimals, rate, order, zone }: AnyUser,
	records: NonNullable<Parameters<typeof startCoreBos>[0]>['records'] = {},
): Promise<CoreBosStandIn> {
	return await startCoreBos({
		currencies: [{ id: '21x2', currency_name: 'Other', conversion_rate: String(rate) }],
		users: [
			{
				user_name: 'any',
				currency_decimal_separator: signs[0],
				currency_grouping_separator: signs[1],
				...(pattern !== undefined && { currency_grouping_pattern: pattern }),
				...(decimals !== undefined && { no_of_currency_decimals: String(decimals) }),
				currency_id: '21x2',
				date_format: order,
				time_zone: zone,
			},
		],
		customFields: {
			Products: [
				{ name: 'cf_dt', type: 'datetime', uitype: '50' },
				{ name: 'cf_num', type: 'double', uitype: '7', size: [15, 3] },
			],
		},
		records,
	});
}
