import fc from 'fast-check';
import { startCoreBos, type CoreBosStandIn } from '../corebos';

/** Users of every format, currency and zone; `signs` are those of decimals and of groups. */
export const ANY_USER = fc.record({
	signs: fc.constantFrom<[string, string]>([',', '.'], ['.', ','], [',', ' '], ['.', "'"]),
	rate: fc.constantFrom(1, 2, 0.01, 1.25, 3, 0.7),
	order: fc.constantFrom('yyyy-mm-dd', 'dd-mm-yyyy', 'mm-dd-yyyy'),
	zone: fc.constantFrom('UTC', 'Europe/Madrid', 'America/New_York', 'Asia/Kolkata'),
});

/** A user that {@link ANY_USER} makes. */
export type AnyUser = typeof ANY_USER extends fc.Arbitrary<infer Value> ? Value : never;

/**
 * An install with the user `any`, and with products that have a time (`cf_dt`) and a number
 * (`cf_num`) besides their own fields.
 *
 * @param records its records, by module
 */
export async function startForUser(
	{ signs, rate, order, zone }: AnyUser,
	records: NonNullable<Parameters<typeof startCoreBos>[0]>['records'] = {},
): Promise<CoreBosStandIn> {
	return await startCoreBos({
		currencies: [{ id: '21x2', currency_name: 'Other', conversion_rate: String(rate) }],
		users: [
			{
				user_name: 'any',
				currency_decimal_separator: signs[0],
				currency_grouping_separator: signs[1],
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
