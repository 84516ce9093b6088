import fc from 'fast-check';
import { NUMBER_STYLES, plainNumber, signsOf, type NumberStyle } from '../../../engine';

/** A value, its style, and the number of the database; undefined: it is none in this style. */
const NUMBERS: Array<[unknown, NumberStyle, string | undefined]> = [
	[12.5, '1234.56', '12.5'],
	[1e21, '1234.56', '1000000000000000000000'],
	[1e-7, '1234.56', '0.0000001'],
	[-0.5, '1.234,56', '-0.5'],
	[NaN, '1234.56', undefined],
	[Infinity, '1234.56', undefined],
	['12.5', '1234.56', '12.5'],
	[' 12.500000 ', '1234.56', '12.500000'],
	['+7', '1234.56', '7'],
	['.5', '1234.56', '0.5'],
	['5.', '1234.56', '5'],
	['1.5e3', '1234.56', '1500'],
	['', '1234.56', ''],
	['12,5', '1234.56', undefined],
	['1.234,56', '1234.56', undefined],
	['1,234.56', '1234.56', undefined],
	['12 €', '1234.56', undefined],
	['abc', '1234.56', undefined],
	['-', '1234.56', undefined],
	['.', '1234.56', undefined],
	['1.234,56', '1.234,56', '1234.56'],
	['1234,56', '1.234,56', '1234.56'],
	['1.234', '1.234,56', '1234'],
	['12.5', '1.234,56', undefined],
	['1.23.456', '1.234,56', '123456'],
	['1,2,3', '1.234,56', undefined],
	['1,234.56', '1,234.56', '1234.56'],
	['1,23', '1,234.56', undefined],
	["1'234.56", "1'234.56", '1234.56'],
	['1 234,56', '1 234,56', '1234.56'],
	['1\u202f234\u00a0567,5', '1 234,56', '1234567.5'],
	['12.5', '1 234,56', undefined],
	[true, '1234.56', undefined],
	[{}, '1234.56', undefined],
];

describe('numbers as they are written', () => {
	test.each(NUMBERS)('%j as %s is %j', (value, style, expected) => {
		expect(plainNumber(value, signsOf(style))).toBe(expected);
	});

	test('what a style writes is read as the number', () => {
		const digits = fc.integer({ min: 0, max: 2_000_000_000 });
		fc.assert(
			fc.property(
				fc.constantFrom(...NUMBER_STYLES),
				digits,
				digits,
				fc.boolean(),
				(style, a, b, minus) => {
					const { decimal, grouping } = signsOf(style);
					const sign = minus ? '-' : '';
					const whole = String(a).replace(/\B(?=(\d{3})+$)/g, grouping);
					expect(plainNumber(`${sign}${whole}${decimal}${b}`, signsOf(style))).toBe(
						`${sign}${a}.${b}`,
					);
				},
			),
		);
	});
});
