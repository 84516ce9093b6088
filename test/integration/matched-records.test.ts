import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';
import { ANY_USER, startForUser } from './any-user';
import { locatorValue, runCoreBos } from './corebos-node';

/**
 * Create or Update finds the record that it made, whatever it looks by and whoever its user is.
 * coreBOS reads what it looks by as its user writes it, though a flag says that it is not.
 */

const NUMBER = fc.integer({ min: -9_999_999, max: 9_999_999 }).map((units) => units / 100);
const MOMENT = fc
	.tuple(fc.constantFrom(0, 1, 5, 6, 7), fc.integer({ min: 0, max: 2_000_000 }))
	.map(([month, seconds]) => new Date(Date.UTC(2026, month, 1) + seconds * 1000).toISOString());
const FIELDS: Array<[string, fc.Arbitrary<number | string>]> = [
	['productname', fc.constantFrom('A', "O'Neil", 'Acme, Ltd', 'a\\b')],
	['unit_price', NUMBER],
	['cost_price', NUMBER],
	['commissionrate', NUMBER.map((number) => (Math.trunc(number) % 1000) + 0)],
	['cf_num', NUMBER],
	['qtyinstock', NUMBER],
	['start_date', MOMENT.map((moment) => moment.slice(0, 10))],
	['cf_dt', MOMENT],
];

describe.each([
	['one by one', {}],
	['in bulk', { together: true }],
	['with the fields to update', { updatedFields: 'productcode' }],
] as Array<[string, INodeParameters]>)('%s', (_name, options) => {
	test.each(FIELDS)('by %s', async (field, values) => {
		await fc.assert(
			fc.asyncProperty(ANY_USER, values, async (user, value) => {
				const coreBos = await startForUser(user);
				try {
					// A change of other fields sets the seconds of a moment to 0 (recorded).
					const isWhole = 'updatedFields' in options && field === 'cf_dt';
					const given = isWhole ? `${String(value).slice(0, 16)}:00Z` : value;
					const save = async (productcode: string) =>
						await runCoreBos(
							{ connection: coreBos.connectionOf('any') },
							{
								resource: 'record',
								operation: 'upsert',
								module: locatorValue('Products', 'name'),
								searchOn: field,
								valuesFrom: 'json',
								fieldsJson: JSON.stringify({ productname: 'Some', productcode, [field]: given }),
								options,
							},
						);
					const made = await save('one');
					const [first] = coreBos.records('Products');
					const changed = await save('two');
					expect([made.error, made.hints, changed.error, changed.hints]).toEqual([
						undefined,
						[],
						undefined,
						[],
					]);
					const [record, ...others] = coreBos.records('Products');
					expect(others).toEqual([]);
					expect(record).toMatchObject({ productcode: 'two', [field]: first[field] });
					if (typeof value === 'number') expect(Number(record[field])).toBe(value);
					if (field === 'cf_dt')
						expect(record[field]).toBe(String(given).slice(0, 19).replace('T', ' '));
				} finally {
					await coreBos.close();
				}
			}),
			{ numRuns: 3 },
		);
	});
});
